"""Ids and titles of runs that nobody else has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scaffold.model.scenarios import Run


def distinct_runs(runs: Iterable[Run]) -> list[Run]:
    """The runs with ids and titles that are each there once: a number goes behind those that came before."""
    ids: set[str] = set()
    titles: set[str] = set()
    return [replace(run, id=_new(run.id, ids, ":{}"), title=_new(run.title, titles, " ({})")) for run in runs]


def _new(name: str, taken: set[str], numbered: str) -> str:
    found, count = name, 1
    while found in taken:
        count += 1
        found = name + numbered.format(count)
    taken.add(found)
    return found
