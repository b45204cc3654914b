"""Imports of single names, and cases under another name, in JavaScript and TypeScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.merge.script_literals import quoted, value
from scaffold.merge.script_names import bound_names, imported_names, title_node
from scaffold.merge.script_source import parse_tree
from scaffold.merge.trees import Text, items
from scaffold.merge.units import Unit, UnparsableError

if TYPE_CHECKING:
    from tree_sitter import Node

_BINDING = frozenset(["import_statement", "lexical_declaration", "variable_declaration"])
_WIDTH = 80
_INDENT = re.compile(r"[ \t]*")


def import_of(unit: Unit, names: frozenset[str]) -> str:
    """The text of an import (whole lines) that binds just these of the names that a unit does; empty for none."""
    if not names & unit.binds:
        return ""
    text = Text(unit.head)
    found = next((item for item in items(_tree(text).children) if item.node.type in _BINDING), None)
    if found is None:
        return ""
    end = found.end
    if names >= unit.binds:
        made = text.plain[found.start : end]
    elif found.node.type == "import_statement":
        made = _import(text.plain, found.node, names, end)
    else:
        made = _required(text.plain, found.node, names, end)
    indent = _INDENT.match(text.plain)
    space = indent[0] if indent else ""
    return "".join(f"{space}{line}\n" for line in made.split("\n"))


def _import(text: str, node: Node, names: frozenset[str], end: int) -> str:
    """An `import` statement with only these names."""
    clause = next(child for child in node.named_children if child.type == "import_clause")
    parts: list[str] = []
    members: list[str] = []
    for child in clause.named_children:
        if child.type == "named_imports":
            members = [
                _source(text, one)
                for one in child.named_children
                if one.type == "import_specifier" and names.intersection(imported_names(text, one))
            ]
        elif child.type != "comment" and names.intersection(imported_names(text, child)):
            parts.append(_source(text, child))
    before = text[node.start_byte : clause.start_byte]
    return _braced(before + "".join(f"{part}, " for part in parts), members, text[clause.end_byte : end])


def _required(text: str, node: Node, names: frozenset[str], end: int) -> str:
    """A declaration with only these names of its pattern."""
    declarator = next(child for child in node.named_children if child.type == "variable_declarator")
    pattern = declarator.child_by_field_name("name")
    if pattern is None or pattern.type != "object_pattern":
        return text[node.start_byte : end]
    members = [
        _source(text, one)
        for one in pattern.named_children
        if one.type != "comment" and names.intersection(bound_names(text, one))
    ]
    return _braced(text[node.start_byte : pattern.start_byte], members, text[pattern.end_byte : end])


def _braced(before: str, members: list[str], behind: str) -> str:
    """Names in braces, on a line each where one line is too short."""
    if not members:
        return before.removesuffix(", ") + behind
    line = f"{before}{{ {', '.join(members)} }}{behind}"
    if len(line) <= _WIDTH:
        return line
    return f"{before}{{\n{''.join(f'  {member},' + chr(10) for member in members)}}}{behind}"


def renamed_case(unit: Unit, name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """A case's own text under another name, or any other statement's; text in its literals that is just what is old in
    a pair becomes the new."""
    text = Text(unit.head)
    root = _tree(text)
    replacements = dict(pairs)
    titles = [title_node(child) for child in root.children] if unit.name else []
    edits: list[tuple[int, int, str]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if not _is_plain(node):
            stack.extend(node.children)
            continue
        source = text.plain[node.start_byte : node.end_byte]
        new = name if node in titles else replacements.get(value(source))
        if new is not None and new != value(source):
            edits.append((node.start_byte, node.end_byte, quoted(new, source[0])))
    return text.edited(edits)


def _is_plain(node: Node) -> bool:
    """Whether it is a literal that is just text."""
    if node.type == "template_string":
        return all(child.type != "template_substitution" for child in node.children)
    return node.type == "string" and node.child_count > 0


def _tree(text: Text) -> Node:
    """The tree of a statement of a file whose kind is not known."""
    try:
        return parse_tree(text, typed=True)
    except UnparsableError:
        return parse_tree(text, typed=False)


def _source(text: str, node: Node) -> str:
    return text[node.start_byte : node.end_byte]
