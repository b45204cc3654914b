"""What a program exports, and what a component shows: names, values, and where they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.deployments import Exported
from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Unknown
from scaffold.readers.deploying.component import position
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object
from scaffold.readers.pulumi.freezing import frozen
from scaffold.readers.pulumi.registrations import Folding
from scaffold.readers.pulumi.run import Run, is_function


def exported(run: Run, machine: Machine, name: str, value: Any, place: Position) -> Exported | None:
    """One output; nothing for what is no value (undefined, functions)."""
    record = run.record_of(value)
    if record is not None:
        return Exported(name, Reference(record.address), Unknown("it is a resource"), place)
    native = frozen(run, machine, value, whole=True)
    if native is UNDEFINED or is_function(value):
        return None
    resolved = frozen(run, machine, value, resolved=True, whole=True)
    resolved = None if resolved is UNDEFINED else resolved
    secret = isinstance(native, Call) and native.function == "secret"
    if secret:
        native = native.arguments[0]
    fold = Folding({called.address for called in run.called.values()})
    return Exported(name, fold.value(native, resolved), resolved, place, secret)


def of_program(run: Run, machine: Machine, values: Mapping[str, Any], module: Module) -> Iterator[Exported]:
    """The outputs of a program."""
    places = export_positions(module)
    for name, value in values.items():
        found = exported(run, machine, name, value, places.get(name, Position(module.path)))
        if found is not None:
            yield found


def of_component(run: Run, machine: Machine, instance: Object, hidden: set[str], place: Position) -> Iterator[Exported]:
    """The public properties of a component that are outputs or plain values."""
    for name, value in list(run.members(machine, instance)):
        if name.startswith(("_", "#")) or name in hidden or name == "urn" or run.is_resource(value):
            continue
        found = exported(run, machine, name, value, place)
        if found is not None and not isinstance(found.value, Unknown) and not _holds_resources(run, value):
            yield found


def _holds_resources(run: Run, value: Any) -> bool:
    """Whether resources stand in a list or a map."""
    if isinstance(value, Array):
        return any(run.is_resource(item) for item in value.items)
    return isinstance(value, Object) and any(run.is_resource(item) for item in value.entries.values())


def hidden_members(node: ir.Class) -> set[str]:
    """The private and protected members of a class, also those that its constructor's parameters declare."""
    found: set[str] = set()
    for member in node.members:
        if member.access in ("private", "protected") and isinstance(member.key, ir.Constant):
            found.add(str(member.key.value))
    return found


def export_positions(module: Module) -> dict[str, Position]:
    """Where each exported name is written."""
    declared: dict[str, int] = {}
    found: dict[str, int] = {}
    for statement in module.body:
        if isinstance(statement, st.Declare) and isinstance(statement.target, ir.BindName):
            declared[statement.target.name] = statement.at
        elif isinstance(statement, st.Export):
            for name in statement.names:
                found[name.name] = declared.get(name.local, statement.at)
        elif isinstance(statement, st.Evaluate) and isinstance(statement.value, ir.Assign):
            target = statement.value.target
            if isinstance(target, ir.BindPlace) and isinstance(target.place, ir.Member):
                found[target.place.name] = statement.at
    return {name: position(module, at) for name, at in found.items()}


__all__ = ["export_positions", "exported", "hidden_members", "of_component", "of_program"]
