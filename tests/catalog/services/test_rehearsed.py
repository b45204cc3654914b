"""The catalog in use: projects made in an emulator, and asked about. Every row is also given values that are wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import row_mutants

from scaffold import integrating, pipeline
from scaffold.config import Settings
from scaffold.model.integration import IntegrationSuite
from scaffold.rehearse.rehearsal import Plan, Written, rehearse
from scaffold.rehearse.report import Rehearsal, Status
from scaffold.selection import integration_targets

PROJECTS = Path(__file__).parent / "rehearsed"
CATALOG = Path(__file__).parents[3] / "scaffold" / "catalog" / "services"
#: Files of the catalog whose types the projects have, and those of their types that no emulator of ours can show.
UNTRIED: Mapping[str, frozenset[str]] = {
    "cloudwatch": frozenset({"aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_stream"}),
    "dynamodb": frozenset(
        {
            "aws_dynamodb_contributor_insights",
            "aws_dynamodb_kinesis_streaming_destination",
            "aws_dynamodb_tag",
        }
    ),
    "events": frozenset(),
    "kms": frozenset(),
    "lambda": frozenset(
        {
            "aws_lambda_code_signing_config",
            "aws_lambda_function_recursion_config",
            "aws_lambda_provisioned_concurrency_config",
        }
    ),
    "logs": frozenset({"aws_cloudwatch_query_definition"}),
    "pipes": frozenset(),
    "s3": frozenset(
        {
            "aws_s3_access_point",
            "aws_s3_account_public_access_block",
            "aws_s3_bucket_intelligent_tiering_configuration",
            "aws_s3_bucket_metric",
            "aws_s3_bucket_request_payment_configuration",
        }
    ),
    "scheduler": frozenset(),
    "secretsmanager": frozenset(),
    "sns": frozenset({"aws_sns_topic_data_protection_policy"}),
    "sqs": frozenset({"aws_sqs_queue_redrive_allow_policy"}),
    "ssm": frozenset({"aws_ssm_association"}),
    "stepfunctions": frozenset({"aws_sfn_alias"}),
}


@pytest.fixture(scope="module")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Rehearsal]:
    """What came of each project."""
    return {
        path.name: rehearsed(path, tmp_path_factory.mktemp(path.name))
        for path in sorted(PROJECTS.iterdir())
        if path.is_dir()
    }


def rehearsed(root: Path, out: Path) -> Rehearsal:
    settings = Settings(targets=("integration-pytest",))
    projects = pipeline.read(root, settings).projects
    target, *_ = integration_targets({}, settings.targets)
    addition = Path(row_mutants.__file__).read_text(encoding="utf-8").partition("from __future__ import annotations")[2]

    def emit(suites: Sequence[IntegrationSuite], folder: str) -> Written:
        files = dict(integrating.integration_files(suites, target, settings, root, folder))
        (comparing,) = (name for name in files if name.endswith("/support/rows.py"))
        files[comparing] += f"{addition}\n\ncompare = watchful(compare)\n"
        return Written(files, integrating.integration_names(suites, target, folder))

    suites = integrating.integration_suites(projects, settings)
    return rehearse(Plan(projects, suites, root, out, target.runner, emit))


def test_everything_is_as_declared_and_nothing_else_would_do(rehearsals: Mapping[str, Rehearsal]) -> None:
    failures = [
        f"{each.address}: {failure.title}: {failure.message}"
        for rehearsal in rehearsals.values()
        for each in rehearsal.resources
        for failure in each.failures
    ]
    assert failures == []
    assert sum(rehearsal.passed for rehearsal in rehearsals.values()) > 250


def test_every_type_was_tried(rehearsals: Mapping[str, Rehearsal]) -> None:
    """But for those that are said not to be."""
    passed = {
        each.type
        for rehearsal in rehearsals.values()
        for each in rehearsal.resources
        if each.status is Status.PASSED and each.passed
    }
    untried = {
        name: frozenset(tomllib.loads((CATALOG / f"{name}.toml").read_text(encoding="utf-8"))) - passed
        for name in UNTRIED
    }
    assert untried == UNTRIED


@pytest.mark.parametrize("value", [True, 1, "a", "", [], ["a"], {}, {"a": 1}, '{"a": 1}', None])
def test_mutants_differ(value: object) -> None:
    others = list(row_mutants.mutants(value))
    assert others
    assert value not in others


def test_a_blind_comparison_is_told() -> None:
    class Row:
        attribute = "size"

    watching = row_mutants.watchful(lambda *_: [])
    assert list(watching(Row(), 1, None)) == ["size: 2 would do as well"]
