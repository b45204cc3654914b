"""Programs in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.readers.cdktf.python.platform import PythonPlatform
from scaffold.readers.cdktf.python.spelling import PythonSpelling
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.runtime import Runtime
from scaffold.readers.cdktf.stack_classes import ARGS, ID, SCOPE, PythonStacks
from scaffold.readers.deploying.arguments import Supply
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.manifests import PYTHON_MANIFESTS, home_of, python_versions
from scaffold.readers.deploying.python_arguments import Values
from scaffold.readers.deploying.python_classes import is_source
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.python import Python
from scaffold.readers.programs.python_source import EXTENSIONS, read_module
from scaffold.readers.programs.values import UNDEFINED


def _home(files: ProjectFiles, folder: str) -> str:
    return home_of(files, folder, PYTHON_MANIFESTS)


def _versions(files: ProjectFiles, home: str) -> Mapping[str, str]:
    return dict(python_versions(files, home))


def _stacks(sources: Sources, paths: Iterable[str]) -> Iterator[Component]:
    return PythonStacks(sources).stacks(paths)


def _create(run: Run, machine: Evaluator, entry: Entry, namespace: Any, app: Any, name: str) -> Any:
    values = Values(Supply(run, entry, run.given.explore, run.given.firm), machine)
    own: Mapping[str, Any] = {SCOPE: app, ID: name}
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for at, part in enumerate(entry.signature):
        found = own[part] if part in own else values.argument(machine, part)
        if found is UNDEFINED:
            continue
        if at == len(positional) and (part in own or part == ARGS):
            positional.append(found)
        else:
            named[part] = found
    return machine.invoke(machine.attribute(namespace, entry.export), positional, named, UNDEFINED, 0)


PYTHON: Final = Runtime(
    language="python",
    form=Form(EXTENSIONS, is_source, read_module, Python),
    spelling=PythonSpelling,
    home=_home,
    versions=_versions,
    platform=PythonPlatform,
    stacks=_stacks,
    create=_create,
)
