"""Files of Terraform's native syntax, from bytes to a `Body`: tree-sitter finds blocks and attributes.

A file that the grammar does not accept is read by `recovery` instead. Positions are lines of the file.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scaffold.diagnostics import Diagnostic
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Expr
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.recovery import parse_text
from scaffold.readers.terraform.tokens import ExpressionError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

#: The grammar takes `a = 1e3` for `a = 1` and a block of the type `e3`.
_EXPONENT = re.compile(rb"=[ \t]*-?[0-9.]+[eE][-+]?[0-9]+\s")
_cache: dict[bytes, Expr] = {}
_CACHE_LIMIT = 200_000


@functools.cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def parse_native(source: bytes, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The top-level blocks and attributes of a file; what is wrong with it goes to `diagnostics`.

    `source` is UTF-8 without a byte order mark and with `\\n` line ends.
    """
    root = _parser().parse(source).root_node
    reader = _FileReader(source, file)
    if root.has_error or _EXPONENT.search(source):
        return parse_text(source.decode(), file, diagnostics)
    try:
        return _join([reader.body(node) for node in root.named_children if node.type == "body"])
    except ExpressionError:
        return parse_text(source.decode(), file, diagnostics)


def _join(bodies: list[Body]) -> Body:
    attributes = {name: attribute for body in bodies for name, attribute in body.attributes.items()}
    return Body(attributes, tuple(block for body in bodies for block in body.blocks))


class _FileReader:
    """Turns tree-sitter's nodes of one file into a `Body`. Raises `ExpressionError`."""

    __slots__ = ("file", "source")

    def __init__(self, source: bytes, file: str) -> None:
        self.source = source
        self.file = file

    def body(self, node: Node) -> Body:
        """The attributes and blocks directly below a node."""
        attributes: dict[str, AttributeNode] = {}
        blocks: list[BlockNode] = []
        for child in node.named_children:
            kind = child.type
            if kind == "attribute":
                found = self.attribute(child)
                if found is None or found.name in attributes:
                    raise ExpressionError("an attribute is set twice, or has no value", 0)
                attributes[found.name] = found
            elif kind == "block":
                blocks.append(self.block(child))
        return Body(attributes, tuple(blocks))

    def attribute(self, node: Node) -> AttributeNode | None:
        """One attribute; None where recovery left no value."""
        children = node.named_children
        if len(children) < 2:
            return None
        name, value = children[0], children[-1]
        line = name.start_point[0] + 1
        text = self.source[value.start_byte : value.end_byte]
        expression = _cache.get(text)
        if expression is None:
            expression = self.parse(text)
        return AttributeNode(self.source[name.start_byte : name.end_byte].decode(), expression, line)

    def parse(self, text: bytes) -> Expr:
        """An expression's tree; equal texts share one."""
        expression = parse_expression(text.decode())
        if len(_cache) >= _CACHE_LIMIT:
            _cache.clear()
        _cache[text] = expression
        return expression

    def block(self, node: Node) -> BlockNode:
        """One block with its labels."""
        names: list[str] = []
        body = Body({})
        for child in node.named_children:
            kind = child.type
            if kind in ("string_lit", "identifier"):
                names.append(self.source[child.start_byte : child.end_byte].decode().strip('"'))
            elif kind == "body":
                body = self.body(child)
        line = node.start_point[0] + 1
        return BlockNode(names[0] if names else "", tuple(names[1:]), body, self.file, line)
