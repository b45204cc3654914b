"""What the templates of integration suites are given, in any language: what is asked, by whom, under which names."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffold.emit.names import distinct, snake, spaced
from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Expected,
    Flow,
    Found,
    IntegrationCase,
    IntegrationExpectation,
    IntegrationSuite,
    OutputForm,
    Row,
    Subject,
    terms,
)

#: No name of a resource is longer.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class SubjectView:
    """A resource that something is asked about, with the questions that are needed; `name` is in `snake_case`.

    `cases` are the tests of it alone, in the suite's order.
    """

    subject: Subject
    name: str
    cases: tuple[IntegrationCase, ...]


@dataclass(frozen=True, slots=True)
class IntegrationView:
    """A suite as it is written: tests of outputs, of each resource, and of what goes through several.

    `outputs_file` is the way from the suite's folder to the outputs, with forward slashes.
    """

    suite: IntegrationSuite
    outputs_file: str
    outputs: tuple[IntegrationCase, ...]
    subjects: tuple[SubjectView, ...]
    flows: tuple[IntegrationCase, ...]

    def names(self) -> Mapping[str, str]:
        """The name of each resource by its address."""
        return {view.subject.address: view.name for view in self.subjects}


def integration_view(
    suite: IntegrationSuite, folder: str, project: str, reserved: Iterable[str] = ()
) -> IntegrationView:
    """A suite for the tests' `folder`, both it and the way to the `project` from the output root.

    Resources and questions that no test needs are left out; no name is one of the `reserved` ones.
    """
    asked = _asked(suite)
    subjects = tuple(_without_idle(subject, asked) for subject in suite.subjects if subject.address in asked)
    addresses = {subject.address for subject in subjects}
    taken = frozenset(reserved)
    names = distinct(f"{name}_resource" if name in taken else name for name in map(_name, subjects))
    own: dict[str, list[IntegrationCase]] = {address: [] for address in addresses}
    outputs, flows = list[IntegrationCase](), list[IntegrationCase]()
    for case in suite.cases:
        if isinstance(case.expect, OutputForm):
            outputs.append(case)
        elif case.section == "flows" or case.subject not in own:
            flows.append(case)
        else:
            own[case.subject].append(case)
    views = [
        SubjectView(subject, name, tuple(own[subject.address])) for subject, name in zip(subjects, names, strict=True)
    ]
    return IntegrationView(suite, _way(suite, folder, project), tuple(outputs), tuple(views), tuple(flows))


def _way(suite: IntegrationSuite, folder: str, project: str) -> str:
    return posixpath.relpath(posixpath.join(project, suite.path, suite.outputs_file), folder)


#: The end of an address: a name, and maybe a key in brackets.
_LAST = re.compile(r"[\w-]+(?:\[[^\]]*\])?$")


def _name(subject: Subject) -> str:
    """`events_table` for `table events`, `api_task_role` for `role task of service[api]`: what it is goes behind what
    it is called and where it is."""
    title = snake(spaced(subject.title))
    last = _LAST.search(subject.address)
    label = snake(spaced(last[0])) if last else title
    parts = re.fullmatch(f"(?P<kind>.+?)_{re.escape(label)}(?:_of_(?P<place>.+))?", title)
    if parts:
        place = parts["place"] if parts["place"] != label else None
        title = "_".join(filter(None, (place, label, parts["kind"])))
    name = snake(title, _LONGEST)
    return name if name[0].isalpha() else f"resource_{name}"


def _asked(suite: IntegrationSuite) -> Mapping[str, set[str]]:
    """The questions that are needed, by the addresses of their resources, also for what others are asked with."""
    found: dict[str, set[str]] = {}
    subjects = {subject.address: subject for subject in suite.subjects}
    waiting = [asked for case in suite.cases for asked in _of(case.expect, case.subject)]
    while waiting:
        address, name = waiting.pop()
        subject = subjects.get(address)
        if subject is None or name in found.get(address, ()):
            continue
        found.setdefault(address, set()).add(name)
        for at, question in enumerate(subject.questions):
            if question.name == name or (at == 0 and not name):
                waiting += _found((question.inputs, question.where))
    return found


def _of(expect: IntegrationExpectation, subject: str) -> Iterator[tuple[str, str]]:
    """What an expectation asks: addresses and names of questions; the first question has no name."""
    if isinstance(expect, Flow):
        for hop in expect.hops:
            yield from _of(hop.expect, hop.subject)
        return
    yield subject, ""
    if isinstance(expect, Configured):
        for row in expect.rows:
            yield subject, row.ask
            yield from _found(row.declared)
    elif isinstance(expect, Behaves):
        yield from _found(dict(expect.arguments))
    elif isinstance(expect, OutputForm):
        yield from _found(expect.detail)


def _found(expected: Expected) -> Iterator[tuple[str, str]]:
    for term in terms(expected):
        if isinstance(term, Found):
            yield term.address, ""
            yield term.address, term.ask


def _without_idle(subject: Subject, asked: Mapping[str, set[str]]) -> Subject:
    needed = asked[subject.address]
    kept = tuple(question for at, question in enumerate(subject.questions) if at == 0 or question.name in needed)
    return replace(subject, questions=kept)


def shown_steps(
    expect: IntegrationExpectation, subject: str
) -> Sequence[tuple[str, str, Exists | Configured | Behaves]]:
    """What a test does, step by step: title (empty but for hops), address of the resource, what is expected of it."""
    if isinstance(expect, Flow):
        return [(hop.title, hop.subject, hop.expect) for hop in expect.hops]
    return [] if isinstance(expect, OutputForm) else [("", subject, expect)]


#: Words that say that both sides are documents, be they texts or data.
_DOCUMENTS = frozenset({"contains", "json", "policy"})


def document(row: Row) -> Any:
    """What a row declares; a document as data, which is easier to read than its text."""
    if isinstance(row.declared, str) and _DOCUMENTS.intersection(row.normal.split()):
        try:
            return json.loads(row.declared, parse_constant=_refuse)
        except ValueError:
            return row.declared
    return row.declared


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def is_followed(suite: IntegrationSuite) -> bool:
    """Whether something is followed through functions."""
    return any(isinstance(case.expect, Behaves) and case.expect.kind == "follow" for case in suite.cases)
