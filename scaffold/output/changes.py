"""What happens to a file, as data."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from scaffold.merge import CaseState


class Verb(enum.Enum):
    """What happens to one file."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    #: It stands in the way and is not ours: it stays, and what was generated is not written.
    CONFLICT = "conflict"
    #: It is ours, and a person has edited or deleted it as a whole, or it cannot be taken apart: it stays so.
    KEPT = "kept"
    #: It is ours and not generated any more: it stays.
    ORPHAN = "orphan"
    REMOVE = "remove"


#: The verbs of what is carried out.
CARRIED_OUT = frozenset({Verb.CREATE, Verb.UPDATE, Verb.REMOVE})
#: How the reason of a conflict with another project's suite begins.
OF_ANOTHER = "generated for another project"


@dataclass(frozen=True, slots=True)
class Change:
    """One generated file: `path` is relative to the output root, `reason` says why something else happens than usual.

    `before` is what is there (nothing: there is no file), `content` what will be: the same where nothing is carried
    out, empty where there is no file. For a conflict it is what would be written with `--force`. `cases` are the states
    of those in a file that is merged by units.
    """

    verb: Verb
    path: str
    content: bytes
    reason: str = ""
    before: bytes | None = None
    cases: tuple[CaseState, ...] = ()

    @property
    def adoptable(self) -> bool:
        """Whether it is a conflict with a file that `--adopt` takes over."""
        return self.verb is Verb.CONFLICT and not self.reason.startswith(OF_ANOTHER)
