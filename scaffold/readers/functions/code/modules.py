"""Imports and exports of function code."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.sources import Unit
from scaffold.readers.functions.code.values import UNDEFINED, Module, Obj, Scope, Seq, Symbol, Value
from scaffold.readers.programs import ir_statements as st


def import_names(machine: Machine, node: st.Import, scope: Scope) -> None:
    """Run an import, and bind its names."""
    if machine.language == "python":
        _import_python(machine, node, scope)
        return
    found = require(machine, node.source, scope.unit, node.at)
    for name in node.names:
        value: Value = found
        if isinstance(found, Module):
            value = machine.exported(found, "*" if name.name == "=" else name.name)
        elif isinstance(found, Symbol):
            whole = name.name in ("*", "=", "default")
            value = found if whole else Symbol(f"{found.name}.{name.name}")
        scope.names[name.local] = value


def require(machine: Machine, source: str, unit: Unit, at: int) -> Value:
    """What a script imports: a module of the package, the content of a JSON file, or something of a library."""
    if not source.startswith((".", "/")):
        note(machine, source, unit, at)
        return Symbol(source.removeprefix("node:"))
    path = machine.sources.script(unit.path, source)
    note(machine, source, unit, at)
    if path is None or machine.sources.is_foreign(path):
        return Symbol(source)
    if path.endswith(".json"):
        return plain(machine.sources.json(path))
    return machine.load(path) or Symbol(source)


def note(machine: Machine, source: str, unit: Unit, at: int) -> None:
    """Tell of an import."""
    key = (unit.path, source)
    machine.facts.imports.setdefault(key, (unit.position(at), machine.lenient > 0))


def plain(value: Any) -> Value:
    """Plain data as values."""
    if isinstance(value, dict):
        return Obj({key: plain(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return Seq([plain(each) for each in value])
    return value


def _import_python(machine: Machine, node: st.Import, scope: Scope) -> None:
    source = _absolute(node.source, scope.unit)
    value: Value
    for name in node.names:
        if name.name == ".":
            found = _module(machine, source, scope.unit, node.at)
            whole = name.local == source or name.local != source.partition(".")[0]
            if found is not None:
                value = found if whole else (_module(machine, name.local, scope.unit, node.at) or found)
            else:
                value = Symbol(source if whole else name.local)
            machine.bind_python(name.local, value, scope)
            continue
        found = _module(machine, source, scope.unit, node.at, quiet=True)
        if not name.local:
            _import_all(machine, found, source, scope, node.at)
            continue
        inner = _module(machine, f"{source}.{name.name}".lstrip("."), scope.unit, node.at, quiet=True)
        value = UNDEFINED
        if isinstance(found, Module):
            value = found.scope.names.get(name.name, UNDEFINED)
        if value is UNDEFINED and inner is not None:
            value = inner
        if value is UNDEFINED:
            _note_python(machine, source, scope.unit, node.at, found)
            value = Symbol(f"{source}.{name.name}")
        machine.bind_python(name.local, value, scope)
        _note_python(machine, source, scope.unit, node.at, found)


def _import_all(machine: Machine, found: Value, source: str, scope: Scope, at: int) -> None:
    if isinstance(found, Module):
        for key, value in found.scope.names.items():
            if not key.startswith("_"):
                machine.bind_python(key, value, scope)
    _note_python(machine, source, scope.unit, at, found)


def _absolute(source: str, unit: Unit) -> str:
    """A module's name, relative ones resolved."""
    dots = len(source) - len(source.lstrip("."))
    if not dots:
        return source
    folder = unit.path.split("/")[:-1]
    base = folder[: len(folder) - dots + 1]
    return ".".join([*base, *filter(None, [source[dots:]])])


def _module(machine: Machine, name: str, unit: Unit, at: int, *, quiet: bool = False) -> Module | None:
    path = machine.sources.python(name) if name else None
    if not quiet:
        _note_python(machine, name, unit, at, path)
    if path is None or path.endswith("/") or machine.sources.is_foreign(path):
        return None
    return machine.load(path)


def _note_python(machine: Machine, name: str, unit: Unit, at: int, _found: Value) -> None:
    note(machine, name, unit, at)


def export(machine: Machine, node: st.Export, scope: Scope) -> None:
    """`export { a as b }`, from here or from another module."""
    exports = _exports(scope)
    found: Value = require(machine, node.source, scope.unit, node.at) if node.source else None
    for name in node.names:
        if found is None:
            exports.entries[name.name] = machine.lookup(name.local, scope)
        elif name.local == "*" and not name.name:
            if isinstance(found, Module):
                whole = machine.exported(found, "*")
                exports.entries |= whole.entries if isinstance(whole, Obj) else {}
        elif isinstance(found, Module):
            exports.entries[name.name] = machine.exported(found, name.local)
        elif isinstance(found, Symbol):
            exports.entries[name.name] = Symbol(f"{found.name}.{name.local}")


def export_value(machine: Machine, node: st.ExportValue, scope: Scope) -> None:
    """`export default value`."""
    value = machine.value(node.value, scope)
    if node.whole:
        scope.names["module"].entries["exports"] = value
    else:
        _exports(scope).entries["default"] = value


def _exports(scope: Scope) -> Obj:
    while scope.outer is not None:
        scope = scope.outer
    found = scope.names["module"].entries["exports"]
    return found if isinstance(found, Obj) else Obj()
