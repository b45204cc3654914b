"""Outputs as the classes of the providers declare them: what the mocks say otherwise would be an error of theirs."""

from __future__ import annotations

import collections.abc
import json
import typing
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from pulumi.runtime import rpc

from .values import SECRET, SIGNATURE
from .wire import RESOURCE

#: Makes a resource that another one gives out: its type, a name for it, its outputs. Gives its URN.
Make = Callable[[str, str, Mapping[str, Any]], str]

_MAPS = (dict, collections.abc.Mapping)
_LISTS = (list, collections.abc.Sequence)


def fitted(state: Mapping[str, Any], kind: type | None, name: str, make: Make) -> dict[str, Any]:
    """The outputs of a resource of this class, without those that it could not take."""
    try:
        types: Mapping[str, Any] = pulumi._types.resource_types(kind) if kind else {}
    except Exception:
        # Annotations that cannot be resolved here say nothing.
        types = {}
    found = {key: _fitted(value, types.get(key), f"{name}-{key}", make) for key, value in state.items()}
    return {key: value for key, value in found.items() if value is not None}


def _fitted(value: Any, declared: Any, name: str, make: Make) -> Any:
    declared = pulumi._types.unwrap_optional_type(declared) if declared else None
    if declared is None or declared is Any or not isinstance(value, (dict, list)):
        return value
    if isinstance(value, dict) and SIGNATURE in value:
        inner = value.get(SIGNATURE) == SECRET
        if inner:
            return {**value, "value": _fitted(value.get("value"), declared, name, make)}
        # What takes a text is sent the id of a resource that stands there.
        return value.get("id", "") if declared is str and value.get(SIGNATURE) == RESOURCE else value
    if declared is str:
        return json.dumps(value)
    if isinstance(value, list):
        return _list(value, declared, name, make)
    return _map(value, declared, name, make)


def _list(value: list[Any], declared: Any, name: str, make: Make) -> Any:
    origin, given = typing.get_origin(declared), typing.get_args(declared)
    if declared is list or origin in _LISTS:
        element = given[0] if given else None
        return [_fitted(item, element, f"{name}-{at}", make) for at, item in enumerate(value)]
    return value if origin is typing.Union else None


def _map(value: dict[str, Any], declared: Any, name: str, make: Make) -> Any:
    origin, given = typing.get_origin(declared), typing.get_args(declared)
    if declared is dict or origin in _MAPS:
        element = given[1] if len(given) == 2 else None
        return {key: _fitted(item, element, f"{name}-{key}", make) for key, item in value.items()}
    if origin is typing.Union:
        return value
    if pulumi._types.is_output_type(declared):
        types = pulumi._types.output_type_types(declared)
        return {key: _fitted(item, types.get(key), f"{name}-{key}", make) for key, item in value.items()}
    if isinstance(declared, type) and issubclass(declared, pulumi.Resource):
        return _reference(value, declared, name, make)
    return None


def _reference(value: dict[str, Any], declared: type, name: str, make: Make) -> Any:
    """A resource that is an output, as it is on the wire."""
    token = _token(declared)
    if not token:
        return None
    state = fitted(value, declared, name, make)
    return {SIGNATURE: RESOURCE, "urn": make(token, name, state), "id": str(value.get("id", ""))}


def _token(declared: type) -> str:
    """The type of a resource by its class, as the provider's package says it."""
    package = declared.__module__.rpartition(".")[0]
    for modules in getattr(rpc, "_RESOURCE_MODULES", {}).values():
        for module in modules:
            data = getattr(module, "mod_info", {})
            if data.get("fqn") in (package, declared.__module__):
                for token, name in data.get("classes", {}).items():
                    if name == declared.__name__:
                        return str(token)
    return ""
