"""What a variant can choose: parameters and mocked outputs, or parts of them, and values that look real there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from scaffold.catalog import realistic
from scaffold.model.deployments import DEFAULT_REGION, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.model.values import Reference, Step, Unknown, Value
from scaffold.plan.scenarios.synthesis import made_up

#: Stands for a value that is not given.
ABSENT: Final = Unknown("is not given")
#: How names begin that every program has parameters under, whether they are listed or not.
_SOURCES = ("config.", "env.", "context.", "pulumi.")
_NOWHERE = Position("")
_USUAL_TAGS, _TAGS = {"Environment": "test"}, {"Team": "platform"}
#: Texts for a parameter whose name says nothing, or of which another value is needed.
_OTHER_TEXTS = ("prod", "other")
#: Plural names of what is one object, and kinds of what holds several values.
_NAMED = re.compile(r"(?:tags|labels|annotations|settings|options|defaults|parameters|limits|variables)$")
_WHOLES = (Kind.MAP, Kind.LIST)
#: What plain values are.
_PLAIN: Final[Mapping[type, Kind]] = {bool: Kind.BOOL, int: Kind.NUMBER, float: Kind.NUMBER}
_OTHERS = (
    (re.compile(r"^[a-z]{2}-[a-z]+-\d$"), "eu-west-1"),
    (re.compile(r"^rate\("), "rate(2 hours)"),
    (re.compile(r"^cron\("), "cron(0 6 * * ? *)"),
    (re.compile(r"^[^@ ]+@[^@ ]+$"), "operations@example.org"),
    (re.compile(r"^https?://"), "https://other.example.org"),
    (re.compile(r"^(\w+\.)+com$"), "other.example.org"),
    (re.compile(r"^\d+\.\d+\.\d+\.\d+/\d+$"), "172.16.0.0/16"),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter (by its name) or a mocked output (by the address of its resource), and the steps into its value."""

    name: str
    path: tuple[Step, ...] = ()
    output: bool = False


#: Values that are chosen together.
Chosen: TypeAlias = "tuple[tuple[Slot, Value], ...]"


class Slots:
    """The slots of one variant: what a reference in a condition leads to, and what is chosen there now."""

    def __init__(self, variant: Variant, addresses: Iterable[str] = ()) -> None:
        self.variant = variant
        self._parameters = {each.name: each for each in variant.entry.parameters}
        self._addresses = frozenset(addresses)

    def at(self, reference: Reference) -> Slot | None:
        """The slot that a reference leads to: of parameters with names that begin alike, the longest."""
        if reference.address in self._addresses:
            return Slot(reference.address, reference.path, True) if reference.path else None
        name, found = reference.address, None
        for taken in range(len(reference.path) + 1):
            if name in self._parameters or (not taken and name.startswith(_SOURCES)):
                # What stands in the environment is text: nothing can be chosen inside of it.
                found = Slot(name, () if name.startswith("env.") else reference.path[taken:])
            name = f"{name}.{reference.path[taken]}" if taken < len(reference.path) else name
        return found

    def now(self, slot: Slot) -> Value:
        """What is chosen at a slot; `ABSENT` where nothing is."""
        given: Mapping[str, Value] = self.variant.outputs.get(slot.name, {}) if slot.output else self.variant.values
        steps = slot.path if slot.output else (slot.name, *slot.path)
        value: Any = given
        for step in steps:
            items: Any = value if isinstance(value, Mapping) else range(len(value)) if isinstance(value, tuple) else ()
            if step not in items:
                return ABSENT
            value = value[step]
        return value  # type: ignore[no-any-return]

    def shape(self, slot: Slot) -> Shape:
        """What a value at a slot may be, as far as that is known."""
        parameter = None if slot.output else self._parameters.get(slot.name)
        shape = parameter.shape if parameter else ANYTHING
        for step in slot.path:
            if isinstance(step, int) or shape.item is not None:
                shape = shape.item or ANYTHING
            else:
                shape = shape.members[step].shape if step in shape.members else ANYTHING
        return shape

    def optional(self, slot: Slot) -> bool:
        """Whether nothing need be given there."""
        parameter = self._parameters.get(slot.name)
        if slot.name.startswith("pulumi."):
            return False
        return bool(slot.path) or slot.output or parameter is None or not parameter.required

    def samples(self, slot: Slot) -> list[Value]:
        """Values that mean yes to a program: there, and neither empty nor 0; none of them is there now."""
        now, shape = self.now(slot), self.shape(slot)
        found: list[Value]
        name = str(next((step for step in reversed(slot.path) if isinstance(step, str)), slot.name))
        name = realistic.snake(name.rpartition(":")[2].rpartition(".")[2])
        if shape.choices:
            found = [value for value in shape.choices if value]
        elif shape.kind is Kind.BOOL:
            found = [True]
        elif shape.kind is Kind.OBJECT and not shape.members:
            found = _anything(name, slot, self._default(slot) if now is ABSENT else now)
        else:
            value = _full(made_up(_parameter(name, shape, slot), None, DEFAULT_REGION), shape)
            # Programs set the usual tags themselves: another one shows.
            value = _TAGS if value == _USUAL_TAGS else value
            found = [value] if value or shape.kind is not Kind.ANY else []
            if isinstance(value, str):
                default = self._default(slot)
                likely = default if isinstance(default, str) else value
                others = [other for pattern, other in _OTHERS if pattern.search(likely)][:1]
                found = [*others, value] if value == DEFAULT_REGION else [value, *(others or _OTHER_TEXTS)]
            elif isinstance(value, int | float) and not isinstance(value, bool):
                found.append(value + 7)
        default = self._default(slot)
        known = [value for value in found if value not in (now, default)]
        return known or [value for value in found if value != now]

    def emptied(self, slot: Slot) -> list[Value]:
        """Values that mean no to a program."""
        shape = self.shape(slot)
        usual: dict[Kind, list[Value]] = {Kind.BOOL: [False], Kind.NUMBER: [0], Kind.STRING: [""]}
        none = usual.get(shape.kind, [])
        if slot.name.startswith("pulumi."):
            return []
        if shape.kind is Kind.ANY:
            none = [""] if slot.output or slot.name.startswith(("env.", "config.", "context.")) else [False, ""]
        if shape.choices:
            none = [value for value in shape.choices if not value]
        found = [ABSENT, *none] if self.optional(slot) else none
        return [value for value in found if value != self.now(slot)]

    def fitting(self, slot: Slot, value: Value) -> Value:
        """A value as its slot takes it: what stands in the environment is text."""
        text = slot.name.startswith("env.") or self.shape(slot).kind is Kind.STRING or isinstance(self.now(slot), str)
        if not text or not isinstance(value, int | float):
            return value
        return str(value).lower() if isinstance(value, bool) else f"{value:g}"

    def _default(self, slot: Slot) -> Value:
        parameter = self._parameters.get(slot.name)
        return parameter.default if parameter and not slot.path and not parameter.required else ABSENT

    def choose(self, chosen: Chosen) -> Variant:
        """The variant with other values in these slots."""
        values: dict[str, Any] = dict(self.variant.values)
        outputs: dict[str, Any] = {address: dict(given) for address, given in self.variant.outputs.items()}
        for slot, value in chosen:
            if slot.output:
                outputs[slot.name] = _set(outputs.get(slot.name, {}), slot.path, None if value is ABSENT else value)
            else:
                values = _set(values, (slot.name, *slot.path), value)
        return replace(self.variant, values=values, outputs=outputs)


