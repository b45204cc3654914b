"""Resolved values as text and as model values. Where a text holds something that is not known, a mark stands for it."""

from __future__ import annotations

import re
from typing import Any

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value, walk
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.kinds import Resolving
from scaffold.readers.cdktf.tokens.registry import Tokens, tokens_of
from scaffold.readers.programs.javascript.numbers import number, number_text
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, Object, Symbol

_MARKS = re.compile("\U0010fffe([0-9]{1,9})\U0010ffff")
#: Conditions in one text, after which not all ways are written out: each doubles them.
_MOST_WAYS = 4
#: Operations that always give a text.
_TEXTS = frozenset({
    "ascii", "asset.hash", "base64encode", "basename", "capitalize", "dirname", "hex", "join", "jsonencode", "lower",
    "lstrip", "md5", "padEnd", "padStart", "repeat", "replace", "replaceAll", "rstrip", "sha1", "sha256", "sha512",
    "str", "strip", "substr", "substring", "text", "title", "toLowerCase", "toString", "toUpperCase", "trim",
    "trimEnd", "trimStart", "upper", "yamlencode", "zfill",
})  # fmt: skip


def is_textual(value: Value) -> bool:
    """Whether an expression surely gives a text."""
    if isinstance(value, str | Template):
        return True
    if isinstance(value, Reference):
        return value.address.startswith("env.") and not value.path
    if isinstance(value, Conditional):
        return is_textual(value.then) and is_textual(value.otherwise)
    return isinstance(value, Call) and value.function in _TEXTS


def ways_of(value: Value) -> Conditional | None:
    """A text as one of two, by the first condition in it that decides between texts that mean something in expressions;
    nothing where there is none."""
    if isinstance(value, Conditional):
        return value
    if not isinstance(value, Template):
        return None
    places = [place for place, part in enumerate(value.parts) if isinstance(part, Conditional) and _means(part)]
    if not 0 < len(places) <= _MOST_WAYS:
        return None
    part: Any = value.parts[places[0]]
    before, after = value.parts[: places[0]], value.parts[places[0] + 1 :]
    then, otherwise = (Template((*before, way, *after)) for way in (part.then, part.otherwise))
    return Conditional(part.condition, then, otherwise)


def _means(value: Conditional) -> bool:
    texts = (found for way in (value.then, value.otherwise) for found in walk(way) if isinstance(found, str))
    return any("${" in text or "\n" in text for text in texts)


def text_of(context: Resolving, value: Any) -> str:
    """A resolved value as the library's language makes it text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, Array):
        return ",".join("" if item is None or item is UNDEFINED else text_of(context, item) for item in value.items)
    if isinstance(value, Symbol):
        return context.tokens.mark(value.value)
    return "[object Object]"


def to_value(run: Run, machine: Machine, value: Any) -> Value:
    """A resolved value as a model value."""
    machine.spend()
    if isinstance(value, str):
        return _value_of_text(tokens_of(run), value)
    if value is None or value is UNDEFINED:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return machine.freeze(number(value))
    if isinstance(value, Array):
        return tuple(to_value(run, machine, item) for item in value.items)
    if isinstance(value, Object):
        found = ((_key(tokens_of(run), key), item) for key, item in value.entries.items() if isinstance(key, str))
        return {key: to_value(run, machine, item) for key, item in found if item is not UNDEFINED}
    if isinstance(value, Symbol):
        return value.value
    if isinstance(value, Foreign) and getattr(value, "kind", "") == "Date":
        return machine.freeze(machine.invoke_method(value, "toJSON", [], {}, 0))
    return machine.freeze(value)


def to_program(run: Run, machine: Machine, value: Any) -> Any:
    """A resolved value as the program sees it."""
    if isinstance(value, str) and _MARKS.search(value):
        return machine.thaw(to_value(run, machine, value))
    if isinstance(value, Array):
        return Array([to_program(run, machine, item) for item in value.items])
    if isinstance(value, Object) and value.type is None:
        return Object({key: to_program(run, machine, item) for key, item in value.entries.items()})
    return value


def _value_of_text(tokens: Tokens, text: str) -> Value:
    if "\U0010fffe" not in text:
        return text
    parts: list[Value] = []
    for place, part in enumerate(_MARKS.split(text)):
        value: Value = part
        if place % 2:
            value = tokens.marks[int(part)] if int(part) < len(tokens.marks) else ""
        for piece in value.parts if isinstance(value, Template) else (value,):
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            elif piece != "":
                parts.append(piece)
    if len(parts) == 1:
        only = parts[0]
        return only if is_textual(only) or isinstance(only, Unknown) else Template((only,))
    return Template(tuple(parts)) if parts else ""


def _key(tokens: Tokens, key: str) -> str:
    """A key, which is text in any case: what is not known is spelled as it is called."""
    value = _value_of_text(tokens, key)
    if isinstance(value, str):
        return value
    parts = value.parts if isinstance(value, Template) else (value,)
    return "".join(part if isinstance(part, str) else f"${{{part}}}" for part in parts)
