"""Pulumi projects below a folder: their `Pulumi.yaml`, their entry files, and the configuration of their stacks."""

from __future__ import annotations

import json
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
from scaffold.readers.search import FOREIGN_FOLDERS

PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
#: What is tried where nothing names the entry file, in this order.
_INDEXES: Final = ("index.ts", "index.js", "index.mts", "index.mjs", "index.cts", "index.cjs", "index.tsx", "index.jsx")
_EXTENSIONS: Final = (".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".tsx", ".jsx")
#: Stacks that are taken before others, by name.
_PREFERRED: Final = ("dev", "development", "test", "staging", "prod", "production")
DEFAULT_STACK: Final = "dev"
_MAX_FILE: Final = 1024 * 1024
_MAX_VALUES: Final = 20_000
_STACK: Final = re.compile(r"Pulumi\.(?P<name>[\w.-]+)\.ya?ml")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a project's own file says of a configuration value."""

    default: Value = None
    description: str = ""
    secret: bool = False


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
    where there is none. `settings` are by full key."""

    path: str
    file: str
    name: str
    main: str
    stacks: tuple[Stack, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)

    @property
    def stack(self) -> Stack:
        """The stack that the model is read with."""
        named = {stack.name: stack for stack in self.stacks}
        wanted = next((named[name] for name in _PREFERRED if name in named), None)
        return wanted or (self.stacks[0] if self.stacks else Stack(DEFAULT_STACK, "", {}))


def find_projects(root: Path, diagnostics: list[Diagnostic]) -> list[PulumiProject]:
    """Every project at or below `root` that runs on Node.js, by path; what is wrong with one goes to `diagnostics`."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in FOREIGN_FOLDERS and not name.startswith("."))
        name = next((name for name in PROJECT_FILES if name in files), None)
        if name is not None:
            project = _read_project(root, Path(folder), name, diagnostics)
            if project is not None:
                found.append(project)
    return sorted(found, key=lambda project: project.path)


def _read_project(root: Path, folder: Path, name: str, diagnostics: list[Diagnostic]) -> PulumiProject | None:
    path = _relative(root, folder)
    file = _relative(root, folder / name)
    data = read_yaml(folder / name, file, diagnostics)
    if data is None:
        return None
    runtime = data.get("runtime")
    runtime = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    if runtime not in ("nodejs", "bun"):
        summary = f"The project runs on {runtime or 'nothing that it names'}, which is not read"
        hint = "Programs in TypeScript and JavaScript (runtime: nodejs) are."
        diagnostics.append(Diagnostic(Severity.NOTE, "other-runtime", summary, Position(file), hint=hint))
        return None
    title = data.get("name")
    title = title if isinstance(title, str) and title else folder.name
    main = _main(root, folder, data.get("main"))
    if not main:
        summary = "The program's entry file is missing"
        hint = "Name it under `main` in the project's file, or call it index.ts."
        diagnostics.append(Diagnostic(Severity.ERROR, "missing-entry", summary, Position(file), hint=hint))
    where = data.get("stackConfigDir") or (data.get("config") if isinstance(data.get("config"), str) else None)
    stacks = tuple(_stacks(root, folder / str(where or "."), title, diagnostics))
    return PulumiProject(path, file, title, main, stacks, _settings(data, title))


def read_yaml(path: Path, shown: str, diagnostics: list[Diagnostic]) -> Mapping[str, Any] | None:
    """The map that a YAML file holds; what is wrong with it goes to `diagnostics`."""
    import yaml

    try:
        if path.stat().st_size > _MAX_FILE:
            raise ValueError("the file is too large")
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Position(shown, mark.line + 1, mark.column + 1) if mark else Position(shown)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        diagnostics.append(Diagnostic(Severity.ERROR, "bad-yaml", f"The file cannot be read: {reason}", place))
        return None
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        diagnostics.append(Diagnostic(Severity.ERROR, "bad-yaml", "The file holds no map", Position(shown)))
        return None
    return data


def _relative(root: Path, path: Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _main(root: Path, folder: Path, named: Any) -> str:
    """The entry file: what `main` names, then what package.json does, then an index file."""
    start = folder / named if isinstance(named, str) and named else folder
    for path in _candidates(start, folder):
        resolved = Path(os.path.normpath(path))
        if resolved.is_file() and resolved.is_relative_to(root):
            return _relative(root, resolved)
    return ""


def _candidates(start: Path, folder: Path) -> Iterator[Path]:
    if start.is_dir():
        main = _package_main(start)
        if main:
            yield from _spellings(start / main)
        yield from (start / name for name in _INDEXES)
        # A compiled entry (`bin/index.js`) that is not there has its source beside package.json.
        if main:
            yield from (start / f"{Path(main).stem}{suffix}" for suffix in _EXTENSIONS)
            yield from (start / "src" / f"{Path(main).stem}{suffix}" for suffix in _EXTENSIONS)
    else:
        yield from _spellings(start)


def _spellings(path: Path) -> Iterator[Path]:
    """A path as it is (a source before what was compiled from it), with each extension, and as a folder."""
    if path.suffix in (".js", ".mjs", ".cjs"):
        yield path.with_suffix(path.suffix.replace("js", "ts"))
    yield path
    yield from (path.with_name(path.name + suffix) for suffix in _EXTENSIONS)
    yield from (path / name for name in _INDEXES)


def _package_main(folder: Path) -> str:
    try:
        data = json.loads((folder / "package.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ""
    main = data.get("main") if isinstance(data, dict) else None
    return main if isinstance(main, str) else ""


# Configuration


def _stacks(root: Path, folder: Path, project: str, diagnostics: list[Diagnostic]) -> Iterator[Stack]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        found = _STACK.fullmatch(name)
        if found is None or not (folder / name).is_file():
            continue
        shown = _relative(root, folder / name)
        data = read_yaml(folder / name, shown, diagnostics)
        config = data.get("config") if data else None
        yield _stack(found["name"], shown, config if isinstance(config, Mapping) else {}, project)


def _stack(name: str, file: str, config: Mapping[str, Any], project: str) -> Stack:
    values: dict[str, Value] = {}
    secrets = set()
    for key, value in config.items():
        full = full_key(str(key), project)
        if isinstance(value, Mapping) and set(value) == {"secure"}:
            values[full] = made_up_secret(full)
            secrets.add(full)
        else:
            values[full] = _value(value, [_MAX_VALUES])
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


def _value(value: Any, left: list[int]) -> Value:
    """What YAML holds, as a model value: dates stay text, and no alias makes it grow without end."""
    left[0] -= 1
    if left[0] < 0:
        return None
    if isinstance(value, Mapping):
        if set(value) == {"secure"}:
            return "secret"
        return {str(key): _value(item, left) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_value(item, left) for item in value)
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
                found[full] = Setting(
                    _value(default, [_MAX_VALUES]), str(value.get("description") or ""), value.get("secret") is True
                )
            else:
                found[full] = Setting(_value(value, [_MAX_VALUES]))
    return found
