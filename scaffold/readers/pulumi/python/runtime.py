"""Programs in Python, as Pulumi runs them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from scaffold.diagnostics import Diagnostic
from scaffold.model.deployments import Entry, Exported
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.python_classes import is_source
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles, joined
from scaffold.readers.programs.python import Python
from scaffold.readers.programs.python_source import EXTENSIONS, read_module
from scaffold.readers.programs.values import UNDEFINED
from scaffold.readers.pulumi.python.components import Finder
from scaffold.readers.pulumi.python.constructing import arguments_for
from scaffold.readers.pulumi.python.exports import of_component, of_program
from scaffold.readers.pulumi.python.installed import find_installed
from scaffold.readers.pulumi.python.platform import PythonPlatform
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.runtime import Runtime

_MAIN: Final = "__main__.py"


def _main(files: ProjectFiles, folder: str, named: Any, _diagnostics: list[Diagnostic]) -> str:
    """The entry file: what `main` names, a file or a folder, else `__main__.py`."""
    start = joined(folder, named) if isinstance(named, str) and named else folder
    candidates = [joined(start, _MAIN)] if files.is_folder(start) else [start, f"{start}.py"]
    return next((path for path in candidates if files.is_file(path)), "")


def _working(folder: str, main: str) -> str:
    return (posixpath.dirname(main) or ".") if main else folder


def _components(sources: Sources, paths: Iterable[str]) -> Iterator[Component]:
    modules = (path for path in paths if path.rpartition("/")[2] != _MAIN)
    texts = ((path, sources.files.text(path) or "") for path in modules)
    return Finder(sources).components(path for path, text in texts if "class " in text and "super(" in text)


def _exported(run: Run, machine: Evaluator, _module: Module, _whole: Any) -> Iterator[Exported]:
    yield from of_program(run, machine, cast(PythonPlatform, machine.platform).exports)


def _component(run: Run, machine: Evaluator, entry: Entry, namespace: Any) -> Iterator[Exported]:
    made = machine.within(lambda: _construct(run, machine, entry, namespace))
    machine.within(lambda: machine.platform.finish(machine))
    yield from of_component(run, machine, entry, made)


def _construct(run: Run, machine: Evaluator, entry: Entry, namespace: Any) -> Any:
    positional, named = arguments_for(run, machine, entry)
    return machine.invoke(machine.attribute(namespace, entry.export), positional, named, UNDEFINED, 0)


PYTHON: Final = Runtime(
    language="python",
    form=Form(EXTENSIONS, is_source, read_module, Python),
    main=_main,
    hint="Name it under `main` in the project's file, or call it __main__.py.",
    installed=find_installed,
    platform=PythonPlatform,
    components=_components,
    exported=_exported,
    component=_component,
    working=_working,
)
