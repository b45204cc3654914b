"""Lowering imports and exports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Class
from scaffold.readers.programs.ir_statements import (
    Declare,
    Export,
    Exported,
    ExportValue,
    Import,
    Imported,
    Statement,
)
from scaffold.readers.programs.ir_types import TypeDeclaration
from scaffold.readers.programs.typescript.functions import decorators
from scaffold.readers.programs.typescript.literals import unescape
from scaffold.readers.programs.typescript.lowering import Lowering, StatementWork
from scaffold.readers.programs.typescript.patterns import names

if TYPE_CHECKING:
    from tree_sitter import Node

#: `export type *`, which the parser takes for `export *`.
_ONLY_TYPES = re.compile(r"export\s+type\s*\*")
#: `export import a = ...`: how far before `import` the `export` may stand, which the parser passes over.
_NEAR = 20


def _text(lowering: Lowering, node: Node) -> str:
    """A name, or the text of one in quotes."""
    text = lowering.slice(node)
    return unescape(text[1:-1]) if node.type == "string" else text


def _import(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """Imports of values; the names of all imports are taken down too, as what they name may be types."""
    at, end = node.start_byte, node.end_byte
    clause, source = None, node.child_by_field_name("source")
    for child in node.named_children:
        if child.type in ("import_clause", "import_require_clause"):
            clause = child
    only_types = any(child.type in ("type", "typeof") for child in node.children)
    if clause is None:
        if source is not None:
            found.append(Import(at, end, _text(lowering, source), ()))
        return
    source = source or clause.child_by_field_name("source")
    path = _text(lowering, source) if source is not None else ""
    imported: list[Imported] = []
    types = 0
    for name, typed in _imported(lowering, clause):
        lowering.imported_types[name.local] = (path, name.name)
        types += typed
        if not typed:
            imported.append(name)
    if not only_types and (imported or not types):
        found.append(Import(at, end, path, tuple(imported)))
        if lowering.text[max(at - _NEAR, 0) : at].rstrip().endswith("export"):
            found.append(Export(at, end, tuple(Exported(at, end, name.local, name.local) for name in imported)))


def _imported(lowering: Lowering, clause: Node) -> list[tuple[Imported, bool]]:
    """The names of an import, each with whether only its type is imported."""
    found: list[tuple[Imported, bool]] = []
    for child in clause.named_children:
        kind, at, end = child.type, child.start_byte, child.end_byte
        if kind == "identifier":
            name = "=" if clause.type == "import_require_clause" else "default"
            found.append((Imported(at, end, name, lowering.slice(child)), False))
        elif kind == "namespace_import":
            local = next(one for one in child.named_children if one.type == "identifier")
            found.append((Imported(at, end, "*", lowering.slice(local)), False))
        elif kind == "named_imports":
            for one in child.named_children:
                if one.type == "import_specifier":
                    found.append(_specifier(lowering, one))
    return found


def _specifier(lowering: Lowering, node: Node) -> tuple[Imported, bool]:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    named = _text(lowering, name) if name is not None else ""
    local = lowering.slice(alias) if alias is not None else named
    typed = node.children[0].type in ("type", "typeof")
    return Imported(node.start_byte, node.end_byte, named, local), typed


def _export(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    words = {child.type for child in node.children if not child.is_named}
    declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
    if declaration is not None:
        _export_declaration(lowering, node, declaration, found, "default" in words)
    elif value is not None:
        found.append(ExportValue(node.start_byte, node.end_byte, lowering.expression(value)))
    elif "=" in words:
        whole = next((child for child in node.named_children if child.type != "comment"), node)
        found.append(ExportValue(node.start_byte, node.end_byte, lowering.expression(whole), whole=True))
    elif "namespace" not in words:
        only_types = "type" in words or _ONLY_TYPES.match(lowering.text, node.start_byte) is not None
        _export_names(lowering, node, found, only_types)


def _export_declaration(
    lowering: Lowering, node: Node, declaration: Node, found: list[Statement], default: bool
) -> None:
    at, end = node.start_byte, node.end_byte
    declared: list[Statement] = []
    lowering.statement(declaration, declared)
    if any(child.type == "decorator" for child in node.named_children):
        declared = [_decorated(lowering, node, one) for one in declared]
    found.extend(declared)
    bound = [name for one in declared if isinstance(one, Declare) for name in names(one.target)]
    if default and bound:
        found.append(Export(at, end, (Exported(at, end, bound[0], "default"),)))
    elif bound:
        found.append(Export(at, end, tuple(Exported(at, end, name, name) for name in bound)))
    if default and (name := declaration.child_by_field_name("name")) is not None:
        known = lowering.types.get(lowering.slice(name))
        if known is not None:
            lowering.types["default"] = TypeDeclaration(at, end, "default", known.type, known.documentation)


def _decorated(lowering: Lowering, node: Node, declared: Statement) -> Statement:
    """A class with the decorators before its `export`."""
    if not (isinstance(declared, Declare) and isinstance(declared.value, Class)):
        return declared
    value = declared.value
    value = replace(value, decorators=(*decorators(lowering, node), *value.decorators))
    return replace(declared, value=value, documentation=lowering.documentation(node.start_byte))


def _export_names(lowering: Lowering, node: Node, found: list[Statement], only_types: bool) -> None:
    at, end = node.start_byte, node.end_byte
    source = node.child_by_field_name("source")
    path = _text(lowering, source) if source is not None else ""
    exported: list[Exported] = []
    for child in node.named_children:
        if child.type == "namespace_export":
            last = child.named_children[-1]
            exported.append(Exported(child.start_byte, child.end_byte, "*", _text(lowering, last)))
        elif child.type == "export_clause":
            for one in child.named_children:
                if one.type == "export_specifier":
                    exported.extend(_exported(lowering, one, path, only_types))
    if any(child.type == "*" for child in node.children):
        exported.append(Exported(at, end, "*", ""))
    empty = not any(child.type == "export_specifier" for one in node.named_children for child in one.named_children)
    if not only_types and (exported or (path and empty)):
        found.append(Export(at, end, tuple(exported), path))


def _exported(lowering: Lowering, node: Node, path: str, only_types: bool) -> list[Exported]:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    local = _text(lowering, name) if name is not None else ""
    outer = _text(lowering, alias) if alias is not None else local
    if only_types or node.children[0].type in ("type", "typeof"):
        if path:
            lowering.imported_types.setdefault(outer, (path, local))
        return []
    return [Exported(node.start_byte, node.end_byte, local, outer)]


MODULES: dict[str, StatementWork] = {"import_statement": _import, "export_statement": _export}