def _parameter(name: str, shape: Shape, slot: Slot) -> Parameter:
    known = shape
    if slot.name.startswith("env.") and shape.kind is Kind.ANY:
        known = Shape(Kind.STRING)
    return Parameter(name, "", True, None, None, _NOWHERE, shape=known)


def _anything(name: str, slot: Slot, known: Value) -> list[Value]:
    """Values for what is only known to be no plain value: of texts, under names or in a row, as the name sounds; like
    a value that is known."""
    inside = known.values() if isinstance(known, Mapping) else known if isinstance(known, tuple) else ()
    item = Shape(_PLAIN.get(type(next(iter(inside), "")), Kind.STRING))
    named, row = (made_up(_parameter(name, Shape(kind, item=item), slot), None, DEFAULT_REGION) for kind in _WHOLES)
    named = _TAGS if named == _USUAL_TAGS else named
    if isinstance(known, Mapping | tuple):
        return [named if isinstance(known, Mapping) else row]
    return [row, named] if name.endswith("s") and not _NAMED.search(name) else [named, row]


def _full(value: Value, shape: Shape) -> Value:
    """A made-up object with its optional members too, as far as they are plain: what is given shows."""
    if shape.kind is not Kind.OBJECT or not isinstance(value, Mapping):
        return value
    found = dict(value)
    for name, member in shape.members.items():
        if member.optional and member.shape.kind is not Kind.ANY:
            inner = made_up(_parameter(realistic.snake(name), member.shape, Slot(name)), None, DEFAULT_REGION)
            found[name] = member.shape.choices[0] if member.shape.choices else _full(inner, member.shape)
    return found


def _set(whole: Any, path: Sequence[Step], value: Value) -> Any:
    """`whole` with another value at a path, or without one; what is missing on the way is made."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(whole) if isinstance(whole, tuple) else []
        items += [None] * (step + 1 - len(items))
        items[step] = _set(items[step], rest, value)
        return tuple(None if item is ABSENT else item for item in items)
    found = dict(whole) if isinstance(whole, Mapping) else {}
    inner = _set(found.get(step), rest, value)
    if inner is ABSENT:
        found.pop(step, None)
    else:
        found[step] = inner
    return found
