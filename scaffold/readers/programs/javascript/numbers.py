"""JavaScript's numbers: printed and read exactly as ECMAScript does, kept as `int` where they are whole."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

#: The largest number up to which every whole number has a double of its own.
SAFE = 2**53
#: What `trim` takes off.
SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_RADIX = {"0x": 16, "0o": 8, "0b": 2}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_DIGITS = 2_000


def number(value: int | float) -> int | float:
    """The number in its one form: whole numbers as `int` (but not -0, nor what a double cannot tell apart)."""
    if isinstance(value, int):
        if -SAFE <= value <= SAFE:
            return int(value)
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if value.is_integer() and -SAFE <= value <= SAFE and (value or math.copysign(1, value) > 0):
        return int(value)
    return value


def is_number(value: object) -> bool:
    """Whether it is a number, which a bool is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shortest(value: float) -> tuple[str, int]:
    """The fewest digits that say this positive number, and where its point is, counted from their start."""
    mantissa, _, exponent = repr(float(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    return digits.rstrip("0") or "0", point


def number_text(value: int | float) -> str:
    """As `String(value)` has it."""
    if isinstance(value, int) and -SAFE <= value <= SAFE:
        return str(value)
    value = number(value) if isinstance(value, int) else value
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, point = _shortest(abs(value))
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return sign + _exponential(digits, point - 1)


def _exponential(digits: str, exponent: int) -> str:
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{'+' if exponent >= 0 else '-'}{abs(exponent)}"


def parse_number(text: str) -> int | float:
    """As `Number(text)` has it."""
    text = text.strip(SPACES)
    if not text:
        return 0
    radix = _RADIX.get(text[:2].lower())
    if radix:
        return _whole(text[2:], radix)
    if text in ("Infinity", "+Infinity", "-Infinity"):
        return -math.inf if text[0] == "-" else math.inf
    return _decimal(text) if _DECIMAL.fullmatch(text) else math.nan


def _whole(digits: str, radix: int) -> int | float:
    allowed = DIGITS[:radix]
    if not digits or len(digits) > _MOST_DIGITS or any(digit not in allowed for digit in digits.lower()):
        return math.nan
    return number(int(digits, radix))


def _decimal(text: str) -> int | float:
    if len(text) < 16 and text.lstrip("-").isdecimal():
        return int(text) if text.strip("-0") or text[0] != "-" else -0.0
    return number(float(text))


def parse_float(text: str) -> int | float:
    """As `parseFloat(text)` has it."""
    text = text.lstrip(SPACES)
    found = _DECIMAL.match(text)
    if found:
        return _decimal(found[0])
    for name, value in (("Infinity", math.inf), ("+Infinity", math.inf), ("-Infinity", -math.inf)):
        if text.startswith(name):
            return value
    return math.nan


def parse_int(text: str, radix: int) -> int | float:
    """As `parseInt(text, radix)` has it; a radix of 0 is one that is not given."""
    text = text.lstrip(SPACES)
    negative = text.startswith("-")
    text = text[1:] if text[:1] in ("+", "-") else text
    if radix in (0, 16) and text[:2].lower() == "0x":
        text, radix = text[2:], 16
    radix = radix or 10
    if not 2 <= radix <= 36:
        return math.nan
    allowed = DIGITS[:radix] + DIGITS[10:radix].upper()
    end = next((at for at, sign in enumerate(text) if sign not in allowed), len(text))
    if not end:
        return math.nan
    value = number(int(text[: min(end, _MOST_DIGITS)], radix))
    return (-value if value else -0.0) if negative else value


def fixed(value: int | float, digits: int) -> str:
    """As `value.toFixed(digits)` has it."""
    if value != value or abs(value) >= 1e21:
        return number_text(value)
    return f"{'-' if value < 0 else ''}{_rounded(Decimal(abs(value)), digits):f}"


def _rounded(value: Decimal, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = 500
        return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _significant(value: Decimal, count: int) -> tuple[str, int]:
    """The first `count` digits of a positive number, rounded, and the exponent of the first."""
    if not value:
        return "0" * count, 0
    rounded = _rounded(value, count - 1 - value.adjusted())
    exponent = rounded.adjusted()
    return "".join(map(str, rounded.as_tuple().digits))[:count].ljust(count, "0"), exponent


def exponential(value: int | float, digits: int | None) -> str:
    """As `value.toExponential(digits)` has it; `None` for as many digits as it takes."""
    if value != value or math.isinf(value):
        return number_text(value)
    sign = "-" if value < 0 else ""
    if digits is None:
        found, point = _shortest(abs(value)) if value else ("0", 1)
        return sign + _exponential(found, point - 1)
    return sign + _exponential(*_significant(Decimal(abs(value)), digits + 1))


def precision(value: int | float, count: int) -> str:
    """As `value.toPrecision(count)` has it."""
    if value != value or math.isinf(value):
        return number_text(value)
    sign = "-" if value < 0 else ""
    digits, exponent = _significant(Decimal(abs(value)), count)
    if exponent < -6 or exponent >= count:
        return sign + _exponential(digits, exponent)
    if exponent >= 0:
        rest = digits[exponent + 1 :]
        return sign + digits[: exponent + 1] + (f".{rest}" if rest else "")
    return f"{sign}0.{'0' * -(exponent + 1)}{digits}"


def radix_text(value: int | float, radix: int) -> str:
    """As `value.toString(radix)` has it: as many digits behind the point as tell it from its neighbours."""
    if radix == 10 or value != value or math.isinf(value):
        return number_text(value)
    sign, value = ("-" if value < 0 else ""), abs(float(value))
    whole = int(value)
    fraction = value - whole
    digits: list[int] = []
    half = delta = max(0.5 * (math.nextafter(value, math.inf) - value), math.nextafter(0.0, 1.0))
    while fraction >= delta:
        fraction *= radix
        delta *= radix
        digits.append(int(fraction))
        fraction -= digits[-1]
        if (fraction > 0.5 or (fraction == 0.5 and digits[-1] & 1)) and fraction + delta > 1:
            whole += _carry(digits, radix)
            break
    text = _whole_text(whole, radix, half)
    return sign + text + ("." + "".join(DIGITS[digit] for digit in digits) if digits else "")


def _carry(digits: list[int], radix: int) -> int:
    """Adds one to the last digit; gives what is carried over the point."""
    while digits:
        if digits[-1] + 1 < radix:
            digits[-1] += 1
            return 0
        digits.pop()
    return 1


def _whole_text(value: int, radix: int, delta: float) -> str:
    """The digits of a whole number of which a double does not hold those below `delta`: these are zeros.

    It calculates in doubles, with their errors, as the runtimes do.
    """
    rest, digits = float(value), []
    while delta >= radix:
        rest, delta = rest / radix, delta / radix
        digits.append("0")
    while True:
        digit = math.fmod(rest, radix)
        digits.append(DIGITS[int(digit)])
        rest = (rest - digit) / radix
        if rest <= 0:
            return "".join(reversed(digits))


def grouped(value: int | float, least: int = 0, most: int = 3) -> str:
    """As `value.toLocaleString("en-US")` has it, with this many digits behind the point."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    rounded = _rounded(Decimal(repr(abs(value))), most)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    negative = value < 0 or (value == 0 and math.copysign(1, value) < 0)
    return f"{'-' if negative else ''}{whole}{'.' if fraction else ''}{fraction}"


def to_int32(value: int | float) -> int:
    """The number as a signed number of 32 bits, as bit operations take it."""
    bits = to_uint32(value)
    return bits - 2**32 if bits >= 2**31 else bits


def to_uint32(value: int | float) -> int:
    """The number as an unsigned number of 32 bits."""
    return 0 if value != value or math.isinf(value) else int(value) % 2**32


def to_integer(value: int | float) -> int:
    """The number without its fraction; what is infinite is as large as is safe."""
    if value != value:
        return 0
    return max(-SAFE, min(SAFE, int(value))) if not math.isinf(value) else (SAFE if value > 0 else -SAFE)
