"""Resources that only work in pairs, as rows of data: the partner that is missing, the call that is not allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.catalog.advice.base import Advice, checks, load, thing
from scaffold.catalog.advice.ties import Ties, is_given, values_at
from scaffold.model.project import Project, Resource


def look(project: Project) -> Iterator[Advice]:
    """Every resource whose partner is surely missing. One that may be hidden, or made elsewhere, is not missed."""
    ties = Ties(project)
    rows = load("pairs.toml")
    for row in rows["partner"]:
        for type_ in row["for"]:
            for subject in ties.by_type.get(type_, ()):
                if _lacks(ties, subject, row, frozenset()):
                    yield _advice(row, subject, row["finding"].replace("{thing}", thing(subject)))
    for row in rows["caller"]:
        yield from _refused(ties, row)


def _advice(row: Mapping[str, Any], subject: Resource, sentence: str) -> Advice:
    return Advice(checks()[row["check"]], subject.address, subject.position, sentence, row["hint"])


def _lacks(ties: Ties, subject: Resource, row: Mapping[str, Any], standins: frozenset[str]) -> bool:
    if any(is_given(subject.attributes.get(name)) for name in row.get("own", ())):
        return False
    if ties.is_used(subject, row.get("unless", {})):
        return False
    if row.get("trusted") and ties.block(subject) in ties.trusted:
        return False
    if row.get("exported") and ties.block(subject) in ties.exported:
        return False
    if ties.is_hidden(subject, row["names"]):
        return False
    return ties.partnered(subject, row["partners"], row["names"], standins) is False


def _refused(ties: Ties, row: Mapping[str, Any]) -> Iterator[Advice]:
    """What calls a subject that does not allow it, the first such call: one permission may be meant for all."""
    callers = _callers(ties, row)
    for subject in ties.by_type.get(row["to"], ()):
        standins = ties.standins(subject, row.get("through", {}))
        caller = next((callers[block] for block in sorted({ties.block(subject), *standins}) if block in callers), None)
        if caller is not None and _lacks(ties, subject, row, standins):
            sentence = row["finding"].replace("{caller}", thing(caller)).replace("{thing}", thing(subject))
            yield _advice(row, subject, sentence)


def _callers(ties: Ties, row: Mapping[str, Any]) -> Mapping[str, Resource]:
    """What has a block called without saying in whose name, the first for each block."""
    found: dict[str, Resource] = {}
    for source in row["from"]:
        for caller in ties.by_type.get(source["type"], ()):
            if not any(is_given(caller.attributes.get(name)) for name in source.get("unless", ())):
                for value in values_at(caller.attributes, source["at"]):
                    for block in ties.blocks(value):
                        found.setdefault(block, caller)
    return found
