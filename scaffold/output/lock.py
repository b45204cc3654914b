"""The lock: what is ours below an output root, in `.scaffold/lock.json`, which is committed with the suites.

One line an entry, sorted, no entry with anything in it that changes with another one, and `.scaffold/.gitattributes`
has git join both sides of a merge: branches that touch different resources merge without a conflict. An entry that is
there twice has what both say; what was never written is then just known of and does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.merge import Known

LOCK_PATH = ".scaffold/lock.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of ours. `target` and `project` (the way there from the output root) say what it was generated for.

    `digests` are of its whole content (sixteen hexadecimal digits, line ends as `\\n`), empty for a file with cases,
    whose `units` are known one by one, by id. `ejected`: the whole file is a person's from now on.
    """

    target: str
    project: str
    digests: frozenset[str] = field(default_factory=frozenset)
    units: Mapping[str, Known] = field(default_factory=dict)
    ejected: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """All of it: files by their path relative to the output root, and of each project (its way from there) the digests
    of its resources' attributes by address, by which a renamed one is known again."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    resources: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
