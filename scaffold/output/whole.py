"""Files that are ours or a person's as a whole: support code, settings of runners."""

from __future__ import annotations

from dataclasses import replace

from scaffold.diagnostics import Severity
from scaffold.merge import Unit, UnparsableError, language_of
from scaffold.output.changes import Change, Verb
from scaffold.output.lock import Entry
from scaffold.output.run import Run, Settled
from scaffold.output.standing import Standing, content_digest, with_ends_of

_NOT_OURS = "not written by scaffold"
EDITED = "edited since it was generated"


def settle_whole(run: Run, path: str, text: str, standing: Standing, entry: Entry | None) -> Settled:
    """What comes of a file without cases: it is made, refreshed while nobody has edited it, and else kept."""
    present, digest = standing.content, content_digest(text.encode())
    content = with_ends_of(present, text)
    ours = Entry(getattr(text, "target", ""), run.options.project, frozenset({digest}))
    if standing.linked and not run.options.force:
        return conflict(run, path, content, standing, entry)
    if present is None:
        return Settled(Change(Verb.CREATE, path, content), ours)
    written = entry.digests if entry else frozenset()
    now = content_digest(present)
    if now == digest:
        return Settled(Change(Verb.UNCHANGED, path, present, before=present), ours)
    if not run.options.force and (entry or run.options.adopt) and _alike(path, present, text):
        # The formatted version is ours from now on, so that it can be refreshed.
        known = replace(ours, digests=ours.digests | {now})
        return Settled(Change(Verb.UNCHANGED, path, present, before=present), known)
    if run.options.force or now in written:
        return Settled(Change(Verb.UPDATE, path, content, before=present), ours)
    if not entry and not run.options.adopt:
        return conflict(run, path, content, standing, entry)
    return _kept(run, path, content, present, ours, entry)


def conflict(
    run: Run, path: str, content: bytes, standing: Standing, entry: Entry | None, reason: str = _NOT_OURS
) -> Settled:
    """A file that stands where one is generated and is not taken for ours."""
    said = "a symbolic link stands there" if standing.linked else reason
    change = Change(Verb.CONFLICT, path, content, said, standing.content)
    hint = "Move it away to get the new one, take it over with --adopt, or overwrite it with --force."
    note = run.note(Severity.WARNING, "conflict", f"kept as it is: {said}", path, hint=hint)
    return Settled(change, entry, (note,), content)


def _kept(run: Run, path: str, content: bytes, present: bytes, ours: Entry, entry: Entry | None) -> Settled:
    change = Change(Verb.KEPT, path, present, EDITED, present)
    if entry and ours.digests <= entry.digests:
        return Settled(change, replace(entry, target=ours.target, project=ours.project))
    hint = "Delete it to get the new one, or keep it as yours with `scaffold eject`."
    summary = f"{EDITED}, and another would be generated now"
    note = run.note(Severity.WARNING, "edited-outdated", summary, path, hint=hint)
    known = replace(entry, target=ours.target, project=ours.project) if entry else ours
    return Settled(change, known, (note,), content)


def _alike(path: str, present: bytes, text: str) -> bool:
    """Whether a formatter is all that two versions of a file differ by."""
    language = language_of(path)
    if language is None:
        return False
    try:
        one, other = language.parse(present.decode()), language.parse(text)
    except (UnparsableError, UnicodeDecodeError):
        return False
    return _shapes(one) == _shapes(other)


def _shapes(whole: Unit) -> list[tuple[tuple[str, ...], str, str]]:
    return [(at, unit.shape, unit.notes) for at, unit in (((), whole), *whole.walk())]
