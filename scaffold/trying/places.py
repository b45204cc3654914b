"""Places in an event: paths that lead through objects and lists, and into what is encoded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from scaffold.model.handlers import Encoded

Path: TypeAlias = "tuple[str | int, ...]"


class _Gone:
    def __repr__(self) -> str:
        return "GONE"


#: In the place of a value: that there is none.
GONE: Final = _Gone()


def opened(value: Any) -> Any:
    """What is encoded in a value, as far as that has parts."""
    while isinstance(value, Encoded):
        value = value.value
    return value


def children(value: Any) -> Iterator[tuple[str | int, Any]]:
    """The parts of a value, by name or by number; those of an encoded one are those of what is encoded."""
    inner = opened(value)
    if isinstance(inner, Mapping):
        yield from inner.items()
    elif isinstance(inner, list | tuple):
        yield from enumerate(inner)


def at(value: Any, path: Path) -> Any:
    """What is at a path, or `GONE`."""
    for step in path:
        value = dict(children(value)).get(step, GONE)
    return value


def changed(value: Any, path: Path, new: Any) -> Any:
    """The value, with another one at a path; `GONE` takes away what is there."""
    if not path:
        return new
    if isinstance(value, Encoded):
        return replace(value, value=changed(value.value, path, new))
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        if new is GONE and not rest:
            return {key: item for key, item in value.items() if key != step}
        return {**value, str(step): changed(value.get(str(step), {}), rest, new)}
    items = list(value)
    assert isinstance(step, int)
    if new is GONE and not rest:
        del items[step]
    elif step == len(items):
        items.append(changed({}, rest, new))
    else:
        items[step] = changed(items[step], rest, new)
    return tuple(items)


def differences(one: Any, other: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values differ: the path, and what is there in each, `GONE` where nothing is."""
    if same(one, other):
        return
    left, right = opened(one), opened(other)
    alike = type(one) is type(other) and _shells(one) == _shells(other)
    if alike and isinstance(left, Mapping) and isinstance(right, Mapping):
        for key in dict.fromkeys((*left, *right)):
            yield from differences(left.get(key, GONE), right.get(key, GONE), (*path, key))
    elif alike and isinstance(left, list | tuple) and isinstance(right, list | tuple) and len(left) == len(right):
        for number, (a, b) in enumerate(zip(left, right, strict=True)):
            yield from differences(a, b, (*path, number))
    else:
        yield path, one, other


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, in type too: 1 is not true."""
    return one is other or (type(one) is type(other) and repr(_plain(one)) == repr(_plain(other)))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Encoded):
        return replace(value, value=_plain(value.value))
    return value


def _shells(value: Any) -> tuple[str, ...]:
    found = []
    while isinstance(value, Encoded):
        found.append(value.how)
        value = value.value
    return tuple(found)


def named(path: Path) -> str:
    """A path as people write it: `Records[0].body.id`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            shown = step if step.replace("_", "").replace("-", "").isalnum() else json.dumps(step)
            text += f".{shown}" if text else shown
    return text
