"""Python's arithmetic, on values that are known."""

from __future__ import annotations

import operator as host
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import bounded_bits, bounded_items, bounded_text
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.python.classes import UNION_TYPE, BuiltinClass
from scaffold.readers.programs.python.comparing import as_members, asked, has_methods, members_of
from scaffold.readers.programs.python.formatting import percent
from scaffold.readers.programs.python.hosting import stand_in
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Native, SetValue, View, changing, inner
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, Foreign, Machine, Object, Symbol

_NUMBERS = (bool, int, float)
_PLAIN = (str, bytes, *_NUMBERS, type(None))
#: By the name of an operator: its sign, what its methods are called, and what the host does.
OPERATORS: dict[str, tuple[str, str, Callable[[Any, Any], Any]]] = {
    "add": ("+", "add", host.add),
    "subtract": ("-", "sub", host.sub),
    "multiply": ("*", "mul", host.mul),
    "divide": ("/", "truediv", host.truediv),
    "floor-divide": ("//", "floordiv", host.floordiv),
    "modulo": ("%", "mod", host.mod),
    "power": ("** or pow()", "pow", host.pow),
    "matrix-multiply": ("@", "matmul", host.matmul),
    "shift-left": ("<<", "lshift", host.lshift),
    "shift-right": (">>", "rshift", host.rshift),
    "bit-and": ("&", "and", host.and_),
    "bit-or": ("|", "or", host.or_),
    "bit-xor": ("^", "xor", host.xor),
}
_SETS = {"bit-and", "bit-or", "bit-xor", "subtract"}


