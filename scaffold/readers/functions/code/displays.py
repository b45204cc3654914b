"""Values that are written out: lists, objects, comprehensions, classes."""

from __future__ import annotations

from scaffold.readers.functions.code import binding, members
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.truth import truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    ClassValue,
    Closure,
    Obj,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir


def items(machine: Machine, node: ir.Items, scope: Scope) -> Value:
    """A list, tuple or set that is written out."""
    found = Seq(sort=node.sort)
    for item in node.items:
        if isinstance(item, ir.Spread):
            _spread(machine, found, machine.value(item.value, scope))
        else:
            found.items.append(UNDEFINED if isinstance(item, ir.Hole) else machine.value(item, scope))
    return found


def _spread(machine: Machine, found: Seq, value: Value) -> None:
    if isinstance(value, Seq):
        found.items += value.items
        found.more, found.each = found.more or value.more, value.each if value.more else found.each
    elif isinstance(value, Obj) and machine.language == "python":
        found.items += list(value.entries)
    elif isinstance(value, str):
        found.items += list(value)
    else:
        found.more = True
        found.each = value.child("*") if isinstance(value, Sym) and value.kind in ("event", "call") else made(value)


def entries(machine: Machine, node: ir.Entries, scope: Scope) -> Value:
    """An object or dictionary that is written out."""
    found = Obj()
    for entry in node.entries:
        if isinstance(entry, ir.Spread):
            _merge(machine, found, machine.value(entry.value, scope))
            continue
        key = machine.value(entry.key, scope)
        value = machine.value(entry.value, scope)
        if entry.kind == "get" and isinstance(value, Closure):
            value = binding.call(machine, value, [], {}, node, scope, this=found)
        if members.is_unhashable(machine, key):
            raise machine.fail("TypeError", node, scope)
        if isinstance(key, str | int | float | bool | None):
            found.entries[key] = value
        else:
            found.open = True
    return found


def _merge(machine: Machine, found: Obj, value: Value) -> None:
    if isinstance(value, Obj):
        found.entries |= value.entries
        found.rest += value.rest
        found.open = found.open or value.open
    elif isinstance(value, Sym) and value.kind in ("event", "call"):
        found.rest.append(value)
    elif (isinstance(value, Symbol) and value.name in members.ENVIRONMENTS) or (
        value is not None and value is not UNDEFINED and not isinstance(value, bool)
    ):
        found.open = True


def comprehension(machine: Machine, node: ir.Comprehension, scope: Scope) -> Value:
    """A comprehension, of one element for each that it goes through."""
    inner = machine.block(scope)
    found: list[tuple[Value, Value]] = []

    def turn(clauses: tuple[ir.Clause, ...]) -> None:
        if not clauses:
            key = machine.value(node.key, inner) if node.key is not None else None
            found.append((key, machine.value(node.element, inner)))
            return
        clause = clauses[0]
        machine.loops += 1
        for element in members.elements(machine, machine.value(clause.iterable, inner), clause.iterable, inner):
            _bind_here(machine, clause.target, element, inner)
            if all(truthy(machine, machine.value(each, inner), each, inner) for each in clause.conditions):
                turn(clauses[1:])
        machine.loops -= 1

    turn(node.clauses)
    if node.sort is not ir.Sort.MAP:
        return Seq([value for _, value in found], sort=node.sort)
    made_object = Obj()
    for key, value in found:
        if isinstance(key, Sym) and key.kind == "keys" and key.origin is not None:
            made_object.rest.append(Sym(key.origin.kind, key.origin.path, cased="lower" in key.views))
        elif isinstance(key, str | int | float | bool | None):
            made_object.entries[key] = value
        else:
            made_object.open = True
    return made_object


def _bind_here(machine: Machine, target: ir.Pattern, value: Value, scope: Scope) -> None:
    """Bind in the comprehension's own scope."""
    whole, scope.whole = scope.whole, True
    try:
        binding.bind(machine, target, value, scope, "let")
    finally:
        scope.whole = whole


def new_class(machine: Machine, node: ir.Class, scope: Scope) -> Value:
    """A class."""
    bases = [machine.value(base, scope) for base in node.bases]
    found = ClassValue(
        node.name, [base for base in bases if isinstance(base, ClassValue | Symbol)], {}, [], scope, node=node
    )
    if node.body:
        inner = Scope({"%fields": []}, scope, scope.unit)
        machine.run(node.body, inner)
        found.members |= inner.names
        if not found.members["%fields"]:
            del found.members["%fields"]
    for member in node.members:
        _class_member(machine, found, member, scope)
    return found


def _class_member(machine: Machine, found: ClassValue, member: ir.ClassMember, scope: Scope) -> None:
    key = member.key.value if isinstance(member.key, ir.Constant) else machine.value(member.key, scope)
    if not isinstance(key, str):
        return
    if member.kind == "field" and not member.static:
        found.fields.append((key, member.value))
    elif member.kind in ("field", "method", "get", "constructor") and member.value is not None:
        value = machine.value(member.value, Scope({}, scope, scope.unit, this=found, home=found))
        if isinstance(value, Closure):
            value.sort = "get" if member.kind == "get" else ("static" if member.static else "")
            value.home = found
            value.this = found if member.static else UNDEFINED
        found.members[key] = value
