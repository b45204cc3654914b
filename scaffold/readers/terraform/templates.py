"""Templates: the text of strings, heredocs and template files, with its interpolations and directives.

The rules of white space are HCL's: a strip marker removes the white space of the neighbouring text up to and including
one line's end, and `<<-` removes the smallest indentation of any line (hclsyntax, `parser_template.go`).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from scaffold.readers.terraform.ast import Expr, ForDirective, IfDirective, Literal, TemplateNode, TemplatePart
from scaffold.readers.terraform.tokens import MAX_DEPTH, TOKENS, ExpressionError

_QUOTED = re.compile(
    r'(?P<text>[^"\\$%\n]+)|(?P<escape>\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))|(?P<open>[$%]\{)|(?P<twice>\$\$\{|%%\{)|(?P<quote>")|(?P<other>.)'
)
_BARE = re.compile(r"(?P<text>[^$%]+)|(?P<open>[$%]\{)|(?P<twice>\$\$\{|%%\{)|(?P<other>.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Parser(Protocol):
    """The expression parser, as far as templates need it; `text` is its current token, `position` is behind it."""

    source: str
    position: int
    start: int
    text: str
    tokens: re.Pattern[str]

    def error(self, reason: str) -> ExpressionError:
        """The error to raise for the current token."""

    def advance(self) -> None:
        """Move on to the next token."""

    def at(self, sign: str) -> bool:
        """Whether the current token is this sign."""

    def accept(self, sign: str) -> bool:
        """Skip the sign if it is the current token."""

    def name(self) -> str:
        """Skip and return a name, which must be there."""

    def expression(self) -> Expr:
        """A whole expression."""


@dataclass(frozen=True, slots=True)
class _Sequence:
    """An interpolation or directive as scanned, before blocks are nested: `word` is empty for an interpolation."""

    word: str
    expression: Expr | None
    key: str
    value: str
    strip_before: bool
    strip_after: bool


_Item: TypeAlias = "str | _Sequence"


def scan(parser: Parser, end: str | None, flush: bool = False) -> tuple[TemplatePart, ...]:
    """Read template text from the parser's position to `end` (a quote) or to the end of its source.

    `flush` removes common indentation. Raises `ExpressionError`.
    """
    items = _strip(list(_items(parser, end)))
    if flush:
        items = _unindent(items)
    stream = _Stream(items, parser)
    parts, word = stream.parts(frozenset())
    if word:
        raise parser.error(f"unexpected '%{{ {word} }}'")
    return parts


def finish(parts: tuple[TemplatePart, ...]) -> Expr:
    """The node for the parts: a literal where there is nothing but text."""
    if not parts:
        return Literal("")
    if len(parts) == 1 and isinstance(parts[0], str):
        return Literal(composed(parts[0]))
    return TemplateNode(tuple(composed(part) if isinstance(part, str) else part for part in parts))


def composed(text: str) -> str:
    """`text` as Terraform keeps every string: in Unicode's composed normal form (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _items(parser: Parser, end: str | None) -> Iterator[_Item]:
    """Text, one item a line, and sequences."""
    pattern = _QUOTED if end else _BARE
    buffer: list[str] = []
    while True:
        found = pattern.match(parser.source, parser.position)
        if found is None:
            if end:
                raise parser.error("the string is not closed on its line")
            break
        parser.start, parser.position = found.start(), found.end()
        kind = found.lastgroup
        if kind == "quote":
            break
        if kind == "open":
            yield from _text_items("".join(buffer), end)
            buffer = []
            yield _sequence(parser, found[0])
        elif kind == "twice":
            buffer.append(found[0][1:])
        elif kind == "escape":
            buffer.append(_unescape(parser, found[0]))
        else:
            buffer.append(found[0])
    yield from _text_items("".join(buffer), end)


def _text_items(text: str, end: str | None) -> list[str]:
    """Text as HCL's scanner hands it on: whole from a quoted string, else line by line."""
    if end:
        return [text] if text else []
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _unescape(parser: Parser, escape: str) -> str:
    if escape[1] in "uU":
        code = int(escape[2:], 16) if len(escape) > 2 else -1
        if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise parser.error(f"{escape} is not a character")
        return chr(code)
    if escape[1] not in _ESCAPES:
        raise parser.error(f"{escape} is not an escape sequence")
    return _ESCAPES[escape[1]]


