"""A generated file into the one that a person has meanwhile edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scaffold.merge.known import Known, Merged
from scaffold.merge.units import Language
from scaffold.model.written import CaseLabel


@dataclass(frozen=True, slots=True)
class Manner:
    """How to merge: `prune` removes orphans that nobody edited, `force` gives up what was edited or deleted, `adopt`
    takes units that are as they would be generated for written by us. `renames` leads from a subject's address to its
    new one."""

    prune: bool = False
    force: bool = False
    adopt: bool = False
    renames: Mapping[str, str] = field(default_factory=dict)


def merge(
    present: str | None,
    fresh: str | None,
    labels: Sequence[CaseLabel],
    known: Mapping[str, Known],
    language: Language,
    manner: Manner,
) -> Merged:
    """What a file should be, from what is there, what would be generated now, and what is known of the last time.

    `present` is `None` where there is no file, `fresh` where none is generated any more. Raises `UnparsableError` for a
    `present` that cannot be taken apart.
    """
    raise NotImplementedError
