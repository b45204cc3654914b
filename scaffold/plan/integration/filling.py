"""Texts of the catalog with keys in braces: which keys they name, and what they say once these are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scaffold.model.integration import Expected, Joined, Surrounding

_KEY = re.compile(r"\{(\w+)\}")
#: Keys that every question has.
_EVERYWHERE = ("account", "region", "partition")


def names_in(value: Any) -> frozenset[str]:
    """The keys that a value of the catalog names, at any depth, but for those that are known everywhere."""
    if isinstance(value, str):
        return frozenset(_KEY.findall(value)) - frozenset(_EVERYWHERE)
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return frozenset().union(*map(names_in, inner))


def filled(value: Any, keys: Mapping[str, Expected]) -> Expected:
    """A value of the catalog with its keys filled in; `{name}` alone is the key itself, whatever it is."""
    if isinstance(value, Mapping):
        return {name: filled(item, keys) for name, item in value.items()}
    if isinstance(value, list):
        return tuple(filled(item, keys) for item in value)
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    whole = _KEY.fullmatch(value)
    if whole:
        return _key(whole[1], keys)
    parts = _KEY.split(value)
    found = [_key(part, keys) if at % 2 else part for at, part in enumerate(parts)]
    return _text([part for part in found if part != ""])


def _key(name: str, keys: Mapping[str, Expected]) -> Expected:
    return Surrounding(name) if name in _EVERYWHERE else keys[name]


def _text(parts: list[Expected]) -> Expected:
    """Parts in order as one text, plain neighbours together."""
    flat: list[Expected] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Joined) and not part.picks else (part,):
            if flat and isinstance(flat[-1], str) and isinstance(piece, str | int):
                flat[-1] += str(piece)
            else:
                flat.append(str(piece) if isinstance(piece, int) else piece)
    return flat[0] if len(flat) == 1 and isinstance(flat[0], str) else Joined(tuple(flat))
