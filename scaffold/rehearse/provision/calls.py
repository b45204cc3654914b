"""Calls of an API with a resource's attributes, in the shape that botocore's model of the operation has.

`cluster_identifier` is `ClusterIdentifier`, a single block a structure, a block that may repeat a list, `"80"` a number
where the API has one. Only names that differ are told (`names`); what the operation does not have is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make

#: Attributes of every resource type that no operation takes as they are.
_APART = frozenset({"tags", "tags_all", "tag", "timeouts", "region"})
_NUMBERS = {"integer": int, "long": int, "float": float, "double": float}
#: What the API calls the members of a list that is an object in a declaration.
_PAIRS = (("Key", "Value"), ("Name", "Value"), ("key", "value"), ("name", "value"))


def call(
    client: Any, method: str, values: Mapping[str, Any], names: Mapping[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """Calls a method of a client with attributes as its arguments, and gives the answer.

    `names` leads from a declared name to that of the API (`""`: not sent; `A.B`: the member `B` of `A`). A name inside
    blocks is told with dots between (`rule.name`), one that holds at any depth begins with a dot. `more` are arguments
    as the API has them: they win, and `None` takes one away.
    """
    arguments = {**shaped(client, method, values, names), **more}
    answer: dict[str, Any] = getattr(client, method)(
        **{name: value for name, value in arguments.items() if value is not None}
    )
    return answer


def shaped(
    client: Any, method: str, values: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The arguments of a method that these attributes are, see `call`."""
    kept = {name: value for name, value in values.items() if name not in _APART or name in (names or {})}
    return _structure(_input(client, method), kept, names or {}, "")


def part(client: Any, method: str, path: str, value: Any, names: Mapping[str, str] | None = None) -> Any:
    """A block (or blocks) as the member at `path` of a method's input is shaped (`LaunchTemplateData`)."""
    shape = _input(client, method)
    for step in path.split("."):
        shape = (shape.member if shape.type_name == "list" else shape).members[step]
    return _value(shape, value, names or {}, "")


def tagged(make: Make, kind: str) -> dict[str, Any]:
    """The tags as EC2 takes them, for what is made (`vpc`)."""
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": make.tag_list()}]} if make.tags else {}


def text(value: Any) -> str:
    """A value where the API takes text: `true`, `80`, a document as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value) if isinstance(value, Mapping | list | tuple) else str(value)


def _input(client: Any, method: str) -> Any:
    return client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape


def _structure(shape: Any, values: Mapping[str, Any], names: Mapping[str, str], path: str) -> dict[str, Any]:
    members = {_plain(name): name for name in shape.members}
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = f"{path}{name}"
        target = names.get(inner, names.get(f".{name}"))
        if target is None:
            target = next((members[each] for each in _spellings(_plain(name)) if each in members), "")
        steps = target.split(".")
        if value is None or value == "" or steps[0] not in shape.members:
            continue
        holder, within = found, shape
        for step in steps[:-1]:
            holder, within = holder.setdefault(step, {}), within.members[step]
        sent = _value(within.members[steps[-1]], value, names, f"{inner}.")
        if sent is not None:
            # What is a member of a structure on its own account and what the structure holds come together.
            already = holder.get(steps[-1])
            holder[steps[-1]] = {**already, **sent} if isinstance(already, dict) and isinstance(sent, dict) else sent
    return found


def _value(shape: Any, value: Any, names: Mapping[str, str], path: str) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _block(shape, value, names, path)
    if kind == "list":
        return _list(shape, value, names, path)
    if kind == "map":
        pairs = value[0] if isinstance(value, list | tuple) and value else value
        inner = ((str(name), _value(shape.value, each, names, path)) for name, each in dict(pairs or {}).items())
        return {name: each for name, each in inner if each is not None}
    if kind in _NUMBERS:
        return _NUMBERS[kind](float(value))
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if kind == "string":
        return text(value)
    return value.encode() if kind == "blob" and isinstance(value, str) else value


def _block(shape: Any, value: Any, names: Mapping[str, str], path: str) -> dict[str, Any] | None:
    """A structure; where it only counts what is in a list (`Quantity` and `Items`), that of the list."""
    if {"Quantity", "Items"} <= shape.members.keys() and not isinstance(value, Mapping):
        items = _list(shape.members["Items"], value, names, path)
        return {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        return _structure(shape, value, names, path)
    # `IKEVersions` is a list of structures where the declaration has texts.
    return {"Value": _value(shape.members["Value"], value, names, path)} if [*shape.members] == ["Value"] else None


def _list(shape: Any, value: Any, names: Mapping[str, str], path: str) -> list[Any]:
    """A list; an object where the API has a list of names and values is that list."""
    member = shape.member
    if isinstance(value, Mapping) and member.type_name == "structure":
        pair = next((keys for keys in _PAIRS if member.members.keys() == set(keys)), None)
        if pair:
            return [{pair[0]: str(name), pair[1]: text(each)} for name, each in value.items()]
    items = value if isinstance(value, list | tuple) else [value]
    return [sent for sent in (_value(member, each, names, path) for each in items) if sent is not None]


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _spellings(name: str) -> Iterator[str]:
    """A name as it is and as the API may have it: blocks that repeat are singular in a declaration."""
    yield name
    yield f"{name}s"
    yield f"{name}es"
    if name.endswith("y"):
        yield f"{name[:-1]}ies"
