"""Runs a function's handler to settle what reading leaves open, and to pin what else it does."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.handlers import (
    Call,
    CallsExactly,
    Data,
    Expectation,
    HandlerCase,
    HandlerSuite,
    Raises,
    Returns,
    Verdict,
    Wired,
)
from scaffold.model.made_up import without_created
from scaffold.sandbox import lacking
from scaffold.trying.choosing import chosen
from scaffold.trying.exploring import Budget, Explored, Explorer, Found
from scaffold.trying.masking import Masking
from scaffold.trying.preparing import library, prepare
from scaffold.trying.saying import title
from scaffold.trying.session import Prepared, Session, SessionError
from scaffold.trying.settling import settled
from scaffold.trying.trials import Trial, Tried
from scaffold.trying.trimming import trimmed
from scaffold.trying.varying import Words

#: Makes the files of a suite.
Emit = Callable[[HandlerSuite], Mapping[str, str]]
_BUDGET: Final = Budget()
#: How often what is pinned is run: what chance decides is seldom the same each time.
_RUNS: Final = 3
#: Between two runs that are compared, so that seconds differ.
_APART: Final = 1.1
#: More calls than these are not pinned one by one.
_CALLS: Final = 24
#: Errors whose text is the interpreter's own.
_BUILT_IN: Final = ("AttributeError", "TypeError", "JSONDecodeError", "SyntaxError", "RangeError", "ReferenceError")
_SECTION: Final = "observed"


@dataclass(frozen=True, slots=True)
class Pin:
    """A trial that is worth keeping, with what came of it each time. `within`: it writes only to what is wired."""

    trial: Trial
    runs: tuple[Tried, ...]
    within: bool = False


def observe(
    suite: HandlerSuite, emit: Emit, root: Path, folder: str = "", budget: Budget = _BUDGET
) -> tuple[HandlerSuite, tuple[Diagnostic, ...]]:
    """The suite with verdicts of all its cases, and with pinned ones in the section `observed`. Executes the user's
    code, in a limited process. Where that cannot be done, a diagnostic says why, and the suite is as it was.

    `emit` makes the files of a suite, below `folder`; its support library is used. Paths of the suite are seen from
    `root`.
    """
    if suite.language != "python":
        # There is no emulator that could give names to anything.
        suite = without_created(suite)
    support = library(emit(replace(suite, cases=_held(suite.cases[:1]))), folder)
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as name:
        place = Path(name).resolve()
        try:
            return _observed(suite, support, root, place, budget)
        except SessionError as error:
            return suite, (_not_run(suite, str(error)),)


def _held(cases: Sequence[HandlerCase]) -> tuple[HandlerCase, ...]:
    return tuple(replace(case, verdict=Verdict.HOLDS, reason="") for case in cases)


def _observed(
    suite: HandlerSuite, support: Mapping[str, str], root: Path, place: Path, budget: Budget
) -> tuple[HandlerSuite, tuple[Diagnostic, ...]]:
    with Session(_prepared(suite, support, root, place, 0)) as session:
        found = [settled(session, case) for case in suite.cases]
        missing = next((tried.error.missing for _, tried in found if tried.error and tried.error.missing), "")
        if missing:
            return suite, (_missing(suite, missing),)
        explored = _explored(session, suite, found, budget)
        _complete(session, explored)
        planned = frozenset(Trial.of(case).key for case in suite.cases)
        kept = [
            trimmed(each, lambda trial: session.attempt(trial)[0], planned)
            for each in chosen(explored.found, explored.goals)
        ]
    pins = list(_again(suite, support, root, place, kept))
    cases = [case for case, _ in found]
    hidden = (str(place), str(root.resolve()), str(Path.home()))
    pinned = list(_pinned(pins, cases, hidden, {case.id for case in cases}))
    said = (*_said(suite, explored), *_ended(cases, suite))
    return replace(suite, cases=(*cases, *pinned), observed=True), said


def _explored(
    session: Session, suite: HandlerSuite, found: Sequence[tuple[HandlerCase, Tried]], budget: Budget
) -> Explored:
    about = session.about

    def attempt(trial: Trial) -> Tried:
        return session.attempt(trial)[0]

    goals = frozenset(about.get("goals", ()))
    names = tuple(suite.environment)
    keys = {each.name: _keys(each) for each in suite.wired if each.kind == "table"}
    words = Words((*_told(suite), *about.get("constants", ())), names, keys)
    explorer = Explorer(attempt, words, names, goals, emulated=suite.language == "python")
    for case, tried in found:
        if case.section != "loading":
            explorer.add(Trial.of(case), tried)
    return explorer.explore(budget)


def _complete(session: Session, explored: Explored) -> None:
    """Where the places in the code are only learned of by and by, all that was found is run once more."""
    if any(each.tried.missed for each in explored.found):
        explored.found = [replace(each, tried=session.attempt(each.trial)[0]) for each in explored.found]


def _told(suite: HandlerSuite) -> Iterator[str | int]:
    """What the environment says that an event may have, too: words of lists, and numbers."""
    for value in suite.environment.values():
        text = value if isinstance(value, str) else ""
        if text.isdigit():
            yield int(text)
        elif "," in text:
            yield from (part.strip() for part in text.split(","))


def _keys(table: Wired) -> tuple[str, ...]:
    """The names of a table's keys."""
    found = (table.facts.get(name) for name in ("hash", "range"))
    return tuple(name for name in found if isinstance(name, str) and name)


