"""Functions that do not take the smallest event of their kind, as their code says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffold.model.functions import Function
from scaffold.model.integration import Behaves, IntegrationCase


def takes_any(case: IntegrationCase, functions: Sequence[Function]) -> bool:
    """Whether what a case invokes takes the event that it is given; so does all that is not known to fail for it."""
    function = next((each for each in functions if each.address == case.subject), None)
    if not isinstance(case.expect, Behaves) or case.expect.kind != "invoke_function" or function is None:
        return True
    event = case.expect.arguments.get("event")
    uses = function.code.uses if function.code else ()
    return not any(
        use.required and use.guard.outcome == "escapes" and not all(_reached(event, use.path)) for use in uses
    )


def _reached(value: Any, path: Sequence[str]) -> Iterator[bool]:
    """For each place that a path leads to in an event, whether something is there; not so in an empty list, the first
    element of which code may take without asking."""
    if not path:
        yield value is not None
    elif path[0] == "*":
        for item in value if isinstance(value, tuple | list) and value else (None,):
            yield from _reached(item, path[1:])
    elif path[0].startswith("("):
        yield from _decoded(value, path)
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _reached(value[path[0]], path[1:])
    else:
        yield False


def _decoded(value: Any, path: Sequence[str]) -> Iterator[bool]:
    try:
        yield from _reached(json.loads(value), path[1:]) if path[0] == "(json)" else (True,)
    except (TypeError, ValueError):
        yield False
