"""Files of Terraform's native syntax, from bytes to a `Body`: tree-sitter finds blocks and attributes.

The expressions between them are parsed by `expressions`. A file that the grammar does not accept, or that needs a word
about what is wrong with it, is read by `recovery` instead. Positions are lines of the file.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scaffold.diagnostics import Diagnostic
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Expr
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.plain import parse_plain
from scaffold.readers.terraform.recovery import parse_text
from scaffold.readers.terraform.tokens import MAX_BLOCKS, NAME, ExpressionError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

#: The grammar takes `a = 1e3` for `a = 1` and a block of the type `e3`.
_EXPONENT = re.compile(rb"=[ \t]*-?[0-9.]+[eE][-+]?[0-9]+\s")
_ATTRIBUTE = re.compile(rf"({NAME})[ \t]*=[ \t]*")
_PLAIN_LABEL = re.compile(r'"[^"\\$%\n]*"')


class _RefusedError(Exception):
    """The tree says something that Terraform does not."""


@functools.cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


#: Equal expressions share one tree: trees know nothing of places.
_parse_shared = functools.lru_cache(maxsize=1 << 16)(parse_expression)


def parse_native(source: bytes, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The top-level blocks and attributes of a file; what is wrong with it goes to `diagnostics`.

    `source` is UTF-8 without a byte order mark and with `\\n` line ends.
    """
    root = _parser().parse(source).root_node
    if not root.has_error and not _EXPONENT.search(source):
        try:
            return _FileReader(source, file).file(root)
        except (_RefusedError, ExpressionError):
            pass  # what is wrong, and where, the other parser says better
    return parse_text(source.decode(), file, diagnostics)


class _FileReader:
    """Turns tree-sitter's nodes of one file into a `Body`. Raises `ExpressionError` and `_RefusedError`.

    Nodes say where attributes and blocks are; names and values are taken from the text there, which is many times
    quicker than a node for each.
    """

    __slots__ = ("depth", "file_name", "source", "text")

    def __init__(self, source: bytes, file_name: str) -> None:
        self.source = source
        #: The text where every character is one byte, so that offsets of nodes are offsets in it.
        self.text = source.decode() if source.isascii() else ""
        self.file_name = file_name
        self.depth = 0

    def file(self, root: Node) -> Body:
        """The whole file: comments may stand beside its body."""
        found = Body({})
        for child in root.named_children:
            if child.type == "body":
                found = self.body(child)
            elif child.type != "comment":
                raise _RefusedError("a file holds attributes and blocks")
        return found

    def body(self, node: Node) -> Body:
        """The attributes and blocks directly below a node."""
        attributes: dict[str, AttributeNode] = {}
        blocks: list[BlockNode] = []
        for child in node.named_children:
            kind = child.type
            if kind == "attribute":
                found = self.attribute(child)
                if found.name in attributes:
                    raise _RefusedError(f"{found.name} is set twice")
                attributes[found.name] = found
            elif kind == "block":
                blocks.append(self.block(child))
        both = next((block.type for block in blocks if block.type in attributes), None)
        if both:
            raise _RefusedError(f"{both} is an argument and a block")
        return Body(attributes, tuple(blocks))

    def attribute(self, node: Node) -> AttributeNode:
        """One attribute."""
        text = self.slice(node.start_byte, node.end_byte)
        found = _ATTRIBUTE.match(text)
        if found is None:
            raise _RefusedError("an attribute has a name and a value")
        value = text[found.end() :]
        expression: Expr = parse_plain(value) or _parse_shared(value)
        return AttributeNode(found[1], expression, node.start_point[0] + 1)

    def block(self, node: Node) -> BlockNode:
        """One block with its labels."""
        names: list[str] = []
        inner = Body({})
        self.depth += 1
        if self.depth > MAX_BLOCKS:
            raise _RefusedError("blocks are nested too deeply")
        for child in node.named_children:
            kind = child.type
            if kind in ("identifier", "string_lit"):
                names.append(self.label(child))
            elif kind == "body":
                inner = self.body(child)
            elif kind == "block_start" and self.source.find(b"\n", node.start_byte, child.start_byte) >= 0:
                raise _RefusedError("a block's head stands on one line")
        self.depth -= 1
        return BlockNode(names[0], tuple(names[1:]), inner, self.file_name, node.start_point[0] + 1)

    def label(self, node: Node) -> str:
        """The type or a label of a block, without quotes."""
        text = self.slice(node.start_byte, node.end_byte)
        if not text.startswith('"'):
            return text
        if not _PLAIN_LABEL.fullmatch(text):
            raise _RefusedError("a label is plain text")
        return text[1:-1]

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets in bytes."""
        return self.text[start:end] if self.text else self.source[start:end].decode()
