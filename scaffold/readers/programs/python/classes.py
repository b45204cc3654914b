"""The classes of Python's runtime. Which of them a value is of, `types.py` says.

What instances of the classes here have is filled in by the files that know: `text_methods` for `str`, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from scaffold.readers.programs.functions import Bound, ClassValue, linear
from scaffold.readers.programs.python.native import Body, native, not_followed
from scaffold.readers.programs.values import INNER, UNDEFINED, Array, Foreign, Machine, NativeFunction, Object


class BuiltinClass(Foreign):
    """A class of the runtime. `members` is what its instances find in it: methods, descriptors, constants.

    `make(given, cls, *arguments, **keywords)` makes an instance: of the class itself (`cls` is it), or of a class of
    the program that extends it. Without one an instance is an `Object` that `__init__` sets up. Of a `pure` one, `make`
    never sees symbols: an instance is the symbol of a call of that name.
    """

    __slots__ = ("_maker", "_mro", "bases", "doc", "make", "members", "module", "name", "pure")

    def __init__(
        self,
        name: str,
        bases: Sequence[BuiltinClass] = (),
        members: Mapping[str, Any] | None = None,
        make: Body | None = None,
        *,
        module: str = "builtins",
        doc: str | None = None,
        pure: str = "",
    ) -> None:
        self.name, self.make, self.module, self.doc, self.pure = name, make, module, doc, pure
        self.bases = tuple(bases) or ((OBJECT,) if name != "object" or module != "builtins" else ())
        self._maker: NativeFunction | None = None
        self.members: dict[str, Any] = dict(members or {})
        self._mro = (self, *linear([list(base.mro) for base in self.bases] + [list(self.bases)]))

    def __repr__(self) -> str:
        return f"<class {self.name}>"

    @property
    def mro(self) -> tuple[Any, ...]:
        """Itself, and the classes that it extends in the order in which they are looked at."""
        return self._mro

    @property
    def namespace(self) -> Mapping[Any, Any] | None:
        """What instances find in it, but for what they find in others."""
        return self.members

    def find(self, name: str) -> Any:
        """What instances find under a name; `UNDEFINED` if nothing."""
        for kind in self.mro:
            if name in kind.members:
                return kind.members[name]
        return UNDEFINED

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """An attribute of the class itself."""
        found = self.find(name)
        if found is not UNDEFINED:
            return found.bind(machine, None, self, at) if isinstance(found, Foreign) else found
        return class_attribute(machine, self, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Nothing but a word: the runtime stays as it is. A class of its own in CPython cannot be changed either."""
        del value
        if self.module == "builtins":
            reason = f"cannot set '{name}' attribute of immutable type '{self.name}'"
            raise machine.throw(reason, at, "TypeError")
        not_followed(machine, f"{self.name}.{name}", at)

    def member(self, machine: Machine, instance: Any, name: str, at: int) -> Any:
        """What an instance has by it."""
        found = self.find(name)
        if isinstance(found, NativeFunction) and found.method:
            return Bound(found, instance)
        if isinstance(found, Foreign):
            return found.bind(machine, instance, self, at)
        return found

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance."""
        del this
        return self.construct(machine, arguments, keywords, at)

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance."""
        made = self.create(machine, self, arguments, keywords, at)
        if isinstance(made, Object) and isinstance(made.type, BuiltinClass) and is_subclass(made.type, self):
            self.initialise(machine, made, arguments, keywords, at)
        return made

    def create(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """What `__new__` makes: an instance of `kind`, which is this class or extends it."""
        own = next((one for one in self.mro if one.make is not None), None)
        if own is None:
            if kind is OBJECT and (arguments or keywords):
                raise machine.throw("object() takes no arguments", at, "TypeError")
            return Object(type=kind)
        maker = self._maker if kind is self else None
        if maker is None:
            maker = native(own.name, own.make, pure=bool(own.pure), called=own.pure, before=(kind,))
            if kind is self:
                self._maker = maker
        return machine.invoke(maker, arguments, keywords, UNDEFINED, at)

    @property
    def makes(self) -> bool:
        """Whether it makes the instances of classes that extend it."""
        return any(one.make is not None for one in self.mro)

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """What `__init__` does."""
        found = self.find("__init__")
        if found is not UNDEFINED:
            machine.invoke(found, arguments, keywords, instance, at)


OBJECT = BuiltinClass("object")
_plain = partial(BuiltinClass, bases=(OBJECT,))
TYPE = _plain("type")
NONE_TYPE = _plain("NoneType")
INT = _plain("int")
BOOL = BuiltinClass("bool", (INT,))
FLOAT = _plain("float")
COMPLEX = _plain("complex")
STR = _plain("str")
BYTES = _plain("bytes")
BYTEARRAY = _plain("bytearray")
LIST = _plain("list")
TUPLE = _plain("tuple")
DICT = _plain("dict")
SET = _plain("set")
FROZENSET = _plain("frozenset")
RANGE = _plain("range")
SLICE = _plain("slice")
PROPERTY = _plain("property")
STATIC_METHOD = _plain("staticmethod")
CLASS_METHOD = _plain("classmethod")
SUPER = _plain("super")
FUNCTION = _plain("function")
METHOD = _plain("method")
BUILTIN_FUNCTION = _plain("builtin_function_or_method")
GENERATOR = _plain("generator")
COROUTINE = _plain("coroutine")
MODULE = _plain("module")
ELLIPSIS_TYPE = _plain("ellipsis")
NOT_IMPLEMENTED_TYPE = _plain("NotImplementedType")
UNION_TYPE = _plain("UnionType", module="types")
VIEWS = {name: _plain(f"dict_{name}") for name in ("keys", "values", "items")}
#: The classes of iterators by their names; more of them are made when they are asked for.
ITERATORS: dict[str, BuiltinClass] = {
    name: _plain(name) for name in ("map", "filter", "zip", "enumerate", "reversed", "iterator")
}
#: What all iterators have; `iterating` fills it.
ITERATOR_MEMBERS: dict[str, Any] = {}
for _each in (*ITERATORS.values(), GENERATOR):
    _each.members = ITERATOR_MEMBERS


def mro_of(kind: Any) -> Sequence[Any]:
    """A class and those above it, in the order in which they are looked at."""
    found = getattr(kind, "mro", None)
    return found if found else (kind, OBJECT)


def is_subclass(kind: Any, other: Any) -> bool:
    """Whether a class is another one or extends it."""
    return kind is other or any(one is other for one in mro_of(kind))


def class_name(kind: Any) -> str:
    """The name of a class."""
    name = getattr(kind, "name", "")
    return name.rpartition(".")[2] if isinstance(name, str) and name else "object"


def wrapped(kind: Any, own: BuiltinClass, value: Any) -> Any:
    """A plain value of the class `own`, or inside an instance of a class `kind` that extends it."""
    return value if kind is own else Object(entries={INNER: value}, type=kind)


def class_attribute(machine: Machine, kind: Any, name: str, at: int) -> Any:
    """What every class has, where it does not say otherwise; `UNDEFINED` if it has no such thing."""
    if name == "__name__":
        return kind.name
    if name == "__qualname__":
        return getattr(kind, "qualified", "") or kind.name
    if name == "__module__":
        return getattr(kind, "module", "__main__")
    if name == "__mro__":
        return Array(list(mro_of(kind)), fixed=True)
    if name == "__bases__":
        return Array(list(getattr(kind, "bases", ()) or (() if kind is OBJECT else (OBJECT,))), fixed=True)
    if name == "__base__":
        return next(iter(getattr(kind, "bases", ())), None)
    if name == "__doc__":
        return getattr(kind, "doc", None)
    if name == "__class__":
        return getattr(kind, "meta", None) or TYPE
    if name == "__dict__":
        return Object(dict(kind.namespace or {}) if isinstance(kind, Foreign) else kind.statics.entries)
    return TYPE.member(machine, kind, name, at) if isinstance(kind, Foreign | ClassValue) else UNDEFINED
