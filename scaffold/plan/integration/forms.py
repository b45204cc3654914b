"""The contract of the outputs: each is there, not empty, and of the form that what it tells has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scaffold.catalog import realistic
from scaffold.model.integration import OutputForm
from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Template, Unknown, Value, is_known
from scaffold.plan.integration.estate import Deployment

_ARN = re.compile(r"arn:(?:<\w+>|[\w-]+):([\w-]+):")
_ID = re.compile(r"([a-z]+-)<hex\d+>")
_WORDS = {
    "boolean": "is true or false",
    "dns": "is the name of a host",
    "number": "is a number",
    "queue-url": "is the URL of a queue",
    "text": "is there",
    "url": "is a URL",
}
_HOLE = re.compile(r"<[^<>]*(?:<\w+>[^<>]*)*>")


def form(key: str, value: Value, deployment: Deployment) -> OutputForm:
    """The form of an output with this value."""
    if isinstance(value, bool):
        return OutputForm(key, "boolean")
    if isinstance(value, int | float):
        return OutputForm(key, "number")
    if isinstance(value, tuple):
        return OutputForm(key, "json", "list")
    if isinstance(value, Mapping) and not isinstance(value, SYMBOLIC):
        return OutputForm(key, "json", "object")
    return _text(key, value, deployment)


def sure(value: Value, deployment: Deployment) -> bool:
    """Whether an output is surely there once all is deployed, and not empty: one that may be null, as a condition or a
    variable has it, is left out of what a deployment tells."""
    match value:
        case None | "":
            return False
        case Reference(address, path):
            resource = deployment.by_address.get(address)
            own = resource.attributes.get(str(path[0]), True) if resource is not None and path else None
            return own not in (None, "")
        case Template(parts):
            return any(isinstance(part, str) or sure(part, deployment) for part in parts)
        case Call(function, _):
            return function == "jsonencode"
        case Conditional() | Unknown():
            return False
        case tuple() | Mapping():
            return bool(value)
    return True


def said(expect: OutputForm) -> str:
    """A form in words, as the end of a sentence that begins with the output's name."""
    if expect.form == "arn":
        return f"is an ARN of {expect.detail}"
    if expect.form == "id":
        return f"is an id that begins with {expect.detail}"
    if expect.form == "json":
        return "is a list in JSON" if expect.detail == "list" else "is an object in JSON"
    return _WORDS[expect.form]


def _text(key: str, value: Value, deployment: Deployment) -> OutputForm:
    if isinstance(value, Reference) and len(value.path) == 1:
        resource = deployment.by_address.get(value.address)
        attribute = str(value.path[0])
        if resource is not None and attribute not in resource.attributes:
            return _like(key, _pattern(resource.type, attribute, resource.mode.value == "data"))
    if isinstance(value, Template):
        return _like(key, "".join(_part(part, deployment) for part in value.parts))
    if isinstance(value, Call) and value.function == "jsonencode":
        return OutputForm(key, "json", "list" if isinstance(value.arguments[0], tuple) else "object")
    return _like(key, value) if is_known(value) else OutputForm(key, "text")


def _part(part: Value, deployment: Deployment) -> str:
    """A part of a text as a pattern."""
    if isinstance(part, Reference) and len(part.path) == 1:
        resource = deployment.by_address.get(part.address)
        if resource is not None:
            found = _pattern(resource.type, str(part.path[0]), resource.mode.value == "data")
            return found if isinstance(found, str) and found else "<text>"
    return part if isinstance(part, str) else "<text>"


def _pattern(type_: str, attribute: str, data: bool) -> Any:
    return realistic.mocks(type_, data=data).get(attribute)


def _like(key: str, pattern: Any) -> OutputForm:
    """The form of texts like a pattern of the catalog."""
    if isinstance(pattern, bool):
        return OutputForm(key, "boolean")
    if isinstance(pattern, int | float):
        return OutputForm(key, "number")
    if not isinstance(pattern, str):
        return OutputForm(key, "text")
    arn, identifier = _ARN.match(pattern), _ID.fullmatch(pattern)
    if arn:
        return OutputForm(key, "arn", arn[1])
    if identifier:
        return OutputForm(key, "id", identifier[1])
    if pattern.startswith("https://sqs."):
        return OutputForm(key, "queue-url")
    plain = _HOLE.sub("", pattern)
    if re.match(r"(https?|wss)://\S*$", plain):
        return OutputForm(key, "url")
    if plain.endswith((".amazonaws.com", ".cloudfront.net", ".elb.amazonaws.com")) and "/" not in plain:
        return OutputForm(key, "dns")
    return OutputForm(key, "text")
