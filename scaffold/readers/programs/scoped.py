"""What compiled programs ask of the machine where scopes are those of functions and classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.binding import MORE, OTHERS
from scaffold.readers.programs.functions import Bound, ClassValue, Closure, Frame, module_name
from scaffold.readers.programs.operations import Operations
from scaffold.readers.programs.packages import Search
from scaffold.readers.programs.values import INNER, MISSING, Array, Foreign, NativeFunction, Object, Symbol


class Scoped(Operations):
    """The part of the evaluator for the names, arguments and patterns of such programs."""

    search: Search

    # Names

    def runtime_name(self, name: str, at: int) -> Any:
        """A name that neither a function nor the module binds."""
        found = self.globals.get(name, MISSING)
        if found is MISSING:
            if self.unit.path in self.search.open_units:
                return self.unknown("it comes from a module that is not known", at)
            raise self.throw(f"name '{name}' is not defined", at, "NameError")
        return found

    def unbound(self, name: str, what: str, at: int) -> Any:
        """A variable (`local`, `free` or the module's) that is not set when it is read or deleted."""
        if what == "local":
            message = f"cannot access local variable '{name}' where it is not associated with a value"
            raise self.throw(message, at, "UnboundLocalError")
        if what == "free":
            message = f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
            raise self.throw(message, at, "NameError")
        raise self.throw(f"name '{name}' is not defined", at, "NameError")

    # Arguments

    def _called_as(self, function: Any) -> str:
        """A function as errors about its arguments call it."""
        while isinstance(function, Bound):
            function = function.function
        if isinstance(function, Closure):
            return f"{module_name(function.frame)}.{function.code.title}()"
        if isinstance(function, ClassValue):
            return f"{function.statics.entries.get('__module__', '')}.{function.qualified}()"
        if isinstance(function, str):
            return f"{function}()"
        return f"{getattr(function, 'name', 'function')}()"

    def add_keyword(self, keywords: dict[str, Any], name: str, value: Any, function: Any, at: int) -> None:
        """Add an argument by its name."""
        if name in keywords:
            message = f"{self._called_as(function)} got multiple values for keyword argument '{name}'"
            raise self.throw(message, at, "TypeError")
        keywords[name] = value

    def add_keywords(self, keywords: dict[str, Any], value: Any, function: Any, at: int) -> None:
        """Add the arguments that `**value` stands for."""
        entries = self.entries_of(value, at)
        if entries is None:
            keywords[OTHERS] = value
            return
        if entries is MISSING:
            kind = self.language.type_name(value)
            message = f"{self._called_as(function)} argument after ** must be a mapping, not {kind}"
            raise self.throw(message, at, "TypeError")
        for key, item in entries:
            name = key.entries.get(INNER) if isinstance(key, Object) else key
            if not isinstance(name, str):
                raise self.throw("keywords must be strings", at, "TypeError")
            self.add_keyword(keywords, name, item, function, at)

    def more_arguments(self, keywords: dict[str, Any], value: Any, function: Any, at: int) -> list[Any]:
        """The arguments that `*value` stands for."""
        if not self._can_be_iterated(value):
            kind = self.language.type_name(value)
            message = f"{self._called_as(function)} argument after * must be an iterable, not {kind}"
            raise self.throw(message, at, "TypeError")
        items = self.iterate(value, at)
        if items is None:
            keywords[MORE] = value
            return []
        return items

    def require_iterable(self, value: Any, at: int) -> None:
        """A loop over a value is about to be made: it must have elements."""
        if not self._can_be_iterated(value):
            raise self.throw(f"'{self.language.type_name(value)}' object is not iterable", at, "TypeError")

    def _can_be_iterated(self, value: Any) -> bool:
        if value is None or isinstance(value, (bool, int, float, Closure, NativeFunction, Bound)):
            return False
        return type(value) is not Object or value.type is None or self._is_iterable_instance(value)

    def _is_iterable_instance(self, value: Object) -> bool:
        return any(self.special(value, name) is not MISSING for name in ("__iter__", "__getitem__"))

    def entries_of(self, value: Any, at: int) -> Any:
        """The keys and values of a mapping; `None` where they are not known, `MISSING` for what is none."""
        if isinstance(value, Symbol) and value.concrete is MISSING:
            return None
        inside = value.concrete if isinstance(value, Symbol) else value
        if isinstance(value, Symbol) or (isinstance(inside, Object) and inside.type is None):
            names = self.keys(value, at) or []
        elif isinstance(inside, (Object, Foreign)) and self.find_attribute(inside, "keys", at) is not MISSING:
            found = self.iterate(self.invoke_attribute(inside, "keys", (), {}, at), at)
            if found is None:
                return None
            names = found
        else:
            return MISSING
        self.spend(len(names))
        return [(name, self.item(value, name, at)) for name in names]

    def spread_into(self, found: Any, value: Any, at: int) -> Any:
        """A dictionary with the entries of a value added; the symbol of a merge where they are not known."""
        if not self.split:
            return super().spread_into(found, value, at)
        entries = self.entries_of(value, at)
        if entries is MISSING:
            raise self.throw(f"'{self.language.type_name(value)}' object is not a mapping", at, "TypeError")
        if entries is None or isinstance(found, Symbol):
            return Symbol(self.called("merge", self.operands(found, value)))
        for name, item in entries:
            found.entries[self.key(name)] = item
        return found

    # Patterns

    def unpack(self, frame: Frame, value: Any, items: Sequence[Any], rest: Any, after: Sequence[Any], at: int) -> None:
        """Bind elements in order, of which there must be as many."""
        if not self._can_be_iterated(value):
            kind = self.language.type_name(value)
            raise self.throw(f"cannot unpack non-iterable {kind} object", at, "TypeError")
        found = self.iterate(value, at)
        if found is None:
            self._unpack_unknown(frame, value, items, rest, after, at)
            return
        least = len(items) + len(after)
        if len(found) < least:
            expected = f"at least {least}" if rest is not None else str(least)
            message = f"not enough values to unpack (expected {expected}, got {len(found)})"
            raise self.throw(message, at, "ValueError")
        if len(found) > least and rest is None:
            raise self.throw(f"too many values to unpack (expected {least})", at, "ValueError")
        end = len(found) - len(after)
        for target, item in zip(items, found, strict=False):
            target(self, frame, item)
        if rest is not None:
            rest(self, frame, Array(found[len(items) : end]))
        for target, item in zip(after, found[end:], strict=True):
            target(self, frame, item)

    def _unpack_unknown(
        self, frame: Frame, value: Any, items: Sequence[Any], rest: Any, after: Sequence[Any], at: int
    ) -> None:
        for place, target in enumerate(items):
            target(self, frame, self.item(value, place, at))
        for target in (*([rest] if rest is not None else []), *after):
            target(self, frame, self.unknown("these elements are not known", at))

    # Operators

    def augment(self, operator: str, left: Any, right: Any, at: int) -> Any:
        """What `left += right` sets `left` to."""
        if isinstance(left, Symbol) or (isinstance(right, Symbol) and not isinstance(left, (Array, Object, Foreign))):
            return self.binary(operator, left, right, at)
        if self.journal is not None:
            self.journal.content(left)
        if isinstance(right, Symbol):
            items = self.iterate(right, at) if type(left) is Array and operator == "add" else None
            if items is None:
                return self.binary(operator, left, right, at)
            right = Array(items)
        found = self.language.augment(self, operator, left, right, at)
        return self.measure(found, at) if type(found) is str else found

    def raised(self, value: Any, at: int) -> Any:
        """What `raise value` throws."""
        return value if isinstance(value, Symbol) else self.language.raised(self, value, at)

    def instance_of(self, value: Any, kind: Any, at: int) -> Any:
        """Whether a value is an instance of a class (or of one of several); a symbol where that is not known."""
        if not self.split:
            return super().instance_of(value, kind, at)
        kinds: Iterable[Any] = kind.items if isinstance(kind, Array) else (kind,)
        if any(isinstance(one, Symbol) for one in kinds):
            return self.unknown("this class is not known", at)
        if not isinstance(value, Symbol):
            return self.language.is_instance(self, value, kind, at)
        if value.concrete is MISSING:
            return self.unknown("whether this is an instance of the class is not known", at)
        known = self.language.is_instance(self, value.concrete, kind, at)
        names = tuple(str(getattr(one, "name", "")) for one in kinds)
        return Symbol(self.called("instanceof", (value.value, *names)), known)

    def set_of(self, found: Any, at: int) -> Any:
        """A set of the elements of a list."""
        if isinstance(found, Symbol):
            return Symbol(Call("set", (found.value,)))
        return self.language.gathered(self, found.items, at)
