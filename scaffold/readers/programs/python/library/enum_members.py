"""What makes a class an enumeration: its members, and which of them a value is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.functions import ClassValue, Closure
from scaffold.readers.programs.python.classes import BYTES, FLOAT, INT, STR, TYPE, BuiltinClass, is_subclass
from scaffold.readers.programs.python.errors import thrown
from scaffold.readers.programs.python.kinds import Native, Steps, inner, key_value
from scaffold.readers.programs.python.native import Given, methods
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.values import (
    INNER,
    MISSING,
    STANDS_FOR,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Symbol,
)

#: Where a class keeps its members by name, and those that a flag is put together of.
_MEMBERS, _MADE = "_member_map_", "%made"
#: Of more members than this, it is not followed up which one it may be.
_MOST = 8
_MIXINS = (STR, INT, FLOAT, BYTES)
_OWN = ("_missing_", "_generate_next_value_", "_ignore_", "_order_", "_sunder_")


class Auto(Native):
    """`auto()`: a value that is only known once the class is there; or `parts` of a flag that are put together."""

    __slots__ = ("parts", "work")

    def __init__(self, work: Callable[[Any, Any], Any] | None = None, *parts: Any) -> None:
        self.work, self.parts = work, parts

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return AUTO


def _joined(work: Callable[[Any, Any], Any]) -> Any:
    return lambda given, other: Auto(work, given.this, other)


def _auto(given: Given, cls: Any, /) -> Auto:
    del given, cls
    return Auto()


AUTO = BuiltinClass("auto", (), methods({"__or__": _joined(int.__or__), "__and__": _joined(int.__and__)}), _auto)


def members_of(kind: ClassValue) -> dict[str, Object]:
    """The members of an enum by name, aliases too."""
    found = kind.statics.entries.get(_MEMBERS)
    return found.entries if isinstance(found, Object) else {}


def member_value(value: Any) -> Any:
    """The value of a member of an enum; any other value itself."""
    return value.entries.get(STANDS_FOR, value) if isinstance(value, Object) else value


def _named(given: Given, names: Any) -> dict[Any, Any]:
    """The members that a call names: in a text, a list, pairs or a dict."""
    known = inner(given.known(names))
    if isinstance(known, str):
        return {name: Auto() for name in known.replace(",", " ").split()}
    if isinstance(known, Object):
        return {key_value(key): value for key, value in known.entries.items()}
    found: dict[Any, Any] = {}
    for item in given.items(names):
        pair = inner(item)
        name, value = pair.items if isinstance(pair, Array) else (item, Auto())
        found[given.text(name)] = value
    return found


def is_of(kind: Any, sort: str) -> bool:
    """Whether a class is an enumeration of a sort."""
    return any(isinstance(owner, EnumClass) and owner.sort == sort for owner in kind.mro)


def canonical(kind: ClassValue) -> list[Object]:
    """The members of an enum, each once; of a flag those that are not put together."""
    found: list[Object] = []
    flag = is_of(kind, "flag")
    for member in members_of(kind).values():
        value = member.entries["_value_"]
        single = not flag or (isinstance(value, int) and value > 0 and value & (value - 1) == 0)
        if single and not any(member is other for other in found):
            found.append(member)
    return found


class Attribute(Foreign):
    """`name` or `value` of a member."""

    __slots__ = ("key",)
    overrides = True

    def __init__(self, key: str) -> None:
        self.key = key

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What the member has."""
        del machine, at
        if not isinstance(instance, Object):
            name = self.key.strip("_")
            known = members_of(owner).get(name) if isinstance(owner, ClassValue) else None
            return self if known is None else known
        return instance.entries.get(self.key, UNDEFINED)

    def assign(self, machine: Machine, instance: Any, value: Any, at: int) -> None:
        """Raises the program's AttributeError."""
        del value
        name = self.key.strip("_")
        raise machine.throw(f"<enum '{instance.type.name}'> cannot set attribute '{name}'", at, "AttributeError")


