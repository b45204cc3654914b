"""Compiles members, elements, calls, and what can be assigned to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs import ir
from scaffold.readers.programs.compile_expressions import logical, template
from scaffold.readers.programs.compiler import Compiler
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import Bind, Frame, Private, Run
from scaffold.readers.programs.values import MISSING, UNDEFINED, Symbol

_LOGICAL = frozenset({"and", "or", "nullish"})


class SkipError(Exception):
    """The rest of an optional chain is left out; `value` is what the chain gives."""

    def __init__(self, value: Any) -> None:
        super().__init__("nothing there")
        self.value = value


def _key(c: Compiler, node: ir.Member | ir.Index) -> Run:
    if isinstance(node, ir.Index):
        return c.expression(node.index)
    name: Any = Private(node.name) if node.name.startswith("#") else node.name
    return lambda m, f: name


def _member(c: Compiler, node: ir.Member) -> Run:
    if isinstance(node.object, ir.Name) and node.object.name == "super":
        read, this, name = c.reader("super", node.at), c.reader("this", node.at), node.name
        return lambda m, f: m.get_super(read(m, f), this(m, f), name, node.at)
    holder, at = c.expression(node.object), node.at
    key: Any = Private(node.name) if node.name.startswith("#") else node.name
    if node.optional:
        return lambda m, f: _get_optional(m, holder(m, f), key, at)
    return lambda m, f: m.get(holder(m, f), key, at)


def _index(c: Compiler, node: ir.Index) -> Run:
    holder, key, at = c.expression(node.object), c.expression(node.index), node.at
    if node.optional:
        return lambda m, f: _get_optional(m, holder(m, f), key(m, f), at)
    if isinstance(node.index, ir.Slice):
        return lambda m, f: m.get_slice(holder(m, f), key(m, f))
    return lambda m, f: m.get(holder(m, f), key(m, f), at)


def _get_optional(m: Any, value: Any, name: Any, at: int) -> Any:
    if isinstance(value, Either):
        ways = (way for way in (value.then, value.otherwise))
        return m.merge(value.condition, *(UNDEFINED if m.absent(way) else m.get(way, name, at) for way in ways))
    if m.absent(value):
        if isinstance(value, Symbol) and isinstance(name, (str, int)):
            raise SkipError(Symbol(m.step(value.value, name), UNDEFINED))
        raise SkipError(UNDEFINED)
    return m.get(value, name, at)


def _chain(c: Compiler, node: ir.Chain) -> Run:
    value = c.expression(node.value)

    def run(m: Any, f: Frame) -> Any:
        try:
            return value(m, f)
        except SkipError as skip:
            return skip.value

    return run


# Calls


def _invoke(c: Compiler, node: ir.Invoke) -> Run:
    given = _arguments(c, node.arguments)
    function, at = node.function, node.at
    if isinstance(function, ir.Name) and function.name == "super":
        return _super_call(c, given, at)
    if node.new:
        kind = c.expression(function)
        return lambda m, f: _construct(m, kind(m, f), given(m, f), at)
    if isinstance(function, (ir.Member, ir.Index)):
        return _method_call(c, node, function, given)
    called = c.expression(function)

    def run(m: Any, f: Frame) -> Any:
        value = called(m, f)
        if node.optional and m.absent(value):
            raise SkipError(UNDEFINED)
        arguments, keywords = given(m, f)
        return m.invoke(value, arguments, keywords, UNDEFINED, at)

    return run


def _construct(m: Any, kind: Any, given: tuple[Any, Any], at: int) -> Any:
    return m.construct(kind, given[0], at=at, **given[1])


def _method_call(c: Compiler, node: ir.Invoke, function: ir.Member | ir.Index, given: Any) -> Run:
    at = node.at
    if isinstance(function.object, ir.Name) and function.object.name == "super":
        read, this, name = c.reader("super", at), c.reader("this", at), _key(c, function)

        def call_super(m: Any, f: Frame) -> Any:
            instance = this(m, f)
            found = m.get_super(read(m, f), instance, name(m, f), at)
            arguments, keywords = given(m, f)
            return m.invoke(found, arguments, keywords, instance, at)

        return call_super
    holder, key, optional = c.expression(function.object), _key(c, function), function.optional

    def run(m: Any, f: Frame) -> Any:
        value = holder(m, f)
        name = key(m, f)
        if optional and m.absent(value):
            _get_optional(m, value, name, at)
        if node.optional and m.absent(m.get(value, name, at)):
            raise SkipError(UNDEFINED)
        arguments, keywords = given(m, f)
        return m.invoke_method(value, name, arguments, keywords, at)

    return run


def _super_call(c: Compiler, given: Any, at: int) -> Run:
    hops, scope = c.find("super")
    this = c.reader("this", at)

    def run(m: Any, f: Frame) -> Any:
        arguments, keywords = given(m, f)
        own = f
        for _ in range(hops):
            own = own[""]
        if scope is not None:
            m.call_super(own, this(m, f), arguments, keywords, at)
        return UNDEFINED

    return run


def _arguments(c: Compiler, nodes: tuple[ir.Argument, ...]) -> Callable[[Any, Frame], tuple[list[Any], dict[str, Any]]]:
    if any(node.name or isinstance(node.value, ir.Spread) for node in nodes):
        parts = [(node.name, isinstance(node.value, ir.Spread), c.expression(node.value), node.at) for node in nodes]

        def run(m: Any, f: Frame) -> tuple[list[Any], dict[str, Any]]:
            arguments: list[Any] = []
            keywords: dict[str, Any] = {}
            for name, spread, value, at in parts:
                if name:
                    keywords[name] = value(m, f)
                elif spread:
                    arguments.extend(m.spread_arguments(value(m, f), at))
                else:
                    arguments.append(value(m, f))
            return arguments, keywords

        return run
    runs = [c.expression(node.value) for node in nodes]
    if len(runs) == 1:
        only = runs[0]
        return lambda m, f: ([only(m, f)], {})
    return lambda m, f: ([run(m, f) for run in runs], {})


def _tagged(c: Compiler, node: ir.TextTemplate) -> Run:
    if node.tag is None:
        return template(c, node)
    values = [c.expression(value) for value in node.values]
    texts, raw, at = node.texts, node.raw or node.texts, node.at
    if isinstance(node.tag, (ir.Member, ir.Index)):
        holder, key = c.expression(node.tag.object), _key(c, node.tag)
        return lambda m, f: m.invoke_method(
            holder(m, f), key(m, f), [m.texts(texts, raw), *(run(m, f) for run in values)], {}, at
        )
    tag = c.expression(node.tag)
    return lambda m, f: m.invoke(tag(m, f), [m.texts(texts, raw), *(run(m, f) for run in values)], {}, UNDEFINED, at)


# Assignments


def _assign(c: Compiler, node: ir.Assign) -> Run:
    if not node.operator and isinstance(node.target, ir.BindPlace):
        return _assign_place(c, node.target.place, node.value)
    if not node.operator:
        bind = c.pattern(node.target)
        name = node.target.name if isinstance(node.target, ir.BindName) else ""
        value = c.expression(node.value, name)

        def run(m: Any, f: Frame) -> Any:
            found = value(m, f)
            bind(m, f, found)
            return found

        return run
    value, at, operator = c.expression(node.value), node.at, node.operator
    if operator in _LOGICAL:
        arm = c.new_arms(at, 2)
        return _changed(c, node.target, lambda m, f, old: _logical_assign(m, f, operator, old, value, arm, at), True)
    return _changed(c, node.target, lambda m, f, old: m.binary(operator, old, value(m, f), at), True)


def _assign_place(c: Compiler, place: ir.Member | ir.Index, node: ir.Expression) -> Run:
    holder, key, at = c.expression(place.object), _key(c, place), place.at
    value = c.expression(node, place.name if isinstance(place, ir.Member) else "")

    def run(m: Any, f: Frame) -> Any:
        owner, name = holder(m, f), key(m, f)
        found = value(m, f)
        m.set(owner, name, found, at)
        return found

    return run


def _logical_assign(m: Any, f: Frame, operator: str, old: Any, value: Run, arm: int, at: int) -> Any:
    m.hit.add(arm)

    def right() -> Any:
        m.hit.add(arm + 1)
        return value(m, f)

    return logical(m, operator, old, right, (arm, arm + 1), at)


def _update(c: Compiler, node: ir.Update) -> Run:
    operator, at = ("add" if node.step > 0 else "subtract"), node.at
    return _changed(c, node.target, lambda m, f, old: m.binary(operator, m.unary("plus", old, at), 1, at), node.prefix)


def _changed(c: Compiler, target: ir.Pattern, change: Callable[[Any, Frame, Any], Any], new: bool) -> Run:
    """What sets a place to something made of its old value; gives the new value or the old one."""
    if isinstance(target, ir.BindName):
        read, write = c.reader(target.name, target.at), c.writer(target.name)

        def run(m: Any, f: Frame) -> Any:
            old = read(m, f)
            value = change(m, f, old)
            write(m, f, value)
            return value if new else old

        return run
    if not isinstance(target, ir.BindPlace):
        return c.expression(ir.Opaque(target.at, target.end, "this cannot be assigned to"))
    place = target.place
    holder, key, at = c.expression(place.object), _key(c, place), place.at

    def run_place(m: Any, f: Frame) -> Any:
        owner, name = holder(m, f), key(m, f)
        old = m.get(owner, name, at)
        value = change(m, f, old)
        if value is not old:
            m.set(owner, name, value, at)
        return value if new else old

    return run_place


def _delete(c: Compiler, node: ir.Delete) -> Run:
    target = node.target
    if isinstance(target, ir.Chain):
        target = target.value
    if isinstance(target, (ir.Member, ir.Index)):
        holder, key = c.expression(target.object), _key(c, target)
        return lambda m, f: m.delete(holder(m, f), key(m, f))
    return lambda m, f: True


# Patterns


def _bind_name(c: Compiler, node: ir.BindName, kind: str) -> Bind:
    return c.writer(node.name, not kind)


def _bind_items(c: Compiler, node: ir.BindItems, kind: str) -> Bind:
    items = [c.pattern(item, kind) if item is not None else None for item in node.items]
    rest = c.pattern(node.rest, kind) if node.rest is not None else None
    after = [c.pattern(item, kind) for item in node.after]
    return lambda m, f, value: m.bind_items(f, value, items, rest, after, node.at)


def _bind_entries(c: Compiler, node: ir.BindEntries, kind: str) -> Bind:
    entries = [(c.expression(key), c.pattern(target, kind)) for key, target in node.entries]
    rest = c.pattern(node.rest, kind) if node.rest is not None else None
    at = node.at

    def run(m: Any, f: Frame, value: Any) -> None:
        m.require(value, at)
        taken = []
        for key, target in entries:
            name = key(m, f)
            taken.append(name)
            target(m, f, m.get(value, name, at))
        if rest is not None:
            rest(m, f, m.without(value, taken, at))

    return run


def _bind_default(c: Compiler, node: ir.BindDefault, kind: str) -> Bind:
    arm = c.new_arms(node.at, 1)
    target = c.pattern(node.target, kind)
    default = c.expression(node.default, node.target.name if isinstance(node.target, ir.BindName) else "")

    def run(m: Any, f: Frame, value: Any) -> None:
        if value is UNDEFINED:
            m.hit.add(arm)
            value = default(m, f)
        elif isinstance(value, Symbol):
            value = _default_of_symbol(m, value, lambda: default(m, f), arm)
        target(m, f, value)

    return run


def _default_of_symbol(m: Any, value: Symbol, default: Callable[[], Any], arm: int) -> Any:
    if isinstance(value, Either) and UNDEFINED not in (value.then, value.otherwise):
        return value
    condition = Call("absent", (value.value,))
    m.note_decision(arm, condition)
    if value.concrete is UNDEFINED:
        m.hit.add(arm)
        return default()
    if value.concrete is not MISSING:
        return value
    m.hit.add(arm)
    return m.fork(condition, default, lambda: value)


def _bind_place(c: Compiler, node: ir.BindPlace, kind: str) -> Bind:
    place = node.place
    holder, key, at = c.expression(place.object), _key(c, place), place.at
    return lambda m, f, value: m.set(holder(m, f), key(m, f), value, at)


ACCESS = {
    ir.Member: _member,
    ir.Index: _index,
    ir.Chain: _chain,
    ir.Invoke: _invoke,
    ir.TextTemplate: _tagged,
    ir.Assign: _assign,
    ir.Update: _update,
    ir.Delete: _delete,
    ir.BindName: _bind_name,
    ir.BindItems: _bind_items,
    ir.BindEntries: _bind_entries,
    ir.BindDefault: _bind_default,
    ir.BindPlace: _bind_place,
}
