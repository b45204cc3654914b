"""Terraform's numeric functions: https://developer.hashicorp.com/terraform/language/functions/abs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.declare import WHOLE, define
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.numbers import CONTEXT, MAX_DIGITS, exact, from_decimal
from scaffold.readers.terraform.types import ANY, NUMBER, STRING, to_number

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_Number = int | float


def _ceil(number: _Number) -> int:
    return int(exact(number).to_integral_value(ROUND_CEILING))


def _floor(number: _Number) -> int:
    return int(exact(number).to_integral_value(ROUND_FLOOR))


def _log(number: _Number, base: _Number) -> _Number:
    try:
        return _from_float(math.log(number) / math.log(base))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise NeedsKnownError("the logarithm is not a finite number") from None


def _pow(base: _Number, exponent: _Number) -> _Number:
    try:
        result = math.pow(base, exponent)
    except (ValueError, OverflowError):
        raise NeedsKnownError("the power is not a finite number") from None
    return _from_float(result)


def _from_float(number: float) -> _Number:
    """A result of binary arithmetic, as Terraform has it: every digit of the float counts."""
    return int(number) if number.is_integer() else number


def _largest(*numbers: _Number) -> _Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers, key=exact)


def _smallest(*numbers: _Number) -> _Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers, key=exact)


def _parse_int(text: str, base: int) -> int:
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive")
    if len(text) > MAX_DIGITS:
        raise FunctionError(f"numbers of more than {MAX_DIGITS} digits are not supported")
    digits = text[1:] if text[:1] in ("+", "-") else text
    values = [_DIGITS.find(digit.lower() if base <= 36 else digit) for digit in digits]
    if not values or not all(0 <= value < base for value in values):
        raise FunctionError(f'cannot parse "{text}" as a base {base} integer')
    number = 0
    for value in values:
        number = number * base + value
    return -number if text[0] == "-" else number


def _signum(number: int) -> int:
    return (number > 0) - (number < 0)


def _sum(numbers: Value) -> _Number:
    if not isinstance(numbers, tuple):
        raise FunctionError("argument must be list, set, or tuple")
    if not numbers:
        raise FunctionError("cannot sum an empty list")
    total = Decimal(0)
    for number in numbers:
        if number is None:
            raise FunctionError("argument must be list, set, or tuple of number values")
        total = CONTEXT.add(total, exact(to_number(number)))
    return from_decimal(total)


FUNCTIONS: Mapping[str, Function] = {
    "abs": define(abs, NUMBER),
    "ceil": define(_ceil, NUMBER),
    "floor": define(_floor, NUMBER),
    "log": define(_log, NUMBER, NUMBER),
    "max": define(_largest, rest=NUMBER),
    "min": define(_smallest, rest=NUMBER),
    "parseint": define(_parse_int, STRING, WHOLE),
    "pow": define(_pow, NUMBER, NUMBER),
    "signum": define(_signum, WHOLE),
    "sum": define(_sum, ANY),
}
