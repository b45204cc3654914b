"""Classes with several bases, their instances, and `super()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs.functions import ClassValue, Closure, LeftError, function, linear
from scaffold.readers.programs.generators import Generators
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Symbol,
    ThrownError,
)

#: What `super()` gives of every instance, beside what the language says.
_OF_ROOT = frozenset({"__init__", "__init_subclass__", "__setattr__", "__delattr__"})


@dataclass(frozen=True, slots=True, eq=False)
class Super(Foreign):
    """What comes behind `kind` in the order of `start`'s classes, for an `instance` (or for the class itself)."""

    machine: Any
    kind: Any
    instance: Any
    start: Any

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member of the classes behind."""
        del machine
        found = self.machine.attribute_behind(self, name, at)
        return UNDEFINED if found is MISSING else found

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Set a member of the instance."""
        machine.set_attribute(self.instance, name, value, at)


class Classes(Generators):
    """The part of the evaluator for classes with several bases."""

    # Classes

    def make_class(
        self,
        name: str,
        bases: Sequence[Any],
        namespace: dict[Any, Any],
        *,
        keywords: Mapping[str, Any] | None = None,
        node: ir.Class | None = None,
        at: int = 0,
    ) -> ClassValue:
        """A class of the program, given what its body came to."""
        node = node or ir.Class(at, at, name, (), ())
        statics = Object(namespace)
        first = next((base for base in bases if base is not self.language.root), None)
        found = ClassValue(name, first, node, self.unit, {}, statics, statics, bases=tuple(bases))
        constructor = namespace.get("__init__")
        found.constructor = constructor if isinstance(constructor, Closure) else None
        found.qualified = str(namespace.pop("__qualname__", name))
        found.meta = (keywords or {}).get("metaclass") or self._meta_of(bases)
        found.mro = (found, *self._linearised(bases or (self.language.root,), at))
        return found

    def _meta_of(self, bases: Sequence[Any]) -> Any:
        return next((base.meta for base in bases if isinstance(base, ClassValue) and base.meta is not None), None)

    def _linearised(self, bases: Sequence[Any], at: int) -> list[Any]:
        """The order of all classes above."""
        try:
            found = linear([*(list(self.mro_of(base)) for base in bases), list(bases)])
        except ValueError:
            raise self.throw(_no_order(bases), at, "TypeError") from None
        self.spend(len(found))
        return found

    def finish_class(self, found: ClassValue, keywords: Mapping[str, Any], at: int) -> Any:
        """What is done once a class is there; gives what takes its place."""
        for name, value in list(found.statics.entries.items()):
            if type(value) is Object and type(value.type) is ClassValue:
                hook = self.special(value, "__set_name__", at)
                if hook is not MISSING:
                    self.invoke(hook, (found, name), {}, UNDEFINED, at)
        left = {name: value for name, value in keywords.items() if name != "metaclass"}
        hook, owner = self.lookup(
            [kind for kind in found.mro[1:] if type(kind) is ClassValue], "__init_subclass__", found, at
        )
        if hook is not MISSING:
            self.invoke(self.bound(hook, owner, found, found, at), (), left, UNDEFINED, at)
        elif left and found.meta is None and self._is_plain(found):
            message = f"{found.name}.__init_subclass__() takes no keyword arguments"
            raise self.throw(message, at, "TypeError")
        result: Any = found
        hooks = [kind for kind in (*found.mro[1:], found.meta) if isinstance(kind, Foreign)]
        for kind in hooks:
            result = kind.derive(self, result, left, at)
            if result is not found:
                break
        if isinstance(found.meta, ClassValue) and not {"__call__"}.issuperset(_hooks(found.meta)):
            self.note("metaclass", "What this metaclass does to its classes is not known here", at)
        return result

    def _is_plain(self, kind: ClassValue) -> bool:
        """Whether it is only made of classes of the program."""
        return all(type(one) is ClassValue or one is self.language.root for one in kind.mro)

    # Instances

    def call_other(self, function: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call a class, or an instance that can be called."""
        if isinstance(function, ClassValue):
            if isinstance(function.meta, ClassValue):
                hook, owner = self.lookup(self.mro_of(function.meta), "__call__", function, at)
                if isinstance(owner, ClassValue):
                    return self.invoke(
                        self.bound(hook, owner, function, function.meta, at), arguments, keywords, UNDEFINED, at
                    )
            return self.instantiate(function, arguments, keywords, at)
        hook = self.special(function, "__call__", at)
        if hook is MISSING:
            raise self.throw(f"'{self.language.type_name(function)}' object is not callable", at, "TypeError")
        return self.invoke(hook, arguments, keywords, UNDEFINED, at)

    def instantiate(self, kind: ClassValue, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance of a class of the program, as classes do where no metaclass says otherwise."""
        for owner in (*kind.mro, kind.meta):
            if isinstance(owner, Foreign):
                found = owner.call_class(self, kind, arguments, keywords, at)
                if found is not MISSING:
                    return found
        self.deepen(at)
        try:
            maker, owner = self.lookup([one for one in kind.mro if type(one) is ClassValue], "__new__", kind, at)
            if maker is MISSING:
                instance = self.create(kind, arguments, keywords, at)
            else:
                maker = maker if type(maker) is Closure else self.bound(maker, owner, None, kind, at)
                instance = self.invoke(maker, (kind, *arguments), keywords, UNDEFINED, at)
            if isinstance(instance, Object) and kind in self.mro_of(instance.type):
                self._initialise_instance(instance, arguments, keywords, maker is MISSING, at)
            return instance
        finally:
            self.depth -= 1

    def _initialise_instance(
        self, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], strict: bool, at: int
    ) -> None:
        found = self._initialiser(instance, self.mro_of(instance.type), at)
        if found is not MISSING:
            self.invoke(found, arguments, keywords, UNDEFINED, at)
        elif (arguments or keywords) and strict and not self._made_by_others(instance.type):
            raise self.throw(f"{_name(instance.type)}() takes no arguments", at, "TypeError")

    def _made_by_others(self, kind: Any) -> bool:
        """Whether something that is not the program's makes its instances, and may take arguments."""
        return any(owner.makes if isinstance(owner, Foreign) else type(owner) is not ClassValue for owner in kind.mro)

    def _initialiser(self, instance: Any, mro: Sequence[Any], at: int) -> Any:
        """What `__init__` is to an instance, as far as these classes say; `MISSING` for `object`'s."""
        for owner in mro:
            if owner is self.language.root:
                break
            if isinstance(owner, Foreign) and owner.namespace is None:
                return self._bound_maker(owner, instance)
            space = owner.statics.entries if type(owner) is ClassValue else getattr(owner, "namespace", None) or {}
            if "__init__" in space:
                return self.bound(space["__init__"], owner, instance, instance.type, at)
        return MISSING

    def _bound_maker(self, owner: Foreign, instance: Any) -> NativeFunction:
        def work(machine: Machine, this: Any, given: Sequence[Any], keywords: Mapping[str, Any], at: int) -> None:
            del this
            owner.initialise(machine, instance, given, keywords, at)

        return NativeFunction("__init__", work)

    # Super

    def super_of(self, kind: Any, instance: Any, at: int = 0) -> Any:
        """`super(kind, instance)`."""
        if isinstance(instance, Symbol) or not isinstance(kind, ClassValue):
            return self.unknown("what this is inherited from is not known", at)
        if isinstance(instance, ClassValue) and kind in instance.mro:
            return Super(self, kind, instance, instance)
        start = instance.type if isinstance(instance, Object) else getattr(instance, "meta", None)
        if kind not in self.mro_of(start):
            message = "super(type, obj): obj must be an instance or subtype of type"
            raise self.throw(message, at, "TypeError")
        return Super(self, kind, instance, start)

    def attribute_behind(self, given: Super, name: str, at: int) -> Any:
        """A member of the classes behind one, bound to the instance; `MISSING` if there is none."""
        mro = self.mro_of(given.start)
        rest = mro[list(mro).index(given.kind) + 1 :]
        whole = given.instance is given.start
        if name == "__init__" and not whole:
            found = self._initialiser(given.instance, rest, at)
            return found if found is not MISSING else self._of_root(given, name)
        if name in ("__new__", "__call__", "__init_subclass__", "__setattr__", "__delattr__"):
            rest = [owner for owner in rest if type(owner) is ClassValue]
        found, owner = self.lookup(rest, name, None if whole else given.instance, at)
        if found is MISSING:
            return self._of_root(given, name)
        if name == "__new__" or (type(found) is Closure and whole and name != "__init_subclass__"):
            return found
        return self.bound(
            found, owner, None if whole and type(found) is not Closure else given.instance, given.start, at
        )

    def _of_root(self, given: Super, name: str) -> Any:
        """What every class gives in the end."""
        instance = given.instance

        def work(arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
            if name == "__call__":
                return self.instantiate(instance, arguments, keywords, at)
            if name == "__init_subclass__" and keywords:
                message = f"{_name(instance)}.__init_subclass__() takes no keyword arguments"
                raise self.throw(message, at, "TypeError")
            if name == "__setattr__":
                self.set_raw(instance, arguments[0], arguments[1], at)
            if name == "__delattr__":
                instance.entries.pop(arguments[0], None)
            return None

        if name == "__new__":
            return self.maker(None, name)
        if name in _OF_ROOT or (name == "__call__" and isinstance(instance, ClassValue)):
            return function(name, work)
        return MISSING

    # With

    def around(self, value: Any, body: Callable[[Any], Any], at: int) -> Any:
        """Run a body inside what manages it (`with`)."""
        if isinstance(value, Symbol):
            return body(self.unknown("what this gives to the body is not known", at))
        enter = self._manager(value, "enter", at)
        if enter is MISSING and isinstance(value, Foreign):
            return value.around(self, body, at)
        leave = self._manager(value, "exit", at)
        if enter is MISSING or leave is MISSING:
            kind = self.language.type_name(value)
            raise self.throw(f"'{kind}' object does not support the context manager protocol", at, "TypeError")
        given = self.settle(self.invoke(enter, (), {}, UNDEFINED, at), at)
        nothing = (None, None, None)
        try:
            end = body(given)
        except ThrownError as error:
            trace = self.unknown("where an error comes from is not known", at)
            about = (getattr(error.value, "type", None), error.value, trace)
            swallows = self.settle(self.invoke(leave, about, {}, UNDEFINED, at), at)
            if self.truth(swallows, at) is not True:
                raise
            return None
        except LeftError:
            self.invoke(leave, nothing, {}, UNDEFINED, at)
            raise
        self.settle(self.invoke(leave, nothing, {}, UNDEFINED, at), at)
        return end

    def _manager(self, value: Any, name: str, at: int) -> Any:
        found = self.special(value, f"__{name}__", at)
        return found if found is not MISSING else self.special(value, f"__a{name}__", at)


def _name(kind: Any) -> str:
    return str(getattr(kind, "name", "a class"))


def _no_order(bases: Sequence[Any]) -> str:
    twice = next((base for place, base in enumerate(bases) if base in bases[:place]), None)
    if twice is not None:
        return f"duplicate base class {_name(twice)}"
    return f"Cannot create a consistent method resolution\norder (MRO) for bases {', '.join(map(_name, bases))}"


def _hooks(kind: ClassValue) -> set[str]:
    return {name for name in kind.statics.entries if isinstance(name, str) and name not in ("__module__", "__doc__")}
