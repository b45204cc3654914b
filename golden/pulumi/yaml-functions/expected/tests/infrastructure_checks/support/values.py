"""Values as tests compare them: plain data, and a class for each thing that plain data cannot tell apart."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .documents import comparable
from .home import HOME

#: What marks secrets and their like, on the wire.
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


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


def _shown(path: str) -> str:
    """A path as tests show it, the same on every machine: from the project's folder if it leads there."""
    if not os.path.isabs(path):
        return path
    relative = os.path.relpath(os.path.realpath(path), HOME)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")
