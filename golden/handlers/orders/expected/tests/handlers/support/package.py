"""The package of a function: its files in one folder, and its modules while it runs."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath
from typing import Any, Union

#: The folder of the suites.
FOLDER = Path(__file__).resolve().parent.parent
#: Which files of its folder are in a package, or where each one of it is.
Files = Union[Sequence[str], Mapping[str, str]]
_STATEFUL = ("aws_lambda_powertools",)
_INSTALLED = tuple(
    os.path.join(os.path.realpath(sysconfig.get_path(name)), "")
    for name in ("stdlib", "platstdlib", "purelib", "platlib")
)


class Package:
    """What a function is deployed with. Paths are seen from the suites' folder.

    Without `files` and `texts` it is all of `folder`; else these `files` of it, or
    those that `files` leads to, and `texts` that stand in no file.
    """

    def __init__(self, folder: str, files: Files, texts: Mapping[str, str]) -> None:
        self._folder = FOLDER / folder
        if not isinstance(files, Mapping):
            files = {path: os.path.join(folder, path) for path in files}
        self._files = {path: FOLDER / source for path, source in files.items()}
        self._texts = texts

    @contextmanager
    def unpacked(self) -> Iterator[Path]:
        """The folder that it is in, for as long as it is needed."""
        if not self._files and not self._texts:
            yield self._folder.resolve()
            return
        with tempfile.TemporaryDirectory(prefix="package-") as made:
            folder = Path(made).resolve()
            for path, source in self._files.items():
                _place(_inside(folder, path), source)
            for path, text in self._texts.items():
                place = _inside(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            yield folder

    def owns(self, folder: Path) -> Callable[[str], bool]:
        """Whether a file is of the package that is unpacked in a folder."""
        sources = {str(source.resolve()) for source in self._files.values()}
        return lambda file: file in sources or _is_below(file, folder)


def _inside(folder: Path, path: str) -> Path:
    """Where a file of the package stands: nothing is written outside of its folder."""
    steps = PurePosixPath(path).parts
    if (
        not steps
        or ".." in steps
        or steps[0] == "/"
        or "\\" in path
        or path[1:2] == ":"
    ):
        raise ValueError(f"{path} leads out of the package")
    return folder / path


def _place(path: Path, source: Path) -> None:
    """A file in a package, linked so that it is still known where it comes from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(source.resolve())
    except OSError:
        shutil.copyfile(source, path)


def module_name(entry: str) -> str:
    """What Lambda calls a module: `src.orders` for `src/orders.py`."""
    path = entry[: -len(".py")] if entry.endswith(".py") else entry
    name = path.replace("/", ".")
    return name[: -len(".__init__")] if name.endswith(".__init__") else name


def load(folder: Path, entry: str) -> Any:
    """The module of a file in a package, loaded by its path.

    It has its own name, unless that is the name of something that is installed.
    """
    name = module_name(entry)
    if "." in name:
        return importlib.import_module(name)
    if name in sys.modules or name in getattr(sys, "stdlib_module_names", ()):
        name = f"handler_{name}"
    spec = importlib.util.spec_from_file_location(
        name, folder / entry, loader=Source(name, str(folder / entry))
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{entry} is no module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Source(SourceFileLoader):
    """Code that knows where it really is, be it linked or not."""

    def get_code(self, fullname: str) -> Any:
        """The code of a file as it is now, under its own path."""
        path = self.get_filename(fullname)
        return compile(self.get_data(path), os.path.realpath(path), "exec", 0, True)


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Modules are looked for in this folder first, each time anew.

    Afterwards, no module of it is left, and those that had the same names are back.
    """
    place, own, before = os.getcwd(), _names(folder), list(sys.path)
    names = [name for name in sys.modules if _is_hidden(name, own)]
    hidden = {name: sys.modules.pop(name) for name in names}
    known = frozenset(sys.modules)
    hook, bytecode = _hook(folder), sys.dont_write_bytecode
    sys.path[:] = [str(folder), *(path for path in before if _is_foreign(path))]
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.pop(str(folder), None)
    sys.dont_write_bytecode = True
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        sys.dont_write_bytecode = bytecode
        sys.path[:] = before
        if hook in sys.path_hooks:
            sys.path_hooks.remove(hook)
        for path in list(sys.path_importer_cache):
            if _is_below(path, folder):
                del sys.path_importer_cache[path]
        _forget(folder, [name for name in sys.modules if name not in known])
        sys.modules.update(hidden)


def _hook(folder: Path) -> Any:
    extensions = (ExtensionFileLoader, EXTENSION_SUFFIXES)
    usual = FileFinder.path_hook((Source, SOURCE_SUFFIXES), extensions)

    def found(path: str) -> Any:
        if not _is_below(path, folder):
            raise ImportError(path)
        return usual(path)

    return found


def _names(folder: Path) -> frozenset[str]:
    """The modules and packages that stand in a folder."""
    found = (each for each in os.scandir(folder))
    return frozenset(
        each.name[: -len(".py")] if each.name.endswith(".py") else each.name
        for each in found
        if each.name.endswith(".py") or each.is_dir()
    )


def _is_hidden(name: str, own: frozenset[str]) -> bool:
    """Whether a module has the name of one in the package, and is not installed."""
    top = name.partition(".")[0]
    if top not in own or top == "__main__":
        return False
    file = getattr(sys.modules.get(top), "__file__", None)
    return not (file and os.path.realpath(file).startswith(_INSTALLED))


def _is_foreign(path: str) -> bool:
    """Whether a place of modules has nothing to do with the tests' own project."""
    real = Path(path or os.curdir).resolve()
    return real != FOLDER and real not in FOLDER.parents


def _forget(folder: Path, names: Sequence[str]) -> None:
    """Modules of a folder are loaded anew, but for libraries installed there.

    Libraries of functions that remember things from call to call are, too.
    """
    kept = {
        Path(str(file)).parts[0]
        for each in distributions(path=[str(folder)])
        for file in each.files or ()
    }
    for name in names:
        top = name.partition(".")[0]
        own = not kept.intersection((top, f"{top}.py"))
        if top in _STATEFUL or (own and _stands_in(sys.modules[name], folder)):
            del sys.modules[name]


def _stands_in(module: Any, folder: Path) -> bool:
    spec = getattr(module, "__spec__", None)
    places = [getattr(module, "__file__", None), getattr(spec, "origin", None)]
    try:
        places += list(getattr(module, "__path__", ()))
    except Exception:
        return False
    return any(isinstance(place, str) and _is_below(place, folder) for place in places)


def _is_below(path: str, folder: Path) -> bool:
    return path == str(folder) or path.startswith(os.path.join(str(folder), ""))
