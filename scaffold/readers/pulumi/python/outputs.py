"""`pulumi.Output` of the SDK for Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given, methods, native
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Machine,
    Object,
    Promise,
    Symbol,
    ThrownError,
)
from scaffold.readers.pulumi.outputs import Output, output, unwrapped
from scaffold.readers.pulumi.python.classes import SdkClass, run_of
from scaffold.readers.pulumi.run import Run

_AS_TEXT: Final = """Calling __str__ on an Output[T] is not supported.

To get the value of an Output[T] as an Output[str] consider:
1. o.apply(lambda v: f"prefix{v}suffix")

See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.
This function may throw in a future version of Pulumi."""
_NOT_ITERABLE: Final = "'Output' object is not iterable, consider iterating the underlying value inside an 'apply'"
_NO_GET: Final = (
    "Cannot call '.get' during update or preview. To manipulate the value of this Output, use '.apply' instead."
)


def given_later(run: Run, machine: Machine, at: int, work: Callable[[], Any], secret: bool = False) -> Output:
    """An output of what some work gives; where that throws, the program fails in the end."""
    try:
        found = work()
        found = machine.settle(found) if isinstance(found, Promise) else found
    except ThrownError as error:
        return Output(run, run.fail(machine, error, at), secret)
    if isinstance(found, Output):
        return Output(run, found.value, secret or found.secret)
    return Output(run, found, secret)


def lifted(machine: Machine, this: Output, name: str, at: int) -> Any:
    """An attribute of what an output gives."""
    if name.startswith("__"):
        return UNDEFINED
    return given_later(this.run, machine, at, lambda: machine.attribute(this.value, name, at), this.secret)


def element(machine: Machine, this: Output, key: Any, at: int) -> Output:
    """An element of what an output gives."""
    key, secret = unwrapped(this.run, machine, key)
    inside = this.value.concrete if isinstance(this.value, Symbol) else this.value
    found = given_later(this.run, machine, at, lambda: machine.item(this.value, key, at), this.secret or secret)
    if inside is MISSING:
        this.run.mocks.read.append(machine.freeze(found.value))
    return found


# Methods


def _apply(given: Given, func: Any, run_with_unknowns: Any = False) -> Output:
    del run_with_unknowns
    this, machine = given.this, given.machine
    return given_later(this.run, machine, given.at, lambda: machine.call(func, [this.value], at=given.at), this.secret)


def _text(given: Given) -> str:
    given.this.run.note_text(given.machine, given.at)
    return _AS_TEXT


def _iterate(given: Given) -> Any:
    raise given.error(_NOT_ITERABLE)


def _get(given: Given) -> Any:
    raise given.error(_NO_GET, "Exception")


def _element(given: Given, key: Any) -> Output:
    return element(given.machine, given.this, key, given.at)


# Functions


def _from_input(given: Given, val: Any) -> Output:
    return output(run_of(given.machine), given.machine, val)


def _secret(given: Given, val: Any) -> Output:
    return Output(run_of(given.machine), _from_input(given, val).value, True)


def _unsecret(given: Given, val: Any) -> Output:
    return Output(run_of(given.machine), _from_input(given, val).value)


def _all(given: Given, *args: Any, **kwargs: Any) -> Output:
    if args and kwargs:
        raise given.error("Output.all() was supplied a mix of named and unnamed inputs", "ValueError")
    return _from_input(given, Object(dict(kwargs)) if kwargs else Array(list(args)))


def _concat(given: Given, *args: Any) -> Output:
    run, machine = run_of(given.machine), given.machine
    parts, secret = unwrapped(run, machine, Array(list(args)))

    def joined() -> Any:
        for place, part in enumerate(parts.items):
            concrete = inner(machine.concrete(part))
            if concrete is not MISSING and not isinstance(concrete, str):
                raise given.error(f"sequence item {place}: expected str instance, {type_name(concrete)} found")
        return machine.join([inner(part) for part in parts.items], given.at)

    return given_later(run, machine, given.at, joined, secret)


def _format(given: Given, format_string: Any, /, *args: Any, **kwargs: Any) -> Output:
    run, machine = run_of(given.machine), given.machine
    pattern, first = unwrapped(run, machine, format_string)
    plain, second = unwrapped(run, machine, Array(list(args)))
    named, third = unwrapped(run, machine, Object(dict(kwargs)))

    def formatted() -> Any:
        return machine.invoke_method(pattern, "format", plain.items, named.entries, given.at)

    return given_later(run, machine, given.at, formatted, first or second or third)


def _json(name: str) -> Callable[..., Output]:
    def work(given: Given, value: Any, **keywords: Any) -> Output:
        run, machine = run_of(given.machine), given.machine
        plain, secret = unwrapped(run, machine, value)
        library = machine.language.package(machine, "json")

        def done() -> Any:
            return machine.invoke(machine.attribute(library, name), [plain], keywords, UNDEFINED, given.at)

        return given_later(run, machine, given.at, done, secret)

    return work


def deferred(given: Given) -> Array:
    """`pulumi.deferred_output()`: an output, and the function that says what it gives."""
    later = Output(run_of(given.machine), None)

    def resolve(inside: Given, o: Any) -> None:
        later.value, later.secret = unwrapped(later.run, inside.machine, o)

    return Array([later, native("resolve", resolve)], fixed=True)


OUTPUT: Final = SdkClass(
    "Output",
    members={
        **methods({"apply": _apply, "get": _get, "__str__": _text, "__iter__": _iterate, "__getitem__": _element}),
        **methods(
            {
                "recover": lambda given, func: given.this,
                "future": lambda given, with_unknowns=None: Promise(given.this.value),
                "is_known": lambda given: Promise(True),
                "is_secret": lambda given: Promise(given.this.secret),
                "resources": lambda given: Promise(Array()),
            }
        ),
        **{
            name: native(name, body)
            for name, body in {
                "all": _all,
                "concat": _concat,
                "format": _format,
                "from_input": _from_input,
                "json_dumps": _json("dumps"),
                "json_loads": _json("loads"),
                "secret": _secret,
                "unsecret": _unsecret,
            }.items()
        },
    },
    module="pulumi.output",
)
