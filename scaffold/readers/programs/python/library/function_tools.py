"""The modules `functools`, `operator` and `copy`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.readers.programs.functions import ClassValue, Closure
from scaffold.readers.programs.python.classes import BuiltinClass, mro_of
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Native
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.looping import steps_of
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.types import type_of
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol

_PARTIAL = BuiltinClass("partial", module="functools")
_CACHE = BuiltinClass("_lru_cache_wrapper", module="functools")
_NEITHER = object()


class Partial(Native):
    """A function with some of its arguments."""

    __slots__ = ("arguments", "function", "keywords")

    def __init__(self, function: Any, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        self.function, self.arguments, self.keywords = function, tuple(arguments), dict(keywords)

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _PARTIAL

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What it was made of."""
        del machine, at
        if name == "args":
            return Array(list(self.arguments), fixed=True)
        return {"func": self.function, "keywords": Object(dict(self.keywords))}.get(name, UNDEFINED)

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call the function with these arguments too."""
        del this
        given = (*self.arguments, *arguments)
        return machine.invoke(self.function, given, {**self.keywords, **keywords}, UNDEFINED, at)


def _partial(given: Given, func: Any, /, *arguments: Any, **keywords: Any) -> Partial:
    del given
    return Partial(func, arguments, keywords)


class Cached(Native):
    """A function that is called once for the same arguments. `state` has what it gave by them."""

    __slots__ = ("function", "state")

    def __init__(self, function: Any) -> None:
        self.function, self.state = function, Object()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _CACHE

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What forgets what was given, and what the function has."""
        if name == "cache_clear":
            return functions({name: lambda _: self.state.entries.clear()})[name]
        if name == "cache_info":
            return functions({name: lambda given: given.unknown("how often a cache was used")})[name]
        if name == "__wrapped__":
            return self.function
        return machine.attribute(self.function, name, at) if name in ("__name__", "__doc__") else UNDEFINED

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """What it gave before, or gives now."""
        del this
        values = (*arguments, *keywords.values())
        keys = [("symbol", id(value)) if isinstance(value, Symbol) else machine.key(value) for value in values]
        key = ("called", len(arguments), *keywords, *keys)
        found = self.state.entries.get(key, MISSING)
        if found is MISSING:
            result = machine.invoke(self.function, arguments, keywords, UNDEFINED, at)
            found = self.state.entries[key] = Array([result, *values])
        return found.items[0]

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The function with the instance as its first argument."""
        del machine, owner, at
        return self if instance is None else Partial(self, (instance,), {})


def _cache(given: Given, user_function: Any = None, *rest: Any, **options: Any) -> Any:
    del given, rest, options
    if user_function is None or isinstance(user_function, int):
        return functions({"decorating": lambda _, function: Cached(function)})["decorating"]
    return Cached(user_function)


class CachedProperty(Native):
    """A property that is only made once."""

    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _CACHED_PROPERTY

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What it is for an instance, which keeps it."""
        del owner
        if not isinstance(instance, Object):
            return self
        found = machine.call(self.function, (instance,), at=at)
        instance.entries[getattr(self.function, "name", "").rpartition(".")[2]] = found
        return found


_CACHED_PROPERTY = BuiltinClass(
    "cached_property",
    make=lambda given, cls, func, /: CachedProperty(func),  # noqa: ARG005
    module="functools",
)


def _reduce(given: Given, function: Any, iterable: Any, initial: Any = _NEITHER, /) -> Any:
    total = initial
    for item in steps_of(given.machine, iterable, given.at):
        given.machine.spend()
        total = item if total is _NEITHER else given.call(function, total, item)
    if total is _NEITHER:
        raise given.error("reduce() of empty iterable with no initial value")
    return total


