"""What the emulator does not do, and suites without it: what is left out is named, with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Expected,
    Flow,
    Found,
    Given,
    Hop,
    IntegrationCase,
    IntegrationSuite,
    OutputForm,
    Question,
    Row,
    Subject,
    terms,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is not there, with a reason for each.

    `needs` by the word for it, `behaviours` by the function of the support library, `types` by the type, `attributes`
    and `active` (paths that say that something works) by type and name, `questions` by type and operation, `paths` (how
    they begin) by the type that does not tell what is there.
    """

    needs: Mapping[str, str] = field(default_factory=dict)
    behaviours: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    active: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    paths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def attribute(self, type_: str, name: str) -> str:
        """Why an attribute is not told, by its own name or by `.*` behind that of what it is in; empty where it is."""
        known = self.attributes.get(type_, {})
        steps = name.split(".")
        names = [name, *(f"{'.'.join(steps[:size])}.*" for size in range(len(steps), 0, -1))]
        return next((known[each] for each in names if each in known), "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case, or with `part` an attribute or hop of one, that is not tried.

    `unmade` says that it is so because something was not provisioned, and not as the emulator cannot do it.
    """

    suite: str
    case: str
    subject: str
    title: str
    reason: str
    part: str = ""
    unmade: bool = False


@cache
def limits() -> Limits:
    """What the emulator is known not to do."""
    return Limits(**tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8")))


#: What the emulator does all the same where functions run.
_DONE_BY_FUNCTIONS = frozenset(
    {
        *("running-functions", "function-code", "http-endpoint", "policy-conditions"),
        *("logs_appear", "answers", "invoke_function"),
    }
)


def with_functions(known: Limits) -> Limits:
    """What is still not done where functions run."""
    needs = {word: reason for word, reason in known.needs.items() if word not in _DONE_BY_FUNCTIONS}
    behaviours = {name: reason for name, reason in known.behaviours.items() if name not in _DONE_BY_FUNCTIONS}
    return replace(known, needs=needs, behaviours=behaviours)


def fitted(
    suite: IntegrationSuite,
    limits: Limits,
    unmade: Mapping[str, str],
    outputs: Container[str],
    gaps: Mapping[str, Mapping[str, str]] | None = None,
    still: Mapping[str, str] | None = None,
) -> tuple[IntegrationSuite, tuple[LeftOut, ...]]:
    """The suite with what can be tried, and what is left out.

    `unmade` are the addresses of what was not provisioned, with reasons; `outputs` the keys that have values; `gaps`
    the attributes that resources were made without, by address and dotted name, with reasons; `still` the functions
    that do not run, by address and by title, with reasons.
    """
    fitting = _Fitting(suite, limits, unmade, outputs, gaps or {}, still or {})
    cases = [case for each in suite.cases for case in fitting.case(each)]
    subjects = tuple(subject for each in suite.subjects for subject in fitting.subject(each))
    return replace(suite, subjects=subjects, cases=tuple(cases)), tuple(fitting.left_out)


@dataclass(frozen=True, slots=True)
class _Reason:
    text: str
    unmade: bool = False


class _Fitting:
    def __init__(
        self,
        suite: IntegrationSuite,
        limits: Limits,
        unmade: Mapping[str, str],
        outputs: Container[str],
        gaps: Mapping[str, Mapping[str, str]],
        still: Mapping[str, str],
    ) -> None:
        self.suite, self.limits, self.outputs, self.gaps, self.still = suite, limits, outputs, gaps, still
        self.left_out: list[LeftOut] = []
        self.subjects = {subject.address: subject for subject in suite.subjects}
        self.blocked: dict[tuple[str, str], _Reason] = {}
        for subject in suite.subjects:
            reason = _Reason(unmade[subject.address], True) if subject.address in unmade else self._whole(subject)
            for question in subject.questions:
                found = reason or self._operation(subject, question)
                if found:
                    self.blocked[subject.address, question.name] = found
        self._spread()

    def _whole(self, subject: Subject) -> _Reason | None:
        text = self.limits.types.get(subject.type)
        return _Reason(text) if text else None

    def _operation(self, subject: Subject, question: Question) -> _Reason | None:
        text = self.limits.questions.get(subject.type, {}).get(question.operation)
        return _Reason(text) if text else None

    def _spread(self) -> None:
        """Block what asks with something that is blocked, until nothing is left to block."""
        changed = True
        while changed:
            changed = False
            for subject in self.suite.subjects:
                for question in subject.questions:
                    key = (subject.address, question.name)
                    reason = None if key in self.blocked else self._asking(question)
                    if reason:
                        self.blocked[key] = reason
                        changed = True

    def _asking(self, question: Question) -> _Reason | None:
        return self._saying({"inputs": question.inputs, "where": question.where})

    def _saying(self, expected: Expected) -> _Reason | None:
        """Why a value cannot be told, where it cannot."""
        for term in terms(expected):
            if isinstance(term, Given) and term.key not in self.outputs:
                return _Reason(f"output {term.key} has no value here", True)
            if isinstance(term, Found):
                reason = self._asked(term.address, term.ask) or self._path(term)
                if reason:
                    return _Reason(f"{term.address}: {reason.text}", reason.unmade)
        return None

    def _path(self, term: Found) -> _Reason | None:
        known = self.limits.paths.get(self._type(term.address), {})
        text = next((known[start] for start in known if term.path.startswith(start)), None)
        return _Reason(text) if text else None

    def _asked(self, address: str, ask: str) -> _Reason | None:
        return self.blocked.get((address, ask)) or self._first(address)

    def _first(self, address: str) -> _Reason | None:
        """Why a subject cannot be found at all: its first question cannot be asked."""
        subject = self.subjects.get(address)
        first = subject.questions[0].name if subject and subject.questions else ""
        return self.blocked.get((address, first))

    def subject(self, subject: Subject) -> Iterator[Subject]:
        """The subject with what can be asked about it."""
        if not subject.questions or self._first(subject.address):
            return
        asked = (each for each in subject.questions if (subject.address, each.name) not in self.blocked)
        yield replace(subject, questions=tuple(asked))

    def case(self, case: IntegrationCase) -> Iterator[IntegrationCase]:
        """The case without what cannot be tried."""
        reason = self._case(case)
        if reason:
            self._leave(case, reason)
            return
        match case.expect:
            case Configured(rows):
                kept = self._rows(case, case.subject, rows)
                if kept:
                    yield case if kept == rows else replace(case, expect=Configured(kept))
            case Exists(active):
                known = self.limits.active.get(self._type(case.subject), {})
                kept_paths = {path: values for path, values in active.items() if path not in known}
                for path in active.keys() & known.keys():
                    self._leave(case, _Reason(known[path]), path)
                yield case if len(kept_paths) == len(active) else replace(case, expect=Exists(kept_paths))
            case Flow(hops):
                kept_hops = tuple(hop for each in hops for hop in self._hop(case, each))
                if kept_hops:
                    yield replace(case, expect=Flow(kept_hops))
            case _:
                yield case

    def _case(self, case: IntegrationCase) -> _Reason | None:
        """Why nothing of a case can be tried."""
        if isinstance(case.expect, OutputForm):
            if case.expect.key not in self.outputs:
                return _Reason(f"output {case.expect.key} has no value here", True)
            return self._saying(case.expect.detail)
        found = self._first(case.subject) if not isinstance(case.expect, Flow) else None
        needed = next((self.limits.needs[word] for word in case.needs if word in self.limits.needs), None)
        needed = needed or self._still(case)
        return found or (_Reason(needed) if needed else None) or self._behaving(case.expect)

    def _still(self, case: IntegrationCase) -> str | None:
        """Why a function does not run that a case calls, or follows its way through."""
        if not isinstance(case.expect, Behaves) or not self.still:
            return None
        hops = case.expect.arguments.get("hops")
        passed = (
            {title for hop in hops if isinstance(hop, Mapping) for title in (hop.get("logs") or {})}
            if isinstance(hops, tuple)
            else set()
        )
        names = passed | ({case.subject} if "function-code" in case.needs else set())
        return next((f"{name} is not run: {self.still[name]}" for name in sorted(names) if name in self.still), None)

    def _behaving(self, expect: Any) -> _Reason | None:
        if not isinstance(expect, Behaves):
            return None
        text = self.limits.behaviours.get(expect.kind)
        return _Reason(text) if text else self._saying(expect.arguments)

    def _rows(self, case: IntegrationCase, address: str, rows: tuple[Row, ...], part: str = "") -> tuple[Row, ...]:
        return tuple(found for row in rows for found in self._row(case, address, row, part))

    def _row(self, case: IntegrationCase, address: str, row: Row, part: str) -> Iterator[Row]:
        """The row with what can be told of it."""
        known = self.limits.attribute(self._type(address), row.attribute)
        reason = _Reason(known) if known else self._gap(address, row.attribute)
        reason = reason or self._asked(address, row.ask) or self._saying(row.declared)
        if reason:
            self._leave(case, reason, part or row.attribute)
            return
        members = {
            name: text
            for name in row.each
            if (text := self.limits.attribute(self._type(address), f"{row.attribute}.{name}"))
        }
        for name, text in members.items():
            self._leave(case, _Reason(text), part or f"{row.attribute}.{name}")
        if len(members) < len(row.each) or not row.each:
            yield _without(row, members) if members else row

    def _gap(self, address: str, attribute: str) -> _Reason | None:
        """Why a resource was made without an attribute, or without what that is in."""
        gaps = self.gaps.get(address, {})
        steps = attribute.split(".")
        names = (".".join(steps[:size]) for size in range(len(steps), 0, -1))
        return next((_Reason(gaps[name], True) for name in names if name in gaps), None)

    def _hop(self, case: IntegrationCase, hop: Hop) -> Iterator[Hop]:
        reason = self._first(hop.subject) or self._behaving(hop.expect)
        if reason:
            self._leave(case, reason, hop.title)
        elif isinstance(hop.expect, Configured):
            kept = self._rows(case, hop.subject, hop.expect.rows, hop.title)
            if kept:
                yield replace(hop, expect=Configured(kept))
        else:
            yield hop

    def _type(self, address: str) -> str:
        return self.subjects[address].type if address in self.subjects else ""

    def _leave(self, case: IntegrationCase, reason: _Reason, part: str = "") -> None:
        about = (self.suite.name, case.id, case.subject, case.title)
        self.left_out.append(LeftOut(*about, reason.text, part, reason.unmade))


def _without(row: Row, members: Container[str]) -> Row:
    """The row without some members of its blocks."""
    declared = row.declared if isinstance(row.declared, tuple) else ()
    kept = tuple({name: value for name, value in block.items() if name not in members} for block in declared)
    return replace(row, each={name: row.each[name] for name in row.each if name not in members}, declared=kept)
