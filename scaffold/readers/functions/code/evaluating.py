"""Expressions of function code, worked out on one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import binding, displays, members, modules, operations
from scaffold.readers.functions.code.calling import invoke
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.classes import bound, method_of
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.truth import Question, truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    ClassValue,
    Closure,
    Module,
    Obj,
    Pattern,
    Rejected,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir


def _constant(_machine: Machine, node: ir.Constant, _scope: Scope) -> Value:
    return node.value


def _name(machine: Machine, node: ir.Name, scope: Scope) -> Value:
    if node.name == "this":
        return scope.this
    return machine.lookup(node.name, scope, node.at)


def _template(machine: Machine, node: ir.TextTemplate, scope: Scope) -> Value:
    parts: list[Value] = [node.texts[0]]
    for text, expression in zip(node.texts[1:], node.values, strict=False):
        parts += [machine.value(expression, scope), text]
    if node.tag is not None:
        return made(*parts)
    if all(isinstance(part, str | int | float | bool) or part is None for part in parts):
        return "".join(part if isinstance(part, str) else operations.text_of(part) for part in parts)
    shown = tuple(part for part in parts if part != "")
    return made(*parts, method="text", parts=shown)


def _member(machine: Machine, node: ir.Member, scope: Scope) -> Value:
    if isinstance(node.object, ir.Name) and node.object.name == "super":
        return _super_member(scope, node.name)
    value = machine.value(node.object, scope)
    if node.optional and _is_missing(machine, value, node, scope):
        raise _ShortError
    value = _settled(value) if machine.language == "python" else value
    return members.get(machine, value, node.name, node, scope)


def _settled(value: Value) -> Value:
    return made(value.value) if isinstance(value, Question) else value


def _super_member(scope: Scope, name: str) -> Value:
    found = method_of(scope.home, name, above=True) if scope.home is not None else None
    if found is None:
        return Symbol(f"super.{name}")
    return bound(found[0], scope.this, found[1])


class _ShortError(Exception):
    """An optional chain ends here."""


def _is_missing(machine: Machine, value: Value, node: Any, scope: Scope) -> bool:
    if isinstance(value, Sym):
        if value.kind in ("event", "call"):
            return not machine.need(value, node, scope)
        return False
    return value is None or value is UNDEFINED


def _chain(machine: Machine, node: ir.Chain, scope: Scope) -> Value:
    try:
        return machine.value(node.value, scope)
    except _ShortError:
        return UNDEFINED


def _index(machine: Machine, node: ir.Index, scope: Scope) -> Value:
    value = machine.value(node.object, scope)
    if node.optional and _is_missing(machine, value, node, scope):
        raise _ShortError
    if isinstance(node.index, ir.Slice):
        return _slice(machine, value, node.index, scope)
    return members.index(
        machine, value, machine.value(node.index, scope), node, scope, strict=machine.language == "python"
    )


def _slice(machine: Machine, value: Value, part: ir.Slice, scope: Scope) -> Value:
    bounds = [None if each is None else machine.value(each, scope) for each in (part.start, part.stop, part.step)]
    if not all(each is None or isinstance(each, int) for each in bounds) or bounds[2] == 0:
        return made(value)
    if isinstance(value, str | bytes):
        return value[slice(*bounds)]
    if isinstance(value, Seq) and not value.more:
        return Seq(value.items[slice(*bounds)], sort=value.sort)
    if isinstance(value, Seq):
        return value
    return (
        Seq([], value.child("*"), more=True)
        if isinstance(value, Sym)
        and value.kind in ("event", "call")
        and not value.views
        and machine.state.of(value.subject).kind == "list"
        else made(value)
    )


def _unary(machine: Machine, node: ir.Unary, scope: Scope) -> Value:
    value = machine.value(node.operand, scope)
    if node.operator == "not":
        return operations.negated(machine, value, node, scope)
    if node.operator == "typeof":
        return _typeof(value)
    if node.operator == "void":
        return UNDEFINED
    if isinstance(value, int | float) and node.operator in ("negate", "plus"):
        return -value if node.operator == "negate" else value
    if isinstance(value, Sym) and node.operator == "plus":
        return value.viewed("number")
    return made(value)


def _typeof(value: Value) -> Value:
    if isinstance(value, Sym):
        return value.viewed("typeof") if value.kind in ("event", "call") else made(value)
    if isinstance(value, bool | Question):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if value is UNDEFINED:
        return "undefined"
    return "function" if isinstance(value, Closure | ClassValue) else "object"


_TYPES = {"string": "text", "number": "number", "boolean": "boolean", "object": "object"}


def _binary(machine: Machine, node: ir.Binary, scope: Scope) -> Value:
    left, right = machine.value(node.left, scope), machine.value(node.right, scope)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Sym) and "typeof" in one.views and isinstance(other, str):
            plain = Sym(one.kind, one.path, tuple(view for view in one.views if view != "typeof"))
            turned = node.operator in ("not-equals", "is-not")
            if other == "undefined":
                found: Value = Question(_test("has", plain), plain, turned=not turned)
            else:
                found = Question(_test("is", plain, _TYPES.get(other, other)), plain, turned=turned)
            return found
    return operations.binary(machine, node.operator, left, right, node, scope)


def _test(kind: str, value: Sym, argument: Any = None) -> Test:
    return Test(kind, value.subject, argument)


def _logical(machine: Machine, node: ir.Logical, scope: Scope) -> Value:
    left = machine.value(node.left, scope)
    if node.operator == "nullish":
        if isinstance(left, Sym) and left.kind == "env":
            machine.facts.asked(left)
        missing = _is_missing(machine, left, node.left, scope)
        return machine.value(node.right, scope) if missing else left
    true = truthy(machine, left, node.left, scope)
    if true is (node.operator == "and"):
        return machine.value(node.right, scope)
    if isinstance(left, Sym) and not true and left.kind in ("event", "call"):
        return None if machine.language == "python" else UNDEFINED
    return true if isinstance(left, Question) else left


def _choose(machine: Machine, node: ir.Choose, scope: Scope) -> Value:
    chosen = truthy(machine, machine.value(node.condition, scope), node.condition, scope)
    return machine.value(node.then if chosen else node.otherwise, scope)


def _sequence(machine: Machine, node: ir.Sequence, scope: Scope) -> Value:
    value: Value = None
    for item in node.items:
        value = machine.value(item, scope)
    return value


def _assign(machine: Machine, node: ir.Assign, scope: Scope) -> Value:
    if not node.operator:
        value = machine.value(node.value, scope)
        binding.bind(machine, node.target, value, scope, "")
        return value
    place: Any = node.target.place if isinstance(node.target, ir.BindPlace) else None
    if place is None and isinstance(node.target, ir.BindName):
        place = ir.Name(node.at, node.end, node.target.name)
    if node.operator in ("and", "or", "nullish"):
        value = _logical(machine, ir.Logical(node.at, node.end, node.operator, place, node.value), scope)
    else:
        old = machine.value(place, scope)
        new = machine.value(node.value, scope)
        value = operations.binary(machine, node.operator, old, new, node, scope)
        if isinstance(old, Seq) and isinstance(value, Seq):
            old.items, old.each, old.more = value.items, value.each, value.more
            return old
    binding.bind(machine, node.target, value, scope, "")
    return value


def _update(machine: Machine, node: ir.Update, scope: Scope) -> Value:
    place: Any = node.target.place if isinstance(node.target, ir.BindPlace) else None
    if isinstance(node.target, ir.BindName):
        place = ir.Name(node.at, node.end, node.target.name)
    old = machine.value(place, scope)
    new = old + node.step if isinstance(old, int | float) else made(old)
    binding.bind(machine, node.target, new, scope, "")
    return new if node.prefix else old


def _delete(machine: Machine, node: ir.Delete, scope: Scope) -> Value:
    if isinstance(node.target, ir.Member | ir.Index):
        target = machine.value(node.target.object, scope)
        is_member = isinstance(node.target, ir.Member)
        key = node.target.name if is_member else machine.value(node.target.index, scope)  # type: ignore[union-attr]
        if isinstance(target, Obj) and isinstance(key, str | int):
            target.entries.pop(key, None)
    return True


def _await(machine: Machine, node: ir.Await, scope: Scope) -> Value:
    value = machine.value(node.value, scope)
    if isinstance(value, Rejected):
        raise value.error
    return value


def _yield(machine: Machine, node: ir.Yield, scope: Scope) -> Value:
    value = machine.value(node.value, scope) if node.value is not None else binding.nothing(machine)
    inner = scope
    while inner.yields is None and inner.outer is not None:
        inner = inner.outer
    if inner.yields is not None:
        inner.yields += value.items if node.each and isinstance(value, Seq) else [value]
    return UNDEFINED


def _import_call(machine: Machine, node: ir.ImportCall, scope: Scope) -> Value:
    source = machine.value(node.source, scope)
    found = modules.require(machine, source, scope.unit, node.at) if isinstance(source, str) else made(source)
    return machine.exported(found, "*") if isinstance(found, Module) else found


def _function(machine: Machine, node: ir.Function, scope: Scope) -> Value:
    return Closure(node, scope)


EXPRESSIONS: dict[type, Callable[..., Value]] = {
    ir.Constant: _constant,
    ir.Name: _name,
    ir.TextTemplate: _template,
    ir.Regex: lambda _machine, node, _scope: Pattern(node.pattern, node.flags),
    ir.Items: displays.items,
    ir.Entries: displays.entries,
    ir.Comprehension: displays.comprehension,
    ir.Member: _member,
    ir.Index: _index,
    ir.Chain: _chain,
    ir.Invoke: invoke,
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Logical: _logical,
    ir.Choose: _choose,
    ir.Sequence: _sequence,
    ir.Assign: _assign,
    ir.Update: _update,
    ir.Delete: _delete,
    ir.Await: _await,
    ir.Yield: _yield,
    ir.ImportCall: _import_call,
    ir.Function: _function,
    ir.Class: displays.new_class,
}
