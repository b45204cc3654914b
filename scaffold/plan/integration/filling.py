"""Texts of the catalog with keys in braces: which keys they name, and what they say once these are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from scaffold.model.integration import Expected, Joined, Surrounding

#: `{name}`, or `{name?}` where what it stands in is left out if the resource declares nothing for it.
_KEY = re.compile(r"\{(\w+)\??\}")
_NEEDED = re.compile(r"\{(\w+)\}")
_STEP = re.compile(r"\.?\{(\w+)\}")
#: Keys that every question has.
_EVERYWHERE = frozenset({"account", "region", "partition"})


def names_in(value: Any, *, needed: bool = False) -> frozenset[str]:
    """The keys that a value of the catalog names, at any depth, but for those that are known everywhere; with `needed`
    only those that it cannot do without."""
    if isinstance(value, str):
        return frozenset((_NEEDED if needed else _KEY).findall(value)) - _EVERYWHERE
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return frozenset().union(*(names_in(item, needed=needed) for item in inner))


def filled(value: Any, keys: Mapping[str, Expected], absent: Collection[str] = ()) -> Expected:
    """A value of the catalog with its keys filled in; `{name}` alone is the key itself, whatever it is. Texts and
    elements of lists that name an `absent` key are left out, and what has nothing else in it."""
    if isinstance(value, Mapping):
        kept = {name: item for name, item in value.items() if not (isinstance(item, str) and _names(item, absent))}
        full = {name: filled(item, keys, absent) for name, item in kept.items()}
        return {name: item for name, item in full.items() if item not in ((), {}) or not _names(kept[name], absent)}
    if isinstance(value, list):
        return tuple(filled(item, keys, absent) for item in value if not _names(item, absent))
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    whole = _KEY.fullmatch(value)
    if whole:
        return _key(whole[1], keys)
    parts = _KEY.split(value)
    found = [_key(part, keys) if at % 2 else part for at, part in enumerate(parts)]
    return _text([part for part in found if part != ""])


def filled_path(path: str, keys: Mapping[str, Expected]) -> str | None:
    """A path with the keys in it as quoted steps; nothing where one of them is only known once it is deployed."""
    names = _STEP.findall(path)
    known = {name: keys.get(name) for name in names}
    if not all(isinstance(key, str) and not {'"', "]"} & set(key) for key in known.values()):
        return None
    return _STEP.sub(lambda step: f'["{known[step[1]]}"]', path)


def _names(value: Any, absent: Collection[str]) -> bool:
    return not names_in(value).isdisjoint(absent)


def _key(name: str, keys: Mapping[str, Expected]) -> Expected:
    return Surrounding(name) if name in _EVERYWHERE else keys[name]


def _text(parts: list[Expected]) -> Expected:
    """Parts in order as one text, plain neighbours together."""
    flat: list[Expected] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Joined) and not part.picks else (part,):
            plain = str(piece) if isinstance(piece, str | int) else None
            if flat and isinstance(flat[-1], str) and plain is not None:
                flat[-1] += plain
            else:
                flat.append(piece if plain is None else plain)
    return flat[0] if len(flat) == 1 and isinstance(flat[0], str) else Joined(tuple(flat))