def _update(given: Given, wrapper: Any, wrapped: Any, *rest: Any, **options: Any) -> Any:
    del rest, options
    if isinstance(wrapper, Closure):
        for name in ("__name__", "__qualname__", "__doc__", "__module__"):
            found = given.machine.get(wrapped, name, given.at)
            if found is not UNDEFINED:
                given.machine.set_attribute(wrapper, name, found, given.at)
        given.machine.set_attribute(wrapper, "__wrapped__", wrapped, given.at)
    return wrapper


def _wraps(given: Given, wrapped: Any, *rest: Any, **options: Any) -> Any:
    del given, rest, options
    return functions({"wraps": lambda inside, wrapper: _update(inside, wrapper, wrapped)})["wraps"]


class Dispatched(Native):
    """A function that is chosen by the class of its first argument. `state` has the others by their classes."""

    __slots__ = ("function", "state")

    def __init__(self, function: Any) -> None:
        self.function, self.state = function, Object()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _DISPATCH

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What registers another function."""
        if name == "register":
            return functions({name: self._register})[name]
        return machine.attribute(self.function, name, at) if name in ("__name__", "__doc__") else UNDEFINED

    def _register(self, given: Given, cls: Any, func: Any = None) -> Any:
        if func is not None:
            self.state.entries[cls] = func
            return func
        if isinstance(cls, Closure):
            return given.unknown("which classes this function is for is only said by a type")
        return functions({"register": lambda inside, function: self._register(inside, cls, function)})["register"]

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call the one for the first argument."""
        del this
        mro = mro_of(type_of(arguments[0])) if arguments else ()
        known = self.state.entries
        chosen = next((known[kind] for kind in mro if kind in known), self.function)
        return machine.invoke(chosen, arguments, keywords, UNDEFINED, at)


_DISPATCH = BuiltinClass("singledispatch", module="functools")
_ORDERS = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}


def _total_ordering(given: Given, cls: Any) -> Any:
    """What a class of the program says of its order decides all of it."""
    space = cls.statics.entries if isinstance(cls, ClassValue) else {}
    own = next((name for name in _ORDERS if name in space), None)
    if own is None:
        raise given.error("must define at least one ordering operation: < > <= >=", "ValueError")

    def ordering(name: str) -> Callable[..., Any]:
        less = name in ("__lt__", "__le__")

        def body(inside: Given, other: Any) -> Any:
            machine, at = inside.machine, inside.at
            found = inside.call(machine.special(inside.this, own, at), other)
            if found is NOT_IMPLEMENTED:
                return found
            same = machine.binary("equals", inside.this, other, at)
            apart = machine.unary("not", same, at)
            strict, own_less = name in ("__lt__", "__gt__"), own in ("__lt__", "__le__")
            if less is not own_less:
                found = machine.unary("not", found, at)
            decided = inside.truth(found)
            return decided and inside.truth(apart) if strict else decided or inside.truth(same)

        return body

    space.update(methods({name: ordering(name) for name in _ORDERS if name not in space}))
    return cls


def _cmp_to_key(given: Given, mycmp: Any) -> Any:
    del given

    def before(inside: Given, other: Any) -> Any:
        found = inside.call(mycmp, inside.this.entries["obj"], other.entries["obj"])
        return inside.machine.binary("less", found, 0, inside.at)

    kind = BuiltinClass("K", (), methods({"__lt__": before}), module="functools")
    return functions({"K": lambda _, obj: Object({"obj": obj}, kind)})["K"]


FUNCTOOLS = Module(
    "functools",
    {
        **functions(
            {
                "partial": _partial,
                "reduce": _reduce,
                "lru_cache": _cache,
                "cache": _cache,
                "wraps": _wraps,
                "update_wrapper": _update,
                "singledispatch": lambda given, func: Dispatched(func),  # noqa: ARG005
                "total_ordering": _total_ordering,
                "cmp_to_key": _cmp_to_key,
            }
        ),
        "cached_property": _CACHED_PROPERTY,
    },
    asking("this part of functools is not known here"),
)
