"""Integration suites in JavaScript: Jest or Vitest, and the AWS SDK for JavaScript (v3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.catalog.services.clients import client
from scaffold.emit.integration.context import DefinitionView, ScriptCaseView, ScriptGroupView, suite_view
from scaffold.emit.integration.javascript_speech import (
    GROUPS,
    RESERVED,
    Speech,
    requirement,
)
from scaffold.emit.integration.views import IntegrationView, integration_view, is_followed
from scaffold.emit.labels import path
from scaffold.emit.names import distinct, plain
from scaffold.emit.paths import FileNames
from scaffold.emit.render import Renderer
from scaffold.model.integration import (
    Behaves,
    Configured,
    Expected,
    Flow,
    IntegrationCase,
    IntegrationExpectation,
    IntegrationSuite,
    OutputForm,
    Surrounding,
    terms,
)
from scaffold.model.written import CaseLabel, Written


@dataclass(frozen=True, slots=True)
class _Runner:
    """The ending of a runner's files, and the template that makes them."""

    ending: str
    template: str


_RUNNERS: Mapping[str, _Runner] = {
    "integration-jest": _Runner("js", "integration-jest/suite.int.test.js.j2"),
    "integration-vitest": _Runner("mjs", "integration-vitest/suite.int.test.mjs.j2"),
}


def emit_scripts(
    suites: Sequence[IntegrationSuite], target: str, renderer: Renderer, folder: str, project: str, names: FileNames
) -> Mapping[str, str]:
    """The files of a Jest or Vitest suite by their path below the suites' folder."""
    views = {names.name(*_file(suite, target)): integration_view(suite, folder, project, RESERVED) for suite in suites}
    files: dict[str, str] = {name: _suite(view, target, renderer) for name, view in views.items()}
    names.refuse(["package.json"])
    files["package.json"] = renderer.render("integration-js/package.json.j2")
    for name, text in renderer.files("integration-js/support/", clients=_clients(views.values())):
        files[f"support/{name}"] = text
    for name, text in renderer.files("integration-js/live/") if any(map(is_followed, suites)) else ():
        files[f"support/{name}"] = text
    return files


def script_name(suite: IntegrationSuite, target: str) -> str:
    """The usual file of a suite."""
    return "".join(_file(suite, target))


def _file(suite: IntegrationSuite, target: str) -> tuple[str, str, str]:
    return suite.name, "", f".int.test.{_RUNNERS[target].ending}"


def script_names(suite: IntegrationSuite) -> Mapping[str, str]:
    """The id of each case by the name of its test, as runners report it: `table events > is there`."""
    view = integration_view(suite, "", "", RESERVED)
    groups = _groups(view, Speech(view))
    return {f"{group.title} > {case.title}": case.id for group in groups for case in group.cases}


def packages(suites: Iterable[IntegrationSuite]) -> tuple[str, ...]:
    """The npm packages of the SDK that the suites ask with, sorted."""
    views = (integration_view(suite, "", "", RESERVED) for suite in suites)
    return tuple(sorted({package for package, _ in _clients(views).values()}))


def _suite(view: IntegrationView, target: str, renderer: Renderer) -> Written:
    speech = Speech(view)
    resources = tuple(
        DefinitionView(speech.definition(each), each.subject.through, each.subject.address, each.subject.type)
        for each in view.subjects
    )
    groups = _groups(view, speech)
    text = renderer.render(
        _RUNNERS[target].template,
        suite=suite_view(view.suite),
        outputs_file=view.outputs_file,
        resources=resources,
        groups=groups,
        requirements=(
            requirement(speech.used | {"deployment"}, "./support"),
            *(requirement(names, f"./support/{module}") for module, names in sorted(speech.kinds.items())),
        ),
    )
    cases = [(group.title, each) for group in groups for each in group.cases]
    labels = (CaseLabel(each.id, (path([title, each.title]),), each.subject) for title, each in cases)
    return Written(text, labels)


