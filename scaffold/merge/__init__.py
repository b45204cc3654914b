"""Regenerating without losing a keystroke: files of tests are merged by units, of which each is ours or a person's."""

from __future__ import annotations

from scaffold.merge.known import CaseState, Known, Merged, State, digest
from scaffold.merge.languages import language_of
from scaffold.merge.merging import Manner, merge
from scaffold.merge.units import Language, Role, Unit, UnparsableError

__all__ = [
    "CaseState",
    "Known",
    "Language",
    "Manner",
    "Merged",
    "Role",
    "State",
    "Unit",
    "UnparsableError",
    "digest",
    "language_of",
    "merge",
]
