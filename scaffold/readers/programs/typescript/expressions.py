"""Lowering expressions, except functions and classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    Assign,
    Await,
    Binary,
    Chain,
    Choose,
    Constant,
    Delete,
    Entries,
    Entry,
    Expression,
    Hole,
    ImportCall,
    Index,
    Invoke,
    Items,
    Logical,
    Member,
    Name,
    Regex,
    Sequence,
    Spread,
    TextTemplate,
    Unary,
    Update,
    Yield,
)
from scaffold.readers.programs.syntax.operators import ARITHMETIC, ORDER
from scaffold.readers.programs.typescript.functions import function, key, method_kind, pair_kind
from scaffold.readers.programs.typescript.literals import number, raw_text, unescape
from scaffold.readers.programs.typescript.lowering import ExpressionWork, Lowering

if TYPE_CHECKING:
    from tree_sitter import Node

BINARY = {
    **ARITHMETIC, **ORDER, ">>>": "shift-right-unsigned", "===": "is", "!==": "is-not", "==": "equals",
    "!=": "not-equals", "instanceof": "instanceof",
}  # fmt: skip
LOGICAL = {"&&": "and", "||": "or", "??": "nullish"}
UNARY = {"!": "not", "-": "negate", "+": "plus", "~": "invert", "typeof": "typeof", "void": "void"}
#: Links of a chain of members, elements and calls, with the field that the chain goes on in.
_LINKS = {
    "member_expression": "object",
    "subscript_expression": "object",
    "call_expression": "function",
    "non_null_expression": "",
}
_PLACES = (Name, Member, Index)
_TYPED = frozenset({"as_expression", "satisfies_expression"})
#: Operations, which only stand at the beginning of a chain where the grammar takes them for its beginning, and the
#: fields that hold their last operands.
_LOOSE = frozenset({"await_expression", "binary_expression", "ternary_expression", "unary_expression"})
_LAST: dict[type, str] = {
    Await: "value",
    Delete: "target",
    Unary: "operand",
    Binary: "right",
    Logical: "right",
    Choose: "otherwise",
}


def _constant(_lowering: Lowering, node: Node) -> Expression:
    values = {"true": True, "false": False, "null": None}
    return Constant(node.start_byte, node.end_byte, values[node.type])


def _name(lowering: Lowering, node: Node) -> Expression:
    at, end = node.start_byte, node.end_byte
    text = lowering.text[at:end]
    if text.endswith(")"):  # a stand-in for `import("...")`, which the parser takes for a name where it could be a type
        return ImportCall(at, end, Constant(at + 8, end - 2, unescape(text[8:-2])))
    return Name(at, end, text)


def _private_name(lowering: Lowering, node: Node) -> Expression:
    """`#x in object` looks for a member of this name."""
    return Constant(node.start_byte, node.end_byte, lowering.slice(node))


def _meta_property(lowering: Lowering, node: Node) -> Expression:
    """`new.target` and `import.meta` are names, without the space that may stand in them."""
    return Name(node.start_byte, node.end_byte, "".join(lowering.slice(node).split()))


def _number(lowering: Lowering, node: Node) -> Expression:
    """A number; a big integer is what `BigInt` makes of its digits, as it is no number to the language."""
    at, end, text = node.start_byte, node.end_byte, lowering.slice(node)
    try:
        value = number(text)
        if text.endswith("n"):
            return Invoke(at, end, Name(at, end, "BigInt"), (Argument(at, end, Constant(at, end, str(value))),))
        return Constant(at, end, value)
    except ValueError:
        return lowering.opaque(node, "this is no number")


def _string(lowering: Lowering, node: Node) -> Expression:
    at, end = node.start_byte, node.end_byte
    return Constant(at, end, unescape(lowering.text[at + 1 : end - 1]))


def _regex(lowering: Lowering, node: Node) -> Expression:
    text = lowering.slice(node)
    last = text.rindex("/")
    return Regex(node.start_byte, node.end_byte, text[1:last], text[last + 1 :])


def _template(lowering: Lowering, node: Node, tag: Expression | None = None) -> Expression:
    text, start = lowering.text, node.start_byte + 1
    raws: list[str] = []
    values: list[Expression] = []
    for child in node.named_children:
        if child.type == "template_substitution":
            raws.append(raw_text(text[start : child.start_byte]))
            values.append(_only(lowering, child))
            start = child.end_byte
    raws.append(raw_text(text[start : node.end_byte - 1]))
    texts = tuple(map(unescape, raws))
    if not values and tag is None:
        return Constant(node.start_byte, node.end_byte, texts[0])
    return TextTemplate(tag.at if tag else node.start_byte, node.end_byte, texts, tuple(values), tag, tuple(raws))


def _only(lowering: Lowering, node: Node) -> Expression:
    """The expression in brackets of any sort, behind a prefix, or before a type: the first that is no comment."""
    for child in node.named_children:
        if child.type not in ("comment", "type_arguments"):
            return lowering.expression(child)
    return lowering.opaque(node, "an expression is missing")


def _object(lowering: Lowering, node: Node) -> Expression:
    entries: list[Entry | Spread] = []
    text = lowering.text
    for child in node.named_children:
        kind, at, end = child.type, child.start_byte, child.end_byte
        if kind == "pair":
            first, *_, last = child.named_children
            entries.append(Entry(at, end, key(lowering, first), lowering.expression(last), pair_kind(lowering, first)))
        elif kind == "shorthand_property_identifier":
            name = text[at:end]
            entries.append(Entry(at, end, Constant(at, end, name), Name(at, end, name)))
        elif kind == "spread_element":
            entries.append(Spread(at, end, _only(lowering, child)))
        elif kind == "method_definition":
            named = child.child_by_field_name("name")
            if named is not None:
                accessor = method_kind(child)
                sort = accessor if accessor in ("get", "set") else "value"
                entries.append(Entry(at, end, key(lowering, named), function(lowering, child), sort))
        elif kind != "comment":
            return lowering.opaque(node, f"this is not supported in an object: {kind}")
    return Entries(node.start_byte, node.end_byte, tuple(entries))


def _array(lowering: Lowering, node: Node) -> Expression:
    items: list[Expression] = []
    empty = True
    for child in node.children:
        kind = child.type
        if kind == ",":
            if empty:
                items.append(Hole(child.start_byte, child.start_byte))
            empty = True
        elif child.is_named and kind != "comment":
            items.append(_element(lowering, child))
            empty = False
    return Items(node.start_byte, node.end_byte, tuple(items))


def _element(lowering: Lowering, node: Node) -> Expression:
    if node.type == "spread_element":
        return Spread(node.start_byte, node.end_byte, _only(lowering, node))
    return lowering.expression(node)


def arguments(lowering: Lowering, node: Node | None) -> tuple[Argument, ...]:
    """The arguments of a call."""
    if node is None:
        return ()
    return tuple(
        [
            Argument(child.start_byte, child.end_byte, _element(lowering, child))
            for child in node.named_children
            if child.type != "comment"
        ]
    )


def _chain(lowering: Lowering, node: Node) -> Expression:
    """Members, elements and calls, one of another: from the outermost link down, then up again."""
    links: list[Node] = []
    inner: Node | None = node
    while inner is not None and (field := _LINKS.get(inner.type)) is not None:
        links.append(inner)
        inner = inner.child_by_field_name(field) if field else next(iter(inner.named_children), None)
    if inner is None:
        return lowering.opaque(node, "a syntax error")
    if inner.type == "import":
        link = links.pop()
        given = arguments(lowering, link.child_by_field_name("arguments"))
        source = given[0].value if given else lowering.opaque(link, "import() is given nothing")
        value: Expression = ImportCall(link.start_byte, link.end_byte, source)
    else:
        value = lowering.expression(inner)
    # `x as a.b.C` is no member of `x as a.b`, which the grammar takes it for.
    while inner.type in _TYPED and links and links[-1].type == "member_expression":
        links.pop()
    if inner.type in _LOOSE:
        return _onto_last(value, inner.end_byte, lambda last: _linked(lowering, node, links, last.at, last))
    return _linked(lowering, node, links, node.start_byte, value)


def _linked(lowering: Lowering, node: Node, links: list[Node], at: int, value: Expression) -> Expression:
    """`value`, which begins at `at`, with links behind it, the innermost last in `links`."""
    optional = False
    for link in reversed(links):
        if link.type != "non_null_expression":
            value, asks = _link(lowering, link, at, value)
            optional = optional or asks
    return Chain(at, node.end_byte, value) if optional else value


def _onto_last(value: Expression, end: int, link: Callable[[Expression], Expression]) -> Expression:
    """Put links behind the last operand of an operation that ends at `end`, and not behind the operation.

    The grammar takes `await f<T>(x)` for `(await f)<T>(x)`, and `a || f<T>(x)` for `(a || f)<T>(x)`. Brackets around
    an operand end behind it.
    """
    field = _LAST.get(type(value))
    if field is None or value.end != end:
        return link(value)
    last = _onto_last(getattr(value, field), end, link)
    return replace(value, end=last.end, **{field: last})  # type: ignore[arg-type]


def _link(lowering: Lowering, node: Node, at: int, value: Expression) -> tuple[Expression, bool]:
    """One link behind `value`, which begins at `at`, and whether it is an optional one."""
    end = node.end_byte
    kinds = [child.type for child in node.children[1:3]]
    optional = "?." in kinds or "optional_chain" in kinds
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        return Member(at, end, value, lowering.slice(name) if name else "", optional), optional
    if node.type == "subscript_expression":
        index = node.child_by_field_name("index")
        found = lowering.expression(index) if index else lowering.opaque(node, "an index is missing")
        return Index(at, end, value, found, optional), optional
    given = node.child_by_field_name("arguments")
    if given is not None and given.type == "template_string":
        return _template(lowering, given, value), False
    return Invoke(at, end, value, arguments(lowering, given), optional=optional), optional


def _new(lowering: Lowering, node: Node) -> Expression:
    made = node.child_by_field_name("constructor")
    if made is None:
        return lowering.opaque(node, "a syntax error")
    given = arguments(lowering, node.child_by_field_name("arguments"))
    return Invoke(node.start_byte, node.end_byte, lowering.expression(made), given, new=True)


def _binary(lowering: Lowering, node: Node) -> Expression:
    """Operations one on the left of another, as in a sum of many, are taken in a loop."""
    spine: list[tuple[Node, str, Node]] = []
    left: Node | None = node
    while left is not None and left.type == "binary_expression":
        operator, right = left.child_by_field_name("operator"), left.child_by_field_name("right")
        if operator is None or right is None:
            return lowering.opaque(left, "a syntax error")
        spine.append((left, operator.type, right))
        left = left.child_by_field_name("left")
    if left is None:
        return lowering.opaque(node, "a syntax error")
    value = lowering.expression(left)
    for whole, sign, operand in reversed(spine):
        at, end, other = whole.start_byte, whole.end_byte, lowering.expression(operand)
        if sign in LOGICAL:
            value = Logical(at, end, LOGICAL[sign], value, other)
        elif sign in BINARY:
            value = Binary(at, end, BINARY[sign], value, other)
        else:
            value = lowering.opaque(whole, f"this operator is not supported: {sign}")
    return value


def _unary(lowering: Lowering, node: Node) -> Expression:
    at, end, sign = node.start_byte, node.end_byte, node.children[0].type
    operand = _only(lowering, node)
    if sign != "delete":
        return Unary(at, end, UNARY[sign], operand)
    if isinstance(operand, Chain) and isinstance(operand.value, _PLACES):
        return Chain(at, end, Delete(at, end, operand.value))
    return (
        Delete(at, end, operand) if isinstance(operand, _PLACES) else lowering.opaque(node, "nothing is deleted here")
    )


def _update(lowering: Lowering, node: Node) -> Expression:
    argument, operator = node.child_by_field_name("argument"), node.child_by_field_name("operator")
    target = lowering.pattern(argument) if argument else None
    if target is None or argument is None or operator is None:
        return lowering.opaque(node, "this cannot be changed")
    prefix = operator.start_byte < argument.start_byte
    return Update(node.start_byte, node.end_byte, target, 1 if operator.type == "++" else -1, prefix)


def _assign(lowering: Lowering, node: Node) -> Expression:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    target = lowering.pattern(left) if left else None
    if target is None or right is None:
        return lowering.opaque(node, "this cannot be assigned to")
    sign = node.child_by_field_name("operator")
    bare = sign.type[:-1] if sign else ""
    operator = LOGICAL.get(bare) or BINARY.get(bare, "")
    return Assign(node.start_byte, node.end_byte, target, lowering.expression(right), operator)


def _ternary(lowering: Lowering, node: Node) -> Expression:
    """A choice; choices in the place of the last operand are taken in a loop."""
    choices: list[tuple[Node, Expression, Expression]] = []
    last = node
    while last.type == "ternary_expression":
        parts = [child for child in last.named_children if child.type != "comment"]
        if len(parts) != 3:
            return lowering.opaque(node, "a syntax error")
        choices.append((last, lowering.expression(parts[0]), lowering.expression(parts[1])))
        last = parts[2]
    value = lowering.expression(last)
    for whole, condition, then in reversed(choices):
        value = Choose(whole.start_byte, whole.end_byte, condition, then, value)
    return value


def _sequence(lowering: Lowering, node: Node) -> Expression:
    items = [lowering.expression(child) for child in node.named_children if child.type != "comment"]
    return Sequence(node.start_byte, node.end_byte, tuple(items))


def _await(lowering: Lowering, node: Node) -> Expression:
    return Await(node.start_byte, node.end_byte, _only(lowering, node))


def _yield(lowering: Lowering, node: Node) -> Expression:
    given = any(child.type != "comment" for child in node.named_children)
    each = any(child.type == "*" for child in node.children)
    return Yield(node.start_byte, node.end_byte, _only(lowering, node) if given else None, each)


def _typed(lowering: Lowering, node: Node) -> Expression:
    """`value as T`, `<T>value`, `value satisfies T`, `value!`, `value<T>`, `(value)`: the value."""
    return _only(lowering, node)


def _markup(lowering: Lowering, node: Node) -> Expression:
    return lowering.opaque(node, "this is markup (JSX)")


EXPRESSIONS: dict[str, ExpressionWork] = {
    **dict.fromkeys(("true", "false", "null"), _constant),
    **dict.fromkeys(("identifier", "undefined", "this", "super"), _name),
    "private_property_identifier": _private_name,
    **dict.fromkeys(_LINKS, _chain),
    **dict.fromkeys(
        ("parenthesized_expression", "as_expression", "satisfies_expression", "type_assertion",
         "instantiation_expression"),
        _typed,
    ),
    **dict.fromkeys(("jsx_element", "jsx_self_closing_element", "jsx_fragment"), _markup),
    "meta_property": _meta_property,
    "number": _number,
    "string": _string,
    "regex": _regex,
    "template_string": _template,
    "object": _object,
    "array": _array,
    "new_expression": _new,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _update,
    "assignment_expression": _assign,
    "augmented_assignment_expression": _assign,
    "ternary_expression": _ternary,
    "sequence_expression": _sequence,
    "await_expression": _await,
    "yield_expression": _yield,
}  # fmt: skip
