"""Programs in TypeScript and JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.readers.cdktf.nodejs.platform import NodePlatform
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.runtime import Runtime
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.cdktf.stack_classes import ID, SCOPE, NodeStacks
from scaffold.readers.deploying.arguments import Supply, without_end
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.manifests import home_of, npm_versions
from scaffold.readers.deploying.nodejs_classes import is_source
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.typescript import EXTENSIONS, read_module


def _home(files: ProjectFiles, folder: str) -> str:
    return home_of(files, folder, ("package.json",))


def _versions(files: ProjectFiles, home: str) -> Mapping[str, str]:
    return npm_versions(files, home)


def _stacks(sources: Sources, paths: Iterable[str]) -> Iterator[Component]:
    return NodeStacks(sources).stacks(paths)


def _create(run: Run, machine: Evaluator, entry: Entry, namespace: Any, app: Any, name: str) -> Any:
    exported = machine.get(namespace, entry.export) if entry.export else namespace
    if not isinstance(exported, ClassValue):
        raise machine.throw(f"{entry.export or entry.module} is no class", 0)
    supply = Supply(run, entry, run.given.explore, run.given.firm)
    own: Mapping[str, Any] = {SCOPE: app, ID: name}
    arguments = [own[part] if part in own else supply.argument(machine, part) for part in entry.signature]
    return machine.construct(exported, without_end(arguments), at=exported.node.at)


NODEJS: Final = Runtime(
    language="typescript",
    form=Form(EXTENSIONS, is_source, read_module, JavaScript),
    spelling=Spelling,
    home=_home,
    versions=_versions,
    platform=NodePlatform,
    stacks=_stacks,
    create=_create,
)
