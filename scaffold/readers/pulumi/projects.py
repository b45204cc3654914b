"""Pulumi projects below a folder: their `Pulumi.yaml`, their entry files, and the configuration of their stacks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scaffold.catalog.realistic import Use, sample
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.deploying.parameters import Setting
from scaffold.readers.programs.project_files import ProjectFiles, joined
from scaffold.readers.pulumi.project_yaml import PLUGIN_FILE, read_yaml
from scaffold.readers.pulumi.runtimes import RUNTIMES
from scaffold.readers.search import own_folders
from scaffold.watching import partly

#: The files that say a folder holds a project; the last one that of components, without a program.
PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", PLUGIN_FILE)
#: Stacks that are taken before others, by name.
_PREFERRED: Final = ("dev", "development", "test", "staging", "prod", "production")
DEFAULT_STACK: Final = "dev"
_STACK: Final = re.compile(r"Pulumi\.(?P<name>[\w.-]+)\.ya?ml")


@dataclass(frozen=True, slots=True)
class Stack:
    """The configuration of one stack: values by full key (`shop:size`), and which of them are secret."""

    name: str
    file: str
    values: Mapping[str, Value]
    secrets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PulumiProject:
    """One project. `path` is its folder and `main` its entry file, relative to what the user named; `main` is empty
    where there is none. `settings` are by full key; `runtime` is one of `RUNTIMES`, `options` are what its file says to
    it."""

    path: str
    file: str
    name: str
    main: str
    stacks: tuple[Stack, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    runtime: str = "nodejs"
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stack(self) -> Stack:
        """The stack that the model is read with."""
        named = {stack.name: stack for stack in self.stacks}
        wanted = next((named[name] for name in _PREFERRED if name in named), None)
        return wanted or (self.stacks[0] if self.stacks else Stack(DEFAULT_STACK, "", {}))


def find_projects(root: Path, diagnostics: list[Diagnostic]) -> list[PulumiProject]:
    """Every project at or below `root` whose runtime is one of `RUNTIMES`, by path; what is wrong with one goes to
    `diagnostics`."""
    found = []
    files = ProjectFiles(root)
    for folder, folders, names in os.walk(root):
        folders[:] = own_folders(folder, folders)
        name = next((name for name in PROJECT_FILES if name in names), None)
        if name is not None:
            project = _read_project(files, _relative(root, folder), name, diagnostics)
            if project is not None:
                found.append(project)
    return sorted(found, key=lambda project: project.path)


def _read_project(files: ProjectFiles, folder: str, name: str, diagnostics: list[Diagnostic]) -> PulumiProject | None:
    file = joined(folder, name)
    data = read_yaml(files, file, diagnostics)
    if data is None:
        return None
    runtime, options = _runtime(data.get("runtime"))
    reads = RUNTIMES.get(runtime) if isinstance(runtime, str) else None
    if reads is None:
        summary = "The project's file names no runtime"
        if isinstance(runtime, str) and runtime:
            summary = f"The project runs on {runtime}, which is not read"
        hint = f"Those that are: {', '.join(RUNTIMES)}."
        diagnostics.append(Diagnostic(Severity.NOTE, "other-runtime", summary, Position(file), hint=hint))
        return None
    title = data.get("name")
    title = title if isinstance(title, str) and title else files.root.joinpath(folder).name
    is_plugin = name == PLUGIN_FILE
    main = "" if is_plugin else reads().main(files, folder, data.get("main"), diagnostics)
    if not main and not is_plugin:
        named = data.get("main")
        named = f" {named}" if isinstance(named, str) and named else ""
        summary = f"The program's entry file{named} is missing"
        diagnostics.append(Diagnostic(Severity.ERROR, "missing-entry", summary, Position(file), hint=reads().hint))
    where = next((data[key] for key in ("stackConfigDir", "config") if isinstance(data.get(key), str)), ".")
    stacks = tuple(_stacks(files, joined(folder, where), title, diagnostics))
    return PulumiProject(folder, file, title, main, stacks, _settings(data, title), runtime, options)


def _runtime(said: Any) -> tuple[Any, Mapping[str, Any]]:
    """The name of a runtime and its options, from its name alone or from both."""
    if not isinstance(said, Mapping):
        return said, {}
    options = said.get("options")
    return said.get("name"), options if isinstance(options, Mapping) else {}


def _relative(root: Path, folder: str) -> str:
    return os.path.relpath(folder, root).replace(os.sep, "/")


# Configuration


def _stacks(files: ProjectFiles, folder: str, project: str, diagnostics: list[Diagnostic]) -> Iterator[Stack]:
    with partly():
        names = files.names(folder) or ()
    for name in names:
        found = _STACK.fullmatch(name)
        path = joined(folder, name)
        if found is not None and files.is_file(path):
            data = read_yaml(files, path, diagnostics)
            config = data.get("config") if data else None
            yield _stack(found["name"], path, config if isinstance(config, Mapping) else {}, project)


def _stack(name: str, file: str, config: Mapping[str, Any], project: str) -> Stack:
    values: dict[str, Value] = {}
    secrets = set()
    for key, value in config.items():
        full = full_key(str(key), project)
        if isinstance(value, Mapping) and set(value) == {"secure"}:
            values[full] = made_up_secret(full)
            secrets.add(full)
        else:
            values[full] = _value(value)
    values = {name: value for name, value in values.items() if value is not None}  # `size:` alone sets nothing
    return Stack(name, file, values, frozenset(secrets))


def full_key(key: str, project: str) -> str:
    """A configuration key with its namespace; one without is the project's. `ns:config:key` is an old spelling."""
    parts = key.split(":")
    if len(parts) == 3 and parts[1] == "config":
        return f"{parts[0]}:{parts[2]}"
    return key if len(parts) > 1 else f"{project}:{key}"


def made_up_secret(key: str) -> str:
    """A text in place of a secret that only the stack's key opens."""
    name = key.rpartition(":")[2]
    found = sample(name)
    return found.text(Use(seed=key, name=name)) if found else f"{name}-secret"


def _value(value: Any) -> Value:
    """What YAML holds, as a model value: dates stay text, sets are lists in order."""
    if isinstance(value, Mapping):
        if set(value) == {"secure"}:
            return "secret"
        return {"null" if key is None else str(key): _value(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(map(_value, value))
    if isinstance(value, set):
        return tuple(sorted(map(str, value)))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _settings(data: Mapping[str, Any], project: str) -> dict[str, Setting]:
    """What the project's file says of configuration, for its template and for itself."""
    found: dict[str, Setting] = {}
    template = data.get("template")
    shared = template.get("config") if isinstance(template, Mapping) else None
    for config in (shared, data.get("config")):
        for key, value in config.items() if isinstance(config, Mapping) else ():
            full = full_key(str(key), project)
            if isinstance(value, Mapping):
                default = value.get("default", value.get("value"))
                found[full] = Setting(_value(default), str(value.get("description") or ""), value.get("secret") is True)
            else:
                found[full] = Setting(_value(value))
    return found
