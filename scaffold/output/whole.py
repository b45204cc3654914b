"""Files that are ours or a person's as a whole: support code, settings of runners."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scaffold.diagnostics import Severity
from scaffold.merge import Unit, UnparsableError, digest, language_of
from scaffold.merge.standing import plain_inner
from scaffold.output.changes import OF_ANOTHER, Change, Verb
from scaffold.output.lock import Entry, Owner
from scaffold.output.run import Run, Settled
from scaffold.output.standing import Standing, content_digest, with_ends_of

_NOT_OURS = "not written by scaffold"
EDITED = "edited since it was generated"
#: How many digests a file has of which one version is known.
_BOTH = 2


def settle_whole(run: Run, path: str, text: str, standing: Standing, entry: Entry | None) -> Settled:
    """What comes of a file without cases: it is made, refreshed while nobody has edited it, and else kept."""
    present = standing.content
    content = with_ends_of(present, text)
    written = entry.digests if entry else frozenset()
    ours = Entry("", "", _digests(path, text.encode(), written)).of(_owners(run, text, entry))
    if standing.linked and not run.options.force:
        return conflict(run, path, content, standing, entry)
    if present is None:
        return Settled(Change(Verb.CREATE, path, content), ours)
    if content_digest(present) == content_digest(text.encode()):
        return Settled(Change(Verb.UNCHANGED, path, present, before=present), ours)
    now = _digests(path, present, frozenset())
    if not run.options.force and (entry or run.options.adopt) and now & ours.digests:
        # A formatter was at work: its spelling stays.
        return Settled(Change(Verb.UNCHANGED, path, present, before=present), ours)
    if run.options.force or now & written:
        return Settled(Change(Verb.UPDATE, path, content, before=present), ours)
    if not entry and not run.options.adopt:
        return conflict(run, path, content, standing, entry)
    return _kept(run, path, content, present, ours, entry)


def _owners(run: Run, text: str, entry: Entry | None) -> frozenset[Owner]:
    """Whose suites need a file: those that it is generated for, and the others that it was generated for before."""
    names = {getattr(text, "target", ""), *getattr(text, "also", ())}
    return frozenset((name, run.options.project) for name in names) | (entry.owners if entry else frozenset())


def conflict(
    run: Run, path: str, content: bytes, standing: Standing, entry: Entry | None, reason: str = _NOT_OURS
) -> Settled:
    """A file that stands where one is generated and is not taken for ours."""
    said = "a symbolic link stands there" if standing.linked else reason
    change = Change(Verb.CONFLICT, path, content, said, standing.content)
    hint = "Move it away to get the new one, take it over with --adopt, or overwrite it with --force."
    if said.startswith(OF_ANOTHER):
        hint = "Give each of the two projects an --out of its own."
    note = run.note(Severity.WARNING, "conflict", f"kept as it is: {said}", path, hint=hint)
    return Settled(change, entry, (note,), content)


def _kept(run: Run, path: str, content: bytes, present: bytes, ours: Entry, entry: Entry | None) -> Settled:
    change = Change(Verb.KEPT, path, present, EDITED, present)
    if entry and ours.digests <= entry.digests:
        return Settled(change, entry.of(ours.owners))
    hint = "Delete it to get the new one, or keep it as yours with `scaffold eject`."
    summary = f"{EDITED}, and another would be generated now"
    note = run.note(Severity.WARNING, "edited-outdated", summary, path, hint=hint)
    known = entry.of(ours.owners) if entry else ours
    return Settled(change, known, (note,), content)


def _digests(path: str, content: bytes, known: frozenset[str]) -> frozenset[str]:
    """The digests of a file: of its content, and of what no formatter changes, where its language is known.

    These are the `known` ones if they are of this very content: taking files apart takes time.
    """
    own = content_digest(content)
    if own in known and len(known) <= _BOTH:
        return known
    shape = _shape(path, content)
    return frozenset({own}) if shape is None else frozenset({own, digest(shape)})


def _shape(path: str, content: bytes) -> str | None:
    """What no formatter changes of a file, nothing where that is not known."""
    language = language_of(path)
    try:
        if path.endswith(".json"):
            # Pairs, not dictionaries: a member that is there twice counts.
            return f"json {json.loads(content, object_pairs_hook=tuple)!r}"
        return None if language is None else repr(list(_shapes(language.parse(content.decode()))))
    except (UnparsableError, ValueError, RecursionError):
        return None


def _shapes(whole: Unit) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    yield (), whole.shape, whole.notes, plain_inner(whole)
    for at, unit in whole.walk():
        yield at, unit.shape, unit.notes, plain_inner(unit)
