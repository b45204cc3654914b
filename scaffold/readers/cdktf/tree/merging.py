"""How the library puts objects together, as it does: targets are changed, and what is not there in a source goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import snake_case
from scaffold.readers.cdktf.tree.referring import dynamic_block, is_resolvable
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Symbol

#: Members whose own members are the user's, and keep their names.
_THE_USERS: Final = frozenset({"tags", "environment"})


def is_object(value: Any) -> bool:
    """Whether JavaScript calls a value an object, lists and null aside."""
    return isinstance(value, Object | Foreign) and not callable(getattr(value, "code", None))


def settled(value: Any) -> Any:
    """A symbol of an object or a list as what it is taken to be; anything else as it is."""
    if isinstance(value, Symbol) and isinstance(value.concrete, Object | Array):
        return value.concrete
    return value


def in_both_ways(machine: Machine, value: Any, work: Callable[[Any], Any]) -> Any:
    """What becomes of a value, where its condition is not known of both that it may be."""
    if not isinstance(value, Either) or value.concrete is not MISSING:
        return work(value)
    ways = [in_both_ways(machine, way, work) for way in (value.then, value.otherwise)]
    return machine.merge(value.condition, *ways)


def own_entries(run: Run, machine: Machine, value: Any) -> dict[str, Any]:
    """The members that an object itself has."""
    if isinstance(value, Object):
        return dict(value.entries)
    if isinstance(value, Foreign):
        return {key: value.get(machine, key, 0) for key in value.keys(machine)}
    return {}


def deep_merge(run: Run, machine: Machine, target: Any, *sources: Any, at: int = 0) -> Any:
    """Put the members of objects into a target, over what is there."""
    if sources and is_resolvable(run, machine, target):
        raise fault(run, machine, "A value that is only known later cannot be overridden in part", at)
    for source in sources:
        if not is_object(source) or not (is_object(target) or isinstance(target, Array)):
            raise fault(run, machine, "Only objects can be put together", at)
        machine.spend(1)
        for key, found in own_entries(run, machine, source).items():
            value = settled(found)
            if is_object(value):
                _merge_object(run, machine, target, key, value, at)
            elif value is UNDEFINED:
                _remove(target, key)
            else:
                before = _read(target, key)
                if isinstance(value, Array) and isinstance(before, Array):
                    value = Array([*before.items, *value.items])
                _put(target, key, value)
    return target


def _merge_object(run: Run, machine: Machine, target: Any, key: str, value: Any, at: int) -> None:
    before = settled(_read(target, key))
    if before is None and not is_resolvable(run, machine, value) and own_entries(run, machine, value):
        raise machine.throw("Cannot set properties of null", at, "TypeError")
    if not is_object(before) and not isinstance(before, Array):
        before = Object()
    _put(target, key, before)
    if getattr(run.twin_of(value), "is_construct", False):
        raise fault(run, machine, "A construct is no value", at)
    if is_resolvable(run, machine, value):
        _put(target, key, value)
    else:
        deep_merge(run, machine, before, value, at=at)


def _index(key: Any) -> int | None:
    return int(key) if isinstance(key, str) and key.isascii() and key.isdecimal() and len(key) < 6 else None


def _read(target: Any, key: str) -> Any:
    if isinstance(target, Object):
        return target.entries.get(key, UNDEFINED)
    index = _index(key)
    if isinstance(target, Array) and index is not None and index < len(target.items):
        return target.items[index]
    return UNDEFINED


def _put(target: Any, key: str, value: Any) -> None:
    if isinstance(target, Object):
        target.entries[key] = value
        return
    index = _index(key)
    if isinstance(target, Array) and index is not None:
        target.items.extend([UNDEFINED] * (index + 1 - len(target.items)))
        target.items[index] = value


def _remove(target: Any, key: str) -> None:
    if isinstance(target, Object):
        target.entries.pop(key, None)
    elif isinstance(target, Array) and _read(target, key) is not UNDEFINED:
        _put(target, key, UNDEFINED)


def snake_keys(run: Run, machine: Machine, value: Any, at: int = 0) -> Any:
    """An object with its keys in the way of Terraform, all the way down; but for what is the user's."""
    value = settled(value)
    if isinstance(value, Either) and value.concrete is MISSING:
        return in_both_ways(machine, value, lambda way: _snake_item(run, machine, way, at))
    if is_resolvable(run, machine, value):
        return value
    if isinstance(value, Array):
        return Array([_snake_item(run, machine, item, at) for item in value.items])
    if value is None or value is UNDEFINED:
        raise machine.throw("Cannot convert undefined or null to object", at, "TypeError")
    machine.spend(1)
    found: dict[str, Any] = {}
    for key, item in own_entries(run, machine, value).items():
        name = key if key in _THE_USERS else snake_case(str(key))
        found[name] = item if key in _THE_USERS else _snake_item(run, machine, item, at)
    return Object(found)


def _snake_item(run: Run, machine: Machine, item: Any, at: int) -> Any:
    whole = settled(item)
    nested = whole is None or isinstance(whole, Array | Either) or is_object(whole)
    return snake_keys(run, machine, whole, at) if nested else item


def with_dynamic(run: Run, machine: Machine, attributes: Any, at: int = 0) -> Object:
    """Attributes with the blocks that are made of iterators where Terraform wants them."""
    found: dict[str, Any] = {}
    dynamic: dict[str, Any] = {}
    for name, value in own_entries(run, machine, attributes).items():
        block = dynamic_block(run, machine, value, at)
        if block is not MISSING:
            dynamic[name] = block
            found.setdefault("dynamic", Object(dynamic))
        elif type(value) is Object and value.type is None:
            found[name] = with_dynamic(run, machine, value, at)
        else:
            found[name] = value
    return Object(found)
