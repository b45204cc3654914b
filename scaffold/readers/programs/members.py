"""Members and elements of every value, and what can be looped over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import (
    Bound,
    ClassValue,
    Closure,
    Parts,
    Private,
    Series,
    Texts,
    function,
    prototype_of,
)
from scaffold.readers.programs.symbols import Symbols
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    NativeFunction,
    Object,
    OverBudgetError,
    Promise,
    Symbol,
)


class Members(Symbols):
    """The part of the evaluator that reads and sets members."""

    def get(self, value: Any, name: Any, at: int = 0) -> Any:
        """A member or element of any value, as the language reads it."""
        kind = type(value)
        if kind is Object:
            found = value.entries.get(name, MISSING) if type(name) is str else self._entry(value, name, at)
            return found if found is not MISSING else self._get_inherited(value, name, at)
        if kind is Array and type(name) is int:
            return value.items[name] if 0 <= name < len(value.items) else self._get_far(value, name, at)
        if isinstance(value, Symbol):
            return self.symbolic_get(value, name, at)
        if isinstance(value, Foreign):
            return value.get(self, name, at) if type(name) is str else value.index(self, name, at)
        if isinstance(name, Symbol):
            return self._get_by_symbol(value, name, at)
        if value is None or value is UNDEFINED:
            what = "null" if value is None else "undefined"
            raise self.throw(f"Cannot read properties of {what} (reading '{name}')", at, "TypeError")
        if isinstance(value, (ClassValue, Closure)):
            return self._get_attribute(value, name, at) if self.split else self._get_of_function(value, name, at)
        if isinstance(value, Array):
            return self._get_of_array(value, name, at)
        if isinstance(value, Series):
            return self._get_of_series(value, name)
        if isinstance(value, Promise) or not isinstance(name, int):
            return self.language.member(self, value, name if isinstance(name, str) else self.key(name), at)
        return self._get_far(value, name, at)

    def key(self, value: Any) -> Any:
        """What a value is as a key of an `Object`; `MISSING` where that is not known."""
        if type(value) is str or type(value) is Private:
            return value
        try:
            return self.language.key(self, value)
        except NotKnownError:
            return MISSING

    def _entry(self, value: Object, name: Any, at: int) -> Any:
        if isinstance(name, Symbol):
            return self._get_by_symbol(value, name, at)
        return value.entries.get(self.key(name), MISSING)

    def _get_by_symbol(self, value: Any, name: Symbol, at: int) -> Any:
        """An element whose key is a symbol: what it is taken to be decides which, and plain data remembers that."""
        if name.concrete is MISSING:
            return Symbol(self.called("index", self.operands(value, name)))
        found = self.get(value, name.concrete, at)
        if isinstance(found, (str, int, float)) or found is UNDEFINED:
            return Symbol(self.called("index", self.operands(value, name)), found)
        return found

    def _get_inherited(self, value: Object, name: Any, at: int) -> Any:
        if self.split:
            return self._get_attribute(value, name, at) if value.type is not None else UNDEFINED
        name = self.key(name)
        if value.accessors and name in value.accessors:
            getter = value.accessors[name][0]
            return UNDEFINED if getter is None else self.call(getter, (), this=value, at=at)
        if value.type is not None:
            found = self.inherited(value.type, value, name, at)
            if found is not MISSING:
                return found
        return self.language.member(self, value, name, at)

    def _get_attribute(self, value: Any, name: Any, at: int) -> Any:
        found = self.find_attribute(value, name, at) if isinstance(name, str) else MISSING
        return UNDEFINED if found is MISSING else found

    def find_attribute(self, value: Any, name: str, at: int = 0) -> Any:
        """The attribute `name`, where attributes and items are two things; `MISSING` where there is none."""
        raise NotImplementedError

    def inherited(self, kind: Any, instance: Any, name: Any, at: int) -> Any:
        """What an instance inherits from its class and those above it; `MISSING` if nothing."""
        while kind is not None:
            prototype = prototype_of(kind)
            if prototype is not None:
                found = prototype.entries.get(name, MISSING)
                if found is not MISSING:
                    return found
                if prototype.accessors and name in prototype.accessors:
                    getter = prototype.accessors[name][0]
                    return UNDEFINED if getter is None else self.call(getter, (), this=instance, at=at)
                kind = kind.base if isinstance(kind, ClassValue) else prototype.type
                self.spend(1)
            elif isinstance(kind, Foreign):
                found = kind.member(self, instance, name, at)
                return MISSING if found is UNDEFINED else found
            else:
                return (
                    self.unknown("it is inherited from a class that is not known", at)
                    if isinstance(kind, Symbol)
                    else MISSING
                )
        return MISSING

    def _get_of_function(self, value: ClassValue | Closure, name: Any, at: int) -> Any:
        name = self.key(name)
        kind: Any = value
        while isinstance(kind, (ClassValue, Closure)):
            found = kind.statics.entries.get(name, MISSING)
            if found is not MISSING:
                return found
            if kind.statics.accessors and name in kind.statics.accessors:
                getter = kind.statics.accessors[name][0]
                return UNDEFINED if getter is None else self.call(getter, (), this=value, at=at)
            kind = kind.base if isinstance(kind, ClassValue) else None
        if name == "prototype":
            return prototype_of(value)
        if isinstance(kind, Foreign) and name != "name":
            found = kind.get(self, name, at)
            if found is not UNDEFINED:
                return found
        return self.language.member(self, value, name, at)

    def _get_of_array(self, value: Array, name: Any, at: int) -> Any:
        if isinstance(value, Texts) and name == "raw":
            return value.raw
        if isinstance(value, Parts) and name == "length" and not value.changed:
            return Symbol(Call("length", (value.whole.value,)), len(value.items))
        if isinstance(name, str) and name.isdecimal():
            return self.get(value, int(name), at)
        if isinstance(name, float) and name.is_integer():
            name = int(name)
        if isinstance(name, int) and 0 <= name < len(value.items):
            return value.items[name]
        return self._get_far(value, name, at) if isinstance(name, int) else self._built_in(value, name, at)

    def _get_of_series(self, value: Series, name: Any) -> Any:
        if name not in ("next", "return", "throw"):
            return UNDEFINED

        def step(_: Any, at: int) -> Object:
            del at
            if name != "next":
                value.close()
            found, done = value.take()
            return Object({"value": found, "done": done})

        return self.native(str(name), step)

    def _get_far(self, value: Any, name: Any, at: int) -> Any:
        """An element by a number that no list has, or of something that is no list: the language knows."""
        return self.language.member(self, value, name if isinstance(value, str) else self.key(name), at)

    def _built_in(self, value: Any, name: Any, at: int) -> Any:
        return self.language.member(self, value, self.key(name), at)

    # Setting

    def set(self, target: Any, name: Any, value: Any, at: int = 0) -> None:
        """Set a member or element."""
        if isinstance(name, Symbol):
            name = name.concrete
            if name is MISSING:
                self.note("unknown-key", "what is set here is not known: its key is not", at)
                return
        if isinstance(target, Foreign):
            target.set(self, name if isinstance(name, str) else self.key(name), value, at)
        elif isinstance(target, Array):
            self._set_element(target, name, value, at)
        elif isinstance(target, Object):
            self._set_entry(target, target, name, value, at)
        elif isinstance(target, (ClassValue, Closure)):
            name = self.key(name)
            if name == "prototype" and isinstance(value, Object):
                target.prototype = value
            else:
                self._set_entry(target.statics, target, name, value, at)
        elif target is None or target is UNDEFINED:
            what = "null" if target is None else "undefined"
            raise self.throw(f"Cannot set properties of {what} (setting '{name}')", at, "TypeError")

    def _set_entry(self, holder: Object, this: Any, name: Any, value: Any, at: int) -> None:
        name = self.key(name)
        if holder.accessors and name in holder.accessors:
            setter = holder.accessors[name][1]
        elif name not in holder.entries and holder.type is not None:
            setter = self._inherited_setter(holder.type, name)
        else:
            setter = MISSING
        if setter is not MISSING:
            if setter is not None:
                self.call(setter, (value,), this=this, at=at)
        elif holder.type is not None and _taken(self, holder, name, value, at):
            return
        elif not holder.frozen:
            if self.journal is not None:
                self.journal.content(holder)
            holder.entries[name] = value

    def _inherited_setter(self, kind: Any, name: Any) -> Any:
        while kind is not None:
            prototype = prototype_of(kind)
            if prototype is None:
                return MISSING
            if prototype.accessors and name in prototype.accessors:
                return prototype.accessors[name][1]
            kind = kind.base if isinstance(kind, ClassValue) else prototype.type
            self.spend(1)
        return MISSING

    def _set_element(self, target: Array, name: Any, value: Any, at: int) -> None:
        if isinstance(name, str) and name.isdecimal():
            name = int(name)
        if self.journal is not None:
            self.journal.content(target)
        items = target.items
        if isinstance(name, float) and name.is_integer():
            name = int(name)
        if name == "length" or (isinstance(name, int) and name >= len(items)):
            length = self.concrete(value) if name == "length" else name
            if not isinstance(length, (int, float)) or not 0 <= length <= self.budget.size:
                raise OverBudgetError("a value gets too large", self.position(at))
            self.spend(max(0, int(length) - len(items)))
            items.extend([UNDEFINED] * (int(length) - len(items)))
            if name == "length":
                del items[int(length) :]
                return
        if isinstance(name, int) and name == len(items):
            items.append(value)
        elif isinstance(name, int) and name >= -len(items):
            items[name] = value

    def delete(self, target: Any, name: Any) -> bool:
        """Delete a member."""
        if isinstance(name, Symbol):
            name = name.concrete
        holder = target.statics if isinstance(target, (ClassValue, Closure)) else target
        if self.journal is not None:
            self.journal.content(holder)
        if isinstance(holder, Object):
            if holder.frozen:
                return False
            holder.entries.pop(self.key(name), None)
            if holder.accessors:
                holder.accessors.pop(self.key(name), None)
        elif isinstance(holder, Array) and isinstance(name, int) and 0 <= name < len(holder.items):
            holder.items[name] = UNDEFINED
        return True

    # Loops

    def iterate(self, value: Any, at: int = 0) -> list[Any] | None:
        """The elements of anything that can be looped over; `None` where they are not known."""
        if isinstance(value, Array):
            return list(value.items)
        if isinstance(value, Symbol):
            return self.iterate_symbol(value, at)
        if isinstance(value, Series):
            return value.rest()
        try:
            return self.language.iterate(self, value, at)
        except NotKnownError:
            return None

    def keys(self, value: Any, at: int = 0) -> list[Any] | None:
        """The keys that a loop over keys or a spread sees; `None` where they are not known."""
        if isinstance(value, Symbol):
            if value.concrete is MISSING:
                return None
            value = value.concrete
        return self.language.keys(self, value, at)

    def method(self, value: Any, name: Any, at: int) -> Any:
        """The method of a value that is about to be called."""
        if type(value) is Object and type(name) is str:
            found = value.entries.get(name, MISSING)
            if found is not MISSING:
                return found
        return self.get(value, name, at)

    def bind(self, function: Any, this: Any) -> Any:
        """A method together with its receiver."""
        return Bound(function, this) if isinstance(function, (Closure, NativeFunction)) else function

    def native(self, name: str, work: Callable[[Sequence[Any], int], Any]) -> NativeFunction:
        """A function of the machine's own, given arguments and an offset."""
        return function(name, lambda arguments, keywords, at: work(arguments, at))  # noqa: ARG005

    def call_closure(
        self, function: Closure, arguments: Sequence[Any], keywords: Mapping[str, Any], this: Any, at: int
    ) -> Any:
        """Call a function of the program."""
        raise NotImplementedError


def _taken(machine: Any, holder: Object, name: Any, value: Any, at: int) -> bool:
    """Whether a class of a platform, which the object's own extends, takes a member that is set."""
    kind = holder.type
    while isinstance(kind, ClassValue):
        kind = kind.base
    return isinstance(kind, Foreign) and kind.sets and kind.set_member(machine, holder, name, value, at)
