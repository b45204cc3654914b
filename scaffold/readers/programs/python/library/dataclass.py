"""The module `dataclasses`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.ir_statements import Declare
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Constant, SetValue, key_value
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.faults import exception_class, thrown
from scaffold.readers.programs.python.library.fitting import fitted
from scaffold.readers.programs.python.native import Given, Module, functions, method, methods
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, NativeFunction, Object, Symbol

_FIELDS = "__dataclass_fields__"
#: Values in values that are looked into.
_DEEPEST = 300
_OPTIONS = {
    "init": True,
    "repr": True,
    "eq": True,
    "order": False,
    "unsafe_hash": False,
    "frozen": False,
    "match_args": True,
    "kw_only": False,
    "slots": False,
    "weakref_slot": False,
}
_ASIDE = re.compile(r"\s*:\s*[\"']?(?:\w+\.)*(ClassVar|InitVar|KW_ONLY)\b")
_ORDERS = {"__lt__": "less", "__le__": "less-equal", "__gt__": "greater", "__ge__": "greater-equal"}

NOTHING = Constant("MISSING", BuiltinClass("_MISSING_TYPE", module="dataclasses"))
FIELD = BuiltinClass("Field", module="dataclasses")
FROZEN = exception_class("FrozenInstanceError", "AttributeError", module="dataclasses")


def _field(
    given: Given,
    *,
    default: Any = NOTHING,
    default_factory: Any = NOTHING,
    init: Any = True,
    repr: Any = True,
    hash: Any = None,
    compare: Any = True,
    metadata: Any = None,
    kw_only: Any = NOTHING,
    doc: Any = None,
) -> Object:
    if default is not NOTHING and default_factory is not NOTHING:
        raise given.error("cannot specify both default and default_factory", "ValueError")
    options = {"init": init, "repr": repr, "hash": hash, "compare": compare, "kw_only": kw_only, "doc": doc}
    found = {"name": None, "type": None, "default": default, "default_factory": default_factory, **options}
    return Object({**found, "metadata": metadata or Object(), "%kind": "field"}, FIELD)


def _annotated(kind: ClassValue) -> list[tuple[str, str, str]]:
    """The annotated names of a class in order, with what stands aside of the fields, and their types as written."""
    found = []
    for node in kind.node.body:
        if isinstance(node, Declare) and node.type is not None and isinstance(node.target, ir.BindName):
            text = kind.unit.text[node.target.end : node.end]
            aside = _ASIDE.match(text)
            written = kind.unit.text[node.type.at : node.type.end]
            found.append((node.target.name, aside[1] if aside else "", written))
    return found


def annotated_names(kind: ClassValue) -> list[str]:
    """The names that a class annotates, in order."""
    return [name for name, _, _ in _annotated(kind)]


def fields_of(value: Any) -> Mapping[str, Object] | None:
    """The fields of a dataclass (or of an instance) by name; `None` for what is none."""
    kind = value.type if isinstance(value, Object) else value
    for owner in kind.mro if isinstance(kind, ClassValue) else ():
        found = owner.statics.entries.get(_FIELDS) if isinstance(owner, ClassValue) else None
        if isinstance(found, Object):
            return found.entries
    return None


def _own_fields(given: Given, kind: ClassValue, keyword_only: bool) -> dict[str, Object]:
    found: dict[str, Object] = {}
    for name, aside, written in _annotated(kind):
        if aside == "KW_ONLY":
            keyword_only = True
            continue
        value = kind.statics.entries.get(name, NOTHING)
        made = value if isinstance(value, Object) and value.type is FIELD else _field(given, default=value)
        entries = made.entries
        entries["name"], entries["type"] = name, written
        entries["%kind"] = {"ClassVar": "class", "InitVar": "init"}.get(aside, "field")
        if aside == "ClassVar":
            continue
        if entries["kw_only"] is NOTHING:
            entries["kw_only"] = keyword_only
        default = entries["default"]
        if isinstance(default, SetValue) or (isinstance(default, Array | Object) and _is_mutable(default)):
            said = f"mutable default <class '{type_name(default)}'> for field {name} is not allowed: "
            raise given.error(f"{said}use default_factory", "ValueError")
        if default is NOTHING:
            kind.statics.entries.pop(name, None)
        else:
            kind.statics.entries[name] = default
        found[name] = made
    return found


def _is_mutable(value: Array | Object) -> bool:
    return not value.fixed if isinstance(value, Array) else value.type is None


def _process(given: Given, kind: Any, options: Mapping[str, bool]) -> Any:
    if not isinstance(kind, ClassValue):
        return kind
    fields: dict[str, Object] = {}
    for owner in reversed(kind.mro[1:]):
        space = owner.statics.entries.get(_FIELDS) if isinstance(owner, ClassValue) else None
        fields.update(space.entries if isinstance(space, Object) else {})
    fields.update(_own_fields(given, kind, options["kw_only"]))
    space = kind.statics.entries
    space[_FIELDS] = Object(dict(fields))
    space["__dataclass_params__"] = Object(dict(options))
    if options["init"]:
        _check_order(given, fields.values())
        space["__init__"] = _initialiser(kind, list(fields.values()), options["frozen"])
        kind.constructor = None
    if options["repr"] and "__repr__" not in space:
        space["__repr__"] = method("__repr__", _represent)
    if options["eq"] and "__eq__" not in space:
        space["__eq__"] = method("__eq__", _equal)
    if options["order"]:
        space.update({name: method(name, _ordered(operator)) for name, operator in _ORDERS.items()})
    _set_hash(space, options)
    if options["frozen"]:
        space.update(methods({"__setattr__": _refuse("assign to"), "__delattr__": _refuse("delete")}))
    if options["match_args"] and "__match_args__" not in space:
        names = [each.entries["name"] for each in _positional(fields.values())]
        space["__match_args__"] = Array(list(names), fixed=True)
    return kind


def _set_hash(space: dict[Any, Any], options: Mapping[str, bool]) -> None:
    if options["unsafe_hash"] or (options["eq"] and options["frozen"] and "__hash__" not in space):
        space["__hash__"] = method("__hash__", _hash)
    elif options["eq"] and "__hash__" not in space:
        space["__hash__"] = None


def _positional(fields: Any) -> list[Object]:
    return [each for each in fields if each.entries["init"] and not each.entries["kw_only"]]


def _has_default(field: Object) -> bool:
    return field.entries["default"] is not NOTHING or field.entries["default_factory"] is not NOTHING


def _check_order(given: Given, fields: Any) -> None:
    before = ""
    for each in _positional(fields):
        if _has_default(each):
            before = each.entries["name"]
        elif before:
            name = each.entries["name"]
            raise given.error(f"non-default argument {name!r} follows default argument {before!r}")


# What instances have


def _initialiser(kind: ClassValue, fields: Sequence[Object], frozen: bool) -> NativeFunction:
    title = f"{kind.qualified or kind.name}.__init__"

    def body(given: Given, /, *arguments: Any, **keywords: Any) -> None:
        machine, this = given.machine, given.this
        values = _bound(given, title, fields, arguments, keywords)
        late = []
        for each in fields:
            name, factory = each.entries["name"], each.entries["default_factory"]
            value = values.get(name, each.entries["default"])
            if name not in values and factory is not NOTHING:
                value = given.call(factory)
            if each.entries["%kind"] == "init":
                late.append(value)
            elif value is NOTHING:
                continue
            elif frozen:
                this.entries[name] = value
            else:
                machine.set_attribute(this, name, value, given.at)
        after = machine.special(this, "__post_init__", given.at)
        if after is not MISSING:
            given.call(after, *late)

    return method("__init__", body)


def _bound(
    given: Given, title: str, fields: Sequence[Object], arguments: Sequence[Any], keywords: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields' values by name. Raises the program's TypeError for arguments that do not fit."""
    places = [each.entries["name"] for each in _positional(fields)]
    names = [each.entries["name"] for each in fields if each.entries["init"]]
    optional = {each.entries["name"] for each in fields if _has_default(each)}
    return fitted(given, title, places, [name for name in names if name not in places], optional, arguments, keywords)


