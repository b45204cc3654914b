"""The classes of signs in JavaScript's regular expressions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial

from scaffold.readers.programs.javascript.numbers import SPACES
from scaffold.readers.programs.regex.nodes import WORD, Fold, Signs, only

LINE_END = Signs(only("\n\r\u2028\u2029"))
WORDS = Signs(WORD)
SPACE = only(SPACES)


def _by_folding(sign: str) -> str:
    found = sign.casefold()
    return found if len(found) == 1 else sign


def _by_capitals(sign: str) -> str:
    found = sign.upper()
    return sign if len(found) != 1 or (ord(sign) > 127 and ord(found) < 128) else found


#: What is the same but for case, in patterns of characters (`True`) and of units of 16 bits.
FOLDS: dict[bool, Fold] = {True: _by_folding, False: _by_capitals}

_PROPERTIES: dict[str, Callable[[str], bool]] = {
    "Alphabetic": str.isalpha,
    "Alpha": str.isalpha,
    "Lowercase": str.islower,
    "Uppercase": str.isupper,
    "White_Space": lambda sign: sign in SPACES,
    "ASCII": str.isascii,
    "Any": lambda _: True,
}
_LONG = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Control": "Cc",
}
_KINDS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "S": "mcko", "Z": "slp", "C": "cfson"}
_CATEGORIES = frozenset({*"LMNPSZC"} | {group + kind for group, kinds in _KINDS.items() for kind in kinds})


def property_test(name: str) -> Callable[[str], bool] | None:
    """Whether a sign has a Unicode property, `None` for one that is not known here."""
    name = name.removeprefix("General_Category=").removeprefix("gc=")
    name = _LONG.get(name, name)
    if name in _PROPERTIES:
        return _PROPERTIES[name]
    return partial(_in_category, name) if name in _CATEGORIES else None


def _in_category(name: str, sign: str) -> bool:
    return unicodedata.category(sign).startswith(name)
