"""Tokens of numbers that stand in text, or that the program calculates with: the library does not find them there, and
what it writes is a number that nobody meant."""

from __future__ import annotations

import re
from typing import Any, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import TOKEN_IN_TEXT
from scaffold.model.position import Position
from scaffold.model.values import Call, Conditional, Template, Unknown, Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import Machine

_NUMBER: Final = re.compile(r"-[0-9](?:\.[0-9]+)?e\+(?:2[89][0-9]|30[0-9])")
#: What no program means is larger than this.
_LARGEST: Final = 1e280


def mended(run: Run, machine: Machine, value: Value, position: Position) -> Value:
    """A synthesised value with an `Unknown` for each text or number that such a token spoils, which is said."""
    found = _mended(value)
    if found is not value:
        summary = "A token of a number stands in text, or in a calculation, and gives a number like -8.1e+298"
        hint = f"Make it text with Token.{run.spelling.key('asString')}(...), or calculate with Fn and Op."
        machine.say(Diagnostic(Severity.WARNING, "token-in-text", summary, position, hint=hint))
    return found


def _mended(value: Value) -> Value:
    """The same value where nothing in it is spoilt."""
    if isinstance(value, str):
        return Unknown(TOKEN_IN_TEXT) if "e+" in value and _NUMBER.search(value) else value
    if isinstance(value, float):
        return Unknown(TOKEN_IN_TEXT) if abs(value) > _LARGEST else value
    if isinstance(value, dict):
        return _same(value, {key: _mended(item) for key, item in value.items()})
    if isinstance(value, tuple):
        items = tuple(map(_mended, value))
        return value if all(map(_is, items, value)) else items
    if isinstance(value, Template):
        spoilt = any(isinstance(part, str) and _mended(part) is not part for part in value.parts)
        return Unknown(TOKEN_IN_TEXT) if spoilt else value
    if isinstance(value, Call):
        arguments = tuple(map(_mended, value.arguments))
        return value if all(map(_is, arguments, value.arguments)) else Call(value.function, arguments)
    if isinstance(value, Conditional):
        ways = tuple(map(_mended, (value.then, value.otherwise)))
        same = all(map(_is, ways, (value.then, value.otherwise)))
        return value if same else Conditional(value.condition, *ways)
    return value


def _same(value: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    return value if all(found[key] is item for key, item in value.items()) else found


def _is(one: Any, other: Any) -> bool:
    return one is other
