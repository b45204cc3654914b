"""What each template gets: the contract with those who replace one.

Views say what their fields are made of by their annotations (`scaffold.emit.kinds`), and `contract_table` says which
template gets which. A test holds what is rendered to it, and another a changed contract to a new version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from scaffold.emit.contract_row import Row
from scaffold.emit.contract_shapes import Shape, View, reached, shape_of, view_of
from scaffold.emit.contract_table import ROWS

if TYPE_CHECKING:
    import jinja2.nodes

__all__ = [
    "CHANGES",
    "VERSION",
    "ContextChange",
    "Contract",
    "Shape",
    "View",
    "changes_since",
    "contracts",
    "fingerprints",
    "views",
]

#: The version of what all templates get. It grows by one when that changes for any of them.
VERSION = 1


@dataclass(frozen=True, slots=True)
class ContextChange:
    """What changed for a template, in a sentence; for `*`, for all of them."""

    template: str
    what: str


#: What changed, by the version that brought it.
CHANGES: Mapping[int, tuple[ContextChange, ...]] = {
    1: (ContextChange("*", "What templates get is described and has a version."),),
}


@dataclass(frozen=True, slots=True)
class Contract:
    """What a template makes, and what it can rely on.

    `variables` are those that it gets, also from what extends it. `macros` are those that other templates call, with
    their parameters in order: who replaces the template has to keep them. `blocks` can be replaced one at a time;
    those among `scoped` stand in a loop and get what is said there beside the variables.
    """

    template: str
    makes: str
    variables: Mapping[str, Shape]
    macros: Mapping[str, Mapping[str, Shape]]
    blocks: tuple[str, ...] = ()
    scoped: Mapping[str, Mapping[str, Shape]] = field(default_factory=dict)


def changes_since(version: int, template: str = "") -> tuple[ContextChange, ...]:
    """What changed after a version, oldest first: for all templates, or for this one."""
    later = (change for brought in sorted(CHANGES) if brought > version for change in CHANGES[brought])
    return tuple(change for change in later if not template or change.template in ("*", template))


@cache
def contracts() -> Mapping[str, Contract]:
    """The contract of each built-in template by its name, sorted. `KeyError` for a template that none speaks of."""
    from scaffold.emit.render import template_names

    return {name: _contract(name, row_of(name)) for name in template_names()}


@cache
def views() -> Mapping[str, View]:
    """The views that templates get, by name, each before those in it."""
    hints = (hint for row in ROWS for hint in (*row.variables.values(), *row.parameters.values()))
    return {made.__name__: view_of(made) for made in reached(hints)}


def row_of(name: str) -> Row:
    """The row of the table that speaks of a template: its own, or its folder's. `KeyError` where there is none."""
    for wanted in (name, f"{name.rpartition('/')[0]}/*"):
        for row in ROWS:
            if wanted in row.templates:
                return row
    raise KeyError(f"no contract speaks of the template {name}")


def fingerprints() -> Mapping[str, str]:
    """A digest of each built-in template's contract: of names, shapes, macros and blocks, but no words about them."""
    return {name: _digest(contract) for name, contract in contracts().items()}


def _contract(name: str, row: Row) -> Contract:
    tree = _parsed(name)
    return Contract(
        name,
        row.makes,
        _shapes(row.variables),
        _macros(tree, row) if row.parameters else {},
        _blocks(tree),
        {block: _shapes(hints) for block, hints in row.scoped.items()},
    )


def _shapes(hints: Mapping[str, Any]) -> Mapping[str, Shape]:
    return {name: shape_of(hint) for name, hint in hints.items()}


def _parsed(name: str) -> jinja2.nodes.Template:
    import jinja2

    from scaffold.emit.render import builtin_folder

    source = (builtin_folder() / name).read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=False).parse(source)


def _macros(tree: jinja2.nodes.Template, row: Row) -> Mapping[str, Mapping[str, Shape]]:
    from jinja2 import nodes

    return {
        macro.name: {argument.name: shape_of(row.parameters[argument.name]) for argument in macro.args}
        for macro in tree.find_all(nodes.Macro)
    }


def _blocks(tree: jinja2.nodes.Template) -> tuple[str, ...]:
    """The names of its blocks, and those of the templates that it extends, in order."""
    from jinja2 import nodes

    own = [block.name for block in tree.find_all(nodes.Block)]
    for extends in tree.find_all(nodes.Extends):
        if isinstance(extends.template, nodes.Const):
            own += _blocks(_parsed(extends.template.value))
    return tuple(dict.fromkeys(own))


def _digest(contract: Contract) -> str:
    told = [
        f"{contract.template} {contract.blocks}",
        *(f"{name}: {_spelled(shape, ())}" for name, shape in contract.variables.items()),
        *(f"{block}: {_spelled(shape, ())}" for block, inner in contract.scoped.items() for shape in inner.values()),
        *(
            f"{name}({', '.join(f'{parameter}: {_spelled(shape, ())}' for parameter, shape in parameters.items())})"
            for name, parameters in contract.macros.items()
        ),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _spelled(shape: Shape, within: Iterable[str]) -> str:
    """A shape with all that is in it; a view that holds itself is named."""
    outer = tuple(within)
    if shape.view and shape.view not in outer:
        inner = {name: _spelled(item, (*outer, shape.view)) for name, item in views()[shape.view].fields.items()}
        return f"{shape} {inner}"
    return f"{shape} {_spelled(shape.item, outer)}" if shape.item else str(shape)