class EnumClass(BuiltinClass):
    """`Enum` and those that the library makes of it. `sort` is `flag` where members can be put together, `text` where a
    value that the program leaves open is the name."""

    __slots__ = ("sort",)

    def __init__(
        self, name: str, bases: Sequence[BuiltinClass] = (), members: Mapping[str, Any] | None = None, sort: str = ""
    ) -> None:
        super().__init__(name, bases, members, module="enum")
        self.sort = sort

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """A class whose members are named in a call: `Enum("Stage", "DEV PROD")`."""
        del keywords
        given = Given(machine, UNDEFINED, at)
        if len(arguments) < 2:
            return given.unknown("which members this enumeration has is not known")
        kind = machine.make_class(given.text(arguments[0]), (self,), _named(given, arguments[1]), at=at)
        return self.derive(machine, kind, {}, at)

    def derive(self, machine: Machine, kind: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """Make the members of a class that extends it."""
        del keywords
        if isinstance(kind, ClassValue) and _MEMBERS not in kind.statics.entries:
            _make_members(Given(machine, UNDEFINED, at), kind)
        return kind

    def call_class(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """The member that has a value."""
        del keywords
        if not isinstance(kind, ClassValue) or not arguments or not members_of(kind):
            return MISSING
        return _by_value(Given(machine, UNDEFINED, at), kind, arguments[0])


def _is_member(kind: ClassValue, name: Any, value: Any, ignored: Sequence[Any]) -> bool:
    if not isinstance(name, str) or name in _OWN or name in ignored or (name[:2] == "__" and name[-2:] == "__"):
        return False
    if name.startswith(f"_{kind.name.lstrip('_')}__") or (name[0] == name[-1] == "_"):
        return False
    if isinstance(value, Closure | NativeFunction | ClassValue):
        return False
    return not isinstance(value, Foreign) or type(value).bind is Foreign.bind


def _make_members(given: Given, kind: ClassValue) -> None:
    space, machine = kind.statics.entries, given.machine
    kind.meta = ENUM_TYPE
    ignored = space.get("_ignore_", "")
    ignored = ignored.split() if isinstance(ignored, str) else given.items(ignored)
    found: dict[str, Object] = {}
    space[_MEMBERS] = Object(found)
    _set_texts(kind)
    last: list[Any] = []
    known: dict[int, Any] = {}
    for name, value in list(space.items()):
        if not _is_member(kind, name, value, ignored):
            continue
        machine.spend()
        value = _known_value(given, kind, name, value, last, known)
        member = next((one for one in found.values() if _same(given, one.entries["_value_"], value)), None)
        if member is None:
            member = _member(given, kind, name, value)
            member.entries["_sort_order_"] = len(found)
        last.append(member.entries["_value_"])
        found[name] = space[name] = member


def _same(given: Given, one: Any, other: Any) -> bool:
    return one is other or given.machine.binary("equals", one, other, given.at) is True


def _known_value(given: Given, kind: ClassValue, name: str, value: Any, last: list[Any], known: dict[int, Any]) -> Any:
    """The value of a member, where the program does not say it the next one; `known` are those by what stands for
    them."""
    if isinstance(value, Array) and value.fixed and any(isinstance(item, Auto) for item in value.items):
        return Array([_known_value(given, kind, name, item, last, known) for item in value.items], fixed=True)
    if not isinstance(value, Auto):
        return value
    if id(value) not in known:
        if value.work is not None:
            known[id(value)] = value.work(*(_known_value(given, kind, name, part, last, known) for part in value.parts))
        else:
            known[id(value)] = _next_value(given, kind, name, last)
    return known[id(value)]


def _next_value(given: Given, kind: ClassValue, name: str, last: list[Any]) -> Any:
    for owner in kind.mro:
        maker = owner.statics.entries.get("_generate_next_value_") if isinstance(owner, ClassValue) else None
        if maker is not None:
            maker = maker.bind(given.machine, None, kind, given.at) if isinstance(maker, Foreign) else maker
            return given.call(maker, name, 1, len(last), Array(list(last)))
    if is_of(kind, "text"):
        return name.lower()
    numbers = [number for number in last if isinstance(number, int)]
    if is_of(kind, "flag"):
        return 1 << max(numbers).bit_length() if numbers else 1
    return max(numbers) + 1 if numbers else 1


def _mixin(kind: ClassValue) -> BuiltinClass | None:
    return next((own for own in _MIXINS if is_subclass(kind, own)), None)


def _member(given: Given, kind: ClassValue, name: str, value: Any) -> Object:
    machine, mixin = given.machine, _mixin(kind)
    arguments = value.items if isinstance(value, Array) and value.fixed else [value]
    maker = next((owner.statics.entries["__new__"] for owner in kind.mro if _defines(owner, "__new__")), None)
    if maker is not None:
        maker = maker.bind(machine, None, kind, given.at) if isinstance(maker, Foreign) else maker
        made = given.call(maker, kind, *arguments)
        member = made if isinstance(made, Object) else Object(type=kind)
        value = member.entries.get("_value_", member.entries.get(INNER, value))
    elif mixin is not None:
        plain = given.call(mixin, *arguments)
        member, value = Object({INNER: plain}, kind), plain
    else:
        member = Object(type=kind)
    member.entries.update({"_name_": name, "_value_": value, STANDS_FOR: value})
    if any(_defines(owner, "__init__") for owner in kind.mro):
        given.call(machine.special(member, "__init__", given.at), *arguments)
    return member


def _defines(owner: Any, name: str) -> bool:
    return isinstance(owner, ClassValue) and name in owner.statics.entries


def _set_texts(kind: ClassValue) -> None:
    """A class that extends a plain one too has its texts of `Enum` all the same, unless the program says otherwise."""
    for name in ("__repr__", "__str__", "__format__") if _mixin(kind) is not None else ():
        if not any(_defines(owner, name) for owner in kind.mro):
            owner = next(one for one in kind.mro if isinstance(one, EnumClass) and name in one.members)
            kind.statics.entries[name] = owner.members[name]


def _by_value(given: Given, kind: ClassValue, value: Any) -> Any:
    """The member with a value. Raises the program's ValueError."""
    if isinstance(value, Symbol):
        if not is_of(kind, "flag"):
            given.machine.platform.limit(value, [member.entries["_value_"] for member in canonical(kind)])
        if value.concrete is MISSING:
            return _any_of(given, kind, value)
        return Symbol(value.value, _by_value(given, kind, value.concrete))
    if isinstance(value, Object) and value.type is kind:
        return value
    for member in members_of(kind).values():
        given.machine.spend()
        if _same(given, member.entries["_value_"], value):
            return member
    if is_of(kind, "flag") and isinstance(value, int):
        return flag_of(kind, value)
    for owner in kind.mro:
        if _defines(owner, "_missing_"):
            found = given.call(given.machine.attribute(kind, "_missing_", given.at), value)
            if isinstance(found, Object) and found.type is kind:
                return found
    shown = represent(given.machine, value, given.at)
    name = kind.qualified or kind.name
    raise thrown(
        given.machine, given.at, "ValueError", given.machine.join([shown, f" is not a valid {name}"], given.at)
    )


def _any_of(given: Given, kind: ClassValue, value: Symbol) -> Any:
    """The member for a value that is taken for nothing: one of them, by what that is equal to."""
    members = canonical(kind)
    if not members or len(members) > _MOST or is_of(kind, "flag"):
        return Symbol(value.value)
    found: Any = members[-1]
    for member in members[-2::-1]:
        is_it = Call("equals", given.machine.operands(value, member.entries["_value_"]))
        found = given.machine.merge(is_it, member, found)
    return found


# Flags


def flag_of(kind: ClassValue, value: int) -> Object:
    """The member of a flag that has these bits, which may be put together of others."""
    whole = 0
    for member in canonical(kind):
        whole |= member.entries["_value_"]
    if value < 0:
        value &= whole
    known = kind.statics.entries.setdefault(_MADE, Object()).entries
    if value not in known:
        same = next((one for one in members_of(kind).values() if one.entries["_value_"] == value), None)
        names = [one.entries["_name_"] for one in canonical(kind) if one.entries["_value_"] & value]
        known[value] = same or Object({"_name_": "|".join(names) or None, "_value_": value, STANDS_FOR: value}, kind)
        if is_subclass(kind, INT):
            known[value].entries[INNER] = value
    found: Object = known[value]
    return found


# What the classes themselves have


def _iterated(given: Given) -> Steps:
    return Steps(iter(canonical(given.this)), "generator")


def _contains(given: Given, value: Any) -> bool:
    if isinstance(value, Object) and value.type is given.this:
        return True
    return any(_same(given, one.entries["_value_"], value) for one in canonical(given.this))


def _item(given: Given, name: Any) -> Any:
    wanted = given.known(name)
    found = members_of(given.this).get(wanted) if isinstance(wanted, str) else None
    if found is None:
        raise thrown(given.machine, given.at, "KeyError", wanted)
    return found


class _Members(Foreign):
    """`__members__` of a class."""

    __slots__ = ()

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The members by name."""
        del machine, owner, at
        return Object(dict(members_of(instance))) if isinstance(instance, ClassValue) else self


ENUM_TYPE = BuiltinClass(
    "EnumType",
    (TYPE,),
    {
        **methods(
            {
                "__iter__": _iterated,
                "__reversed__": lambda given: Steps(iter(canonical(given.this)[::-1]), "generator"),
                "__len__": lambda given: len(canonical(given.this)),
                "__contains__": _contains,
                "__getitem__": _item,
                "__bool__": lambda _: True,
                "__repr__": lambda given: f"<enum '{given.this.name}'>",
            }
        ),
        "__members__": _Members(),
    },
    module="enum",
)
