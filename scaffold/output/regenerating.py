"""Generated files in memory joined with what is on disk: what would happen to each, without doing it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scaffold.diagnostics import Diagnostic
from scaffold.merge import language_of
from scaffold.output.by_units import Fresh, settle_by_units
from scaffold.output.changes import CARRIED_OUT, Change, Verb
from scaffold.output.lock import Lock, covers
from scaffold.output.naming import called
from scaffold.output.orphans import orphaned
from scaffold.output.renaming import remembered, renamed_subjects
from scaffold.output.run import Regeneration, Run, Settled
from scaffold.output.standing import look
from scaffold.output.whole import settle_whole

#: Why a file is left alone that is a person's by `scaffold eject`.
EJECTED = "yours since it was ejected"
#: What is put behind the name of a file for what could not be merged into it, with a number where a person has one.
REJECTED = ".rej"


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What regenerating does: `changes` sorted by path, the new `lock`, the one `before`, the subjects of cases that
    have another name now, and what there is to say (codes `conflict`, `unparsable`, `edited-outdated`, `orphan`,
    `deleted`, `renamed`; places as seen from the project)."""

    changes: tuple[Change, ...]
    lock: Lock
    before: Lock
    renames: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def drifts(self) -> bool:
        """Whether any file but the lock is going to be different."""
        return any(change.verb in CARRIED_OUT for change in self.changes)

    @property
    def lock_lacks(self) -> bool:
        """Whether the lock is without something that it is going to have. That it has too much, as after a merge of
        branches, is nothing that has to be mended."""
        return not covers(self.before, self.lock)


def regenerate(files: Mapping[str, str], out: Path, lock: Lock, options: Regeneration) -> Regenerated:
    """What writing `files` (relative path to text, `Written` where there are cases) below `out` would do.

    Raises `OutputError` for a path that leads outside `out`, what cannot be looked at, text that is no valid code, and
    names of cases to refresh that there are not.
    """
    run = _run(out, lock, options)
    settled = [_settle(run, path, files[path]) for path in sorted(files)]
    settled.extend(orphaned(run, frozenset(files)))
    settled.sort(key=lambda each: each.change.path)
    entries = dict(lock.files)
    for each in settled:
        entries.pop(each.change.path, None)
        if each.entry:
            entries[each.change.path] = each.entry
    resources = {**lock.resources, options.project: remembered(lock, options, entries)}
    changes = [*(each.change for each in settled if not _is_nothing(each)), *_rejected(run, settled, files)]
    return Regenerated(
        tuple(sorted(changes, key=lambda change: change.path)),
        Lock(dict(sorted(entries.items())), {name: each for name, each in sorted(resources.items()) if each}),
        lock,
        run.renames,
        tuple(note for each in settled for note in each.notes),
    )


def _run(out: Path, lock: Lock, options: Regeneration) -> Run:
    ours = Lock({path: entry for path, entry in lock.files.items() if options.judges(entry)})
    anew: dict[str, frozenset[str]] = {}
    whole = set()
    for path, case in called(ours, sorted(options.refresh)):
        if case is None:
            whole.add(path)
        cases = lock.files[path].units if case is None else (case,)
        anew[path] = anew.get(path, frozenset()).union(cases)
    return Run(out, lock, options, renamed_subjects(lock, options), anew, frozenset(whole))


def _settle(run: Run, path: str, text: str) -> Settled:
    standing = look(run.out, path)
    entry = run.before.files.get(path)
    if entry and path in run.whole:
        entry, run = replace(entry, ejected=False), replace(run, options=replace(run.options, force=True))
    if entry and entry.ejected:
        present = standing.content
        return Settled(Change(Verb.KEPT, path, present or b"", EJECTED, present), entry)
    if entry and entry.pending and standing.content is None:
        # A run was about to make it and did not get to it.
        entry = None
    labels = getattr(text, "cases", ())
    language = language_of(path) if labels or (entry and entry.units) else None
    if language is None:
        return settle_whole(run, path, text, standing, entry)
    fresh = Fresh(path, text, tuple(labels), getattr(text, "target", ""), language)
    return settle_by_units(run, fresh, standing, entry)


def _is_nothing(settled: Settled) -> bool:
    """Whether a file is neither generated nor there: then only the lock forgets it."""
    change = settled.change
    return change.verb is Verb.UNCHANGED and change.before is None


def _rejected(run: Run, settled: list[Settled], files: Mapping[str, str]) -> list[Change]:
    """What could not be merged, beside the files that it belongs to, if that is asked for."""
    found = []
    for each in settled if run.options.write_rej else ():
        if each.rejected is not None:
            path, present = _beside(run, each.change.path + REJECTED, each.rejected, files)
            verb = Verb.CREATE if present is None else Verb.UNCHANGED
            found.append(Change(verb, path, each.rejected, f"beside {each.change.path}", present))
    return found


def _beside(run: Run, name: str, content: bytes, files: Mapping[str, str]) -> tuple[str, bytes | None]:
    """The first name, with a number if need be, that is free or has this content, and what is there. What else has such
    a name may be what `git apply --reject` left to a person."""
    for path in itertools.chain([name], (f"{name}.{number}" for number in itertools.count(2))):
        # A link is passed over, also one that leads nowhere.
        if path not in files and not os.path.lexists(run.out / path):
            return path, None
        if path not in files and os.path.isfile(run.out / path):
            standing = look(run.out, path)
            if standing.content == content and not standing.linked:
                return path, content
    raise AssertionError("numbers do not end")
