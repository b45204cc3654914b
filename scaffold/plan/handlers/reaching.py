"""Going into an event by a path of the code, through texts that are taken apart, and changing what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.handlers import Data, Encoded

#: A step to each element of a list.
ELEMENT: Final = "*"


class Gone:
    """What stands for something that is not there."""


GONE: Final = Gone()


def reached(data: Any, path: tuple[str, ...]) -> Any:
    """What is at the end of a path (of lists, in their first element), or `GONE`."""
    if not path:
        return data
    step, rest = path[0], path[1:]
    if isinstance(data, Encoded) and step == f"({data.how})":
        return reached(data.value, rest)
    if step == "(dynamodb)":
        return reached(plain(data), rest)
    if isinstance(data, tuple):
        at = 0 if step == ELEMENT else int(step) if step.isdigit() else len(data)
        return reached(data[at], rest) if at < len(data) else GONE
    key = spelled(data, step)
    return reached(data[key], rest) if key is not None else GONE


def changed(data: Any, path: tuple[str, ...], change: Callable[[Any], Any], at: int | None = None) -> Any:
    """The data with what is at the end of a path changed, `GONE` to take it away. `at` is the element of the first
    list on the way that is changed, of all where it is none. What is not on the way is left as it is."""
    if not path:
        return change(data)
    step, rest = path[0], path[1:]
    if isinstance(data, Encoded) and step == f"({data.how})":
        inner = changed(data.value, rest, change, at)
        return GONE if inner is GONE else Encoded(data.how, inner)
    if step == "(dynamodb)":
        inner = changed(plain(data), rest, change, at)
        return GONE if inner is GONE else typed_members(inner)
    if isinstance(data, tuple):
        return _elements(data, rest, change, at)
    if not isinstance(data, Mapping):
        return data
    key = spelled(data, step)
    inner = changed(GONE if key is None else data[key], rest, change, at) if key is not None or not rest else GONE
    kept = {name: inner if name == key else item for name, item in data.items()}
    if key is None:
        kept[step] = inner
    return {name: item for name, item in kept.items() if item is not GONE}


def _elements(data: tuple[Any, ...], rest: tuple[str, ...], change: Callable[[Any], Any], at: int | None) -> Any:
    found = (changed(item, rest, change) if at in (None, index) else item for index, item in enumerate(data))
    return tuple(item for item in found if item is not GONE)


def without(data: Any, path: tuple[str, ...], at: int | None = None) -> Any:
    """The data without what is at the end of a path."""
    return changed(data, path, lambda _: GONE, at)


def put(data: Any, path: tuple[str, ...], value: Data, at: int | None = None) -> Any:
    """The data with a value at the end of a path."""
    return changed(data, path, lambda _: value, at)


def spelled(data: Any, name: str) -> str | None:
    """How a mapping spells a name, whatever its case; nothing where it has none like it."""
    if not isinstance(data, Mapping):
        return None
    if name in data:
        return name
    return next((key for key in data if key.lower() == name.lower()), None)


def typed(value: Any) -> Mapping[str, Any]:
    """A value as DynamoDB types it."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": str(value)}
    if isinstance(value, tuple):
        return {"L": tuple(map(typed, value))}
    if isinstance(value, Mapping):
        return {"M": typed_members(value)}
    return {"S": value}


def typed_members(members: Any) -> Any:
    """The attributes of an item as DynamoDB types them."""
    return {name: typed(item) for name, item in members.items()} if isinstance(members, Mapping) else typed(members)


def plain(image: Any) -> Any:
    """The attributes of an item without their types."""
    return {name: _untyped(item) for name, item in image.items()} if isinstance(image, Mapping) else image


def _untyped(item: Any) -> Any:
    if not isinstance(item, Mapping) or len(item) != 1:
        return item
    ((kind, value),) = item.items()
    if kind == "N" and isinstance(value, str):
        return float(value) if "." in value else int(value)
    if kind == "M":
        return plain(value)
    if kind == "L":
        return tuple(map(_untyped, value))
    return None if kind == "NULL" else value
