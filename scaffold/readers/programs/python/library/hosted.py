"""Functions and classes of the library for which the host's own do the work: they have no effects, and what they are
given and give is plain, or never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError
from scaffold.readers.programs.python.classes import BuiltinClass, wrapped
from scaffold.readers.programs.python.hosting import HOSTED, from_host, to_host
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Steps
from scaffold.readers.programs.python.library.faults import fault
from scaffold.readers.programs.python.native import Given, method, native
from scaffold.readers.programs.values import Foreign, Machine, NativeFunction, OverBudgetError, ThrownError

#: What operators and built-in functions ask of a value's class.
_SPECIAL = (
    *("eq", "ne", "lt", "le", "gt", "ge", "hash", "str", "repr", "format", "bool", "len", "iter", "contains"),
    *("getitem", "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv", "rfloordiv", "mod"),
    *("rmod", "divmod", "pow", "rpow", "neg", "pos", "abs", "int", "float", "index", "round", "trunc", "floor"),
    *("ceil", "bytes"),
)
#: No exponent and no factor of a text is larger.
_LARGEST = 100_000
Work = Callable[..., Any]
_OURS = (NotKnownError, OverBudgetError, ThrownError, RecursionError, MemoryError)


def worked(given: Given, function: Work, arguments: Iterable[Any], keywords: Mapping[str, Any]) -> Any:
    """What a function of the host gives, for values of the program and as one. Raises the program's errors."""
    machine = given.machine
    plain = [to_host(machine, value) for value in arguments]
    named = {name: to_host(machine, value) for name, value in keywords.items()}
    size = sum(len(value) for value in (*plain, *named.values()) if isinstance(value, str | bytes))
    if size > MAX_TEXT:
        raise OverBudgetError("a text that is too long")
    machine.spend(1 + size // 64)
    try:
        found = function(*plain, **named)
    except _OURS:
        raise
    except Exception as error:
        raise fault(given, error) from None
    if isinstance(found, Iterator):
        return Steps(_counted(machine, found), type(found).__name__)
    return NOT_IMPLEMENTED if found is NotImplemented else from_host(found)


def _counted(machine: Machine, found: Iterator[Any]) -> Iterator[Any]:
    """What the host gives one by one, each counted as work."""
    for item in found:
        machine.spend()
        yield from_host(item)


def function(name: str, work: Work, *, called: str = "") -> NativeFunction:
    """A function of the library that is the host's `work`; `called` is what it is called in values."""

    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
        return worked(given, work, arguments, keywords)

    return native(name, body, pure=True, called=called)


def table(module: ModuleType, names: str, prefix: str = "") -> dict[str, NativeFunction]:
    """The functions of these names of a module of the host."""
    return {name: function(name, getattr(module, name), called=prefix + name) for name in names.split()}


class Attribute(Foreign):
    """An attribute that the host's value has."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What an instance has there."""
        del owner
        if instance is None:
            return self
        return worked(Given(machine, instance, at), self.read, (instance,), {})

    def read(self, value: Any) -> Any:
        """What the host's value has."""
        return getattr(value, self.name)


class Static(Foreign):
    """What stands in a class and is no method: a function, a constant."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """It, whoever asks."""
        del machine, instance, owner, at
        return self.value


def hosted(
    host: type,
    *,
    methods: str = "",
    attributes: str = "",
    statics: str = "",
    bases: tuple[BuiltinClass, ...] = (),
    make: Work | None = None,
) -> BuiltinClass:
    """The class of the library whose instances are the host's: with these methods, attributes and functions of the
    class. `make` makes an instance, where that is not what the class itself does."""

    def construct(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return wrapped(cls, made, worked(given, make or host, arguments, keywords))

    special = (f"__{name}__" for name in _SPECIAL)
    own = [name for name in special if getattr(host, name, None) is not None and not _is_plain(host, name)]
    members: dict[str, Any] = {name: method_of(name, getattr(host, name)) for name in (*methods.split(), *own)}
    members |= {name: Attribute(name) for name in attributes.split()}
    members |= {name: Static(function(name, getattr(host, name))) for name in statics.split()}
    made = BuiltinClass(host.__name__, bases, members, construct, module=host.__module__, pure=host.__name__)
    HOSTED[host] = made
    return made


def _is_plain(host: type, name: str) -> bool:
    return getattr(host, name) is getattr(object, name, None)


def method_of(name: str, work: Work) -> NativeFunction:
    """A method of a class of the library: `work` is given the host's value, and what the program gives."""

    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
        if name in ("__pow__", "__rpow__", "__mul__", "__rmul__") and any(map(_is_large, arguments)):
            raise NotKnownError("a number that is too large")
        return worked(given, work, (given.this, *arguments), keywords)

    return method(name, body, pure=True)


def _is_large(value: Any) -> bool:
    return isinstance(value, int) and abs(value) > _LARGEST
