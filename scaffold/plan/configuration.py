"""Configuration: each resource, data source, module call and local value whole, as it is declared."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.families import Family
from scaffold.model.testplan import Attribute, Case, Declared, Tier
from scaffold.plan.folder import Declaration, Folder, body
from scaffold.plan.words import full_name

_KINDS = ("resource", "data", "ephemeral", "module")


def plan_configuration(folder: Folder, tier: Tier) -> Iterator[Case]:
    """One case for each block and each local value; exhaustive: also one for each attribute of a resource."""
    for kind in _KINDS:
        for declaration in folder.by_kind.get(kind, ()):
            yield declared(declaration, Family.CONFIGURATION, _phrase(kind))
            if tier is Tier.EXHAUSTIVE and kind == "resource":
                yield from _attributes(declaration)
    for declaration in folder.by_kind.get("locals", ()):
        yield from _locals(declaration)


def declared(declaration: Declaration, family: Family, phrase: str) -> Case:
    """The case that a block says exactly what it says now; `phrase` says it of the block's name."""
    address = declaration.address
    expect = Declared(declaration.kind, declaration.labels, body(declaration.block), declaration.index)
    title = f"{full_name(declaration)} {phrase}"
    return Case(f"{family.value}:{address}", family, title, address, expect, declaration.block.position, phrase)


def _phrase(kind: str) -> str:
    return "is called as declared" if kind == "module" else "is configured as declared"


def _attributes(declaration: Declaration) -> Iterator[Case]:
    for name, value in body(declaration.block).items():
        address, phrase = declaration.address, f"has its {name}"
        expect = Attribute(declaration.kind, declaration.labels, name, value, declaration.index)
        title = f"{full_name(declaration)} {phrase}"
        position = declaration.block.position
        yield Case(f"configuration:{address}:{name}", Family.CONFIGURATION, title, address, expect, position, phrase)


def _locals(declaration: Declaration) -> Iterator[Case]:
    for name, value in declaration.block.attributes.items():
        address = f"local.{name}"
        expect = Attribute("locals", (), name, value)
        title = f"local {name} is worked out as declared"
        position = declaration.block.position
        yield Case(f"configuration:{address}", Family.CONFIGURATION, title, address, expect, position)
