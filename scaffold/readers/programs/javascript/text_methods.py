"""The methods of text. They count in units of 16 bits, as JavaScript does. Those that take patterns are in
`text_patterns.py`."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from scaffold.readers.programs.bounds import bounded_text
from scaffold.readers.programs.javascript.coerce import to_text
from scaffold.readers.programs.javascript.kinds import Mark
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Steps, native, table
from scaffold.readers.programs.javascript.numbers import SPACES, number, number_text, to_integer, to_uint32
from scaffold.readers.programs.javascript.text_patterns import PATTERNS
from scaffold.readers.programs.javascript.texts import units, whole
from scaffold.readers.programs.values import UNDEFINED, Object, Symbol


def _this(given: Given) -> str:
    return units(given.as_text(given.this))


def _argument(given: Given, index: int) -> str:
    from scaffold.readers.programs.javascript.regexp import RegExp

    if isinstance(given[index], RegExp):
        raise given.error("First argument must not be a regular expression")
    return units(given.text(index))


def _simple(change: Callable[[str], str]) -> Body:
    return lambda given: change(given.as_text(given.this))


def _at(given: Given) -> Any:
    text = _this(given)
    index = given.integer(0)
    index += len(text) if index < 0 else 0
    return text[index] if 0 <= index < len(text) else UNDEFINED


def _char_at(given: Given) -> str:
    text, index = _this(given), given.integer(0)
    return text[index] if 0 <= index < len(text) else ""


def _char_code_at(given: Given) -> Any:
    text, index = _this(given), given.integer(0)
    return ord(text[index]) if 0 <= index < len(text) else math.nan


def _code_point_at(given: Given) -> Any:
    text, index = _this(given), given.integer(0)
    return ord(whole(text[index : index + 2])[0]) if 0 <= index < len(text) else UNDEFINED


def _concat(given: Given) -> str:
    parts = [given.as_text(given.this), *(given.text(index) for index in range(len(given.arguments)))]
    bounded_text(given.machine, sum(map(len, parts)))
    return whole("".join(parts))


def _ends_with(given: Given) -> bool:
    text, wanted = _this(given), _argument(given, 0)
    end = max(0, min(given.integer(1, len(text)), len(text)))
    return text[:end].endswith(wanted)


def _starts_with(given: Given) -> bool:
    text, wanted = _this(given), _argument(given, 0)
    return text.startswith(wanted, max(0, min(given.integer(1), len(text))))


def _includes(given: Given) -> bool:
    text, wanted = _this(given), _argument(given, 0)
    return text.find(wanted, max(0, min(given.integer(1), len(text)))) >= 0


def _index_of(given: Given) -> int:
    text = _this(given)
    return text.find(units(given.text(0)), max(0, min(given.integer(1), len(text))))


def _last_index_of(given: Given) -> int:
    text, wanted = _this(given), units(given.text(0))
    start = given.number(1) if given.has(1) else math.nan
    last = len(text) if start != start else max(0, min(to_integer(start), len(text)))
    return text.rfind(wanted, 0, last + len(wanted))


def _slice(given: Given) -> str:
    text = _this(given)
    start, end = given.place(0, len(text)), given.place(1, len(text), len(text))
    return whole(text[start:end])


def _substring(given: Given) -> str:
    text = _this(given)
    ends = [max(0, min(given.integer(0), len(text))), max(0, min(given.integer(1, len(text)), len(text)))]
    return whole(text[min(ends) : max(ends)])


def _substr(given: Given) -> str:
    text = _this(given)
    start = given.place(0, len(text))
    length = given.integer(1, len(text) - start)
    return whole(text[start : start + max(0, length)])


def _repeat(given: Given) -> str:
    text = given.as_text(given.this)
    count = given.number(0)
    if count < 0 or math.isinf(count):
        raise given.error(f"Invalid count value: {to_text(given.machine, given[0])}", "RangeError")
    times = to_integer(count)
    bounded_text(given.machine, len(text) * times)
    return text * times


def _pad(given: Given, *, before: bool) -> str:
    text, filling = _this(given), units(given.text(1, " "))
    missing = given.integer(0) - len(text)
    if missing <= 0 or not filling:
        return whole(text)
    bounded_text(given.machine, missing + len(text))
    added = (filling * (missing // len(filling) + 1))[:missing]
    return whole(added + text if before else text + added)


def _lower(text: str) -> str:
    return text.lower()


_FORMS: dict[str, Callable[[str], str]] = {
    "NFC": partial(unicodedata.normalize, "NFC"),
    "NFD": partial(unicodedata.normalize, "NFD"),
    "NFKC": partial(unicodedata.normalize, "NFKC"),
    "NFKD": partial(unicodedata.normalize, "NFKD"),
}


def _normalize(given: Given) -> str:
    work = _FORMS.get(given.text(0, "NFC"))
    if work is None:
        raise given.error("The normalization form should be one of NFC, NFD, NFKC, NFKD.", "RangeError")
    return work(given.as_text(given.this))


def collation_key(text: str, *, numeric: bool = False) -> tuple[Any, ...]:
    """Orders texts as people do: by letters, then accents, then case, small letters first. With `numeric`, digits in a
    row are one number."""
    bare = unicodedata.normalize("NFD", text)
    letters = [sign for sign in bare if not unicodedata.combining(sign)]
    pieces = re.findall(r"[0-9]+|.", "".join(letters), re.DOTALL) if numeric else letters
    return (
        [_weight(piece.casefold()) for piece in pieces],
        [sign for sign in bare if unicodedata.combining(sign)],
        [sign.isupper() for sign in letters],
    )


#: How the root collation orders what is no letter or digit.
_ORDER = {sign: place for place, sign in enumerate("\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$")}


def _weight(sign: str) -> tuple[int, Any]:
    if sign in _ORDER:
        return 0, _ORDER[sign]
    if sign.isdecimal():
        return 1, (int(sign) if len(sign) < 4000 else 0)
    return (1, sign) if sign.isdigit() else (2, sign)


def _locale_compare(given: Given) -> Any:
    options = given[2].entries if isinstance(given[2], Object) else {}
    if set(options) - {"numeric", "sensitivity"}:
        return given.unknown("these options of localeCompare are not known here")
    levels = _LEVELS.get(options.get("sensitivity", "variant"), (0, 1, 2))
    numeric = bool(options.get("numeric"))
    one, two = (collation_key(text, numeric=numeric) for text in (given.as_text(given.this), given.text(0)))
    first, second = ([key[level] for level in levels] for key in (one, two))
    return (first > second) - (first < second)


#: What counts where texts are compared: letters, accents, case.
_LEVELS = {"base": (0,), "accent": (0, 1), "case": (0, 2), "variant": (0, 1, 2)}


def _is_well_formed(given: Given) -> bool:
    return not any(0xD800 <= ord(sign) <= 0xDFFF for sign in given.as_text(given.this))


def _markup(given: Given, tag: str) -> str:
    return f"<{tag}>{given.as_text(given.this)}</{tag}>"


_BODIES: dict[str, Body] = {
    "at": _at,
    "charAt": _char_at,
    "charCodeAt": _char_code_at,
    "codePointAt": _code_point_at,
    "concat": _concat,
    "endsWith": _ends_with,
    "startsWith": _starts_with,
    "includes": _includes,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "slice": _slice,
    "substring": _substring,
    "substr": _substr,
    "repeat": _repeat,
    "padStart": lambda given: _pad(given, before=True),
    "padEnd": lambda given: _pad(given, before=False),
    "toLowerCase": _simple(_lower),
    "toLocaleLowerCase": _simple(_lower),
    "toUpperCase": _simple(str.upper),
    "toLocaleUpperCase": _simple(str.upper),
    "trim": _simple(lambda text: text.strip(SPACES)),
    "trimStart": _simple(lambda text: text.lstrip(SPACES)),
    "trimEnd": _simple(lambda text: text.rstrip(SPACES)),
    "trimLeft": _simple(lambda text: text.lstrip(SPACES)),
    "trimRight": _simple(lambda text: text.rstrip(SPACES)),
    "normalize": _normalize,
    "localeCompare": _locale_compare,
    "isWellFormed": _is_well_formed,
    "toString": _simple(str),
    "valueOf": _simple(str),
    "bold": lambda given: _markup(given, "b"),
}
TEXT_MEMBERS: dict[Any, Any] = {**table(_BODIES, pure=True), **PATTERNS}


def text_member(value: str, name: Any) -> Any:
    """A member of a text."""
    from scaffold.readers.programs.javascript.kinds import ITERATOR, OBJECT_MEMBERS

    if name == "length":
        return len(units(value))
    if isinstance(name, int | float):
        name = number_text(name)
    if name is ITERATOR:
        return native("iterator", lambda given: Steps(given.as_text(given.this)))
    found = TEXT_MEMBERS.get(name)
    if found is not None:
        return found
    if isinstance(name, str) and name.isdecimal() and (name == "0" or name[0] != "0"):
        spelled = units(value)
        return spelled[int(name)] if len(name) < 10 and int(name) < len(spelled) else UNDEFINED
    return OBJECT_MEMBERS.get(name, UNDEFINED)


def _from_codes(given: Given) -> str:
    return whole("".join(chr(to_uint32(given.number(index)) & 0xFFFF) for index in range(len(given.arguments))))


def _from_points(given: Given) -> str:
    signs = []
    for index in range(len(given.arguments)):
        code = number(given.number(index))
        if not isinstance(code, int) or not 0 <= code <= 0x10FFFF:
            raise given.error(f"Invalid code point {given.text(index)}", "RangeError")
        signs.append(chr(code))
    return "".join(signs)


def _raw(given: Given) -> Any:
    machine, at = given.machine, given.at
    texts = machine.iterate(machine.get(given[0], "raw", at), at) or []
    parts: list[Any] = []
    for index, text in enumerate(texts):
        parts.append(text)
        if index + 1 < min(len(texts), len(given.arguments)):
            parts.append(given[index + 1])
    return machine.join(parts, at)


def _string(given: Given) -> Any:
    if not given.arguments:
        return ""
    value = given[0]
    if isinstance(value, Mark):
        return f"Symbol({value.description})"
    return given.machine.text(value, given.at) if isinstance(value, Symbol) else to_text(given.machine, value, given.at)


STRING = Builtin(
    "String",
    _string,
    _string,
    {
        "fromCharCode": native("String.fromCharCode", _from_codes, pure=True),
        "fromCodePoint": native("String.fromCodePoint", _from_points, pure=True),
        "raw": native("String.raw", _raw),
    },
    TEXT_MEMBERS,
)
