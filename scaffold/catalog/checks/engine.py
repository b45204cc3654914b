"""The catalog of invariants: rows of data in the TOML files beside this module, and the predicates that they name.

A file is a service; each table in it is a check:

    [s3-public-access]                      # the id; begins with the file's name
    title = "blocks public access"          # what holds, without a subject
    why = "..."                             # a sentence
    link = "https://..."                    # the vendor's documentation
    weight = "high"                         # low, medium or high
    for = ["aws_s3_bucket"]                 # canonical types
    check = "paired"                        # a predicate; every key that is not listed here is one of its arguments
    finding = "{thing} does not block public access"
    hint = "..."                            # what to do
    when = { check = "equals", ... }        # optional: only where this holds
    modes = ["data"]                        # optional: data sources instead of managed resources

An argument that is a table with a `check` of its own is a predicate with its arguments, and so is each in a list of
them. In `finding`, `{thing}` is the resource in words (`bucket logs`), `{name}` its name, `{reason}` the verdict's.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from scaffold.catalog import noun
from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.table import PREDICATES
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Outcome, Test, Verdict, unknown
from scaffold.model.checks import Check
from scaffold.model.project import Mode, Resource
from scaffold.model.testplan import Weight

_ROW = frozenset({"title", "why", "link", "weight", "for", "check", "finding", "hint", "when", "modes"})


@dataclass(frozen=True, slots=True)
class Invariant:
    """One check of the catalog on resources of some `types`; `finding` and `hint` are patterns for where it fails."""

    check: Check
    types: tuple[str, ...]
    test: Test
    finding: str
    hint: str
    when: Test | None = None
    modes: tuple[Mode, ...] = (Mode.MANAGED,)

    def judge(self, resource: Resource, estate: Estate) -> Verdict:
        """What the check says of a resource; not applicable to other types and modes."""
        if resource.type not in self.types or resource.mode not in self.modes:
            return NOT_APPLICABLE
        if self.when:
            gate = self.when(resource, estate)
            if gate.outcome is Outcome.UNKNOWN:
                return unknown(gate.reason)
            if not gate.holds:
                return NOT_APPLICABLE
        return self.test(resource, estate)

    def sentence(self, resource: Resource, verdict: Verdict) -> str:
        """What a finding says of a resource for which the check fails, without a full stop."""
        return _fill(self.finding, resource, verdict)


def thing(resource: Resource) -> str:
    """A resource in a sentence: `bucket logs`."""
    return f"{noun(resource.type)} {resource.name}"


def _fill(pattern: str, resource: Resource, verdict: Verdict) -> str:
    words = {"{thing}": thing(resource), "{name}": resource.name, "{reason}": verdict.reason}
    text = pattern
    for mark, word in words.items():
        before, found, after = text.partition(mark)
        text = f"{before}{word}{after}" if found else text
    return text


def compiled(said: Mapping[str, Any]) -> Test:
    """A predicate with its arguments, from a table with a `check`. Raises ValueError for what fits no predicate."""
    name = said["check"]
    arguments = {key: _argument(value) for key, value in said.items() if key != "check"}
    predicate = PREDICATES.get(name)
    if predicate is None:
        raise ValueError(f"there is no predicate {name!r}")
    try:
        inspect.signature(predicate).bind(None, None, **arguments)
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from None
    return partial(predicate, **arguments)


def _argument(value: Any) -> Any:
    if isinstance(value, dict) and "check" in value:
        return compiled(value)
    return tuple(map(_argument, value)) if isinstance(value, list) else value


def invariant(service: str, id_: str, said: Mapping[str, Any]) -> Invariant:
    """One row of the catalog. Raises ValueError or KeyError, where it is not one."""
    if not id_.startswith(f"{service}-"):
        raise ValueError(f"{id_} does not begin with {service}-")
    check = Check(id_, service, said["title"], said["why"], said["link"], Weight(said["weight"]))
    test = compiled({key: value for key, value in said.items() if key == "check" or key not in _ROW})
    when = compiled(said["when"]) if "when" in said else None
    modes = tuple(map(Mode, said.get("modes", ("managed",))))
    return Invariant(check, tuple(said["for"]), test, said["finding"], said["hint"], when, modes)


@cache
def all_invariants() -> tuple[Invariant, ...]:
    """Every invariant of the catalog, ordered by id."""
    found = [
        invariant(path.stem, id_, said)
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for id_, said in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
    return tuple(sorted(found, key=lambda each: each.check.id))


@cache
def _by_type() -> Mapping[str, tuple[Invariant, ...]]:
    found: dict[str, list[Invariant]] = {}
    for each in all_invariants():
        for type_ in each.types:
            found.setdefault(type_, []).append(each)
    return {type_: tuple(rows) for type_, rows in found.items()}


def invariants_for(type_: str) -> tuple[Invariant, ...]:
    """The invariants of resources of a canonical type, ordered by id."""
    return _by_type().get(type_, ())
