"""Assets and archives: files, folders and texts that are given to resources."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from scaffold.model.values import Call, Value
from scaffold.readers.programs.values import ROOT, UNDEFINED, Foreign, Machine, NativeFunction

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
    """One asset or archive: `content` is a path, a text, an address or a map of assets."""

    __slots__ = ("content", "folder", "kind")

    def __init__(self, kind: str, content: Any, folder: str) -> None:
        self.kind, self.content, self.folder = kind, content, folder

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What it is made from, as a promise of it would give it."""
        return self.content if name == KINDS[self.kind][1] else UNDEFINED

    def frozen(self, freeze: Callable[[Any], Value]) -> Value:
        """It as a model value."""
        content = freeze(self.content)
        if isinstance(content, str) and self.kind.startswith("File"):
            content = local_path(content, self.folder)
        return Call(KINDS[self.kind][0], (content,))

    def freeze(self, machine: Machine) -> Value:
        """It as a model value."""
        return self.frozen(machine.freeze)


class AssetClass(Foreign):
    """A class of assets; `pulumi.asset.Asset` and `Archive` stand for several."""

    __slots__ = ("folder", "kind")

    def __init__(self, kind: str, folder: str) -> None:
        self.kind, self.folder = kind, folder

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new pulumi.asset.FileAsset(path)` and its like."""
        if self.kind not in KINDS:
            return machine.unknown("an abstract class cannot be constructed", at)
        return Asset(self.kind, arguments[0] if arguments else UNDEFINED, self.folder)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """`isInstance`."""
        if name != "isInstance":
            return UNDEFINED
        return NativeFunction(name, lambda _m, _this, args, _kw, _at: bool(args) and self.has_instance(args[0]))

    def has_instance(self, value: Any) -> bool:
        """Whether a value is an asset of this class."""
        return isinstance(value, Asset) and (value.kind == self.kind or value.kind.endswith(self.kind))


def local_path(path: str, folder: str) -> str:
    """A path of the machine as one that leads from `folder`, where the program runs; any other path is itself."""
    if path != ROOT and not path.startswith(f"{ROOT}/"):
        return path
    return posixpath.relpath(path, posixpath.join(ROOT, folder))


def asset_classes(folder: str) -> dict[str, Foreign]:
    """The classes of `pulumi.asset`, for a program that runs in `folder`."""
    return {name: AssetClass(name, folder) for name in (*KINDS, "Asset", "Archive")}
