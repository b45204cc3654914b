"""Values of the evaluator as model values, and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from scaffold.model.values import SYMBOLIC, Conditional, Reference, Unknown, Value, walk
from scaffold.readers.programs.core import Core, larger_than
from scaffold.readers.programs.functions import Parts, Series, is_function
from scaffold.readers.programs.values import (
    INNER,
    MISSING,
    STANDS_FOR,
    UNDEFINED,
    Array,
    Foreign,
    Object,
    Promise,
    Symbol,
)

#: How the addresses of parameters begin; those of resources begin with a type or `module.` or `data.`.
_PARAMETERS = ("args.", "config.", "context.", "env.", "pulumi.")
_LEAVES = (str, bool, int, type(None))

_Leaf = Callable[[Any], Value]


def is_parameter(reference: Reference) -> bool:
    """Whether a reference is to a parameter of the program; one called by its bare name has no dot in it."""
    address = reference.address
    return address.startswith(_PARAMETERS) or ("." not in address and not address.startswith("@"))


def plain_of(value: Any) -> Any:
    """The plain value inside an instance of a class, or the one that it stands for; any other value itself."""
    if not isinstance(value, Object) or value.type is None:
        return value
    return value.entries.get(INNER, value.entries.get(STANDS_FOR, value))


def refers(value: Value) -> bool:
    """Whether a model value refers to anything but parameters."""
    kind = type(value)
    if kind in (str, int, bool, float, type(None)):
        return False
    if isinstance(value, Reference):
        return not is_parameter(value)
    return any(isinstance(found, Reference) and not is_parameter(found) for found in walk(value))


class Conversions(Core):
    """The part of the evaluator that turns its values into model values."""

    def freeze(self, value: Any) -> Value:
        """A value as a model value: symbols as what they are, parameters as their values; undefined is left out."""
        return self._model(value, self._freeze_symbol, lambda found: found.freeze(self), set())

    def express(self, value: Any) -> Value:
        """A value as a model value in which parameters are still referred to."""
        if type(value) is str:
            return value
        if isinstance(value, Symbol):
            return value.value
        return self._model(value, lambda found: found.value, lambda found: found.freeze(self), set())

    def resolve(self, value: Any) -> Value:
        """A value as a model value with every symbol as what it is taken to be, or an `Unknown`."""
        return self._model(value, self._resolve_symbol, lambda found: found.resolve(self), set())

    def limited(self, value: Value) -> Value:
        """An expression, or that it gets too large; one of nothing but unknown values is unknown itself."""
        if isinstance(value, Conditional) and isinstance(value.then, Unknown) and isinstance(value.otherwise, Unknown):
            return value.then
        if larger_than(value, 64):
            self.spend(8)
            if larger_than(value, self.budget.nodes):
                return Unknown("the expression gets too large")
            self.spend(64)
        return value

    def operands(self, *values: Any) -> tuple[Value, ...]:
        """Values as what a model expression is made of.

        As long as it is made of parameters they stay references, for conditions; beside a reference to a resource they
        become what they are taken to be, since the whole will not be folded.
        """
        found = tuple(map(self.express, values))
        return tuple(map(self.freeze, values)) if any(map(refers, found)) else found

    def concrete(self, value: Any) -> Any:
        """A value with every symbol in it as what it is taken to be; `MISSING` where one is taken for nothing."""
        if isinstance(value, Symbol):
            return value.concrete
        if isinstance(value, (Array, Object)):
            return self._concrete_inside(value, set())
        return value.concrete(self) if isinstance(value, Foreign) else value

    def thaw(self, value: Value) -> Any:
        """A model value as a value of the evaluator; what is symbolic in it becomes a symbol."""
        if isinstance(value, SYMBOLIC):
            return Symbol(value)
        if isinstance(value, tuple):
            return Array([self.thaw(item) for item in value])
        if isinstance(value, Mapping):
            return Object({key: self.thaw(item) for key, item in value.items()})
        return value

    def _freeze_symbol(self, symbol: Symbol) -> Value:
        if symbol.concrete is MISSING or refers(symbol.value):
            return symbol.value
        return self.freeze(symbol.concrete)

    def _resolve_symbol(self, symbol: Symbol) -> Value:
        if symbol.concrete is not MISSING:
            return self.resolve(symbol.concrete)
        return symbol.value if isinstance(symbol.value, Unknown) else Unknown("it is not known before it exists")

    def _model(self, value: Any, symbol: _Leaf, foreign: _Leaf, inside: set[int]) -> Value:
        if isinstance(value, _LEAVES):
            return value
        if isinstance(value, float):
            return _number(value)
        if value is UNDEFINED:
            return None
        if isinstance(value, Symbol):
            return symbol(value)
        if isinstance(value, Foreign):
            return foreign(value)
        if isinstance(value, Parts) and not value.changed:
            return symbol(value.whole)
        if isinstance(value, (Array, Object)):
            if id(value) in inside:
                return Unknown("it contains itself")
            inside.add(id(value))
            held = plain_of(value)
            if held is not value:
                found = self._model(held, symbol, foreign, inside)
            else:
                found = self._model_inside(value, symbol, foreign, inside)
            inside.discard(id(value))
            return found
        if isinstance(value, Promise) and value.settled and not value.rejected:
            value.handled = True
            return self._model(value.value, symbol, foreign, inside)
        return Unknown(_what(value))

    def _model_inside(self, value: Array | Object, symbol: _Leaf, foreign: _Leaf, inside: set[int]) -> Value:
        self.spend(1)
        if isinstance(value, Array):
            return tuple(self._model(item, symbol, foreign, inside) for item in value.items)
        found: dict[str, Value] = {}
        for key, item in self.readable(value):
            if item is UNDEFINED or (
                isinstance(item, Symbol) and item.concrete is UNDEFINED and not refers(item.value)
            ):
                continue
            found[key] = self._model(item, symbol, foreign, inside)
        return found

    def readable(self, value: Object) -> list[tuple[str, Any]]:
        """The entries of an object under names that the program can write, getters called."""
        names = [
            (own if isinstance(own, str) else str(own), key)
            for key in value.entries
            if isinstance(own := getattr(key, "own", key), (str, int))
        ]
        found = [(name, value.entries[key]) for name, key in names]
        for name, (getter, _) in (value.accessors or {}).items():
            if getter is not None:
                found.append((name, self.call(getter, (), this=value)))
        return found

    def _concrete_inside(self, value: Any, inside: set[int]) -> Any:
        if isinstance(value, Symbol):
            return value.concrete
        if isinstance(value, Foreign):
            return value.concrete(self)
        if not isinstance(value, (Array, Object)) or id(value) in inside:
            return value
        inside.add(id(value))
        items = value.items if isinstance(value, Array) else list(value.entries.values())
        found = [self._concrete_inside(item, inside) for item in items]
        inside.discard(id(value))
        if any(item is MISSING for item in found):
            return MISSING
        if all(map(_same, found, items)):
            return value
        if isinstance(value, Array):
            return Array(found, value.fixed)
        return Object(dict(zip(value.entries, found, strict=True)), value.type, value.accessors)


def _same(left: Any, right: Any) -> bool:
    return left is right


def _number(value: float) -> Value:
    if not math.isfinite(value):
        return Unknown("it is not a finite number", str(value))
    return int(value) if value.is_integer() and abs(value) < 2**63 else value


def _what(value: Any) -> str:
    if is_function(value):
        return "it is a function"
    if isinstance(value, Promise):
        return "it is a promise that is not kept"
    return "it is the state of a loop" if isinstance(value, Series) else "it is no plain value"