class Union(Native):
    """`int | str`: one of several classes."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Any, ...]) -> None:
        self.options = options

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return UNION_TYPE


def calculate(machine: Machine, operator: str, left: Any, right: Any, at: int, *, in_place: bool = False) -> Any:
    """An operator of arithmetic (`in_place`: as `+=` has it). Raises the program's TypeError for what it does not
    take."""
    _, name, _ = OPERATORS[operator]
    if has_methods(left) or has_methods(right):
        found = _by_methods(machine, name, left, right, at)
        if found is not NOT_IMPLEMENTED:
            return found
        left, right = inner(left), inner(right)
    found = _built_in(machine, operator, left, right, at)
    if found is not NOT_IMPLEMENTED:
        return found
    raise _unsupported(machine, operator, left, right, at, in_place)


def _by_methods(machine: Machine, name: str, left: Any, right: Any, at: int) -> Any:
    found = asked(machine, left, f"__{name}__", right, at)
    return asked(machine, right, f"__r{name}__", left, at) if found is NOT_IMPLEMENTED else found


def _unsupported(machine: Machine, operator: str, left: Any, right: Any, at: int, in_place: bool) -> Exception:
    """The program's TypeError for operands that an operator does not take, in the host's words."""
    sign, name, work = OPERATORS[operator]
    try:
        (getattr(host, f"i{name}") if in_place else work)(stand_in(left), stand_in(right))
    except TypeError as error:
        return machine.throw(str(error), at, "TypeError")
    except (ArithmeticError, ValueError):
        pass
    names = f"'{type_name(left)}' and '{type_name(right)}'"
    return machine.throw(f"unsupported operand type(s) for {sign}: {names}", at, "TypeError")


def _built_in(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        return _number(machine, operator, left, right, at)
    if operator == "modulo" and isinstance(left, str | bytes):
        return percent(machine, left, right, at)
    if operator == "add":
        return _concatenated(machine, left, right)
    if operator == "multiply":
        return _repeated(machine, left, right)
    if operator in _SETS:
        return _merged(machine, operator, left, right, at)
    return NOT_IMPLEMENTED


def _number(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    """An operation on numbers, of which the largest results are refused."""
    if isinstance(left, int) and isinstance(right, int):
        if operator == "multiply":
            bounded_bits(left.bit_length() + right.bit_length())
        elif operator == "power" and right > 0 and left not in (0, 1, -1):
            bounded_bits((left.bit_length() - 1) * right)
        elif operator == "shift-left" and left:
            bounded_bits(left.bit_length() + max(right, 0))
    try:
        found = OPERATORS[operator][2](left, right)
    except TypeError:
        return NOT_IMPLEMENTED
    except (ArithmeticError, ValueError) as error:
        raise machine.throw(str(error), at, type(error).__name__) from None
    if isinstance(found, int):
        bounded_bits(found.bit_length())
    return machine.unknown("complex numbers are not known here", at) if isinstance(found, complex) else found


def _concatenated(machine: Machine, left: Any, right: Any) -> Any:
    if isinstance(left, Array) and isinstance(right, Array) and left.fixed == right.fixed:
        bounded_items(machine, len(left.items) + len(right.items))
        return Array([*left.items, *right.items], left.fixed)
    if isinstance(left, str | bytes) and type(left) is type(right):
        bounded_text(machine, len(left) + len(right))
        return host.add(left, right)
    return NOT_IMPLEMENTED


def _repeated(machine: Machine, left: Any, right: Any) -> Any:
    if isinstance(left, int) and not isinstance(right, int):
        left, right = right, left
    if not isinstance(right, int):
        return NOT_IMPLEMENTED
    if isinstance(left, Array):
        bounded_items(machine, len(left.items) * max(right, 0))
        return Array(left.items * right, left.fixed)
    if isinstance(left, str | bytes):
        bounded_text(machine, len(left) * max(right, 0))
        return left * right
    return NOT_IMPLEMENTED


def _merged(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    """Operators on dicts, sets and classes."""
    if operator == "bit-or" and isinstance(left, Object) and isinstance(right, Object):
        return Object({**left.entries, **right.entries})
    if operator == "bit-or" and _is_option(left) and _is_option(right) and (left, right) != (None, None):
        return Union((*_options(left), *_options(right)))
    if isinstance(left, View) and isinstance(right, SetValue | Array | View):
        right = SetValue(members_of(machine, machine.iterate(right, at) or [], at))
    one, other = as_members(machine, left, at), as_members(machine, right, at)
    if one is None or other is None:
        return NOT_IMPLEMENTED
    return SetValue(of_sets(machine, operator, one, other), frozen=isinstance(left, SetValue) and left.frozen)


def of_sets(machine: Machine, operator: str, left: dict[Any, Any], right: dict[Any, Any]) -> dict[Any, Any]:
    """What two sets give together."""
    bounded_items(machine, len(left) + len(right))
    if operator == "bit-or":
        return {**left, **{key: item for key, item in right.items() if key not in left}}
    if operator == "bit-and":
        return {key: item for key, item in left.items() if key in right}
    found = {key: item for key, item in left.items() if key not in right}
    if operator == "bit-xor":
        found.update((key, item) for key, item in right.items() if key not in left)
    return found


def _is_option(value: Any) -> bool:
    return (
        value is None
        or isinstance(value, BuiltinClass | ClassValue | Union)
        or (isinstance(value, Foreign) and not isinstance(value, Native))
    )


def _options(value: Any) -> tuple[Any, ...]:
    return value.options if isinstance(value, Union) else (value,)


def _in_place(machine: Machine, operator: str, left: Any, right: Any, at: int) -> bool:
    """Whether a list, dict or set was changed in its place."""
    if isinstance(left, Array) and not left.fixed and operator in ("add", "multiply"):
        if operator == "add":
            items = machine.iterate(right, at)
            found = Array([*left.items, *items]) if items is not None else NOT_IMPLEMENTED
        else:
            found = _repeated(machine, left, right)
        if isinstance(found, Array):
            bounded_items(machine, len(found.items))
            changing(machine, left)
            left.items[:] = found.items
            return True
    elif isinstance(left, Object) and left.type is None and operator == "bit-or" and isinstance(inner(right), Object):
        changing(machine, left)
        left.entries.update(inner(right).entries)
        return True
    elif isinstance(left, SetValue) and not left.frozen and operator in _SETS:
        other = as_members(machine, inner(right), at)
        if other is not None:
            changing(machine, left)
            left.state.entries = of_sets(machine, operator, left.members, other)
            return True
    return False


def augmented(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    """What `left += right` sets `left` to: lists, dicts and sets are changed in their place."""
    if operator in OPERATORS and has_methods(left):
        method = machine.special(left, f"__i{OPERATORS[operator][1]}__", at)
        found = NOT_IMPLEMENTED if method is MISSING else machine.call(method, (right,), at=at)
        if found is not NOT_IMPLEMENTED:
            return found
    if _in_place(machine, operator, inner(left), right, at):
        return left
    if operator not in OPERATORS or isinstance(left, Symbol) or isinstance(right, Symbol):
        return machine.binary(operator, left, right, at)
    return calculate(machine, operator, left, right, at, in_place=True)
