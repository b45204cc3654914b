"""Values of a plan as JSON for the process that runs a handler."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model import handlers
from scaffold.model.handlers import Call, HandlerSuite, Wired

#: The member that says that an object is a term, or stands for an object that has such a member itself.
TERM: Final = "$term"
_PLAIN: Final = "plain"


def encoded(value: Any) -> Any:
    """A value as JSON: a term is an object with its kind and its fields."""
    if isinstance(value, Mapping):
        found = {key: encoded(item) for key, item in value.items()}
        return {TERM: _PLAIN, "value": found} if TERM in found else found
    if isinstance(value, list | tuple):
        return [encoded(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: encoded(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {TERM: type(value).__name__.lower(), **fields}
    return value


def decoded(value: Any) -> Any:
    """The value again."""
    if isinstance(value, list):
        return tuple(map(decoded, value))
    if not isinstance(value, Mapping):
        return value
    if TERM not in value:
        return {key: decoded(item) for key, item in value.items()}
    if value[TERM] == _PLAIN:
        return {key: decoded(item) for key, item in value["value"].items()}
    fields = {key: decoded(item) for key, item in value.items() if key != TERM}
    return getattr(handlers, value[TERM].capitalize())(**fields)


def call_as_json(call: Call) -> Any:
    """A call as its service, operation and input."""
    return [call.service, call.operation, encoded(call.input)]


def suite_as_json(suite: HandlerSuite, folder: str, files: Mapping[str, str]) -> Mapping[str, Any]:
    """What a process must know of a function. `folder` and `files` are whole paths."""
    return {
        "name": suite.name,
        "folder": folder,
        "files": dict(files),
        "texts": dict(suite.texts),
        "entry": suite.entry,
        "handler": suite.handler,
        "environment": encoded(suite.environment),
        "wired": [_wired(each) for each in suite.wired],
        "region": suite.region,
        "timeout": suite.timeout,
        "memory": suite.memory,
        "runtime": suite.runtime,
        "signs": suite.signs,
        "asynchronous": suite.asynchronous,
        "callback": suite.callback,
        "libraries": list(suite.libraries),
        "services": list(getattr(suite, "services", ())),
    }


def _wired(wired: Wired) -> Mapping[str, Any]:
    return {
        "address": wired.address,
        "title": wired.title,
        "kind": wired.kind,
        "name": wired.name,
        "identifiers": list(wired.identifiers),
        "create": [call_as_json(call) for call in wired.create],
    }
