"""What a statement of a JavaScript or TypeScript suite is, what it is called, and which names it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffold.merge.lines import shortened
from scaffold.merge.script_literals import value
from scaffold.merge.units import Role

if TYPE_CHECKING:
    from tree_sitter import Node

_CASES = frozenset(["it", "test", "specify", "fit", "xit", "xtest", "xspecify"])
_GROUPS = frozenset(["describe", "suite", "context", "fdescribe", "xdescribe", "xcontext"])
#: What may stand behind the name of a test or group and makes it another kind of the same.
_VARIANTS = frozenset(
    ["only", "skip", "each", "for", "todo", "failing", "fails", "fixme", "slow", "concurrent", "sequential", "serial",
     "parallel", "shuffle", "if", "skipIf", "runIf", "todoIf"]
)  # fmt: skip
#: What may also be called of them, with a title, and is neither.
_NO_VARIANTS = frozenset(
    ["before", "after", "beforeEach", "afterEach", "beforeAll", "afterAll", "step", "use", "extend"]
)
_FUNCTIONS = frozenset(["arrow_function", "function_expression", "generator_function"])
#: Which field of a node has the names that a pattern binds; no field: all that are in it.
_BOUND = {"pair_pattern": "value", "object_assignment_pattern": "left", "assignment_pattern": "left"}
_PATTERNS = frozenset(["object_pattern", "array_pattern", "rest_pattern"])
_NAMED = {
    "function_declaration": "function",
    "generator_function_declaration": "function",
    "function_signature": "function",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "interface_declaration": "interface",
    "type_alias_declaration": "type",
    "enum_declaration": "enum",
    "internal_module": "namespace",
    "module": "module",
}
_DECLARATIONS = frozenset(["lexical_declaration", "variable_declaration"])
_WRAPPERS = frozenset(["export_statement", "ambient_declaration"])
#: So much of a literal is in the key of a call.
_LONGEST = 60
_WORD = re.compile(r"[\w$]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: `name` is that of a case or group, `body` the block in which a group's units are."""

    role: Role
    key: str
    name: str = ""
    binds: frozenset[str] = field(default_factory=frozenset)
    body: Node | None = None


@dataclass(frozen=True, slots=True)
class _Call:
    """A call in a statement: `names` is what is called, `a.b.only.each(...)` as `("a", "b", "only", "each")`."""

    names: tuple[str, ...]
    arguments: tuple[Node, ...]


def name_statement(text: str, node: Node) -> Statement:
    """What a statement is."""
    kind = node.type
    if kind == "import_statement":
        return _import_statement(text, node)
    if kind in _DECLARATIONS:
        return _declaration(text, node)
    if kind in _WRAPPERS:
        return _wrapped(text, node)
    if kind in _NAMED:
        name = _text(text, node.child_by_field_name("name"))
        return Statement(Role.SETUP, f"{_NAMED[kind]} {_plain_name(name)}", binds=frozenset({_plain_name(name)}))
    if kind == "expression_statement" and node.named_child_count:
        return _expression(text, node)
    found = _WORD.match(text, node.start_byte)
    return Statement(Role.SETUP, found[0] if found else shortened(text[node.start_byte : node.end_byte]) or ";")


def _import_statement(text: str, node: Node) -> Statement:
    clause = next(
        (child for child in node.named_children if child.type in ("import_clause", "import_require_clause")), None
    )
    source = node.child_by_field_name("source")
    if source is None and clause is not None:
        source = clause.child_by_field_name("source")
    module = value(_text(text, source)) if source is not None else ""
    typed = any(child.type in ("type", "typeof") for child in node.children)
    binds = frozenset(imported_names(text, clause)) if clause is not None else frozenset()
    return Statement(Role.IMPORT, f"import {'type ' if typed else ''}{module}", binds=binds)


def imported_names(text: str, clause: Node) -> list[str]:
    """The names that a clause of an import binds, in order."""
    found: list[str] = []
    stack = [clause]
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            found.append(_text(text, node))
        elif node.type == "import_specifier":
            stack.append(node.child_by_field_name("alias") or node.child_by_field_name("name") or node.children[0])
        elif node.type in ("import_clause", "named_imports", "namespace_import", "import_require_clause"):
            stack.extend(child for child in reversed(node.named_children) if child.type not in ("string", "comment"))
    return found


def _declaration(text: str, node: Node) -> Statement:
    declared = [child for child in node.named_children if child.type == "variable_declarator"]
    binds: list[str] = []
    for one in declared:
        pattern = one.child_by_field_name("name")
        binds += bound_names(text, pattern) if pattern is not None else []
    module = required_module(text, declared[0].child_by_field_name("value")) if len(declared) == 1 else None
    if module is not None:
        return Statement(Role.IMPORT, f"import {module}", binds=frozenset(binds))
    first = binds[0] if binds else shortened(text[node.start_byte : node.end_byte])
    return Statement(Role.SETUP, f"const {first}", binds=frozenset(binds))


def bound_names(text: str, pattern: Node) -> list[str]:
    """The names that a pattern binds, in order."""
    found: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind in ("identifier", "shorthand_property_identifier_pattern"):
            found.append(_text(text, node))
        elif kind in _BOUND:
            inner = node.child_by_field_name(_BOUND[kind])
            stack += [inner] if inner is not None else []
        elif kind in _PATTERNS:
            stack.extend(reversed(node.named_children))
    return found


