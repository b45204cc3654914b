"""Values as tests compare them: plain data, and a class for each thing that plain data cannot tell apart."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .home import HOME

#: What marks secrets and their like, on the wire.
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"

_DOCUMENT = re.compile(r"[ \t\r\n]*[\[{]")


class JsonObject(dict[str, Any]):
    """A text that is the JSON of an object: its members can be read, and `str` gives the text."""

    text = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonObject) and dict.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return self.text


class JsonArray(list[Any]):
    """A text that is the JSON of a list."""

    text = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonArray) and list.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Secret:
    """A secret output."""

    value: Any


@dataclass(frozen=True)
class ResourceReference:
    """A whole resource, as an output."""

    type: str
    name: str


@dataclass(frozen=True)
class FileAsset:
    """The content of a file."""

    path: str


@dataclass(frozen=True)
class TextAsset:
    """A text in the place of a file."""

    text: str


@dataclass(frozen=True)
class RemoteAsset:
    """The content of what a URI names."""

    uri: str


@dataclass(frozen=True)
class FileArchive:
    """A folder, or an archive in a file."""

    path: str


@dataclass(frozen=True)
class RemoteArchive:
    """An archive that a URI names."""

    uri: str


@dataclass(frozen=True)
class AssetArchive:
    """Assets and archives by their names."""

    assets: Mapping[str, Any]


def json_text(document: Any) -> Any:
    """Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter.

    The document may be text itself, which stays as it is if it is no JSON of an object or a list.
    """
    if isinstance(document, (JsonObject, JsonArray)):
        return document
    return comparable(document if isinstance(document, str) else json.dumps(_with_texts(document)))


def secret(value: Any) -> Secret:
    """A secret output, or a secret in the configuration."""
    return Secret(value)


def resource(type: str, name: str) -> ResourceReference:
    """A whole resource, as an output."""
    return ResourceReference(type, name)


def file_asset(path: str) -> FileAsset:
    """The content of a file; its path is shown from the project's folder, the same on every machine."""
    return FileAsset(_shown(path))


def text_asset(text: str) -> TextAsset:
    """A text in the place of a file; one that is JSON is compared as its document."""
    return TextAsset(comparable(text))


def remote_asset(uri: str) -> RemoteAsset:
    """The content of what a URI names."""
    return RemoteAsset(uri)


def file_archive(path: str) -> FileArchive:
    """A folder, or an archive in a file."""
    return FileArchive(_shown(path))


def remote_archive(uri: str) -> RemoteArchive:
    """An archive that a URI names."""
    return RemoteArchive(uri)


def asset_archive(assets: Mapping[str, Any]) -> AssetArchive:
    """Assets and archives by their names."""
    return AssetArchive(dict(assets))


def comparable(value: Any) -> Any:
    """What is comparable in plain data: JSON texts as their documents, whole numbers without a fraction."""
    if isinstance(value, str):
        found = _parsed(value)
        return value if found is None else found
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: comparable(item) for key, item in value.items()}
    return value


def texts_under(value: Any, *keys: str) -> list[str]:
    """All texts that stand under one of these keys, anywhere in a value."""
    if isinstance(value, Mapping):
        found = [_texts(item) if key in keys else texts_under(item, *keys) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        found = [texts_under(item, *keys) for item in value]
    else:
        found = []
    return [text for each in found for text in each]


def within(value: Any, *steps: str | int) -> Any:
    """What is at the end of these steps; nothing where one of them leads nowhere."""
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    return [text for item in value for text in _texts(item)] if isinstance(value, (list, tuple)) else []


def _parsed(text: str) -> JsonObject | JsonArray | None:
    """The document of a text that is the JSON of an object or a list."""
    if not _DOCUMENT.match(text):
        return None
    try:
        document = comparable(json.loads(text))
    except (ValueError, RecursionError):
        return None
    found = JsonObject(document) if isinstance(document, dict) else JsonArray(document)
    found.text = text
    return found


def _with_texts(value: Any) -> Any:
    """The document with the texts of those that are in it."""
    if isinstance(value, (JsonObject, JsonArray)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_with_texts(item) for item in value]
    return {key: _with_texts(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _shown(path: str) -> str:
    """A path as tests show it, the same on every machine: from the project's folder if it leads there."""
    if not os.path.isabs(path):
        return path
    relative = os.path.relpath(os.path.realpath(path), HOME)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")
