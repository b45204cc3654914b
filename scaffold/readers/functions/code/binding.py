"""Binding of patterns and of parameters, and the making of instances."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import errors, members
from scaffold.readers.functions.code.machine import DEEPEST, Machine, Raised, Returned
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    ClassValue,
    Closure,
    Obj,
    Rejected,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st


def nothing(machine: Machine) -> Value:
    """What a function without a result gives."""
    return None if machine.language == "python" else UNDEFINED


def bind(machine: Machine, pattern: Any, value: Value, scope: Scope, kind: str) -> None:
    """Bind or assign a value to a pattern: it declares with a `kind`, and assigns without."""
    if isinstance(pattern, ir.BindName):
        if kind:
            machine.declare(pattern.name, value, scope, kind)
        else:
            machine.assign(pattern.name, value, scope)
    elif isinstance(pattern, ir.BindDefault):
        if _absent(machine, value, pattern, scope):
            value = machine.value(pattern.default, scope)
        bind(machine, pattern.target, value, scope, kind)
    elif isinstance(pattern, ir.BindEntries):
        members.present(machine, value, pattern, scope)
        for key, inner in pattern.entries:
            name = machine.value(key, scope)
            bind(machine, inner, members.index(machine, value, name, key, scope), scope, kind)
        if pattern.rest is not None:
            rest = Obj(dict(value.entries), list(value.rest)) if isinstance(value, Obj) else value
            bind(machine, pattern.rest, rest, scope, kind)
    elif isinstance(pattern, ir.BindItems):
        _bind_items(machine, pattern, value, scope, kind)
    elif isinstance(pattern, ir.BindPlace):
        members.store(machine, pattern.place, value, scope)


def _absent(machine: Machine, value: Value, node: Any, scope: Scope) -> bool:
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        return not machine.need(value, node, scope)
    if isinstance(value, Sym) and value.kind == "env":
        machine.facts.asked(value)
    return value is UNDEFINED


def _unpacked(machine: Machine, pattern: ir.BindItems, value: Value, scope: Scope) -> Value:
    """What is taken apart, as a list where it is known. Raises `Raised` where Python does: for too few or too many."""
    if isinstance(value, str | bytes):
        value = Seq(list(value))
    elif isinstance(value, Obj) and value.cls is None and machine.language == "python":
        value = Seq(list(value.entries), more=bool(value.rest or value.open), each=made(value))
    elif value is None or value is UNDEFINED or isinstance(value, int | float):
        raise machine.fail("TypeError", pattern, scope)
    if isinstance(value, Seq) and not value.more and machine.language == "python":
        wanted, given = len(pattern.items) + len(pattern.after), len(value.items)
        if given < wanted or (given > wanted and pattern.rest is None):
            raise machine.fail("ValueError", pattern, scope)
    elif isinstance(value, Seq | Sym) and machine.language == "python" and machine.world is not None:
        machine.facts.way.unsure = True
    return value


def _bind_items(machine: Machine, pattern: ir.BindItems, value: Value, scope: Scope, kind: str) -> None:
    value = _unpacked(machine, pattern, value, scope)
    items: list[Value] = list(value.items) if isinstance(value, Seq) else []
    spare = made(value) if not isinstance(value, Seq) else (value.each if value.more else UNDEFINED)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        spare = value.child("*")
    for position, target in enumerate(pattern.items):
        if target is not None:
            bind(machine, target, items[position] if position < len(items) else spare, scope, kind)
    rest = items[len(pattern.items) : len(items) - len(pattern.after)]
    if pattern.rest is not None:
        more = not isinstance(value, Seq) or value.more
        bind(machine, pattern.rest, Seq(rest, each=spare if more else None, more=more), scope, kind)
    for position, target in enumerate(pattern.after):
        at = len(items) - len(pattern.after) + position
        bind(machine, target, items[at] if 0 <= at < len(items) else spare, scope, kind)


def call(
    machine: Machine,
    closure: Closure,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
    this: Value = UNDEFINED,
) -> Value:
    """Call a function of the code."""
    machine.facts.functions.add(id(closure.node))
    if machine.depth >= DEEPEST:
        return made(*given)
    function = closure.node
    inner = Scope({}, closure.scope, closure.scope.unit, home=closure.home)
    inner.this = closure.scope.this if function.lexical else (this if this is not UNDEFINED else closure.this)
    inner.home = closure.scope.home if function.lexical else closure.home
    if function.generator:
        inner.yields = []
    if machine.language == "python":
        inner.bound = machine.sources.bound_in(function)
    machine.depth += 1
    machine.calls += 1
    loops = machine.loops
    try:
        return _run(machine, closure, given, named, inner)
    except Raised as raised:
        if machine.language == "javascript" and function.asynchronous:
            return Rejected(raised)
        raise
    finally:
        machine.depth -= 1
        machine.loops = loops


def hoist(machine: Machine, body: tuple[Any, ...], scope: Scope) -> None:
    """Make the functions that are declared in a body known before it runs."""
    for statement in body:
        if isinstance(statement, st.Declare) and statement.kind == "function" and statement.value is not None:
            bind(machine, statement.target, machine.value(statement.value, scope), scope, "let")


def _run(machine: Machine, closure: Closure, given: list[Value], named: dict[str, Value], inner: Scope) -> Value:
    function = closure.node
    _parameters(machine, function, given, named, inner)
    if machine.language == "javascript":
        hoist(machine, function.body, inner)
    result = nothing(machine)
    try:
        machine.run(function.body, inner)
    except Returned as returned:
        result = returned.value
    if inner.yields is not None:
        return Seq(inner.yields)
    if isinstance(result, Rejected) and function.asynchronous:
        raise result.error
    return result


def _parameters(
    machine: Machine, function: ir.Function, given: list[Value], named: dict[str, Value], inner: Scope
) -> None:
    rest_of_named = dict(named)
    position = 0
    for parameter in function.parameters:
        target = parameter.target
        bare = target.target if isinstance(target, ir.BindDefault) else target
        name = bare.name if isinstance(bare, ir.BindName) else ""
        value: Value = UNDEFINED
        if parameter.kind == "rest":
            value, position = Seq(given[position:], sort=ir.Sort.TUPLE), len(given)
        elif parameter.kind == "keywords":
            spread = rest_of_named.pop("**", None)
            value = Obj(dict(rest_of_named), [spread] if isinstance(spread, Sym) else [])
        elif parameter.kind != "keyword-only" and position < len(given):
            value, position = given[position], position + 1
        elif name in rest_of_named:
            value = rest_of_named.pop(name)
        elif machine.language == "python" and isinstance(rest_of_named.get("**"), Sym) and bare is target:
            value = members.index(machine, rest_of_named["**"], name, parameter, inner, strict=True)
        bind(machine, target, value, inner, "let")
        if parameter.property and isinstance(inner.this, Obj):
            inner.this.entries[name] = value


def instance_of(machine: Machine, cls: Value, node: Any, scope: Scope) -> Value:
    """What is raised for a class: an instance of it."""
    if isinstance(cls, ClassValue):
        return construct(machine, cls, [], {}, node, scope)
    if isinstance(cls, Symbol) and errors.is_error_name(cls.name):
        return errors.new_error(cls.name)
    return Obj({"message": cls}, cls=Symbol("?"))


def construct(
    machine: Machine, cls: ClassValue, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """A new instance of a class of the code."""
    made_object = Obj({}, cls=cls)
    initialise(machine, made_object, cls, given, named, node, scope)
    return made_object


def initialise(
    machine: Machine,
    instance: Obj,
    cls: ClassValue,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> None:
    """Run a class's constructor on an instance; without one, that of its base."""
    inner = Scope({}, cls.scope, cls.scope.unit, this=instance, home=cls)
    constructor = cls.members.get("__init__" if machine.language == "python" else "constructor")
    base = next((base for base in cls.bases if isinstance(base, ClassValue)), None)
    if constructor is None and base is not None and not cls.members.get("%fields"):
        initialise(machine, instance, base, given, named, node, scope)
    elif constructor is None:
        _plainly(instance, cls, given, named)
    for name, expression in cls.fields:
        instance.entries[name] = UNDEFINED if expression is None else machine.value(expression, inner)
    if isinstance(constructor, Closure):
        if machine.language == "python":
            call(machine, constructor, [instance, *given], named, node, scope)
        else:
            call(machine, constructor, given, named, node, scope, this=instance)


def _plainly(instance: Obj, cls: ClassValue, given: list[Value], named: dict[str, Value]) -> None:
    """As errors and data classes take their arguments."""
    instance.entries |= {name: value for name, value in named.items() if name != "**"}
    if isinstance(named.get("**"), Sym):
        instance.rest.append(named["**"])
    names = cls.members.get("%fields", [])
    instance.entries |= dict(zip(names, given, strict=False))
    for name in names:
        if name in cls.members and name not in instance.entries:
            instance.entries[name] = cls.members[name]
    if given and not names:
        instance.entries["args"] = Seq(list(given), sort=ir.Sort.TUPLE)
        instance.entries.setdefault("message", given[0])
