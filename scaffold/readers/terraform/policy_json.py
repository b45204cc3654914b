"""Policy documents that are given as JSON, in the form that the AWS provider gives them when it writes them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.model.values import SYMBOLIC

_DOCUMENT = ("Version", "Id", "Statement")
_STATEMENT = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)


class PolicyError(Exception):
    """The provider refuses the document, for this reason."""


def normal_document(data: Any) -> Mapping[str, Any]:
    """A document (JSON data, or a dictionary with symbolic values) with lists as tuples and without what is empty.

    Names of fields count in any case, as Go's JSON reader has it; unknown fields go. Raises `PolicyError`.
    """
    fields = _fields(data, _DOCUMENT)
    statements = fields.pop("Statement", None)
    if statements is None:
        return fields
    if not isinstance(statements, list | tuple):
        raise PolicyError("Statement is not a list")
    normal = tuple(each if isinstance(each, SYMBOLIC) else _statement(each) for each in statements)
    return {**fields, "Statement": normal} if normal else fields


def _statement(data: Any) -> Mapping[str, Any]:
    fields = _fields(data, _STATEMENT)
    for name in ("Principal", "NotPrincipal"):
        if name in fields:
            fields[name] = _principal(fields[name])
    if "Condition" in fields:
        fields["Condition"] = _condition(fields["Condition"])
    return {name: _frozen(value) for name, value in fields.items() if value != {}}


def _fields(data: Any, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise PolicyError("an object is expected")
    by_name = {name.lower(): name for name in names}
    given = {by_name[key.lower()]: value for key, value in data.items() if key.lower() in by_name}
    return {name: given[name] for name in names if given.get(name) is not None and given[name] != ""}


def _principal(data: Any) -> Any:
    """Any single string is `*`; lists are in reverse order."""
    if isinstance(data, str):
        return "*"
    if not isinstance(data, Mapping):
        return data
    if len(data) == 1 and _frozen(data.get("*")) in ("*", ("*",)):
        return "*"
    return {kind: _reversed(data[kind]) for kind in sorted(data)}


def _reversed(identifiers: Any) -> Any:
    if isinstance(identifiers, list | tuple) and all(isinstance(each, str) for each in identifiers):
        return tuple(sorted(identifiers, reverse=True))
    return identifiers


def _condition(data: Any) -> Any:
    """A list of one is a plain string, a bool its text."""
    if not isinstance(data, Mapping):
        return data
    result = {}
    for test in sorted(data):
        if not isinstance(data[test], Mapping):
            raise PolicyError("a condition is not an object of objects")
        result[test] = {name: _condition_values(values) for name, values in data[test].items()}
    return result


def _condition_values(values: Any) -> Any:
    if isinstance(values, bool):
        return "true" if values else "false"
    if isinstance(values, list | tuple) and len(values) == 1:
        return values[0]
    return values


def _frozen(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _frozen(value) for key, value in data.items()}
    if isinstance(data, list):
        return tuple(map(_frozen, data))
    return data
