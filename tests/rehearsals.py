"""Projects and suites for tests of rehearsals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scaffold import integrating
from scaffold.config import Settings
from scaffold.emit import INTEGRATION_TARGETS
from scaffold.model.integration import (
    Configured,
    Exists,
    Given,
    IntegrationCase,
    IntegrationSuite,
    OutputForm,
    Question,
    Row,
    Subject,
)
from scaffold.model.project import Project
from scaffold.pipeline import read
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.rehearsal import Plan, Written
from scaffold.rehearse.server import Emulator, emulator

REGION = "eu-west-1"


def terraform(folder: Path, text: str, **variables: str) -> Project:
    """The project of this configuration, written to a folder."""
    (folder / "main.tf").write_text(textwrap.dedent(text), encoding="utf-8")
    reading = read(folder, Settings(variables=variables))
    assert reading.clean, reading.diagnostics
    return reading.projects[0]


@contextmanager
def started() -> Iterator[Emulator]:
    """An emulator."""
    with emulator() as running:
        yield running


def table(make: Make) -> Mapping[str, Any]:
    """A table, as plainly as it can be made: what is tried here is who calls it, not what it makes."""
    keys = [{"AttributeName": make.values["hash_key"], "KeyType": "HASH"}]
    types = [{"AttributeName": each["name"], "AttributeType": each["type"]} for each in make.blocks("attribute")]
    made = make.client("dynamodb").create_table(
        TableName=make.values["name"], KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST"
    )["TableDescription"]
    return {"id": make.values["name"], "arn": made["TableArn"]}


def queue(make: Make) -> Mapping[str, Any]:
    """A queue, likewise."""
    settings = {"Attributes": {"VisibilityTimeout": str(make.get("visibility_timeout_seconds", 30))}}
    url = make.client("sqs").create_queue(QueueName=make.values["name"], tags=dict(make.tags), **settings)["QueueUrl"]
    return {"id": url, "url": url, "arn": f"arn:aws:sqs:{make.region}:{make.account}:{make.values['name']}"}


SIMPLE = {"aws_dynamodb_table": table, "aws_sqs_queue": queue}


def suite(*cases: IntegrationCase, subjects: tuple[Subject, ...] = (), name: str = "root") -> IntegrationSuite:
    """A suite of these cases."""
    return IntegrationSuite(
        name, "root", ".", "terraform", "", "cfn-outputs/flat-outputs.json", subjects, cases, REGION
    )


def subject(address: str, *questions: Question) -> Subject:
    """A subject, found by its first question."""
    return Subject(address, address.partition(".")[0], address, "its name", questions)


def asking(name: str, operation: str, client: str = "dynamodb", **inputs: Any) -> Question:
    """A question."""
    return Question(name, client, operation, inputs)


def output(key: str, form: str = "text", detail: Any = "") -> IntegrationCase:
    """A case about an output."""
    return IntegrationCase(f"output:{key}", "outputs", f"output {key}", "", "", OutputForm(key, form, detail))


def exists(address: str, active: Mapping[str, tuple[str, ...]] | None = None) -> IntegrationCase:
    """That something is there."""
    expect = Exists(active or {})
    return IntegrationCase(f"exists:{address}", "resource", f"{address} exists", address, "exists", expect)


def configured(address: str, *rows: Row) -> IntegrationCase:
    """That something is configured so."""
    case_id, phrase = f"configured:{address}", "is configured"
    return IntegrationCase(case_id, "resource", f"{address} {phrase}", address, phrase, Configured(rows))


def row(attribute: str, declared: Any = "x", ask: str = "table") -> Row:
    """A row."""
    return Row(attribute, ask, attribute, declared)


def given(key: str) -> Given:
    """An output's value."""
    return Given(key)


def planned(root: Path, runner: str = "pytest", *, keep: bool = False) -> Plan:
    """The rehearsal of the project in a folder, as the command line plans it."""
    settings = Settings()
    projects = read(root, settings).projects
    target = next(each for each in INTEGRATION_TARGETS.values() if each.runner == runner)

    def emit(suites: Sequence[IntegrationSuite], folder: str) -> Written:
        names = integrating.integration_names(suites, target, folder)
        return Written(integrating.integration_files(suites, target, settings, root, folder), names)

    return Plan(projects, integrating.integration_suites(projects, settings), root, root, runner, emit, keep)
