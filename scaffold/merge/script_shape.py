"""The shape of JavaScript and TypeScript: parentheses that the tree does not need, and quotes, say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.merge.script_literals import canonical_number, canonical_text
from scaffold.merge.shapes import Shaper

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset(
    ["identifier", "type_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"]
)
#: Whose names may stand in quotes or not.
_KEYED = frozenset(
    ["pair", "pair_pattern", "method_definition", "method_signature", "property_signature", "public_field_definition"]
)
#: In which an empty statement says nothing.
_LISTS = frozenset(["program", "statement_block", "class_body", "switch_case", "switch_default"])
_MEMBERS = frozenset(["object_type", "interface_body"])
#: May have a bar before their first type.
_UNIONS = frozenset(["union_type", "intersection_type"])
_VERBATIM = frozenset(["regex", "jsx_element", "jsx_self_closing_element", "jsx_fragment"])
#: `(a?.b).c` is not `a?.b.c`.
_CHAIN = frozenset(["member_expression", "subscript_expression", "call_expression", "non_null_expression"])
#: The kind that stands for parentheses which are left out.
_LEFT_OUT = "("


class ScriptShaper(Shaper):
    """Puts the shape of one unit together."""

    __slots__ = ()

    TEMPLATES = frozenset(["template_string", "template_literal_type"])

    def _special(self, node: Node, kind: str, kinds: list[str], stack: list[Node | str | int]) -> bool:
        parent = kinds[-1]
        if kind == "string" and node.child_count:
            self._token(node, canonical_text(self._text[node.start_byte : node.end_byte]), parent)
        elif kind in _VERBATIM:
            self._token(node, self._text[node.start_byte : node.end_byte], parent)
        elif kind == "empty_statement" and parent in _LISTS:
            self._end = node.end_byte
        elif kind in _UNIONS and node.child_count == 2:
            self._end = node.children[0].end_byte
            stack.append(node.children[1])
        elif kind == "parenthesized_expression" and not _is_meant(node, parent):
            kinds.append(_LEFT_OUT)
            stack.append("")
            stack.extend(reversed(node.children))
        else:
            return False
        return True

    def _leaf(self, node: Node, kind: str, parent: str) -> None:
        token = self._text[node.start_byte : node.end_byte]
        if self._says_nothing(token, parent):
            self._gap(node.start_byte, parent)
            self._end = node.end_byte
            return
        if kind in _NAMES:
            self.uses.add(token)
            if kind == "identifier" and parent == "arrow_function" and self._out[-1] != "=>":
                self._parameter(node, token)
                return
        elif kind == "number":
            token = canonical_number(token)
        elif kind == "property_identifier" and parent in _KEYED:
            token = f'"{token}"'
        self._token(node, token, parent)

    def _says_nothing(self, token: str, parent: str) -> bool:
        if token == ";":
            return parent != "for_statement"
        return (token == "," and parent in _MEMBERS) or (parent == _LEFT_OUT and token in ("(", ")"))

    def _parameter(self, node: Node, name: str) -> None:
        """The only parameter of an arrow function, which needs no parentheses."""
        for token in ("formal_parameters(", "(", "required_parameter("):
            self._put(token)
        self._token(node, name, "required_parameter")
        for token in (")", ")", ")"):
            self._put(token)


def _is_meant(node: Node, parent: str) -> bool:
    """Whether a program without these parentheses is another one, though its tree would be the same."""
    inner = node
    while inner.type == "parenthesized_expression":
        inner = next((child for child in inner.named_children if child.type != "comment"), inner.children[0])
    if parent in _CHAIN:
        return inner.type in _CHAIN
    return parent == "expression_statement" and inner.type == "string"
