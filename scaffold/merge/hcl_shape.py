"""The shape of Terraform's native syntax: what `terraform fmt` changes says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.merge.shapes import Shaper

if TYPE_CHECKING:
    from tree_sitter import Node

#: Brackets in nodes of their own.
_BRACKETS = frozenset(["block_start", "block_end", "tuple_start", "tuple_end", "object_start", "object_end"])
_ATTRIBUTE = re.compile(r"\s*\.\s*([\w-]+)")


class HclShaper(Shaper):
    """Puts the shape of one unit together. The names in it are `var.x`, `run.x` and the like, and their first parts."""

    __slots__ = ()

    TEMPLATES = frozenset(
        ["quoted_template", "heredoc_template", "template_directive", "template_if", "template_for", "template_else"]
    )

    def _special(self, node: Node, kind: str, kinds: list[str], stack: list[Node | str | int]) -> bool:
        if kind in _BRACKETS or kind == "string_lit":
            self._token(node, self._text[node.start_byte : node.end_byte], kinds[-1])
            return True
        inner = _only_interpolation(node) if kind == "template_expr" else None
        if inner is None:
            return False
        stack.append(node.end_byte)
        stack.extend(reversed(inner.children))
        self._end = inner.start_byte
        return True

    def _leaf(self, node: Node, kind: str, parent: str) -> None:
        token = self._text[node.start_byte : node.end_byte]
        if token == "," and (parent == "object" or (parent == "function_arguments" and _is_last(node))):
            self._gap(node.start_byte, parent)
            self._end = node.end_byte
            return
        if kind == "identifier":
            if parent == "variable_expr":
                self.uses.add(token)
                attribute = _ATTRIBUTE.match(self._text, node.end_byte)
                self.uses.update((f"{token}.{attribute[1]}",) if attribute else ())
            elif parent == "block" and self._out[-1] != "block(":
                token = f'"{token}"'
        self._token(node, token, parent)


def _only_interpolation(node: Node) -> Node | None:
    """The expression in a template that has nothing else, `"${x}"`."""
    template = node.children[0]
    if template.type != "quoted_template" or template.child_count != 3:
        return None
    first, only, last = template.children
    if only.type != "template_interpolation" or only.child_count != 3:
        return None
    if first.end_byte != only.start_byte or only.end_byte != last.start_byte:
        return None
    return only.children[1]


def _is_last(node: Node) -> bool:
    """Whether nothing stands behind a comma."""
    following = node.next_sibling
    while following is not None and following.type == "comment":
        following = following.next_sibling
    return following is None
