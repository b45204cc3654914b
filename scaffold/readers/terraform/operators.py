"""Operators and access on values that may be known only in part."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, DecimalException

from scaffold.model.values import (
    SYMBOLIC,
    Call,
    Conditional,
    Reference,
    Template,
    Unknown,
    Value,
    ValueSet,
    children,
    is_known,
)
from scaffold.readers.terraform.known import KnownReference
from scaffold.readers.terraform.numbers import CONTEXT, NumberError, exact, from_decimal
from scaffold.readers.terraform.types import ConversionError, identity, to_bool, to_number, to_text, unify

#: A value with more parts, or nested deeper, is not kept: a few lines can describe one that fills all memory.
MAX_PARTS = 500_000
MAX_NESTING = 100
#: To find the common type of larger values takes too long.
MAX_UNIFIED = 10_000
#: The longest text.
MAX_TEXT = 4_000_000
#: Values without parts.
LEAVES = frozenset({str, int, bool, float, type(None), Unknown, Reference})
_WORTH_KEEPING = 32


class EvaluationError(Exception):
    """The expression fails, with Terraform's reason in one sentence (no full stop)."""


class Sizes:
    """How large values are. Large ones are measured once: the same locals go through many functions."""

    def __init__(self) -> None:
        #: By identity; the value itself is kept, so that its identity stays its own.
        self._known: dict[int, tuple[Value, int, int]] = {}

    def of(self, value: Value) -> int:
        """How many parts a value has, shared ones counted each time. Raises `EvaluationError` where it is too large."""
        return self._measure(value, 0)[0]

    def _measure(self, value: Value, level: int) -> tuple[int, int]:
        """The number of parts, and of levels below this one."""
        if type(value) in LEAVES:
            return 0, 0
        known = self._known.get(id(value))
        if known is not None:
            parts, depth = known[1:]
        else:
            parts, depth = self._add_up(value, level)
            if parts >= _WORTH_KEEPING:
                self._known[id(value)] = (value, parts, depth)
        if level + depth > MAX_NESTING:
            raise EvaluationError(f"the value is nested more than {MAX_NESTING} levels deep")
        return parts, depth

    def _add_up(self, value: Value, level: int) -> tuple[int, int]:
        if level > MAX_NESTING:
            raise EvaluationError(f"the value is nested more than {MAX_NESTING} levels deep")
        parts, depth = 0, 0
        for child in children(value):
            parts += 1
            if type(child) not in LEAVES:
                inner, below = self._measure(child, level + 1)
                parts += inner
                depth = max(depth, below + 1)
            if parts > MAX_PARTS:
                raise EvaluationError(f"the value has more than {MAX_PARTS} parts")
        return parts, depth


def size_of(value: Value) -> int:
    """How many parts a value has. Raises `EvaluationError` where it is too large."""
    return Sizes().of(value)


def access(value: Value, step: Value) -> Value:
    """`value[step]` or `value.step`. Raises `EvaluationError` where a known value has no such element."""
    if isinstance(value, Reference):
        if isinstance(step, str | int):
            if isinstance(value, KnownReference):
                return value.access(step)
            return Reference(value.address, (*value.path, step))
        return Call("index", (value, step))
    if isinstance(value, Mapping):
        return _access_mapping(value, step)
    if isinstance(value, ValueSet):
        raise EvaluationError("a set has no index")
    if isinstance(value, tuple):
        return _access_tuple(value, step)
    if isinstance(value, Conditional):
        return Conditional(value.condition, _access_arm(value.then, step), _access_arm(value.otherwise, step))
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Call | Template):
        return Call("index", (value, step))
    what = "null" if value is None else f"a {type(value).__name__}"
    raise EvaluationError(f"{what} has no attributes or elements")


def _access_arm(value: Value, step: Value) -> Value:
    try:
        return access(value, step)
    except EvaluationError as error:
        return Unknown(str(error))


def _access_mapping(value: Mapping[str, Value], step: Value) -> Value:
    if isinstance(step, SYMBOLIC):
        return Call("index", (value, step))
    key = step if isinstance(step, str) else str(step)
    if key not in value:
        raise EvaluationError(f"there is no element {key!r}")
    found: Value = value[key]
    return found


def _access_tuple(value: tuple[Value, ...], step: Value) -> Value:
    if isinstance(step, SYMBOLIC):
        return Call("index", (value, step))
    try:
        index = to_number(step)
    except ConversionError as error:
        raise EvaluationError(f"a list has no element {step!r}") from error
    if not isinstance(index, int) or not 0 <= index < len(value):
        raise EvaluationError(f"index {index} is outside a list of {len(value)}")
    return value[index]


def splat(base: Value, levels: list[list[Value]]) -> Value:
    """What the steps of the first level give for each element, the next levels inside each result.

    Raises `EvaluationError`.
    """
    if isinstance(base, Reference) and not _is_collection(base):
        base = (access(base, "*") if isinstance(base, KnownReference) and base.keyed else base,)
    if isinstance(base, SYMBOLIC):
        return _symbolic_splat(base, levels)
    if base is None:
        return ()
    steps, *inner = levels
    found = []
    for item in base if isinstance(base, tuple) else (base,):
        for step in steps:
            item = access(item, step)
        found.append(splat(item, inner) if inner else item)
    return tuple(found)


