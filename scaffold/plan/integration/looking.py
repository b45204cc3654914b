"""Looking up declared attributes by the dotted names that the catalog has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Value

#: Values that say as little as none.
NOTHING: tuple[Value, ...] = (None, "", ())
#: How documents are compared that are whole: what they name is part of what they say.
DOCUMENTS = ("json", "policy")


def declared(resource: Resource, name: str) -> Value:
    """What a resource declares under a dotted name. Nested blocks are no step of it: of several, that one is meant
    which alone has the rest of the name. Null where it says nothing, or more than one thing."""
    return inside(resource.attributes, name.split("."))


def inside(value: Value, steps: Sequence[str]) -> Value:
    """What stands below a value; see `declared`."""
    if not steps:
        return value
    if isinstance(value, tuple) and steps[0].isdigit():
        at = int(steps[0])
        return inside(value[at], steps[1:]) if at < len(value) else None
    if isinstance(value, tuple):
        found = [said for said in (inside(item, steps) for item in value) if said is not None]
        return found[0] if len(found) == 1 else None
    if not isinstance(value, Mapping) or isinstance(value, SYMBOLIC):
        return None
    return inside(value.get(steps[0]), steps[1:])


def under(when: Mapping[str, tuple[Any, ...]], block: Value) -> bool:
    """Whether a block declares one of these values for each of these names; an empty text means that it has none."""
    said = {name: inside(block, name.split(".")) for name in when}
    return all(("" if said[name] is None else said[name]) in values for name, values in when.items())
