"""Reads the code of one function: follows it from its handler, and says what was met."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scaffold.model.functions import Client, Code, EnvironmentRead, Package
from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.readers.deploying.suppressions import find_suppressions
from scaffold.readers.functions.code.counting import count
from scaffold.readers.functions.code.dependencies import dependencies
from scaffold.readers.functions.code.deriving import Derivation
from scaffold.readers.functions.code.endings import Ending, ending_of, failures_of, status_of
from scaffold.readers.functions.code.exploring import Exploration, Explorer
from scaffold.readers.functions.code.resolving import Resolved, resolve
from scaffold.readers.functions.code.scanning import written_reads
from scaffold.readers.functions.code.sources import Sources, Unit
from scaffold.readers.functions.code.values import UNDEFINED, Bound, Closure, Obj, Value


def read_code(package: Package, handler: str, language: str, root: Path, runtime: str = "") -> Code:
    """What the code of a function says. `language` is `python` or `javascript`; `root` is what the user named.

    Never fails: what cannot be read is a `reason`, a handler that does not resolve a `problem`.
    """
    try:
        return _read(package, handler, language, root, runtime)
    except Exception as error:
        reason = f"the code is not understood ({type(error).__name__})"
        return Code(language, "", "", handler.rpartition(".")[2], reason=reason)


def _read(package: Package, handler: str, language: str, root: Path, runtime: str) -> Code:
    sources = Sources(package, root)
    resolved = resolve(sources, handler, language)
    if resolved.problem or resolved.reason:
        return Code(language, "", resolved.entry, resolved.function, problem=resolved.problem, reason=resolved.reason)
    unit = sources.unit(resolved.entry)
    if unit is None:
        reason = f"{resolved.entry} is not read: it is too large or no program"
        return Code(language, _file(sources, resolved.entry), resolved.entry, resolved.function, reason=reason)
    found = Explorer(sources, language, resolved.entry, resolved.function).explore()
    return _code(sources, resolved, unit, found, language, runtime)


def _file(sources: Sources, entry: str) -> str:
    return sources.files[entry].source


def _code(sources: Sources, resolved: Resolved, unit: Unit, found: Exploration, language: str, runtime: str) -> Code:
    derived = Derivation(found)
    closure = _closure(found.handler)
    counted = count(sources, found.facts.functions)
    ways = derived.ways
    statuses = {status for way in ways if (status := status_of(way.value)) is not None and way.outcome == "returned"}
    escaping = any(ending_of(way) is Ending.FAILED for way in ways) or not ways
    return Code(
        language,
        _file(sources, resolved.entry),
        resolved.entry,
        resolved.function,
        problem=_problem(found, resolved, unit),
        position=_position(found.handler, unit),
        environment=_environment(sources, found),
        clients=_clients(found),
        calls=derived.calls(),
        dependencies=dependencies(sources, found.facts, language, runtime),
        uses=derived.uses(),
        statuses=tuple(sorted(statuses)),
        always_answers=not escaping and not found.facts.exposed and found.complete,
        reports_failures=found.facts.reports or any(failures_of(way.value) is not None for way in ways),
        signs=found.facts.signs,
        branches=counted.branches,
        early_returns=counted.early_returns,
        constants=counted.constants,
        asynchronous=closure is not None and closure.node.asynchronous,
        callback=found.facts.uses_callback,
        module=_module(unit, sources),
        suppressions=_suppressions(sources, found),
        explained=derived.explained(),
    )


def _closure(value: Value) -> Closure | None:
    value = value.function if isinstance(value, Bound) else value
    return value if isinstance(value, Closure) else None


def _position(value: Value, unit: Unit) -> Position:
    closure = _closure(value)
    return closure.scope.unit.position(closure.node.at) if closure is not None else Position(unit.file)


def _problem(found: Exploration, resolved: Resolved, unit: Unit) -> str:
    """Why the handler's file does not have it; empty where it has, or where its names are not all known."""
    if found.handler is not UNDEFINED or found.module is None:
        return ""
    if not any(way.loaded for way in found.ways):
        return ""  # an error while it is loaded: its names are not known
    if unit.language == "python":
        return f"{unit.path} defines no {resolved.function}"
    exports = found.module.exports.entries["exports"]
    if not isinstance(exports, Obj) or exports.open:
        return ""
    names = [str(name) for name in exports.entries]
    given = f" (it exports {', '.join(names[:4])})" if names else ""
    return f"{unit.path} exports no {resolved.function}{given}"


def _environment(sources: Sources, found: Exploration) -> tuple[EnvironmentRead, ...]:
    tested = {read.name for read in found.facts.reads.values() if read.tested}
    made = []
    for read in found.facts.reads.values():
        required = (read.required and read.name not in found.facts.looked_for) or (
            read.hard and read.name not in tested and read.default is None
        )
        default = read.default if isinstance(read.default, str) else None
        made.append(EnvironmentRead(read.name, read.position, required and read.name != "*", read.at_import, default))
    made += written_reads(sources, {read.name for read in made})
    return tuple(made)


def _clients(found: Exploration) -> tuple[Client, ...]:
    return tuple(found.facts.clients.values())


def _module(unit: Unit, sources: Sources) -> str:
    """How a script is loaded: `esm` or `cjs`; empty for Python."""
    if unit.language == "python":
        return ""
    if unit.path.endswith((".mjs", ".mts")):
        return "esm"
    if unit.path.endswith((".cjs", ".cts")):
        return "cjs"
    text = unit.module.text
    parts = unit.path.split("/")[:-1]
    for length in range(len(parts), -1, -1):
        content: Any = sources.json("/".join([*parts[:length], "package.json"]))
        if isinstance(content, dict):
            return "esm" if content.get("type") == "module" else "cjs"
    is_typed = unit.path.endswith((".ts", ".tsx"))
    return "esm" if is_typed and ("\nexport " in f"\n{text}" or "\nimport " in f"\n{text}") else "cjs"


def _suppressions(sources: Sources, found: Exploration) -> tuple[Suppression, ...]:
    made: list[Suppression] = []
    for unit in sources.read_units():
        made += find_suppressions(unit.module, [])
    del found
    return tuple(made)
