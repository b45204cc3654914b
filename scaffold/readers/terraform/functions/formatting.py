"""`format` and `formatlist`: https://developer.hashicorp.com/terraform/language/functions/format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.declare import bounded_elements, bounded_text
from scaffold.readers.terraform.functions.graphemes import clusters
from scaffold.readers.terraform.functions.json_text import encode_json
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.numbers import exact
from scaffold.readers.terraform.types import ConversionError, to_bool, to_number, to_text

_PART = re.compile(
    r"%%|%(?P<flags>[ 0#+-]*)(?P<width>[1-9][0-9]*)?(?P<dot>\.(?P<precision>[0-9]*))?"
    r"(?:\[(?P<index>[1-9][0-9]*)\])?(?P<mode>[A-Za-z])"
)
_MAX_PADDING = 100_000
_RADIX = {"b": "b", "d": "d", "o": "o", "x": "x", "X": "X"}
_PREFIX = {"b": "0b", "d": "", "o": "0", "x": "0x", "X": "0X"}


@dataclass(frozen=True, slots=True)
class _Verb:
    """One `%` sequence; `width` and `precision` are -1 where they are not given."""

    raw: str
    offset: int
    flags: str
    width: int
    precision: int
    index: int
    mode: str

    def refuse(self, reason: str) -> FunctionError:
        return FunctionError(f'unsupported value for "{self.raw}" at {self.offset}: {reason}')


def format_text(spec: str, *arguments: Value) -> str:
    """The text that `spec` makes of the arguments. Raises `FunctionError`."""
    parts: list[str] = []
    at, following, highest = 0, 1, 0
    while at < len(spec):
        end = spec.find("%", at)
        end = len(spec) if end < 0 else end
        parts.append(spec[at:end])
        at = end
        if at == len(spec):
            break
        found = _PART.match(spec, at)
        if not found:
            raise FunctionError(f"unrecognized format sequence at offset {at}")
        at = found.end()
        if found[0] == "%%":
            parts.append("%")
            continue
        verb = _verb(found, following)
        following, highest = verb.index + 1, max(highest, verb.index)
        parts.append(_format_one(verb, arguments))
    if highest < len(arguments):
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise FunctionError(f"too many arguments; {used}")
    bounded_text(sum(map(len, parts)))
    return "".join(parts)


def format_list(spec: str, *arguments: Value) -> tuple[str, ...]:
    """The texts that `spec` makes of the elements of the lists among the arguments. Raises `FunctionError`."""
    lengths = [len(argument) for argument in arguments if isinstance(argument, tuple)]
    if len(set(lengths)) > 1:
        raise FunctionError(f"the lists have different lengths: {', '.join(map(str, lengths))}")
    count = lengths[0] if lengths else 1
    bounded_elements(count)
    rows = [[each[row] if isinstance(each, tuple) else each for each in arguments] for row in range(count)]
    result = tuple(format_text(spec, *row) for row in rows)
    bounded_text(sum(map(len, result)))
    return result


def _verb(found: re.Match[str], following: int) -> _Verb:
    width = int((found["width"] or "-1")[:9])
    precision = int((found["precision"] or "0")[:9]) if found["dot"] else -1
    if max(width, precision) > _MAX_PADDING:
        raise NeedsKnownError(f"a width or precision of more than {_MAX_PADDING} is not supported")
    index = int(found["index"][:9]) if found["index"] else following
    return _Verb(found[0], found.start(), found["flags"], width, precision, index, found["mode"])


def _format_one(verb: _Verb, arguments: Sequence[Value]) -> str:
    if verb.index > len(arguments):
        have = f"need index {verb.index} but have {len(arguments)} total"
        raise FunctionError(f'not enough arguments for "{verb.raw}" at {verb.offset}: {have}')
    argument = arguments[verb.index - 1]
    if argument is None and verb.mode != "v":
        raise verb.refuse("null value cannot be formatted")
    try:
        if verb.mode == "v":
            return _as_is(verb, argument)
        if verb.mode == "t":
            return to_text(to_bool(argument))
        if verb.mode in _RADIX:
            return _integer(verb, to_number(argument))
        if verb.mode in "eEfgG":
            return _float(verb, to_number(argument))
        if verb.mode in "sq":
            return _string(verb, to_text(argument))
    except ConversionError as error:
        raise verb.refuse(str(error)) from None
    raise FunctionError(f'unsupported format verb "{verb.mode}" in "{verb.raw}" at offset {verb.offset}')


def _as_is(verb: _Verb, argument: Value) -> str:
    if "#" not in verb.flags:
        if isinstance(argument, str):
            return _pad(verb, argument)
        if isinstance(argument, int | float) and not isinstance(argument, bool):
            return _pad(verb, general(argument))
    return _pad(verb, encode_json(argument))


def _string(verb: _Verb, text: str) -> str:
    if verb.precision > 0:
        text = "".join(clusters(text)[: verb.precision])
    return _pad(verb, encode_json(text) if verb.mode == "q" else text)


def _pad(verb: _Verb, text: str) -> str:
    missing = verb.width - len(clusters(text))
    if missing <= 0:
        return text
    padding = ("0" if "0" in verb.flags else " ") * missing
    return text + padding if "-" in verb.flags else padding + text


def _integer(verb: _Verb, number: int | float) -> str:
    if not isinstance(number, int):
        raise verb.refuse("an integer is required")
    digits = format(abs(number), _RADIX[verb.mode])
    if verb.precision >= 0:
        digits = digits.rjust(verb.precision, "0")
    if "#" in verb.flags:
        digits = _PREFIX[verb.mode] + digits
    return _pad_number(
        verb, number < 0, digits, zeros="0" in verb.flags and "-" not in verb.flags and verb.precision < 0
    )


def _pad_number(verb: _Verb, negative: bool, digits: str, zeros: bool) -> str:
    sign = "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    if zeros:
        return sign + digits.rjust(verb.width - len(sign), "0")
    return (sign + digits).ljust(verb.width) if "-" in verb.flags else (sign + digits).rjust(verb.width)


def _float(verb: _Verb, number: int | float) -> str:
    mode = verb.mode.lower()
    if mode == "g" and verb.precision < 0:
        text = general(abs(number))
    elif mode == "f":
        text = _fixed(_binary(number), 6 if verb.precision < 0 else verb.precision)
    else:
        text = _scientific(_binary(number), verb.precision, general=mode == "g")
    # Unlike for integers, zeros win over padding on the right.
    return _pad_number(verb, number < 0, text.upper() if verb.mode.isupper() else text, zeros="0" in verb.flags)


def general(number: int | float) -> str:
    """`number` as `%v` and `%g` have it: the fewest digits, with an exponent below 1e-4 and from 1e6."""
    decimal = exact(number).normalize()
    if decimal == 0:
        return "0"
    exponent = decimal.adjusted()
    if -4 <= exponent < 6:
        return format(decimal, "f")
    digits = "".join(map(str, decimal.as_tuple().digits))
    return ("-" if decimal < 0 else "") + _with_exponent(digits, exponent)


def _with_exponent(digits: str, exponent: int) -> str:
    fraction = f".{digits[1:]}" if digits[1:] else ""
    return f"{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _binary(number: int | float) -> Fraction:
    """The absolute value as Terraform keeps it, rounded to 512 bits: it decides which way a final 5 is rounded."""
    value = abs(Fraction(exact(number)))
    if value.denominator == 1 or value == 0:
        return value
    shift = 512 - (value.numerator.bit_length() - value.denominator.bit_length())
    scaled = round(value * Fraction(2) ** shift)
    excess = max(scaled.bit_length() - 512, 0)
    return Fraction(round(Fraction(scaled, 1 << excess)) << excess) / Fraction(2) ** shift


def _fixed(value: Fraction, precision: int) -> str:
    digits = str(round(value * 10**precision)).rjust(precision + 1, "0")
    return f"{digits[:-precision]}.{digits[-precision:]}" if precision else digits


def _scientific(value: Fraction, precision: int, general: bool) -> str:
    """`%e`, or `%g` with a precision, which counts all digits and drops zeros at the end."""
    places = (max(precision, 1) - 1) if general else (6 if precision < 0 else precision)
    digits, exponent = _digits(value, places + 1)
    if not general:
        return _with_exponent(digits, exponent)
    if -4 <= exponent < max(precision, 1):
        text = _fixed(value, max(places - exponent, 0))
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _with_exponent(digits[0] + digits[1:].rstrip("0"), exponent)


def _digits(value: Fraction, count: int) -> tuple[str, int]:
    """The first `count` digits, rounded, and the decimal exponent of the first."""
    if value == 0:
        return "0" * count, 0
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    if value < Fraction(10) ** exponent:
        exponent -= 1
    digits = str(round(value * Fraction(10) ** (count - 1 - exponent)))
    return (digits[:count], exponent + 1) if len(digits) > count else (digits, exponent)
