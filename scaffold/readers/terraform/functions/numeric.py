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

#: Coefficients of the approximation of log(1 + f), and log(2) in two parts.
_L = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10

_Number = int | float


def _ceil(number: _Number) -> int:
    return int(exact(number).to_integral_value(ROUND_CEILING))


def _floor(number: _Number) -> int:
    return int(exact(number).to_integral_value(ROUND_FLOOR))


def _log(number: _Number, base: _Number) -> _Number:
    if number <= 0 or base <= 0 or base == 1:
        raise NeedsKnownError("the logarithm is not a finite number")
    return _from_float(_natural_log(number) / _natural_log(base))


def _natural_log(number: _Number) -> float:
    """The logarithm as Terraform's platform computes it, with the same last digit: `ceil` and `floor` depend on it.

    This is the method of FreeBSD's `e_log.c`; the C library that Python uses rounds differently in some places.
    """
    try:
        fraction, exponent = math.frexp(number)
    except OverflowError:
        raise NeedsKnownError("the number is too large for a logarithm") from None
    if fraction < math.sqrt(2) / 2:
        fraction, exponent = fraction * 2, exponent - 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_L[0] + s4 * (_L[2] + s4 * (_L[4] + s4 * _L[6])))
    even = s4 * (_L[1] + s4 * (_L[3] + s4 * _L[5]))
    half = 0.5 * f * f
    return exponent * _LN2_HIGH - ((half - (s * (half + odd + even) + exponent * _LN2_LOW)) - f)


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
