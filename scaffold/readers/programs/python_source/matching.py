"""Lowering `match`: to a chain of `if`, over functions of the runtime that take values apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    Assign,
    Binary,
    BindName,
    Constant,
    Expression,
    Index,
    Invoke,
    Items,
    Logical,
    Member,
    Name,
    Sequence,
    Sort,
    Unary,
)
from scaffold.readers.programs.ir_statements import Evaluate, If, Statement
from scaffold.readers.programs.python_source.expressions import element, only
from scaffold.readers.programs.python_source.functions import block
from scaffold.readers.programs.python_source.lowering import EXTRAS, Lowering, StatementWork, end_of, parts
from scaffold.readers.programs.syntax.lowering import MAX_DEPTH, TOO_DEEP

if TYPE_CHECKING:
    from tree_sitter import Node

_CONSTANTS = {"true": True, "false": False, "none": None}
_SIGNS = {"+": "add", "-": "subtract"}
_SEQUENCES = ("list_pattern", "tuple_pattern")


@dataclass(slots=True)
class _Case:
    """What a pattern asks, all of which has to be true, and what it calls parts of the value in the end."""

    lowering: Lowering
    depth: int = 0
    tests: list[Expression] = field(default_factory=list)
    captures: list[Assign] = field(default_factory=list)

    def condition(self, node: Node, guard: Expression | None = None) -> Expression | None:
        """Everything that has to be true, in order; `None` where everything matches."""
        at, end = node.start_byte, node.end_byte
        tests = list(self.tests)
        if self.captures:
            tests.append(Sequence(at, end, (*self.captures, Constant(at, end, True))))
        tests.extend([guard] if guard is not None else [])
        if not self.tests and guard is None:
            return None
        whole = tests[0]
        for test in tests[1:]:
            whole = Logical(at, end, "and", whole, test)
        return whole

    def pattern(self, tokens: list[Node], value: Expression) -> None:
        """What one pattern asks of a value. A number has its sign before it, as a token of its own."""
        lowering, node = self.lowering, tokens[-1]
        kind = node.type
        if self.depth >= MAX_DEPTH:
            self.tests.append(lowering.opaque(node, TOO_DEEP))
            return
        self.depth += 1
        if kind == "case_pattern":
            self.pattern(tokens_of(node), value)
        elif kind == "as_pattern":
            first, *_, last = parts(node)
            self.pattern([first], value)
            self._capture(last, value)
        elif kind == "union_pattern":
            self._union(node, value)
        elif kind in _SEQUENCES:
            self.sequence(node, parts(node), value)
        elif kind == "dict_pattern":
            self._mapping(node, value)
        elif kind == "class_pattern":
            self._class(node, value)
        elif kind == "dotted_name" and len(parts(node)) == 1:
            self._capture(parts(node)[0], value)
        elif kind != "_":
            operator = "same" if kind in _CONSTANTS else "equals"
            at, end = tokens[0].start_byte, node.end_byte
            self.tests.append(Binary(at, end, operator, value, _value(lowering, tokens)))
        self.depth -= 1

    def _capture(self, node: Node, value: Expression) -> None:
        name, at, end = self.lowering.name(node), node.start_byte, node.end_byte
        if name != "_":
            self.captures.append(Assign(at, end, BindName(at, end, name), value))

    def _union(self, node: Node, value: Expression) -> None:
        """One of several patterns: what it calls parts is called so as soon as it matches."""
        whole: Expression | None = None
        for tokens in _split(node.children, "|"):
            one = _Case(self.lowering, self.depth)
            one.pattern(tokens, value)
            if one.captures and not one.tests:
                one.tests.append(Constant(node.start_byte, node.end_byte, True))
            test = one.condition(tokens[-1]) or Constant(node.start_byte, node.end_byte, True)
            whole = test if whole is None else Logical(node.start_byte, test.end, "or", whole, test)
        if whole is not None:
            self.tests.append(whole)

    def _taken_apart(self, node: Node, how: str, operands: tuple[Expression, ...]) -> Name:
        """Ask the runtime for the parts of a value, and where it has them keep them in a variable."""
        at, end, lowering = node.start_byte, node.end_byte, self.lowering
        name = lowering.temporary()
        given = tuple(Argument(one.at, one.end, one) for one in operands)
        taken = Assign(at, end, BindName(at, end, name), Invoke(at, end, Name(at, end, how), given))
        self.tests.append(Binary(at, end, "not-same", taken, Constant(at, end, None)))
        return Name(at, end, name)

    def _parts(self, found: Name, patterns: list[Node]) -> None:
        for place, pattern in enumerate(patterns):
            at, end = pattern.start_byte, pattern.end_byte
            splat = _splat(pattern)
            part = Index(at, end, found, Constant(at, end, place))
            if splat is None:
                self.pattern([pattern], part)
            else:
                self._capture(splat, part)

    def sequence(self, node: Node, patterns: list[Node], value: Expression) -> None:
        if node.type == "tuple_pattern" and len(patterns) == 1 and all(child.type != "," for child in node.children):
            self.pattern([patterns[0]], value)
            return
        stars = [place for place, pattern in enumerate(patterns) if _splat(pattern) is not None]
        before = stars[0] if stars else len(patterns)
        after = len(patterns) - before - 1 if stars else 0
        at, end = node.start_byte, node.end_byte
        if len(stars) > 1:
            self.lowering.fault(node, "there can be only one part with a star")
        counts = (Constant(at, end, before), Constant(at, end, after), Constant(at, end, bool(stars)))
        self._parts(self._taken_apart(node, "%match_sequence", (value, *counts)), patterns)

    def _mapping(self, node: Node, value: Expression) -> None:
        keys: list[Expression] = []
        patterns: list[Node] = []
        rest = False
        for tokens in _split([child for child in node.children if child.type not in ("{", "}")], ","):
            if tokens[0].type == "splat_pattern":
                rest = True
                patterns.append(tokens[0])
                continue
            key, held = _split(tokens, ":")
            keys.append(_value(self.lowering, key))
            patterns.append(held[-1])
        at, end = node.start_byte, node.end_byte
        wanted = Items(at, end, tuple(keys), Sort.TUPLE)
        found = self._taken_apart(node, "%match_mapping", (value, wanted, Constant(at, end, rest)))
        self._parts(found, patterns)

    def _class(self, node: Node, value: Expression) -> None:
        first, *given = parts(node)
        names: list[Expression] = []
        patterns: list[tuple[list[Node], Node | None]] = []
        for pattern in given:
            named, tokens, alias = _keyword(pattern)
            if named is not None:
                names.append(Constant(named.start_byte, named.end_byte, self.lowering.name(named)))
            patterns.append((tokens, alias))
        at, end = node.start_byte, node.end_byte
        count = Constant(at, end, len(given) - len(names))
        wanted = Items(at, end, tuple(names), Sort.TUPLE)
        kind = _value(self.lowering, [first])
        found = self._taken_apart(node, "%match_class", (value, kind, count, wanted))
        for place, (tokens, alias) in enumerate(patterns):
            part = Index(at, end, found, Constant(at, end, place))
            self.pattern(tokens, part)
            if alias is not None:
                self._capture(alias, part)


def tokens_of(node: Node) -> list[Node]:
    """The parts of a pattern, signs too."""
    return [child for child in node.children if child.type not in EXTRAS]


def _split(tokens: list[Node], sign: str) -> list[list[Node]]:
    """What is between signs of one sort, where it is anything."""
    found: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == sign:
            found.append([])
        elif token.type not in EXTRAS:
            found[-1].append(token)
    return [one for one in found if one]


def _splat(pattern: Node) -> Node | None:
    """The name behind a star, which may be `_`."""
    inner = next(iter(tokens_of(pattern)), pattern) if pattern.type == "case_pattern" else pattern
    return inner.children[-1] if inner.type == "splat_pattern" else None


def _keyword(pattern: Node) -> tuple[Node | None, list[Node], Node | None]:
    """The name of a part of a class pattern, the pattern itself, and what that is called (`name=1 | 2 as x`)."""
    alias = None
    inner = tokens_of(pattern) if pattern.type == "case_pattern" else [pattern]
    if inner[0].type == "as_pattern":
        first, *_, last = parts(inner[0])
        within = tokens_of(first)
        if within[0].type == "keyword_pattern":
            inner, alias = within, last
    if inner[0].type != "keyword_pattern":
        return None, [pattern], None
    named, _, *tokens = tokens_of(inner[0])
    return named, tokens, alias


def _value(lowering: Lowering, tokens: list[Node]) -> Expression:
    """The value that is compared with: a literal, or a dotted name."""
    node = tokens[-1]
    at, end = tokens[0].start_byte, node.end_byte
    if node.type == "dotted_name":
        first, *others = parts(node)
        value: Expression = Name(at, first.end_byte, lowering.name(first))
        for other in others:
            value = Member(at, other.end_byte, value, lowering.name(other))
        return value
    if node.type == "complex_pattern":
        *real, sign, imaginary = tokens_of(node)
        return Binary(at, end, _SIGNS[sign.type], _value(lowering, real), lowering.expression(imaginary))
    found = lowering.expression(node)
    return Unary(at, end, "negate", found) if tokens[0].type == "-" else found


def _match(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    at = node.start_byte
    subject = _subject(lowering, node)
    name = lowering.temporary()
    found.append(Evaluate(at, subject.end, Assign(at, subject.end, BindName(at, subject.end, name), subject)))
    body = node.child_by_field_name("body")
    arms: list[tuple[Node, Expression | None, tuple[Statement, ...]]] = []
    for clause in body.named_children if body is not None else ():
        if clause.type == "case_clause":
            case = _Case(lowering)
            condition = _condition(lowering, clause, case, Name(subject.at, subject.end, name))
            then = block(lowering, clause.child_by_field_name("consequence"))
            if condition is None:
                then = (*(Evaluate(one.at, one.end, one) for one in case.captures), *then)
            arms.append((clause, condition, then))
    otherwise: tuple[Statement, ...] = ()
    for clause, condition, then in reversed(arms):
        otherwise = then if condition is None else (If(clause.start_byte, end_of(clause), condition, then, otherwise),)
    found.extend(otherwise)


def _subject(lowering: Lowering, node: Node) -> Expression:
    given = node.children_by_field_name("subject")
    items = [child for child in given if child.is_named and child.type not in EXTRAS]
    head = [child.type for child in node.children]
    if len(items) == 1 and "," not in head and not lowering.text.startswith("*", items[0].start_byte):
        return lowering.expression(items[0])
    elements = tuple(element(lowering, item) for item in items)
    return Items(elements[0].at, elements[-1].end, elements, Sort.TUPLE)


def _condition(lowering: Lowering, clause: Node, case: _Case, value: Expression) -> Expression | None:
    """What has to be true for a case; `None` where it takes everything."""
    patterns = [child for child in clause.children if child.type == "case_pattern"]
    if len(patterns) == 1 and "," not in [child.type for child in clause.children] and _splat(patterns[0]) is None:
        case.pattern([patterns[0]], value)
    else:
        case.sequence(clause, patterns, value)
    guard = clause.child_by_field_name("guard")
    return case.condition(patterns[0], only(lowering, guard) if guard is not None else None)


MATCHING: dict[str, StatementWork] = {"match_statement": _match}
