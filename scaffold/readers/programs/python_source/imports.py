"""Lowering imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir_statements import Import, Imported, Statement
from scaffold.readers.programs.python_source.lowering import Lowering, StatementWork, parts

if TYPE_CHECKING:
    from tree_sitter import Node


def _dotted(lowering: Lowering, node: Node) -> str:
    return ".".join(lowering.plain_name(child) for child in parts(node))


def _named(lowering: Lowering, node: Node) -> tuple[str, str, Node]:
    """What is imported, what it is called here (empty where nothing is said), and where that stands."""
    if node.type != "aliased_import":
        return _dotted(lowering, node), "", node
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    return (
        _dotted(lowering, name) if name is not None else "",
        lowering.name(alias) if alias is not None else "",
        node,
    )


def _import(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`import a.b` binds `a`, `import a.b as c` the module itself."""
    for child in node.children_by_field_name("name"):
        if not child.is_named:
            continue
        source, local, place = _named(lowering, child)
        at, end = place.start_byte, place.end_byte
        first = source.partition(".")[0]
        named = Imported(at, end, "*", local) if local else Imported(at, end, ".", lowering.mangled(first))
        lowering.imported_types.setdefault(named.local, (source if local else first, "*"))
        found.append(Import(node.start_byte, node.end_byte, source, (named,)))


def _from(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`from a import b`; a module of ours below `a` counts as a name too."""
    source = "__future__"
    module = node.child_by_field_name("module_name")
    if module is not None:
        source = _dotted(lowering, module) if module.type == "dotted_name" else _relative(lowering, module)
    names: list[Imported] = []
    for child in node.children_by_field_name("name"):
        if child.is_named:
            name, local, place = _named(lowering, child)
            local = local or lowering.mangled(name)
            names.append(Imported(place.start_byte, place.end_byte, name, local))
            lowering.imported_types.setdefault(local, (source, name))
    for child in node.children:
        if child.type == "wildcard_import":
            names.append(Imported(child.start_byte, child.end_byte, "*", ""))
    found.append(Import(node.start_byte, node.end_byte, source, tuple(names)))


def _relative(lowering: Lowering, node: Node) -> str:
    """`..a.b`, without the space that may stand in it."""
    dots = "".join(lowering.slice(child) for child in node.children if child.type == "import_prefix")
    rest = next((_dotted(lowering, child) for child in node.children if child.type == "dotted_name"), "")
    return "." * dots.count(".") + rest


IMPORTS: dict[str, StatementWork] = {
    "import_statement": _import,
    "import_from_statement": _from,
    "future_import_statement": _from,
}
