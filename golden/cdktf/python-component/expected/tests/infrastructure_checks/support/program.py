"""Runs a program and synthesises what it declares, in this process: the library's own classes, no other tool."""

from __future__ import annotations

import contextlib
import gc
import json
import runpy
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


class Incomplete(Exception):
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
                    raise Incomplete("it makes no App")
                if not any((place / "manifest.json").exists() for _, place in apps):
                    raise Incomplete("it makes an App and never calls synth()")
            except (Exception, SystemExit) as error:
                raise ProgramError(_message(error)) from None
        yield apps


def _start(settings: Settings) -> None:
    """Runs the program, or makes what is to be looked at in an app of its own."""
    if not settings.create:
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


def _declared(folder: Path) -> dict[str, Any]:
    """The context that the project's `cdktf.json` gives."""
    file = folder / "cdktf.json"
    try:
        project = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    modules = project.get("terraformModules", [])
    sources = [each if isinstance(each, str) else each.get("source", "") for each in modules]
    local = [each for each in sources if each.startswith(("./", "../"))]
    versions = {key: project[key] for key in ("targetVersions",) if key in project}
    return {**project.get("context", {}), **versions, "cdktfJsonPath": str(file), "cdktfRelativeModules": local}


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage is collected afterwards, and never looked for in what is there by then: through all that a provider loads,
    that takes longer than a run, and seconds at the end of the session."""
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
    if not isinstance(error, Incomplete):
        text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"the program does not get to its end: {text}{_place(error)}"


def _place(error: BaseException) -> str:
    """The last line of the project's own code that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if HOME in file.parents and SUPPORT not in file.parents and "site-packages" not in file.parts:
            return f"\n  at {file.relative_to(HOME).as_posix()}:{frame.lineno}"
    return ""
