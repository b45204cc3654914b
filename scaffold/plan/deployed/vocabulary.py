"""The functions and operators of conditions, by what can be done about them, and texts to try.

Names are those of `model/deployments.py`: operators of the program IR, and methods of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.values import Call, Value

EQUAL = frozenset({"is", "equals", "same"})
UNEQUAL = frozenset({"is-not", "not-equals", "not-same"})
ORDER = {"less": (-1, 0), "less-equal": (0, 1), "greater": (1, 0), "greater-equal": (0, -1)}
MIRRORED = {"less": "greater", "less-equal": "greater-equal", "greater": "less", "greater-equal": "less-equal"}
#: Functions whose result is their argument, if that is chosen so.
KEEPING = frozenset(
    {"toString", "String", "trim", "trimStart", "trimEnd", "normalize", "valueOf", "secret", "pop", "shift", "at"}
    | {"slice", "substring", "substr", "replace", "replaceAll", "padStart", "padEnd", "Boolean", "unsecret", "Output"}
    | {"removeprefix", "removesuffix", "zfill", "rjust", "ljust", "center", "encode", "decode", "sorted", "list"}
)
ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "modulo"})
NUMBERS = frozenset({"Number", "parseInt", "parseFloat", "plus", "int", "float", "round", "floor", "ceil", "trunc"})
OF_TYPE: Mapping[str, Value] = {"string": "text", "number": 3, "boolean": True, "object": {"key": "value"}}
#: Texts that look real, and texts that hardly match anything.
MATCHING = (
    *("text", "team@example.com", "https://example.com", "example.com", "10.0.0.0/16", "3", "TEXT", "us-east-1"),
    *("123456789012", "a", "1.2.3"),
)
ODD = ("not valid!", "", "?")


def has(text: str, function: str, part: str) -> bool:
    """Whether a text begins or ends with a part, as `startsWith` and `endsWith` say."""
    return text.startswith(part) if function == "startsWith" else text.endswith(part)


def members(whole: Value) -> tuple[Any, ...]:
    """What a literal includes: of a text itself, of a list its elements, of an object its keys."""
    if isinstance(whole, str):
        return (whole,)
    return tuple(whole) if isinstance(whole, tuple | Mapping) else ()


def parts(condition: Value) -> Iterator[Value]:
    """A condition and the conditions that it is made of."""
    yield condition
    if isinstance(condition, Call) and condition.function in ("and", "or", "not"):
        for argument in condition.arguments:
            yield from parts(argument)


def is_pattern(value: Value) -> bool:
    """Whether a value is a regular expression."""
    return isinstance(value, Call) and value.function == "regex" and bool(value.arguments)


def matching(pattern: Value) -> list[str]:
    """Texts that may match a regular expression, those that do first."""
    return _sorted(pattern, (*MATCHING, *ODD), True)


def not_matching(pattern: Value) -> list[str]:
    """Texts that may not match a regular expression, those that do not first."""
    return _sorted(pattern, (*ODD, *MATCHING), False)


def _sorted(pattern: Value, texts: tuple[str, ...], wanted: bool) -> list[str]:
    source = pattern.arguments[0] if isinstance(pattern, Call) else None
    flags = pattern.arguments[1] if isinstance(pattern, Call) and len(pattern.arguments) > 1 else ""
    try:
        found = re.compile(str(source), re.IGNORECASE if "i" in str(flags) else 0) if source is not None else None
    except (re.error, OverflowError, RecursionError):
        found = None
    if found is None:
        return list(texts)
    return sorted(texts, key=lambda text: (found.search(text) is not None) is not wanted)
