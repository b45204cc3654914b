"""References, and texts with references in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.values import Reference
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol, ThrownError
from scaffold.readers.pulumi.outputs import Output, output, unwrapped
from scaffold.readers.pulumi.resources import Resource, attribute
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.stack_references import stack_outputs
from scaffold.readers.pulumi.tokens import STACK_REFERENCE


def lifted(run: Run, machine: Machine, at: int, work: Callable[..., Any], *values: Any) -> Any:
    """What `work` makes of values: where there are outputs in them of what these give, as an output. What it throws
    then is no error of the place where it stands, but of the program all the same."""
    found = [unwrapped(run, machine, value) for value in values]
    if not any(map(holds_output, values)):
        return work(*(value for value, _ in found))
    secret = any(hidden for _, hidden in found)
    try:
        return output(run, machine, work(*(value for value, _ in found)), secret)
    except ThrownError as error:
        return Output(run, run.fail(machine, error, at), secret)


def holds_output(value: Any) -> bool:
    """Whether a value is an output, or one stands in it."""
    if isinstance(value, Array):
        return any(map(holds_output, value.items))
    if isinstance(value, Object):
        return any(map(holds_output, value.entries.values()))
    return isinstance(value, Output)


def access(run: Run, machine: Machine, at: int, value: Any, *steps: str | int) -> Any:
    """`${value.member[0]}`: along the steps, one after the other."""
    for step in steps:
        value = _step(run, machine, at, value, step)
    return value


def _step(run: Run, machine: Machine, at: int, value: Any, step: str | int) -> Any:
    if isinstance(value, Resource):
        return _output(run, machine, at, value, step)
    if isinstance(value, Output):
        try:
            _check(machine, at, value.value, step)
        except ThrownError as error:
            return Output(run, run.fail(machine, error, at), value.secret)
        place = _beyond(run, value.value, step)
        if place is not None:
            return Output(run, _lacking(run, place), value.secret)
        return value.index(machine, step, at)
    _check(machine, at, value, step)
    found = machine.get(value, step, at)
    return None if found is UNDEFINED else found


def _beyond(run: Run, value: Any, step: str | int) -> Reference | None:
    """Where a step leads that what is known of an output has not; nothing where it has."""
    place = value.value if isinstance(value, Symbol) else None
    if not isinstance(place, Reference) or place.address not in run.tokens:
        return None
    has = not isinstance(value.concrete, Object) or step in value.concrete.entries
    return None if has else Reference(place.address, (*place.path, step))


def _lacking(run: Run, place: Reference) -> Symbol | None:
    """What stands at such a place: what the cloud adds to what a resource is given is not known before it does; mocks
    add it to maps, but lists are as they were given."""
    if run.given.mocked:
        record = next((each for each in run.records if each.address == place.address), None)
        if record is not None and not isinstance(record.resolved.get(str(place.path[0]), {}), Mapping):
            return None
        run.mocks.lack(run.tokens[place.address], place)
    return Symbol(place)


def _output(run: Run, machine: Machine, at: int, value: Resource, step: str | int) -> Any:
    """An output of a resource."""
    record = value.record
    if not isinstance(step, str):
        raise machine.throw("an output of a resource is read by its name", at)
    if record is None:
        return machine.unknown("the resource is not known", at)
    if record.token == STACK_REFERENCE and step == "outputs":
        return stack_outputs(run, machine, record)
    if record.opaque and step != "urn":
        return Output(run, machine.unknown(f"what the package makes of {record.name} is not known", at))
    return attribute(run, machine, record, step)


def _check(machine: Machine, at: int, value: Any, step: str | int) -> None:
    """Raise the program's error where a value has no such member or element."""
    known = value.concrete if isinstance(value, Symbol) else value
    if known is MISSING:
        return
    if isinstance(known, Array):
        if not isinstance(step, int):
            raise machine.throw(f"a list has no member {step}", at)
        if not 0 <= step < len(known.items):
            raise machine.throw(f"the list has {len(known.items)} elements, and none at {step}", at)
    elif isinstance(known, Object):
        if isinstance(step, int):
            raise machine.throw("a member of a map is read by its name", at)
    elif not isinstance(known, Resource):
        raise machine.throw(f"{step} can only be read of a list or a map", at)


def text(run: Run, machine: Machine, at: int, *parts: Any) -> Any:
    """Texts and values in a row as one text."""
    return lifted(run, machine, at, lambda *plain: machine.join(list(plain), at), *parts)


def mapped(run: Run, machine: Machine, at: int, *parts: Any) -> Any:
    """A map whose keys are worked out: keys and values in turn."""
    values = parts[1::2]

    def work(*keys: Any) -> Any:
        known = [machine.concrete(key) for key in keys]
        if any(key is MISSING for key in known):
            return machine.unknown("a key of this map is not known", at)
        if not all(isinstance(key, str) for key in known):
            raise machine.throw("a key of a map has to be text", at)
        return Object(dict(zip(known, values, strict=True)))

    return lifted(run, machine, at, work, *parts[::2])


def unknown(_run: Run, machine: Machine, at: int, reason: str) -> Symbol:
    """What is not understood, for a reason that has been said."""
    return machine.unknown(reason, at)


NATIVES: Final[Mapping[str, Callable[..., Any]]] = {"access": access, "map": mapped, "text": text, "unknown": unknown}
