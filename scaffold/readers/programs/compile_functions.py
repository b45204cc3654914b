"""Compiles functions, classes and whole modules."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compile_access import ACCESS
from scaffold.readers.programs.compile_expressions import EXPRESSIONS
from scaffold.readers.programs.compile_loops import LOOPS
from scaffold.readers.programs.compile_statements import STATEMENTS, sequence
from scaffold.readers.programs.compiler import Compiler, Scope, declared, hoisted, names_of, outer_names
from scaffold.readers.programs.functions import OUTER, ClassValue, Closure, Code, Frame, Private, Run, Slot, Unit
from scaffold.readers.programs.values import UNDEFINED, Object

#: What Node.js gives every module beside its own variables.
MODULE_NAMES = ("module", "exports", "require", "__filename", "__dirname", "import.meta")


def _function(c: Compiler, node: ir.Function, name: str = "") -> Run:
    called, itself = node.name or name, bool(node.name) and not name
    if itself:
        with c.inside(Scope("block", {called})):
            code = function_code(c, node)
    else:
        code = function_code(c, node)

    def run(m: Any, f: Frame) -> Any:
        return Closure(code, f, called)

    def run_named(m: Any, f: Frame) -> Any:
        frame: Frame = {OUTER: f}
        frame[called] = closure = Closure(code, frame, called)
        return closure

    return run_named if itself else run


def function_code(c: Compiler, node: ir.Function, constructor: bool = False) -> Code:
    """Compile a function."""
    code = Code(node, c.unit, c.new_arms(node.at, 1), lexical=node.lexical, constructor=constructor)
    code.asynchronous, code.generator = node.asynchronous, node.generator
    names = {name for parameter in node.parameters for name in names_of(parameter.target)}
    plain = all(_is_plain(parameter) for parameter in node.parameters)
    inside = hoisted(node.body) | (declared(node.body) if plain else set())
    scope = Scope("arrow" if node.lexical else "function", names | inside, code=code)
    if not node.lexical:
        scope.names.add("this")
    for outer in outer_names(node.body):
        scope.names.difference_update(outer.names)
        scope.whole.update(outer.names if outer.whole else ())
    code.hoisted = tuple(sorted((hoisted(node.body) - names) & scope.names))
    with c.inside(scope):
        code.slots = tuple(_slot(c, parameter) for parameter in node.parameters)
        if plain:
            code.plain = tuple(slot.name for slot in code.slots)
        body = node.body
        if len(body) == 1 and isinstance(body[0], st.Return) and body[0].value is not None and not node.generator:
            code.value = c.expression(body[0].value)
        else:
            code.body = sequence(c, body) if plain else c.statements(body)
    return code


def _is_plain(parameter: ir.Parameter) -> bool:
    return parameter.kind == "plain" and isinstance(parameter.target, ir.BindName)


def _slot(c: Compiler, parameter: ir.Parameter) -> Slot:
    name = next(iter(names_of(parameter.target)), "") if not isinstance(parameter.target, ir.BindEntries) else ""
    bind = c.pattern(parameter.target, "let")
    return Slot(parameter.kind, name, bind, name if parameter.property else "")


# Classes


def _class(c: Compiler, node: ir.Class, name: str = "") -> Run:
    called = node.name or name
    bases = [c.expression(base) for base in node.bases]
    with c.inside(Scope("block", {node.name} if node.name else set())):
        members = [(member, _class_key(c, member), _class_value(c, member)) for member in node.members]

    def run(m: Any, f: Frame) -> Any:
        frame: Frame = {OUTER: f}
        base = bases[0](m, f) if bases else None
        found = ClassValue(called, base, node, m.unit, frame, Object(), Object())
        found.prototype.entries["constructor"] = found
        if node.name:
            frame[node.name] = found
        statics = []
        for member, key, value in members:
            if member.kind in ("field", "block") and member.static:
                statics.append((member.kind, key(m, frame), value))
            else:
                _add_member(found, member, key(m, frame), value, frame)
        for kind, key, value in statics:
            _run_static(m, found, kind, key, value)
        return found

    return run


def _class_key(c: Compiler, member: ir.ClassMember) -> Run:
    if isinstance(member.key, ir.Constant) and c.unit.text[member.key.at : member.key.at + 1] == "#":
        key = Private(str(member.key.value))
        return lambda m, f: key
    if isinstance(member.key, ir.Constant):
        name = member.key.value
        return lambda m, f: m.key(name)
    key_of = c.expression(member.key)
    return lambda m, f: m.key(key_of(m, f))


def _class_value(c: Compiler, member: ir.ClassMember) -> Any:
    """A `Code` for what is a function, a compiled expression for a field."""
    value = member.value
    if isinstance(value, ir.Function) and member.kind != "field":
        return function_code(c, value, member.kind == "constructor")
    if value is None:
        return None
    name = member.key.value if isinstance(member.key, ir.Constant) and isinstance(member.key.value, str) else ""
    with c.inside(Scope("function", {"this", "super"})):
        return c.expression(value, name)


def _add_member(found: ClassValue, member: ir.ClassMember, key: Any, value: Any, frame: Frame) -> None:
    if member.kind == "field":
        if value is not None or (found.unit.defines and not member.abstract):
            found.fields.append((key, value))  # TypeScript's fields without a value are often only types.
        return
    if not isinstance(value, Code) or (member.abstract and not value.node.body):
        return
    closure = Closure(value, frame, str(key), found, member.static)
    holder = found.statics if member.static else found.prototype
    if member.kind == "constructor":
        closure.name = found.name
        found.constructor = closure
    elif member.kind in ("get", "set"):
        accessors = holder.accessors = holder.accessors or {}
        getter, setter = accessors.get(key, (None, None))
        accessors[key] = (closure, setter) if member.kind == "get" else (getter, closure)
    else:
        holder.entries[key] = closure


def _run_static(m: Any, found: ClassValue, kind: str, key: Any, value: Any) -> None:
    if kind == "block":
        m.call_closure(Closure(value, found.frame, "", found, True), (), {}, found, 0)
        return
    scope: Frame = {OUTER: found.frame, "this": found, "super": found}
    found.statics.entries[key] = value(m, scope) if value is not None else UNDEFINED


# Modules


def compile_module(unit: Unit, arms: list[Any]) -> None:
    """Compile a module: sets what `unit` runs."""
    assert unit.module is not None
    c = Compiler(unit, arms, TABLES)
    first, body = len(arms), unit.module.body
    scope = c.scope
    scope.names = hoisted(body) | declared(body) | {"this"}
    if unit.module.language != "python":
        scope.names.update(MODULE_NAMES)
    for node in body:
        if isinstance(node, st.Import):
            scope.imports.update(found.local for found in node.names)
        elif isinstance(node, st.Export) and not node.source:
            for given in node.names:
                scope.exported.setdefault(given.local, []).append(given.name)
    own = hoisted(body) | declared(body)
    scope.imports -= own
    scope.names |= scope.imports
    unit.names = tuple(sorted(hoisted(body)))
    unit.run = sequence(c, body)
    unit.requests = tuple(
        node
        for node in body
        if isinstance(node, (st.Import, st.Export)) and _is_requested(node, scope, unit.module.language)
    )
    unit.syntax = any(isinstance(node, (st.Import, st.Export, st.ExportValue)) for node in body)
    unit.arms = range(first, len(arms))


def _is_requested(node: Any, scope: Scope, language: str) -> bool:
    """Whether a module is asked for when this one starts: TypeScript leaves out imports that only name types."""
    if isinstance(node, st.Export):
        return bool(node.source)
    if not isinstance(node, st.Import):
        return False
    if language != "typescript" or not node.names:
        return True
    return any(found.local in scope.used for found in node.names)


FUNCTIONS = {ir.Function: _function, ir.Class: _class}
TABLES: dict[type, Any] = {**EXPRESSIONS, **ACCESS, **STATEMENTS, **LOOPS, **FUNCTIONS}
