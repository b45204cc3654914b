"""The frame of the compiler: from the program IR to Python functions, once for each module.

A compiled expression is a function of the machine and a frame (the variables of a scope). Names are resolved when a
module is compiled, to a number of scopes outwards: a frame holds its outer one. So the same program is evaluated many
times, with other values, at little cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.deployments import Arm
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.functions import OUTER, Bind, Code, Frame, Run, Unit
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.programs.values import MISSING, UNDEFINED


@dataclass(slots=True, eq=False)
class Scope:
    """The names of one scope, while it is compiled. `kind` is `module`, `function`, `arrow` or `block`.

    `code` is the function's, `imports` the names that are imported, `exported` what variables are exported as, `used`
    the imported names that the program reads; `whole` are names that are the module's (Python's `global`).
    """

    kind: str
    names: set[str]
    outer: Scope | None = None
    code: Code | None = None
    imports: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    exported: dict[str, list[str]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Live:
    """A variable that stands for what a module exports by a name, when it is read."""

    state: Any
    name: str


class Compiler:
    """Compiles the nodes of one module. `scope` is the one that is being compiled; `arms` are all of the program.
    `nothing` is what there is where a value is left out."""

    nothing: Any = UNDEFINED

    def __init__(self, unit: Unit, arms: list[Arm], tables: Mapping[type, Callable[..., Any]]) -> None:
        self.unit, self.arms, self.tables = unit, arms, tables
        self.scope = Scope("module", set())
        self.branches: set[int] = set()
        self.labels: tuple[str, ...] = ()

    def expression(self, node: ir.Expression, name: str = "") -> Run:
        """Compile an expression; `name` is what a function or class without a name is called."""
        if name and isinstance(node, (ir.Function, ir.Class)) and not node.name:
            return self.tables[type(node)](self, node, name)  # type: ignore[no-any-return]
        return self.tables[type(node)](self, node)  # type: ignore[no-any-return]

    def statement(self, node: Node) -> Run:
        """Compile a statement."""
        if isinstance(node, ir.Opaque):
            node = st.Evaluate(node.at, node.end, node)
        return self.tables[type(node)](self, node)  # type: ignore[no-any-return]

    def statements(self, nodes: tuple[Any, ...]) -> Run:
        """Compile statements that have a scope of their own where they declare something in it."""
        return self.tables[st.Block](self, st.Block(0, 0, nodes))  # type: ignore[no-any-return]

    def pattern(self, node: ir.Pattern, kind: str = "") -> Bind:
        """Compile a pattern: of a declaration of this kind, or of an assignment."""
        return self.tables[type(node)](self, node, kind)  # type: ignore[no-any-return]

    def declared(self, nodes: Iterable[Any]) -> set[str]:
        """The names that statements declare in their own block."""
        return declared(nodes)

    def new_arms(self, at: int, count: int) -> int:
        """Number the arms of a branch; gives the place of the first one in `arms`."""
        while at in self.branches:
            at += 1
        self.branches.add(at)
        line = self.unit.position(at).line
        first = len(self.arms)
        self.arms.extend(Arm(self.unit.path, at, way, line) for way in range(count))
        return first

    def inside(self, scope: Scope) -> _Inside:
        """A context in which `scope` is the current one."""
        scope.outer = self.scope
        return _Inside(self, scope)

    def find(self, name: str) -> tuple[int, Scope | None]:
        """How many scopes outwards a name is declared, and where; `None` where it is not."""
        scope: Scope | None = self.scope
        hops, whole = 0, False
        while scope is not None:
            if scope.kind == "function" and name in ("arguments", "super") and scope.code is not None:
                _want(scope, name)
            whole = whole or name in scope.whole
            if name in scope.names and (not whole or scope.kind == "module"):
                if name in scope.imports:
                    scope.used.add(name)
                return hops, scope
            scope, hops = scope.outer, hops + 1
        return 0, None

    def reader(self, name: str, at: int) -> Run:
        """What reads a variable."""
        hops, scope = self.find(name)
        if scope is None:
            return _global_reader(name, at)
        if name in scope.imports:
            return _import_reader(name, hops, at)
        return reading(name, hops, lambda m: m.unset(name, at))

    def writer(self, name: str, changes: bool = True) -> Bind:
        """What sets a variable; one that is nowhere declared becomes the module's. `changes`: after its declaration."""
        hops, scope = self.find(name)
        if scope is None:
            hops, scope = self._to_module()
            scope.names.add(name)
        exported = tuple(scope.exported.get(name, ()))
        if changes and exported:
            self.unit.changing |= {*exported}
        return _writer(name, hops, exported)

    def _to_module(self) -> tuple[int, Scope]:
        scope, hops = self.scope, 0
        while scope.outer is not None:
            scope, hops = scope.outer, hops + 1
        return hops, scope


