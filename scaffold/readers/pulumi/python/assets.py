"""The classes of assets and archives in the SDK for Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Object
from scaffold.readers.pulumi.assets import KINDS, Asset
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.classes import SdkClass, run_of

#: What each class says of something else than it takes.
_COMPLAINTS: Final = {
    "FileAsset": "FileAsset path must be a string or os.PathLike",
    "StringAsset": "StringAsset data must be a string",
    "RemoteAsset": "RemoteAsset URI must be a string",
    "FileArchive": "FileArchive path must be a string",
    "RemoteArchive": "RemoteArchive URI must be a string",
    "AssetArchive": "AssetArchive assets must be a dictionary",
}


def _content(given: Given, sort: str, value: Any) -> Any:
    """What an asset is made from. Raises the program's error for what it cannot be made from."""
    value = inner(value)
    concrete = given.machine.concrete(value)
    if sort == "FileAsset" and not isinstance(concrete, str) and concrete is not MISSING:
        method = given.machine.special(value, "__fspath__", given.at)
        if method is not MISSING:
            return given.call(method)
    wanted = Object if sort == "AssetArchive" else str
    if isinstance(value, Output) or (concrete is not MISSING and not isinstance(concrete, wanted)):
        raise given.error(_COMPLAINTS[sort])
    if sort == "AssetArchive" and isinstance(value, Object):
        for item in value.entries.values():
            if not isinstance(item, Asset) and given.machine.concrete(item) is not MISSING:
                raise given.error(f"AssetArchive assets must contain only Assets or Archives, not {type_name(item)}")
    return value


def _maker(sort: str, argument: str) -> Callable[..., Any]:
    def make(given: Given, cls: Any, *arguments: Any, **keywords: Any) -> Asset:
        if len(arguments) + len(keywords) != 1 or not set(keywords) <= {argument}:
            raise given.error(f"{sort}.__init__() takes one argument: '{argument}'")
        value = arguments[0] if arguments else keywords[argument]
        return Asset(sort, _content(given, sort, value), run_of(given.machine).folder, cls)

    return make


def _classes() -> Mapping[str, SdkClass]:
    found = {name: SdkClass(name, module="pulumi.asset") for name in ("Asset", "Archive")}
    for sort, (_, argument) in KINDS.items():
        base = found["Archive" if sort.endswith("Archive") else "Asset"]
        found[sort] = SdkClass(sort, (base,), make=_maker(sort, argument), module="pulumi.asset")
    return found


ASSETS: Final = _classes()