def _again(
    suite: HandlerSuite, support: Mapping[str, str], root: Path, folder: Path, kept: Sequence[Found]
) -> Iterator[Pin]:
    """Each again in other processes, later: what differs then is not pinned."""
    runs = [[each.tried] for each in kept]
    strays = [False for _ in kept]
    for number in range(1, _RUNS if kept else 0):
        time.sleep(_APART)
        with Session(_prepared(suite, support, root, folder, number)) as session:
            for at, each in enumerate(kept):
                tried, judged = session.attempt(each.trial, within=True)
                runs[at].append(tried)
                strays[at] |= any(judged)
    for each, came, stray in zip(kept, runs, strays, strict=True):
        yield Pin(each.trial, tuple(came), within=not stray)


def _prepared(suite: HandlerSuite, support: Mapping[str, str], root: Path, place: Path, number: int) -> Prepared:
    """What a run is made with. In each, sets have another order."""
    folder = place / f"run-{number}"
    folder.mkdir()
    found = prepare(suite, support, root, folder)
    return replace(found, environment={**found.environment, "PYTHONHASHSEED": str(number)})


def _pinned(
    pins: Sequence[Pin], planned: Sequence[HandlerCase], hidden: Sequence[str], ids: set[str]
) -> Iterator[HandlerCase]:
    told = [case for case in planned if case.section != "loading"]
    titles = {case.title for case in planned}
    for pin in pins:
        expect = tuple(_expectations(pin, hidden))
        if not expect:
            continue
        near = next((case for case in told if Trial.of(case).key == pin.trial.key), None)
        said = _unique(title(pin.trial, pin.runs[0], told), titles)
        made = _unique(f"{_SECTION}:{_slug(said)}", ids)
        trial = pin.trial
        yield HandlerCase(
            made,
            _SECTION,
            said,
            trial.event,
            expect,
            trial.before,
            trial.answers,
            trial.failing,
            trial.without,
            trial.environment,
            Verdict.HOLDS,
            trigger=near.trigger if near else told[0].trigger if told else "",
            within=pin.within,
        )


def _expectations(pin: Pin, hidden: Sequence[str]) -> Iterator[Expectation]:
    """What is the same each time, but for masks; nothing where it is not even the same kind of thing."""
    runs, first = pin.runs, pin.runs[0]
    if any(run.lost or run.unknown for run in runs) or len({run.error and run.error.kind for run in runs}) > 1:
        return
    masking = Masking([run.moment for run in runs], hidden)
    if first.error is not None:
        own = first.error.kind in _BUILT_IN or not first.error.message
        message = None if own else masking.masked([run.error.message for run in runs if run.error])
        yield Raises(first.error.kind, message)
    else:
        yield Returns(masking.masked([run.result for run in runs]))
    names = {tuple(call.name for call in run.calls) for run in runs}
    if len(names) == 1 and len(first.calls) <= _CALLS:
        inputs = [[run.calls[at].input for run in runs] for at in range(len(first.calls))]
        calls = zip(first.calls, inputs, strict=True)
        made = (Call(call.service, call.operation, _members(masking.masked(each))) for call, each in calls)
        yield CallsExactly(tuple(made))


def _members(value: Data) -> Mapping[str, Data]:
    return value if isinstance(value, Mapping) else {}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "case"


def _unique(text: str, known: set[str]) -> str:
    found, number = text, 1
    while found in known:
        number += 1
        found = f"{text} ({number})" if " " in text else f"{text}-{number}"
    known.add(found)
    return found


def _said(suite: HandlerSuite, explored: Explored) -> Iterator[Diagnostic]:
    if explored.hurried:
        yield Diagnostic(
            Severity.WARNING,
            "observing-cut-short",
            f"{suite.title} is slow to run, or does not come to its end: it was left after {explored.trials} trials",
            suite.position,
            hint="on another day or another machine, more or less of it may be pinned",
        )
    for each in lacking():
        yield Diagnostic(Severity.WARNING, "sandbox-incomplete", each)


def _ended(cases: Sequence[HandlerCase], suite: HandlerSuite) -> Iterator[Diagnostic]:
    """Where a handler ends its process or exceeds its limits: a test of it might end all tests, so it is only said."""
    for case in cases:
        if case.verdict is Verdict.OPEN and case.reason:
            what = f"{suite.title}: {case.title}: {case.reason}"
            hint = "there is no test for it: it might end all tests"
            yield Diagnostic(Severity.WARNING, "handler-ends-process", what, suite.position, hint=hint)


def _not_run(suite: HandlerSuite, why: str) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "handler-not-observed",
        f"{suite.title} cannot be run: {_cause(why)}",
        suite.position,
        detail=why,
    )


def _cause(why: str) -> str:
    """The line that says what is wrong: the last one of Python's, the first error of Node's."""
    lines = [line.strip() for line in why.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(Uncaught )?[A-Za-z.]*Error: ", line)]
    found = errors[0] if errors else lines[-1] if lines else "its process ends"
    return found.removeprefix("Error: ")


def _missing(suite: HandlerSuite, module: str) -> Diagnostic:
    where = f"pip install -r {suite.requirements}" if suite.requirements else f"install {json.dumps(module)}"
    hint = where if suite.language == "python" else "install the function's packages (npm install)"
    return Diagnostic(
        Severity.WARNING,
        "handler-not-observed",
        f"{suite.title} cannot be run: {module} is not installed",
        suite.position,
        hint=hint,
    )
