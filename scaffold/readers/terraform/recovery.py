"""Files that tree-sitter's grammar does not accept, read once more by a parser of our own.

The grammar refuses a little of what Terraform takes (`1e3`), and where the author has made a mistake this parser knows
which attribute it is in and what was expected. After a mistake it goes on at the next line that is indented like the
attribute, or less: authors indent, also where they forget a bracket.
"""

from __future__ import annotations

import re

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Invalid, Literal
from scaffold.readers.terraform.expressions import Parser
from scaffold.readers.terraform.tokens import MAX_DEPTH, TOKENS_OF_LINES, ExpressionError

#: After so many mistakes in one file the rest are not worth telling.
MAX_MISTAKES = 20
_LINE = re.compile(r"^([ \t]*)(\S)", re.MULTILINE)
_TOP_LEVEL = re.compile(
    r"(?:check|data|ephemeral|import|locals|module|moved|output|provider|removed|resource|terraform|variable)"
    r'(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{'
)


class _HopelessError(Exception):
    """Reading on would take too long."""


def parse_text(source: str, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The blocks and attributes of a file; what is wrong with it goes to `diagnostics`."""
    reader = _Reader(source, file, diagnostics)
    attributes: dict[str, AttributeNode] = {}
    blocks: list[BlockNode] = []
    try:
        reader.body(attributes, blocks, outer=-1)
    except _HopelessError:
        reader.report("the rest of the file is left out", reader.parser.start, always=True)
    return Body(attributes, tuple(blocks))


class _Reader:
    """Reads bodies. Between items the parser stands before the next token."""

    def __init__(self, source: str, file: str, diagnostics: list[Diagnostic]) -> None:
        self.parser = Parser(source, start=False)
        self.parser.tokens = TOKENS_OF_LINES
        self.file = file
        self.diagnostics = diagnostics
        self.mistakes = 0
        self.depth = 0
        self.counted, self.line = 0, 1
        self.patience = 20 * len(source) + 100_000

    def body(self, attributes: dict[str, AttributeNode], blocks: list[BlockNode], outer: int) -> None:
        """Gather what stands up to the closing brace, or to the end where `outer`, the block's indent, is negative."""
        parser = self.parser
        while True:
            begun = -1
            try:
                parser.advance()
                parser.skip_newlines()
                if parser.kind == "end" or self.begins_next(outer):
                    if outer >= 0:
                        self.report("the block before this is not closed with '}'", parser.start)
                    parser.position = parser.start
                    return
                if parser.at("}") and outer >= 0:
                    return
                begun = parser.start
                self.item(attributes, blocks)
            except ExpressionError as error:
                self.report(error.reason, error.offset)
                self.recover(begun if begun >= 0 else error.offset, outer)

    def begins_next(self, outer: int) -> bool:
        """Whether a block of the file begins here, although the one that is being read is not closed."""
        parser = self.parser
        inside = outer >= 0 and parser.kind == "name" and self.indent_of(parser.start) <= outer
        return inside and _TOP_LEVEL.match(parser.source, parser.start) is not None

    def item(self, attributes: dict[str, AttributeNode], blocks: list[BlockNode]) -> None:
        """One attribute or block."""
        parser = self.parser
        start, name = parser.start, parser.name()
        line = self.line_at(start)
        if parser.at("=") and name in attributes:
            self.report(f"{name!r} is set twice in this block", start)
        if not parser.at("="):
            self.block(name, start, line, blocks)
            return
        behind = parser.position
        try:
            parser.advance()
            expression = parser.expression()
            self.end_of_item()
            attributes[name] = AttributeNode(name, expression, line)
        except ExpressionError:
            text = parser.source[behind:].split("\n", 1)[0].strip()
            attributes[name] = AttributeNode(name, Invalid(text), line)
            raise

    def end_of_item(self) -> None:
        """An attribute ends with its line, or with the block."""
        parser = self.parser
        if parser.at("}"):
            parser.position = parser.start
        elif not parser.at("\n") and parser.kind != "end":
            raise parser.error(f"unexpected {parser.text!r} after the value")

    def block(self, kind: str, start: int, line: int, blocks: list[BlockNode]) -> None:
        """A block behind its type."""
        parser = self.parser
        labels: list[str] = []
        while parser.kind in ("name", "string", "quote"):
            labels.append(parser.name() if parser.kind == "name" else self.label())
        if not parser.at("{"):
            raise parser.error(f"expected '=' or '{{' and found {parser.text!r}")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _HopelessError
        inner: dict[str, AttributeNode] = {}
        nested: list[BlockNode] = []
        self.body(inner, nested, self.indent_of(start))
        self.depth -= 1
        blocks.append(BlockNode(kind, tuple(labels), Body(inner, tuple(nested)), self.file, line))

    def label(self) -> str:
        """A quoted label."""
        parser = self.parser
        label = parser.primary()
        if not isinstance(label, Literal):
            raise parser.error("a label is plain text")
        return str(label.value)

    def line_at(self, offset: int) -> int:
        """The line at an offset, counting on from the last one asked for."""
        source = self.parser.source
        self.line += source.count("\n", self.counted, offset) - source.count("\n", offset, self.counted)
        self.counted = offset
        return self.line

    def indent_of(self, offset: int) -> int:
        """How far the line at an offset is indented."""
        source = self.parser.source
        begin = source.rfind("\n", 0, offset) + 1
        found = _LINE.match(source, begin)
        return len(found[1]) if found else 0

    def report(self, reason: str, offset: int, always: bool = False) -> None:
        """Say what is wrong."""
        self.mistakes += 1
        if self.mistakes > MAX_MISTAKES and not always:
            return
        summary = reason[:1].upper() + reason[1:]
        position = Position(self.file, self.line_at(offset))
        hint = "`terraform fmt` says more."
        self.diagnostics.append(Diagnostic(Severity.ERROR, "syntax-error", summary, position, hint=hint))

    def recover(self, offset: int, outer: int) -> None:
        """Go to the next line that is indented like the line at `offset`, or less."""
        parser = self.parser
        parser.tokens, parser.depth = TOKENS_OF_LINES, 0
        source = parser.source
        self.patience -= parser.position - offset + 100
        if self.patience < 0:
            raise _HopelessError
        indent = self.indent_of(offset)
        begin = source.find("\n", offset)
        while begin >= 0:
            found = _LINE.search(source, begin)
            if found is None:
                break
            depth = len(found[1])
            if depth <= outer or (depth <= indent and (found[2].isalpha() or found[2] == "_")):
                parser.position = found.start()
                return
            begin = source.find("\n", found.end())
        parser.position = len(source)
