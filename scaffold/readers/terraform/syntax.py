"""Files of Terraform's native syntax, from bytes to a `Body`: tree-sitter finds blocks and attributes.

A file with a syntax error is cut at its top-level blocks and each piece is parsed on its own, so one broken block costs
only itself. Positions are lines of the file.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Expr, Invalid
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.tokens import ExpressionError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_TOP_LEVEL = re.compile(rb'^[a-z_]+(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{', re.MULTILINE)
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
    reader = _FileReader(source, file, diagnostics)
    if not root.has_error:
        return _join([reader.body(node) for node in root.named_children if node.type == "body"])
    return _join([_parse_piece(piece, line, file, diagnostics) for piece, line in _pieces(source)])


def _pieces(source: bytes) -> Iterator[tuple[bytes, int]]:
    """The text from each top-level block's first line to the next one's, with the number of lines before it."""
    starts = [found.start() for found in _TOP_LEVEL.finditer(source)]
    bounds = [0, *[start for start in starts if start], len(source)]
    line = 0
    for start, end in itertools.pairwise(bounds):
        yield source[start:end], line
        line += source.count(b"\n", start, end)


def _parse_piece(piece: bytes, line: int, file: str, diagnostics: list[Diagnostic]) -> Body:
    root = _parser().parse(piece).root_node
    reader = _FileReader(piece, file, diagnostics, line)
    if root.has_error:
        place = _first_error(root)
        reader.report("syntax-error", _describe(place), place.start_point[0] + 1)
    return _join([reader.body(node) for node in _bodies(root)])


def _bodies(root: Node) -> Iterator[Node]:
    """The outermost nodes that hold blocks and attributes; around an error there may be several."""
    if root.type == "body" or (
        root.type == "ERROR" and any(child.type in ("block", "attribute") for child in root.named_children)
    ):
        yield root
    else:
        for child in root.named_children:
            yield from _bodies(child)


def _join(bodies: list[Body]) -> Body:
    attributes = {name: attribute for body in bodies for name, attribute in body.attributes.items()}
    return Body(attributes, tuple(block for body in bodies for block in body.blocks))


def _first_error(node: Node) -> Node:
    while True:
        if node.is_missing:
            return node
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            return node
        node = inner


def _describe(node: Node) -> str:
    if node.is_missing:
        return f"Expected {node.type!r} here"
    text = (node.text or b"").decode(errors="replace").strip().splitlines()
    return f"Cannot make sense of {text[0][:60]!r}" if text else "Cannot make sense of this"


class _FileReader:
    """Turns tree-sitter's nodes of one file (or piece of it, behind `offset` lines) into a `Body`."""

    __slots__ = ("diagnostics", "file", "offset", "source")

    def __init__(self, source: bytes, file: str, diagnostics: list[Diagnostic], offset: int = 0) -> None:
        self.source = source
        self.file = file
        self.diagnostics = diagnostics
        self.offset = offset

    def report(self, code: str, summary: str, line: int) -> None:
        """Say what is wrong at a line of the piece."""
        position = Position(self.file, line + self.offset)
        self.diagnostics.append(Diagnostic(Severity.ERROR, code, summary, position, hint="`terraform fmt` says more."))

    def body(self, node: Node) -> Body:
        """The attributes and blocks directly below a node."""
        attributes: dict[str, AttributeNode] = {}
        blocks: list[BlockNode] = []
        for child in node.named_children:
            kind = child.type
            if kind == "attribute":
                found = self.attribute(child)
                if found is not None:
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
            expression = self.parse(text, line)
        return AttributeNode(self.source[name.start_byte : name.end_byte].decode(), expression, line + self.offset)

    def parse(self, text: bytes, line: int) -> Expr:
        """An expression's tree; equal texts share one."""
        decoded = text.decode()
        try:
            expression = parse_expression(decoded)
        except ExpressionError as error:
            self.report(
                "syntax-error", f"Not an expression: {error.reason}", line + decoded.count("\n", 0, error.offset)
            )
            return Invalid(decoded)
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
        line = node.start_point[0] + 1 + self.offset
        return BlockNode(names[0] if names else "", tuple(names[1:]), body, self.file, line)
