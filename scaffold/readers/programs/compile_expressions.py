"""Compiles expressions that are neither calls nor functions."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Call, Value
from scaffold.readers.programs import ir
from scaffold.readers.programs.compiler import Compiler
from scaffold.readers.programs.forks import condition_of
from scaffold.readers.programs.functions import Frame, Private, Run
from scaffold.readers.programs.values import UNDEFINED, Array, Object, Symbol


def _constant(c: Compiler, node: ir.Constant) -> Run:
    value = node.value
    return lambda m, f: value


def _name(c: Compiler, node: ir.Name) -> Run:
    if node.name == "new.target":
        this = c.reader("this", node.at)
        return lambda m, f: m.target_of(this(m, f))
    return c.reader(node.name, node.at)


def template(c: Compiler, node: ir.TextTemplate) -> Run:
    """Compile text with values in it that has no tag."""
    values = [c.expression(value) for value in node.values]
    texts, at = node.texts, node.at
    pieces: list[Any] = []
    for text, value in zip(texts, [*values, None], strict=True):
        pieces.extend(piece for piece in (text, value) if piece is not None and piece != "")

    def run(m: Any, f: Frame) -> Any:
        parts = [piece if type(piece) is str else piece(m, f) for piece in pieces]
        for part in parts:
            if type(part) is not str:
                return m.join(parts, at)
        return m.measure("".join(parts), at)

    return run


def _opaque(c: Compiler, node: ir.Opaque) -> Run:
    def run(m: Any, f: Frame) -> Any:
        m.note("not-understood", node.reason, node.at)
        return m.unknown(node.reason, node.at, node.end)

    return run


def _regex(c: Compiler, node: ir.Regex) -> Run:
    return lambda m, f: m.regex(node.pattern, node.flags, node.at)


# Displays


def items(c: Compiler, node: ir.Items) -> Run:
    """Compile a list or tuple, written out."""
    fixed = node.sort is ir.Sort.TUPLE
    if any(isinstance(item, ir.Spread) for item in node.items):
        parts = [_part(c, item) for item in node.items]
        return lambda m, f: m.collect([(spread, run(m, f)) for spread, run in parts], fixed, node.at)
    runs = [c.expression(item) for item in node.items]
    return lambda m, f: Array([run(m, f) for run in runs], fixed)


def _part(c: Compiler, item: ir.Expression) -> tuple[bool, Run]:
    return (True, c.expression(item.value)) if isinstance(item, ir.Spread) else (False, c.expression(item))


def _hole(c: Compiler, node: ir.Hole) -> Run:
    return lambda m, f: UNDEFINED


def _entries(c: Compiler, node: ir.Entries) -> Run:
    if all(isinstance(entry, ir.Entry) and entry.kind == "value" and _plain_key(entry.key) for entry in node.entries):
        pairs = [
            (entry.key.value, c.expression(entry.value, str(entry.key.value)))
            for entry in node.entries
            if isinstance(entry, ir.Entry) and isinstance(entry.key, ir.Constant)
        ]
        return lambda m, f: Object({key: run(m, f) for key, run in pairs})
    steps = [_entry(c, entry) for entry in node.entries]

    def run(m: Any, f: Frame) -> Any:
        found: Any = Object()
        for step in steps:
            found = step(m, f, found)
        return found

    return run


def _plain_key(key: ir.Expression) -> bool:
    return isinstance(key, ir.Constant) and type(key.value) is str


def _entry(c: Compiler, entry: ir.Entry | ir.Spread) -> Any:
    at = entry.at
    value = c.expression(entry.value, _name_of_key(entry))
    if isinstance(entry, ir.Spread):
        return lambda m, f, found: m.spread_into(found, value(m, f), at)
    key, kind = c.expression(entry.key), entry.kind
    return lambda m, f, found: m.put_entry(found, kind, key(m, f), value(m, f), at)


def _name_of_key(entry: ir.Entry | ir.Spread) -> str:
    return str(entry.key.value) if isinstance(entry, ir.Entry) and isinstance(entry.key, ir.Constant) else ""


# Operators


def _unary(c: Compiler, node: ir.Unary) -> Run:
    operator, at, operand = node.operator, node.at, c.expression(node.operand)
    if operator == "typeof" and isinstance(node.operand, ir.Name) and c.find(node.operand.name)[1] is None:
        name = node.operand.name
        return lambda m, f: m.unary("typeof", m.globals.get(name, UNDEFINED), at)
    if operator == "not":

        def run(m: Any, f: Frame) -> Any:
            value = operand(m, f)
            if value is True or value is False:
                return not value
            return m.unary("not", value, at)

        return run
    return lambda m, f: m.unary(operator, operand(m, f), at)


def _binary(c: Compiler, node: ir.Binary) -> Run:
    operator, at = node.operator, node.at
    if operator == "in" and isinstance(node.left, ir.Constant) and c.unit.text[at : at + 1] == "#":
        key, holder = Private(node.left.value), c.expression(node.right)
        return lambda m, f: m.has_private(holder(m, f), key)
    left, right = c.expression(node.left), c.expression(node.right)
    if operator == "instanceof":
        return lambda m, f: m.instance_of(left(m, f), right(m, f), at)
    if operator in ("is", "add"):
        same = operator == "is"

        def run(m: Any, f: Frame) -> Any:
            one, other = left(m, f), right(m, f)
            if type(one) is str and type(other) is str:
                return one == other if same else m.measure(one + other, at)
            return m.binary(operator, one, other, at)

        return run
    return lambda m, f: m.binary(operator, left(m, f), right(m, f), at)


def _logical(c: Compiler, node: ir.Logical) -> Run:
    leaves = _leaves(node)
    first = c.new_arms(node.at, len(leaves))
    places = {id(leaf): first + way for way, leaf in enumerate(leaves)}
    return _chain_of(c, node, places)


def _leaves(node: ir.Expression) -> list[ir.Expression]:
    return [*_leaves(node.left), *_leaves(node.right)] if isinstance(node, ir.Logical) else [node]


def _chain_of(c: Compiler, node: ir.Expression, places: dict[int, int]) -> Run:
    if not isinstance(node, ir.Logical):
        value, arm = c.expression(node), places[id(node)]

        def leaf(m: Any, f: Frame) -> Any:
            m.hit.add(arm)
            return value(m, f)

        return leaf
    left, right = _chain_of(c, node.left, places), _chain_of(c, node.right, places)
    stays, goes = places[id(_leaves(node.left)[-1])], places[id(_leaves(node.right)[0])]
    operator, at = node.operator, node.at
    return lambda m, f: logical(m, operator, left(m, f), lambda: right(m, f), (stays, goes), at)


def logical(m: Any, operator: str, left: Any, right: Any, arms: tuple[int, int], at: int) -> Any:
    """`and`, `or` or `nullish` of a value and what gives the other one; `arms` are those of staying and going on."""
    if operator == "nullish":
        decides = m.absent(left)
        goes = decides
    else:
        decides = m.truth(left, at)
        goes = decides if operator == "and" else None if decides is None else not decides
    if isinstance(left, Symbol) or goes is None:
        condition = Call("absent", (left.value,)) if operator == "nullish" else condition_of(m.doubt(left, at))
        if goes is None:
            m.note_decision(arms[1], condition)
            ways = (lambda: left, right) if operator == "or" else (right, lambda: left)
            return m.fork(condition, *ways, at)
        m.note_decision(arms[1] if goes else arms[0], condition)
    return right() if goes else left


def decide(m: Any, value: Any, arm: int, at: int) -> tuple[bool | None, Value]:
    """Whether a branch on a value takes the way of `arm` or the next one, and on what that depends where it is not
    known: then it takes both. Notes what is taken."""
    holds = m.truth(value, at)
    condition: Value = None
    if holds is None or isinstance(value, Symbol):
        condition = condition_of(m.doubt(value, at))
        m.note_decision(arm + 1 if holds is False else arm, condition)
    if holds is None:
        m.hit.update((arm, arm + 1))
    else:
        m.hit.add(arm if holds else arm + 1)
    return holds, condition


def _choose(c: Compiler, node: ir.Choose) -> Run:
    arm = c.new_arms(node.at, 2)
    condition, at = c.expression(node.condition), node.at
    then, otherwise = c.expression(node.then), c.expression(node.otherwise)

    def run(m: Any, f: Frame) -> Any:
        holds, what = decide(m, condition(m, f), arm, at)
        if holds is None:
            return m.fork(what, lambda: then(m, f), lambda: otherwise(m, f), at)
        return then(m, f) if holds else otherwise(m, f)

    return run


def _sequence(c: Compiler, node: ir.Sequence) -> Run:
    runs = [c.expression(item) for item in node.items]

    def run(m: Any, f: Frame) -> Any:
        value = UNDEFINED
        for item in runs:
            value = item(m, f)
        return value

    return run


def _await(c: Compiler, node: ir.Await) -> Run:
    value, at = c.expression(node.value), node.at
    return lambda m, f: m.settle(value(m, f), at)


def _yield(c: Compiler, node: ir.Yield) -> Run:
    value = c.expression(node.value) if node.value is not None else None
    if node.each and value is not None:
        return lambda m, f: m.give_each(value(m, f), node.at)
    nothing = c.nothing
    return lambda m, f: m.give(value(m, f) if value is not None else nothing)


def _import_call(c: Compiler, node: ir.ImportCall) -> Run:
    source, at = c.expression(node.source), node.at
    return lambda m, f: m.import_call(source(m, f), at)


def _slice(c: Compiler, node: ir.Slice) -> Run:
    runs = [c.expression(part) if part is not None else None for part in (node.start, node.stop, node.step)]
    return lambda m, f: Array([run(m, f) if run is not None else None for run in runs], fixed=True)


def _spread(c: Compiler, node: ir.Spread) -> Run:
    return c.expression(node.value)


EXPRESSIONS = {
    ir.Constant: _constant,
    ir.Name: _name,
    ir.Opaque: _opaque,
    ir.Regex: _regex,
    ir.Items: items,
    ir.Hole: _hole,
    ir.Entries: _entries,
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Logical: _logical,
    ir.Choose: _choose,
    ir.Sequence: _sequence,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.ImportCall: _import_call,
    ir.Slice: _slice,
    ir.Spread: _spread,
}
