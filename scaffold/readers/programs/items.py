"""Items where these are not attributes: elements, slices, entries."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.attributes import Attributes
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Object, Span, Symbol


class Items(Attributes):
    """The part of the evaluator that reads and sets items."""

    def item(self, value: Any, key: Any, at: int = 0) -> Any:
        """The element `key`, which may be a `Span`; the program's error where there is none."""
        kind = type(value)
        if kind is Array and type(key) is int:
            if -len(value.items) <= key < len(value.items):
                return value.items[key]
        elif isinstance(key, Symbol):
            return self._item_by_symbol(value, key, at)
        elif type(key) is Span:
            return self._slice(value, key, at)
        elif kind is Object and value.type is None:
            found = value.entries.get(key if type(key) is str else self.key(key), MISSING)
            if found is not MISSING:
                return found
        elif isinstance(value, Symbol):
            return self.symbolic_item(value, key, at)
        return self._other_item(value, key, at)

    def _other_item(self, value: Any, key: Any, at: int) -> Any:
        if isinstance(value, Object) and value.type is not None:
            reader = self.special(value, "__getitem__", at)
            if reader is not MISSING:
                return self.invoke(reader, (key,), {}, UNDEFINED, at)
        elif isinstance(value, ClassValue):
            reader = self.special(value, "__getitem__", at)
            if reader is MISSING:
                reader = self._item_reader_of_class(value, at)
            if reader is not MISSING:
                return self.invoke(reader, (key,), {}, UNDEFINED, at)
        elif isinstance(value, Foreign):
            found = value.index(self, key, at)
            if found is not UNDEFINED:
                return found
        return self.language.item(self, value, key, at)

    def _item_reader_of_class(self, value: ClassValue, at: int) -> Any:
        """`__class_getitem__` of the program, which is one of the class without saying so."""
        for owner in value.mro:
            found = owner.statics.entries.get("__class_getitem__", MISSING) if type(owner) is ClassValue else MISSING
            if found is not MISSING:
                return self.bound(found, owner, value, value, at)
        return MISSING

    def symbolic_item(self, value: Symbol, key: Any, at: int) -> Any:
        """An element of a symbol."""
        if isinstance(value, Either):
            return self.of_either(value, lambda way: self.item(way, key, at))
        if value.concrete is MISSING:
            return Symbol(self.step(value.value, key if isinstance(key, (str, int)) else self.freeze(key)))
        inside = value.concrete
        if type(inside) is Object and inside.type is None and type(key) is str and key not in inside.entries:
            found = self.platform.attribute(self, value, key, at)
            if found is not UNDEFINED:
                return found
        found = self.item(value.concrete, key, at)
        return found if isinstance(found, Symbol) else Symbol(self.step(value.value, self._as_step(value, key)), found)

    def _as_step(self, value: Symbol, key: Any) -> Any:
        if isinstance(value.concrete, Array) and type(key) is int and key < 0:
            return key + len(value.concrete.items)
        return key if isinstance(key, (str, int)) else self.freeze(key)

    def _item_by_symbol(self, value: Any, key: Symbol, at: int) -> Any:
        """An element whose key is a symbol: what it is taken to be decides which, and plain data remembers that."""
        if key.concrete is MISSING:
            if isinstance(value, Foreign):
                found = value.index(self, key, at)
                if found is not UNDEFINED:
                    return found
            return Symbol(self.called("index", self.operands(value, key)))
        found = self.item(value, key.concrete, at)
        if isinstance(found, (str, int, float)):
            return Symbol(self.called("index", self.operands(value, key)), found)
        return found

    def _slice(self, value: Any, span: Span, at: int) -> Any:
        bounds = (span.start, span.stop, span.step)
        if not isinstance(value, Symbol) and not any(isinstance(bound, Symbol) for bound in bounds):
            return self._other_item(value, span, at)
        inside, limits = self.concrete(value), [self.concrete(bound) for bound in bounds]
        written = [0 if span.start is None else span.start, span.stop, span.step]
        while len(written) > 1 and written[-1] is None:
            written.pop()
        expression = self.called("slice", self.operands(value, *written))
        if inside is MISSING or MISSING in limits:
            return Symbol(expression)
        if isinstance(value, Array):
            return self._other_item(value, Span(*limits), at)
        return Symbol(expression, self._other_item(inside, Span(*limits), at))

    # Setting

    def set_item(self, target: Any, key: Any, value: Any, at: int = 0) -> None:
        """Set an element."""
        known = self._known_key(target, key, at)
        if known is MISSING:
            return
        if self.journal is not None:
            self.journal.content(target)
        if type(target) is Object and target.type is None:
            own = self.key(known)
            if own is MISSING:
                self.note("unknown-key", "what is set here is not known: its key is not", at)
            else:
                target.entries[own] = value
        elif type(target) is Array and type(known) is int and -len(target.items) <= known < len(target.items):
            if target.fixed:
                self.language.set_item(self, target, known, value, at)
            else:
                target.items[known] = value
        else:
            setter = self.special(target, "__setitem__", at)
            if setter is not MISSING:
                self.invoke(setter, (known, value), {}, UNDEFINED, at)
            elif isinstance(target, Foreign):
                target.set_index(self, known, value, at)
            else:
                self.language.set_item(self, target, known, value, at)

    def delete_item(self, target: Any, key: Any, at: int = 0) -> None:
        """Delete an element."""
        known = self._known_key(target, key, at)
        if known is MISSING:
            return
        if self.journal is not None:
            self.journal.content(target)
        deleter = self.special(target, "__delitem__", at)
        if deleter is not MISSING:
            self.invoke(deleter, (known,), {}, UNDEFINED, at)
        elif isinstance(target, Foreign):
            target.delete_index(self, known, at)
        else:
            self.language.delete_item(self, target, known, at)

    def _known_key(self, target: Any, key: Any, at: int) -> Any:
        """The key of an element that is about to be changed; `MISSING`, with a note, where that cannot be done."""
        if isinstance(key, Span):
            bounds = [self.concrete(bound) for bound in (key.start, key.stop, key.step)]
            known: Any = MISSING if MISSING in bounds else Span(*bounds)
        else:
            known = key.concrete if isinstance(key, Symbol) else key
        if known is MISSING:
            self.note("unknown-key", "what is set here is not known: its key is not", at)
        elif isinstance(target, Symbol):
            self.note("unknown-object", "what this is set on is not known", at)
            return MISSING
        return known
