"""Inventory: exactly these resources, data sources and modules, by type and name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.model.testplan import Case, Family, Inventory
from scaffold.plan.folder import Declaration, Folder

_TITLES = {
    "resource": "declares exactly these resources",
    "data": "declares exactly these data sources",
    "ephemeral": "declares exactly these ephemeral resources",
    "module": "calls exactly these modules",
}


def plan_inventory(folder: Folder) -> Iterator[Case]:
    """One case for each kind that exists."""
    for kind, title in _TITLES.items():
        if kind in folder.by_kind:
            yield Case(f"inventory:{kind}", Family.INVENTORY, title, "", exactly(kind, folder.by_kind[kind]))


def exactly(kind: str, declarations: Sequence[Declaration]) -> Inventory:
    """The expectation that exactly these blocks of a kind exist."""
    names: dict[str, list[str]] = {}
    for declaration in declarations:
        *types, name = declaration.labels or ("",)
        names.setdefault("".join(types), []).append(name)
    return Inventory(kind, {type_: tuple(sorted(names[type_])) for type_ in sorted(names)})
