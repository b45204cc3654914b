"""What a comment must say so that a finding does not count: `scaffold:ignore ID, ID: reason`, for every platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.project import Suppression

MARK = "scaffold:ignore"
#: The codes of what is said here; they say nothing of the configuration itself.
CODES = frozenset({"suppression-without-reason", "bad-suppression"})
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SUPPRESSION = re.compile(rf"(?P<ids>{_ID}(?:\s*,\s*{_ID})*)\s*(?P<colon>:(?P<reason>.*))?", re.DOTALL)
_BEGINS = re.compile(rf"{MARK}(?![\w-])")


def marked_lines(comment: str) -> Iterator[tuple[int, str]]:
    """The lines of a comment that suppress something: their numbers from 0, and what follows the mark."""
    for number, line in enumerate(comment.split("\n")):
        text = line.strip().lstrip("*").strip()
        if _BEGINS.match(text):
            yield number, text.removeprefix(MARK).strip()


def suppression(
    text: str, place: Position, covered: tuple[int, int] | None, sign: str, diagnostics: list[Diagnostic]
) -> Suppression | None:
    """The suppression that `text` is, for the `covered` lines; what is wrong with it goes to `diagnostics`.

    `sign` is how a comment begins in the language, for the hint.
    """

    def warn(code: str, summary: str) -> None:
        hint = f"Write `{sign} {MARK} ID: why it does not count here`."
        diagnostics.append(Diagnostic(Severity.WARNING, code, summary, place, hint=hint))

    found = _SUPPRESSION.fullmatch(text)
    reason = (found["reason"] or "").strip() if found else ""
    if found is None:
        warn("bad-suppression", "A suppression names checks, a colon and a reason")
    elif not reason:
        warn("suppression-without-reason", "A suppression without a reason has no effect")
    elif covered is None:
        warn("bad-suppression", "The suppression stands in no block, and directly above none")
    else:
        ids = tuple(dict.fromkeys(re.split(r"\s*,\s*", found["ids"])))
        return Suppression(ids, reason, place, *covered)
    return None
