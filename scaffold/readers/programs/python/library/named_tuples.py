"""Tuples with names for their elements: `collections.namedtuple`, `typing.NamedTuple`."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.python.classes import TUPLE, BuiltinClass
from scaffold.readers.programs.python.descriptors import ClassMethod
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.library.dataclass import annotated_names
from scaffold.readers.programs.python.library.fitting import fitted
from scaffold.readers.programs.python.native import Given, methods, native
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.values import INNER, UNDEFINED, Array, Foreign, Machine, Object


class _Element(Foreign):
    """An element by its name."""

    __slots__ = ("place",)
    overrides = True

    def __init__(self, place: int) -> None:
        self.place = place

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The element of an instance."""
        del machine, owner, at
        items = inner(instance).items if isinstance(instance, Object) else []
        return items[self.place] if self.place < len(items) else self

    def assign(self, machine: Machine, instance: Any, value: Any, at: int) -> None:
        """Raises the program's AttributeError."""
        del instance, value
        raise machine.throw("can't set attribute", at, "AttributeError")


class _Named(BuiltinClass):
    """What classes of such tuples extend."""

    __slots__ = ()

    def derive(self, machine: Machine, kind: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """Make of a class with annotated names one of such tuples."""
        del keywords
        if isinstance(kind, ClassValue) and not any(_fields(owner) is not None for owner in kind.mro):
            names = annotated_names(kind)
            space = kind.statics.entries
            defaults = {name: space[name] for name in names if name in space}
            _name_elements(Given(machine, UNDEFINED, at), kind, names, defaults)
        return kind


def _fields(owner: Any) -> Array | None:
    found = owner.statics.entries.get("_fields") if isinstance(owner, ClassValue) else None
    return found if isinstance(found, Array) else None


def _name_elements(given: Given, kind: ClassValue, names: Sequence[str], defaults: Mapping[str, Any]) -> None:
    late = False
    for name in names:
        late = late or name in defaults
        if late and name not in defaults:
            said = f"non-default namedtuple field {name} cannot follow default field"
            raise given.error(
                f"{said}s {', '.join(defaults)}" if len(defaults) > 1 else f"{said} {next(iter(defaults))}"
            )
    space = kind.statics.entries
    space.update({name: _Element(place) for place, name in enumerate(names)})
    space["_fields"] = space["__match_args__"] = Array(list(names), fixed=True)
    space["_field_defaults"] = Object(dict(defaults))


def _names_of(kind: Any) -> list[str]:
    found = next((fields for fields in map(_fields, kind.mro) if fields is not None), None)
    return found.items if found is not None else []


def _make(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Any:
    if cls is NAMED:
        return _from_pairs(given, *arguments, **keywords)
    names = _names_of(cls)
    space = next(owner for owner in cls.mro if _fields(owner) is not None).statics.entries
    defaults = space["_field_defaults"].entries
    values = fitted(given, f"{cls.name}.__new__", names, (), defaults, arguments, keywords)
    items = [values.get(name, defaults.get(name)) for name in names]
    return Object({INNER: Array(items, fixed=True)}, cls)


def _represent(given: Given) -> Any:
    machine, kind = given.machine, given.this.type
    parts: list[Any] = [f"{kind.name}("]
    for place, (name, value) in enumerate(zip(_names_of(kind), inner(given.this).items, strict=False)):
        parts += [f"{', ' if place else ''}{name}=", represent(machine, value, given.at)]
    return machine.join([*parts, ")"], given.at)


def _as_dict(given: Given) -> Object:
    return Object(dict(zip(_names_of(given.this.type), inner(given.this).items, strict=False)))


def _replace(given: Given, **changes: Any) -> Any:
    names = _names_of(given.this.type)
    wrong = [name for name in changes if name not in names]
    if wrong:
        raise given.error(f"Got unexpected field names: {wrong!r}", "ValueError")
    values = dict(zip(names, inner(given.this).items, strict=False)) | changes
    return given.call(given.this.type, *values.values())


def _make_of(given: Given, cls: Any, iterable: Any) -> Any:
    return given.call(cls, *given.items(iterable))


def named_class(given: Given, name: str, names: Sequence[str], defaults: Sequence[Any]) -> Any:
    """A class of tuples with these names; the defaults are those of the last ones."""
    kind = given.machine.make_class(name, (NAMED,), {}, at=given.at)
    late = dict(zip(names[len(names) - len(defaults) :], defaults, strict=False))
    _name_elements(given, kind, names, late)
    return kind


def namedtuple(
    given: Given,
    typename: Any,
    field_names: Any,
    *,
    rename: Any = False,
    defaults: Any = None,
    module: Any = None,
) -> Any:
    """`collections.namedtuple`."""
    del module
    names = given.known(field_names) if isinstance(field_names, str) else field_names
    found = (
        names.replace(",", " ").split() if isinstance(names, str) else [given.text(name) for name in given.items(names)]
    )
    seen: set[str] = set()
    for place, name in enumerate(found):
        bad = not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_") or name in seen
        if bad and given.truth(rename):
            found[place] = f"_{place}"
        elif bad:
            raise given.error(_refusal(name, name in seen), "ValueError")
        seen.add(name)
    return named_class(given, given.text(typename), found, [] if defaults is None else given.items(defaults))


def _refusal(name: str, twice: bool) -> str:
    if twice:
        return f"Encountered duplicate field name: {name!r}"
    if not name.isidentifier():
        return f"Type names and field names must be valid identifiers: {name!r}"
    if keyword.iskeyword(name):
        return f"Type names and field names cannot be a keyword: {name!r}"
    return f"Field names cannot start with an underscore: {name!r}"


def _from_pairs(given: Given, typename: Any, fields: Any = None, /, **named: Any) -> Any:
    pairs = [given.items(pair) for pair in given.items(fields)] if fields is not None else []
    names = [given.text(pair[0]) for pair in pairs] or list(named)
    return named_class(given, given.text(typename), names, [])


NAMED = _Named("NamedTuple", (TUPLE,), make=_make, module="typing")
NAMED.members.update(
    {
        **methods({"__repr__": _represent, "_asdict": _as_dict, "_replace": _replace}),
        "_make": ClassMethod(native("_make", _make_of)),
    }
)
