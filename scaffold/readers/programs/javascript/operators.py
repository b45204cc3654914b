"""JavaScript's operators, on values that are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import MAX_BITS, bounded_text
from scaffold.readers.programs.javascript.bigints import read_bigint
from scaffold.readers.programs.javascript.coerce import (
    describe,
    is_callable,
    is_plain,
    own_keys,
    to_key,
    to_number,
    to_primitive,
    to_text,
    to_truth,
    type_name,
)
from scaffold.readers.programs.javascript.kinds import OBJECT_MEMBERS, BigInt
from scaffold.readers.programs.javascript.numbers import is_number, number, parse_number, to_int32, to_uint32
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, Object, OverBudgetError, Symbol

_Number = int | float


def unary(machine: Machine, operator: str, value: Any, at: int) -> Any:
    """The operators of `ir.Unary`."""
    if operator == "not":
        return not to_truth(value)
    if operator == "typeof":
        return type_name(value)
    if operator == "void":
        return UNDEFINED
    value = to_primitive(machine, value, at, "number")
    if isinstance(value, BigInt) and operator != "plus":
        return BigInt(-value.value if operator == "negate" else ~value.value)
    found = to_number(machine, value, at)
    if operator == "plus":
        return number(found)
    if operator == "negate":
        return number(-float(found)) if not found else number(-found)
    return ~to_int32(found)


def strictly_equal(left: Any, right: Any) -> bool:
    """`===`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float | str | BigInt) and isinstance(right, int | float | str | BigInt):
        return bool(left == right)
    return left is right


def same_value_zero(left: Any, right: Any) -> bool:
    """`===`, but NaN is the same as NaN: how `includes` and maps compare."""
    return strictly_equal(left, right) or (is_number(left) and is_number(right) and left != left and right != right)


def same_value(left: Any, right: Any) -> bool:
    """`Object.is`."""
    if is_number(left) and is_number(right) and not left and not right:
        return math.copysign(1, left) == math.copysign(1, right)
    return same_value_zero(left, right)


def loosely_equal(machine: Machine, left: Any, right: Any, at: int) -> bool:
    """`==`."""
    nothing = (left is None or left is UNDEFINED, right is None or right is UNDEFINED)
    if any(nothing):
        return all(nothing)
    if type_name(left) == type_name(right) or not (is_plain(left) or is_plain(right)):
        return strictly_equal(left, right)
    if not is_plain(left) or not is_plain(right):
        left, right = to_primitive(machine, left, at), to_primitive(machine, right, at)
        if type_name(left) == type_name(right):
            return strictly_equal(left, right)
    if isinstance(left, BigInt) or isinstance(right, BigInt):
        return _order_key(machine, left, at) == _order_key(machine, right, at)
    return "symbol" not in (type_name(left), type_name(right)) and bool(
        to_number(machine, left, at) == to_number(machine, right, at)
    )


def _order_key(machine: Machine, value: Any, at: int) -> _Number:
    if isinstance(value, BigInt):
        return value.value
    if isinstance(value, str):
        found = read_bigint(value)
        return parse_number(value) if found is None else found
    return to_number(machine, value, at)


def _order(machine: Machine, operator: str, left: Any, right: Any, at: int) -> bool:
    left, right = to_primitive(machine, left, at, "number"), to_primitive(machine, right, at, "number")
    one: Any
    two: Any
    if isinstance(left, str) and isinstance(right, str):
        one, two = left, right
        if not (left.isascii() or right.isascii()):
            one, two = left.encode("utf-16-be", "surrogatepass"), right.encode("utf-16-be", "surrogatepass")
    elif isinstance(left, BigInt) or isinstance(right, BigInt):
        one, two = _order_key(machine, left, at), _order_key(machine, right, at)
    else:
        one, two = to_number(machine, left, at), to_number(machine, right, at)
    if operator == "less":
        return bool(one < two)
    if operator == "less-equal":
        return bool(one <= two)
    return bool(one > two) if operator == "greater" else bool(one >= two)


def _add(machine: Machine, left: Any, right: Any, at: int) -> Any:
    left, right = to_primitive(machine, left, at), to_primitive(machine, right, at)
    if isinstance(left, str | Symbol) or isinstance(right, str | Symbol):
        left, right = to_text(machine, left, at), to_text(machine, right, at)
        if isinstance(left, Symbol) or isinstance(right, Symbol):
            return machine.join([left, right], at)
        bounded_text(machine, len(left) + len(right))
        return left + right
    return _calculate(machine, "add", left, right, at)