def _symbolic_splat(base: Value, levels: list[list[Value]]) -> Value:
    path = [step for steps in levels for step in ("*", *steps)]
    known = [step for step in path if isinstance(step, str | int)]
    if isinstance(base, Reference) and len(known) == len(path):
        return Reference(base.address, (*base.path, *known))
    return Call("splat", (base, *path[1:]))


def _is_collection(reference: Reference) -> bool:
    """Whether a splat on a reference runs over elements that are not known: anything but a single resource."""
    return bool(reference.path) or reference.address.startswith(("var.", "each", "module.")) or "*" in reference.path


def negate(value: Value) -> Value:
    """`!value`."""
    if isinstance(value, SYMBOLIC):
        return Call("!", (value,))
    return not boolean(value)


def boolean(value: Value) -> bool:
    """A known value as a condition. Raises `EvaluationError`."""
    try:
        return to_bool(value)
    except ConversionError as error:
        raise EvaluationError(str(error)) from error


def minus(value: Value) -> Value:
    """`-value`."""
    if isinstance(value, SYMBOLIC):
        return Call("-", (value,))
    return -_number(value)


def _number(value: Value) -> int | float:
    try:
        return to_number(value)
    except ConversionError as error:
        raise EvaluationError(str(error)) from error


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None where that is not known. Raises `EvaluationError` for too large ones."""
    size_of((left, right))
    if is_known(left) and is_known(right):
        return bool(identity(left) == identity(right))
    for one, other in ((left, right), (right, left)):
        if one is None and isinstance(other, Template | tuple | Mapping):
            return False
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) != len(right):
        return False
    if isinstance(left, Mapping) and isinstance(right, Mapping) and left.keys() != right.keys():
        return False
    return None


def of_one_type(one: Value, other: Value) -> tuple[Value, Value]:
    """Two values as the arms of a condition: converted to a type that both have, unchanged where there is none.

    Raises `EvaluationError` where they are too large to tell.
    """
    if size_of((one, other)) > MAX_UNIFIED:
        return one, other
    if type(one) is type(other) and not isinstance(one, tuple | Mapping):
        return one, other
    try:
        first, second = unify((one, other))
    except ConversionError:
        return one, other
    return first, second


def join_parts(parts: Iterable[Value]) -> Value:
    """Text from values in order: a string where all are known. Raises `EvaluationError`."""
    found: list[Value] = []
    length = 0
    for part in parts:
        if isinstance(part, Unknown | Reference | Call | Conditional):
            found.append(part)
            continue
        for piece in part.parts if isinstance(part, Template) else (_text(part),):
            if isinstance(piece, str):
                length += len(piece)
                if length > MAX_TEXT:
                    raise EvaluationError("the text is too long")
            if piece != "":
                found.append(piece)
    if all(isinstance(piece, str) for piece in found):
        return "".join(map(str, found))
    return Template(tuple(_merged(found)))


def _merged(parts: Iterable[Value]) -> Iterator[Value]:
    """The parts with neighbouring texts joined."""
    for is_text, group in itertools.groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, group))
        else:
            yield from group


def _text(value: Value) -> str:
    if value is None:
        raise EvaluationError("a template cannot hold null")
    try:
        return to_text(value)
    except ConversionError as error:
        raise EvaluationError(str(error)) from error


def _divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise EvaluationError("division by zero")
    return CONTEXT.divide(left, right)


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise EvaluationError("division by zero")
    return CONTEXT.remainder(left, right)


_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": _divide,
    "%": _remainder,
}
_ORDER: Mapping[str, Callable[[int | float, int | float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def operate(operator: str, left: Value, right: Value) -> Value:
    """`left operator right`. Raises `EvaluationError`."""
    if operator in ("==", "!="):
        same = equal(left, right)
        return Call(operator, (left, right)) if same is None else same is (operator == "==")
    if operator in ("&&", "||"):
        return _logical(operator, left, right)
    if isinstance(left, SYMBOLIC) or isinstance(right, SYMBOLIC):
        return Call(operator, (left, right))
    if operator in _ORDER:
        return _ORDER[operator](_number(left), _number(right))
    try:
        return from_decimal(_ARITHMETIC[operator](exact(_number(left)), exact(_number(right))))
    except (DecimalException, NumberError) as error:
        raise EvaluationError("the number is too large") from error


def _logical(operator: str, left: Value, right: Value) -> Value:
    decisive = operator == "||"
    sides = [side if isinstance(side, SYMBOLIC) else boolean(side) for side in (left, right)]
    if any(side is decisive for side in sides):
        return decisive
    unknown = [side for side in sides if isinstance(side, SYMBOLIC)]
    if not unknown:
        return not decisive
    return unknown[0] if len(unknown) == 1 else Call(operator, tuple(unknown))
