"""What compiled programs ask of the machine beside members and calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs import ir
from scaffold.readers.programs.calls import Calls
from scaffold.readers.programs.functions import ClassValue, Closure, Frame, Private, Texts
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Object,
    Symbol,
)


class Operations(Calls):
    """The part of the evaluator for the constructs of programs."""

    # Variables

    def unset(self, name: str, at: int) -> Any:
        """A variable that is read before it is set: what is asynchronous in the program may run too early here."""
        if name in ("this", "super", "module", "exports", "require"):
            return UNDEFINED
        return self.unknown(f"{name} is read before it is set", at)

    def undeclared(self, name: str, at: int) -> Any:
        """A name that nobody declares."""
        raise self.throw(f"{name} is not defined", at, "ReferenceError")

    def regex(self, pattern: str, flags: str, at: int) -> Any:
        """A regular expression."""
        kind = self.globals.get("RegExp")
        if kind is None:
            return self.unknown("regular expressions are not known", at)
        return self.construct(kind, (pattern, flags), at=at)

    # Displays

    def collect(self, parts: Sequence[tuple[bool, Any]], fixed: bool, at: int) -> Any:
        """A list of values and of the elements of others."""
        found: list[Any] = []
        unknown = False
        for spread, value in parts:
            items = self.iterate(value, at) if spread else [value]
            unknown = unknown or items is None
            found.extend(items or ())
        if unknown:
            pieces = [value if spread else Array([value]) for spread, value in parts]
            return Symbol(Call("concat", self.operands(*pieces)))
        self.spend(len(found) >> 3)
        return Array(self.measure(found, at), fixed)

    def spread_arguments(self, value: Any, at: int) -> list[Any]:
        """The arguments that a spread stands for."""
        items = self.iterate(value, at)
        return [self.element(value)] if items is None else items

    def spread_into(self, found: Any, value: Any, at: int) -> Any:
        """An object with the entries of a value added; the symbol of a merge where they are not known."""
        if value is None or value is UNDEFINED or (isinstance(value, Symbol) and self.absent(value)):
            return found
        names = self.keys(value, at)
        if names is None or isinstance(found, Symbol):
            return Symbol(Call("merge", self.operands(found, value)))
        for name in names:
            found.entries[name] = self.get(value, name, at)
        self.spend(len(names))
        return found

    def put_entry(self, found: Any, kind: str, key: Any, value: Any, at: int) -> Any:
        """An object with an entry, a getter or a setter added."""
        if isinstance(key, Symbol):
            if key.concrete is MISSING:
                self.note("unknown-key", "an entry is left out: its key is not known", at)
                return found
            key = key.concrete
        key = self.key(key)
        if key is MISSING:
            self.note("unknown-key", "an entry is left out: its key is not known", at)
            return found
        if isinstance(value, Closure) and value.home is None:
            value.home = found
        if isinstance(found, Symbol):
            return Symbol(Call("merge", self.operands(found, Object({key: value}))))
        if kind == "prototype":
            if isinstance(value, Object):
                found.type = value
        elif kind == "value":
            found.entries[key] = value
        else:
            accessors = found.accessors = found.accessors or {}
            getter, setter = accessors.get(key, (None, None))
            accessors[key] = (value, setter) if kind == "get" else (getter, value)
        return found

    def texts(self, texts: Sequence[str], raw: Sequence[str]) -> Texts:
        """The texts that the tag of a template is given."""
        return Texts(list(texts), raw=Array(list(raw)))

    def comprehended(self, sort: ir.Sort, found: list[Any], at: int = 0) -> Any:
        """What a comprehension gives of its elements (pairs, for a map)."""
        if sort is ir.Sort.MAP:
            pairs = [(self.key(self.concrete(key)), value) for key, value in found]
            if any(key is MISSING for key, _ in pairs):
                self.note("unknown-key", "an entry is left out: its key is not known", at)
            return Object({key: value for key, value in pairs if key is not MISSING})
        if sort is ir.Sort.SET:
            return self.language.gathered(self, found, at)
        return Array(found, sort is ir.Sort.TUPLE)

    def doubtful(self, sort: ir.Sort, value: Any, found: list[Any], at: int) -> Any:
        """What a comprehension gives of which it is not known what elements it has."""
        if sort is ir.Sort.LIST and isinstance(value, Symbol) and value.concrete is MISSING and len(found) == 1:
            return Symbol(self.called("map", (self.freeze(value), self.freeze(found[0]))))
        return self.unknown("which elements this has is not known", at)

    # Patterns

    def require(self, value: Any, at: int) -> None:
        """Members are about to be taken of a value: it must be there."""
        if self.absent(value):
            name = "null" if self.concrete(value) is None else "undefined"
            raise self.throw(f"Cannot destructure '{name}' as it is {name}.", at, "TypeError")

    def bind_items(
        self, frame: Frame, value: Any, items: Sequence[Any], rest: Any, after: Sequence[Any], at: int
    ) -> None:
        """Bind elements in order."""
        found = self.iterate(value, at)
        if found is None:
            for place, target in enumerate(items):
                if target is not None:
                    target(self, frame, self.get(value, place, at))
            for target in (*([rest] if rest is not None else []), *after):
                target(self, frame, self.unknown("these elements are not known", at))
            return
        for place, target in enumerate(items):
            if target is not None:
                target(self, frame, found[place] if place < len(found) else UNDEFINED)
        end = len(found) - len(after)
        if rest is not None:
            rest(self, frame, Array(found[len(items) : end]))
        for target, item in zip(after, found[end:], strict=False):
            target(self, frame, item)

    def without(self, value: Any, names: Sequence[Any], at: int) -> Any:
        """An object without these entries."""
        keys = self.keys(value, at)
        if keys is None:
            return Symbol(Call("omit", self.operands(value, *names)))
        taken = {self.key(self.concrete(name)) for name in names}
        return Object({key: self.get(value, key, at) for key in keys if key not in taken})

    # Classes

    def get_super(self, holder: Any, this: Any, name: Any, at: int) -> Any:
        """`super.name` in a method (or a field) of `holder`."""
        home = holder.home if isinstance(holder, Closure) else holder
        if isinstance(holder, Closure) and holder.static and isinstance(home, ClassValue):
            return self.get(home.base, name, at)
        base = home.base if isinstance(home, ClassValue) else home.type if isinstance(home, Object) else None
        found = self.inherited(base, this, self.key(name), at)
        return self.language.member(self, Object(), name, at) if found is MISSING else found

    def call_super(
        self, frame: Frame, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """`super(...)` in a constructor, whose variables are in `frame`."""
        holder = frame.get("super")
        home = holder.home if isinstance(holder, Closure) else None
        if isinstance(holder, Closure) and isinstance(home, ClassValue):
            self.initialise_base(home.base, this, arguments, keywords, at)
            self.set_up(home, this, holder.code, frame)

    def instance_of(self, value: Any, kind: Any, at: int) -> Any:
        """`value instanceof kind`."""
        if isinstance(kind, Symbol):
            return self.unknown("this class is not known", at)
        if isinstance(value, Symbol) or not isinstance(kind, (ClassValue, Closure)):
            if (
                isinstance(value, Symbol)
                and isinstance(kind, (ClassValue, Closure, Foreign))
                and value.concrete is MISSING
            ):
                return self.unknown("whether this is an instance of the class is not known", at)
            return self.binary("instanceof", value, kind, at)
        found = value.type if isinstance(value, Object) else None
        while found is not None and found is not kind and found is not kind.prototype:
            self.spend(1)
            if isinstance(found, Closure):
                found = found.prototype.type if found.prototype is not None else None
            else:
                found = found.type if isinstance(found, Object) else getattr(found, "base", None)
        return found is not None

    def target_of(self, this: Any) -> Any:
        """`new.target` where this is `this`."""
        return this.type if isinstance(this, Object) and isinstance(this.type, (ClassValue, Closure)) else UNDEFINED

    def has_private(self, value: Any, key: Private) -> bool:
        """`#name in value`."""
        return isinstance(value, Object) and (
            key in value.entries or self.inherited(value.type, value, key, 0) is not MISSING
        )

    # Others

    def handles(self, error: Any, types: Sequence[Any]) -> bool:
        """Whether a handler for these types takes an error."""
        return not types or any(self.truth(self.instance_of(error, kind, 0)) is not False for kind in types)

    def get_slice(self, value: Any, bounds: Array) -> Any:
        """The elements between bounds."""
        inside, limits = self.concrete(value), self.concrete(bounds)
        if inside is MISSING or limits is MISSING:
            return Symbol(Call("slice", self.operands(value, *bounds.items)))
        span = slice(*limits.items)
        if isinstance(value, Array):
            return Array(value.items[span], value.fixed)
        found = inside.items[span] if isinstance(inside, Array) else inside[span]
        return (
            found
            if not isinstance(value, Symbol)
            else Symbol(Call("slice", self.operands(value, *bounds.items)), found)
        )