def _calculate(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    left, right = to_primitive(machine, left, at, "number"), to_primitive(machine, right, at, "number")
    if isinstance(left, BigInt) or isinstance(right, BigInt):
        if not (isinstance(left, BigInt) and isinstance(right, BigInt)):
            raise machine.throw("Cannot mix BigInt and other types, use explicit conversions", at, "TypeError")
        return _calculate_whole(machine, operator, left.value, right.value, at)
    return number(_ARITHMETIC[operator](to_number(machine, left, at), to_number(machine, right, at)))


def _multiply(left: _Number, right: _Number) -> _Number:
    return left * right if left and right else float(left) * float(right)


def _divide(left: _Number, right: _Number) -> _Number:
    if right:
        return float(left) / float(right)
    if not left or left != left or right != right:
        return math.nan if not right or left != left else right
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _modulo(left: _Number, right: _Number) -> _Number:
    if not right or right != right or left != left or math.isinf(left):
        return math.nan
    return math.fmod(left, right)


def power(left: _Number, right: _Number) -> _Number:
    """`left ** right`."""
    if right != right or (abs(left) == 1 and math.isinf(right)):
        return math.nan
    if isinstance(left, int) and isinstance(right, int) and right >= 0 and left.bit_length() * right <= 2000:
        return left**right if left or not right else 0
    try:
        return math.pow(left, right)
    except OverflowError:
        return -math.inf if left < 0 and right % 2 == 1 else math.inf
    except ValueError:
        if left:
            return math.nan
        return -math.inf if math.copysign(1, left) < 0 and right % 2 == 1 else math.inf


_ARITHMETIC: dict[str, Callable[[_Number, _Number], _Number]] = {
    "add": lambda left, right: left + right if left or right else float(left) + float(right),
    "subtract": lambda left, right: left - right if left or right else float(left) - float(right),
    "multiply": _multiply,
    "divide": _divide,
    "modulo": _modulo,
    "power": power,
    "floor-divide": lambda left, right: math.floor(left / right) if right else math.nan,
    "shift-left": lambda left, right: to_int32(to_int32(left) << (to_uint32(right) & 31)),
    "shift-right": lambda left, right: to_int32(left) >> (to_uint32(right) & 31),
    "shift-right-unsigned": lambda left, right: to_uint32(left) >> (to_uint32(right) & 31),
    "bit-and": lambda left, right: to_int32(left) & to_int32(right),
    "bit-or": lambda left, right: to_int32(left) | to_int32(right),
    "bit-xor": lambda left, right: to_int32(left) ^ to_int32(right),
}
_WHOLE: dict[str, Callable[[int, int], int]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "divide": lambda left, right: abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1),
    "modulo": lambda left, right: abs(left) % abs(right) * (-1 if left < 0 else 1),
    "power": lambda left, right: left**right,
    "shift-left": lambda left, right: left << right if right >= 0 else left >> -right,
    "shift-right": lambda left, right: left >> right if right >= 0 else left << -right,
    "bit-and": lambda left, right: left & right,
    "bit-or": lambda left, right: left | right,
    "bit-xor": lambda left, right: left ^ right,
}


def _calculate_whole(machine: Machine, operator: str, left: int, right: int, at: int) -> Any:
    if operator in ("divide", "modulo") and not right:
        raise machine.throw("Division by zero", at, "RangeError")
    if operator == "power" and right < 0:
        raise machine.throw("Exponent must be non-negative", at, "RangeError")
    if operator not in _WHOLE:
        raise machine.throw("BigInts have no unsigned right shift, use >> instead", at, "TypeError")
    growth = {"power": left.bit_length() * right, "shift-left": right, "shift-right": -right}.get(operator, 0)
    if max(left.bit_length(), right.bit_length(), growth) > MAX_BITS:
        raise OverBudgetError(f"a number of more than {MAX_BITS} bits")
    return BigInt(_WHOLE[operator](left, right))


def has_member(machine: Machine, value: Any, key: Any, at: int) -> bool:
    """`key in value`."""
    if is_plain(value):
        raise machine.throw(
            f"Cannot use 'in' operator to search for '{describe(key)}' in {describe(value)}", at, "TypeError"
        )
    name = to_key(machine, key, at)
    if isinstance(value, Object) and (name in value.entries or name in (value.accessors or ())):
        return True
    if isinstance(value, Array) and name in own_keys(machine, value, hidden=True):
        return True
    if isinstance(value, Foreign) and isinstance(name, str):
        return name in OBJECT_MEMBERS or value.has(machine, name, at)
    return name in OBJECT_MEMBERS or machine.get(value, name, at) is not UNDEFINED


def is_instance(machine: Machine, value: Any, kind: Any, at: int) -> bool:
    """`value instanceof kind`, where `kind` is of the runtime or a platform."""
    if not is_callable(kind):
        raise machine.throw("Right-hand side of 'instanceof' is not callable", at, "TypeError")
    if isinstance(value, Object):
        parent, steps = value.type, 0
        while parent is not None and steps < 1000:
            if parent is kind:
                return True
            parent, steps = getattr(parent, "base", None), steps + 1
    return isinstance(kind, Foreign) and kind.has_instance(value)


def binary(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    """The operators of `ir.Binary`."""
    if operator == "is" or operator == "same":
        return strictly_equal(left, right)
    if operator == "is-not" or operator == "not-same":
        return not strictly_equal(left, right)
    if operator == "add":
        return _add(machine, left, right, at)
    if operator in ("equals", "not-equals"):
        return loosely_equal(machine, left, right, at) == (operator == "equals")
    if operator in ("less", "less-equal", "greater", "greater-equal"):
        return _order(machine, operator, left, right, at)
    if operator in ("in", "not-in"):
        return has_member(machine, right, left, at) == (operator == "in")
    if operator == "instanceof":
        return is_instance(machine, left, right, at)
    return _calculate(machine, operator, left, right, at)
