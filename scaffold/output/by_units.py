"""Files with cases: merged with what is there, unit by unit."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.merge import CaseState, Language, Merged, Role, State, UnparsableError, merge
from scaffold.model.written import CaseLabel
from scaffold.output.changes import OF_ANOTHER, Change, Verb
from scaffold.output.errors import OutputError
from scaffold.output.lock import Entry
from scaffold.output.recovering import known_of
from scaffold.output.run import Run, Settled
from scaffold.output.standing import Standing, content_digest, with_ends_of
from scaffold.output.whole import EDITED, conflict

DELETED = "deleted since it was generated"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file as it would be generated now."""

    path: str
    text: str
    labels: tuple[CaseLabel, ...]
    target: str
    language: Language


def settle_by_units(run: Run, fresh: Fresh, standing: Standing, entry: Entry | None) -> Settled:
    """What comes of a file with cases."""
    present, options = standing.content, run.options
    if present is None and not standing.linked:
        wanted = options.force or fresh.path in run.anew
        if entry and entry.units and _of_this(run, entry) and not wanted and not run.is_last(fresh.path, entry):
            return _gone(run, fresh.path, entry)
        return _made(run, fresh, None)
    content = with_ends_of(present, fresh.text)
    if present is None or (standing.linked and not options.force):
        return conflict(run, fresh.path, content, standing, entry)
    if entry and content_digest(present) in entry.digests and _is_all_there(run, fresh, entry):
        return _refreshed(run, fresh, present, entry)
    if entry is None or not entry.units or not _of_this(run, entry):
        if options.force:
            return _made(run, fresh, present)
        same = content_digest(present) == content_digest(content)
        if not same and (not options.adopt or _is_others(run, entry)):
            return conflict(run, fresh.path, content, standing, entry, *_reason(entry))
    return _merged(run, fresh, present, entry)


def _of_this(run: Run, entry: Entry) -> bool:
    return any(project == run.options.project for _, project in entry.owners)


def _is_others(run: Run, entry: Entry | None) -> bool:
    """Whether another project's suite stands there: to take it over would only make the two change places for ever."""
    return entry is not None and bool(entry.units) and not _of_this(run, entry)


def _reason(entry: Entry | None) -> tuple[str, ...]:
    """Why a file that is in the lock is in the way nevertheless."""
    if entry is None:
        return ()
    return (EDITED,) if not entry.units else (f"{OF_ANOTHER} ({entry.project})",)


def _gone(run: Run, path: str, entry: Entry) -> Settled:
    cases = (name for name, known in entry.units.items() if known.role == "case")
    states = tuple(CaseState(name, entry.units[name].at, State.DELETED) for name in cases)
    hint = f"--refresh {shlex.quote(path)} brings it back."
    note = run.note(Severity.NOTE, "deleted", f"{DELETED}, and stays so", path, hint=hint)
    return Settled(Change(Verb.KEPT, path, b"", DELETED, cases=states), entry, (note,))


def _made(run: Run, fresh: Fresh, present: bytes | None) -> Settled:
    """The file as it would be generated, whatever is there."""
    try:
        merged = merge(None, fresh.text, fresh.labels, {}, fresh.language, run.manner(fresh.path))
    except UnparsableError as error:
        raise _faulty(fresh, error) from error
    verb = Verb.CREATE if present is None else Verb.UPDATE
    content = with_ends_of(present, merged.text)
    verb = Verb.UNCHANGED if content == present else verb
    change = Change(verb, fresh.path, content, before=present, cases=merged.cases)
    whole = frozenset({content_digest(content)})
    return Settled(change, Entry(fresh.target, run.options.project, whole, merged.known))


def _is_all_there(run: Run, fresh: Fresh, entry: Entry) -> bool:
    """Whether all cases that are known of a file of this project are generated still, and none is a person's."""
    if entry.units and not _of_this(run, entry):
        return False
    ids = {label.id for label in fresh.labels}
    known = ((name, each) for name, each in entry.units.items() if each.role == Role.CASE.value)
    return all(name in ids for name, _ in known) and not any(each.ejected for each in entry.units.values())


def _refreshed(run: Run, fresh: Fresh, present: bytes, entry: Entry) -> Settled:
    """The file as it would be generated, when what is there is just what was: then nothing has to be taken apart."""
    known = entry.units
    if entry.digests == {content_digest(fresh.text.encode())} and all(each.id in known for each in fresh.labels):
        cases = tuple(CaseState(each.id, known[each.id].at, State.PRISTINE) for each in fresh.labels)
        ours = Entry(fresh.target, run.options.project, entry.digests, known)
        return Settled(Change(Verb.UNCHANGED, fresh.path, present, before=present, cases=cases), ours)
    settled = _made(run, fresh, present)
    units = settled.entry.units if settled.entry else {}
    cases = tuple(
        replace(
            case,
            state=State.PRISTINE if case.id in known else State.NEW,
            changed=case.id not in known or not units[case.id].digests <= known[case.id].digests,
        )
        for case in settled.change.cases
    )
    return replace(settled, change=replace(settled.change, cases=cases))


