"""What a handler is run with: the interpreter that has what it takes, and a folder with the support library."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scaffold.model.handlers import HandlerSuite
from scaffold.sandbox import Limits, run
from scaffold.trying.exchange import suite_as_json
from scaffold.trying.javascript import settings, titles
from scaffold.trying.session import Prepared, SessionError

_DRIVERS: Final = {"python": "drive_python.py", "javascript": "drive_node.cjs"}
_ENVIRONMENTS: Final = (".venv", "venv", "env")
_PYTHONS: Final = ("bin/python", "bin/python3", "Scripts/python.exe")
#: What suites in Python run with.
_MODULES: Final = ("boto3", "moto", "pytest")
#: A name on the path may be a script that finds the interpreter: it is asked where it really is.
_HAS: Final = (
    "import importlib.util as i, sys; print(sys.executable); "
    "sys.exit(not all(i.find_spec(name) for name in sys.argv[1:]))"
)
_SECONDS: Final = 20
_MEMORY: Final = 1024
#: Where the driver finds the support library beside it.
_LIBRARY: Final = "called/support"


def prepare(suite: HandlerSuite, support: Mapping[str, str], root: Path, folder: Path) -> Prepared:
    """Make the folder ready. `support` are the files of the support library by their path in it, `root` is what the
    suite's paths are seen from. Raises `SessionError` where nothing has what it takes."""
    driver = _DRIVERS[suite.language]
    shutil.copyfile(Path(__file__).with_name(driver), folder / driver)
    for name, text in support.items():
        path = folder / _LIBRARY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    place = _whole(root, suite.folder)
    files = {name: _whole(root, source) for name, source in suite.files.items()}
    told: dict[str, Any] = {**suite_as_json(suite, place, files), "function": suite.function or suite.name}
    if suite.language != "python":
        (folder / _LIBRARY / "home.js").write_text(f"module.exports = {json.dumps(str(root.resolve()))};\n")
        told |= {"settings": settings(suite, root.resolve()), "titles": titles(suite)}
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    runs = {"python": _python, "javascript": _node}[suite.language]
    command, environment = runs(suite, root)
    return Prepared((*command, driver, "told.json"), folder, {**environment, "TZ": "UTC"}, suite.memory, suite.timeout)


def library(written: Mapping[str, str], folder: str) -> Mapping[str, str]:
    """The support library among the files of a suite below `folder`, by the paths in it."""
    below = {path.removeprefix(folder): text for path, text in written.items() if path.startswith(folder)}
    return {path.partition("/support/")[2]: text for path, text in below.items() if "/support/" in f"/{path}"}


def _whole(root: Path, path: str) -> str:
    return str(Path(posixpath.join(root.resolve().as_posix(), path)))


def _python(suite: HandlerSuite, root: Path) -> tuple[tuple[str, ...], Mapping[str, str]]:
    found = python(root, suite)
    if found is None:
        raise SessionError(
            f"no Python that has {', '.join(_MODULES)}: there is none in a virtual environment of the project (.venv, "
            "venv, env), and python3 on the path cannot import them"
        )
    return (str(found), "-B"), {}


def python(root: Path, suite: HandlerSuite) -> Path | None:
    """The first interpreter that has what suites run with: of a virtual environment near the function or the project,
    of the one that is active, on the path, or our own."""
    for path in dict.fromkeys(_interpreters(root, suite)):
        said = _said(str(path), "-I", "-c", _HAS, *_MODULES)
        if said is not None:
            return Path(said or path)
    return None


def _said(*command: str) -> str | None:
    """What a program says that anybody may have put there: nothing where it fails, or does not come to its end. It
    is held as a handler is, but may start another program."""
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as name:
        try:
            done = run(command, Path(name), Limits(seconds=_SECONDS, memory=_MEMORY, processes=True))
        except OSError:
            return None
    return done.output.decode(errors="replace").strip() if done.status == 0 and not done.reason else None


def _interpreters(root: Path, suite: HandlerSuite) -> Iterator[Path]:
    named = os.environ.get("VIRTUAL_ENV")
    folders = [*_upwards(root, suite.folder), *_upwards(root, suite.project)]
    places = [folder / name for folder in folders for name in _ENVIRONMENTS] + ([Path(named)] if named else [])
    yield from (place / name for place in places for name in _PYTHONS if (place / name).is_file())
    yield from (Path(found) for name in ("python3", "python") if (found := shutil.which(name)))
    yield Path(sys.executable)


def _upwards(root: Path, folder: str) -> Iterator[Path]:
    """A folder and those above it, up to the root."""
    place = Path(_whole(root, folder))
    yield from (each for each in (place, *place.parents) if each == root.resolve() or root.resolve() in each.parents)


def _node(suite: HandlerSuite, root: Path) -> tuple[tuple[str, ...], Mapping[str, str]]:
    node = shutil.which("node")
    if node is None:
        raise SessionError("there is no node on the path")
    node = _said(node, "-p", "process.execPath") or node
    paths = os.pathsep.join(map(str, _modules(root, suite)))
    return (node, "--no-warnings", f"--max-old-space-size={1024 + suite.memory}"), {"NODE_PATH": paths}


def _modules(root: Path, suite: HandlerSuite) -> list[Path]:
    """Where packages are: near the function, and from the project's folder upwards."""
    top = root.resolve()
    places = [*_upwards(root, suite.folder), top / "tests/handlers", *top.parents]
    return [found for place in dict.fromkeys(places) if (found := place / "node_modules").is_dir()]
