"""Inventory: exactly these resources, data sources and modules, by type and name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.model.families import Family
from scaffold.model.testplan import Case, Inventory
from scaffold.plan.folder import Declaration, Folder

_TITLES = {
    "resource": "declares exactly these resources",
    "data": "declares exactly these data sources",
    "ephemeral": "declares exactly these ephemeral resources",
    "module": "calls exactly these modules",
}
#: The first one of these that appears is worth a failing test, too.
_TITLES_OF_NONE = {
    "resource": "declares no resources",
    "data": "declares no data sources",
    "module": "calls no modules",
}


def plan_inventory(folder: Folder) -> Iterator[Case]:
    """One case for each kind that exists, and for each of the main kinds that does not."""
    for kind in _TITLES:
        declarations = folder.by_kind.get(kind, ())
        title = (_TITLES if declarations else _TITLES_OF_NONE).get(kind)
        if title:
            yield Case(f"inventory:{kind}", Family.INVENTORY, title, "", exactly(kind, declarations))


def exactly(kind: str, declarations: Sequence[Declaration]) -> Inventory:
    """The expectation that exactly these blocks of a kind exist."""
    names: dict[str, list[str]] = {}
    for declaration in declarations:
        *types, name = declaration.labels or ("",)
        names.setdefault("".join(types), []).append(name)
    return Inventory(kind, {type_: tuple(sorted(names[type_])) for type_ in sorted(names)})
