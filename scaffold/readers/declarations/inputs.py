"""What a resource class registers for the arguments that a program gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.model.values import Value


@dataclass(frozen=True, slots=True)
class Input:
    """One input that a class registers.

    It is what the program gives as `argument` (empty: nothing, it is always `default`), or `default` where that is
    missing (`None`: nothing). A `secret` is made one; a `document` is registered as JSON text; `environment` are
    variables that come before the default; `nested` names what fills in defaults of the object's own members.
    """

    argument: str = ""
    default: Value = None
    secret: bool = False
    document: bool = False
    environment: tuple[str, ...] = ()
    nested: str = ""


#: Gives the members with defaults of a nested object, by `Input.nested`.
Nested = Callable[[str], "Mapping[str, Input]"]


def given(inputs: Mapping[str, Input], arguments: Mapping[str, Value], nested: Nested) -> dict[str, Value]:
    """The arguments as they are registered: unknown ones are dropped, defaults filled in."""
    found: dict[str, Value] = {}
    for name, input_ in inputs.items():
        value = arguments.get(input_.argument) if input_.argument else None
        value = input_.default if value is None else value
        if input_.argument in arguments or value is not None:
            found[name] = _with_defaults(value, input_.nested, nested, 0)
    return found


def _with_defaults(value: Any, path: str, nested: Nested, depth: int) -> Value:
    """An object with the defaults of its members; members that have none stay as they are."""
    if not path or not isinstance(value, Mapping) or depth > 8:
        return value  # type: ignore[no-any-return]
    found = dict(value)
    for name, input_ in nested(path).items():
        member = found.get(name)
        member = input_.default if member is None else member
        if member is not None:
            found[name] = _with_defaults(member, input_.nested, nested, depth + 1)
    return found
