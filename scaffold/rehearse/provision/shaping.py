"""Attributes as the provider names them, in the shape that a service's API takes them.

The shape is botocore's own model of the operation. Names are the same where case and underscores do not count
(`kms_key_id`, `KmsKeyId`); a block becomes a structure, a block's name in the singular a list in the plural, and plain
values become what the shape wants. What a service calls otherwise, its provisioner says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, given

NUMBERS = {"integer": int, "long": int, "float": float, "double": float}


def send(make: Make, service: str, operation: str, values: Mapping[str, Any], /, **members: Any) -> dict[str, Any]:
    """Call an operation with what of the values it takes, and with `members` as they are, in the API's names.

    A member that is given as `None` is left out even where the values have it.
    """
    client = make.client(service)
    inputs = {**fitted(client, operation, values), **members}
    method = next(name for name, called in client.meta.method_to_api_mapping.items() if called == operation)
    answer: dict[str, Any] = getattr(client, method)(**given(**inputs))
    return answer


def fitted(client: Any, operation: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an operation: what of the values it takes."""
    return structure(client.meta.service_model.operation_model(operation).input_shape, values)


def part(client: Any, operation: str, path: str, value: Any) -> Any:
    """A value in the shape of one member of an operation's input, at a path (`SqsManagedQueue.Policy`)."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    for name in path.split("."):
        shape = shape.members[name] if shape.type_name == "structure" else shape.member.members[name]
    return shaped(shape, value)


def structure(shape: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a structure that the values have."""
    declared = {plain(name): value for name, value in values.items() if value is not None}
    found: dict[str, Any] = {}
    for member, inner in shape.members.items():
        for name in spellings(member, inner.type_name == "list"):
            if name in declared:
                fit = shaped(inner, declared[name])
                found |= {} if fit is None else {member: fit}
                break
    return found


def spellings(member: str, several: bool) -> Iterator[str]:
    """What a member may be declared as: its own name, and where it is a list one of its elements' (`rule`, `entry`)."""
    name = plain(member)
    yield name
    if several:
        yield from (name.removesuffix(end) + other for end, other in (("ies", "y"), ("es", ""), ("s", "")))


def plain(name: str) -> str:
    """A name without case and underscores."""
    return name.replace("_", "").replace("-", "").lower()


def shaped(shape: Any, value: Any) -> Any:
    """A value in a shape; `None` where there is nothing of it (no block)."""
    match shape.type_name:
        case "structure":
            first = value if isinstance(value, Mapping) else next(iter(value), None)
            return structure(shape, first) if isinstance(first, Mapping) else None
        case "list":
            pair = pairs(shape.member)
            if pair and isinstance(value, Mapping):
                return [{pair[0]: name, pair[1]: text(each)} for name, each in value.items()]
            several = value if isinstance(value, list | tuple) else [value]
            return [each for each in (shaped(shape.member, each) for each in several) if each is not None]
        case "map":
            entries = value if isinstance(value, Mapping) else next(iter(value), {})
            return {str(name): shaped(shape.value, each) for name, each in entries.items() if each is not None}
        case "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        case "string":
            return text(value)
        case "blob":
            return value.encode() if isinstance(value, str) else value
        case kind if kind in NUMBERS:
            return NUMBERS[kind](value)
    return value


def text(value: Any) -> str:
    """A plain value as the text that an API takes for it: `true` for a boolean, JSON for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list | tuple) else str(value)


def pairs(shape: Any) -> tuple[str, str] | None:
    """The members of a list's element that is a name and a value, as tags and dimensions are: declared as a map."""
    names = list(shape.members) if shape.type_name == "structure" else []
    value = next((name for name in names if name.lower().endswith("value")), "")
    return (next(name for name in names if name != value), value) if len(names) == 2 and value else None


def declared(make: Make) -> dict[str, Any]:
    """The attributes, with the tags that the resource shares with others among its own."""
    return {**without(make.values, "tags"), **({"tags": dict(make.tags)} if make.tags else {})}


def unsupported(operation: str) -> Provisioner:
    """A provisioner of a type that the emulator does not have: it lacks this operation."""

    def provision(make: Make) -> Mapping[str, Any]:
        raise Unsupported(f"{make.type} needs {operation}, which is not implemented")

    return provision


def without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values but for these, which the caller gives in another form."""
    return {name: value for name, value in values.items() if name not in names}


def named(make: Make, attribute: str = "name", longest: int = 64) -> str:
    """The declared name; where there is none, one that begins as its author wants it (`name_prefix`) or with the
    resource's own name, and is different for each resource."""
    declared = make.get(attribute)
    if declared:
        return str(declared)
    unique = hashlib.sha256(make.address.encode()).hexdigest()[:8]
    start = make.get(f"{attribute}_prefix") or f"{make.name}-"
    return f"{start[: longest - len(unique)]}{unique}"


def last(arn: str) -> str:
    """What an ARN or an address ends with: what follows its last `/` or `:`."""
    return arn.replace(":", "/").rpartition("/")[2]
