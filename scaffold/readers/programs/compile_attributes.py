"""Compiles what reads, sets and calls attributes and items, where these are two things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs.binding import MORE, OTHERS
from scaffold.readers.programs.compile_expressions import items
from scaffold.readers.programs.functions import Bind, Frame, Run
from scaffold.readers.programs.scoping import ScopingCompiler
from scaffold.readers.programs.values import MISSING, UNDEFINED, Span


def _member(c: ScopingCompiler, node: ir.Member) -> Run:
    holder, name, at = c.expression(node.object), node.name, node.at
    return lambda m, f: m.attribute(holder(m, f), name, at)


def _index(c: ScopingCompiler, node: ir.Index) -> Run:
    holder, key, at = c.expression(node.object), c.expression(node.index), node.at
    return lambda m, f: m.item(holder(m, f), key(m, f), at)


def _slice(c: ScopingCompiler, node: ir.Slice) -> Run:
    runs = [c.expression(part) if part is not None else None for part in (node.start, node.stop, node.step)]
    return lambda m, f: Span(*[run(m, f) if run is not None else None for run in runs])


def _items(c: ScopingCompiler, node: ir.Items) -> Run:
    run, at = items(c, node), node.at
    return (lambda m, f: m.set_of(run(m, f), at)) if node.sort is ir.Sort.SET else run


# Calls


def _invoke(c: ScopingCompiler, node: ir.Invoke) -> Run:
    function, at = node.function, node.at
    if isinstance(function, ir.Name) and function.name == "super" and c.is_free("super"):
        return _super(c, node)
    if isinstance(function, ir.Member):
        return _method_call(c, function, node.arguments, at)
    given, called = _arguments(c, node.arguments), c.expression(function)

    def run(m: Any, f: Frame) -> Any:
        value = called(m, f)
        arguments, keywords = given(m, f, value)
        return m.invoke(value, arguments, keywords, UNDEFINED, at)

    return run


def _method_call(c: ScopingCompiler, function: ir.Member, arguments: tuple[ir.Argument, ...], at: int) -> Run:
    holder, name = c.expression(function.object), function.name
    if not any(node.name or isinstance(node.value, ir.Spread) for node in arguments):
        runs = [c.expression(node.value) for node in arguments]

        def run_plain(m: Any, f: Frame) -> Any:
            found, this = m.callee(holder(m, f), name, at)
            values = [run(m, f) for run in runs]
            return m.invoke(found, values if this is MISSING else [this, *values], {}, UNDEFINED, at)

        return run_plain
    given = _arguments(c, arguments)

    def run(m: Any, f: Frame) -> Any:
        found, this = m.callee(holder(m, f), name, at)
        values, keywords = given(m, f, found)
        return m.invoke(found, values if this is MISSING else [this, *values], keywords, UNDEFINED, at)

    return run


def _super(c: ScopingCompiler, node: ir.Invoke) -> Run:
    at = node.at
    if node.arguments:
        values = [c.expression(argument.value) for argument in node.arguments[:2]]
        return lambda m, f: m.super_of(*(value(m, f) for value in values), *([None] * (2 - len(values))), at)
    first = c.first_parameter()
    if not first:
        return c.expression(ir.Opaque(node.at, node.end, "this is inherited by no method"))
    kind, instance = c.reader("__class__", at), c.reader(first, at)
    return lambda m, f: m.super_of(kind(m, f), instance(m, f), at)


_Given = Callable[[Any, Frame, Any], tuple[list[Any], dict[str, Any]]]


def _arguments(c: ScopingCompiler, nodes: tuple[ir.Argument, ...]) -> _Given:
    parts = [_argument(c, node) for node in nodes]
    if all(kind == "" for kind, _, _, _ in parts):
        runs = [run for _, _, run, _ in parts]
        return lambda m, f, function: ([run(m, f) for run in runs], {})

    def run(m: Any, f: Frame, function: Any) -> tuple[list[Any], dict[str, Any]]:
        arguments: list[Any] = []
        keywords: dict[str, Any] = {}
        for kind, name, value, at in parts:
            if kind == "name":
                m.add_keyword(keywords, name, value(m, f), function, at)
            elif kind == OTHERS:
                m.add_keywords(keywords, value(m, f), function, at)
            elif kind == MORE:
                arguments.extend(m.more_arguments(keywords, value(m, f), function, at))
            else:
                arguments.append(value(m, f))
        return arguments, keywords

    return run


def _argument(c: ScopingCompiler, node: ir.Argument) -> tuple[str, str, Run, int]:
    spread = isinstance(node.value, ir.Spread)
    kind = (OTHERS if node.name else MORE) if spread else "name" if node.name else ""
    return kind, node.name, c.expression(node.value), node.at


# Assignments


def _assign(c: ScopingCompiler, node: ir.Assign) -> Run:
    if node.operator:
        return _augmented(c, node)
    value, bind = c.expression(node.value), c.pattern(node.target)

    def run(m: Any, f: Frame) -> Any:
        found = value(m, f)
        bind(m, f, found)
        return found

    return run


def _augmented(c: ScopingCompiler, node: ir.Assign) -> Run:
    value, at, operator, target = c.expression(node.value), node.at, node.operator, node.target
    if isinstance(target, ir.BindName):
        read, write = c.reader(target.name, target.at), c.writer(target.name)

        def run(m: Any, f: Frame) -> Any:
            found = m.augment(operator, read(m, f), value(m, f), at)
            write(m, f, found)
            return found

        return run
    if not isinstance(target, ir.BindPlace):
        return c.expression(ir.Opaque(target.at, target.end, "this cannot be assigned to"))
    holder, key, member = _place(c, target.place)

    def run_place(m: Any, f: Frame) -> Any:
        owner, name = holder(m, f), key(m, f)
        old = m.attribute(owner, name, at) if member else m.item(owner, name, at)
        found = m.augment(operator, old, value(m, f), at)
        (m.set_attribute if member else m.set_item)(owner, name, found, at)
        return found

    return run_place


def _place(c: ScopingCompiler, place: ir.Member | ir.Index) -> tuple[Run, Run, bool]:
    holder = c.expression(place.object)
    if isinstance(place, ir.Index):
        return holder, c.expression(place.index), False
    name = place.name
    return holder, lambda m, f: name, True


def _bind_place(c: ScopingCompiler, node: ir.BindPlace, kind: str) -> Bind:
    holder, key, member = _place(c, node.place)
    at = node.place.at
    if member:
        return lambda m, f, value: m.set_attribute(holder(m, f), key(m, f), value, at)
    return lambda m, f, value: m.set_item(holder(m, f), key(m, f), value, at)


def _bind_items(c: ScopingCompiler, node: ir.BindItems, kind: str) -> Bind:
    items = [c.pattern(item) for item in node.items if item is not None]
    rest = c.pattern(node.rest) if node.rest is not None else None
    after, at = [c.pattern(item) for item in node.after], node.at
    return lambda m, f, value: m.unpack(f, value, items, rest, after, at)


def _delete(c: ScopingCompiler, node: ir.Delete) -> Run:
    target, at = node.target, node.at
    if isinstance(target, ir.Name):
        return c.remover(target.name, at)
    if isinstance(target, (ir.Member, ir.Index)):
        holder, key, member = _place(c, target)
        if member:
            return lambda m, f: m.delete_attribute(holder(m, f), key(m, f), at)
        return lambda m, f: m.delete_item(holder(m, f), key(m, f), at)
    return c.expression(ir.Opaque(node.at, node.end, "this cannot be deleted"))


ATTRIBUTES: dict[type, Any] = {
    ir.Member: _member,
    ir.Index: _index,
    ir.Slice: _slice,
    ir.Items: _items,
    ir.Invoke: _invoke,
    ir.Assign: _assign,
    ir.BindPlace: _bind_place,
    ir.BindItems: _bind_items,
    ir.Delete: _delete,
}
