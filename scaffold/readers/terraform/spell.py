"""Expressions spelled again as text, in one canonical layout: for what `inspect` shows and for forms of expressions."""

from __future__ import annotations

import functools
import re

from scaffold.readers.terraform.ast import (
    Access,
    Binary,
    Choice,
    Expr,
    ForDirective,
    ForNode,
    FunctionCall,
    IfDirective,
    Invalid,
    Key,
    Literal,
    ObjectNode,
    Parenthesis,
    Splat,
    TemplateNode,
    TemplatePart,
    Traversal,
    TupleNode,
    Unary,
)

_NAME = re.compile(r"[^\W\d][\w-]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def spell(node: Expr) -> str:
    """`node` as Terraform source on one line."""
    match node:
        case Literal(value):
            return spell_literal(value)
        case Traversal(root, steps):
            return root + "".join(map(spell_step, steps))
        case Access(base, key, dotted):
            return spell(base) + (f".{key.value}" if dotted and isinstance(key, Literal) else f"[{spell(key)}]")
        case Splat(base, steps):
            return spell(base) + "[*]" + "".join(_spell_key(step) for step in steps)
        case FunctionCall(name, arguments, expand):
            return f"{name}({_commas(arguments)}{'...' if expand else ''})"
        case Parenthesis(inner):
            return f"({spell(inner)})"
        case Unary(operator, operand):
            return operator + spell(operand)
        case Binary(operator, left, right):
            return f"{spell(left)} {operator} {spell(right)}"
        case Choice(condition, then, otherwise):
            return f"{spell(condition)} ? {spell(then)} : {spell(otherwise)}"
        case TupleNode(items):
            return f"[{_commas(items)}]"
        case ObjectNode(pairs):
            content = ", ".join(f"{_spell_object_key(key)} = {spell(value)}" for key, value in pairs)
            return f"{{ {content} }}" if pairs else "{}"
        case ForNode():
            return _spell_for(node)
        case TemplateNode(parts):
            return '"' + spell_parts(parts) + '"'
        case Invalid(text):
            return " ".join(text.split())


def _commas(items: tuple[Expr, ...]) -> str:
    return ", ".join(map(spell, items))


def spell_literal(value: bool | int | float | str | None) -> str:
    """A literal as Terraform source."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{_escape(value)}"'
    return repr(value)


def _escape(text: str) -> str:
    return text.translate(_ESCAPES).replace("${", "$${").replace("%{", "%%{")


@functools.lru_cache(maxsize=1 << 12, typed=True)
def spell_step(step: str | int) -> str:
    """A constant step of a traversal: `.name`, `[0]` or `["key"]`."""
    if isinstance(step, int):
        return f"[{step}]"
    return f"[{spell_literal(step)}]" if isinstance(step, Key) or not _NAME.fullmatch(step) else f".{step}"


def _spell_key(key: Expr) -> str:
    if isinstance(key, Literal) and isinstance(key.value, str | int):
        return spell_step(key.value)
    return f"[{spell(key)}]"


def _spell_object_key(key: Expr) -> str:
    if isinstance(key, Literal) and isinstance(key.value, str) and _NAME.fullmatch(key.value):
        return key.value
    return spell(key)


def _spell_for(node: ForNode) -> str:
    names = f"{node.key}, {node.value}" if node.key else node.value
    result = spell(node.result) + ("..." if node.grouped else "")
    if node.result_key is not None:
        result = f"{spell(node.result_key)} => {result}"
    condition = f" if {spell(node.condition)}" if node.condition is not None else ""
    inner = f"for {names} in {spell(node.collection)} : {result}{condition}"
    return f"[{inner}]" if node.result_key is None else f"{{ {inner} }}"


def spell_parts(parts: tuple[TemplatePart, ...]) -> str:
    """The inside of a quoted template."""
    spelled = []
    for part in parts:
        if isinstance(part, str):
            spelled.append(_escape(part))
        elif isinstance(part, IfDirective):
            middle = "" if part.otherwise is None else "%{ else }" + spell_parts(part.otherwise)
            spelled.append(f"%{{ if {spell(part.condition)} }}{spell_parts(part.then)}{middle}%{{ endif }}")
        elif isinstance(part, ForDirective):
            names = f"{part.key}, {part.value}" if part.key else part.value
            head = f"%{{ for {names} in {spell(part.collection)} }}"
            spelled.append(f"{head}{spell_parts(part.body)}%{{ endfor }}")
        else:
            spelled.append(f"${{{spell(part)}}}")
    return "".join(spelled)


def names_in(node: Expr | None) -> str:
    """A reference written as an argument (`provider = aws.east`), as text; also the old quoted form."""
    if isinstance(node, Traversal):
        return spell(node)
    if isinstance(node, Literal) and isinstance(node.value, str):
        return node.value
    if isinstance(node, TemplateNode) and len(node.parts) == 1 and isinstance(node.parts[0], Traversal):
        return names_in(node.parts[0])
    return ""
