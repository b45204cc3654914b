"""Follows one way through a function's code: statements, variables, functions, modules.

Where the way depends on what is not known, it asks its `chooser`. What it meets goes to its `facts`. Control flow of
the code is that of Python's exceptions here.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from scaffold.readers.functions.code import errors
from scaffold.readers.functions.code.choices import State, Test, asking
from scaffold.readers.functions.code.facts import Facts
from scaffold.readers.functions.code.sources import Sources, Unit
from scaffold.readers.functions.code.values import UNDEFINED, Module, Obj, Scope, Sym, Symbol, Value

if TYPE_CHECKING:
    from scaffold.readers.programs.ir_types import Node

#: Calls within calls, and steps on one way.
DEEPEST = 40
MAX_STEPS = 25_000


class Returned(Exception):  # noqa: N818 - control flow of the code, no error
    """`return`."""

    def __init__(self, value: Value) -> None:
        self.value = value


class Raised(Exception):  # noqa: N818
    """An error of the code. `at` is where it was raised first."""

    def __init__(self, error: Value, unit: Unit | None = None, at: int = 0) -> None:
        self.error, self.unit, self.at = error, unit, at


class Left(Exception):  # noqa: N818
    """`break` (or `continue`, with `again`), out of the loop with the label."""

    def __init__(self, label: str, again: bool) -> None:
        self.label, self.again = label, again


class Exhausted(Exception):  # noqa: N818
    """This way is too long to be followed."""


class Chooser(Protocol):
    """Says how a test comes out that nothing is known of."""

    def choose(self, place: tuple[str, int], test: Test, default: bool | None) -> bool:
        """The arm to take; `default` is the one to prefer, where one is."""


class World(Protocol):
    """What is around a handler that is followed with one event: clock, variables, and how calls are answered."""

    clock: float

    def variable(self, name: str) -> Value:
        """The value of a variable; `UNDEFINED` where it is not set, a `Sym` where it is not known."""

    def failure(self, service: str, operation: str) -> str:
        """The code with which a call fails now; empty where it succeeds."""

    def answer(self, service: str, operation: str, plain: bool) -> Value:
        """What a call is answered with, attribute values of tables as `plain` data or not; `None` for what is not
        known."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a machine is made of: how each statement is run and each expression is worked out, how things are called and
    constructed, and what is declared before a body runs."""

    statements: Mapping[type, Callable[..., None]]
    expressions: Mapping[type, Callable[..., Value]]
    call: Callable[..., Value]
    construct: Callable[..., Value]
    hoist: Callable[..., None]


class Machine:
    """One way through the code. `at_import`: modules are being loaded."""

    def __init__(self, parts: Parts, sources: Sources, language: str, chooser: Chooser, facts: Facts) -> None:
        self.sources, self.language, self.chooser, self.facts = sources, language, chooser, facts
        self.state = State()
        self._freed: dict[int, tuple[Value, bool]] = {}
        self.modules: dict[str, Module] = {}
        #: What is known from the start where one event is followed, and nothing is tried out.
        self.world: World | None = None
        #: Whether numbers in JSON are taken for decimals.
        self.decimals = False
        self.at_import = True
        self.steps = 0
        self.calls = 0
        self.loops = 0
        self.depth = 0
        self.handling: list[Value] = []
        #: Whether an error that is raised now is caught by something that takes all of them.
        self.caught = 0
        #: Whether a module that is missing now is put up with.
        self.lenient = 0
        self.registered: dict[int, Value] = {}
        #: Whether the last `return` stood where an error was handled.
        self.returned_handling = False
        self._parts = parts

    # Running

    def step(self) -> None:
        """Count a step. Raises `Exhausted`."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Exhausted

    def run(self, body: Sequence[Any], scope: Scope) -> None:
        """Run statements."""
        for statement in body:
            self.step()
            work = self._parts.statements.get(type(statement))
            if work is not None:
                work(self, statement, scope)

    def value(self, node: Any, scope: Scope) -> Value:
        """The value of an expression."""
        self.step()
        work = self._parts.expressions.get(type(node))
        return work(self, node, scope) if work is not None else Sym("made")

    def call(
        self,
        function: Value,
        given: list[Value],
        named: dict[str, Value],
        node: Any,
        scope: Scope,
        this: Value = UNDEFINED,
    ) -> Value:
        """Call something."""
        return self._parts.call(self, function, given, named, node, scope, this)

    def construct(self, cls: Value, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
        """`new Class(...)`."""
        return self._parts.construct(self, cls, given, named, node, scope)

    def touched(self, value: Sym, node: Any, scope: Scope) -> None:
        """Something is taken out of the event or of an answer."""
        self.facts.touch(value, scope.unit.position(node.at))

    # Choices

    def decide(self, test: Test, node: Node, scope: Scope, default: bool | None = True) -> bool:
        """How a test comes out: as it must, or as the chooser says."""
        known = self.state.implied(test)
        if known is not None:
            return known
        arm = self.chooser.choose((scope.unit.path, node.at), test, default)
        self.state.assume(test, arm)
        return arm

    def free(self, value: Value, node: Node, scope: Scope, default: bool | None = None) -> bool:
        """A choice of which nothing is known, but that it is the same whenever the same is asked."""
        earlier = self._freed.get(id(value))
        if earlier is not None:
            return earlier[1]
        found = value if isinstance(value, Sym) else Sym("made")
        timed = self.facts.asked(found)
        if timed is not None:
            return self.decide(Test("time", timed.subject, node.at), node, scope, default)
        test = Test("free", ("made", (scope.unit.path, f"{node.at}-{node.end}")))
        arm = self.chooser.choose((scope.unit.path, node.at), test, default)
        if value is not None:
            self._freed[id(value)] = (value, arm)
        return arm

    def need(self, value: Sym, node: Node, scope: Scope) -> bool:
        """Whether a value is there, where it has to be."""
        return self.decide(Test("has", value.subject), node, scope)

    def fail(self, name: str, node: Node, scope: Scope, **entries: Value) -> Raised:
        """An error of a library, raised here."""
        return Raised(errors.new_error(name, **entries), scope.unit, node.at)

    # Variables

    def lookup(self, name: str, scope: Scope, at: int = 0) -> Value:
        """A variable, or what the language itself has under the name. Raises `Raised` where Python would."""
        found: Scope | None = scope
        if name in scope.globals:
            found = self.module_scope(scope)
        while found is not None:
            if name in found.names:
                return found.names[name]
            if name in found.bound and name not in found.outers:
                raise Raised(errors.new_error("UnboundLocalError"), scope.unit, at)
            found = found.outer
        if self.language == "python" and not name.startswith("%") and not hasattr(builtins, name):
            if self.sources.is_wholly_known(scope.unit):
                raise Raised(errors.new_error("NameError"), scope.unit, at)
            self.facts.way.unsure = True
        return self.builtin(name)

    def builtin(self, name: str) -> Value:
        """What the language has under a name."""
        if self.language == "python":
            return Symbol(f"builtins.{name}")
        if name == "undefined":
            return UNDEFINED
        if name in ("NaN", "Infinity"):
            return float("nan" if name == "NaN" else "inf")
        return Symbol(name.removeprefix("globalThis."))

    def assign(self, name: str, value: Value, scope: Scope) -> None:
        """Set a variable: an existing one in JavaScript, one of the function in Python."""
        if self.language == "python":
            self.bind_python(name, value, scope)
            return
        found: Scope | None = scope
        while found is not None and name not in found.names:
            found = found.outer
        (found or self.module_scope(scope)).names[name] = value

    def bind_python(self, name: str, value: Value, scope: Scope) -> None:
        """Set a variable where Python has it."""
        if name in scope.globals:
            self.module_scope(scope).names[name] = value
            return
        if name in scope.outers:
            found = scope.outer
            while found is not None and name not in found.names:
                found = found.outer
            (found or scope).names[name] = value
            return
        while not scope.whole and scope.outer is not None:
            scope = scope.outer
        scope.names[name] = value

    def declare(self, name: str, value: Value, scope: Scope, kind: str = "let") -> None:
        """Make a variable."""
        while kind in ("var", "function") and not scope.whole and scope.outer is not None:
            scope = scope.outer
        if self.language == "python":
            self.bind_python(name, value, scope)
        else:
            scope.names[name] = value

    def module_scope(self, scope: Scope) -> Scope:
        """The outermost scope."""
        while scope.outer is not None:
            scope = scope.outer
        return scope

    def block(self, scope: Scope) -> Scope:
        """A scope inside of another: a block's in JavaScript, a comprehension's in Python."""
        return Scope(
            {},
            scope,
            scope.unit,
            whole=False,
            this=scope.this,
            home=scope.home,
            globals=scope.globals,
            outers=scope.outers,
            yields=scope.yields,
        )

    # Modules

    def load(self, path: str) -> Module | None:
        """A module of the package, run; `None` where it cannot be read."""
        found = self.modules.get(path)
        if found is not None:
            return found
        unit = self.sources.unit(path)
        if unit is None:
            return None
        scope = Scope({}, None, unit)
        module = self.modules[path] = Module(scope)
        if self.language == "python":
            name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            scope.names |= {"__name__": name, "__file__": f"/var/task/{path}"}
        else:
            exports = Obj()
            module.exports = Obj({"exports": exports})
            scope.names |= {
                "exports": exports,
                "module": module.exports,
                "__dirname": "/var/task",
                "__filename": f"/var/task/{path}",
            }
            scope.this = exports
        before, self.at_import = self.at_import, True
        try:
            if self.language != "python":
                self._parts.hoist(self, unit.module.body, scope)
            self.run(unit.module.body, scope)
        except (Returned, Left):
            pass
        finally:
            self.at_import = before
        return module

    def exported(self, module: Module, name: str) -> Value:
        """What a module gives under a name (`*`: all of it)."""
        if self.language == "python":
            return module if name == "*" else module.scope.names.get(name, UNDEFINED)
        exports = module.exports.entries["exports"]
        if not isinstance(exports, Obj):
            return exports
        if name == "*":
            return exports
        if name == "default" and "default" not in exports.entries:
            return exports
        return exports.entries.get(name, UNDEFINED)

    def ask(self, kind: str, value: Sym, node: Node, scope: Scope, argument: Any = None, default: bool = True) -> bool:
        """Ask something of a value that is not known, and tell `facts` of it."""
        self.facts.asked(value)
        return self.decide(asking(kind, value, argument), node, scope, default)
