"""Numbers as Terraform has them: decimal text in and out, and exact arithmetic between.

A number is an `int` when it is integral, else a `float` that stands for its shortest decimal spelling. Terraform keeps
512 bits; a float keeps the 17 digits that configurations write.
"""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal, InvalidOperation, Overflow

#: Numbers with more digits than this are refused: nobody writes them, and printing them takes quadratic time.
MAX_DIGITS = 4000

#: As exact as Terraform's 512 bits.
CONTEXT = Context(prec=155, traps=[InvalidOperation, Overflow])

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")


class NumberError(Exception):
    """Not a number, or none that can be had here."""


def parse_number(text: str) -> int | float:
    """The number that `text` spells in base 10. Raises `NumberError`."""
    if len(text) > 2 * MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise NumberError("a number is required")
    return from_decimal(Decimal(text))


def from_decimal(number: Decimal) -> int | float:
    """`number` as a value. Raises `NumberError` for what is not finite or too large."""
    if not number.is_finite():
        raise NumberError("the number is not finite")
    if number == 0:
        return 0
    if abs(number.adjusted()) > MAX_DIGITS:
        raise NumberError(f"numbers of more than {MAX_DIGITS} digits are not supported")
    if number == number.to_integral_value():
        return int(number)
    return float(number)


def exact(number: int | float) -> Decimal:
    """`number` as the decimal it stands for: 0.1 is one tenth."""
    return Decimal(number) if isinstance(number, int) else Decimal(repr(number))


def number_text(number: int | float) -> str:
    """`number` in Terraform's spelling: all digits, never an exponent. Raises `NumberError`."""
    if isinstance(number, int):
        if number.bit_length() > MAX_DIGITS * 3.3:
            raise NumberError(f"numbers of more than {MAX_DIGITS} digits are not supported")
        return str(number)
    if not math.isfinite(number):
        raise NumberError("the number is not finite")
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
