"""Lowering expressions, except text, functions and comprehensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    Assign,
    Await,
    Binary,
    BindName,
    Choose,
    Constant,
    Entries,
    Entry,
    Expression,
    Index,
    Invoke,
    Items,
    Logical,
    Member,
    Name,
    Slice,
    Sort,
    Spread,
    Unary,
    Yield,
)
from scaffold.readers.programs.python_source.literals import number
from scaffold.readers.programs.python_source.lowering import EXTRAS, ExpressionWork, Lowering, parts
from scaffold.readers.programs.syntax.operators import ARITHMETIC, ORDER

if TYPE_CHECKING:
    from tree_sitter import Node

BINARY = {**ARITHMETIC, "@": "matrix-multiply", "//": "floor-divide"}
COMPARISONS = {
    **ORDER, "==": "equals", "!=": "not-equals", "is": "same", "is not": "not-same", "not in": "not-in",
}  # fmt: skip
_OPERATIONS = {**BINARY, "and": "and", "or": "or"}
_UNARY = {"-": "negate", "+": "plus", "~": "invert"}
_CONSTANTS = {"true": True, "false": False, "none": None}
#: Links of a chain of attributes, items and calls, with the field that the chain goes on in.
_LINKS = {"attribute": "object", "subscript": "value", "call": "function"}
#: Several expressions with commas between them, which make a tuple.
LISTS = ("expression_list", "pattern_list", "tuple_expression")


def _constant(_lowering: Lowering, node: Node) -> Expression:
    return Constant(node.start_byte, node.end_byte, _CONSTANTS[node.type])


def _name(lowering: Lowering, node: Node) -> Expression:
    return Name(node.start_byte, node.end_byte, lowering.name(node))


def _ellipsis(_lowering: Lowering, node: Node) -> Expression:
    return Name(node.start_byte, node.end_byte, "Ellipsis")


def _number(lowering: Lowering, node: Node) -> Expression:
    """A number; a complex one is what `complex` makes of it, as it is no value of the IR."""
    at, end = node.start_byte, node.end_byte
    try:
        value = number(lowering.text[at:end])
    except ValueError:
        return lowering.fault(node, "this is no number")
    if isinstance(value, complex):
        given = (Argument(at, end, Constant(at, end, 0)), Argument(at, end, Constant(at, end, value.imag)))
        return Invoke(at, end, Name(at, end, "complex"), given)
    return Constant(at, end, value)


def only(lowering: Lowering, node: Node) -> Expression:
    """The expression in brackets or behind a word: the first part."""
    for child in node.named_children:
        if child.type not in EXTRAS:
            return lowering.expression(child)
    return lowering.opaque(node, "an expression is missing")


def field(lowering: Lowering, node: Node, name: str) -> Expression:
    """The expression in a field of a node."""
    found = node.child_by_field_name(name)
    return lowering.expression(found) if found is not None else lowering.opaque(node, "an expression is missing")


def element(lowering: Lowering, node: Node) -> Expression:
    """An element of a display or an argument, which may have a star before it. The grammar takes `*a | b` for an
    operation on `*a`."""
    at, end = node.start_byte, node.end_byte
    if not lowering.text.startswith("*", at):
        return lowering.expression(node)
    if node.type == "dictionary_splat":
        return Spread(at, end, only(lowering, node))
    return Spread(at, end, lowering.expression(node))


def _start(lowering: Lowering, node: Node, first: Expression) -> int:
    """Where an operation begins: behind the star that belongs to all of it."""
    at = node.start_byte
    return first.at if lowering.text.startswith("*", at) else at


def _elements(lowering: Lowering, node: Node, sort: Sort) -> Expression:
    items = tuple([element(lowering, child) for child in node.named_children if child.type not in EXTRAS])
    return Items(node.start_byte, node.end_byte, items, sort)


def _list(lowering: Lowering, node: Node) -> Expression:
    return _elements(lowering, node, Sort.LIST)


def tuple_(lowering: Lowering, node: Node) -> Expression:
    """A tuple, in brackets or without."""
    return _elements(lowering, node, Sort.TUPLE)


def _set(lowering: Lowering, node: Node) -> Expression:
    return _elements(lowering, node, Sort.SET)


def _dictionary(lowering: Lowering, node: Node) -> Expression:
    entries: list[Entry | Spread] = []
    for child in node.named_children:
        kind, at, end = child.type, child.start_byte, child.end_byte
        if kind == "pair":
            entries.append(Entry(at, end, field(lowering, child, "key"), field(lowering, child, "value")))
        elif kind == "dictionary_splat":
            entries.append(Spread(at, end, only(lowering, child)))
    return Entries(node.start_byte, node.end_byte, tuple(entries))


def _chain(lowering: Lowering, node: Node) -> Expression:
    """Attributes, items and calls, one of another: from the outermost link down, then up again."""
    links: list[Node] = []
    inner: Node | None = node
    while inner is not None and (name := _LINKS.get(inner.type)) is not None:
        links.append(inner)
        inner = inner.child_by_field_name(name)
    if inner is None:
        return lowering.opaque(node, "a syntax error")
    value = lowering.expression(inner)
    at = _start(lowering, node, value)
    for link in reversed(links):
        end, kind = link.end_byte, link.type
        if kind == "attribute":
            named = link.child_by_field_name("attribute")
            value = Member(at, end, value, lowering.name(named) if named is not None else "")
        elif kind == "subscript":
            value = Index(at, end, value, _subscript(lowering, link))
        else:
            value = Invoke(at, end, value, arguments(lowering, link.child_by_field_name("arguments")))
    return value


def _subscript(lowering: Lowering, node: Node) -> Expression:
    """What is between the brackets of an item; with a comma or a star it is a tuple."""
    found = node.children_by_field_name("subscript")
    items = [element(lowering, child) for child in found]
    if not items:
        return lowering.opaque(node, "an index is missing")
    if len(items) == 1 and not isinstance(items[0], Spread) and all(child.type != "," for child in node.children[2:]):
        return items[0]
    return Items(items[0].at, items[-1].end, tuple(items), Sort.TUPLE)


def _slice(lowering: Lowering, node: Node) -> Expression:
    found: list[Expression | None] = [None, None, None]
    place = 0
    for child in node.children:
        if child.type == ":":
            place += 1
        elif child.is_named and child.type not in EXTRAS:
            found[min(place, 2)] = lowering.expression(child)
    return Slice(node.start_byte, node.end_byte, *found)


def arguments(lowering: Lowering, node: Node | None) -> tuple[Argument, ...]:
    """The arguments of a call, or what is in the brackets of a class."""
    if node is None:
        return ()
    if node.type == "generator_expression":
        value = lowering.expression(node)
        return (Argument(value.at, value.end, value),)
    found: list[Argument] = []
    for child in node.named_children:
        kind, at, end = child.type, child.start_byte, child.end_byte
        if kind == "keyword_argument":
            name = child.child_by_field_name("name")
            # Private names are no matter of who calls.
            named = lowering.plain_name(name) if name is not None else ""
            found.append(Argument(at, end, field(lowering, child, "value"), named))
        elif kind not in EXTRAS:
            found.append(Argument(at, end, element(lowering, child), "**" if kind == "dictionary_splat" else ""))
    return tuple(found)


def _binary(lowering: Lowering, node: Node) -> Expression:
    """Operations one on the left of another, as in a sum of many, are taken in a loop."""
    spine: list[tuple[int, str, Node]] = []
    left, above = node, ""
    while left.type == node.type:
        operands = parts(left)
        sign = _sign(left)
        if len(operands) != 2 or sign not in _OPERATIONS:
            return lowering.opaque(left, "a syntax error")
        if sign == "&" and above != "&" and _is_mixed(left):
            break
        above = sign
        spine.append((left.end_byte, sign, operands[1]))
        left = operands[0]
    value = lowering.expression(left) if left.type != node.type else _bits(lowering, left)
    at = _start(lowering, node, value)
    for end, sign, operand in reversed(spine):
        value = _operation(at, end, sign, value, lowering.expression(operand))
    return value


def _operation(at: int, end: int, sign: str, left: Expression, right: Expression) -> Expression:
    sort = Logical if sign in ("and", "or") else Binary
    return sort(at, end, _OPERATIONS[sign], left, right)


def _is_mixed(node: Node) -> bool:
    """Whether there is a `^` among the operands of `&`, one on the left of another."""
    while node.type == "binary_operator" and _sign(node) == "&":
        node, *_, right = parts(node)
        if right.type == "binary_operator" and _sign(right) == "^":
            return True
    return node.type == "binary_operator" and _sign(node) == "^"


def _sign(node: Node) -> str:
    """The sign of an operation."""
    return next((child.type for child in node.children if not child.is_named), "")


def _bits(lowering: Lowering, node: Node) -> Expression:
    """`a & b ^ c` is `(a & b) ^ c`, which the grammar takes for `a & (b ^ c)`."""
    operands: list[Node] = []
    signs: list[str] = []
    pending = [node]
    while pending:
        one = pending.pop()
        if one.type == "&" or one.type == "^":
            signs.append(one.type)
        elif one.type == "binary_operator" and _sign(one) in ("&", "^"):
            pending.extend(child for child in reversed(one.children) if child.type not in EXTRAS)
        else:
            operands.append(one)
    whole: Expression | None = None
    part = lowering.expression(operands[0])
    for sign, operand in zip([*signs, "^"], [*operands[1:], None], strict=True):
        if sign == "&" and operand is not None:
            part = Binary(part.at, operand.end_byte, "bit-and", part, lowering.expression(operand))
            continue
        whole = part if whole is None else Binary(whole.at, part.end, "bit-xor", whole, part)
        part = lowering.expression(operand) if operand is not None else part
    return whole if whole is not None else part


def _comparison(lowering: Lowering, node: Node) -> Expression:
    """`a < b < c` is `a < b and b < c`, with `b` evaluated once."""
    operands: list[Node] = []
    signs: list[str] = []
    for child in node.children:
        if not child.is_named:
            signs.append(child.type)
        elif child.type not in EXTRAS:
            operands.append(child)
    unknown = next((sign for sign in signs if sign not in COMPARISONS), "")
    if unknown:
        return lowering.fault(node, f"`{unknown}` is no operator of Python 3")
    left = lowering.expression(operands[0])
    found: Expression | None = None
    for place, (sign, operand) in enumerate(zip(signs, operands[1:], strict=True)):
        right = next_left = lowering.expression(operand)
        if place + 1 < len(signs) and not isinstance(right, Name | Constant):
            name = lowering.temporary()
            right = Assign(right.at, right.end, BindName(right.at, right.end, name), right)
            next_left = Name(right.at, right.end, name)
        at = node.start_byte if found is None else left.at
        end = operand.end_byte
        compared = Binary(at, end, COMPARISONS[sign], left, right)
        found = compared if found is None else Logical(found.at, end, "and", found, compared)
        left = next_left
    return found if found is not None else left


def _not(lowering: Lowering, node: Node) -> Expression:
    return Unary(node.start_byte, node.end_byte, "not", field(lowering, node, "argument"))


def _unary(lowering: Lowering, node: Node) -> Expression:
    operator = node.children[0].type
    return Unary(node.start_byte, node.end_byte, _UNARY[operator], field(lowering, node, "argument"))


def _conditional(lowering: Lowering, node: Node) -> Expression:
    """A choice; choices in the place of the last operand are taken in a loop. `a := b if c else d` assigns the choice,
    which the grammar takes for a choice that assigns."""
    choices: list[tuple[int, int, Expression, Expression]] = []
    last = node
    assigned: Node | None = None
    while last.type == "conditional_expression":
        operands = parts(last)
        if len(operands) != 3:
            return lowering.opaque(node, "a syntax error")
        then, condition, following = operands
        if then.type == "named_expression":
            assigned, then = then, parts(then)[-1]
        choices.append((then.start_byte, last.end_byte, lowering.expression(condition), lowering.expression(then)))
        last = following
    value = lowering.expression(last)
    for at, end, tested, given in reversed(choices):
        value = Choose(at, end, tested, given, value)
    return value if assigned is None else _assigned(lowering, assigned, node.end_byte, value)


def _assigned(lowering: Lowering, node: Node, end: int, value: Expression) -> Expression:
    name = parts(node)[0]
    return Assign(node.start_byte, end, BindName(name.start_byte, name.end_byte, lowering.name(name)), value)


def _walrus(lowering: Lowering, node: Node) -> Expression:
    return _assigned(lowering, node, node.end_byte, field(lowering, node, "value"))


def _await(lowering: Lowering, node: Node) -> Expression:
    """`await x ** 2` is `(await x) ** 2`, which the grammar takes for `await (x ** 2)`."""
    at = node.start_byte
    operand = next(iter(parts(node)), node)
    value = lowering.expression(operand) if operand is not node else lowering.opaque(node, "an expression is missing")
    if operand.type == "binary_operator" and isinstance(value, Binary):
        return Binary(at, value.end, value.operator, Await(at, value.left.end, value.left), value.right)
    return Await(at, node.end_byte, value)


def _yield(lowering: Lowering, node: Node) -> Expression:
    lowering.yields[-1] = True
    given = parts(node)
    each = any(child.type == "from" for child in node.children)
    value = element(lowering, given[0]) if given else None
    return Yield(node.start_byte, node.end_byte, value, each)


def _as(lowering: Lowering, node: Node) -> Expression:
    return lowering.fault(node, "`as` is not expected here")


EXPRESSIONS: dict[str, ExpressionWork] = {
    **dict.fromkeys(_CONSTANTS, _constant),
    **dict.fromkeys(_LINKS, _chain),
    **dict.fromkeys(("identifier", "keyword_identifier"), _name),
    **dict.fromkeys(("integer", "float"), _number),
    **dict.fromkeys(("binary_operator", "boolean_operator"), _binary),
    # Brackets; the star before an element, which the element sees to; what is behind the colon of an annotation.
    **dict.fromkeys(("parenthesized_expression", "list_splat", "list_splat_pattern", "type"), only),
    **dict.fromkeys((*LISTS, "tuple"), tuple_),
    "ellipsis": _ellipsis,
    "list": _list,
    "set": _set,
    "dictionary": _dictionary,
    "slice": _slice,
    "comparison_operator": _comparison,
    "not_operator": _not,
    "unary_operator": _unary,
    "conditional_expression": _conditional,
    "named_expression": _walrus,
    "await": _await,
    "yield": _yield,
    "as_pattern": _as,
}
