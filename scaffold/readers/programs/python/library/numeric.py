"""The modules about numbers: `math`, `statistics`, `decimal`, `fractions`."""

from __future__ import annotations

import decimal
import fractions
import math
import re
import statistics
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.python.library.hosted import function, hosted, table
from scaffold.readers.programs.python.native import Module

#: The largest number of which a factorial is made.
_LARGEST = 5_000
_EXPONENT = re.compile("[eE][+-]?([0-9]+)")


def _small(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, only for numbers that are not too large."""

    def body(*numbers: Any) -> Any:
        if any(isinstance(number, int) and abs(number) > _LARGEST for number in numbers):
            raise NotKnownError("a number that is too large")
        return work(*numbers)

    return body


_MATH = (
    "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist erf erfc exp exp2 expm1 fabs "
    "floor fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 "
    "modf nextafter pow prod radians remainder sin sinh sqrt tan tanh trunc ulp"
)
MATH = Module(
    "math",
    {
        **table(math, _MATH, "math."),
        **{name: function(name, _small(getattr(math, name))) for name in ("factorial", "comb", "perm")},
        **{name: getattr(math, name) for name in ("pi", "e", "tau", "inf", "nan")},
    },
)
STATISTICS = Module(
    "statistics",
    table(
        statistics,
        "mean fmean geometric_mean harmonic_mean median median_low median_high median_grouped mode multimode pstdev "
        "pvariance stdev variance quantiles",
        "statistics.",
    ),
)


def _number(work: type) -> Callable[..., Any]:
    def body(*given: Any, **named: Any) -> Any:
        for value in given:
            exponent = _EXPONENT.search(value) if isinstance(value, str) else None
            if isinstance(value, str) and (len(value) > _LARGEST or (exponent and len(exponent[1]) > 4)):
                raise NotKnownError("a number that is too large")
        return work(*given, **named)

    return body


DECIMAL_CLASS = hosted(
    decimal.Decimal,
    methods="quantize normalize to_integral_value to_integral sqrt is_nan is_zero is_finite is_signed copy_abs "
    "as_tuple compare max min as_integer_ratio",
    attributes="real imag",
    make=_number(decimal.Decimal),
)
_ROUNDINGS = [name for name in dir(decimal) if name.startswith("ROUND_")]
DECIMAL = Module("decimal", {"Decimal": DECIMAL_CLASS, **{name: name for name in _ROUNDINGS}})
FRACTION = hosted(
    fractions.Fraction,
    methods="limit_denominator as_integer_ratio",
    attributes="numerator denominator",
    make=_number(fractions.Fraction),
)
FRACTIONS = Module("fractions", {"Fraction": FRACTION})
