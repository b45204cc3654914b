"""Assets and archives: files, folders and texts that are given to resources."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any, Final

from scaffold.model.values import Call, Value
from scaffold.readers.programs.values import ROOT, UNDEFINED, Foreign, Machine

#: The classes of `pulumi.asset`: the function of the call that stands for one, and the member that it is made from.
KINDS: Final = {
    "FileAsset": ("asset.file", "path"),
    "StringAsset": ("asset.text", "text"),
    "RemoteAsset": ("asset.remote", "uri"),
    "FileArchive": ("archive.file", "path"),
    "RemoteArchive": ("archive.remote", "uri"),
    "AssetArchive": ("archive.assets", "assets"),
}


class Asset(Foreign):
    """One asset or archive: `content` is a path, a text, an address or a map of assets, `sort` one of `KINDS`; `kind`
    is its class, in languages where everything has one."""

    __slots__ = ("content", "folder", "kind", "sort")

    def __init__(self, sort: str, content: Any, folder: str, kind: Any = None) -> None:
        self.sort, self.content, self.folder, self.kind = sort, content, folder, kind

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What it is made from, as a promise of it would give it."""
        return self.content if name == KINDS[self.sort][1] else UNDEFINED

    def frozen(self, freeze: Callable[[Any], Value]) -> Value:
        """It as a model value."""
        content = freeze(self.content)
        if isinstance(content, str) and self.sort.startswith("File"):
            content = local_path(content, self.folder)
        return Call(KINDS[self.sort][0], (content,))

    def freeze(self, machine: Machine) -> Value:
        """It as a model value."""
        return self.frozen(machine.freeze)


def local_path(path: str, folder: str) -> str:
    """A path of the machine as one that leads from `folder`, where the program runs; any other path is itself."""
    if path != ROOT and not path.startswith(f"{ROOT}/"):
        return path
    return posixpath.relpath(path, posixpath.join(ROOT, folder))