def required_module(text: str, node: Node | None) -> str | None:
    """The module that an expression gets: `require('x')`, `require('x').y`, `await import('x')`."""
    while node is not None and node.type in ("member_expression", "await_expression", "parenthesized_expression"):
        node = node.child_by_field_name("object") if node.type == "member_expression" else _operand(node)
    if node is None or node.type != "call_expression":
        return None
    called = _text(text, node.child_by_field_name("function"))
    arguments = _arguments(node)
    if called not in ("require", "import") or len(arguments) != 1:
        return None
    return title_of(text, arguments[0])


def _wrapped(text: str, node: Node) -> Statement:
    """An `export` or `declare` with a statement in it, or an `export` of names."""
    word = "export" if node.type == "export_statement" else "declare"
    inner = node.child_by_field_name("declaration")
    if inner is None and word == "declare":
        inner = next((child for child in node.named_children if child.type != "comment"), None)
    if any(child.type == "default" for child in node.children):
        binds = name_statement(text, inner).binds if inner is not None else frozenset()
        return Statement(Role.SETUP, "export default", binds=binds)
    if inner is not None and inner.type in (_DECLARATIONS | _WRAPPERS | _NAMED.keys()):
        made = name_statement(text, inner)
        return Statement(Role.SETUP, f"{word} {made.key}", binds=made.binds)
    source = node.child_by_field_name("source")
    return Statement(Role.SETUP, f"{word} {value(_text(text, source))}" if source is not None else word)


def _expression(text: str, node: Node) -> Statement:
    inner: Node | None = next((child for child in node.named_children if child.type != "comment"), None)
    if inner is not None and inner.type in _NAMED:
        return name_statement(text, inner)
    if inner is not None and inner.type in ("assignment_expression", "augmented_assignment_expression"):
        left = shortened(_text(text, inner.child_by_field_name("left")))
        return Statement(Role.SETUP, f"{left} =")
    while inner is not None and (
        inner.type == "await_expression" or (inner.type == "unary_expression" and inner.children[0].type == "void")
    ):
        inner = _operand(inner)
    call = _call(text, inner) if inner is not None and inner.type == "call_expression" else None
    if call is None:
        return Statement(Role.SETUP, shortened(text[node.start_byte : node.end_byte]) or ";")
    return _called(text, call)


def _called(text: str, call: _Call) -> Statement:
    names = list(call.names)
    while len(names) > 1 and names[-1] in _VARIANTS:
        names.pop()
    title = title_of(text, call.arguments[0]) if call.arguments else None
    function = next((one for one in call.arguments if one.type in _FUNCTIONS), None)
    what = _what(names, call, function)
    if title is not None and what in _CASES and _is_case(call, names, function):
        return Statement(Role.CASE, title, title)
    if title is not None and what in _GROUPS:
        body = function.child_by_field_name("body") if function is not None else None
        if body is not None and body.type == "statement_block":
            return Statement(Role.GROUP, title, title, body=body)
        return Statement(Role.SETUP, title, title)
    module = title if call.names == ("require",) else None
    if module is not None:
        return Statement(Role.IMPORT, f"import {module}")
    key = shortened(".".join(call.names))
    if title and call.arguments[0].type == "string":
        key = f"{key} {' '.join(title.split())[:_LONGEST]}"
    return Statement(Role.SETUP, key)


def _what(names: list[str], call: _Call, function: Node | None) -> str:
    """What makes the test or group: a variant of our own, `it.writes('a title', () => ...)`, is the test's."""
    what = names[-1]
    titled = function is not None and call.arguments[0].type in ("string", "template_string")
    if not titled or what in _CASES or what in _GROUPS or what in _NO_VARIANTS:
        return what
    return next((name for name in reversed(names[:-1]) if name in _CASES or name in _GROUPS), what)


def _is_case(call: _Call, names: list[str], function: Node | None) -> bool:
    """Whether a call makes a test: `re.test('x')` does not."""
    return len(names) == 1 or function is not None or call.names[-1] == "todo"


def title_of(text: str, node: Node) -> str:
    """What a title says, or its source where that is not just text."""
    source = text[node.start_byte : node.end_byte]
    plain = node.type == "string" or (
        node.type == "template_string" and all(child.type != "template_substitution" for child in node.children)
    )
    if plain:
        return value(source)
    return " ".join(source.split()) if node.type == "template_string" else " ".join(source.replace('"', "'").split())


def _call(text: str, node: Node) -> _Call | None:
    arguments = _arguments(node)
    names: list[str] = []
    called: Node | None = node.child_by_field_name("function")
    while called is not None:
        kind = called.type
        if kind == "identifier" or kind in ("this", "super", "import"):
            names.append(_text(text, called))
            return _Call(tuple(reversed(names)), tuple(arguments))
        if kind == "member_expression":
            names.append(_text(text, called.child_by_field_name("property")))
            called = called.child_by_field_name("object")
        elif kind == "call_expression":
            called = called.child_by_field_name("function")
        elif kind == "non_null_expression":
            called = _operand(called)
        else:
            return None
    return None


def title_node(node: Node) -> Node | None:
    """The first argument of the call that a statement is."""
    inner: Node | None = node
    while inner is not None and inner.type in ("expression_statement", "await_expression", "unary_expression"):
        inner = _operand(inner)
    if inner is None or inner.type != "call_expression":
        return None
    return next(iter(_arguments(inner)), None)


def _arguments(call: Node) -> list[Node]:
    found = call.child_by_field_name("arguments")
    if found is None or found.type != "arguments":
        return []
    return [child for child in found.named_children if child.type != "comment"]


def _operand(node: Node) -> Node | None:
    return next((child for child in reversed(node.named_children) if child.type != "comment"), None)


def _plain_name(name: str) -> str:
    """A declared name: a module's may be in quotes."""
    return name.strip("'\"")


def _text(text: str, node: Node | None) -> str:
    return text[node.start_byte : node.end_byte] if node is not None else ""
