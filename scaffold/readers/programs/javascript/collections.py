"""`Map`, `Set` and their weak kin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import MAX_ITEMS, NotKnownError, bounded_items
from scaffold.readers.programs.javascript.array_loops import group_by
from scaffold.readers.programs.javascript.coerce import is_plain
from scaffold.readers.programs.javascript.kinds import ITERATOR, Native
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Steps, native, table
from scaffold.readers.programs.javascript.numbers import is_number
from scaffold.readers.programs.javascript.reading import whole_array
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol

_NAN = object()


class _Same:
    """A key that is told from others by what it is, not by what it equals."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def _key(machine: Machine, value: Any) -> Any:
    """What tells a key from others, as `SameValueZero` does."""
    if isinstance(value, Symbol):
        found = machine.concrete(value)
        return _Same(value) if found is MISSING else _key(machine, found) if is_plain(found) else _Same(value)
    if isinstance(value, bool):
        return _Same(value)
    if is_number(value):
        return _NAN if value != value else value
    return value if isinstance(value, str) or is_plain(value) else _Same(value)


class Table(Native):
    """A map. `state` has the values by what tells their keys apart, `names` the keys themselves."""

    __slots__ = ("names", "state")

    kind: ClassVar[str] = "Map"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self) -> None:
        self.names: dict[Any, Any] = {}
        self.state = Object()

    @property
    def found(self) -> list[tuple[Any, Any]]:
        """The keys with their values."""
        return [(self.names[own], value) for own, value in self.state.entries.items()]

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """The size."""
        return len(self.state.entries) if name == "size" else super().own(machine, name, at)

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """The entries."""
        del machine, at
        return [Array([key, value]) for key, value in self.found]

    def put(self, machine: Machine, key: Any, value: Any) -> None:
        """Set a key to a value; one that is there keeps its place."""
        own = _key(machine, key)
        self.names.setdefault(own, key)
        self.state.entries[own] = value
        machine.spend(1)
        if len(self.state.entries) > MAX_ITEMS:
            bounded_items(machine, len(self.state.entries))


class Unique(Table):
    """A set."""

    __slots__ = ()

    kind: ClassVar[str] = "Set"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """The elements."""
        del machine, at
        return [key for key, _ in self.found]


def _add(given: Given) -> Any:
    given.this.put(given.machine, given[0], given[0])
    return given.this


def _set(given: Given) -> Any:
    given.this.put(given.machine, given[0], given[1])
    return given.this


def _get(given: Given) -> Any:
    return given.this.state.entries.get(_looked_up(given), UNDEFINED)


def _looked_up(given: Given) -> Any:
    """The key to look for. Raises `NotKnownError` where it may be any of those that are there."""
    key = _key(given.machine, given[0])
    if key not in given.this.state.entries and isinstance(given[0], Symbol) and given[0].concrete is MISSING:
        raise NotKnownError("it is not known which key this is")
    return key


def _has(given: Given) -> Any:
    """Whether a key is there; for a symbol, whether it is one of those that are."""
    machine, table_ = given.machine, given.this
    if not isinstance(given[0], Symbol):
        return _key(machine, given[0]) in table_.state.entries
    names = tuple(machine.operands(*(name for name, _ in table_.found)))
    found = machine.concrete(given[0])
    result = found if found is MISSING else _key(machine, found) in table_.state.entries
    return Symbol(Call("includes", (names, *machine.operands(given[0]))), result)


def _delete(given: Given) -> bool:
    return given.this.state.entries.pop(_looked_up(given), MISSING) is not MISSING


def _clear(given: Given) -> Any:
    given.this.state.entries.clear()
    return UNDEFINED


def _for_each(given: Given) -> Any:
    function = given.function(0)
    for key, value in list(given.this.found):
        given.machine.spend()
        given.call(function, value, key, given.this, this=given[1])
    return UNDEFINED


def _pairs(given: Given) -> Steps:
    return Steps(Array([key, value]) for key, value in given.this.found)


def _filled(given: Given, made: Table, each: Iterable[Any]) -> Table:
    for entry in each:
        if isinstance(made, Unique):
            made.put(given.machine, entry, entry)
        elif isinstance(entry, Array):
            made.put(given.machine, *[*entry.items, UNDEFINED, UNDEFINED][:2])
        elif is_plain(entry):
            raise given.error("Iterator value is not an entry object")
        else:
            first, second = ("0", "1") if isinstance(entry, Object) else (0, 1)
            made.put(
                given.machine, given.machine.get(entry, first, given.at), given.machine.get(entry, second, given.at)
            )
    return made


def _constructed(kind: type[Table]) -> Body:
    def work(given: Given) -> Table:
        if given[0] is None or given[0] is UNDEFINED:
            return kind()
        return _filled(given, kind(), whole_array(given.machine, _opened(given), given.at))

    return work


def _opened(given: Given) -> Any:
    value = given[0]
    found = None if isinstance(value, Symbol) else given.machine.iterate(value, given.at)
    return value if found is None else Array(list(found))


def _combined(given: Given, keep: Any, *, both: bool = False) -> Unique:
    """A new set of those of one set (and, with `both`, of the other) that `keep` says."""
    machine, other = given.machine, given[0]
    if not isinstance(other, Table):
        raise NotKnownError("the other set is not known")
    made = Unique()
    mine, its = given.this.state.entries, other.state.entries
    for item, _ in [*given.this.found, *(other.found if both else [])]:
        key = _key(machine, item)
        if keep(key in mine, key in its):
            made.put(machine, item, item)
    return made


def _grouped(given: Given) -> Table:
    items = whole_array(given.machine, given[0], given.at)
    made = Table()
    for key, members in group_by(given, items, given.function(1)):
        made.put(given.machine, key, Array(members))
    return made


_SHARED: dict[str, Body] = {
    "has": _has,
    "delete": _delete,
    "clear": _clear,
    "forEach": _for_each,
    "entries": _pairs,
}
_MAP: dict[Any, Any] = table(
    {
        **_SHARED,
        "get": _get,
        "set": _set,
        "keys": lambda given: Steps(key for key, _ in given.this.found),
        "values": lambda given: Steps(value for _, value in given.this.found),
    }
)
_SET: dict[Any, Any] = table(
    {
        **_SHARED,
        "add": _add,
        "keys": lambda given: Steps(key for key, _ in given.this.found),
        "values": lambda given: Steps(key for key, _ in given.this.found),
        "union": lambda given: _combined(given, lambda mine, its: mine or its, both=True),
        "intersection": lambda given: _combined(given, lambda mine, its: mine and its),
        "difference": lambda given: _combined(given, lambda mine, its: mine and not its),
    }
)
_MAP[ITERATOR], _SET[ITERATOR] = _MAP["entries"], _SET["values"]
MAP = Builtin(
    "Map",
    constructed=_constructed(Table),
    statics={"groupBy": native("Map.groupBy", _grouped)},
    members=_MAP,
    holds=lambda value: isinstance(value, Table) and not isinstance(value, Unique),
    length=0,
)
SET = Builtin(
    "Set",
    constructed=_constructed(Unique),
    members=_SET,
    holds=lambda value: isinstance(value, Unique),
    length=0,
)
_MAP["constructor"], _SET["constructor"] = MAP, SET
Table.methods, Unique.methods = _MAP, _SET
WEAK_MAP = Builtin("WeakMap", constructed=_constructed(Table), members=_MAP)
WEAK_SET = Builtin("WeakSet", constructed=_constructed(Unique), members=_SET)
