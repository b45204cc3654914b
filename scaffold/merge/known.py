"""What is known of a file from the last time that it was written."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """What was written of one unit: `at` are the keys that lead to it, `digests` those of its shape.

    There are several digests where two branches were merged, or a run did not get to its end: each of them is ours.
    `notes` are those of the comments before it, `orders` (of files and groups) those of its children's keys. `subject`
    is the address that a case is about. `role` is one of `units.Role`, as text. `ejected`: it is a person's. `moved`: a
    person put it into another group than it was generated into.
    """

    at: tuple[str, ...]
    role: str
    digests: frozenset[str]
    notes: frozenset[str] = field(default_factory=frozenset)
    orders: frozenset[str] = field(default_factory=frozenset)
    subject: str = ""
    ejected: bool = False
    moved: bool = False


class State(enum.Enum):
    """What became of a case since it was written."""

    NEW = "new"
    PRISTINE = "pristine"
    EDITED = "edited"
    DELETED = "deleted"
    ORPHANED = "orphaned"
    EJECTED = "ejected"


@dataclass(frozen=True, slots=True)
class CaseState:
    """One case after a merge: `id` as in the lock, `at` the keys that lead to it, `line` where it stands (0: nowhere).

    `outdated`: it was edited, and what would be generated now is not what was when it was. `changed`: the merge changes
    its text (or adds or removes it). `was` is its id before a renaming.
    """

    id: str
    at: tuple[str, ...]
    state: State
    line: int = 0
    outdated: bool = False
    changed: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file should be: its `text`, what is to be known of it by id, and the states of its cases in order.

    `kept` says that there is something of a person's in it.
    """

    text: str
    known: Mapping[str, Known]
    cases: tuple[CaseState, ...]
    kept: bool


def digest(text: str) -> str:
    """The SHA-256 of a text in hexadecimal, its first 16 digits: enough to tell versions apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
