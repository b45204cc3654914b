"""Files that tree-sitter's grammar does not accept, read once more by a parser of our own.

The grammar refuses a little of what Terraform takes, and where the author has made a mistake this parser knows which
attribute it is in and what was expected. After a mistake it goes on at the next line that is indented like the
attribute, or less: authors indent, also where they forget a bracket. Positions are lines of the file.
"""

from __future__ import annotations

import re
from collections.abc import Container

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Invalid, Literal
from scaffold.readers.terraform.expressions import Parser
from scaffold.readers.terraform.plain import PLAIN, parse_plain
from scaffold.readers.terraform.tokens import COMMENT, MAX_BLOCKS, NAME, TOKENS, TOKENS_OF_LINES, ExpressionError

#: After so many mistakes in one file the rest are not worth telling, and after so many it is not worth reading.
MAX_MISTAKES = 20
MAX_RECOVERIES = 200
#: An attribute whose value is one plain term, alone on its line, and the blank lines and comments before it.
_ATTRIBUTE = re.compile(rf"(?:[ \t\r\n]+|{COMMENT})*+({NAME})[ \t]*+=[ \t]*+({PLAIN})[ \t\r]*+\n")
#: The labels of a block as they usually are, and its opening brace.
_LABELS = re.compile(rf'((?:[ \t]++(?:"[ !#&-\[\]-~]*"|{NAME}))*+)[ \t]*+\{{')
_LABEL = re.compile(r'"([^"]*)"|(\S+)')
_LINE = re.compile(r"^([ \t]*+)(\S)", re.MULTILINE)
_TOP_LEVEL = re.compile(
    r"(?:check|data|ephemeral|import|locals|module|moved|output|provider|removed|resource|terraform|variable)"
    r'(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{'
)


class _HopelessError(Exception):
    """Reading on would take too long."""


class _TooDeepError(Exception):
    """Blocks are nested too deeply: their outermost one is given up."""

    def __init__(self, cause: ExpressionError) -> None:
        super().__init__(cause.reason)
        self.cause = cause


def parse_text(source: str, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The top-level blocks and attributes of a file; what is wrong with it goes to `diagnostics`."""
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
        self.patience = 5 * len(source) + 100_000

    def body(self, attributes: dict[str, AttributeNode], blocks: list[BlockNode], outer: int) -> None:
        """Gather what stands up to the closing brace, or to the end where `outer`, the block's indent, is negative."""
        parser = self.parser
        while True:
            begun = -1
            self.plain_attributes(attributes, blocks)
            try:
                parser.tokens = TOKENS
                parser.advance()
                parser.tokens = TOKENS_OF_LINES
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
            except _TooDeepError as error:
                if outer >= 0:
                    raise
                self.depth = 0
                self.report(error.cause.reason, error.cause.offset)
                self.recover(begun, outer)

    def plain_attributes(self, attributes: dict[str, AttributeNode], blocks: list[BlockNode]) -> None:
        """Take the attributes ahead that one regular expression can read, which are most."""
        parser = self.parser
        while found := _ATTRIBUTE.match(parser.source, parser.position):
            name, text = found.groups()
            value = parse_plain(text)
            if name in attributes or value is None or any(block.type == name for block in blocks):
                return
            attributes[name] = AttributeNode(name, value, self.line_at(found.start(1)))
            parser.position = found.end()

    def begins_next(self, outer: int) -> bool:
        """Whether a block of the file begins here, although the one that is being read is not closed."""
        parser = self.parser
        begins = outer >= 0 and parser.kind == "name" and _TOP_LEVEL.match(parser.source, parser.start) is not None
        return begins and self.indent_of(parser.start) <= outer

    def item(self, attributes: dict[str, AttributeNode], blocks: list[BlockNode]) -> None:
        """One attribute or block."""
        parser = self.parser
        start, name = parser.start, parser.text
        line = self.line_at(start)
        found = _LABELS.match(parser.source, parser.position) if parser.kind == "name" else None
        if found is not None:
            self.refuse_both(name, attributes, start)
            parser.position = found.end()
            labels = tuple(quoted or bare for quoted, bare in _LABEL.findall(found[1]))
            self.block(name, labels, start, line, blocks)
            return
        parser.name()
        if parser.at("=") and name in attributes:
            self.report(f"{name!r} is set twice in this block", start)
        if not parser.at("="):
            self.refuse_both(name, attributes, start)
            self.block(name, self.labels(), start, line, blocks)
            return
        self.refuse_both(name, [block.type for block in blocks], start)
        behind = parser.position
        try:
            parser.advance()
            expression = parser.expression()
            self.end_of_item()
            attributes[name] = AttributeNode(name, expression, line)
        except ExpressionError:
            end = parser.source.find("\n", behind)
            text = parser.source[behind : end if end >= 0 else None].strip()
            attributes[name] = AttributeNode(name, Invalid(text), line)
            raise

    def refuse_both(self, name: str, others: Container[str], start: int) -> None:
        """No schema has a name for an argument and for a block, and python-hcl2 breaks on it."""
        if name in others:
            self.report(f"{name!r} is an argument and a block here", start)

    def end_of_item(self) -> None:
        """An attribute ends with its line, or with the block."""
        parser = self.parser
        if parser.at("}"):
            parser.position = parser.start
        elif not parser.at("\n") and parser.kind != "end":
            raise parser.error(f"unexpected {parser.text!r} after the value")

    def labels(self) -> tuple[str, ...]:
        """The labels of a block up to its opening brace."""
        parser = self.parser
        labels: list[str] = []
        while parser.kind in ("name", "string", "quote"):
            labels.append(parser.name() if parser.kind == "name" else self.label())
        if not parser.at("{"):
            raise parser.error(f"expected '=' or '{{' and found {parser.text!r}")
        return tuple(labels)

    def block(self, kind: str, labels: tuple[str, ...], start: int, line: int, blocks: list[BlockNode]) -> None:
        """A block behind its opening brace."""
        parser = self.parser
        self.depth += 1
        if self.depth > MAX_BLOCKS:
            raise _TooDeepError(parser.error("blocks are nested too deeply"))
        inner: dict[str, AttributeNode] = {}
        nested: list[BlockNode] = []
        try:
            self.body(inner, nested, self.indent_of(start))
        except _HopelessError:
            blocks.append(BlockNode(kind, labels, Body(inner, tuple(nested)), self.file, line))
            raise
        self.depth -= 1
        blocks.append(BlockNode(kind, labels, Body(inner, tuple(nested)), self.file, line))

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
        self.patience -= parser.position - offset
        if self.patience < 0 or self.mistakes > MAX_RECOVERIES:
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