def _merged(run: Run, fresh: Fresh, present: bytes, entry: Entry | None) -> Settled:
    try:
        text = decoded(present)
        known = known_of(entry, present, text, fresh.language) if entry else {}
        merged = merge(text, fresh.text, fresh.labels, known, fresh.language, run.manner(fresh.path))
    except UnparsableError as error:
        if _parses(fresh.text, fresh.language):
            if _is_given_up(run, fresh.path, entry):
                return _made(run, fresh, present)
            return unparsable(run, fresh.path, present, entry, error, with_ends_of(present, fresh.text))
        raise _faulty(fresh, error) from error
    content = merged.text.encode()
    verb = Verb.UNCHANGED if content == present else Verb.UPDATE
    change = Change(verb, fresh.path, content, before=present, cases=merged.cases)
    deleted = _deleted(merged)
    # With this, what nobody has touched since is refreshed without being taken apart.
    same = content_digest(content) == content_digest(fresh.text.encode())
    whole = frozenset({content_digest(content)} if same and not deleted else ())
    ours = Entry(fresh.target, run.options.project, whole, merged.known, deleted=deleted)
    return Settled(change, ours, tuple(notes(run, fresh.path, merged)))


def _is_given_up(run: Run, path: str, entry: Entry | None) -> bool:
    """Whether a file that cannot be taken apart is generated anew with all that is in it. What was ejected from it goes
    only if the file is named."""
    ejected = entry is not None and any(known.ejected for known in entry.units.values())
    return run.options.force and (path in run.whole or not ejected)


def _deleted(merged: Merged) -> frozenset[str]:
    """The ids of the cases, and of the groups with them, that are not in a file any more."""
    there = {case.at[:depth] for case in merged.cases if case.line for depth in range(len(case.at))}
    gone = {case.id for case in merged.cases if case.state is State.DELETED and not case.line}
    empty = {name for name, known in merged.known.items() if known.role == Role.GROUP.value and known.at not in there}
    return frozenset((gone | empty) & merged.known.keys()) if gone else frozenset()


def unparsable(
    run: Run, path: str, present: bytes, entry: Entry | None, error: UnparsableError, rejected: bytes | None = None
) -> Settled:
    """A file that cannot be taken apart is left alone."""
    reason = f"it cannot be taken apart: {error}"
    named = f"--refresh {shlex.quote(path)}" if entry else "--force"
    hint = f"Mend it, and generate again; or take the new one with {named}. --write-rej writes it beside."
    if rejected is None:
        hint = "Mend it, and generate again; or delete it: it is not generated any more."
    elif present.startswith(b"<<<<<<< ") or b"\n<<<<<<< " in present:
        hint = "Git could not merge it. Take either side (git checkout --ours or --theirs), and generate again."
    note = run.note(Severity.WARNING, "unparsable", f"kept as it is: {reason}", path, error.line, hint)
    return Settled(Change(Verb.KEPT, path, present, reason, present), entry, (note,), rejected)


def decoded(content: bytes) -> str:
    """The text of a file, line ends and byte order mark as they are. Raises `UnparsableError`."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UnparsableError("it is not UTF-8", content.count(b"\n", 0, error.start) + 1) from error


def notes(run: Run, path: str, merged: Merged) -> Iterator[Diagnostic]:
    """What there is to say of the cases of a file that was merged."""
    for case in merged.cases:
        yield from _of_case(run, path, case)
    deleted = [case for case in merged.cases if case.state is State.DELETED]
    if deleted:
        cases = "1 case" if len(deleted) == 1 else f"{len(deleted)} cases"
        summary = f"{cases} deleted since generated, and not brought back"
        yield run.note(Severity.NOTE, "deleted", summary, path, hint="--refresh brings single ones back, --force all.")


def _of_case(run: Run, path: str, case: CaseState) -> Iterator[Diagnostic]:
    name = " > ".join(case.at) or case.id
    if case.was and case.state is State.EDITED:
        summary = f"{name!r} goes on from {case.was}, which has another name now"
        yield run.note(Severity.NOTE, "renamed", summary, path, case.line or 1)
    if case.state is State.EDITED and case.outdated:
        summary = f"{name!r} was edited, and another would be generated now"
        hint = f"--refresh {shlex.quote(case.id)} takes the new one, `scaffold eject` keeps it as yours."
        yield run.note(Severity.WARNING, "edited-outdated", summary, path, case.line or 1, hint)
    if case.state is State.ORPHANED and not case.changed:
        summary = f"{name!r} is not generated any more"
        hint = "Delete it; --prune removes all such cases that nobody has edited."
        yield run.note(Severity.WARNING, "orphan", summary, path, case.line or 1, hint)


def _parses(text: str, language: Language) -> bool:
    try:
        language.parse(text)
    except UnparsableError:
        return False
    return True


def _faulty(fresh: Fresh, error: UnparsableError) -> OutputError:
    summary = f"what was generated for {fresh.path} is no valid code: line {error.line}: {error}"
    return OutputError(summary, hint="A template of your own may be at fault.")
