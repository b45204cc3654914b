"""What values of a model mean as far as functions go: which function, which text, which document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scaffold.catalog.checks.estate import Estate, without_keys
from scaffold.model.project import Mode, Resource
from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Template, Value, walk

FUNCTION: Final = "aws_lambda_function"
#: Names of a function that lead to it: the attribute that says which.
_STAND_INS: Final = frozenset({"aws_lambda_alias", "aws_lambda_provisioned_concurrency_config", FUNCTION})
#: Stands in JSON text for a value that is not text; a character that no project has a use for.
_MARK: Final = "\ue000"
_MARKED: Final = re.compile(f"{_MARK}(\\d+){_MARK}")
_NAMED: Final = re.compile(r":function:([A-Za-z0-9_-]+)")
_DEEPEST: Final = 8


class Meaning:
    """The values of one project. `functions` are those that it makes."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.functions = tuple(estate.of_type(FUNCTION))
        self._by_name: dict[str, list[str]] = {}
        for function in self.functions:
            name = self.text(function.attributes.get("function_name"))
            if name is not None:
                self._by_name.setdefault(name, []).append(function.address)

    def found(self, value: Value) -> tuple[str, ...]:
        """The addresses of the functions that a value names: by reference, by ARN, or as a whole by name."""
        addresses = dict.fromkeys(address for each in walk(value) for address in self._meant(each))
        if isinstance(value, str):
            addresses.update(dict.fromkeys(self._by_name.get(value, ())))
        return tuple(addresses)

    def _meant(self, value: Value, depth: int = _DEEPEST) -> Iterator[str]:
        if isinstance(value, str | Template):
            joined = "".join(part if isinstance(part, str) else _MARK for part in parts(value))
            for name in _NAMED.findall(joined):
                yield from self._by_name.get(name, ())
            return
        target = self.estate.find(value)
        if target is None or not isinstance(value, Reference):
            return
        if target.type != FUNCTION:
            if target.type in _STAND_INS and depth:
                own = target.attributes.get("function_name")
                yield from self._by_name.get(own, ()) if isinstance(own, str) else self._meant(own, depth - 1)
            elif target.mode is Mode.DATA and target.type == FUNCTION:
                yield from self._by_name.get(self.text(target.attributes.get("function_name")) or "", ())
            return
        if target.mode is Mode.DATA:
            yield from self._by_name.get(self.text(target.attributes.get("function_name")) or "", ())
        elif target.address == value.address:
            yield target.address
        else:
            base = without_keys(value.address)
            yield from (each.address for each in self.functions if without_keys(each.address) == base)

    def target(self, value: Value) -> Resource | None:
        """The first resource of this project that a value refers to, anywhere in it."""
        return next((found for each in walk(value) if (found := self.estate.find(each)) is not None), None)

    def text(self, value: Value, depth: int = _DEEPEST) -> str | None:
        """A value as text, where what it refers to is written in the project."""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | int | float):
            return str(value)
        if isinstance(value, Template) and depth:
            texts = [self.text(part, depth - 1) for part in value.parts]
            return None if None in texts else "".join(text for text in texts if text is not None)
        if isinstance(value, Reference) and depth:
            target = self.estate.find(value)
            if target is None or len(value.path) != 1 or target.repeated:
                return None
            given = target.attributes.get(str(value.path[0]))
            return None if given is None else self.text(given, depth - 1)
        if isinstance(value, Conditional) and depth:
            then = self.text(value.then, depth - 1)
            return then if then is not None and then == self.text(value.otherwise, depth - 1) else None
        return None


def parts(value: Value) -> tuple[Value, ...]:
    """The parts of a text."""
    return value.parts if isinstance(value, Template) else (value,)


def document(value: Value) -> Value:
    """What a JSON document says, with references in their places; `None` where it is none, or not known."""
    if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
        return value.arguments[0]
    if isinstance(value, str):
        return _parsed(value, ())
    if isinstance(value, Template):
        text = "".join(part if isinstance(part, str) else f"{_MARK}{at}{_MARK}" for at, part in enumerate(value.parts))
        return _parsed(text, value.parts)
    return value if isinstance(value, Mapping) else None


def _parsed(text: str, inside: tuple[Value, ...]) -> Value:
    try:
        return _restored(json.loads(text), inside)
    except (ValueError, RecursionError):
        return None


def _restored(data: Any, inside: tuple[Value, ...]) -> Value:
    if isinstance(data, dict):
        return {key: _restored(item, inside) for key, item in data.items()}
    if isinstance(data, list):
        return tuple(_restored(item, inside) for item in data)
    if not isinstance(data, str) or _MARK not in data:
        return data
    pieces = _MARKED.split(data)
    found = tuple(inside[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces))
    filled = tuple(piece for piece in found if piece != "")
    return filled[0] if len(filled) == 1 else Template(filled)


def blocks(attributes: Value, *names: str) -> tuple[Mapping[str, Value], ...]:
    """The nested blocks at the end of these names, however many there are, and however they are written."""
    found: list[Value] = [attributes]
    for name in names:
        found = [inner for each in found if isinstance(each, Mapping) for inner in listed(each.get(name))]
    return tuple(each for each in found if isinstance(each, Mapping) and not isinstance(each, SYMBOLIC))


def listed(value: Value) -> tuple[Value, ...]:
    """A value as a list: itself, of one, or of none."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def plain(value: Value) -> bool:
    """Whether a value is text."""
    return isinstance(value, str)
