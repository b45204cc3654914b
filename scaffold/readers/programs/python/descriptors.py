"""`property`, `staticmethod`, `classmethod`: what a class holds, and gives in another form to its instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.functions import Bound
from scaffold.readers.programs.python.classes import CLASS_METHOD, PROPERTY, STATIC_METHOD, BuiltinClass
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.native import Given, native
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import UNDEFINED, Machine


class Property(Native):
    """A property: the functions that read, set and delete it, or `None`."""

    __slots__ = ("functions",)

    overrides = True

    def __init__(self, functions: Sequence[Any]) -> None:
        self.functions = tuple(functions)

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return PROPERTY

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """Its functions, and what makes another property with one of them replaced."""
        del machine, at
        if name in _PLACES:
            return self.functions[_PLACES.index(name)]
        if name in _CHANGES:
            place = _CHANGES.index(name)
            return native(name, lambda _, function, /: self._with(place, function))
        return UNDEFINED

    def _with(self, place: int, function: Any) -> Property:
        found = list(self.functions)
        found[place] = function
        return Property(found)

    def _run(self, machine: Machine, place: int, instance: Any, arguments: Sequence[Any], at: int) -> Any:
        function = self.functions[place]
        if function is None:
            name = getattr(self.functions[0], "name", "").rpartition(".")[2]
            what = ("getter", "setter", "deleter")[place]
            reason = f"property '{name}' of '{type_name(instance)}' object has no {what}"
            raise machine.throw(reason, at, "AttributeError")
        return machine.call(function, (instance, *arguments), at=at)

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What it is for an instance; for the class, itself."""
        del owner
        return self if instance is None else self._run(machine, 0, instance, (), at)

    def assign(self, machine: Machine, instance: Any, value: Any, at: int) -> None:
        """Set it."""
        self._run(machine, 1, instance, (value,), at)

    def remove(self, machine: Machine, instance: Any, at: int) -> None:
        """Delete it."""
        self._run(machine, 2, instance, (), at)


_PLACES = ("fget", "fset", "fdel")
_CHANGES = ("getter", "setter", "deleter")


class Wrapped(Native):
    """A function that is bound in another way, or not at all."""

    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """The function, or what that has."""
        if name in ("__func__", "__wrapped__"):
            return self.function
        return machine.attribute(self.function, name, at) if name in ("__name__", "__doc__") else UNDEFINED

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call the function."""
        del this
        return machine.invoke(self.function, arguments, keywords, UNDEFINED, at)


class StaticMethod(Wrapped):
    """A function that is not bound."""

    __slots__ = ()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return STATIC_METHOD

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The function."""
        del machine, instance, owner, at
        return self.function


class ClassMethod(Wrapped):
    """A function that is bound to the class."""

    __slots__ = ()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return CLASS_METHOD

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The function with the class as its first argument."""
        del machine, instance, at
        return Bound(self.function, UNDEFINED, (owner,))


def _make_property(
    given: Given, cls: Any, /, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None
) -> Any:
    del given, doc, cls
    return Property((fget, fset, fdel))


def _make_static(given: Given, cls: Any, function: Any, /) -> Any:
    del given, cls
    return StaticMethod(function)


def _make_class(given: Given, cls: Any, function: Any, /) -> Any:
    del given, cls
    return ClassMethod(function)


PROPERTY.make, STATIC_METHOD.make, CLASS_METHOD.make = _make_property, _make_static, _make_class
