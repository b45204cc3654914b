"""What a piece of Python says, in a form that a formatter leaves as it is.

A shape is LibCST's tree written flat, without white space, without commas and brackets that say nothing that the tree
does not, and with literals spelled in one way. Kinds and fields are named as LibCST names them. Comments stand with the
statement that they are in, and all of them, in their order, at the end.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import libcst as cst

from scaffold.merge.python_source import body, comments, trimmed

#: Fields that say nothing that the rest does not, apart from those that begin with `whitespace`.
_BRACKETS = ["lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace"]
_SIGNS = ["comma", "trailing_comma", "semicolon", "equal", "dot", "colon", "first_colon", "separator"]
_LINES = ["leading_lines", "lines_after_decorators", "header", "footer", "first_line", "last_line", "empty_lines"]
_SPACE = ["indent", "leading_whitespace", "trailing_whitespace", "newline"]
_IDLE = frozenset([*_BRACKETS, *_SIGNS, *_LINES, *_SPACE])
_PREFIX = re.compile("[A-Za-z]*")
_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|(?P<hex>x[0-9a-fA-F]{2})|(?P<wide>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    r"|(?P<named>N\{[^}]*\})|(?P<other>.))",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"(?P<whole>[\d_]*)(?P<point>\.?)(?P<rest>[\d_]*)(?:e(?P<sign>[+-]?)(?P<power>[\d_]+))?(?P<unit>j?)"
)

_Parts: TypeAlias = list["str | cst.CSTNode"]


def statement_shape(statement: cst.CSTNode, text: str) -> str:
    """The shape of a statement, whose text is given as well."""
    flat = _Flat("#" in text, statement)
    flat.put(statement)
    return flat.text(comments(text))


def group_shape(group: cst.ClassDef, head: str) -> str:
    """The shape of a class without what is in its body."""
    flat = _Flat(commented=False)
    flat.fields(group, (name for name in _fields(type(group)) if name != "body"))
    return flat.text(comments(head))


_FIELDS: dict[type[cst.CSTNode], tuple[str, ...]] = {}


def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    found = _FIELDS.get(kind)
    if found is None:
        names = (field.name for field in dataclasses.fields(kind))
        found = tuple(name for name in names if name not in _IDLE and not name.startswith("whitespace"))
        _FIELDS[kind] = found
    return found


class _Flat:
    """Writes trees flat."""

    __slots__ = ("_commented", "_out", "_root")

    def __init__(self, commented: bool, root: cst.CSTNode | None = None) -> None:
        """The comments before `root` are not its own."""
        self._out: list[str] = []
        self._commented = commented
        self._root = root

    def text(self, notes: Sequence[str]) -> str:
        """What was written, and comments behind it."""
        return " ".join([*self._out, *notes])

    def put(self, node: cst.CSTNode) -> None:
        """Write a node."""
        writer = _WRITERS.get(type(node))
        if writer is not None:
            writer(self, node)
        else:
            self._out.append(f"{type(node).__name__}(")
            self.fields(node, _fields(type(node)))
            self._out.append(")")
        if self._commented and isinstance(node, cst.BaseCompoundStatement | cst.SimpleStatementLine):
            self._out.extend(sorted(_own_comments(node, lead=node is not self._root)))

    def fields(self, node: cst.CSTNode, names: Iterable[str]) -> None:
        """Write those fields of a node that have something in them."""
        for name in names:
            value = getattr(node, name)
            if isinstance(value, cst.CSTNode):
                self._out.append(f"{name}=")
                self.put(value)
            elif isinstance(value, str):
                if value:
                    self._out.append(f"{name}={_quoted(value)}")
            elif isinstance(value, list | tuple) and value:
                self._out.append(f"{name}=[")
                for each in value:
                    self.put(each)
                self._out.append("]")

    def name(self, node: cst.CSTNode) -> None:
        """Write an identifier."""
        assert isinstance(node, cst.Name)
        self._out.append(node.value)

    def bare(self, node: cst.CSTNode) -> None:
        """Write what has one field that matters as that, unless it has others."""
        names = [name for name in _fields(type(node)) if isinstance(getattr(node, name), cst.CSTNode)]
        if names == ["value"] and not getattr(node, "star", ""):
            self.put(getattr(node, "value"))  # noqa: B009 the kinds have nothing in common
        else:
            self._out.append(f"{type(node).__name__}(")
            self.fields(node, _fields(type(node)))
            self._out.append(")")

    def simple(self, node: cst.CSTNode) -> None:
        """Write the statements of a line as if each had its own."""
        assert isinstance(node, cst.SimpleStatementLine)
        for each in node.body:
            self.put(each)

    def block(self, node: cst.CSTNode) -> None:
        """Write a block, wherever it stands."""
        assert isinstance(node, cst.IndentedBlock | cst.SimpleStatementSuite)
        self._out.append("[")
        for each in node.body:
            self.put(each)
        if self._commented and isinstance(node, cst.SimpleStatementSuite) and node.trailing_whitespace.comment:
            self._out.append(trimmed(node.trailing_whitespace.comment.value))
        self._out.append("]")

    def number(self, node: cst.CSTNode) -> None:
        """Write a number."""
        assert isinstance(node, cst.Integer | cst.Float | cst.Imaginary)
        self._out.append(_number(node.value))

    def subscript(self, node: cst.CSTNode) -> None:
        """Write an access by index, in which a comma behind a single one makes a tuple of it."""
        assert isinstance(node, cst.Subscript)
        single = len(node.slice) == 1 and isinstance(node.slice[0].comma, cst.Comma)
        self._out.append("Subscript(," if single else "Subscript(")
        self.fields(node, ("value", "slice"))
        self._out.append(")")

    def expression(self, node: cst.CSTNode) -> None:
        """Write an expression that is a statement. A string is a docstring, whose margin a formatter changes."""
        assert isinstance(node, cst.Expr)
        if isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
            kind, parts = _parts(node.value)
            if kind == "" and isinstance(parts[0], str):
                self._out.append(f"Doc({_quoted(_without_margin(parts[0]))})")
                return
        self._out.append("Expr(")
        self.put(node.value)
        self._out.append(")")

    def string(self, node: cst.CSTNode) -> None:
        """Write a string, its adjacent pieces as one."""
        assert isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.FormattedString | cst.TemplatedString)
        kind, parts = _parts(node)
        if not kind and len(parts) == 1 and isinstance(parts[0], str):
            self._out.append(_quoted(parts[0]))
            return
        self._out.append(f"{kind}(")
        for part in parts:
            if isinstance(part, str):
                self._out.append(_quoted(part))
            else:
                self.put(part)
        self._out.append(")")

    def field(self, node: cst.CSTNode) -> None:
        """Write a field of an f-string. One with `=` shows its own source."""
        assert isinstance(node, cst.FormattedStringExpression | cst.TemplatedStringExpression)
        self._out.append("{")
        if node.equal is not None:
            before = cst.Module([]).code_for_node(node.with_changes(conversion=None, format_spec=None))
            self._out.append(_quoted(before))
        self.fields(node, ("expression", "conversion", "format_spec"))
        self._out.append("}")


_WRITERS: Mapping[type[cst.CSTNode], Callable[[_Flat, cst.CSTNode], None]] = {
    cst.Name: _Flat.name,
    cst.Arg: _Flat.bare,
    cst.Element: _Flat.bare,
    cst.Index: _Flat.bare,
    cst.SimpleStatementLine: _Flat.simple,
    cst.IndentedBlock: _Flat.block,
    cst.SimpleStatementSuite: _Flat.block,
    cst.Integer: _Flat.number,
    cst.Float: _Flat.number,
    cst.Imaginary: _Flat.number,
    cst.Subscript: _Flat.subscript,
    cst.Expr: _Flat.expression,
    cst.SimpleString: _Flat.string,
    cst.ConcatenatedString: _Flat.string,
    cst.FormattedString: _Flat.string,
    cst.FormattedStringExpression: _Flat.field,
    cst.TemplatedString: _Flat.string,
    cst.TemplatedStringExpression: _Flat.field,
}


def _own_comments(statement: cst.CSTNode, lead: bool) -> list[str]:
    """The comments in a statement, and those of its `lead`, that are in none of the statements in it."""
    found: list[str] = []
    waiting: list[object] = [
        getattr(statement, field.name)
        for field in dataclasses.fields(statement)
        if lead or field.name != "leading_lines"
    ]
    while waiting:
        each = waiting.pop()
        if isinstance(each, cst.Comment):
            found.append(trimmed(each.value))
        elif isinstance(each, list | tuple):
            waiting.extend(each)
        elif isinstance(each, cst.IndentedBlock):
            waiting += (each.header, each.footer)
        elif isinstance(each, cst.CSTNode) and not isinstance(each, cst.SimpleStatementSuite):
            waiting.extend(each.children)
    return found


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(text: str) -> str:
    """A number as formatters spell it."""
    text = text.lower()
    found = None if text.startswith("0x") else _NUMBER.fullmatch(text)
    if found is None or not (found["point"] or found["power"] or found["unit"]):
        return text
    spelled = found["whole"] or "0"
    if found["point"]:
        spelled += f".{found['rest'] or '0'}"
    if found["power"]:
        spelled += f"e{found['sign'].replace('+', '')}{found['power']}"
    return spelled + found["unit"]


def _parts(node: cst.CSTNode) -> tuple[str, _Parts]:
    """The kind of a literal (`b`, `f`, `t` or nothing), and the texts and fields that it is made of."""
    kinds: set[str] = set()
    parts: _Parts = []
    waiting: list[cst.CSTNode] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, cst.ConcatenatedString):
            waiting += (each.right, each.left)
        elif isinstance(each, cst.SimpleString):
            prefix = _prefix(each.value)
            kinds.add(prefix.strip("ru"))
            _append(parts, _escaped(body(each.value), prefix))
        elif isinstance(each, cst.FormattedString | cst.TemplatedString):
            prefix = _prefix(each.start)
            kinds.add(prefix.strip("r"))
            for part in each.parts:
                _append(parts, _piece(part, prefix))
    kind = "".join(sorted(kinds))
    return kind, parts if parts else [""]


def _append(parts: _Parts, part: str | cst.CSTNode) -> None:
    """Add a part, to the last one if both are text."""
    if parts and isinstance(part, str) and isinstance(parts[-1], str):
        parts[-1] += part
    else:
        parts.append(part)


def _prefix(literal: str) -> str:
    found = _PREFIX.match(literal)
    return found.group().lower() if found else ""


def _piece(part: cst.CSTNode, prefix: str) -> str | cst.CSTNode:
    if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
        return _escaped(part.value, prefix).replace("{{", "{").replace("}}", "}")
    return part


def _escaped(text: str, prefix: str) -> str:
    """What is between quotes, without escapes that only the quotes need, and the others spelled in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\" not in text:
        return text
    if "r" in prefix:
        return text.replace("\\", "\\\\")

    def spelled(found: re.Match[str]) -> str:
        escape = found.group()[1:]
        if escape in ("'", '"'):
            return escape
        if found["octal"]:
            return f"\\{escape.zfill(3)}"
        if found["hex"] or (found["wide"] and "b" not in prefix):
            return f"\\{escape[0]}{escape[1:].lower()}"
        if found["named"] and "b" not in prefix:
            return f"\\{escape.upper()}"
        return found.group()

    return _ESCAPE.sub(spelled, text)


def _without_margin(text: str) -> str:
    """A docstring without the white space around its lines that they have in common."""
    lines = [line.rstrip() for line in text.expandtabs().strip().split("\n")]
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line), default=0)
    return "\n".join([lines[0], *(line[margin:] for line in lines[1:])])
