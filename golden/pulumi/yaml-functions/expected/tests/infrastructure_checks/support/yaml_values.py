"""Values of a program in YAML: what comes later, references into them, and their texts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Union

#: A reference: the name it begins with, and the steps from there.
Way = list[Union[str, int]]

_STEP = re.compile(r'\.|\["((?:\\"|[^"])*)"\]|\[([-+]?[0-9]+)\]|([^.\[}]+)')


class EvaluationError(Exception):
    """That the program does what it may not."""


@dataclass(frozen=True)
class Output:
    """A value that comes later, from a resource or a provider; `secret` ones are not to be shown."""

    value: Any
    secret: bool = False


class Node:
    """A resource, as far as references go: its outputs by name, in `state`; a `remote` one has more than is known."""

    type = ""
    name = ""
    state: Mapping[str, Any] = {}


def opened(value: Any) -> tuple[Any, bool]:
    """A value without outputs in it, and whether one of them was a secret."""
    if isinstance(value, Output):
        inner, secret = opened(value.value)
        return inner, secret or value.secret
    if isinstance(value, list):
        items = [opened(item) for item in value]
        return [item for item, _ in items], any(secret for _, secret in items)
    if isinstance(value, Mapping):
        pairs = {key: opened(item) for key, item in value.items()}
        return {key: item for key, (item, _) in pairs.items()}, any(secret for _, secret in pairs.values())
    return value, False


def is_lifted(value: Any) -> bool:
    """Whether there is an output in a value."""
    if isinstance(value, list):
        return any(map(is_lifted, value))
    return any(map(is_lifted, value.values())) if isinstance(value, Mapping) else isinstance(value, Output)


def lifted(work: Callable[..., Any], *values: Any) -> Any:
    """What `work` makes of the values: an output, where there are outputs in them."""
    plain = [opened(value) for value in values]
    made = work(*(value for value, _ in plain))
    if not any(map(is_lifted, values)):
        return made
    inner, secret = opened(made)
    return Output(inner, secret or any(hidden for _, hidden in plain))


def step(value: Any, key: Any, unanswered: set[str]) -> Any:
    """The member or element `key` of a value; outputs of which the mocks say nothing go to `unanswered`."""
    if isinstance(value, Output):
        inner, secret = opened(step(value.value, key, unanswered))
        return Output(inner, secret or value.secret)
    if isinstance(value, Node):
        if isinstance(key, int):
            raise EvaluationError("an output of a resource is read by its name")
        found = value.state.get(key)
        if found is None:
            unanswered.add(f"{value.type}::{value.name}.{key}")
        return found if isinstance(found, Output) else Output(found)
    if isinstance(value, list):
        if not isinstance(key, int):
            raise EvaluationError(f"a list has no member {key}")
        if not 0 <= key < len(value):
            raise EvaluationError(f"the list has {len(value)} elements, and none at {key}")
        return value[key]
    if not isinstance(value, Mapping):
        raise EvaluationError(f"{key} can only be read of a list or a map")
    if isinstance(key, int):
        raise EvaluationError("a member of a map is read by its name")
    return value.get(key)


def parts(body: str) -> list[str | Way]:
    """The parts of a text: texts as they are, references as their ways. `$$` is a dollar sign."""
    found: list[str | Way] = []
    plain, place = "", 0
    while place < len(body):
        if body.startswith("$$", place):
            plain, place = plain + "$", place + 2
        elif body.startswith("${", place):
            way, place = _way(body, place + 2)
            found += [plain, way] if plain else [way]
            plain = ""
        else:
            plain, place = plain + body[place], place + 1
    return [*found, plain] if plain or not found else found


def _way(body: str, place: int) -> tuple[Way, int]:
    way: Way = []
    while place < len(body) and body[place] != "}":
        found = _STEP.match(body, place)
        if not found:
            raise EvaluationError(f"{body} has no reference that can be read")
        if found[0] != ".":
            name = found[1].replace('\\"', '"') if found[1] is not None else found[3]
            way.append(int(found[2]) if found[2] is not None else name)
        place = found.end()
    if place >= len(body) or not way or isinstance(way[0], int):
        raise EvaluationError(f"{body} has no reference that can be read")
    return way, place + 1


def roots(body: Any) -> Iterator[str]:
    """The names that a value refers to."""
    if isinstance(body, str):
        yield from (str(part[0]) for part in parts(body) if isinstance(part, list))
    elif isinstance(body, list):
        for item in body:
            yield from roots(item)
    elif isinstance(body, Mapping):
        for key, item in body.items():
            yield from roots(key)
            yield from roots(item)


def text(value: Any) -> str:
    """A value as it stands in a text: as Go prints it."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return _number(float(value))
    if isinstance(value, list):
        return f"[{' '.join(map(text, value))}]"
    if isinstance(value, Mapping):
        return f"map[{' '.join(f'{key}:{text(value[key])}' for key in sorted(value))}]"
    return str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    exact = Decimal(repr(value)).normalize()
    if value == 0 or 1e-4 <= abs(value) < 1e21:
        return f"{exact:f}"
    digits, _, power = f"{exact:e}".partition("e")
    return f"{digits}e{power[0]}{power[1:].zfill(2)}"
