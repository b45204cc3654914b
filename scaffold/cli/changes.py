"""What becomes of a file and of the tests in it, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scaffold.cli.terminal import counted, located, say

if TYPE_CHECKING:
    from pathlib import Path

    from scaffold.merge import CaseState
    from scaffold.output import Change


def say_change(change: Change, out: Path, more: str = "") -> None:
    """One line: what happens to the file, why, and to how many of its tests what; `more` words behind that."""
    words = "; ".join(filter(None, (change.reason, said_of_cases(change), more)))
    say(f"{change.verb.value:9} {located(out, change.path)}{f' ({words})' if words else ''}")


def said_of_cases(change: Change) -> str:
    """`2 tests new, 1 refreshed, 1 edited and kept`: nothing where nothing is to be said of the tests one by one."""
    if change.before is None and change.content:
        return ""
    counts = Counter(word for case in change.cases if (word := _word(case)))
    said = [(counts[word], word) for word in _WORDS if counts[word]]
    return ", ".join(f"{count if at else counted(count, 'test')} {word}" for at, (count, word) in enumerate(said))


def case_documents(change: Change) -> list[dict[str, Any]]:
    """The tests of a file that are not as they were written, for a document."""
    from scaffold.merge import State

    return [
        {
            "id": case.id,
            "state": case.state.value,
            **({"line": case.line} if case.line else {}),
            **({"outdated": True} if case.outdated else {}),
            **({"was": case.was} if case.was else {}),
        }
        for case in change.cases
        if case.changed or case.state is not State.PRISTINE
    ]


_WORDS = (
    *("new", "refreshed", "renamed", "generated anew", "brought back", "removed"),
    *("orphaned", "edited and kept", "kept away", "yours"),
)


def _word(case: CaseState) -> str:
    """What is said of a case; nothing of one that stays as it is."""
    from scaffold.merge import State

    match case.state:
        case State.NEW:
            return "new"
        case State.PRISTINE:
            return ("renamed" if case.was else "refreshed") if case.changed else ""
        case State.ORPHANED:
            return "removed" if case.changed else "orphaned"
        case State.EDITED:
            return "edited and kept" if case.was or not case.changed else "generated anew"
        case State.DELETED:
            return "brought back" if case.changed else "kept away"
        case State.EJECTED:
            return "yours"