def _values(value: Object, option: str) -> list[tuple[str, Any]]:
    found = fields_of(value) or {}
    shown = [name for name, each in found.items() if each.entries[option] and each.entries["%kind"] == "field"]
    return [(name, value.entries.get(name, UNDEFINED)) for name in shown]


def _represent(given: Given) -> Any:
    machine, kind = given.machine, given.this.type
    parts: list[Any] = [f"{kind.qualified or kind.name}("]
    for place, (name, _) in enumerate(_values(given.this, "repr")):
        parts.append(f"{', ' if place else ''}{name}=")
        parts.append(represent(machine, machine.attribute(given.this, name, given.at), given.at))
    return machine.join([*parts, ")"], given.at)


def _compared(value: Object) -> Array:
    return Array([item for _, item in _values(value, "compare")], fixed=True)


def _equal(given: Given, other: Any) -> Any:
    if isinstance(other, Symbol) or not isinstance(other, Object) or other.type is not given.this.type:
        return NOT_IMPLEMENTED
    return given.machine.binary("equals", _compared(given.this), _compared(other), given.at)


def _ordered(operator: str) -> Any:
    def body(given: Given, other: Any) -> Any:
        if not isinstance(other, Object) or other.type is not given.this.type:
            return NOT_IMPLEMENTED
        return given.machine.binary(operator, _compared(given.this), _compared(other), given.at)

    return body


