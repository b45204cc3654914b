"""A Python file of tests as units: LibCST says what stands where, line by line."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from scaffold.merge.lines import Keys
from scaffold.merge.python_names import binds, key_of
from scaffold.merge.python_shape import group_shape, statement_shape
from scaffold.merge.python_source import LINE_END, lines_of, refuse_depth, trimmed, uses
from scaffold.merge.units import Role, Unit, UnparsableError

_BYTE_ORDER_MARK = "\ufeff"
_CODING = re.compile(r"^[ \t\f]*#.*?coding[:=]")
_DEEP = "it is nested too deeply"


def parse(text: str) -> Unit:
    """A file as units. Raises `UnparsableError` for what is not Python, or too deep to be taken apart safely."""
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    source = text[len(mark) :]
    refuse_depth(source)
    try:
        file = _Parser(source).file(mark)
    except RecursionError:
        raise UnparsableError(_DEEP, 1) from None
    if file.text != text:
        raise UnparsableError("it cannot be taken apart without a loss", 1)
    return file


class _Tree:
    """What LibCST makes of a text. `lengths` are how many lines its statements have, with what it takes for their
    leads: to spell them takes as long as to parse, so that is done once."""

    __slots__ = ("_code", "lengths", "module")

    def __init__(self, source: str) -> None:
        self.module = _parsed(source)
        spelled = [self.module.code_for_node(each) for each in self.module.body]
        around = ("".join(map(self.module.code_for_node, lines)) for lines in (self.module.header, self.module.footer))
        self.lengths = [_count(code) for code in spelled]
        self._code = "".join(spelled).join(around)

    def is_of(self, source: str) -> bool:
        """Whether the lines of a text come back from it."""
        return self._code == source or list(_without_space(self._code)) == list(_without_space(source))

    def length(self, node: cst.CSTNode) -> int:
        """How many lines any statement in it has."""
        return _count(self.module.code_for_node(node))


def _tree(source: str) -> _Tree:
    """The tree of a text, from which its lines come back. Raises `UnparsableError`.

    It may be without the comments at the end: LibCST loses blank lines before some that are indented.
    """
    whole = _Tree(source)
    if whole.is_of(source):
        return whole
    lines = lines_of(source)
    while lines and lines[-1].strip()[:1] in ("", "#"):
        lines.pop()
    code = "".join(lines)
    short = _Tree(code)
    if not short.is_of(code):
        raise UnparsableError("a statement begins with a backslash at the end of a line", _continued(source))
    return short


def _parsed(source: str) -> cst.Module:
    try:
        return cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        raise _refusal(source, error.raw_line) from None
    except RecursionError:
        raise
    except Exception:  # Its own parts disagree about some texts, in several ways.
        raise _refusal(source, 1) from None


def _count(code: str) -> int:
    return len(LINE_END.findall(code)) if "\r" in code else code.count("\n")


def _without_space(text: str) -> Iterator[str]:
    """The lines of a text without white space, of which LibCST loses some: form feeds, what stands in `except A :`, and
    at the end of the text. Only how many lines there are counts, since they are taken from the text itself."""
    return ("".join(line.split()) for line in lines_of(text.rstrip(" \t\f\r\n")))


def _refusal(source: str, line: int) -> UnparsableError:
    """Why a text is not Python: in Python's own words, if it has some."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as said:
        return UnparsableError(str(said.msg), said.lineno or line)
    except (ValueError, MemoryError, RecursionError, OverflowError):
        pass
    return UnparsableError("it is written in a way that is not understood", max(line, 1))


def _continued(source: str) -> int:
    """The first line that has nothing but a backslash."""
    numbers = (number for number, line in enumerate(lines_of(source), 1) if line.strip() == "\\")
    return next(numbers, 1)


@dataclass(frozen=True, slots=True)
class _Place:
    """The lines of a statement: its lead from `lead`, itself from `start` to before `end`."""

    lead: int
    start: int
    end: int


