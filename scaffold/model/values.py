"""Values: known, referenced, unknown, never guessed.

A value is either plain Python data, which is a known literal (`None`, `bool`, `int`, `float`, `str`, tuples, sets as
`ValueSet`, and dictionaries with string keys), or one of the symbolic classes below. Symbolic values may stand anywhere
inside tuples and dictionaries. Literals are not wrapped in a class of their own: nine values of ten are literals, and
plain data lets every function on values be an ordinary Python function.

Values are immutable by convention as well as by type: nobody changes a dictionary that is part of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

#: A step below a resource or object: an attribute name, an index, or "*" for a splat.
Step: TypeAlias = "str | int"


class ValueSet(tuple[Any, ...]):
    """A set of values: unique, in the order that Terraform gives sets (strings and numbers sorted)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of another thing's attribute, which only exists once that thing does.

    `address` is the full address of what is referenced: `aws_sqs_queue.events`, `module.vpc.aws_subnet.private[0]`,
    `data.aws_region.current`, `var.name` (a parameter without a value), `module.remote` (an opaque module call),
    `each`, `count`, `self`. `path` are the steps below it.
    """

    address: str
    path: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.address + "".join(map(_spell_step, self.path))


@dataclass(frozen=True, slots=True)
class Template:
    """Text with values in it, in order: literal parts are `str`, the rest are symbolic."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function (or operator, by its sign) applied to values that cannot be folded."""

    function: str
    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """Both arms of a choice whose condition is not known."""

    condition: Value
    then: Value
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known, for this reason; `source` is the text as the author wrote it (may be empty)."""

    reason: str
    source: str = ""


Symbolic: TypeAlias = "Reference | Template | Call | Conditional | Unknown"
Value: TypeAlias = "bool | int | float | str | tuple[Any, ...] | Mapping[str, Any] | Symbolic | None"

SYMBOLIC = (Reference, Template, Call, Conditional, Unknown)
_LEAVES = frozenset({str, int, bool, float, type(None)})


def is_known(value: Value) -> bool:
    """Whether `value` is a literal through and through."""
    kind = type(value)
    if kind in _LEAVES:
        return True
    if isinstance(value, SYMBOLIC):
        return False
    if isinstance(value, Mapping):
        return all(map(is_known, value.values()))
    if isinstance(value, tuple):
        return all(map(is_known, value))
    return True


def walk(value: Value) -> Iterator[Value]:
    """`value` and every value inside it, outermost first."""
    yield value
    for child in children(value):
        yield from walk(child)


def children(value: Value) -> Iterable[Value]:
    """The values directly inside `value`."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, Template):
        return value.parts
    if isinstance(value, Call):
        return value.arguments
    if isinstance(value, Conditional):
        return (value.condition, value.then, value.otherwise)
    return value.values() if isinstance(value, Mapping) else ()


def references(value: Value) -> Iterator[Reference]:
    """Every reference in `value`, in order, with repetitions."""
    return (found for found in walk(value) if isinstance(found, Reference))


def unknowns(value: Value) -> Iterator[Unknown]:
    """Every unknown in `value`, in order."""
    return (found for found in walk(value) if isinstance(found, Unknown))


def _spell_step(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step == "*":
        return "[*]"
    return f".{step}" if step.replace("-", "_").isidentifier() else f'["{step}"]'


def to_json(value: Value) -> Any:
    """`value` as JSON data; a symbolic value is an object with one key that starts with `$`."""
    if isinstance(value, Reference):
        return {"$reference": str(value)}
    if isinstance(value, Template):
        return {"$template": [to_json(part) for part in value.parts]}
    if isinstance(value, Call):
        return {"$call": value.function, "arguments": [to_json(argument) for argument in value.arguments]}
    if isinstance(value, Conditional):
        arms = {"then": to_json(value.then), "otherwise": to_json(value.otherwise)}
        return {"$conditional": to_json(value.condition), **arms}
    if isinstance(value, Unknown):
        return {"$unknown": value.reason, **({"source": value.source} if value.source else {})}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value
