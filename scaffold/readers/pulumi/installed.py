"""What a project's package.json names, and what of it is installed."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.readers.pulumi.sources import Sources

_MANIFEST = "package.json"


@dataclass(frozen=True, slots=True)
class Installed:
    """`folder` is that of the package.json that the project has, relative to what the user named (the project's own
    where there is none); `versions` are the wanted versions of its dependencies; `others` those that are Pulumi's by what
    they say of themselves, not by their name."""

    folder: str
    versions: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def find_installed(sources: Sources, folder: str) -> Installed:
    """What belongs to the project in `folder`."""
    place = folder
    while sources.files.read(posixpath.join(place, _MANIFEST)) is None:
        if place in (".", ""):
            return Installed(folder)
        place = posixpath.dirname(place) or "."
    data = _manifest(sources, place)
    versions: dict[str, str] = {}
    for section in ("devDependencies", "peerDependencies", "dependencies"):
        found = data.get(section)
        if isinstance(found, Mapping):
            versions.update({str(name): version for name, version in found.items() if isinstance(version, str)})
    others = tuple(name for name in versions if _is_plugin(sources, place, name))
    return Installed(place, versions, others)


def _manifest(sources: Sources, folder: str) -> Mapping[str, Any]:
    try:
        data = json.loads(sources.files.read(posixpath.join(folder, _MANIFEST)) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, Mapping) else {}


def _is_plugin(sources: Sources, folder: str, name: str) -> bool:
    """Whether an installed package says that it is a provider's."""
    if name.startswith(("@pulumi/", "@pulumiverse/", "@types/")):
        return False
    about = _manifest(sources, posixpath.join(folder, "node_modules", name)).get("pulumi")
    return isinstance(about, Mapping) and about.get("resource") is True
