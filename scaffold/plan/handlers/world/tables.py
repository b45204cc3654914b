"""Tables as they are made in the emulator: keys, indexes, streams, and the rows that the project puts there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.catalog.checks.looking import as_bool
from scaffold.model.handlers import Call, Data
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Value
from scaffold.plan.handlers.world.naming import Names

_INDEXES = (("global_secondary_index", "GlobalSecondaryIndexes"), ("local_secondary_index", "LocalSecondaryIndexes"))


def blocks(attributes: Mapping[str, Value], name: str) -> tuple[Mapping[str, Value], ...]:
    """The nested blocks of a name, however they are written."""
    found = attributes.get(name)
    entries = found if isinstance(found, tuple) else (found,)
    return tuple(each for each in entries if isinstance(each, Mapping) and not isinstance(each, SYMBOLIC))


def table(resource: Resource, names: Names) -> tuple[tuple[Call, ...], Mapping[str, Any]] | None:
    """The calls that make a table, and its facts; nothing where its key is not known."""
    given = resource.attributes
    types = {
        names.text(block.get("name"), "name"): names.text(block.get("type"), "type")
        for block in blocks(given, "attribute")
    }
    keys = _keys(given, names)
    if keys is None or not set(keys).issubset(types):
        return None
    indexes = {member: tuple(_indexes(given, name, keys, types, names)) for name, member in _INDEXES}
    used = {key["AttributeName"] for schema in _schemas(keys, indexes) for key in schema}
    call: dict[str, Data] = {
        "TableName": names.name(resource),
        "KeySchema": _schema(keys),
        "AttributeDefinitions": tuple(
            {"AttributeName": name, "AttributeType": type_} for name, type_ in types.items() if name in used
        ),
        "BillingMode": "PAY_PER_REQUEST",
    }
    call.update({member: found for member, found in indexes.items() if found})
    view = _view(given, names)
    if view:
        call["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
    made = Call("dynamodb", "CreateTable", call)
    return (made, *_rows(resource, names)), _facts(keys, types, indexes, view, given, names)


def _keys(given: Mapping[str, Value], names: Names) -> tuple[str, ...] | None:
    """The names of the keys: of what things are told apart by, and of what they are ordered by."""
    if given.get("hash_key") in (None, ""):
        return None
    wanted = (given["hash_key"], given.get("range_key"))
    return tuple(names.text(key, "key") for key in wanted if key not in (None, ""))


def _schema(keys: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    return tuple({"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, ("HASH", "RANGE"), strict=False))


def _indexes(
    given: Mapping[str, Value], name: str, own: tuple[str, ...], types: Mapping[str, str], names: Names
) -> Iterator[Mapping[str, Any]]:
    for block in blocks(given, name):
        keys = _keys(block if name.startswith("global") else {**block, "hash_key": own[0]}, names)
        if keys is None or not set(keys).issubset(types):
            continue
        projection: dict[str, Any] = {"ProjectionType": names.text(block.get("projection_type") or "ALL", "type")}
        others = block.get("non_key_attributes")
        if projection["ProjectionType"] == "INCLUDE" and isinstance(others, tuple):
            projection["NonKeyAttributes"] = tuple(names.text(each, "name") for each in others)
        yield {"IndexName": names.text(block.get("name"), "name"), "KeySchema": _schema(keys), "Projection": projection}


def _schemas(keys: tuple[str, ...], indexes: Mapping[str, tuple[Mapping[str, Any], ...]]) -> Iterator[Any]:
    yield _schema(keys)
    for found in indexes.values():
        yield from (index["KeySchema"] for index in found)


def _view(given: Mapping[str, Value], names: Names) -> str:
    if not as_bool(given.get("stream_enabled")) and given.get("stream_view_type") in (None, ""):
        return ""
    return names.text(given.get("stream_view_type") or "NEW_AND_OLD_IMAGES", "type")


def _facts(
    keys: tuple[str, ...],
    types: Mapping[str, str],
    indexes: Mapping[str, tuple[Mapping[str, Any], ...]],
    view: str,
    given: Mapping[str, Value],
    names: Names,
) -> Mapping[str, Any]:
    facts: dict[str, Any] = _named(keys, types)
    facts["indexes"] = {
        index["IndexName"]: _named(tuple(key["AttributeName"] for key in index["KeySchema"]), types)
        for found in indexes.values()
        for index in found
    }
    if view:
        facts["stream_view"] = view
    for block in blocks(given, "ttl"):
        if as_bool(block.get("enabled")) is not False and block.get("attribute_name"):
            facts["ttl"] = names.text(block["attribute_name"], "name")
    return facts


def _named(keys: tuple[str, ...], types: Mapping[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {"hash": keys[0], "hash_type": types[keys[0]]}
    if len(keys) > 1:
        facts.update({"range": keys[1], "range_type": types[keys[1]]})
    return facts


def _rows(resource: Resource, names: Names) -> Iterator[Call]:
    """The rows that the project puts into the table."""
    for each in names.project.resources:
        given = each.attributes
        if each.type != "aws_dynamodb_table_item" or names.find(given.get("table_name")) is not resource:
            continue
        try:
            item = json.loads(names.text(given.get("item"), "item"))
        except ValueError:
            continue
        if isinstance(item, dict) and all(isinstance(value, dict) for value in item.values()):
            yield Call("dynamodb", "PutItem", {"TableName": names.name(resource), "Item": item})
