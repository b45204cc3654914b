"""What the sender of an event decides: no request comes without its context, whatever a client sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.handlers import Encoded, Joined, Now, Signature
from scaffold.trying.places import GONE, Path, at, opened

#: Members by which an event is known to come from a service.
_ENVELOPES: Final = ("requestContext", "Records", "detail-type", "awslogs", "records", "triggerSource", "methodArn")
#: What in these the caller decides all by himself.
_FREE: Final = ("detail",)
#: Objects of which any member may be missing, and whose values are texts.
_OPEN: Final = frozenset(
    {
        "NewImage",
        "OldImage",
        "MessageAttributes",
        "clientMetadata",
        "headers",
        "messageAttributes",
        "multiValueHeaders",
        "multiValueQueryStringParameters",
        "pathParameters",
        "queryStringParameters",
        "stageVariables",
        "userAttributes",
    }
)
#: Members that are null, or missing, where there is nothing to say.
_OPTIONAL: Final = frozenset({"body", "cookies", "OldImage", "NewImage", *_OPEN} - {"headers", "userAttributes"})


def enveloped(event: Any) -> bool:
    """Whether an event has a form that a service gives it."""
    return isinstance(event, Mapping) and any(name in event for name in _ENVELOPES)


def possible(event: Any, path: Path, new: Any) -> bool:
    """Whether a value (or `GONE`) may come to be at a place of an event."""
    if free(event, path):
        return True
    old, name = at(event, path), path[-1]
    above = path[-2] if len(path) > 1 else ""
    if new is GONE:
        return above in _OPEN or name in _OPTIONAL or isinstance(name, int)
    if new is None:
        return name in _OPTIONAL and not isinstance(name, int)
    if _is_text(old):
        return _is_text(new)
    if isinstance(old, bool) or isinstance(new, bool):
        return isinstance(old, bool) and isinstance(new, bool)
    if isinstance(old, int | float):
        return isinstance(new, int | float)
    if isinstance(old, list | tuple):
        return isinstance(new, list | tuple)
    return old is not None and isinstance(new, Mapping) and name in _OPEN


def free(event: Any, path: Path) -> bool:
    """Whether it is the caller who decides what is at a place, whatever it is."""
    return not enveloped(event) or (path[0] in _FREE and len(path) > 1) or _inside(event, path)


def _inside(event: Any, path: Path) -> bool:
    """Whether a place is inside of what is encoded."""
    return any(isinstance(at(event, path[:length]), Encoded) for length in range(1, len(path)))


def _is_text(value: Any) -> bool:
    shell = isinstance(value, Encoded | Joined | Signature) or (isinstance(value, Now) and value.text)
    return shell or isinstance(opened(value), str)
