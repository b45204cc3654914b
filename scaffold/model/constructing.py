"""What a component's constructor is called with in a variant, as each language takes its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.values import Value

#: What a component is called where no value says so.
_NAME: Final = "test"


def below(prefix: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def in_order(entry: Entry, given: Mapping[str, Value]) -> list[Value]:
    """The arguments in order as far as the last one that is given; the first is the component's name."""
    arguments: list[Value] = []
    for at, name in enumerate(entry.signature):
        if name == "args":
            members = _nested(below("args.", given))
            arguments.append(None if not members and name in entry.optional else members)
        else:
            arguments.append(given.get(name, _NAME if at == 0 else None))
    while arguments and arguments[-1] is None:
        arguments.pop()
    return arguments


def by_name(
    entry: Entry, given: Mapping[str, Value], instance: Callable[[str, str, Mapping[str, Value]], Value]
) -> tuple[list[Value], dict[str, Value]]:
    """The arguments that stand first, the component's name among them, and all others by name.

    `instance` makes an object of a class, which a file has, from what its constructor takes.
    """
    parameters = _nested(below("args.", given))
    positional: list[Value] = []
    named: dict[str, Value] = {}
    for at, name in enumerate(entry.signature):
        if name == "args" and "args" not in parameters:
            own = {key: item for key, item in parameters.items() if key not in entry.signature}
            value = _arguments(entry, own, instance)
        else:
            value = given[name] if name in given else parameters.get(name, _NAME if at == 0 else None)
        if value is None and (name in entry.optional or name == "opts"):
            continue
        is_first = name == "args" or (name == "id" and entry.platform == "cdktf")
        if at == len(positional) and (at == 0 or is_first):
            positional.append(value)
        else:
            named[name] = value
    return positional, named


def _arguments(
    entry: Entry, members: Mapping[str, Value], instance: Callable[[str, str, Mapping[str, Value]], Value]
) -> Value:
    """What a component's `args` is: an instance of its class, or a dictionary."""
    if not members and "args" in entry.optional:
        return None
    if not entry.arguments:
        return members
    file, _, name = entry.arguments.rpartition(":")
    return instance(file, name, members)


def _nested(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Values by dotted names as objects in each other."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        *steps, last = name.split(".")
        inner = found
        for step in steps:
            held = inner.get(step)
            inner[step] = inner = dict(held) if isinstance(held, Mapping) else {}
        inner[last] = value
    return found
