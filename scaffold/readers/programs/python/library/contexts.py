"""The module `contextlib`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, ThrownError


class Manager(Native):
    """What can stand in a `with`: `work` runs the body in it."""

    __slots__ = ("name", "work")

    def __init__(self, name: str, work: Callable[[Machine, Callable[[Any], Any], int], Any]) -> None:
        self.name, self.work = name, work

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _MANAGER

    def around(self, machine: Machine, body: Callable[[Any], Any], at: int) -> Any:
        """Run a body inside it."""
        return self.work(machine, body, at)

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """As a decorator: a function that runs inside it."""
        del machine, this, keywords
        decorated = arguments[0] if arguments else None

        def run(given: Given, /, *values: Any, **named: Any) -> Any:
            return self.work(given.machine, lambda _: given.call(decorated, *values, **named), at)

        return functions({"inner": run})["inner"]


_MANAGER = BuiltinClass("_GeneratorContextManager", module="contextlib")


def _managing(given: Given, func: Any) -> Any:
    del given

    def make(inside: Given, /, *arguments: Any, **keywords: Any) -> Manager:
        made = inside.call(func, *arguments, **keywords)
        return Manager("generator", lambda machine, body, at: machine.inside(made, body, at))

    return _Maker(func, functions({"helper": make})["helper"])


class _Maker(Foreign):
    """A function that makes managers; as a member of a class it is bound like any other."""

    __slots__ = ("function", "make")

    def __init__(self, function: Any, make: Any) -> None:
        self.function, self.make = function, make

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What the decorated function has."""
        return machine.attribute(self.function, name, at)

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """A manager."""
        del this
        return machine.invoke(self.make, arguments, keywords, UNDEFINED, at)

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The function with the instance as its first argument."""
        del machine, owner, at
        if instance is None:
            return self

        def bound(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
            return given.call(self.make, instance, *arguments, **keywords)

        return functions({"helper": bound})["helper"]


def _suppress(given: Given, *exceptions: Any) -> Manager:
    del given

    def work(machine: Machine, body: Callable[[Any], Any], at: int) -> Any:
        try:
            return body(None)
        except ThrownError as error:
            if not any(machine.instance_of(error.value, kind, at) is True for kind in exceptions):
                raise
            return None

    return Manager("suppress", work)


def _giving(given: Given, enter_result: Any = None, *rest: Any) -> Manager:
    del given, rest
    return Manager("nullcontext", lambda machine, body, at: body(enter_result))  # noqa: ARG005


def _closing(given: Given, thing: Any) -> Manager:
    del given

    def work(machine: Machine, body: Callable[[Any], Any], at: int) -> Any:
        try:
            return body(thing)
        finally:
            machine.invoke_method(thing, "close", (), {}, at)

    return Manager("closing", work)


# ExitStack


def _enter(given: Given, cm: Any) -> Any:
    machine = given.machine
    left = given.this.entries["%left"].items
    method = machine.special(cm, "__enter__", given.at)
    if method is not MISSING:
        left.append(machine.special(cm, "__exit__", given.at))
        return given.call(method)
    found: list[Any] = []
    if isinstance(cm, Foreign):
        cm.around(machine, found.append, given.at)
    return found[0] if found else given.unknown("what this gives to the body is not known")


def _called_later(given: Given, callback: Any, /, *arguments: Any, **keywords: Any) -> Any:
    def late(inside: Given, *error: Any) -> None:
        del error
        inside.call(callback, *arguments, **keywords)

    given.this.entries["%left"].items.append(functions({"late": late})["late"])
    return callback


def _leave(given: Given, *error: Any) -> bool:
    left = given.this.entries["%left"].items
    while left:
        given.call(left.pop(), *(error or (None, None, None)))
    return False


EXIT_STACK = BuiltinClass(
    "ExitStack",
    (),
    methods(
        {
            "enter_context": _enter,
            "callback": _called_later,
            "push": lambda given, exit: given.this.entries["%left"].items.append(exit),
            "close": _leave,
            "__enter__": lambda given: given.this,
            "__exit__": _leave,
        }
    ),
    lambda given, cls, /: Object({"%left": Array()}, cls),  # noqa: ARG005
    module="contextlib",
)
CONTEXTLIB = Module(
    "contextlib",
    {
        **functions(
            {
                "contextmanager": _managing,
                "asynccontextmanager": _managing,
                "suppress": _suppress,
                "nullcontext": _giving,
                "redirect_stdout": _giving,
                "redirect_stderr": _giving,
                "chdir": _giving,
                "closing": _closing,
            }
        ),
        "ExitStack": EXIT_STACK,
        "AsyncExitStack": EXIT_STACK,
        **{name: BuiltinClass(name, module="contextlib") for name in ("ContextDecorator", "AbstractContextManager")},
    },
    asking("this part of contextlib is not known here"),
)
