"""Advice: what is worth saying of a configuration and is never a test.

Each check is a row of data and a small function on the canonical model. What is not known is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.advice.base import Advice
from scaffold.model.checks import Check
from scaffold.model.project import Project

__all__ = ["Advice", "advice_checks", "advise"]


def advice_checks() -> tuple[Check, ...]:
    """Every check that advice can come from, none of them an invariant, ordered by id."""
    return ()


def advise(project: Project) -> Iterator[Advice]:
    """What there is to say of one project, check by check, in the order of the sources within each."""
    del project
    yield from ()
