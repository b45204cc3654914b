"""The process around a program: folder, environment, import path and modules, as its command line has them."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import sysconfig
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from .home import HOME
from .results import FOREIGN, Settings
from .variables import VARIABLES

SUITE = Path(__file__).resolve().parents[1]

#: Folders of packages that are not the project's own, and that of the standard library.
PACKAGES = ("site-packages", "dist-packages")
STANDARD = sysconfig.get_path("stdlib") + os.sep


@contextlib.contextmanager
def surroundings(settings: Settings) -> Iterator[None]:
    """Sets them for a run; afterwards everything is as before, and the program's modules are forgotten."""
    cwd, path, arguments, environment = os.getcwd(), list(sys.path), list(sys.argv), dict(os.environ)
    sleep = time.sleep
    own = _taken_out(settings)
    os.chdir(settings.working)
    sys.path[:] = [*dict.fromkeys(map(str, _roots(settings))), *path]
    sys.argv[:] = [settings.program or str(settings.start)]
    for name in environment:
        if name in VARIABLES or name.startswith(FOREIGN):
            del os.environ[name]
    for name, value in settings.env.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = str(value)
    # Mocks make nobody wait.
    time.sleep = lambda _: None
    try:
        with warnings.catch_warnings():
            # What a provider warns of is not about what the tests look at.
            warnings.simplefilter("ignore")
            yield
    finally:
        time.sleep = sleep
        _taken_out(settings)
        sys.modules.update(own)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv[:] = arguments
        sys.path[:] = path
        os.chdir(cwd)


def loaded(path: str, settings: Settings) -> ModuleType:
    """The module in a file of the project, by the name under which the program imports it."""
    file = settings.folder / path
    for root in _roots(settings):
        if root in file.parents:
            steps = file.relative_to(root).with_suffix("").parts
            if not any("." in step for step in steps):
                return importlib.import_module(".".join(steps[:-1] if steps[-1] == "__init__" else steps))
    raise ImportError(f"{path} cannot be imported from {settings.folder}")


def _roots(settings: Settings) -> tuple[Path, ...]:
    """The folders that the program may import from; `src` is where packages stand that are installed as they are."""
    return settings.start, settings.folder, HOME, HOME / "src"


def _taken_out(settings: Settings) -> dict[str, ModuleType]:
    """Takes the project's own modules out of those that are loaded; the next import runs them again."""
    roots = tuple(str(each) + os.sep for each in dict.fromkeys((settings.folder, HOME)))
    found = {name: module for name, module in list(sys.modules.items()) if _is_own(module, roots)}
    for name in found:
        del sys.modules[name]
    return found


def _is_own(module: Any, roots: tuple[str, ...]) -> bool:
    file = getattr(module, "__file__", None) or _folder(module)
    if not isinstance(file, str) or not file.startswith(roots) or file.startswith(str(SUITE)):
        return False
    if any(folder in file for folder in PACKAGES) or file.startswith(STANDARD):
        return False
    return module is not sys.modules["__main__"]


def _folder(module: Any) -> str:
    """The folder of a package without an `__init__.py`."""
    try:
        return next(iter(getattr(module, "__path__", ())), "")
    except KeyError:
        # Its parent is not loaded.
        return ""
