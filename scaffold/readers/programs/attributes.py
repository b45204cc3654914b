"""Attributes and items where these are two things, and what classes with several bases give to their instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import Bound, ClassValue, Closure, function
from scaffold.readers.programs.members import Members
from scaffold.readers.programs.values import (
    MISSING,
    STANDS_FOR,
    UNDEFINED,
    Foreign,
    NativeFunction,
    Object,
    Symbol,
)

#: What every instance, and every class, has of its own and does not inherit.
_OF_EACH = frozenset({"__class__", "__dict__"})
_OF_EACH_CLASS = _OF_EACH | {"__name__", "__qualname__", "__mro__", "__bases__", "__base__", "__doc__", "__module__"}


class Attributes(Members):
    """The part of the evaluator that reads and sets attributes."""

    # Reading

    def attribute(self, value: Any, name: str, at: int = 0) -> Any:
        """The attribute `name`; the program's error where there is none."""
        found = self.find_attribute(value, name, at)
        if found is MISSING:
            raise self.throw(self.missing_attribute(value, name), at, "AttributeError")
        return found

    def missing_attribute(self, value: Any, name: str) -> str:
        """What the error says where a value has no such attribute."""
        return self.language.missing_attribute(self, value, name)

    def find_attribute(self, value: Any, name: str, at: int = 0) -> Any:
        """The attribute `name`; `MISSING` where there is none."""
        if type(value) is Object:
            if value.type is None:
                return self._built_in_attribute(value, name, at)
            found = self._attribute_of_instance(value, name, at)
            return found if found is not MISSING else self._built_in_attribute(value, name, at)
        if isinstance(value, Symbol):
            return self.symbolic_attribute(value, name, at)
        if isinstance(value, ClassValue):
            return self._attribute_of_class(value, name, at)
        if isinstance(value, Foreign):
            return self._attribute_of_foreign(value, name, at)
        if isinstance(value, Closure) and name in value.statics.entries:
            return value.statics.entries[name]
        return self._built_in_attribute(value, name, at)

    def _built_in_attribute(self, value: Any, name: str, at: int) -> Any:
        found = self.language.member(self, value, name, at)
        if found is UNDEFINED:
            return MISSING
        return Bound(found, value) if type(found) is NativeFunction else found

    def _attribute_of_instance(self, value: Object, name: str, at: int) -> Any:
        if name in _OF_EACH:
            return value.type if name == "__class__" else self._built_in_attribute(value, name, at)
        found, owner = self.lookup(self.mro_of(value.type), name, value, at)
        if found is not MISSING and isinstance(found, (Foreign, Object)) and self._overrides(found):
            return self.bound(found, owner, value, value.type, at)
        own = value.entries.get(name, MISSING)
        if own is not MISSING:
            return own
        if found is not MISSING:
            return self.bound(found, owner, value, value.type, at)
        hook = self.special(value, "__getattr__", at)
        return self.invoke(hook, (name,), {}, UNDEFINED, at) if hook is not MISSING else MISSING

    def _attribute_of_class(self, value: ClassValue, name: str, at: int) -> Any:
        if name in _OF_EACH_CLASS and name not in value.statics.entries:
            return self._built_in_attribute(value, name, at)
        found, owner = self.lookup(value.mro, name, None, at)
        if found is not MISSING:
            return found if type(found) is Closure else self.bound(found, owner, None, value, at)
        if value.meta is not None:
            found, owner = self.lookup(self.mro_of(value.meta), name, value, at)
            if found is not MISSING and owner is not self.language.root:
                return self.bound(found, owner, value, value.meta, at)
        found = self._built_in_attribute(value, name, at)
        if found is MISSING and name in ("__init__", "__new__"):
            return self.maker(self.language.root, name)
        hook = self.special(value, "__getattr__", at) if found is MISSING else MISSING
        return found if hook is MISSING else self.invoke(hook, (name,), {}, UNDEFINED, at)

    def _attribute_of_foreign(self, value: Foreign, name: str, at: int) -> Any:
        found = value.get(self, name, at)
        if found is UNDEFINED:
            if name in ("__init__", "__new__"):
                return self.maker(value, name)
            return self._built_in_attribute(value, name, at)
        if type(found) is NativeFunction and found.method and value.namespace is None:
            return Bound(found, value)
        return found

    def symbolic_attribute(self, value: Symbol, name: str, at: int) -> Any:
        """An attribute of a symbol. Methods come without their receiver, for which they are given the symbol."""
        if isinstance(value, Either):
            return self.of_either(value, lambda way: self.attribute(way, name, at))
        inside = value.concrete
        if inside is MISSING or (type(inside) is Object and inside.type is None):
            found = self.platform.attribute(self, value, name, at)
            if found is not UNDEFINED:
                return found
        if inside is MISSING:
            return self.symbolic_get(value, name, at)
        found = self.find_attribute(inside, name, at)
        if found is MISSING:
            raise self.throw(self.missing_attribute(inside, name), at, "AttributeError")
        if type(found) is Bound and type(found.function) is NativeFunction:
            return Bound(found.function, value)
        if isinstance(found, (Symbol, Bound)):
            return found
        if isinstance(inside, Object) and STANDS_FOR in inside.entries:
            return Symbol(value.value, found) if found is inside.entries[STANDS_FOR] else found
        return Symbol(self.step(value.value, name), found)

    def callee(self, value: Any, name: str, at: int) -> tuple[Any, Any]:
        """The method `name` of a value, which is about to be called, and the receiver that goes before its arguments;
        `MISSING` where it is bound."""
        if type(value) is Object and type(value.type) is ClassValue and name not in value.entries:
            found, _ = self.lookup(value.type.mro, name, value, at)
            if type(found) is Closure:
                return found, value
        elif isinstance(value, Symbol) and value.concrete is MISSING:
            call = self.invoke_method
            return function(name, lambda given, keywords, at: call(value, name, given, keywords, at)), MISSING
        return self.attribute(value, name, at), MISSING

    def invoke_attribute(
        self, value: Any, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Call the method `name` of a value."""
        found, this = self.callee(value, name, at)
        given = arguments if this is MISSING else (this, *arguments)
        return self.invoke(found, given, keywords, UNDEFINED, at)

    def left_out(self, holder: Any, key: Any) -> Any:
        """What there is in place of an attribute that an instance does not have: a plain value of its class."""
        if not self.split or type(holder.type) is not ClassValue or not isinstance(key, str):
            return UNDEFINED
        found, _ = self.lookup(holder.type.mro, key, holder, 0)
        return UNDEFINED if found is MISSING or isinstance(found, (Closure, NativeFunction, Foreign)) else found

    # Classes

    def mro_of(self, kind: Any) -> Sequence[Any]:
        """The classes in which members are looked for, the class itself first."""
        if isinstance(kind, (ClassValue, Foreign)) and kind.mro:
            return kind.mro
        root = self.language.root
        return () if root is None else (kind, root)

    def lookup(self, mro: Sequence[Any], name: str, instance: Any, at: int) -> tuple[Any, Any]:
        """What the classes give under a name, as it stands there, and which of them does; `MISSING` if none."""
        for owner in mro:
            if type(owner) is ClassValue:
                found = owner.statics.entries.get(name, MISSING)
            elif isinstance(owner, Foreign):
                found = self._member_of_foreign(owner, name, instance, at)
            else:
                found = self.unknown("it is inherited from a class that is not known", at)
            if found is not MISSING:
                return found, owner
        return MISSING, None

    def _member_of_foreign(self, owner: Foreign, name: str, instance: Any, at: int) -> Any:
        space = owner.namespace
        if space is not None:
            return space.get(name, MISSING)
        found = owner.get(self, name, at) if instance is None else owner.member(self, instance, name, at)
        return MISSING if found is UNDEFINED else found

    def bound(self, found: Any, owner: Any, instance: Any, kind: Any, at: int) -> Any:
        """What is read of a class of `kind` where `found` stands in it; `instance` is `None` for the class itself."""
        if type(found) is Closure:
            return found if instance is None else Bound(found, UNDEFINED, (instance,))
        if type(found) is NativeFunction:
            method = found.method and (isinstance(owner, ClassValue) or owner.namespace is not None)
            return Bound(found, instance) if method and instance is not None else found
        if isinstance(found, Foreign):
            return found.bind(self, instance, kind, at)
        if type(found) is Object and type(found.type) is ClassValue:
            getter = self.special(found, "__get__", at)
            if getter is not MISSING:
                return self.invoke(getter, (instance, kind), {}, UNDEFINED, at)
        return found

    def _overrides(self, found: Any) -> bool:
        if isinstance(found, Foreign):
            return found.overrides
        return type(found.type) is ClassValue and self.special(found, "__set__") is not MISSING

    def special(self, value: Any, name: str, at: int = 0) -> Any:
        """The method `name` that an instance's class gives it, bound to the instance; `MISSING` if none does."""
        kind = value.type if type(value) is Object else getattr(value, "meta", None)
        if kind is None:
            return MISSING
        root = self.language.root
        for owner in self.mro_of(kind):
            if owner is root:
                break
            space = owner.statics.entries if type(owner) is ClassValue else getattr(owner, "namespace", None)
            if space is not None and name in space:
                found = space[name]
                return MISSING if found is None else self.bound(found, owner, value, kind, at)
        return MISSING

    def maker(self, kind: Any, name: str) -> NativeFunction:
        """`__init__` or `__new__` of a class that is not the program's, as a function of the instance or the class."""

        def work(arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
            first, rest = (arguments[0], arguments[1:]) if arguments else (None, ())
            if name == "__new__":
                return self.create(first, rest, keywords, at)
            if isinstance(kind, Foreign) and kind is not self.language.root and isinstance(first, Object):
                kind.initialise(self, first, rest, keywords, at)
            return None

        return function(name, work)

    def create(self, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """A new instance of a class of the program, before it is initialised."""
        maker = next((owner for owner in self.mro_of(kind) if isinstance(owner, Foreign) and owner.makes), None)
        return maker.create(self, kind, arguments, keywords, at) if maker is not None else Object(type=kind)

    # Setting

    def set_attribute(self, target: Any, name: str, value: Any, at: int = 0) -> None:
        """Set an attribute."""
        if type(target) is Object and target.type is not None:
            self._set_of_instance(target, name, value, at)
        elif isinstance(target, Foreign):
            target.set(self, name, value, at)
        elif isinstance(target, (ClassValue, Closure)):
            if self.journal is not None:
                self.journal.content(target.statics)
            target.statics.entries[name] = value
        elif isinstance(target, Symbol):
            self.note("unknown-object", "what this is set on is not known", at)
        else:
            raise self.throw(self.missing_attribute(target, name), at, "AttributeError")

    def _set_of_instance(self, target: Object, name: str, value: Any, at: int) -> None:
        hook = self.special(target, "__setattr__", at)
        if hook is not MISSING:
            self.invoke(hook, (name, value), {}, UNDEFINED, at)
        else:
            self.set_raw(target, name, value, at)

    def set_raw(self, target: Object, name: str, value: Any, at: int) -> None:
        """Set an attribute of an instance as `object` does: by what stands in its class, or in itself."""
        found, _ = self.lookup(self.mro_of(target.type), name, target, at)
        if isinstance(found, (Foreign, Object)) and self._overrides(found):
            if isinstance(found, Foreign):
                found.assign(self, target, value, at)
            else:
                self.invoke(self.special(found, "__set__", at), (target, value), {}, UNDEFINED, at)
            return
        setters = (owner for owner in self.mro_of(target.type) if isinstance(owner, Foreign) and owner.sets)
        if any(owner.set_member(self, target, name, value, at) for owner in setters):
            return
        if self.journal is not None:
            self.journal.content(target)
        target.entries[name] = value

    def delete_attribute(self, target: Any, name: str, at: int = 0) -> None:
        """Delete an attribute."""
        if isinstance(target, Symbol):
            self.note("unknown-object", "what this is deleted of is not known", at)
            return
        if isinstance(target, Foreign):
            target.delete(self, name, at)
            return
        if type(target) is Object and target.type is not None:
            hook = self.special(target, "__delattr__", at)
            if hook is not MISSING:
                self.invoke(hook, (name,), {}, UNDEFINED, at)
                return
            found, _ = self.lookup(self.mro_of(target.type), name, target, at)
            if isinstance(found, Foreign) and found.overrides:
                found.remove(self, target, at)
                return
        holder = target.statics if isinstance(target, (ClassValue, Closure)) else target
        if not isinstance(holder, Object) or name not in holder.entries or (holder is target and target.type is None):
            raise self.throw(self.missing_attribute(target, name), at, "AttributeError")
        if self.journal is not None:
            self.journal.content(holder)
        del holder.entries[name]
