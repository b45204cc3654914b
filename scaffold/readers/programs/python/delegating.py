"""Methods of the program's plain values that do just what those of the host's do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.readers.programs.python.hosting import from_host, to_host
from scaffold.readers.programs.python.native import Given, method
from scaffold.readers.programs.values import NativeFunction

#: Refuses what would be too large: is given the receiver and the arguments, as values of the host.
Bound = Callable[[Given, list[Any]], None]


def hosted(work: Callable[..., Any], bound: Bound | None = None) -> Callable[..., Any]:
    """What a method of the host does, done to a value of the program."""

    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
        machine = given.machine
        plain = [to_host(machine, value) for value in (given.this, *arguments)]
        if bound is not None:
            bound(given, plain)
        named = {name: to_host(machine, value) for name, value in keywords.items()}
        return from_host(given.host(work, *plain, **named))

    return body


def hosted_methods(
    kind: type, names: str, called: Mapping[str, str] | None = None, bounds: Mapping[str, Bound] | None = None
) -> dict[str, NativeFunction]:
    """Methods of a class of the host by name; `called` are their names in values, where these are others."""
    return {
        name: method(
            name, hosted(getattr(kind, name), (bounds or {}).get(name)), pure=True, called=(called or {}).get(name, "")
        )
        for name in names.split()
    }
