"""What plain scalars of YAML mean to Pulumi: null, booleans, numbers and text, as its own YAML library reads them.

That is neither YAML 1.1 nor 1.2: `yes` and `22:30` are text, `0777` and `0o777` are octal, `1_000` is a number, and a
date stays the text that it is.
"""

from __future__ import annotations

import re
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float("inf") for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **{f"-{word}": float("-inf") for word in (".inf", ".Inf", ".INF")},
}
_INTEGER: Final = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<binary>[01]+)|0[oO]?(?P<octal>[0-7]+)|(?P<decimal>0|[1-9]\d*))",
    re.ASCII,
)
_FLOAT: Final = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
_BASES: Final = {"hex": 16, "binary": 2, "octal": 8, "decimal": 10}
#: What an integer may be; a larger one is a float.
_LEAST, _MOST = -(2**63), 2**64 - 1
_EXACT: Final = 2**53


def plain_value(text: str) -> Any:
    """The value of a scalar that is written without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    digits = text.replace("_", "") if text[0] != "." else text
    found = _INTEGER.fullmatch(digits)
    if found is not None:
        kind = next(name for name in _BASES if found[name] is not None)
        value = int(found[kind], _BASES[kind]) * (-1 if found["sign"] == "-" else 1)
        if _LEAST <= value <= _MOST:
            return number(value)
    if _FLOAT.fullmatch(digits):
        return number(float(digits))
    return text


def number(value: int | float) -> int | float:
    """A number as programs have it, all of which are floats: a whole one is an int here, as in every value."""
    whole = float(value)
    return int(whole) if whole.is_integer() and abs(whole) <= _EXACT else whole


def tagged_value(tag: str, text: str) -> Any:
    """The value of a scalar with a tag (`!!str`); raises `ValueError` for what is none of that kind."""
    if tag in ("str", "binary", "timestamp"):
        return text
    value = plain_value(text)
    if tag == "float" and isinstance(value, int) and not isinstance(value, bool):
        return value
    kinds: dict[str, tuple[type, ...]] = {"int": (int,), "float": (float,), "bool": (bool,), "null": (type(None),)}
    if tag in kinds and (not isinstance(value, kinds[tag]) or (isinstance(value, bool) and tag != "bool")):
        raise ValueError(f"{text!r} is no {tag}")
    return value if tag in kinds else text
