"""Programs that run on Node.js: TypeScript and JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import Entry, Exported
from scaffold.model.position import Position
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.nodejs_classes import is_source
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles, joined
from scaffold.readers.programs.typescript import EXTENSIONS, read_module
from scaffold.readers.programs.values import Object, Promise
from scaffold.readers.pulumi import exports
from scaffold.readers.pulumi.arguments import arguments_for
from scaffold.readers.pulumi.installed import Installed, find_installed
from scaffold.readers.pulumi.nodejs.components import Finder
from scaffold.readers.pulumi.nodejs.platform import PulumiPlatform
from scaffold.readers.pulumi.run import Run, is_function
from scaffold.readers.pulumi.runtime import Runtime

#: What is tried where nothing names the entry file, in this order.
_INDEXES: Final = ("index.ts", "index.js", "index.mts", "index.mjs", "index.cts", "index.cjs", "index.tsx", "index.jsx")
_EXTENSIONS: Final = (".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".tsx", ".jsx")


def _installed(sources: Sources, folder: str, _options: Mapping[str, Any]) -> Installed:
    return find_installed(sources, folder)


def _components(sources: Sources, paths: Iterable[str]) -> Iterator[Component]:
    texts = ((path, sources.files.text(path) or "") for path in paths)
    return Finder(sources).components(path for path, text in texts if "class" in text and "extends" in text)


# The entry file


def _main(files: ProjectFiles, folder: str, named: Any, diagnostics: list[Diagnostic]) -> str:
    """The entry file: what `main` names, then what package.json does, then an index file."""
    start = joined(folder, named) if isinstance(named, str) and named else folder
    found = (path for path in _candidates(files, start, diagnostics) if files.is_file(path))
    return next(found, "")


def _candidates(files: ProjectFiles, start: str, diagnostics: list[Diagnostic]) -> Iterator[str]:
    if files.is_folder(start):
        main = _package_main(files, joined(start, "package.json"), diagnostics)
        if main:
            yield from _spellings(joined(start, main))
        yield from (joined(start, name) for name in _INDEXES)
        # A compiled entry (`bin/index.js`) that is not there has its source beside package.json.
        if main:
            stem = PurePosixPath(main).stem
            yield from (joined(start, f"{stem}{suffix}") for suffix in _EXTENSIONS)
            yield from (joined(start, f"src/{stem}{suffix}") for suffix in _EXTENSIONS)
    else:
        yield from _spellings(start)


def _spellings(path: str) -> Iterator[str]:
    """A path as it is (a source before what was compiled from it), with each extension, and as a folder."""
    stem, dot, ending = path.rpartition(".")
    if dot and ending in ("js", "mjs", "cjs"):
        yield f"{stem}.{ending.replace('js', 'ts')}"
    yield path
    yield from (path + suffix for suffix in _EXTENSIONS)
    yield from (joined(path, name) for name in _INDEXES)


def _package_main(files: ProjectFiles, path: str, diagnostics: list[Diagnostic]) -> str:
    """The `main` of a package.json; one that is no JSON is said, and has none."""
    if not files.is_file(path):
        return ""
    try:
        data = json.loads(files.text(path) or "")
    except (ValueError, RecursionError) as error:
        place = Position(path, getattr(error, "lineno", 1), getattr(error, "colno", 1))
        reason = getattr(error, "msg", None) or "it is nested too deeply"
        summary = f"The file cannot be read: {reason}"
        hint = "Mend it: neither Node.js nor npm can read it. The program is looked for without it."
        diagnostics.append(Diagnostic(Severity.WARNING, "bad-json", summary, place, hint=hint))
        return ""
    main = data.get("main") if isinstance(data, dict) else None
    return main if isinstance(main, str) else ""


# What programs and components show


def _exported(run: Run, machine: Evaluator, module: Module, whole: Any) -> Iterator[Exported]:
    yield from exports.of_program(run, machine, _program_values(machine, whole), module)


def _program_values(machine: Evaluator, whole: Any) -> dict[str, Any]:
    """What a program exports by name: what a function that it exports gives counts as its exports."""
    value = whole
    if isinstance(whole, Object) and "default" in whole.entries:
        main = whole.entries["default"]
        named = {key: item for key, item in whole.entries.items() if key not in ("default", "__esModule")}
        if is_function(main) or not named:
            value = main
    if is_function(value) and not isinstance(value, ClassValue):
        value = machine.call(value, [])
    value = machine.settle(value) if isinstance(value, Promise) else value
    if not isinstance(value, Object):
        return {}
    return {key: item for key, item in value.entries.items() if isinstance(key, str) and key != "__esModule"}


def _component(run: Run, machine: Evaluator, entry: Entry, namespace: Any) -> Iterator[Exported]:
    made = machine.within(lambda: _construct(run, machine, entry, namespace))
    machine.within(lambda: machine.platform.finish(machine))
    if isinstance(made, Object):
        place = entry.position or Position(entry.module)
        yield from exports.of_component(run, machine, made, _hidden(made.type), place)


def _construct(run: Run, machine: Evaluator, entry: Entry, namespace: Any) -> Any:
    exported = machine.get(namespace, entry.export) if entry.export else namespace
    if not isinstance(exported, ClassValue):
        raise machine.throw(f"{entry.export or entry.module} is no class", 0)
    return machine.construct(exported, arguments_for(run, machine, entry), at=exported.node.at)


def _hidden(kind: Any) -> set[str]:
    found: set[str] = set()
    while isinstance(kind, ClassValue):
        found |= exports.hidden_members(kind.node)
        kind = kind.base
    return found


NODEJS: Final = Runtime(
    language="typescript",
    form=Form(EXTENSIONS, is_source, read_module, JavaScript),
    main=_main,
    hint="Name it under `main` in the project's file, or call it index.ts.",
    installed=_installed,
    platform=PulumiPlatform,
    components=_components,
    exported=_exported,
    component=_component,
)
