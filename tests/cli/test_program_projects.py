"""The commands on a Pulumi program: what is shown, what is found, and what an observation settles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from golden_cases import run as execute

from scaffold.cli.main import run

ROOT = Path(__file__).parent.parent.parent
NODE_MODULES = ROOT / "tests" / "node" / "node_modules"
PROGRAM = """
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const size = new pulumi.Config().getNumber("size") ?? 3;
const stamp = `${Date.now()}`.length;
const bucket = new aws.s3.Bucket("reports", { tags: { size: `${size}`, stamp: `${stamp}` } });
export const name = bucket.bucket;
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    (tmp_path / "package.json").write_text('{"name": "shop"}')
    (tmp_path / "index.ts").write_text(PROGRAM)
    return tmp_path


def test_inspect_names_parameters_by_where_they_come_from(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(project)]) == 0
    shown = capsys.readouterr().out
    assert "pulumi project shop" in shown
    assert "  config.shop:size" in shown
    assert "aws_s3_bucket.reports" in shown


def test_a_repository_of_several_platforms_has_all_its_suites(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".git").mkdir()
    (project / "network").mkdir()
    (project / "network/main.tf").write_text('resource "aws_sqs_queue" "jobs" {\n  delay_seconds = 5\n}\n')
    (project / "jobs").mkdir()
    (project / "jobs/Pulumi.yaml").write_text("name: jobs\nruntime: python\n")
    (project / "jobs/requirements.txt").write_text("pulumi\n")
    (project / "jobs/__main__.py").write_text("import pulumi_aws as aws\n\naws.sqs.Queue('jobs', delay_seconds=5)\n")
    assert run(["generate", str(project)]) == 0
    shown = capsys.readouterr().out
    assert [name in shown for name in ("the pytest suite", "the pulumi-jest suite", "the pulumi-pytest suite")] == [
        True
    ] * 3
    for folder in (project, project / "jobs"):
        done = execute("pulumi-pytest", folder)
        assert done.returncode == 0, done.stdout + done.stderr


def test_projects_of_both_kinds_may_share_a_folder_of_suites(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".git").mkdir()
    (project / "network").mkdir()
    (project / "network/main.tf").write_text('resource "aws_sqs_queue" "jobs" {\n  delay_seconds = 5\n}\n')
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (project / "__main__.py").write_text("import pulumi_aws as aws\n\naws.sqs.Queue('jobs', delay_seconds=5)\n")
    assert run(["generate", str(project), "-q"]) == 0
    done = execute("pulumi-pytest", project)
    assert done.returncode == 0, done.stdout + done.stderr
    files = {path.name for path in (project / "tests/infrastructure_checks").glob("test_*.py")}
    assert files == {"test_network.py", "test_shop.py", "test_support.py"}
    capsys.readouterr()


def test_targets_that_write_the_same_files_exclude_each_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (project / "__main__.py").write_text("import pulumi_aws as aws\n\naws.sqs.Queue('jobs', delay_seconds=5)\n")
    assert run(["generate", str(project), "--target", "unittest", "--target", "pytest"]) == 2
    assert "pulumi-pytest and pulumi-unittest write the same files" in capsys.readouterr().err
    assert not (project / "tests").exists()


def test_a_program_in_yaml_is_not_observed_and_that_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "name: shop\nruntime: yaml\nresources:\n  jobs:\n    type: aws:sqs:Queue\n"
    (project / "Pulumi.yaml").write_text(text)
    assert run(["generate", str(project), "--observe"]) == 0
    assert "shop is not observed" in capsys.readouterr().err


def test_a_program_whose_packages_are_not_there_is_read_all_the_same(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["generate", str(project), "--observe"]) == 0
    assert (project / "tests/infrastructure_checks/shop.test.ts").is_file()
    said = capsys.readouterr().err
    assert "warning: shop is not observed: " in said
    assert "Install the packages of the project" in said


def test_review_speaks_of_programs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(project), "--fail-on", "medium"]) == 1
    assert f"{project.as_posix()}/index.ts:7: " in capsys.readouterr().out


def test_what_is_open_is_settled_by_an_observation(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite = project / "tests/infrastructure_checks/shop.test.ts"
    (project / "node_modules").symlink_to(NODE_MODULES)
    assert run(["generate", str(project), "-q"]) == 0
    assert "stamp: '13'" not in suite.read_text()
    shutil.rmtree(project / "tests")
    assert run(["generate", str(project), "--observe", "--format", "json"]) == 0
    assert "stamp: '13'" in suite.read_text()
    document = json.loads(capsys.readouterr().out)
    assert document["targets"][0]["folders"] == ["."]


def test_no_secret_of_a_stack_gets_into_a_suite(tmp_path: Path) -> None:
    """Also one that stands in the stack's file as it is, because somebody forgot to encrypt it."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:password: hunter2-in-clear\n  shop:size: large\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi\nimport pulumi_aws as aws\n\nconfig = pulumi.Config()\n"
        "aws.ssm.Parameter('a', type='SecureString', value=config.require_secret('password'))\n"
        "aws.ssm.Parameter('b', type='String', value=config.require('size'))\n"
    )
    assert run(["generate", str(tmp_path), "--quiet"]) == 0
    written = (tmp_path / "tests/infrastructure_checks/test_shop.py").read_text()
    assert "hunter2" not in written
    assert '"value": "large"' in written
