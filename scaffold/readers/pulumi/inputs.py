"""The inputs of a resource: what a program gives, as the class of the resource registers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.catalog import pulumi as catalog
from scaffold.model.deployments import Role
from scaffold.model.values import Call, Reference, Template, Unknown, Value, is_known
from scaffold.readers.programs.values import UNDEFINED, Machine
from scaffold.readers.pulumi.freezing import frozen, holds_secret
from scaffold.readers.pulumi.installed import Facts
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.run import Run


@dataclass(frozen=True, slots=True)
class Kind:
    """What is constructed: its token, its role, and what its installed class says of it; for `opaque` see
    `Record`. `place` says what its inputs are called, for a dialect that spells them in its own way."""

    token: str
    role: Role
    facts: Facts | None = None
    opaque: bool = False
    place: Any = None


def set_inputs(
    run: Run, machine: Machine, record: Record, kind: Kind, given: Sequence[tuple[str, Any]], added: set[str], at: int
) -> None:
    """Freeze the inputs twice: as they are written, and as the mocks will show them.

    `added` are those that transformations add: these run behind the class, which has nothing to say of them.
    """
    native: dict[str, Value] = {}
    resolved: dict[str, Value] = {}
    for name, value in given:
        as_written: Any = frozen(run, machine, value) if name not in ("id", "urn") else UNDEFINED
        if as_written is not UNDEFINED and not (as_written is None and run.dialect.drops_null):
            shown = frozen(run, machine, value, resolved=True)
            native[name], resolved[name] = as_written, None if shown is UNDEFINED else shown
    written = native
    if kind.opaque:
        native = dict.fromkeys(native, Unknown("what the package makes of it is not known"))
        resolved = dict(native)
    elif record.role not in (Role.READ, Role.COMPONENT):
        _demand(run, machine, kind, given, at)
        native = _as_documents(run, kind, _registered(run, kind, native, added), resolved=False)
        resolved = _as_documents(run, kind, _registered(run, kind, resolved, added), resolved=True)
        native = _with_secrets(kind, native)
    record.native, record.resolved = native, resolved
    record.written = {name: value for name, value in written.items() if name in native}
    record.secrets = frozenset(name for name, value in native.items() if holds_secret(value))


def _demand(run: Run, machine: Machine, kind: Kind, given: Sequence[tuple[str, Any]], at: int) -> None:
    """Raise what a class says where an input is missing that it must be given."""
    if kind.facts is None:
        return
    there = {name for name, value in given if machine.concrete(value) is not UNDEFINED}
    for name in kind.facts.declared.required:
        if name not in there:
            raise run.dialect.error(machine, f"Missing required property '{name}'", at)


def _registered(run: Run, kind: Kind, values: Mapping[str, Value], added: set[str]) -> dict[str, Value]:
    """The values as the class registers them: it picks what it knows, and fills in what it has defaults for."""
    if not run.dialect.has_classes:
        return {**values, **catalog.constants(kind.token)}
    if kind.facts is None or kind.facts.declared.inputs is None:
        return catalog.given(kind.token, values)
    picked = kind.facts.package.given(kind.facts.declared, values)
    # In the order of the program, as where the package is not there to say what it picks.
    picked = {**{name: picked[name] for name in values if name in picked}, **picked}
    return {**picked, **{name: value for name, value in values.items() if name in added}}


def _as_documents(run: Run, kind: Kind, values: dict[str, Value], *, resolved: bool) -> dict[str, Value]:
    """Inputs that are sent as JSON text: those of a provider that are no texts, and what a class makes so."""
    inputs = kind.facts.declared.inputs if kind.facts else None
    if inputs is None:
        if kind.role is not Role.PROVIDER or not run.dialect.has_classes:
            return values
        return {name: _as_json(run, value, resolved) for name, value in values.items()}
    return {
        name: _as_json(run, value, resolved) if name in inputs and inputs[name].document else value
        for name, value in values.items()
    }


def _as_json(run: Run, value: Value, resolved: bool) -> Value:
    if isinstance(value, str | Reference | Template | Unknown | Call) or value is None:
        return value
    text = run.dialect.json_text(value) if is_known(value) else None
    return text if resolved or text is not None else Call("jsonencode", (value,))


def _with_secrets(kind: Kind, values: dict[str, Value]) -> dict[str, Value]:
    """What the class makes a secret is marked as one."""
    inputs = (kind.facts.declared.inputs if kind.facts else None) or {}
    return {
        name: Call("secret", (value,))
        if name in inputs and inputs[name].secret and value and not holds_secret(value)
        else value
        for name, value in values.items()
    }
