"""Predicates on the containers of a task definition: its `container_definitions` are a list in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Test, Verdict, all_hold, unknown
from scaffold.model.facts import Fact
from scaffold.model.project import Resource
from scaffold.model.values import Call, Reference, Template, Unknown, Value

_AT = "container_definitions"
#: Stands in JSON text for a value that is not known; a character that no project has a use for.
_MARK = "\ue000"


def containers(resource: Resource, estate: Estate, *, of: Test) -> Verdict:
    """`of` holds for every container, its paths seen from the container (`logConfiguration.logDriver`)."""
    found = _containers(resource.attributes.get(_AT))
    if found is None:
        return unknown("the containers are not known")
    if not found:
        return NOT_APPLICABLE
    return all_hold(_container(resource, estate, at, body, of) for at, body in enumerate(found))


def _container(resource: Resource, estate: Estate, at: int, body: Value, of: Test) -> Verdict:
    if not isinstance(body, Mapping):
        return unknown("a container is not known")
    verdict = of(replace(resource, attributes=body), estate)
    name = body.get("name")
    if verdict.fails:
        return replace(verdict, reason=name if isinstance(name, str) and name else f"number {at + 1}")
    return replace(verdict, evidence=tuple(_moved(each, resource, at) for each in verdict.evidence))


def _moved(found: Fact, resource: Resource, at: int) -> Fact:
    return replace(found, subject=Reference(resource.address, (_AT, at, *found.subject.path)))


def _containers(value: Value) -> tuple[Any, ...] | None:
    if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
        value = value.arguments[0]
    elif isinstance(value, str | Template):
        parts = value.parts if isinstance(value, Template) else (value,)
        value = _parsed("".join(part if isinstance(part, str) else _MARK for part in parts))
    if isinstance(value, Mapping):
        return (value,)
    return value if isinstance(value, tuple) else None


def _parsed(text: str) -> Any:
    try:
        return _frozen(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _frozen(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _frozen(item) for key, item in data.items()}
    if isinstance(data, str) and _MARK in data:
        return Unknown("text with a value that is not known", data.replace(_MARK, "..."))
    return tuple(map(_frozen, data)) if isinstance(data, list) else data
