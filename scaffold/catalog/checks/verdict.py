"""What a predicate says of a resource, and how several verdicts make one."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scaffold.model.facts import Fact
from scaffold.model.position import Position
from scaffold.model.project import Resource

if TYPE_CHECKING:
    from scaffold.catalog.checks.estate import Estate


class Outcome(enum.Enum):
    """What came out. Only `FAILS` becomes a finding, so it is for what is certain: in doubt, `UNKNOWN`."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a predicate says: `evidence` are the facts that make it hold, on the evaluated model.

    `position` is where a reader should look where it fails (the resource itself without one), `reason` what was met, in
    a few words, for `{reason}` in a finding's sentence and for people who debug a check.
    """

    outcome: Outcome
    evidence: tuple[Fact, ...] = ()
    position: Position | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether it certainly holds."""
        return self.outcome is Outcome.HOLDS

    @property
    def fails(self) -> bool:
        """Whether it certainly does not."""
        return self.outcome is Outcome.FAILS


#: A predicate with its arguments: what `of`, `when` and the like are when they reach a predicate.
Test: TypeAlias = "Callable[[Resource, Estate], Verdict]"

NOT_APPLICABLE = Verdict(Outcome.NOT_APPLICABLE)


def holds(*evidence: Fact) -> Verdict:
    """It holds, because of these facts."""
    return Verdict(Outcome.HOLDS, evidence)


def fails(reason: str = "", position: Position | None = None) -> Verdict:
    """It does not hold."""
    return Verdict(Outcome.FAILS, (), position, reason)


def unknown(reason: str = "") -> Verdict:
    """It cannot be said."""
    return Verdict(Outcome.UNKNOWN, (), None, reason)


def all_hold(verdicts: Iterable[Verdict]) -> Verdict:
    """All of them: fails where one does, else unknown where one is; what is not applicable does not count."""
    counted = [verdict for verdict in verdicts if verdict.outcome is not Outcome.NOT_APPLICABLE]
    worst = next((each for each in counted if each.fails), None) or next(
        (each for each in counted if each.outcome is Outcome.UNKNOWN), None
    )
    if worst or not counted:
        return worst or NOT_APPLICABLE
    return holds(*{repr(fact): fact for each in counted for fact in each.evidence}.values())


def one_holds(verdicts: Iterable[Verdict]) -> Verdict:
    """One of them is enough: the first that holds, else unknown where one is, else the first that fails."""
    counted = [verdict for verdict in verdicts if verdict.outcome is not Outcome.NOT_APPLICABLE]
    for outcome in (Outcome.HOLDS, Outcome.UNKNOWN, Outcome.FAILS):
        found = next((each for each in counted if each.outcome is outcome), None)
        if found:
            return found
    return NOT_APPLICABLE
