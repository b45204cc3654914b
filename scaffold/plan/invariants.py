"""Invariants: what an expert reviews, asserted where it holds."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.checks import Choice
from scaffold.model.testplan import Case
from scaffold.plan.folder import Folder


def plan_invariants(folder: Folder, choice: Choice) -> Iterator[Case]:
    """One case for each invariant that holds for a block of the folder."""
    del folder, choice
    yield from ()
