"""Values as they stand on the wire, and as they come out of the program, made comparable."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from google.protobuf.struct_pb2 import Struct

from .values import (
    SECRET,
    SIGNATURE,
    asset_archive,
    comparable,
    file_archive,
    file_asset,
    remote_archive,
    remote_asset,
    resource,
    secret,
    text_asset,
)

ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

#: The code of dynamic providers.
HIDDEN = ("__provider",)


def plain(struct: Struct) -> dict[str, Any]:
    """The properties of a message as plain data, whole numbers as such; secrets and their like stay wrapped."""
    return {key: _plain(value) for key, value in struct.fields.items()}


def _plain(value: Any) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return plain(value.struct_value)
    if kind == "list_value":
        return [_plain(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return value.bool_value if kind == "bool_value" else None


def packed(properties: Mapping[str, Any]) -> Struct:
    """The message that says these properties."""
    struct = Struct()
    struct.update(properties)
    return struct


def shown(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Plain properties as tests see them: secrets as their values, resources as their ids, nothing that is null."""
    return {key: _shown(value) for key, value in properties.items() if key not in HIDDEN and value is not None}


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if not isinstance(value, dict):
        return comparable(value)
    kind = value.get(SIGNATURE)
    if kind in (SECRET, OUTPUT):
        return _shown(value.get("value"))
    if kind == RESOURCE:
        return value.get("id") or value["urn"]
    if kind == ASSET:
        return _asset(value)
    if kind == ARCHIVE:
        return _archive(value, _shown)
    return {key: _shown(item) for key, item in value.items() if item is not None}


def _asset(data: Mapping[str, Any]) -> Any:
    if data.get("path") is not None:
        return file_asset(data["path"])
    return text_asset(data.get("text", "")) if data.get("uri") is None else remote_asset(data["uri"])


def _archive(data: Mapping[str, Any], convert: Callable[[Any], Any]) -> Any:
    if data.get("path") is not None:
        return file_archive(data["path"])
    if data.get("uri") is not None:
        return remote_archive(data["uri"])
    return asset_archive({name: convert(item) for name, item in data.get("assets", {}).items()})


async def exported(value: Any, above: tuple[int, ...] = ()) -> Any:
    """What a program exports, with nothing left to wait for: secrets are marked, whole resources named.

    What is nothing to export is `None`.
    """
    if isinstance(value, pulumi.Output):
        inner = await exported(await value.future(), above)
        return secret(inner) if await value.is_secret() else inner
    if inspect.isawaitable(value):
        return await exported(await value, above)
    if isinstance(value, enum.Enum):
        return comparable(value.value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return comparable(value)
    if isinstance(value, pulumi.Resource):
        return resource(value._type, value._name)
    if id(value) in above or callable(value):
        return None
    return await _inside(value, (*above, id(value)))


async def _inside(value: Any, above: tuple[int, ...]) -> Any:
    if isinstance(value, pulumi.Asset):
        return _asset(vars(value))
    if isinstance(value, pulumi.Archive):
        assets = await _members(getattr(value, "assets", {}), above)
        return _archive({**vars(value), "assets": assets}, lambda item: item)
    if pulumi._types.is_output_type(type(value)):
        return await _members(pulumi._types.output_type_to_dict(value), above)
    if isinstance(value, Mapping):
        return await _members(value, above)
    if hasattr(value, "__iter__"):
        return [await exported(item, above) for item in value]
    return await _members(public(value), above)


async def _members(values: Mapping[str, Any], above: tuple[int, ...]) -> dict[str, Any]:
    """The members of a map, without those that are `None`."""
    found = {key: await exported(values[key], above) for key in values}
    return {key: item for key, item in found.items() if item is not None}


def public(value: Any) -> dict[str, Any]:
    """The attributes of an object that are for others."""
    return {key: item for key, item in getattr(value, "__dict__", {}).items() if not key.startswith("_")}
