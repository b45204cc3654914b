"""The modules `abc` and `collections.abc`: classes that say what a value has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.readers.programs.functions import Bound, ClassValue, Closure, Series
from scaffold.readers.programs.python import classes
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.descriptors import ClassMethod, Property, StaticMethod
from scaffold.readers.programs.python.kinds import RangeValue, SetValue, Steps, View, inner
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.native import Given, Module, functions
from scaffold.readers.programs.values import (
    MISSING,
    Array,
    Machine,
    NativeFunction,
    Object,
)


class _Kind(BuiltinClass):
    """A class that says by what a value has whether it is one of its own."""

    __slots__ = ("holds",)

    def __init__(self, name: str, holds: Callable[[Any], bool], module: str = "collections.abc") -> None:
        super().__init__(name, module=module)
        self.holds = holds

    def has_instance(self, value: Any) -> bool:
        """Whether a value is one."""
        return self.holds(inner(value))


def _is_dict(value: Any) -> bool:
    return isinstance(value, Object) and value.type is None


def _is_list(value: Any) -> bool:
    return isinstance(value, Array) and not value.fixed


def _is_sequence(value: Any) -> bool:
    return isinstance(value, Array | str | bytes | RangeValue)


def _is_set(value: Any) -> bool:
    return isinstance(value, SetValue) or (isinstance(value, View) and value.sort != "values")


def _is_collection(value: Any) -> bool:
    return _is_dict(value) or _is_sequence(value) or isinstance(value, SetValue | View)


def _defines(name: str) -> Callable[[Any], bool]:
    """Whether a value's class has a method of that name."""

    def holds(value: Any) -> bool:
        mro = value.type.mro if isinstance(value, Object) and isinstance(value.type, ClassValue) else ()
        return any(isinstance(owner, ClassValue) and name in owner.statics.entries for owner in mro)

    return holds


def _is_iterable(value: Any) -> bool:
    return _is_collection(value) or isinstance(value, Series | Steps) or _defines("__iter__")(value)


def is_callable(value: Any) -> bool:
    """Whether a value can be called."""
    function = isinstance(value, Closure | NativeFunction | Bound | ClassValue | BuiltinClass)
    return function or _defines("__call__")(value)


def _is_hashable(value: Any) -> bool:
    changing = _is_dict(value) or _is_list(value) or (isinstance(value, SetValue) and not value.frozen)
    return not changing


_HOLDS: Mapping[str, Callable[[Any], bool]] = {
    "Mapping": _is_dict,
    "MutableMapping": _is_dict,
    "Sequence": _is_sequence,
    "MutableSequence": _is_list,
    "Set": _is_set,
    "MutableSet": lambda value: isinstance(value, SetValue) and not value.frozen,
    "Iterable": _is_iterable,
    "Iterator": lambda value: isinstance(value, Series | Steps) or _defines("__next__")(value),
    "Generator": lambda value: isinstance(value, Series),
    "Collection": _is_collection,
    "Container": _is_collection,
    "Sized": lambda value: _is_collection(value) or _defines("__len__")(value),
    "Reversible": _is_sequence,
    "Callable": is_callable,
    "Hashable": _is_hashable,
    "ByteString": lambda value: isinstance(value, bytes),
    "KeysView": lambda value: isinstance(value, View) and value.sort == "keys",
    "ValuesView": lambda value: isinstance(value, View) and value.sort == "values",
    "ItemsView": lambda value: isinstance(value, View) and value.sort == "items",
    **{
        name: lambda _: False
        for name in ("Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "Buffer")
    },
}
ABSTRACT = {name: _Kind(name, holds) for name, holds in _HOLDS.items()}
COLLECTIONS_ABC = Module("collections.abc", ABSTRACT)


# abc


def _is_abstract(value: Any) -> bool:
    if isinstance(value, Property):
        return any(map(_is_abstract, value.functions))
    if isinstance(value, StaticMethod | ClassMethod):
        return _is_abstract(value.function)
    return isinstance(value, Closure) and value.statics.entries.get("__isabstractmethod__") is True


class _AbstractBase(BuiltinClass):
    """`ABC` and its metaclass: classes with abstract methods have no instances."""

    __slots__ = ()

    def call_class(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Raises the program's TypeError for a class with abstract methods."""
        del arguments, keywords
        found: dict[str, bool] = {}
        for owner in kind.mro if isinstance(kind, ClassValue) else ():
            space = owner.statics.entries if isinstance(owner, ClassValue) else owner.namespace or {}
            for name, value in space.items():
                found.setdefault(name, _is_abstract(value))
        names = sorted(name for name, abstract in found.items() if abstract)
        if names:
            methods = f"abstract method{'s' * (len(names) > 1)} {', '.join(names)}"
            raise machine.throw(f"Can't instantiate abstract class {kind.name} with {methods}", at, "TypeError")
        return MISSING


def _abstract(given: Given, funcobj: Any) -> Any:
    if isinstance(funcobj, Closure):
        given.machine.set_attribute(funcobj, "__isabstractmethod__", True, given.at)
    return funcobj


def _abstract_property(given: Given, callable: Any) -> Any:
    return Property((_abstract(given, callable), None, None))


ABC_META = _AbstractBase("ABCMeta", (classes.TYPE,), module="abc")
ABC_BASE = _AbstractBase("ABC", module="abc")
ABC = Module(
    "abc",
    {
        "ABC": ABC_BASE,
        "ABCMeta": ABC_META,
        **functions({"abstractmethod": _abstract, "abstractproperty": _abstract_property}),
        **functions({"abstractclassmethod": lambda given, function: ClassMethod(_abstract(given, function))}),
        **functions({"abstractstaticmethod": lambda given, function: StaticMethod(_abstract(given, function))}),
    },
    asking("this part of abc is not known here"),
)
