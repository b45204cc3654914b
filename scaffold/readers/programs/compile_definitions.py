"""Compiles functions, classes, comprehensions, imports and modules, where scopes are those of functions and classes."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compile_attributes import ATTRIBUTES
from scaffold.readers.programs.compile_functions import TABLES
from scaffold.readers.programs.compile_loops import comprehension
from scaffold.readers.programs.compile_statements import sequence
from scaffold.readers.programs.compiler import Scope, names_of, outer_names
from scaffold.readers.programs.functions import OUTER, Closure, Code, Frame, Run, Slot, Unit, module_name
from scaffold.readers.programs.scoping import ScopingCompiler, bound_names
from scaffold.readers.programs.values import ThrownError


def _function(c: ScopingCompiler, node: ir.Function, name: str = "") -> Run:
    code = _code(c, node)
    called = node.name or "<lambda>"
    defaults = [(slot.name, slot.default) for slot in code.slots if slot.default is not None]
    if not defaults:
        return lambda m, f: Closure(code, f, called)
    return lambda m, f: Closure(code, f, called, defaults={one: default(m, f) for one, default in defaults})


def _code(c: ScopingCompiler, node: ir.Function) -> Code:
    called = node.name or "<lambda>"
    code = Code(node, c.unit, c.new_arms(node.at, 1), lexical=True, exact=True, title=c.titled(called), nothing=None)
    code.asynchronous, code.generator = node.asynchronous, node.generator
    code.slots = tuple(_slot(c, parameter, code.arm) for parameter in node.parameters)
    if all(slot.kind == "plain" for slot in code.slots):
        code.plain = tuple(slot.name for slot in code.slots)
    titles, c.titles = c.titles, (*c.titles, called, "<locals>")
    names = {slot.name for slot in code.slots} | bound_names(node.body)
    with c.inside(_scope("function", names, node.body, code)):
        body = node.body
        if len(body) == 1 and isinstance(body[0], st.Return) and body[0].value is not None and not node.generator:
            code.value = c.expression(body[0].value)
        else:
            code.body = sequence(c, body)
    c.titles = titles
    return code


def _scope(kind: str, names: set[str], body: tuple[Any, ...], code: Code | None = None) -> Scope:
    scope = Scope(kind, names, code=code)
    for outer in outer_names(body):
        scope.names.difference_update(outer.names)
        scope.whole.update(outer.names if outer.whole else ())
    return scope


def _slot(c: ScopingCompiler, parameter: ir.Parameter, arm: int) -> Slot:
    """A parameter; its default is no way of its own through the function, whose `arm` is: it was evaluated before."""
    target = parameter.target
    name = next(iter(names_of(target)), "")
    slot = Slot(parameter.kind, name, lambda m, f, value: f.__setitem__(name, value))
    if isinstance(target, ir.BindDefault):
        slot.default, slot.arm = c.expression(target.default), arm
    return slot


# Classes


def _class(c: ScopingCompiler, node: ir.Class, name: str = "") -> Run:
    bases = [c.expression(base) for base in node.bases]
    keywords = [(given.name, c.expression(given.value)) for given in node.keywords]
    title, at = c.titled(node.name), node.at
    titles, c.titles = c.titles, (*c.titles, node.name)
    with c.inside(Scope("block", {"__class__"})), c.inside(_scope("class", bound_names(node.body), node.body)):
        body = sequence(c, node.body)
    c.titles = titles

    def run(m: Any, f: Frame) -> Any:
        found_bases = [base(m, f) for base in bases]
        given = {key: value(m, f) for key, value in keywords}
        outer: Frame = {OUTER: f}
        frame: Frame = {OUTER: outer, "__module__": module_name(f), "__qualname__": title}
        if node.documentation:
            frame["__doc__"] = node.documentation
        if body is not None:
            body(m, frame)
        namespace = {key: value for key, value in frame.items() if key and not key.startswith("%")}
        found = m.make_class(node.name, found_bases, namespace, keywords=given, node=node, at=at)
        found.frame = outer
        outer["__class__"] = found
        return m.finish_class(found, given, at)

    return run


# Statements


def _handler(c: ScopingCompiler, node: st.Handler) -> tuple[list[Run], Any]:
    types = [c.expression(kind) for kind in node.types]
    arm = c.new_arms(node.at, 1)
    name = node.target.name if isinstance(node.target, ir.BindName) else ""
    bind = c.writer(name) if name else None
    remove = c.remover(name, node.at, quiet=True) if name else None
    body = c.statements(node.body)

    def handle(m: Any, f: Frame, value: Any) -> Any:
        m.hit.add(arm)
        if bind is None or remove is None:
            return body(m, f)
        bind(m, f, value)
        try:
            return body(m, f)
        finally:
            remove(m, f)

    return types, handle


def _throw(c: ScopingCompiler, node: st.Throw) -> Run:
    at = node.at
    value = c.expression(node.value) if node.value is not None else None

    def run(m: Any, f: Frame) -> Any:
        m.here = at
        m.spend(8)
        if value is None:
            raise m.caught or m.throw("No active exception to reraise", at, "RuntimeError")
        raise ThrownError(m.raised(value(m, f), at), m.position(at))

    return run


def _with(c: ScopingCompiler, node: st.With) -> Run:
    value, at = c.expression(node.value), node.at
    bind = c.pattern(node.target) if node.target is not None else None
    body = c.statements(node.body)

    def run(m: Any, f: Frame) -> Any:
        def inside(given: Any) -> Any:
            if bind is not None:
                bind(m, f, given)
            return body(m, f)

        return m.around(value(m, f), inside, at)

    return run


def _import(c: ScopingCompiler, node: st.Import) -> Run:
    at, source = node.at, node.source
    writers = [(found.name, c.writer(found.local) if found.local else None) for found in node.names]

    def run(m: Any, f: Frame) -> None:
        m.here = at
        for name, write in writers:
            if write is None:
                m.import_all(f, source, at)
            else:
                write(m, f, m.import_name(f, source, name, at))

    return run


# Modules


def compile_scoped_module(unit: Unit, arms: list[Any]) -> None:
    """Compile a module: sets what `unit` runs."""
    assert unit.module is not None
    c = ScopingCompiler(unit, arms, SCOPED)
    first, body = len(arms), unit.module.body
    c.scope.names = bound_names(body)
    unit.run = sequence(c, body)
    unit.arms = range(first, len(arms))


SCOPED: dict[type, Any] = {
    **TABLES,
    **ATTRIBUTES,
    ir.Function: _function,
    ir.Class: _class,
    ir.Comprehension: comprehension,
    st.Handler: _handler,
    st.Throw: _throw,
    st.With: _with,
    st.Import: _import,
    st.Outer: lambda c, node: lambda m, f: None,
}
