"""`JSON.stringify` and `JSON.parse`, exactly."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError
from scaffold.readers.programs.documents import decoded, encoded
from scaffold.readers.programs.javascript.coerce import is_callable, is_plain, own_keys, to_text
from scaffold.readers.programs.javascript.kinds import TAG, BigInt, Native
from scaffold.readers.programs.javascript.native import Given, Namespace, native
from scaffold.readers.programs.javascript.numbers import is_number, number, number_text
from scaffold.readers.programs.javascript.texts import whole
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Object,
    OverBudgetError,
    Promise,
    Symbol,
)

_SPECIAL = re.compile('[\x00-\x1f"\\\\\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DEEPEST = 200
#: How many characters around an error its message shows.
_NEAR = 10


def quote(text: str) -> str:
    """A text as JSON."""
    return '"' + _SPECIAL.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text) + '"'


class _Writer:
    """Writes one document. `plain` is the same document as data, for what is not known as text."""

    def __init__(self, given: Given) -> None:
        self.given, self.machine = given, given.machine
        replacer = given[1]
        self.replacer = replacer if is_callable(replacer) else None
        self.allowed: list[str] | None = None
        if isinstance(replacer, Array):
            self.allowed = list(dict.fromkeys(given.as_text(item) for item in replacer.items))
        self.gap = _gap(given)
        self.open: list[Any] = []
        self.length = 0
        self.symbols = False

    def prepared(self, holder: Any, key: str, value: Any) -> Any:
        """The value with `toJSON` and the replacer applied."""
        at = self.given.at
        if isinstance(value, Object | Native) or (isinstance(value, Foreign) and not is_plain(value)):
            function = self.machine.get(value, "toJSON", at)
            if is_callable(function):
                value = self.machine.call(function, [key], this=value, at=at)
        if self.replacer is not None:
            value = self.machine.call(self.replacer, [key, value], this=holder, at=at)
        return value

    def frozen(self, holder: Any, key: str, value: Any) -> Any:
        """The document as a model value, symbols in it as what they are; `UNDEFINED` for what JSON leaves out."""
        value = self.prepared(holder, key, value)
        if isinstance(value, Symbol):
            return self.machine.freeze(value)
        if isinstance(value, Array):
            items = [self.frozen(value, str(index), item) for index, item in enumerate(value.items)]
            return tuple(None if item is UNDEFINED else item for item in items)
        if isinstance(value, Object | Native) and not is_plain(value):
            found = ((name, self.frozen(value, name, self.member(value, name))) for name in self.names(value))
            return {name: item for name, item in found if item is not UNDEFINED}
        if value is UNDEFINED or is_callable(value):
            return UNDEFINED
        if is_number(value):
            return number(value) if math.isfinite(value) else None
        return value if is_plain(value) else self.machine.freeze(value)

    def names(self, value: Any) -> list[str]:
        """The keys to write."""
        return own_keys(self.machine, value) if self.allowed is None else self.allowed

    def member(self, value: Any, name: str) -> Any:
        """A member of an object, as the program reads it."""
        if isinstance(value, Object) and not value.accessors:
            return value.entries.get(name, UNDEFINED)
        return self.machine.get(value, name, self.given.at)

    def text(self, holder: Any, key: str, value: Any, indent: str) -> str | None:
        """A value as text; `None` for what JSON leaves out. Raises `NotKnownError` where a symbol is not known."""
        value = self.prepared(holder, key, value)
        if isinstance(value, Symbol):
            self.symbols = True
            value = self.machine.concrete(value)
            if value is MISSING:
                raise NotKnownError("a part of the document is not known")
            value = self.prepared(holder, key, value) if not is_plain(value) else value
        text = self._plain(value)
        if text is None and not (value is UNDEFINED or is_callable(value) or is_plain(value)):
            text = self._nested(value, indent)
        self.length += len(text or "")
        if self.length > 8 * MAX_TEXT:
            raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
        self.machine.spend()
        return text

    def _plain(self, value: Any) -> str | None:
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return quote(value)
        if is_number(value):
            return number_text(value) if math.isfinite(value) else "null"
        if isinstance(value, BigInt):
            raise self.given.error("Do not know how to serialize a BigInt")
        return None

    def _nested(self, value: Any, indent: str) -> str:
        if any(value is other for other in self.open):
            raise self.given.error("Converting circular structure to JSON")
        if len(self.open) > _DEEPEST:
            raise OverBudgetError("a document that is nested too deeply")
        if isinstance(value, Promise):
            return "{}"
        self.open.append(value)
        inner = indent + self.gap
        parts = []
        if isinstance(value, Array):
            for index, item in enumerate(value.items):
                parts.append(self.text(value, str(index), item, inner) or "null")
            signs = "[]"
        else:
            colon = ": " if self.gap else ":"
            for name in self.names(value):
                text = self.text(value, name, self.member(value, name), inner)
                if text is not None:
                    parts.append(f"{quote(name)}{colon}{text}")
            signs = "{}"
        self.open.pop()
        if not parts or not self.gap:
            return f"{signs[0]}{','.join(parts)}{signs[1]}"
        rows = f",\n{inner}".join(parts)
        return f"{signs[0]}\n{inner}{rows}\n{indent}{signs[1]}"


def _gap(given: Given) -> str:
    space = given.machine.concrete(given[2])
    if is_number(space):
        return " " * max(0, min(10, given.integer(2)))
    return space[:10] if isinstance(space, str) else ""


def _stringify(given: Given) -> Any:
    writer = _Writer(given)
    holder = Object({"": given[0]})

    def text() -> tuple[Any, bool]:
        found = writer.text(holder, "", given[0], "")
        return UNDEFINED if found is None else found, writer.symbols

    return encoded(text, lambda: _Writer(given).frozen(holder, "", given[0]))


def parsed(given: Given, text: str) -> Any:
    """The value of a JSON document. Raises the program's SyntaxError."""
    if len(text) > MAX_TEXT:
        raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
    given.machine.spend(1 + len(text) // 64)
    try:
        data = json.loads(text.strip(" \t\n\r"), parse_int=_number, parse_float=_number, parse_constant=_refuse)
    except RecursionError:
        raise OverBudgetError("a document that is nested too deeply") from None
    except ValueError as error:
        raise given.error(_said(text, error), "SyntaxError") from None
    return _value(data)


def _said(text: str, error: ValueError) -> str:
    """The error in the runtime's words, as far as these are the same for all its versions."""
    at = error.pos if isinstance(error, json.JSONDecodeError) else 0
    at += len(text) - len(text.lstrip(" \t\n\r"))
    for word in ("true", "false", "null"):
        if text[at : at + 1] == word[0]:
            at += next((count for count in range(4, 0, -1) if text.startswith(word[:count], at)), 0)
    if at >= len(text.rstrip(" \t\n\r")):
        return "Unexpected end of JSON input"
    start, end = (max(at - _NEAR, 0), min(at + _NEAR, len(text))) if len(text) > 2 * _NEAR else (0, len(text))
    shown = f'{"..." if start else ""}"{text[start:end]}"{"..." if end < len(text) else ""}'
    return f"Unexpected token '{text[at]}', {shown} is not valid JSON"


def _number(text: str) -> int | float:
    return number(float(text)) if len(text) > 15 or not text.isdigit() else int(text)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _value(data: Any) -> Any:
    if isinstance(data, dict):
        return Object({whole(key): _value(item) for key, item in data.items()})
    if isinstance(data, list):
        return Array([_value(item) for item in data])
    return whole(data) if isinstance(data, str) else data


def _revived(given: Given, holder: Any, key: str, value: Any) -> Any:
    """The value with the reviver applied, from the inside out."""
    if isinstance(value, Array):
        items = [_revived(given, value, str(index), item) for index, item in enumerate(value.items)]
        value.items[:] = items
    elif isinstance(value, Object):
        for name in own_keys(given.machine, value):
            item = _revived(given, value, name, value.entries[name])
            if item is UNDEFINED:
                del value.entries[name]
            else:
                value.entries[name] = item
    return given.call(given[1], key, value, this=holder)


def _parse(given: Given) -> Any:
    value = given[0]
    if isinstance(value, Symbol):
        machine = given.machine
        return decoded(machine, value, lambda text: parsed(given, to_text(machine, text, given.at)))
    found = parsed(given, given.text(0))
    if not is_callable(given[1]):
        return found
    return _revived(given, Object({"": found}), "", found)


JSON = Namespace(
    {"parse": native("JSON.parse", _parse), "stringify": native("JSON.stringify", _stringify), TAG: "JSON"}
)
