"""Compiles names where every name that is bound in a function belongs to it, and names that nobody binds are those of
the module or of the runtime."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from typing import Any, cast

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compiler import Compiler, Scope, names_of, reading
from scaffold.readers.programs.functions import OUTER, Frame, Run
from scaffold.readers.programs.ir_types import Node

#: Scopes that functions inside them do not see.
_CLASS = "class"


class ScopingCompiler(Compiler):
    """Compiles the nodes of a module. `titles` is what the current scope is called.

    Scopes are of the kinds `module`, `function`, `class`, `block` (what a class is for its functions) and
    `comprehension`.
    """

    nothing = None

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.titles: tuple[str, ...] = ()

    def declared(self, nodes: Iterable[Any]) -> set[str]:
        """Blocks have no variables of their own."""
        del nodes
        return set()

    def titled(self, name: str) -> str:
        """The name of a function or class with what it stands in."""
        return ".".join((*self.titles, name))

    def is_free(self, name: str) -> bool:
        """Whether nobody binds a name, so that it is the runtime's."""
        scope = self.find(name)[1]
        return scope is not None and scope.outer is None and name not in scope.names

    def first_parameter(self) -> str:
        """The first parameter of the function around."""
        scope: Scope | None = self.scope
        while scope is not None and scope.code is None:
            scope = scope.outer
        slots = scope.code.slots if scope is not None and scope.code is not None else ()
        return slots[0].name if slots else ""

    def find(self, name: str) -> tuple[int, Scope | None]:
        """How many scopes outwards a name is bound, and where; the module where it is bound nowhere else."""
        scope: Scope | None = self.scope
        hops, whole = 0, False
        while scope is not None:
            whole = whole or name in scope.whole
            seen = scope.kind != _CLASS or hops == 0
            if scope.outer is None or (name in scope.names and seen and not whole):
                return hops, scope
            scope, hops = scope.outer, hops + 1
        return 0, None

    def reader(self, name: str, at: int) -> Run:
        """What reads a variable."""
        hops, scope = self.find(name)
        assert scope is not None
        if scope.outer is None:
            return reading(name, hops, lambda m: m.runtime_name(name, at))
        if scope.kind == _CLASS:
            return _class_reader(name, reading(name, self._to_module()[0], lambda m: m.runtime_name(name, at)))
        what = "free" if hops else "local"
        return reading(name, hops, lambda m: m.unbound(name, what, at))

    def remover(self, name: str, at: int, quiet: bool = False) -> Run:
        """What deletes a variable; `quiet`: also where it is not there."""
        hops, scope = self.find(name)
        local = scope is not None and scope.kind == "function" and hops == 0

        def run(m: Any, f: Frame) -> None:
            for _ in range(hops):
                f = f[OUTER]
            if name in f:
                if m.journal is not None:
                    m.journal.variable(f, name)
                del f[name]
            elif not quiet:
                m.unbound(name, "local" if local else "", at)

        return run


def _class_reader(name: str, otherwise: Run) -> Run:
    return lambda m, f: f[name] if name in f else otherwise(m, f)


# What a scope binds


def bound_names(nodes: Iterable[Any]) -> set[str]:
    """The names that are bound in these statements, outside of functions and classes inside them."""
    return set(_bound(tuple(nodes)))


def _bound(node: Any) -> Iterator[str]:
    if isinstance(node, tuple):
        for item in node:
            yield from _bound(item)
        return
    if not isinstance(node, Node):
        return
    special = _SPECIAL.get(type(node))
    if special is not None:
        yield from special(node)
        return
    for name in _fields(cast(Hashable, type(node))):
        yield from _bound(getattr(node, name))


@cache
def _fields(kind: Hashable) -> tuple[str, ...]:
    return tuple(name for name in getattr(kind, "__dataclass_fields__", ()) if name not in ("at", "end", "type"))


def _bound_by_target(*others: str) -> Callable[[Any], Iterator[str]]:
    def found(node: Any) -> Iterator[str]:
        yield from names_of(node.target)
        for name in others:
            yield from _bound(getattr(node, name))

    return found


def _nothing(node: Any) -> Iterator[str]:
    del node
    return iter(())


def _bound_by_import(node: Any) -> Iterator[str]:
    return (found.local for found in node.names if found.local)


def _bound_by_delete(node: Any) -> Iterator[str]:
    left = [node.target]
    while left:
        target = left.pop()
        if isinstance(target, ir.Name):
            yield target.name
        elif isinstance(target, ir.Items):
            left.extend(target.items)


def _bound_by_comprehension(node: Any) -> Iterator[str]:
    yield from _bound((node.element, node.key))
    for clause in node.clauses:
        yield from _bound((clause.iterable, clause.conditions))


_SPECIAL: dict[type, Callable[[Any], Iterator[str]]] = {
    ir.Assign: _bound_by_target("value"),
    st.Declare: _bound_by_target("value"),
    st.ForEach: _bound_by_target("iterable", "body", "otherwise"),
    st.With: _bound_by_target("value", "body"),
    st.Handler: _bound_by_target("body"),
    st.Import: _bound_by_import,
    ir.Delete: _bound_by_delete,
    ir.Comprehension: _bound_by_comprehension,
    ir.Function: _nothing,
    ir.Class: _nothing,
}