def _sequence(parser: Parser, opening: str) -> _Sequence:
    """One `${ ... }` or `%{ ... }`, the parser standing behind the opening."""
    outer = parser.tokens
    parser.tokens = TOKENS
    before = parser.source.startswith("~", parser.position)
    parser.position += before
    parser.advance()
    word, key, value = "", "", ""
    expression: Expr | None = None
    if opening == "${":
        expression = parser.expression()
    else:
        word = parser.name()
        if word == "for":
            value = parser.name()
            if parser.accept(","):
                key, value = value, parser.name()
            if parser.name() != "in":
                raise parser.error("expected 'in'")
            expression = parser.expression()
        elif word == "if":
            expression = parser.expression()
    parser.tokens = outer
    after = parser.at("~")
    if after:
        parser.position = parser.start + 1
        if not parser.source.startswith("}", parser.position):
            raise parser.error("expected '}' after '~'")
        parser.position += 1
    elif not parser.at("}"):
        raise parser.error(f"expected '}}' and found {parser.text!r}")
    return _Sequence(word, expression, key, value, bool(before), after)


def _strip(items: list[_Item]) -> list[_Item]:
    """Apply strip markers to the text beside them."""
    for index, item in enumerate(items):
        if isinstance(item, str):
            continue
        if item.strip_before and index:
            previous = items[index - 1]
            if isinstance(previous, str):
                items[index - 1] = previous.rstrip()
        if item.strip_after and index + 1 < len(items):
            following = items[index + 1]
            if isinstance(following, str):
                items[index + 1] = following.lstrip()
    return items


def _unindent(items: list[_Item]) -> list[_Item]:
    """Remove the smallest indentation of any line that is not blank."""
    starts: list[int] = []
    smallest: int | None = None
    fresh = True
    for index, item in enumerate(items):
        if fresh:
            fresh = False
            width: int | None = 0
            if isinstance(item, str):
                trimmed = item.lstrip()
                if not trimmed and item.endswith("\n"):
                    width = None
                else:
                    width = len(item) - len(trimmed)
                    starts.append(index)
            if width is not None:
                smallest = width if smallest is None else min(smallest, width)
        if isinstance(item, str) and item.endswith("\n"):
            fresh = True
    for index in starts:
        item = items[index]
        if isinstance(item, str):
            items[index] = item[smallest or 0 :]
    return items


class _Stream:
    """Nests the directives of a flat list of items."""

    def __init__(self, items: list[_Item], parser: Parser) -> None:
        self.items = iter(items)
        self.parser = parser
        self.depth = 0

    def parts(self, until: frozenset[str]) -> tuple[tuple[TemplatePart, ...], str]:
        """Parts up to a directive in `until` (or any that does not belong here), and that directive's word."""
        found: list[TemplatePart] = []
        for item in self.items:
            if isinstance(item, str):
                found.append(item)
            elif not item.word and item.expression is not None:
                found.append(item.expression)
            elif item.word == "if" and item.expression is not None:
                found.append(self.choice(item.expression))
            elif item.word == "for" and item.expression is not None:
                body, _ = self.block(frozenset({"endfor"}))
                found.append(ForDirective(item.key, item.value, item.expression, body))
            else:
                return _joined(found), item.word
        if until:
            raise self.parser.error(f"the template lacks %{{ {sorted(until)[-1]} }}")
        return _joined(found), ""

    def block(self, until: frozenset[str]) -> tuple[tuple[TemplatePart, ...], str]:
        """The parts of a directive's body, and the word that ended it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.parser.error("the template is nested too deeply")
        parts, word = self.parts(until)
        self.depth -= 1
        if word not in until:
            raise self.parser.error(f"unexpected '%{{ {word} }}'")
        return parts, word

    def choice(self, condition: Expr) -> IfDirective:
        """Both arms of an `if` directive."""
        then, word = self.block(frozenset({"else", "endif"}))
        if word == "endif":
            return IfDirective(condition, then, None)
        otherwise, _ = self.block(frozenset({"endif"}))
        return IfDirective(condition, then, otherwise)


def _joined(parts: list[TemplatePart]) -> tuple[TemplatePart, ...]:
    """The parts with neighbouring texts in one, and without empty ones."""
    found: list[TemplatePart] = []
    for is_text, group in itertools.groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            found.append("".join(map(str, group)))
        else:
            found.extend(group)
    return tuple(part for part in found if part != "")
