"""How things are called in the titles and messages of runs."""

from __future__ import annotations

import json

from scaffold import catalog
from scaffold.model.addresses import without_keys
from scaffold.model.facts import Fact, Relation
from scaffold.model.values import Reference, Step, Value, is_known, to_json

_LONGEST = 60


def thing(address: str) -> str:
    """What stands at an address, in words: `queue events["a"]`, `data region current`, `module net`, `output url`."""
    plain = without_keys(address)
    parts = plain.split(".")
    key = address[len(plain.rstrip("]")) :] if address.startswith(plain) else ""
    if parts[0] in ("output", "module", "check", "var", "local"):
        name = ".".join(parts[1:])
        return f"{name}{key}" if parts[0] == "var" else f"{parts[0]} {name}{key}"
    kind = f"{parts.pop(0)} " if parts[0] == "data" else ""
    return f"{kind}{catalog.noun(parts[0])} {'.'.join(parts[1:])}{key}"


def shown(value: Value) -> str:
    """A short value as it would be written, empty where it is long or not known."""
    if isinstance(value, Reference):
        return str(value)
    if not is_known(value):
        return ""
    text = json.dumps(to_json(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST and text.isprintable() else ""


def fault(fact: Fact, secret: bool = False) -> str:
    """What is wrong where a fact does not hold. The value of a `secret` is not told."""
    subject, value = fact.subject, "" if secret else shown(fact.value)
    name = thing(subject.address)
    place = _place(subject.path)
    if subject.address.startswith("output.") or not place:
        whole = f"{name}{_below(subject.path)}"
        return _whole_fault(fact, whole, value)
    if fact.relation is Relation.COUNTS:
        return f"{name}: {place} does not have {_entries(fact.value)}"
    if fact.relation is Relation.ABSENT:
        return f"{name}: {place} is set"
    return f"{name}: {place} is not {value or 'as declared'}"


def _whole_fault(fact: Fact, name: str, value: str) -> str:
    if fact.subject.address.startswith("output."):
        return f"{name} is not null" if fact.relation is Relation.ABSENT else f"{name} is not {value or 'as declared'}"
    if fact.relation is Relation.ABSENT:
        return f"{name} is there, but should not be"
    return f"{name} is not there exactly {times(fact.value)}"


def times(count: Value) -> str:
    """`once`, `3 times`."""
    return "once" if count == 1 else f"{count} times"


def _entries(count: Value) -> str:
    return "exactly one entry" if count == 1 else f"{count} entries"


def _place(path: tuple[Step, ...]) -> str:
    return _below(path).removeprefix(".")


def _below(path: tuple[Step, ...]) -> str:
    return str(Reference("", path))
