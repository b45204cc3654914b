"""Expressions of Terraform's language, from text to tree.

The same language comes in files, in strings of `.tf.json`, in `templatefile` templates and in `--var` values. Most
expressions are a literal or a name, which one regular expression reads at many times the speed of a parser.

Grammar: the HCL native syntax specification (hashicorp/hcl, hclsyntax/spec.md).
"""

from __future__ import annotations

import re

from scaffold.readers.terraform import templates
from scaffold.readers.terraform.ast import (
    Access,
    Binary,
    Choice,
    Expr,
    ForNode,
    FunctionCall,
    Key,
    Literal,
    ObjectNode,
    Parenthesis,
    Splat,
    Traversal,
    TupleNode,
    Unary,
)
from scaffold.readers.terraform.numbers import NumberError, parse_number
from scaffold.readers.terraform.plain import KEYWORDS, parse_plain
from scaffold.readers.terraform.tokens import MAX_CHAIN, MAX_DEPTH, NAME, TOKENS, TOKENS_OF_LINES, ExpressionError

_LEGACY_INDEX = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_FOR = re.compile(rf"\s+{NAME}\s*(?:,|\s+in\b|in\b)")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_PRECEDENCE = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}


def parse_expression(text: str) -> Expr:
    """The tree of one expression. Raises `ExpressionError`."""
    simple = parse_plain(text)
    if simple is not None:
        return simple
    parser = Parser(text)
    node = parser.expression()
    if parser.kind != "end":
        raise parser.error(f"unexpected {parser.text!r} after the expression")
    return node


def parse_template(text: str) -> Expr:
    """The tree of template text, as in a template file or a JSON string: no quotes, no backslash escapes."""
    if "${" not in text and "%{" not in text:
        return Literal(templates.composed(text))
    parser = Parser(text, start=False)
    return templates.finish(templates.scan(parser, end=None))


