"""Runs a program and synthesises what it declares, in this process: the library's own classes, no other tool."""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
import runpy
import shlex
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .home import HOME
from .kernel import place_for
from .reading import read
from .results import ProgramError, Result, Settings
from .surroundings import loaded, surroundings

SUPPORT = Path(__file__).resolve().parent
LIBRARIES = ("cdktf", "cdktn")
#: What ends a command.
SEPARATORS = ("&&", "||", ";", "|")


class IncompleteError(Exception):
    """That a program ends before anything is synthesised."""


def run(settings: Settings) -> Result:
    """What the program is synthesised to. `ProgramError` if it does not get to its end."""
    with synthesised(settings) as apps:
        return read(apps, settings.folder)


@contextlib.contextmanager
def synthesised(settings: Settings) -> Iterator[list[tuple[Any, Path]]]:
    """The apps of the program, each with the folder that it is synthesised to, as long as it is there."""
    with place_for(settings.folder) as folder, surroundings(settings), _no_collection():
        with _apps(settings, folder) as apps:
            try:
                _start(settings)
                if settings.create:
                    # What modules synthesise where they are loaded is not asked for.
                    del apps[1:]
                if not apps:
                    raise IncompleteError("it makes no App")
                if not any((place / "manifest.json").exists() for _, place in apps):
                    raise IncompleteError("it makes an App and never calls synth()")
            except (Exception, SystemExit) as error:
                raise ProgramError(_message(error)) from None
        yield apps


def _start(settings: Settings) -> None:
    """Runs the program, or makes what is to be looked at in an app of its own."""
    if not settings.create:
        sys.argv[1:] = _arguments(settings)
        try:
            runpy.run_path(str(settings.folder / settings.program), run_name="__main__")
        except SystemExit as end:
            if end.code:
                raise
        return
    __import__(settings.library)
    app = sys.modules[settings.library].App()
    settings.create(lambda path: loaded(path, settings), app)
    app.synth()


@contextlib.contextmanager
def _apps(settings: Settings, folder: Path) -> Iterator[list[tuple[Any, Path]]]:
    """Collects the apps that are made; each gets the context, and a folder for what it is synthesised to."""
    import jsii

    original = jsii.create
    context = {**_declared(settings.folder), **settings.context}
    apps: list[tuple[Any, Path]] = []

    def create(kind: Any, made: Any, given: Any = None) -> Any:
        if getattr(kind, "__jsii_type__", "") not in [f"{library}.App" for library in LIBRARIES]:
            return original(kind, made, given)
        place = folder / str(len(apps))
        place.mkdir()
        config = given[0]
        own = {"outdir": str(place), "hcl_output": False, "context": {**(config.context or {}), **context}}
        result = original(kind, made, [type(config)(**{**config._values, **own})])
        apps.append((made, place))
        return result

    jsii.create = create
    try:
        yield apps
    finally:
        jsii.create = original


def _project(folder: Path) -> dict[str, Any]:
    """What the project's `cdktf.json` says."""
    try:
        project = json.loads((folder / "cdktf.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return project if isinstance(project, dict) else {}


def _declared(folder: Path) -> dict[str, Any]:
    """The context that the command line of the library gives."""
    project = _project(folder)
    modules = project.get("terraformModules", [])
    sources = [each if isinstance(each, str) else each.get("source", "") for each in modules]
    local = [each for each in sources if each.startswith(("./", "../"))]
    versions = {key: project[key] for key in ("targetVersions",) if key in project}
    own = {"cdktfJsonPath": str(folder / "cdktf.json"), "cdktfRelativeModules": local} if project else {}
    return {**project.get("context", {}), **versions, **own}


def _arguments(settings: Settings) -> list[str]:
    """What the project's command gives to the program."""
    program = settings.folder / settings.program
    called = (program, program.parent) if program.name == "__main__.py" else (program,)
    try:
        words = shlex.split(str(_project(settings.folder).get("app", "")))
    except ValueError:
        return []
    for at, word in enumerate(words):
        if settings.folder / word in called or words[max(at - 1, 0)] == "-m":
            return list(itertools.takewhile(lambda each: each not in SEPARATORS, words[at + 1 :]))
    return []


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage is collected afterwards, and never looked for in what is there by then.

    Through all that a provider loads, that takes longer than a run, and seconds at the end of the session.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _message(error: BaseException) -> str:
    """What was raised, with the place where."""
    text = str(error).strip()
    if not isinstance(error, IncompleteError):
        text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"the program does not get to its end: {text}{_place(error)}"


def _place(error: BaseException) -> str:
    """The last line of the project's own code that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if HOME in file.parents and SUPPORT not in file.parents and "site-packages" not in file.parts:
            return f"\n  at {file.relative_to(HOME).as_posix()}:{frame.lineno}"
    return ""
