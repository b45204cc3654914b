"""Small mistakes in the code of a function, one at a time: what people do by accident, in Python and JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import tree_sitter_python
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

KINDS = ("comparison", "status", "return", "variable", "exception")
_LANGUAGES = {
    "py": tree_sitter_python.language,
    "js": tree_sitter_typescript.language_typescript,
    "mjs": tree_sitter_typescript.language_typescript,
    "cjs": tree_sitter_typescript.language_typescript,
    "ts": tree_sitter_typescript.language_typescript,
    "mts": tree_sitter_typescript.language_typescript,
}
_OPPOSITE = {
    "==": "!=",
    "!=": "==",
    "===": "!==",
    "!==": "===",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
_STATUSES = {
    200,
    201,
    202,
    204,
    301,
    302,
    400,
    401,
    403,
    404,
    405,
    406,
    409,
    410,
    413,
    415,
    422,
    429,
    500,
    502,
    503,
    504,
}
#: What leaves a function or a turn of a loop.
_LEAVING = {"return_statement", "raise_statement", "continue_statement", "throw_statement"}
_FUNCTIONS = {
    "function_definition",
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "module",
    "program",
}
_READ = re.compile(
    r"""(?:environ(?:\.get)?[\[(]\s*|getenv\(\s*)(['"])(?P<python>\w+)\1|process\.env\.(?P<script>[A-Za-z_]\w*)"""
    r"""|process\.env\[\s*(['"])(?P<quoted>\w+)\4"""
)


#: Calls that tell a log something, and calls that cannot fail.
_TOLD = re.compile(r"(?:print|console|log|logger|logging|self\.logger)\b")
_SAFE = re.compile(r"(?:^super\b.*|\.(?:append|add|extend|push|set|clear|update|insert))$")


@dataclass(frozen=True)
class Mutant:
    """A file with one mistake in it. `change` says in a line what became of what."""

    file: str
    line: int
    kind: str
    change: str
    text: str


@dataclass(frozen=True)
class _Edit:
    """Bytes from `start` to `end` that become others."""

    kind: str
    start: int
    end: int
    new: str


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file, in its order; none for a language that is not known."""
    ending = file.rpartition(".")[2]
    if ending not in _LANGUAGES:
        return
    data = text.encode()
    root = Parser(Language(_LANGUAGES[ending]())).parse(data).root_node
    edits = {edit for make in _MAKERS for edit in make(root, data, ending == "py")}
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end, edit.kind, edit.new)):
        old = data[edit.start : edit.end].decode()
        changed = data[: edit.start] + edit.new.encode() + data[edit.end :]
        if old != edit.new:
            line = data.count(b"\n", 0, edit.start) + 1
            yield Mutant(file, line, edit.kind, f"{_short(old)} -> {_short(edit.new)}", changed.decode())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:57]}..."


def _nodes(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def _text(node: Node, data: bytes) -> str:
    return data[node.start_byte : node.end_byte].decode()


def _comparisons(root: Node, data: bytes, python: bool) -> Iterator[_Edit]:
    """Comparisons the other way round, and negations that are gone."""
    for node in _nodes(root):
        if node.type in ("comparison_operator", "binary_expression"):
            for sign in node.children:
                words = " ".join(_text(sign, data).split())
                if not sign.is_named and words in _OPPOSITE and (python or words != "in"):
                    yield _Edit("comparison", sign.start_byte, sign.end_byte, _OPPOSITE[words])
        elif node.type == "not_operator" or (node.type == "unary_expression" and _text(node, data).startswith("!")):
            argument = node.child_by_field_name("argument")
            if argument is not None and not (python and _text(argument, data).startswith("not ")):
                yield _Edit("comparison", node.start_byte, argument.start_byte, "")


def _statuses(root: Node, data: bytes, _python: bool) -> Iterator[_Edit]:
    """Statuses of another class: a refusal that becomes a success, and the other way round."""
    for node in _nodes(root):
        text = _text(node, data) if node.type in ("integer", "number") else ""
        if text.isdecimal() and int(text) in _STATUSES and not _is_compared(node):
            yield _Edit("status", node.start_byte, node.end_byte, "500" if int(text) < 400 else "200")


def _is_compared(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type in ("comparison_operator", "binary_expression", "binary_operator")


def _returns(root: Node, _data: bytes, python: bool) -> Iterator[_Edit]:
    """Early returns that are gone: what leaves from within a condition."""
    for node in _nodes(root):
        if node.type in _LEAVING and _is_early(node):
            yield _Edit("return", node.start_byte, node.end_byte, "pass" if python else ";")


def _is_early(node: Node) -> bool:
    """Whether a statement stands in a branch (not in what handles an error), with something of the function behind."""
    found: Node | None = node
    while (found := found.parent if found else None) is not None and found.type not in _FUNCTIONS:
        if found.type in ("except_clause", "catch_clause"):
            return False
        if found.type == "if_statement":
            return True
    return False


def _variables(_root: Node, data: bytes, _python: bool) -> Iterator[_Edit]:
    """Another variable of the environment for one that is read: of the same file, or a name that nobody sets."""
    text = data.decode()
    reads = [
        (match, next(name for name in ("python", "script", "quoted") if match[name])) for match in _READ.finditer(text)
    ]
    names = sorted({match[group] for match, group in reads})
    for match, group in reads:
        others = [name for name in names if name != match[group]]
        other = others[(names.index(match[group])) % len(others)] if others else f"{match[group]}_NAME"
        start = len(text[: match.start(group)].encode())
        yield _Edit("variable", start, start + len(match[group].encode()), other)


def _exceptions(root: Node, data: bytes, python: bool) -> Iterator[_Edit]:
    """Failures that nobody sees: what handles an error does nothing, or a call stands in a `try` that does nothing."""
    for node in _nodes(root):
        if node.type in ("except_clause", "catch_clause"):
            body = next((child for child in node.children if child.type in ("block", "statement_block")), None)
            if body is not None and any(not _is_harmless(each) for each in body.named_children):
                yield _Edit("exception", body.start_byte, body.end_byte, "pass" if python else "{}")
        elif node.type == "expression_statement" and _is_call(node):
            yield _swallowed(node, data, python)


def _is_harmless(node: Node) -> bool:
    """Whether a statement changes nothing that anybody sees: a comment, `pass`, a message to a log."""
    return node.type in ("comment", "pass_statement") or bool(_TOLD.match(_called(node)))


def _is_call(node: Node) -> bool:
    """Whether a statement in a function is a call that may fail: none that tells a log, none of a list."""
    called = _called(node)
    return bool(called) and not _TOLD.match(called) and not _SAFE.search(called) and _is_inside(node)


def _called(node: Node) -> str:
    """What a statement calls, if it is a call: `table.put_item`; one that is waited for too."""
    inner = node.named_children[0] if node.type == "expression_statement" and node.named_children else None
    if inner is not None and inner.type in ("await_expression", "await"):
        inner = inner.named_children[0] if inner.named_children else None
    called = inner.child_by_field_name("function") if inner and inner.type in ("call", "call_expression") else None
    return called.text.decode() if called is not None and called.text else ""


def _is_inside(node: Node) -> bool:
    """Whether something stands in a function."""
    found = node.parent
    while found is not None and found.type not in _FUNCTIONS:
        found = found.parent
    return found is not None and found.type not in ("module", "program")


def _swallowed(node: Node, data: bytes, python: bool) -> _Edit:
    text = _text(node, data)
    if not python:
        return _Edit("exception", node.start_byte, node.end_byte, f"try {{ {text} }} catch {{}}")
    before = data[: node.start_byte]
    margin = before[before.rfind(b"\n") + 1 :].decode()
    inner = text.replace("\n", "\n    ")
    wrapped = f"try:\n{margin}    {inner}\n{margin}except Exception:\n{margin}    pass"
    return _Edit("exception", node.start_byte, node.end_byte, wrapped if not margin.strip() else text)


_MAKERS: Sequence[Callable[[Node, bytes, bool], Iterator[_Edit]]] = (
    _comparisons,
    _statuses,
    _returns,
    _variables,
    _exceptions,
)