@dataclass(slots=True)
class _Inside:
    compiler: Compiler
    scope: Scope

    def __enter__(self) -> Scope:
        self.compiler.scope = self.scope
        return self.scope

    def __exit__(self, *error: object) -> None:
        assert self.scope.outer is not None
        self.compiler.scope = self.scope.outer


def _want(scope: Scope, name: str) -> None:
    if name in scope.names or scope.code is None:
        return
    scope.names.add(name)
    if name == "super":
        scope.code.wants_super = True
    else:
        scope.code.wants_arguments = True


# Variables


def reading(name: str, hops: int, missing: Callable[[Any], Any]) -> Run:
    """What reads a variable so many scopes outwards; `missing` is asked where it is not set."""

    def here(m: Any, f: Frame) -> Any:
        try:
            return f[name]
        except KeyError:
            return missing(m)

    def one_out(m: Any, f: Frame) -> Any:
        try:
            return f[OUTER][name]
        except KeyError:
            return missing(m)

    def two_out(m: Any, f: Frame) -> Any:
        try:
            return f[OUTER][OUTER][name]
        except KeyError:
            return missing(m)

    def far(m: Any, f: Frame) -> Any:
        for _ in range(hops):
            f = f[OUTER]
        return f[name] if name in f else missing(m)

    return (here, one_out, two_out)[hops] if hops < 3 else far


def _import_reader(name: str, hops: int, at: int) -> Run:
    read = reading(name, hops, lambda m: m.unset(name, at))

    def run(m: Any, f: Frame) -> Any:
        found = read(m, f)
        return m.imported(found.state, found.name, at) if type(found) is Live else found

    return run


def _global_reader(name: str, at: int) -> Run:
    def run(m: Any, f: Frame) -> Any:
        found = m.globals.get(name, MISSING)
        return found if found is not MISSING else m.undeclared(name, at)

    return run


def _writer(name: str, hops: int, exported: tuple[str, ...]) -> Bind:
    def run(m: Any, f: Frame, value: Any) -> None:
        for _ in range(hops):
            f = f[OUTER]
        if m.journal is not None:
            m.journal.variable(f, name)
        f[name] = value

    def export(m: Any, f: Frame, value: Any) -> None:
        run(m, f, value)
        for _ in range(hops):
            f = f[OUTER]
        m.export(f, exported, value)

    return export if exported else run


# What statements declare


def names_of(pattern: ir.Pattern | None) -> Iterable[str]:
    """The variables that a pattern binds."""
    if isinstance(pattern, ir.BindName):
        yield pattern.name
    elif isinstance(pattern, ir.BindDefault):
        yield from names_of(pattern.target)
    elif isinstance(pattern, ir.BindItems):
        for item in (*pattern.items, pattern.rest, *pattern.after):
            yield from names_of(item)
    elif isinstance(pattern, ir.BindEntries):
        for _, item in pattern.entries:
            yield from names_of(item)
        yield from names_of(pattern.rest)


def declared(nodes: Iterable[Any]) -> set[str]:
    """The names that statements declare in their own block."""
    return {
        name for node in nodes if isinstance(node, st.Declare) and node.kind != "var" for name in names_of(node.target)
    }


def hoisted(nodes: Iterable[Any]) -> set[str]:
    """The names that statements declare in the function around them, also from inside blocks."""
    found: set[str] = set()
    for node in nodes:
        if (isinstance(node, st.Declare) and node.kind == "var") or (
            isinstance(node, st.ForEach) and node.kind == "var"
        ):
            found.update(names_of(node.target))
        for inner in _bodies(node):
            found |= hoisted(inner)
    return found


def outer_names(nodes: Iterable[Any]) -> Iterable[st.Outer]:
    """The declarations that names are those of an outer scope."""
    for node in nodes:
        if isinstance(node, st.Outer):
            yield node
        for inner in _bodies(node):
            yield from outer_names(inner)


def _bodies(node: Any) -> Iterable[tuple[Any, ...]]:
    if isinstance(node, (st.If, st.While, st.ForEach, st.Try)):
        yield node.otherwise
    if isinstance(node, st.If):
        yield node.then
    if isinstance(node, (st.While, st.For, st.ForEach, st.Block, st.With, st.Try)):
        yield node.body
    if isinstance(node, st.For):
        yield node.start
    if isinstance(node, st.Labelled):
        yield (node.body,)
    if isinstance(node, st.Try):
        yield node.last
        yield from (handler.body for handler in node.handlers)
    if isinstance(node, st.Switch):
        yield from (case.body for case in node.cases)
