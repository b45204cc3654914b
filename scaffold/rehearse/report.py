"""What a rehearsal showed: for each resource whether it was tried, and how that went."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.integration import IntegrationCase, IntegrationSuite
from scaffold.rehearse.found import HELPERS
from scaffold.rehearse.limits import LeftOut
from scaffold.rehearse.making import Outcome, State
from scaffold.rehearse.run import Tried


class Status(enum.Enum):
    """How it went with one resource."""

    PASSED = "passed"
    FAILED = "failed"
    UNSUPPORTED = "not supported by the emulator"
    UNMADE = "not provisioned"
    ABSENT = "not there"
    UNCHECKED = "no check"


_OF_STATE = {State.UNSUPPORTED: Status.UNSUPPORTED, State.UNMADE: Status.UNMADE, State.ABSENT: Status.ABSENT}


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not hold, by its title, and what the suite said of it."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Resourced:
    """One resource of a project, or (with an empty address) what is about no single one: outputs and flows."""

    project: str
    address: str
    type: str
    status: Status
    reason: str = ""
    passed: int = 0
    failures: tuple[Failure, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All of it. `left_behind` is what the suite wrote and did not take away, `lacking` the outputs without a value.

    Where functions ran, `happened` is what they did, hop by hop (see `functions.live.journal.Hop`), and `still` says of
    those that did not run why.
    """

    resources: tuple[Resourced, ...]
    target: str = ""
    lacking: Mapping[str, str] = field(default_factory=dict)
    left_behind: tuple[str, ...] = ()
    kept: str = ""
    seconds: float = 0.0
    happened: tuple[Mapping[str, Any], ...] = ()
    still: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> int:
        """How many cases hold."""
        return sum(each.passed for each in self.resources)

    @property
    def failures(self) -> int:
        """How many do not."""
        return sum(len(each.failures) for each in self.resources)

    @property
    def fails(self) -> bool:
        """Whether something did not hold, or nothing was tried at all."""
        return bool(self.failures) or not self.passed

    @property
    def types(self) -> frozenset[str]:
        """The types of the resources that a deployment makes in the cloud."""
        return frozenset(each.type for each in self.resources if each.address and each.type not in HELPERS)

    @property
    def rehearsed(self) -> frozenset[str]:
        """Those of which at least one resource was tried."""
        tried = (Status.PASSED, Status.FAILED)
        return frozenset(each.type for each in self.resources if each.address and each.status in tried)

    def of(self, status: Status) -> tuple[Resourced, ...]:
        """The resources that it went so with."""
        return tuple(each for each in self.resources if each.address and each.status is status)


def judged(
    project: str,
    outcomes: Mapping[str, Outcome],
    suite: IntegrationSuite | None,
    results: Mapping[str, Tried],
    left_out: Iterable[LeftOut],
) -> Iterator[Resourced]:
    """What became of each resource of a project, in order, and last what is about none of them.

    `results` are the tests that ran, by the id of their case.
    """
    cases: dict[str, list[IntegrationCase]] = {}
    for case in suite.cases if suite else ():
        cases.setdefault(case.subject if case.subject in outcomes else "", []).append(case)
    omitted: dict[str, list[LeftOut]] = {}
    for each in left_out:
        omitted.setdefault(each.subject if each.subject in outcomes else "", []).append(each)
    for address, outcome in outcomes.items():
        tried = [(case, results[case.id]) for case in cases.get(address, ()) if case.id in results]
        yield _judged(project, outcome, tried, tuple(omitted.get(address, ())))
    others = [(case, results[case.id]) for case in cases.get("", ()) if case.id in results]
    if others or "" in omitted:
        none = Outcome("", "", State.MADE)
        yield _judged(project, none, others, tuple(omitted.get("", ())))


def _judged(
    project: str, outcome: Outcome, tried: list[tuple[IntegrationCase, Tried]], left_out: tuple[LeftOut, ...]
) -> Resourced:
    failures = tuple(Failure(case.title, test.message) for case, test in tried if test.status == "failed")
    passed = sum(test.status == "passed" for _, test in tried)
    skipped = next((test.message for _, test in tried if test.status == "skipped"), "")
    status, reason = _status(outcome, passed, failures, skipped, left_out)
    return Resourced(
        project, outcome.address, outcome.type, status, reason, passed, failures, left_out, dict(outcome.gaps)
    )


def _status(
    outcome: Outcome, passed: int, failures: tuple[Failure, ...], skipped: str, left_out: tuple[LeftOut, ...]
) -> tuple[Status, str]:
    if failures:
        return Status.FAILED, ""
    if outcome.state is not State.MADE:
        return _OF_STATE[outcome.state], outcome.reason
    if passed:
        return Status.PASSED, ""
    if left_out:
        unsupported = next((each for each in left_out if not each.unmade), None)
        return (Status.UNSUPPORTED, unsupported.reason) if unsupported else (Status.UNCHECKED, left_out[0].reason)
    if outcome.type in HELPERS:
        return Status.UNCHECKED, "it makes nothing in the cloud"
    return Status.UNCHECKED, skipped or "no case is about it"


def document(found: Rehearsal) -> dict[str, Any]:
    """The rehearsal as JSON data."""
    return {
        "version": 1,
        "target": found.target,
        "summary": {
            "passed": found.passed,
            "failed": found.failures,
            "resources": {status.value: len(found.of(status)) for status in Status},
            "types": len(found.types),
            "types_rehearsed": len(found.rehearsed & found.types),
            "seconds": round(found.seconds, 3),
        },
        "resources": [_as_json(each) for each in found.resources],
        "outputs_without_value": dict(found.lacking),
        "left_behind": list(found.left_behind),
        **({"hops": [dict(each) for each in found.happened]} if found.happened else {}),
        **({"functions_not_run": dict(found.still)} if found.still else {}),
        **({"kept": found.kept} if found.kept else {}),
    }


def wrong(hop: Mapping[str, Any]) -> str:
    """What is wrong with a hop, in one line; empty where nothing is."""
    said = [hop.get("error", ""), *hop.get("remarks", ())]
    way = " -> ".join(filter(None, (hop.get("source", ""), hop.get("target", ""))))
    text = "; ".join(filter(None, said))
    if hop.get("kind") == "dead-letter" and not text:
        text = "it was given up"
    return f"{way}: {text}" if text else ""


def _as_json(each: Resourced) -> dict[str, Any]:
    return {
        "project": each.project,
        "address": each.address,
        "type": each.type,
        "status": each.status.value,
        **({"reason": each.reason} if each.reason else {}),
        "passed": each.passed,
        "failures": [{"case": failure.title, "message": failure.message} for failure in each.failures],
        "left_out": [
            {"case": omitted.title, **({"part": omitted.part} if omitted.part else {}), "reason": omitted.reason}
            for omitted in each.left_out
        ],
        **({"not_given": dict(each.gaps)} if each.gaps else {}),
    }
