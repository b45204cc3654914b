"""Whether planned cases hold when they are run; what was only hoped for is weakened, what must hold fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from scaffold.model.handlers import (
    Calls,
    Completes,
    Expectation,
    HandlerCase,
    Loads,
    Raises,
    Reports,
    Responds,
    Returns,
    Verdict,
)
from scaffold.trying.saying import outcome
from scaffold.trying.session import Session
from scaffold.trying.trials import Tried

_GOOD: Final = range(200, 300)
_BAD: Final = range(400, 500)
_LONGEST: Final = 160
_TIME: Final = "time"


def settled(session: Session, case: HandlerCase) -> tuple[HandlerCase, Tried]:
    """The case with its verdict, and what came of it.

    A case that nothing can be said of keeps the verdict `OPEN`: what it is about the emulator does not know, or an
    event that was to be a good one is none, so that nothing follows from what came of it.
    """
    found, why = session.settle(case)
    if found.lost:
        return _lost(session, case, found, why), found
    if found.unknown or (found.error and found.error.missing):
        return replace(case, verdict=Verdict.OPEN), found
    if not case.expect:
        return case, found
    if not why:
        return replace(case, verdict=Verdict.HOLDS, reason=""), found
    weaker = tuple(_weaker(case.expect, found))
    if weaker == case.expect:
        return replace(case, verdict=Verdict.FAILS, reason=reason(case, found, why)), found
    if not weaker:
        return replace(case, verdict=Verdict.OPEN), found
    other, why = session.settle(replace(case, expect=weaker))
    if other.lost:
        return replace(case, verdict=Verdict.OPEN), found
    if why:
        return replace(case, expect=weaker, verdict=Verdict.FAILS, reason=reason(case, other, why)), found
    return replace(case, verdict=Verdict.OPEN), found


def _lost(session: Session, case: HandlerCase, found: Tried, why: str) -> HandlerCase:
    """A case whose call did not come to its end. It fails only if that is so in a fresh process, with more time, too:
    else it would be the machine that decides. Nothing that ends its process is a test, which it would end as well."""
    again, _ = session.settle(case, longer=True)
    certain = found.lost == again.lost
    if certain and found.lost == _TIME:
        return replace(case, verdict=Verdict.FAILS, reason=_line(why))
    return replace(case, verdict=Verdict.OPEN, reason=_line(why) if certain else "")


def _weaker(expect: Sequence[Expectation], found: Tried) -> Iterator[Expectation]:
    """What must hold even where the event is not as good, or as bad, as it was meant to be."""
    for each in expect:
        if isinstance(each, Responds) and _hoped(each, found):
            yield replace(each, low=100, high=599)
        elif isinstance(each, Reports) and each.failed == () and found.error is None:
            yield replace(each, failed=None)
        elif isinstance(each, Calls | Returns) or (isinstance(each, Completes) and found.error is not None):
            continue
        else:
            yield each


def _hoped(expected: Responds, found: Tried) -> bool:
    """Whether a status is other than was hoped for, which is no fault: a good event was none, a bad one is taken."""
    if found.status is None or (expected.low, expected.high) == (100, 599):
        return False
    if expected.low in _BAD:
        return found.status < _BAD.start
    return expected.low in _GOOD


def reason(case: HandlerCase, found: Tried, why: str) -> str:
    """Why a case does not hold, in one sentence that is the same each time."""
    wanted = next((each for each in case.expect if isinstance(each, Responds)), None)
    if found.error is not None:
        what = "loading raises" if any(isinstance(each, Loads) for each in case.expect) else "raises"
        said = f"{what} {found.error.kind}"
        return _line(f"{said}: {found.error.message}" if found.error.message else said)
    if wanted is not None and found.status is not None and not wanted.low <= found.status <= wanted.high:
        return f"answers {found.status}"
    if found.error is None and any(isinstance(each, Raises) for each in case.expect):
        return f"{outcome(found)}, though it failed"
    told = [line.strip() for line in why.splitlines()[1:] if line.strip().startswith("but ")]
    return _line(told[0].removeprefix("but ") if told else why.splitlines()[0].partition(": ")[2] or why)


def _line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
