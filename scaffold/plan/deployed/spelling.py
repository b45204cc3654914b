"""Values as a test can spell them: with references to what is registered, and otherwise as the mocks show them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from scaffold.model.values import SYMBOLIC, Call, Reference, Step, Template, Unknown, Value, is_known

#: Calls that every target can spell; see `model/deployments.py`.
SPELLABLE = frozenset(
    {"jsonencode", "secret", "address", "asset.hash", "asset.file", "asset.text", "asset.remote"}
    | {"archive.file", "archive.remote", "archive.assets"}
)
#: How paths begin that hold where the project is on the reader's machine.
MACHINE = "/(project)"
_UNKNOWN = Unknown("its value is not known")


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells values of one evaluation. `addresses` are those of what is certainly registered."""

    addresses: frozenset[str]

    def spelled(self, value: Any, resolved: Any) -> Value:
        """`value`, where it can be spelled; else `resolved`, what it is under the mocks; else `Unknown`."""
        if isinstance(value, Mapping):
            return self._mapping(value, resolved)
        if isinstance(value, tuple):
            return self._items(value, resolved)
        if isinstance(value, SYMBOLIC):
            return self._symbolic(value, resolved)
        return self._plain(resolved if _differs(value, resolved) else value)

    def _mapping(self, value: Mapping[str, Any], resolved: Any) -> Value:
        if isinstance(resolved, str):
            document = decoded(resolved)
            encoded = Call("jsonencode", (self._mapping(value, document),)) if isinstance(document, Mapping) else None
            return encoded if encoded and not _has_unknown(encoded) else self._plain(resolved)
        known = resolved if isinstance(resolved, Mapping) else {}
        return {key: self.spelled(item, known.get(key, _UNKNOWN)) for key, item in value.items()}

    def _items(self, value: tuple[Any, ...], resolved: Any) -> Value:
        if isinstance(resolved, str):
            document = decoded(resolved)
            encoded = Call("jsonencode", (self._items(value, document),)) if isinstance(document, tuple) else None
            return encoded if encoded and not _has_unknown(encoded) else self._plain(resolved)
        if not isinstance(resolved, tuple) or len(resolved) != len(value):
            resolved = (_UNKNOWN,) * len(value)
        return tuple(map(self.spelled, value, resolved))

    def _symbolic(self, value: Value, resolved: Value) -> Value:
        if self._sayable(value):
            return value
        if isinstance(value, Call) and value.function == "jsonencode" and isinstance(resolved, str):
            document = self.spelled(value.arguments[0], decoded(resolved))
            if not _has_unknown(document):
                return Call("jsonencode", (document,))
        if isinstance(value, Call) and value.function == "secret":
            inner = resolved.arguments[0] if isinstance(resolved, Call) and resolved.function == "secret" else resolved
            said = self.spelled(value.arguments[0], inner)
            return said if _has_unknown(said) else Call("secret", (said,))
        return self._plain(resolved)

    def _plain(self, resolved: Value) -> Value:
        return resolved if self._sayable(resolved) else _UNKNOWN

    def _sayable(self, value: Any) -> bool:
        """Whether a target can spell a value as it stands."""
        if isinstance(value, str):
            return MACHINE not in value
        if isinstance(value, Reference):
            return value.address in self.addresses and "*" not in value.path
        if isinstance(value, Template):
            return all(map(self._sayable, value.parts))
        if isinstance(value, Call):
            return value.function in SPELLABLE and all(map(self._sayable, value.arguments))
        if isinstance(value, Mapping):
            return all(map(self._sayable, value.values())) and all(isinstance(key, str) for key in value)
        return all(map(self._sayable, value)) if isinstance(value, tuple) else not isinstance(value, SYMBOLIC)


def whole(inputs: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Inputs without what is not known in them, and the dotted paths of that."""
    without: list[str] = []
    found = _without_unknowns(inputs, "", without)
    return found, tuple(without)


def _without_unknowns(value: Any, path: str, without: list[str]) -> Any:
    """What is known of a value. Inside a text, a call or a list nothing can be left out alone, nor under a key with a
    dot: then all of it is."""
    if isinstance(value, Mapping) and not (path and any("." in key for key in value if _has_unknown(value[key]))):
        inner = {key: _without_unknowns(item, f"{path}.{key}" if path else key, without) for key, item in value.items()}
        return {key: item for key, item in inner.items() if not isinstance(item, Unknown)}
    if isinstance(value, tuple) and not any(_has_unknown(item) and not isinstance(item, Mapping) for item in value):
        found: list[str] = []
        items = tuple(_without_unknowns(item, f"{path}.{at}", found) for at, item in enumerate(value))
        if not any(isinstance(item, Unknown) for item in items):
            without.extend(found)
            return items
    if _has_unknown(value):
        without.append(path)
        return Unknown("is not looked at")
    return value


def _has_unknown(value: Value) -> bool:
    return any(isinstance(found, Unknown) for found in _walk(value))


def _walk(value: Any) -> Iterator[Any]:
    yield value
    inner: Any = ()
    if isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, tuple):
        inner = value
    elif isinstance(value, Call):
        inner = value.arguments
    elif isinstance(value, Template):
        inner = value.parts
    for item in inner:
        yield from _walk(item)


def decoded(text: Value) -> Value:
    """The document in JSON text, an `Unknown` where there is none."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return _UNKNOWN
    try:
        return cast(Value, _frozen(json.loads(text)))
    except (ValueError, RecursionError):
        return _UNKNOWN


def _frozen(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_frozen, data))
    return {key: _frozen(item) for key, item in data.items()} if isinstance(data, dict) else data


def below(value: Any, step: Step) -> Value:
    """What stands below a value, also in JSON text; `None` where nothing does."""
    if isinstance(value, Call) and value.function in ("jsonencode", "secret") and value.arguments:
        return below(value.arguments[0], step)
    if isinstance(value, str):
        value = decoded(value)
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]  # type: ignore[no-any-return]
    return None


def _differs(value: Value, resolved: Value) -> bool:
    """Whether the mocks show something else than a literal that was given (a provider's flag arrives as text)."""
    return is_known(resolved) and type(resolved) is not type(value)