def _hash(given: Given) -> int:
    found = fields_of(given.this) or {}
    counts = {name: each.entries["hash"] for name, each in found.items()}
    values = [given.this.entries.get(name) for name, _ in _values(given.this, "compare") if counts[name] is not False]
    return hash(given.machine.key(Array(values, fixed=True)))


def _refuse(what: str) -> Any:
    def body(given: Given, name: Any, value: Any = None) -> None:
        del value
        raise thrown(given, FROZEN, f"cannot {what} field {name!r}")

    return body


# Functions


def _dataclass(given: Given, cls: Any = None, /, **options: Any) -> Any:
    chosen = {name: options.get(name, usual) is True for name, usual in _OPTIONS.items()}
    wrong = next((name for name in options if name not in _OPTIONS), "")
    if wrong:
        raise given.error(f"dataclass() got an unexpected keyword argument '{wrong}'")
    if cls is not None:
        return _process(given, cls, chosen)
    return functions({"wrap": lambda inside, kind: _process(inside, kind, chosen)})["wrap"]


def _required(given: Given, value: Any, said: str) -> Mapping[str, Object]:
    found = fields_of(value)
    if found is None:
        raise given.error(said)
    return found


def _fields(given: Given, class_or_instance: Any) -> Array:
    found = _required(given, class_or_instance, "must be called with a dataclass type or instance")
    return Array([each for each in found.values() if each.entries["%kind"] == "field"], fixed=True)


def _deep(given: Given, value: Any, make: Any, depth: int = 0) -> Any:
    """A value with dataclasses in it as what `make` makes of their fields."""
    given.machine.spend()
    if depth > _DEEPEST:
        raise given.error("maximum recursion depth exceeded", "RecursionError")
    if isinstance(value, Object) and value.type is not None and fields_of(value) is not None:
        rows = [(name, given.machine.attribute(value, name, given.at)) for name, _ in _values(value, "name")]
        return make([(name, _deep(given, item, make, depth + 1)) for name, item in rows])
    if isinstance(value, Array):
        return Array([_deep(given, item, make, depth + 1) for item in value.items], value.fixed)
    if isinstance(value, Object) and value.type is None:
        entries = {key: _deep(given, item, make, depth + 1) for key, item in value.entries.items()}
        return Object({given.machine.key(key_value(key)): item for key, item in entries.items()})
    return value


def _as_dict(given: Given, obj: Any, *, dict_factory: Any = None) -> Any:
    _required(given, obj if isinstance(obj, Object) else None, "asdict() should be called on dataclass instances")

    def make(rows: list[tuple[str, Any]]) -> Any:
        if dict_factory is None:
            return Object(dict(rows))
        return given.call(dict_factory, Array([Array(list(row), fixed=True) for row in rows]))

    return _deep(given, obj, make)


def _as_tuple(given: Given, obj: Any, *, tuple_factory: Any = None) -> Any:
    _required(given, obj if isinstance(obj, Object) else None, "astuple() should be called on dataclass instances")

    def make(rows: list[tuple[str, Any]]) -> Any:
        found = Array([item for _, item in rows], fixed=True)
        return found if tuple_factory is None else given.call(tuple_factory, found)

    return _deep(given, obj, make)


def _replace(given: Given, obj: Any, /, **changes: Any) -> Any:
    found = _required(given, obj, "replace() should be called on dataclass instances")
    for name, each in found.items():
        if each.entries["init"] and name not in changes and each.entries["%kind"] == "field":
            changes[name] = given.machine.attribute(obj, name, given.at)
        elif not each.entries["init"] and name in changes:
            said = f"field {name} is declared with init=False, it cannot be specified with replace()"
            raise given.error(said, "ValueError")
    return given.call(obj.type, **changes)


DATACLASSES = Module(
    "dataclasses",
    {
        **functions(
            {
                "dataclass": _dataclass,
                "field": _field,
                "fields": _fields,
                "asdict": _as_dict,
                "astuple": _as_tuple,
                "replace": _replace,
                "is_dataclass": lambda given, obj: fields_of(obj) is not None,  # noqa: ARG005
            }
        ),
        "Field": FIELD,
        "FrozenInstanceError": FROZEN,
        "MISSING": NOTHING,
        "InitVar": BuiltinClass("InitVar", module="dataclasses"),
        "KW_ONLY": Constant("KW_ONLY", BuiltinClass("_KW_ONLY_TYPE", module="dataclasses")),
    },
    asking("this part of dataclasses is not known here"),
)