def _groups(view: IntegrationView, speech: Speech) -> tuple[ScriptGroupView, ...]:
    """The groups of a file: outputs, each resource, and what goes through several."""
    titles = [plain(each.subject.title) for each in view.subjects]
    alone = [
        title if titles.count(title) == 1 and title not in GROUPS else f"{title} ({plain(each.subject.address)})"
        for title, each in zip(titles, view.subjects, strict=True)
    ]
    outputs, flows = GROUPS
    found = [(outputs, "", "", view.outputs)]
    found += [
        (title, each.subject.address, each.subject.type, each.cases)
        for title, each in zip(alone, view.subjects, strict=True)
    ]
    found.append((flows, "", "", view.flows))
    return tuple(
        ScriptGroupView(title, tuple(_cases(cases, speech)), address, type_)
        for title, address, type_, cases in found
        if cases
    )


def _cases(cases: Sequence[IntegrationCase], speech: Speech) -> Iterator[ScriptCaseView]:
    titles = distinct(plain(case.phrase or case.title) for case in cases)
    for case, title in zip(cases, titles, strict=True):
        yield ScriptCaseView(case.id, case.subject, title, case.writes, speech.test(case, title))


def _clients(views: Iterable[IntegrationView]) -> dict[str, tuple[str, str]]:
    """Package and class of every client that the suites ask with, by boto3's name, sorted."""
    names = {name for view in views for name in _services(view)}
    return {name: (client(name).package, client(name).class_name) for name in sorted(names)}


def _services(view: IntegrationView) -> Iterator[str]:
    """The services that a suite asks; for the account of the credentials there is one of its own."""
    expected: list[Expected] = []
    for each in view.subjects:
        for question in each.subject.questions:
            yield question.client
            expected += [question.inputs, question.where]
    expects = [case.expect for case in view.suite.cases]
    for expect in _single(expects):
        if isinstance(expect, Behaves):
            yield from _asked(expect)
            expected.append(expect.arguments)
        elif isinstance(expect, Configured):
            expected += [row.declared for row in expect.rows]
        elif isinstance(expect, OutputForm):
            expected.append(expect.detail)
    for value in expected:
        for term in terms(value):
            if isinstance(term, Surrounding) and (term.name == "account" or not view.subjects):
                yield "sts"


def _single(expects: Iterable[IntegrationExpectation]) -> Iterator[IntegrationExpectation]:
    """Every expectation, for flows those of their hops."""
    for expect in expects:
        if isinstance(expect, Flow):
            yield from (hop.expect for hop in expect.hops)
        else:
            yield expect


#: The services that a behaviour asks, by its kind; those of an argument only where it is given.
_BEHAVIOURS: Mapping[str, Mapping[str, str]] = {
    "put_and_get_item": {"": "dynamodb"},
    "send_and_receive": {"": "sqs"},
    "publish_and_receive": {"": "sns", "queue_url": "sqs"},
    "round_trip_object": {"": "s3"},
    "invoke_function": {"": "lambda"},
    "encrypt_and_decrypt": {"": "kms"},
    "execute_state_machine": {"": "stepfunctions"},
    "put_matching_event": {"": "events", "queue_url": "sqs", "log_group": "logs"},
    "answers": {"key_id": "apigateway"},
    "logs_appear": {"": "logs"},
}


#: The services that it takes to send something, and to look for it.
_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "event": ("events", "sqs"),
    "execution": ("stepfunctions",),
    "invocation": ("lambda",),
    "message": ("sqs",),
    "object": ("s3",),
    "publication": ("sns", "sqs"),
    "record": ("kinesis",),
    "row": ("dynamodb",),
}


def _asked(behaves: Behaves) -> Iterator[str]:
    if behaves.kind == "follow":
        arguments: Mapping[str, Any] = behaves.arguments
        kinds = [arguments["send"]["kind"], *(hop["kind"] for hop in arguments["hops"])]
        yield from ("logs", *(("apigateway",) if "key_id" in arguments["send"] else ()))
        yield from (name for kind in kinds for name in _FOLLOWING.get(kind, ()))
        return
    for argument, name in _BEHAVIOURS[behaves.kind].items():
        if not argument or behaves.arguments.get(argument) is not None:
            yield name


__all__ = ["emit_scripts", "packages", "script_name", "script_names"]
