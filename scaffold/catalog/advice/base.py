"""What one piece of advice is, the checks it comes from, and what all of its families ask of values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.catalog import noun
from scaffold.model.checks import Check
from scaffold.model.position import Position
from scaffold.model.project import Resource
from scaffold.model.testplan import Weight
from scaffold.model.values import Reference, Template, Value

#: How the address of a parameter without a value begins, or that of the key of an unknown repetition.
_LOOSE = ("var.", "each", "count", "self", "local.")


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that a check has to say: `sentence` is about `subject` and has no full stop, `hint` says what to do.

    `subject` is an address without keys (`aws_sqs_queue.events`, `provider.aws`, `module.vpc`, `terraform`).
    """

    check: Check
    subject: str
    position: Position
    sentence: str
    hint: str


@cache
def load(name: str) -> Mapping[str, Any]:
    """A data file beside this module, parsed."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@cache
def checks() -> Mapping[str, Check]:
    """The checks of `checks.toml`, by id."""
    return {id_: as_check(id_, row) for id_, row in load("checks.toml").items()}


def as_check(id_: str, row: Mapping[str, Any]) -> Check:
    """A check from its row of data; the service is what the id begins with, unless the row names it."""
    service = row.get("service") or id_.partition("-")[0]
    return Check(id_, service, row["title"], row["why"], row["link"], Weight(row["weight"]), invariant=False)


def thing(resource: Resource) -> str:
    """A resource in a sentence: `queue events`."""
    return f"{noun(resource.type)} {resource.name}"


def text_parts(value: Value) -> tuple[Value, ...] | None:
    """A text as literal and symbolic parts in order; `None` for what is no text and no template."""
    if isinstance(value, str):
        return (value,)
    return value.parts if isinstance(value, Template) else None


def nested(value: Value) -> tuple[Mapping[str, Value], ...]:
    """Nested blocks, or the one object that an argument is."""
    if isinstance(value, Mapping):
        return (value,)
    return tuple(item for item in value if isinstance(item, Mapping)) if isinstance(value, tuple) else ()


def is_loose(reference: Reference) -> bool:
    """Whether a reference stands for something that is given from outside, and may be null."""
    name = reference.address.rpartition("module.")[2].partition(".")[2] or reference.address
    return any(text.startswith(_LOOSE) for text in (reference.address, name))
