"""JavaScript's whole numbers without bounds."""

from __future__ import annotations

from scaffold.readers.programs.bounds import MAX_BITS
from scaffold.readers.programs.javascript.kinds import BigInt
from scaffold.readers.programs.javascript.native import Builtin, Given, native
from scaffold.readers.programs.javascript.numbers import DIGITS, SPACES, is_number, number
from scaffold.readers.programs.values import UNDEFINED, OverBudgetError


def _text(given: Given) -> str:
    radix = given.integer(0, 10)
    if not 2 <= radix <= 36:
        raise given.error("toString() radix must be between 2 and 36", "RangeError")
    value = abs(given.this.value)
    digits: list[str] = []
    while value or not digits:
        value, digit = divmod(value, radix)
        digits.append(DIGITS[digit])
    return ("-" if given.this.value < 0 else "") + "".join(reversed(digits))


BigInt.methods = {
    "toString": native("toString", _text),
    "valueOf": native("valueOf", lambda given: given.this),
    "toLocaleString": native("toLocaleString", lambda given: f"{given.this.value:,}"),
}


def read_bigint(text: str) -> int | None:
    """The number that a text says as `BigInt(text)` reads it, without bounds; `None` where it is none."""
    text = text.strip(SPACES).removesuffix("n")
    if not text:
        return 0
    if len(text) > MAX_BITS // 4:
        raise OverBudgetError(f"a number of more than {MAX_BITS} bits")
    radix = {"0x": 16, "0o": 8, "0b": 2}.get(text[:2].lower(), 10)
    try:
        return int(text, radix) if "_" not in text else None
    except ValueError:
        return None


def _convert(given: Given) -> BigInt:
    value = given[0]
    if isinstance(value, BigInt):
        return value
    if isinstance(value, bool):
        return BigInt(int(value))
    if is_number(value):
        if value != value or number(value) != int(value):
            raise given.error(f"The number {given.text(0)} cannot be converted to a BigInt", "RangeError")
        return BigInt(int(value))
    found = read_bigint(value) if isinstance(value, str) else None
    if found is None:
        kind = "TypeError" if value is None or value is UNDEFINED else "SyntaxError"
        raise given.error(f"Cannot convert {given.text(0)} to a BigInt", kind)
    return BigInt(found)


def _as_bits(given: Given) -> BigInt:
    bits, value = given.integer(0), given[1].value
    return BigInt(value % 2 ** min(bits, MAX_BITS))


BIGINT = Builtin("BigInt", _convert, statics={"asUintN": native("BigInt.asUintN", _as_bits)})
