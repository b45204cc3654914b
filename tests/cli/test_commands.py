"""The commands: what is printed where, and the exit codes."""

from __future__ import annotations

import dataclasses
import errno
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import pipeline
from scaffold.cli.exit_codes import MEANINGS, ExitCode
from scaffold.cli.main import run
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import TARGETS
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Mode, ModuleCall, Obscurity, Output, Parameter, Project, Provider, Resource
from scaffold.model.testplan import Case, Finding, Inventory, Suite, TestPlan
from scaffold.model.values import Reference
from scaffold.output import Change, Verb
from scaffold.readers.reading import Reading

AT = Position("main.tf", 3)
QUEUE = Resource("aws_sqs_queue.q", "aws_sqs_queue", "aws_sqs_queue", "q", Mode.MANAGED, {"name": "q"}, AT)
PROJECT = Project(
    name="demo",
    platform="terraform",
    path=".",
    resources=(QUEUE,),
    outputs=(Output("url", Reference("aws_sqs_queue.q", ("url",)), Position("outputs.tf", 1), sensitive=True),),
    parameters=(Parameter("stage", "string", True, None, Reference("var.stage"), Position("variables.tf", 9)),),
    providers=(Provider("aws", "east", "hashicorp/aws", "~> 5.0", {}, Position("main.tf", 1)),),
    calls=(ModuleCall("module.vpc", "vpc", "acme/vpc/aws", None, {}, Position("main.tf", 7)),),
    unknowns=(
        Obscurity("aws_sqs_queue.q", "tags", "timestamp differs each time", "timestamp()", Position("main.tf", 5)),
    ),
)
BROKEN = Diagnostic(
    Severity.ERROR, "syntax-error", "unbalanced brace", Position("bad.tf", 7), "At the end.", "Close it."
)
NOTE = Diagnostic(Severity.NOTE, "native-tests", "left alone")
CASE = Case("inventory", Family.INVENTORY, "declares exactly", "", Inventory("resource", {"aws_sqs_queue": ("q",)}))
FINDING = Finding("unencrypted", "the queue is not encrypted", "aws_sqs_queue.q", AT, "Set kms_master_key_id.")
CHANGES = (Change(Verb.CREATE, "tests/test_a.py", b""), Change(Verb.CONFLICT, "tests/test_b.py", b"", "not ours"))


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pipeline.Outcome:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my infra").mkdir()
    made = pipeline.Outcome(
        Reading((PROJECT,)),
        TestPlan("terraform", (Suite("demo", ".", (CASE,)),), (FINDING,)),
        Path("my infra"),
        targets=(TARGETS["pytest"],),
        changes=CHANGES,
        diagnostics=(NOTE,),
        seconds=0.25,
    )
    answer(monkeypatch, made)
    return made


def answer(monkeypatch: pytest.MonkeyPatch, made: pipeline.Outcome) -> None:
    monkeypatch.setattr(pipeline, "generate", lambda *_, **__: made)
    monkeypatch.setattr(pipeline, "read", lambda *_, **__: made.reading)


def fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def failing(*_: object, **__: object) -> pipeline.Outcome:
        raise error

    monkeypatch.setattr(pipeline, "generate", failing)


@pytest.mark.usefixtures("outcome")
def test_generate_reports_verbs_summary_and_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "my infra"]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "create    my infra/tests/test_a.py",
        "conflict  my infra/tests/test_b.py (not ours)",
        "1 resource, 1 output, 1 case, 1 finding, 1 unknown, in 0.25 s",
        "",
        f"Run the pytest suite:  cd 'my infra' && {TARGETS['pytest'].command}",
        *(f"  if not yet installed:  {requirement}" for requirement in TARGETS["pytest"].requirements),
    ]
    assert printed.err.splitlines() == [
        "note: left alone [native-tests]",
        "my infra/main.tf:3: medium: the queue is not encrypted [unencrypted]",
    ]


def test_an_unclean_project_is_exit_code_3(
    outcome: pipeline.Outcome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, replace(outcome, reading=Reading((PROJECT,), (BROKEN,)), diagnostics=(BROKEN, NOTE)))
    assert run(["generate", "my infra", "-q"]) == ExitCode.UNCLEAN
    printed = capsys.readouterr()
    assert printed.err == "my infra/bad.tf:7: error: unbalanced brace [syntax-error]\n  hint: Close it.\n"
    assert printed.out == ""
    assert run(["inspect", "my infra", "-v"]) == ExitCode.UNCLEAN
    assert "    At the end.\n" in capsys.readouterr().err


def test_generate_as_json_is_one_document(outcome: pipeline.Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "my infra", "--format", "json", "--dry-run"]) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert printed.err == ""
    assert document["files"] == [
        {"verb": "create", "path": "tests/test_a.py"},
        {"verb": "conflict", "path": "tests/test_b.py", "reason": "not ours"},
    ]
    counts = {
        "resources": 1,
        "outputs": 1,
        "cases": 1,
        "runs": 0,
        "findings": 1,
        "unknowns": 1,
        "seconds": outcome.seconds,
    }
    assert document["summary"] == counts
    assert document["findings"][0]["position"] == "main.tf:3"
    assert document["diagnostics"] == [{"severity": "note", "code": "native-tests", "summary": "left alone"}]
    assert (document["dry_run"], document["exit_code"], document["version"]) == (True, 0, 1)


