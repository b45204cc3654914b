"""The classes of assets and archives in the SDK for Node.js."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine, NativeFunction
from scaffold.readers.pulumi.assets import KINDS, Asset


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
        return isinstance(value, Asset) and (value.sort == self.kind or value.sort.endswith(self.kind))


def asset_classes(folder: str) -> dict[str, Foreign]:
    """The classes of `pulumi.asset`, for a program that runs in `folder`."""
    return {name: AssetClass(name, folder) for name in (*KINDS, "Asset", "Archive")}
