"""Values of the evaluator as model values: what the SDK sends of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.model.deployments import Role
from scaffold.model.values import Call, Reference, Unknown, Value
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, Object, Promise, Symbol, ThrownError
from scaffold.readers.pulumi.assets import Asset
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run, is_function


def frozen(
    run: Run, machine: Machine, value: Any, *, resolved: bool = False, whole: bool = False, depth: int = 0
) -> Any:
    """A value as the SDK sends it, or `UNDEFINED` where it sends none (undefined, functions).

    References stay references and secrets are marked, or with `resolved` everything is what it is taken to be. A
    resource is sent as its id, a component as its URN; as an export, it is shown as a `whole`.
    """
    machine.spend()
    if depth > run.DEPTH:
        return Unknown("it is nested too deep, or contains itself")
    value = plain(run, machine, value, shallow=True)
    if isinstance(value, Output):
        inner = frozen(run, machine, value.value, resolved=resolved, whole=whole, depth=depth)
        return Call("secret", (inner,)) if value.secret and not resolved and inner is not UNDEFINED else inner
    if value is UNDEFINED or is_function(value):
        return UNDEFINED
    record = run.record_of(value)
    if record is not None and whole:
        return Call("resource", (record.token, record.name)) if resolved else Reference(record.address)
    if record is not None:
        name = "urn" if record.role in (Role.COMPONENT, Role.REMOTE) else "id"
        reference = Symbol(Reference(record.address, (name,)), run.mocks.concrete(machine, record, name))
        return machine.resolve(reference) if resolved else reference.value
    if isinstance(value, Array):
        items = (frozen(run, machine, item, resolved=resolved, whole=whole, depth=depth + 1) for item in value.items)
        return tuple(None if item is UNDEFINED else item for item in items)
    if isinstance(value, Asset):
        return value.frozen(lambda part: frozen(run, machine, part, resolved=resolved, depth=depth + 1))
    if isinstance(value, Object):
        return _members(run, machine, value, resolved, whole, depth)
    if isinstance(value, Foreign) and (keys := value.keys(machine)):
        pairs = ((key, frozen(run, machine, value.get(machine, key, 0), resolved=resolved)) for key in keys)
        return {key: item for key, item in pairs if item is not UNDEFINED}
    if isinstance(value, Symbol) and value.concrete is UNDEFINED:
        return UNDEFINED
    return machine.resolve(value) if resolved else machine.freeze(value)


def _members(run: Run, machine: Machine, value: Object, resolved: bool, whole: bool, depth: int) -> Mapping[str, Value]:
    found = {}
    for key, item in run.members(machine, value):
        inner = frozen(run, machine, item, resolved=resolved, whole=whole, depth=depth + 1)
        # The SDK copies by assigning, which for this key sets a prototype and sends nothing.
        if inner is not UNDEFINED and key != "__proto__" and not (inner is None and run.dialect.drops_null):
            found[key] = inner
    return found


def plain(run: Run, machine: Machine, value: Any, *, shallow: bool = False) -> Any:
    """What a promise (and, unless `shallow`, an output) gives; anything else itself."""
    if isinstance(value, Promise):
        try:
            return plain(run, machine, machine.settle(value), shallow=shallow)
        except ThrownError as error:
            return run.fail(machine, error, 0)
    return value.value if isinstance(value, Output) and not shallow else value


def without_secrets(value: Value) -> Value:
    """A value with what is secret as it is."""
    if isinstance(value, Call):
        if value.function == "secret":
            return without_secrets(value.arguments[0])
        return Call(value.function, tuple(map(without_secrets, value.arguments)))
    if isinstance(value, tuple):
        return tuple(map(without_secrets, value))
    if isinstance(value, dict):
        return {key: without_secrets(item) for key, item in value.items()}
    return value


def holds_secret(value: Value) -> bool:
    """Whether there is a secret in a value."""
    if isinstance(value, Call):
        return value.function == "secret" or any(map(holds_secret, value.arguments))
    if isinstance(value, tuple):
        return any(map(holds_secret, value))
    return any(map(holds_secret, value.values())) if isinstance(value, dict) else False
