"""The lock: what is ours below an output root, in `.scaffold/lock.json`, which is committed with the suites.

Here it is as data, `lock_text.py` spells it, `keeping.py` loads and writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from scaffold.merge import Known

LOCK_PATH = ".scaffold/lock.json"

#: The name of a target, and the way from the output root to the project.
Owner: TypeAlias = tuple[str, str]
#: Who a file belongs to that is only known from the list of an earlier version.
NOBODY: Owner = ("", "")

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of ours. `target` and `project` (the way there from the output root) say what it was generated for;
    both are empty for a file that is only known from the list that earlier versions kept. `also` are the other targets,
    each with its project, whose suites share it.

    `digests` are of its whole content (sixteen hexadecimal digits, line ends as `\\n`); of a file with cases, whose
    `units` are known one by one, by id, only if all of it is as it was generated. `ejected`: the whole file is a
    person's from now on. `deleted` are the units that a person has taken out of it. `pending`: a run was about to make
    it, `coming`: to add these units.
    """

    target: str
    project: str
    digests: frozenset[str] = field(default_factory=frozenset)
    units: Mapping[str, Known] = field(default_factory=dict)
    ejected: bool = False
    deleted: frozenset[str] = field(default_factory=frozenset)
    pending: bool = False
    coming: frozenset[str] = field(default_factory=frozenset)
    also: frozenset[Owner] = field(default_factory=frozenset)

    @property
    def owners(self) -> frozenset[Owner]:
        """The targets with their projects whose suites need it; none for one from the list of an earlier version."""
        return (self.also | {(self.target, self.project)}) - {NOBODY}

    def of(self, owners: frozenset[Owner]) -> Entry:
        """The same with these owners, in the order in which every run puts them."""
        target, project = min(owners, default=NOBODY)
        return replace(self, target=target, project=project, also=owners - {(target, project)})


@dataclass(frozen=True, slots=True)
class Lock:
    """All of it: files by their path relative to the output root, and of each project (its way from there) the digests
    of its resources' attributes by address, by which a renamed one is known again."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    resources: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)


class LockError(Exception):
    """The lock is there but cannot be understood: the message says why, `line` where (from 1). `newer`: a later version
    wrote it, which understands it."""

    def __init__(self, message: str, line: int = 1, *, newer: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.newer = newer


def joined_units(first: Known, second: Known) -> Known:
    """A unit of which two lines of a lock say something: what either says was written is ours."""
    return replace(
        first,
        digests=first.digests | second.digests,
        notes=first.notes | second.notes,
        orders=first.orders | second.orders,
        subject=first.subject or second.subject,
        ejected=first.ejected or second.ejected,
        moved=first.moved or second.moved,
    )


def joined_entries(first: Entry, second: Entry) -> Entry:
    """A file of which two locks, or two lines of one, say something. What both do not know of for certain is coming."""
    settled = (first.units.keys() - first.coming) | (second.units.keys() - second.coming)
    joined = Entry(
        first.target,
        first.project,
        first.digests | second.digests,
        _either(first.units, second.units, joined_units),
        first.ejected or second.ejected,
        first.deleted | second.deleted,
        first.pending and second.pending,
        (first.coming | second.coming) - settled,
    )
    return joined.of(first.owners | second.owners)


def between(before: Lock, after: Lock, made: Collection[str]) -> Lock:
    """What holds while files are being written, so that a run that is killed has lost nothing: what was written and
    what is going to be are both ours, and what is only going to be is marked, so that nobody takes it for deleted.

    `made` are the paths of files that are not there yet. The resources are those of before: a renaming is found again
    by the next run.
    """
    known = {path: entry for path, entry in before.files.items() if path not in made}
    coming = {path: _coming(entry, known.get(path)) for path, entry in after.files.items()}
    return Lock(_either(known, coming, joined_entries), before.resources)


def covers(before: Lock, after: Lock) -> bool:
    """Whether a lock says all that another one does; it may know of more, as it does after branches were merged, when
    also the orders of groups are others."""
    files = (before.files.get(path) for path in after.files)
    return all(
        entry is not None and _covers(entry, new) for entry, new in zip(files, after.files.values(), strict=True)
    ) and all(
        digests <= before.resources.get(project, {}).get(address, frozenset())
        for project, resources in after.resources.items()
        for address, digests in resources.items()
    )


def _covers(before: Entry, after: Entry) -> bool:
    return (
        replace(before, digests=after.digests, units=after.units, deleted=after.deleted).of(after.owners) == after
        and before.owners >= after.owners
        and (before.digests >= after.digests or bool(after.units))
        and all(
            name in before.units
            and joined_units(before.units[name], replace(known, orders=frozenset())) == before.units[name]
            for name, known in after.units.items()
        )
    )


def _coming(entry: Entry, before: Entry | None) -> Entry:
    known = before.units.keys() - before.coming if before else set()
    return replace(entry, pending=before is None, coming=frozenset(entry.units.keys() - known))


def _either(
    first: Mapping[str, _Value], second: Mapping[str, _Value], join: Callable[[_Value, _Value], _Value]
) -> dict[str, _Value]:
    both = {key: join(value, second[key]) for key, value in first.items() if key in second}
    return {**first, **second, **both}
