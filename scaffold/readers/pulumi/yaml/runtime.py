"""Programs in YAML: nothing runs them but Pulumi itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scaffold.diagnostics import Diagnostic
from scaffold.model.deployments import Entry, Exported
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.declarations import Declarations, Package
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles, joined
from scaffold.readers.programs.values import MISSING, Machine, Object, Platform
from scaffold.readers.pulumi import exports
from scaffold.readers.pulumi.arguments import arguments_for
from scaffold.readers.pulumi.dialect import Dialect
from scaffold.readers.pulumi.installed import Installed
from scaffold.readers.pulumi.project_yaml import PLUGIN_FILE, read_yaml
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.runtime import Runtime
from scaffold.readers.pulumi.yaml.components import find_components
from scaffold.readers.pulumi.yaml.front_end import EXTENSIONS, read_module
from scaffold.readers.pulumi.yaml.language import Yaml, json_text
from scaffold.readers.pulumi.yaml.natives import NATIVES

#: The files that a program is looked for in, in this order.
_PROGRAMS: Final = ("Main.json", "Main.yaml", "Pulumi.yaml")


class _NoDeclarations(Declarations):
    """Nothing is installed beside a program in YAML: Pulumi asks the providers themselves."""

    def package(self, folder: Path, name: str) -> Package | None:
        """No package."""
        del folder, name
        return None


class YamlDialect(Dialect):
    """How Pulumi itself deploys what a program in YAML declares: as it is written, by the schemas of the providers."""

    has_classes = False
    drops_null = True

    def json_text(self, value: Value) -> str:
        """JSON text of a known value."""
        return json_text(value)


class YamlPlatform(Platform):
    """What a run is to the functions that its program calls."""

    def __init__(self, run: Run) -> None:
        self.run = run
        run.dialect = YamlDialect()

    def module(self, machine: Machine, source: str) -> Any:
        """There are no packages to import."""
        del machine, source

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """Nothing reads the environment."""
        del name, default, required
        return machine.unknown("programs in YAML see no environment", at)

    def finish(self, machine: Machine) -> None:
        """The program has run."""


def is_source(name: str) -> bool:
    """Whether a file may hold a program, or components."""
    return name in (*_PROGRAMS, PLUGIN_FILE)


def _main(files: ProjectFiles, folder: str, named: Any, _diagnostics: list[Diagnostic]) -> str:
    """The file with the program: in the folder that `main` names, else in the project's own."""
    start = joined(folder, named) if isinstance(named, str) and named else folder
    if files.is_file(start):
        start = posixpath.dirname(start) or "."
    return next((path for path in (joined(start, name) for name in _PROGRAMS) if files.is_file(path)), "")


def _installed(sources: Sources, folder: str, _options: Mapping[str, Any]) -> Installed:
    """What the project's file says of packages: the versions of some, and where others come from."""
    data = read_yaml(sources.files, joined(folder, "Pulumi.yaml"), []) or {}
    packages = data.get("packages")
    versions: dict[str, str] = {}
    own: list[str] = []
    for name, said in packages.items() if isinstance(packages, Mapping) else ():
        source = said.get("source") if isinstance(said, Mapping) else said
        version = said.get("version") if isinstance(said, Mapping) else said
        if isinstance(source, str) and "/" in source:
            own.append(str(name))
        elif version is not None:
            versions[str(name)] = str(version)
    return Installed(folder, _NoDeclarations(), versions, tuple(own))


def _components(sources: Sources, paths: Iterable[str]) -> Iterator[Component]:
    plugins = (path for path in paths if path.rpartition("/")[2] == PLUGIN_FILE)
    for path in plugins:
        module = sources.module(path)
        if module is not None:
            yield from find_components(module)


def _exported(run: Run, machine: Evaluator, module: Module, whole: Any) -> Iterator[Exported]:
    values = whole.entries if isinstance(whole, Object) else {}
    yield from exports.of_program(run, machine, values, module)


def _component(run: Run, machine: Evaluator, entry: Entry, namespace: Any) -> Iterator[Exported]:
    def make() -> Any:
        return machine.call(machine.get(namespace, entry.export), arguments_for(run, machine, entry))

    made = machine.within(make)
    place = entry.position or Position(entry.module)
    for name, value in made.entries.items() if isinstance(made, Object) else ():
        found = exports.exported(run, machine, name, value, place)
        if found is not None:
            yield found


YAML: Final = Runtime(
    language="yaml",
    form=Form(EXTENSIONS, is_source, read_module, lambda: Yaml(NATIVES)),
    main=_main,
    hint="Put the program into Pulumi.yaml, or name the folder of its Main.yaml under `main` there.",
    installed=_installed,
    platform=YamlPlatform,
    components=_components,
    exported=_exported,
    component=_component,
)
