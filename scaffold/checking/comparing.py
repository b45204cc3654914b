"""What generating would change, file by file: the stages without the writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold import pipeline
from scaffold.checking.standing import Kept, Standing
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.merge import State
from scaffold.output import Change, Regeneration, Verb
from scaffold.output.changes import CARRIED_OUT
from scaffold.output.patch import first_line, tally, unified
from scaffold.output.regenerating import EJECTED
from scaffold.pipeline import Outcome

_AS_USUAL = Regeneration()
#: The codes of what is said of files that `generate` leaves alone though they are not what it would write.
_STUCK = frozenset({"conflict", "unparsable"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What generating would do to one file: the `change`, as a unified difference, how many lines that `added` and
    `removed`, and at which `line` of what is there it begins. `binary`: what is there is no text, so none is shown."""

    change: Change
    patch: str
    added: int
    removed: int
    line: int
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What generating would do to the files of a project's suites; `differences` are those that it would touch.

    `prunes` says that some of it is only done with `--prune`.
    """

    outcome: Outcome
    differences: tuple[Difference, ...]

    @property
    def prunes(self) -> bool:
        """Whether something of what is compared goes away only with `--prune`."""
        return any(_is_pruned(found.change) for found in self.differences)

    @property
    def adopts(self) -> bool:
        """Whether a file is in the way that `--adopt` takes over."""
        out, changes = self.outcome.out, self.outcome.changes
        return any(change.adoptable and not (out / change.path).is_symlink() for change in changes)

    @property
    def stuck(self) -> tuple[Diagnostic, ...]:
        """What is said of files that are not as they would be generated, and that `generate` does nothing about."""
        return stuck_of(self.outcome)


def compare(root: Path, settings: Settings, manner: Regeneration = _AS_USUAL) -> Comparison:
    """What `generate` would do to the suites of the project at `root`. Nothing is written. Raises what it raises."""
    outcome = pipeline.generate(root, settings, manner, dry_run=True)
    return Comparison(outcome, tuple(_differences(outcome)))


def checked(root: Path, settings: Settings) -> Comparison:
    """The drift of the suites of the project at `root`: what `generate --prune` would do to them."""
    return compare(root, settings, replace(_AS_USUAL, prune=True))


def standing_of(outcome: Outcome) -> Standing:
    """What there is to say beside the drift: edits that are kept, and warnings."""
    warnings = (said for said in outcome.diagnostics if said.severity is not Severity.NOTE)
    files = sum(change.verb is Verb.UNCHANGED for change in outcome.changes)
    return Standing(files, tuple(_kept(outcome)), tuple(warnings))


def stuck_of(outcome: Outcome) -> tuple[Diagnostic, ...]:
    """What is said of files that stand in the way of generated ones, and of those that cannot be taken apart."""
    return tuple(said for said in outcome.diagnostics if said.code in _STUCK)


def is_left(change: Change) -> bool:
    """Whether the file, or something in it, is of what is gone."""
    return change.verb is Verb.ORPHAN or any(case.state is State.ORPHANED for case in change.cases)


def _differences(outcome: Outcome) -> Iterator[Difference]:
    for change in outcome.changes:
        if change.verb not in CARRIED_OUT:
            continue
        before, after = _text(_present(change, outcome.out)), _text(None if _goes(change) else change.content)
        if isinstance(before, bytes) or isinstance(after, bytes):
            yield Difference(change, "", 0, 0, 1, binary=True)
            continue
        patch = unified(before, after, f"a/{change.path}", f"b/{change.path}")
        yield Difference(change, patch, *tally(patch), first_line(patch))


def _goes(change: Change) -> bool:
    return change.verb is Verb.REMOVE


def _present(change: Change, out: Path) -> bytes | None:
    """What is on the disk; files that scaffold only adds to come without it."""
    if change.before is None and change.verb is Verb.UPDATE:
        return (out / change.path).read_bytes()
    return change.before


def _text(content: bytes | None) -> str | bytes | None:
    try:
        return None if content is None else content.decode()
    except UnicodeDecodeError:
        return content


def _is_pruned(change: Change) -> bool:
    return _goes(change) or any(case.state is State.ORPHANED and case.changed for case in change.cases)


def _kept(outcome: Outcome) -> Iterator[Kept]:
    for change in outcome.changes:
        edited = change.verb is Verb.KEPT and change.before is not None and change.reason != EJECTED
        if edited and not change.cases:
            yield Kept(change.path, 1, "")
        for case in change.cases:
            if case.state is State.EDITED:
                yield Kept(change.path, case.line or 1, " > ".join(case.at) or case.id, case.outdated)
