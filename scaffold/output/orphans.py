"""Files that were generated and are not any more."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from scaffold.diagnostics import Severity
from scaffold.merge import CaseState, Role, UnparsableError, language_of, merge
from scaffold.output.by_units import decoded, notes, unparsable
from scaffold.output.changes import Change, Verb
from scaffold.output.errors import OutputError
from scaffold.output.lock import Entry
from scaffold.output.recovering import known_of
from scaffold.output.run import Run, Settled
from scaffold.output.standing import content_digest, look

_TESTS = frozenset({Role.CASE.value, Role.GROUP.value})
_REASON = "it is not generated any more"
_UNUSED = "no suite needs it any more"


def orphaned(run: Run, generated: frozenset[str]) -> Iterator[Settled]:
    """What comes of each file of this run's suites that is not generated any more; nothing of a project that could not
    be read."""
    for path, entry in sorted(run.before.files.items()) if run.options.complete else ():
        if path in generated or entry.ejected or _is_left(entry) or not _is_judged(run, path, entry, generated):
            continue
        others = entry.owners - run.options.owners
        # Another suite needs it: that it is not this one's any more is all that changes.
        yield Settled(Change(Verb.UNCHANGED, path, b""), entry.of(others)) if others else _settle(run, path, entry)


def _is_judged(run: Run, path: str, entry: Entry, generated: frozenset[str]) -> bool:
    """Whether a file is of this run. The list of an earlier version does not say: it is if such files are generated in
    its folder, by a project that the list is beside."""
    if entry.owners:
        return run.options.judges(entry)
    kinds = {(posixpath.dirname(each), posixpath.splitext(each)[1]) for each in generated}
    return run.options.project == "." and (posixpath.dirname(path), posixpath.splitext(path)[1]) in kinds


def _is_left(entry: Entry) -> bool:
    """Whether nothing but a person's tests is left in a file: it is known for when there is something to add again."""
    return bool(entry.units) and all(known.role not in _TESTS for known in entry.units.values())


def _settle(run: Run, path: str, entry: Entry) -> Settled:
    try:
        standing = look(run.out, path)
    except OutputError as error:
        # A folder or pipe of that name is nothing of ours, and nothing is going to be written there.
        return Settled(Change(Verb.ORPHAN, path, b"", error.diagnostic.summary), None)
    if standing.content is None or standing.linked:
        return Settled(Change(Verb.UNCHANGED, path, b""), None)
    if entry.units:
        return _with_cases(run, path, standing.content, entry)
    if content_digest(standing.content) not in entry.digests:
        return _stays(run, path, standing.content, entry, f"edited, and {_UNUSED}")
    if run.options.prune:
        return Settled(Change(Verb.REMOVE, path, b"", _UNUSED, standing.content), None)
    return _stays(run, path, standing.content, entry, _UNUSED)


def _with_cases(run: Run, path: str, present: bytes, entry: Entry) -> Settled:
    language = language_of(path)
    if language is None:
        return _stays(run, path, present, entry, _REASON)
    try:
        text = decoded(present)
        merged = merge(text, None, (), known_of(entry, present, text, language), language, run.manner(path))
    except UnparsableError as error:
        settled = unparsable(run, path, present, entry, error)
        return replace(settled, change=replace(settled.change, verb=Verb.ORPHAN))
    if run.options.prune and not merged.kept:
        return Settled(Change(Verb.REMOVE, path, b"", _REASON, present, merged.cases), None)
    if not run.options.prune:
        return _stays(run, path, present, entry, _REASON, merged.cases)
    content = merged.text.encode()
    verb = Verb.ORPHAN if content == present else Verb.UPDATE
    change = Change(verb, path, content, _REASON, present, merged.cases)
    known = Entry(entry.target, entry.project, units=merged.known, deleted=entry.deleted & merged.known.keys())
    return Settled(change, known, tuple(notes(run, path, merged)))


def _stays(
    run: Run, path: str, present: bytes, entry: Entry, reason: str, cases: tuple[CaseState, ...] = ()
) -> Settled:
    hint = "Delete it; --prune removes what nobody has edited."
    note = run.note(Severity.WARNING, "orphan", f"kept: {reason}", path, hint=hint)
    return Settled(Change(Verb.ORPHAN, path, present, reason, present, cases), entry, (note,))