class Parser:
    """A recursive descent parser; `kind`, `text` and `start` describe the current token, `position` is behind it."""

    __slots__ = ("depth", "kind", "position", "source", "start", "text", "tokens", "unclosed")

    def __init__(self, source: str, start: bool = True) -> None:
        self.source = source
        self.position = 0
        self.start = 0
        self.depth = 0
        self.unclosed: set[str] = set()
        self.tokens = TOKENS
        self.kind = ""
        self.text = ""
        if start:
            self.advance()

    def error(self, reason: str) -> ExpressionError:
        """The error to raise for the current token."""
        reason = reason.replace(repr("\n"), "the end of the line").replace("'the end'", "the end")
        return ExpressionError(reason, self.start)

    def advance(self) -> None:
        """Move on to the next token."""
        found = self.tokens.match(self.source, self.position)
        assert found is not None  # all of it is optional
        self.position = end = found.end()
        kind = found.lastgroup
        if kind is not None:
            self.kind = kind
            self.start = start = found.start("name" if kind == "path" else kind)
            self.text = self.source[start:end]
            return
        self.start = end
        if end < len(self.source):
            self.text = self.source[end]
            raise self.error(f"unexpected character {self.text!r}")
        self.kind, self.text = "end", "the end"

    def at(self, sign: str) -> bool:
        """Whether the current token is this sign."""
        return self.text == sign  # no other kind of token reads like a sign

    def accept(self, sign: str) -> bool:
        """Skip the sign if it is the current token."""
        if self.text != sign:
            return False
        self.advance()
        return True

    def expect(self, sign: str) -> None:
        """Skip the sign, which must be there."""
        if not self.accept(sign):
            raise self.error(f"expected {sign!r} and found {self.text!r}")

    def name(self) -> str:
        """Skip and return a name, which must be there."""
        if self.kind != "name":
            raise self.error(f"expected a name and found {self.text!r}")
        found = self.text
        self.advance()
        return found

    def expression(self) -> Expr:
        """A whole expression, the conditional operator included."""
        self.deeper()
        node = self.operation(0)
        if self.accept("?"):
            then = self.expression()
            self.skip_newlines()
            self.expect(":")
            node = Choice(node, then, self.expression())
        self.depth -= 1
        return node

    def deeper(self) -> None:
        """Count a level of nesting, or of steps in a row."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("the expression is nested too deeply")

    def skip_newlines(self) -> None:
        """Skip newlines where they mean nothing."""
        while self.text == "\n":
            self.advance()

    def operation(self, level: int) -> Expr:
        """Binary operations of at least this precedence, left to right."""
        node = self.unary()
        for _ in range(MAX_CHAIN):
            found = _PRECEDENCE.get(self.text) if self.kind == "sign" else None
            if found is None or found < level:
                return node
            operator = self.text
            self.advance()
            node = Binary(operator, node, self.operation(found + 1))
        raise self.error("the expression has too many operators")

    def unary(self) -> Expr:
        """A term behind any number of `!` and `-`."""
        if self.text in ("!", "-"):
            operator = self.text
            self.advance()
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            value = operand.value if isinstance(operand, Literal) else None
            if operator == "-" and isinstance(value, int | float) and not isinstance(value, bool):
                return Literal(-value)
            return Unary(operator, operand)
        node = self.primary()
        return self.postfix(node) if self.text in (".", "[") else node

    def primary(self) -> Expr:
        """A term without what follows it."""
        kind, text = self.kind, self.text
        if kind == "string":
            self.advance()
            return Literal(templates.composed(text[1:-1]))
        if kind == "path":
            self.advance()
            root, *steps = text.split(".")
            return Traversal(root, tuple(steps))
        if kind == "name":
            self.advance()
            if self.at("("):
                return self.call(text)
            return Traversal(text) if self.at(".") else KEYWORDS.get(text) or Traversal(text)
        if kind == "number":
            self.advance()
            try:
                return Literal(parse_number(text))
            except NumberError as error:
                raise self.error(str(error)) from error
        if kind == "quote":
            parts = templates.scan(self, end='"')
            self.advance()
            return templates.finish(parts)
        if kind == "heredoc":
            return self.heredoc()
        if kind == "sign" and text in "([{":
            return self.bracketed(text)
        raise self.error(f"expected an expression and found {text!r}")

    def heredoc(self) -> Expr:
        """A heredoc; the parser goes on behind its end marker."""
        introduction = self.text
        flush = introduction.startswith("<<-")
        marker = introduction.lstrip("<-").strip()
        closing = re.compile(rf"^[ \t]*{re.escape(marker)}[ \t]*\r?$", re.MULTILINE)
        end = closing.search(self.source, self.position) if marker not in self.unclosed else None
        if end is None:
            self.unclosed.add(marker)
            raise self.error(f"the heredoc has no closing {marker}")
        inner = Parser(self.source[self.position : end.start()], start=False)
        inner.depth = self.depth
        parts = templates.scan(inner, end=None, flush=flush)
        self.position = end.end()
        self.advance()
        return templates.finish(parts)

    def bracketed(self, opening: str) -> Expr:
        """What stands in brackets: a parenthesis, a tuple, an object, or a `for` expression."""
        outer, self.tokens = self.tokens, TOKENS
        self.advance()
        if opening == "(":
            node: Expr = Parenthesis(self.expression())
        elif self.kind == "name" and self.text == "for" and self.looks_like_for():
            node = self.for_expression(opening)
        elif opening == "[":
            node = TupleNode(self.items("]"))
        else:
            node = self.object()
        self.close({"(": ")", "[": "]", "{": "}"}[opening], outer)
        return node

    def looks_like_for(self) -> bool:
        """Whether `for` is the keyword here and not an object's key."""
        return _FOR.match(self.source, self.position) is not None

    def close(self, sign: str, outer: re.Pattern[str]) -> None:
        """Skip the closing bracket and go back to the white space rules around it."""
        if not self.at(sign):
            raise self.error(f"expected {sign!r} and found {self.text!r}")
        self.tokens = outer
        self.advance()

    def items(self, closing: str) -> tuple[Expr, ...]:
        """Expressions separated by commas, up to the closing sign."""
        found: list[Expr] = []
        while not self.at(closing):
            found.append(self.expression())
            if not self.accept(","):
                break
        return tuple(found)

    def object(self) -> Expr:
        """The items of an object, separated by commas or newlines."""
        self.tokens = TOKENS_OF_LINES
        found: list[tuple[Expr, Expr]] = []
        self.skip_newlines()
        while not self.at("}"):
            key = self.object_key()
            self.skip_newlines()
            if not self.accept("="):
                self.expect(":")
            self.skip_newlines()
            found.append((key, self.expression()))
            if not self.accept(",") and not self.at("\n"):
                break
            self.skip_newlines()
        return ObjectNode(tuple(found))

    def object_key(self) -> Expr:
        """The key of an item; a bare word is text, also `null` and `true`."""
        word = self.text
        key = self.expression()
        bare = isinstance(key, Traversal) and key.root == word and not key.steps
        return Literal(word) if bare or (word in KEYWORDS and key is KEYWORDS[word]) else key

    def for_expression(self, opening: str) -> Expr:
        """A `for` expression behind its opening bracket."""
        self.advance()
        key, value = "", self.name()
        if self.accept(","):
            key, value = value, self.name()
        if self.name() != "in":
            raise self.error("expected 'in'")
        collection = self.expression()
        self.expect(":")
        result_key, result, grouped = None, self.expression(), False
        if opening == "{":
            self.expect("=>")
            result_key, result = result, self.expression()
            grouped = self.accept("...")
        condition = None
        if self.kind == "name" and self.text == "if":
            self.advance()
            condition = self.expression()
        return ForNode(key, value, collection, result_key, result, condition, grouped)

    def call(self, name: str) -> Expr:
        """The arguments of a function call."""
        outer, self.tokens = self.tokens, TOKENS
        self.advance()
        arguments = self.items(")")
        expand = bool(arguments) and self.accept("...")
        self.close(")", outer)
        return FunctionCall(name, arguments, expand)

    def postfix(self, node: Expr) -> Expr:
        """Attribute access, indices and splats behind a term."""
        for _ in range(MAX_CHAIN):
            if self.text == ".":
                self.advance()
                node = self.dotted(node)
            elif self.text == "[":
                node = self.indexed(node)
            else:
                return node
        raise self.error("the expression has too many steps")

    def dotted(self, base: Expr) -> Expr:
        """What follows a dot: a name, a legacy index (`.0`, also `.0.1`, which reads as a number), or `*`."""
        kind, text = self.kind, self.text
        if kind in ("name", "path"):
            self.advance()
            for step in text.split("."):
                base = _step(base, step, dotted=True)
            return base
        if kind == "number" and _LEGACY_INDEX.fullmatch(text):
            self.advance()
            for index in text.split("."):
                base = _step(base, int(index))
            return base
        if self.accept("*"):
            return self.splat(base, full=False)
        raise self.error(f"expected an attribute name and found {text!r}")

    def indexed(self, base: Expr) -> Expr:
        """`[key]` or `[*]`."""
        outer, self.tokens = self.tokens, TOKENS
        self.advance()
        if self.accept("*"):
            self.close("]", outer)
            self.deeper()
            node = self.splat(base, full=True)
            self.depth -= 1
            return node
        key = self.expression()
        self.close("]", outer)
        if isinstance(key, Literal) and isinstance(key.value, str | int) and not isinstance(key.value, bool):
            return _step(base, Key(key.value) if isinstance(key.value, str) else key.value)
        return Access(base, key)

    def splat(self, base: Expr, full: bool) -> Expr:
        """The steps that belong to a splat: any for `[*]`, only attributes for `.*`."""
        steps: list[Expr] = []
        while self.kind == "sign":
            if len(steps) > MAX_CHAIN:
                raise self.error("the expression has too many steps")
            if self.text == ".":
                self.advance()
                if self.at("*"):
                    return self.inner_splat(Splat(base, tuple(steps), full))
                steps.extend(_keys(self.dotted(Traversal(""))))
            elif full and self.text == "[":
                node = self.indexed(Splat(base, tuple(steps), full))
                if not isinstance(node, Access):
                    return node
                steps.append(node.key)
            else:
                break
        return Splat(base, tuple(steps), full)

    def inner_splat(self, outer: Splat) -> Expr:
        """`.*` among the steps of another splat."""
        if not outer.full:
            raise self.error("a .* cannot stand inside another .*")
        self.advance()
        node = self.splat(outer, full=False)
        if self.at("["):
            raise self.error("an index behind .* inside [*] is not supported")
        return node


def _step(base: Expr, step: str | int, dotted: bool = False) -> Expr:
    if isinstance(base, Traversal):
        return Traversal(base.root, (*base.steps, step))
    return Access(base, Literal(step), dotted)


def _keys(node: Expr) -> list[Expr]:
    """The steps that `dotted` or `indexed` put on an empty base."""
    if isinstance(node, Traversal):
        return [Literal(step) for step in node.steps]
    if isinstance(node, Access):
        return [node.key]
    return []
