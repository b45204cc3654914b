"""`Number`, `Boolean`, `Math` and the functions that read numbers."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from scaffold.readers.programs.javascript.coerce import to_number, to_truth
from scaffold.readers.programs.javascript.kinds import OBJECT_MEMBERS, TAG, BigInt
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Namespace, native, table
from scaffold.readers.programs.javascript.numbers import (
    SAFE,
    exponential,
    fixed,
    grouped,
    is_number,
    number,
    number_text,
    parse_float,
    parse_int,
    precision,
    radix_text,
    to_int32,
    to_uint32,
)
from scaffold.readers.programs.javascript.operators import power
from scaffold.readers.programs.values import MISSING, UNDEFINED, Object, Symbol


def _this(given: Given) -> int | float:
    return to_number(given.machine, given.this, given.at)


def _digits(given: Given, name: str, least: int, most: int) -> int:
    digits = given.integer(0)
    if not least <= digits <= most:
        raise given.error(f"{name}() argument must be between {least} and {most}", "RangeError")
    return digits


def _fixed(given: Given) -> str:
    digits = given.integer(0)
    if not 0 <= digits <= 100:
        raise given.error("toFixed() digits argument must be between 0 and 100", "RangeError")
    return fixed(_this(given), digits)


def _precision(given: Given) -> str:
    return precision(_this(given), _digits(given, "toPrecision", 1, 100)) if given.has(0) else number_text(_this(given))


def _exponential(given: Given) -> str:
    return exponential(_this(given), _digits(given, "toExponential", 0, 100) if given.has(0) else None)


def _radix(given: Given) -> str:
    radix = given.integer(0, 10)
    if not 2 <= radix <= 36:
        raise given.error("toString() radix argument must be between 2 and 36", "RangeError")
    return radix_text(_this(given), radix)


def _local(given: Given) -> Any:
    locale = given[0]
    options = given[1].entries if isinstance(given[1], Object) else {}
    if locale not in (UNDEFINED, "en-US", "en") or set(options) - {"minimumFractionDigits", "maximumFractionDigits"}:
        return given.unknown("how this locale and these options write numbers is not known here")
    least = int(options.get("minimumFractionDigits", 0))
    return grouped(_this(given), least, int(options.get("maximumFractionDigits", max(3, least))))


NUMBER_MEMBERS: dict[Any, Any] = {
    **OBJECT_MEMBERS,
    **table(
        {
            "toFixed": _fixed,
            "toPrecision": _precision,
            "toExponential": _exponential,
            "toString": _radix,
            "toLocaleString": _local,
            "valueOf": _this,
        },
        pure=True,
    ),
}
BOOLEAN_MEMBERS: dict[Any, Any] = {
    **OBJECT_MEMBERS,
    **table(
        {
            "toString": lambda given: "true" if given.this else "false",
            "valueOf": lambda given: given.this,
        },
        pure=True,
    ),
}


def _is_whole(value: Any) -> bool:
    return is_number(value) and math.isfinite(value) and value == int(value)


def _parse_float(given: Given) -> Any:
    return parse_float(given.text(0))


def _parse_int(given: Given) -> Any:
    return parse_int(given.text(0), to_int32(given.number(1)))


PARSE_FLOAT = native("parseFloat", _parse_float, pure=True)
PARSE_INT = native("parseInt", _parse_int, pure=True)
IS_NAN = native("isNaN", lambda given: given.number(0) != given.number(0), pure=True)
IS_FINITE = native("isFinite", lambda given: math.isfinite(given.number(0)), pure=True)


def _number(given: Given) -> Any:
    if not given.arguments:
        return 0
    value = given[0]
    return number(value.value if isinstance(value, BigInt) else given.number(0))


NUMBER = Builtin(
    "Number",
    _number,
    _number,
    {
        "MAX_SAFE_INTEGER": SAFE - 1,
        "MIN_SAFE_INTEGER": 1 - SAFE,
        "MAX_VALUE": math.nextafter(math.inf, 0),
        "MIN_VALUE": 5e-324,
        "EPSILON": 2**-52,
        "POSITIVE_INFINITY": math.inf,
        "NEGATIVE_INFINITY": -math.inf,
        "NaN": math.nan,
        "parseFloat": PARSE_FLOAT,
        "parseInt": PARSE_INT,
        **table(
            {
                "isInteger": lambda given: _is_whole(given[0]),
                "isSafeInteger": lambda given: _is_whole(given[0]) and abs(given[0]) < SAFE,
                "isNaN": lambda given: is_number(given[0]) and given[0] != given[0],
                "isFinite": lambda given: is_number(given[0]) and math.isfinite(given[0]),
            },
            "Number.",
            pure=True,
        ),
    },
    NUMBER_MEMBERS,
    pure=True,
)


def _boolean(given: Given) -> Any:
    value = given[0]
    if not isinstance(value, Symbol):
        return to_truth(value)
    found = given.machine.truth(value, given.at)
    from scaffold.model.values import Call

    return Symbol(Call("Boolean", given.machine.operands(value)), MISSING if found is None else found)


BOOLEAN = Builtin("Boolean", _boolean, _boolean, members=BOOLEAN_MEMBERS)


def _of_one(work: Callable[[Any], int | float]) -> Body:
    """A function of one number; where it has no value, NaN."""

    def body(given: Given) -> Any:
        value = given.number(0)
        try:
            return number(work(value)) if value == value else math.nan
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return body


def _whole_by(work: Callable[[float], int]) -> Body:
    def body(value: Any) -> int | float:
        if isinstance(value, int) or not math.isfinite(value):
            return value if isinstance(value, int | float) else math.nan
        found = work(value)
        return found if found else math.copysign(0.0, value) if value <= 0 else 0

    return _of_one(body)


def _round(value: float) -> int:
    floor = math.floor(value)
    return floor + (1 if value - floor >= 0.5 else 0)


def _extreme(pick: Callable[[int | float, int | float], bool], empty: float) -> Body:
    """The largest or smallest; NaN where one is NaN. 0 is larger than -0."""

    def body(given: Given) -> Any:
        values = [given.number(index) for index in range(len(given.arguments))]
        if any(value != value for value in values):
            return math.nan
        found: int | float = empty
        for value in values:
            if pick(value, found) or (value == found and pick(_signed(value), _signed(found))):
                found = value
        return number(found)

    return body


def _signed(value: int | float) -> float:
    return math.copysign(1, value) if not value else 0


def _log(work: Callable[[float], float]) -> Body:
    return _of_one(lambda value: work(value) if value else -math.inf)


def _hypot(given: Given) -> Any:
    return number(math.hypot(*(given.number(index) for index in range(len(given.arguments)))))


def _sign(value: int | float) -> int | float:
    return (1 if value > 0 else -1) if value else value


def _single(value: int | float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _cube_root(value: int | float) -> float:
    """The cube root, correct to the last digit."""
    near = math.cbrt(value)
    if not math.isfinite(near):
        return near
    around = (near, math.nextafter(near, math.inf), math.nextafter(near, -math.inf))
    return min(around, key=lambda root: abs(Fraction(root) ** 3 - Fraction(value)))


_MATH: dict[str, Body] = {
    "abs": _of_one(abs),
    "ceil": _whole_by(math.ceil),
    "floor": _whole_by(math.floor),
    "round": _whole_by(_round),
    "trunc": _whole_by(math.trunc),
    "sign": _of_one(_sign),
    "sqrt": _of_one(math.sqrt),
    "cbrt": _of_one(_cube_root),
    "exp": _of_one(math.exp),
    "expm1": _of_one(math.expm1),
    "log": _log(math.log),
    "log2": _log(math.log2),
    "log10": _log(math.log10),
    "log1p": _of_one(lambda value: math.log1p(value) if value != -1 else -math.inf),
    "sin": _of_one(math.sin),
    "cos": _of_one(math.cos),
    "tan": _of_one(math.tan),
    "asin": _of_one(math.asin),
    "acos": _of_one(math.acos),
    "atan": _of_one(math.atan),
    "sinh": _of_one(math.sinh),
    "cosh": _of_one(math.cosh),
    "tanh": _of_one(math.tanh),
    "fround": _of_one(_single),
    "clz32": _of_one(lambda value: 32 - to_uint32(value).bit_length()),
    "atan2": lambda given: number(math.atan2(given.number(0), given.number(1))),
    "pow": lambda given: number(power(given.number(0), given.number(1))),
    "hypot": _hypot,
    "imul": lambda given: to_int32(to_int32(given.number(0)) * to_int32(given.number(1))),
    "max": _extreme(lambda one, two: one > two, -math.inf),
    "min": _extreme(lambda one, two: one < two, math.inf),
}
MATH = Namespace(
    {
        "PI": math.pi,
        "E": math.e,
        "LN2": math.log(2),
        "LN10": math.log(10),
        "LOG2E": 1.4426950408889634,
        "LOG10E": 0.4342944819032518,
        "SQRT2": math.sqrt(2),
        "SQRT1_2": math.sqrt(0.5),
        **table(_MATH, "Math.", pure=True),
        "random": native("Math.random", lambda given: given.unknown("this is random")),
        TAG: "Math",
    }
)