@pytest.mark.usefixtures("outcome")
def test_inspect_shows_everything_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "my infra"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line]
    assert lines == [
        "terraform project demo (my infra)",
        "Resources: 1",
        "aws_sqs_queue.q my infra/main.tf:3",
        "Outputs: 1",
        "output.url sensitive my infra/outputs.tf:1",
        "Parameters: 1",
        "var.stage string required my infra/variables.tf:9",
        "Providers: 1",
        "aws.east hashicorp/aws ~> 5.0 my infra/main.tf:1",
        "Module calls: 1",
        "module.vpc acme/vpc/aws not read my infra/main.tf:7",
        "Unknown values: 1",
        "aws_sqs_queue.q.tags timestamp differs each time my infra/main.tf:5",
    ]


def test_inspect_tells_data_sources_and_blocks_without_instances(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.tf").write_text('resource "a_b" "c" {\n  count = 0\n}\n\ndata "a_d" "e" {}\n')
    assert run(["inspect", str(tmp_path)]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line]
    assert lines[1:6] == [
        "Resources: 0",
        "Data sources: 1",
        f"data.a_d.e {tmp_path.as_posix()}/main.tf:5",
        "Declared without an instance: 1",
        f"a_b.c {tmp_path.as_posix()}/main.tf:1",
    ]


@pytest.mark.usefixtures("outcome")
def test_inspect_as_json_is_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "my infra", "--format", "json"]) == 0
    (project,) = json.loads(capsys.readouterr().out)["projects"]
    assert project["resources"][0]["position"] == "main.tf:3"
    assert project["outputs"][0]["value"] == {"$reference": "aws_sqs_queue.q.url"}
    assert project["parameters"][0]["required"] is True
    assert set(project) == {item.name for item in dataclasses.fields(Project)}
    assert (project["backend"], project["checks"], project["edges"]) == (None, [], [])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["generate", "not-there"],
        ["generate", "--tier", "huge"],
        ["generate", "--var", "no-sign"],
        ["generate", "--var", "=value"],
        ["generate", "--var-file", "not-there.tfvars"],
        ["generate", "--format", "xml"],
        ["generate", "--nonsense"],
        ["generate", "--dialect", "hcl"],
        ["generate", "--select", "no-such-check"],
        ["review", "not-there"],
        ["review", "--fail-on", "severe"],
        ["review", "--format", "xml"],
        ["review", "--ignore", "no-such-check"],
        ["list", "clouds"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "error: " in printed.err.lower()


def test_variables_are_split_at_the_first_sign(
    outcome: pipeline.Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Mapping[str, str]] = []
    monkeypatch.setattr(pipeline, "generate", lambda _, settings, **__: seen.append(settings.variables) or outcome)
    assert run(["generate", str(tmp_path), "--var", "a=b=c", "--var", "x=", "--var", "a=2"]) == 0
    assert seen == [{"a": "2", "x": ""}]


def test_bad_settings_are_exit_code_2_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scaffold.toml").write_text("colour = 1")
    assert run(["generate", str(tmp_path)]) == ExitCode.USAGE
    place = (tmp_path / "scaffold.toml").as_posix()
    assert capsys.readouterr().err.splitlines() == [
        f"{place}:1: error: unknown setting 'colour' [bad-settings]",
        "  hint: Known settings: dialect, fail_on, ignore, kind, out, outputs_file, select, targets, tier, var_files.",
    ]


def test_a_fault_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail(monkeypatch, RuntimeError("first\nsecond"))
    assert run(["generate"]) == ExitCode.FAULT
    printed = capsys.readouterr().err
    assert printed.startswith(
        "internal error: RuntimeError: first (a fault of scaffold: run it again with -v and report"
    )
    assert printed.count("\n") == 1


def test_the_traceback_needs_verbose(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail(monkeypatch, RuntimeError("oops"))
    assert run(["generate", "-v"]) == ExitCode.FAULT
    assert "Traceback (most recent call last):" in capsys.readouterr().err


def test_an_interruption_is_exit_code_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail(monkeypatch, KeyboardInterrupt())
    assert run(["generate"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err.strip() == "interrupted"


def test_a_reader_of_the_output_that_went_away_is_no_drift(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # click replaces both for good
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    fail(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert run(["generate"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_the_terminal_does_not_obey_the_project(
    outcome: pipeline.Outcome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = Diagnostic(Severity.WARNING, "x", "a\x1b]0;title\x07b\nfake: error\u202e")
    answer(monkeypatch, replace(outcome, diagnostics=(hostile,)))
    assert run(["generate", "-q"]) == 0
    assert capsys.readouterr().err == "warning: a\\x1b]0;title\\x07b\\nfake: error\\u202e [x]\n"


def test_help_documents_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert set(MEANINGS) == set(ExitCode)
    for code, meaning in MEANINGS.items():
        assert f"{code.value}  {meaning}" in printed
