"""What two runs of the same program agree about: what only one of them says comes from the clock, or from chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from scaffold.model.values import Call, Unknown
from scaffold.readers.observing.observed import Observed

_VARIES: Final = Unknown("it differs from run to run")


def steady(first: Observed, second: Observed) -> Observed | None:
    """The first run, with what the second says otherwise as unknown.

    `None` where they do not register the same resources and exports, or do not end alike: then nothing is sure.
    """
    if first.failure != second.failure or _registered(first) != _registered(second):
        return None
    resources = tuple(
        replace(one, inputs=_agreed(one.inputs, other.inputs), id=one.id if one.id == other.id else "")
        for one, other in zip(first.resources, _in_order(first, second), strict=True)
    )
    return replace(first, resources=resources, exports=_agreed(first.exports, second.exports))


def _registered(observed: Observed) -> tuple[list[tuple[str, str, str]], list[str]]:
    return sorted((each.token, each.name, each.urn) for each in observed.resources), sorted(observed.exports)


def _in_order(first: Observed, second: Observed) -> list[Any]:
    """The resources of the second run in the order of the first: registrations may overtake each other."""
    left = list(second.resources)
    found = []
    for one in first.resources:
        key = (one.token, one.name, one.urn)
        found.append(left.pop(next(at for at, each in enumerate(left) if (each.token, each.name, each.urn) == key)))
    return found


def _agreed(first: Any, second: Any) -> Any:
    """A value, with what the other one has otherwise as unknown, as little as can be."""
    if isinstance(first, Mapping) and isinstance(second, Mapping) and first.keys() == second.keys():
        return {name: _agreed(value, second[name]) for name, value in first.items()}
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        return tuple(map(_agreed, first, second))
    if isinstance(first, Call) and isinstance(second, Call) and first.function == second.function:
        arguments = _agreed(first.arguments, second.arguments)
        return first if arguments == first.arguments else _VARIES
    return first if type(first) is type(second) and first == second else _VARIES
