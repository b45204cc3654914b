"""How to generate into what is there, and what comes of each file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.merge import Manner
from scaffold.model.position import Position
from scaffold.output.changes import Change
from scaffold.output.lock import Entry, Lock, Owner


@dataclass(frozen=True, slots=True)
class Regeneration:
    """How to generate into what is there.

    `project` is the way from the output root to the project, `targets` are the names of those of this run, `complete`
    says that all of the project could be read: only then is something gone that is not generated any more. `force`
    gives up what was edited or deleted, `adopt` takes over files that are in no lock, `prune` removes what is orphaned
    and was not edited, `write_rej` writes what could not be merged beside it. `resources` are digests of the resources'
    types and attributes by address, `moved` leads from addresses (also of modules, as seen from theirs) to new ones.
    `refresh` are names of files and cases (as `eject` takes them) that are generated anew, whatever became of them.
    """

    project: str = "."
    targets: frozenset[str] = frozenset()
    complete: bool = True
    force: bool = False
    adopt: bool = False
    prune: bool = False
    write_rej: bool = False
    resources: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    refresh: frozenset[str] = frozenset()

    def judges(self, entry: Entry) -> bool:
        """Whether an entry of the lock is of this run: of its project, and one of its targets."""
        return not entry.owners.isdisjoint(self.owners)

    @property
    def owners(self) -> frozenset[Owner]:
        """The targets of this run with its project."""
        return frozenset((target, self.project) for target in self.targets)


@dataclass(frozen=True, slots=True)
class Run:
    """One regeneration below `out`: what was known, which subjects have another name now, and of which files which
    cases are generated `anew`; of those in `whole`, all that is ours."""

    out: Path
    before: Lock
    options: Regeneration
    renames: Mapping[str, str] = field(default_factory=dict)
    anew: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def manner(self, path: str) -> Manner:
        """How a file is merged."""
        options = self.options
        return Manner(
            prune=options.prune and options.complete,
            force=options.force,
            adopt=options.adopt,
            renames=self.renames,
            refresh=self.anew.get(path, frozenset()),
            complete=options.complete,
        )

    def note(self, severity: Severity, code: str, summary: str, path: str, line: int = 1, hint: str = "") -> Diagnostic:
        """Something to say of a file, whose place is given as seen from the project."""
        out = self.out.resolve()
        way = os.path.relpath(out / path, (out / self.options.project).resolve())
        return Diagnostic(severity, code, summary, Position(Path(way).as_posix(), line), hint=hint)

    def is_last(self, path: str, entry: Entry) -> bool:
        """Whether of the suite that a file belongs to no other file is there."""
        return not any(
            not each.owners.isdisjoint(entry.owners) and os.path.isfile(self.out / other)
            for other, each in self.before.files.items()
            if other != path
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What comes of one file: its `change`, what the lock says of it from then on (nothing: it does not), what there is
    to say, and what could not be merged, if it is to be written beside it."""

    change: Change
    entry: Entry | None
    notes: tuple[Diagnostic, ...] = ()
    rejected: bytes | None = None