class _Parser:
    """Takes one file apart."""

    __slots__ = ("_lines", "_module", "_tree")

    def __init__(self, source: str) -> None:
        self._tree = _tree(source)
        self._module = self._tree.module
        self._lines = lines_of(source)

    def file(self, mark: str) -> Unit:
        """The whole file; `mark` is what stands before all of it."""
        first = self._first()
        units, end = self._units(self._module.body, self._tree.lengths, first, len(self._module.header))
        return Unit(
            role=Role.FILE,
            key="",
            lead=mark + self._slice(0, first),
            head="",
            shape="",
            children=units,
            inner=self._slice(end, len(self._lines)),
        )

    def _first(self) -> int:
        """How many lines have to stay the first: what runs the file, and in what it is encoded."""
        count = 1 if self._lines and self._lines[0].startswith("#!") else 0
        if count < min(2, len(self._module.header)) and _CODING.match(self._lines[count]):
            count += 1
        return count

    def _units(
        self, body: Sequence[cst.CSTNode], lengths: Sequence[int], start: int, place: int, in_class: bool = False
    ) -> tuple[tuple[Unit, ...], int]:
        """The statements of a block, which have so many lines each, as units, and where what is behind them begins. The
        lead of the first begins at the line `start`, what LibCST takes for it at `place`."""
        keys = Keys()
        units: list[Unit] = []
        end = start
        for number, (statement, length) in enumerate(zip(body, lengths, strict=True)):
            here = place + len(getattr(statement, "leading_lines", ()))
            place += length
            units.append(self._unit(statement, _Place(end, here, place), keys, number == 0, in_class))
            end = place
        return tuple(units), end

    def _unit(self, statement: cst.CSTNode, place: _Place, keys: Keys, first: bool, in_class: bool) -> Unit:
        lead = self._slice(place.lead, place.start)
        if (
            isinstance(statement, cst.ClassDef)
            and isinstance(statement.body, cst.IndentedBlock)
            and _is_group(statement)
        ):
            return self._group(statement, statement.body, place, keys, lead)
        head = self._slice(place.start, place.end)
        role = _role(statement)
        name = statement.name.value if role is Role.CASE and isinstance(statement, cst.FunctionDef) else ""
        made = binds(statement, head, in_class and role is not Role.CASE)
        used = uses(head)
        return Unit(
            role=role,
            key=keys.unique(name or key_of(statement, first)),
            lead=lead,
            head=head,
            shape=statement_shape(statement, head),
            notes=_notes(lead),
            name=name,
            binds=made,
            uses=used - made if role is Role.IMPORT else used,
            line=place.start + 1,
        )

    def _group(self, group: cst.ClassDef, block: cst.IndentedBlock, place: _Place, keys: Keys, lead: str) -> Unit:
        end = place.end - len(block.footer)
        lengths = [self._tree.length(each) for each in block.body]
        start = end - sum(lengths)
        head = self._slice(place.start, start)
        children, last = self._units(block.body, lengths, start, start, in_class=True)
        name = group.name.value
        return Unit(
            role=Role.GROUP,
            key=keys.unique(name),
            lead=lead,
            head=head,
            shape=group_shape(group, head),
            notes=_notes(lead),
            name=name,
            children=children,
            inner=self._slice(last, place.end),
            binds=frozenset([name]),
            uses=uses(head),
            line=place.start + 1,
        )

    def _slice(self, start: int, end: int) -> str:
        return "".join(self._lines[start:end])


def _notes(lead: str) -> str:
    """The comments of a lead, however they are indented."""
    lines = (line.strip() for line in lines_of(lead))
    return "\n".join(trimmed(line) for line in lines if line.startswith("#"))


def _role(statement: cst.CSTNode) -> Role:
    if isinstance(statement, cst.FunctionDef) and _is_case(statement):
        return Role.CASE
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        return Role.IMPORT if isinstance(statement.body[0], cst.Import | cst.ImportFrom) else Role.SETUP
    return Role.SETUP


def _is_case(function: cst.FunctionDef) -> bool:
    """Whether a function is a test: called so, and no fixture that happens to be."""
    return function.name.value.startswith("test") and not any(map(_makes_fixture, function.decorators))


def _makes_fixture(decorator: cst.Decorator) -> bool:
    node = decorator.decorator
    if isinstance(node, cst.Call):
        node = node.func
    name = node.attr if isinstance(node, cst.Attribute) else node
    return isinstance(name, cst.Name) and name.value in ("fixture", "property")


def _is_group(statement: cst.ClassDef) -> bool:
    """Whether a class holds tests, or is called as if it did."""
    return statement.name.value.startswith("Test") or any(
        (isinstance(each, cst.FunctionDef) and _is_case(each)) or (isinstance(each, cst.ClassDef) and _is_group(each))
        for each in statement.body.body
    )
