"""`scaffold generate`: findings in few words, the runs of native suites, and what the options pass on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from review_samples import BLOCK, DATA, FINDINGS, KEY, LOGS, QUEUE

from scaffold import pipeline
from scaffold.cli.main import run
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import Target
from scaffold.model.checks import Choice
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.scenarios import Run, RunFamily, Scenarios
from scaffold.model.testplan import Case, Finding, Inventory, Suite, TestPlan
from scaffold.output import Change, Verb
from scaffold.readers.reading import Reading

CASE = Case("inventory", Family.INVENTORY, "declares exactly", "", Inventory("resource", {}))
CHECKED = Target("checks", "File checks", (), (), "run checks", ("get checks",))
NATIVE = Target("native", "Native tests", (), (), "run native", ("get ready",), scenarios=True)
OUTCOME = pipeline.Outcome(
    Reading(()),
    TestPlan("terraform", (Suite("demo", ".", (CASE,)),)),
    Path("infra"),
    targets=(CHECKED,),
    changes=(Change(Verb.CREATE, "a", b""),),
)

Answer = Callable[[pipeline.Outcome], list[Settings]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Answer:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "infra").mkdir()

    def answering(outcome: pipeline.Outcome) -> list[Settings]:
        asked: list[Settings] = []
        monkeypatch.setattr(pipeline, "generate", lambda _, settings, **__: asked.append(settings) or outcome)
        return asked

    return answering


def having(*findings: Finding) -> pipeline.Outcome:
    return replace(OUTCOME, plan=replace(OUTCOME.plan, findings=findings))


def native(*roots: str, targets: tuple[Target, ...] = (NATIVE,)) -> pipeline.Outcome:
    runs = (Run("declared", RunFamily.DECLARED, "plans"),)
    scenarios = tuple(Scenarios(f"s{at}", root, "", {}, (), (), runs) for at, root in enumerate(roots))
    planned = replace(OUTCOME.plan, scenarios=scenarios)
    return replace(OUTCOME, plan=planned, targets=targets, folders={NATIVE.name: tuple(roots)})


def test_a_few_findings_are_shown(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(having(*FINDINGS))
    assert run(["generate", "infra"]) == 0
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "infra/data.tf:3: high: bucket data has no public access block [s3-public-access]",
        "infra/main.tf:12: high: bucket logs has no public access block [s3-public-access]",
        f"  hint: {BLOCK}",
        "infra/main.tf:2: medium: key main is never rotated [kms-key-rotation]",
    ]
    assert "1 case, 3 findings, 0 unknowns" in printed.out


def test_many_findings_are_counted_and_the_command_that_shows_them_is_said(
    answer: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my infra").mkdir()
    answer(having(DATA, KEY, LOGS, DATA, KEY, QUEUE))
    assert run(["generate", "my infra"]) == 0
    assert capsys.readouterr().err.count("[s3-public-access]") == 3
    answer(having(*(DATA, KEY, LOGS) * 2, QUEUE))
    assert run(["generate", "my infra"]) == 0
    shown = "6 findings: 4 high, 2 medium; see them with `scaffold review{}`\n"
    assert capsys.readouterr().err == shown.format(" 'my infra'")
    assert run(["generate"]) == 0
    assert capsys.readouterr().err == shown.format("")
    assert run(["generate", "-v"]) == 0
    printed = capsys.readouterr().err
    assert printed.count("[s3-public-access]") == 4
    assert "    Data leaks.\n" in printed
    assert run(["generate", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_the_json_report_has_every_finding(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(having(*(DATA, KEY, LOGS) * 2, QUEUE))
    assert run(["generate", "infra", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (len(document["findings"]), len(document["suppressed"])) == (6, 1)
    assert document["summary"]["findings"] == 6


def test_options_are_passed_on(answer: Answer) -> None:
    asked = answer(OUTCOME)
    options = ["--select", "s3,sqs", "--ignore", "s3-logging", "--ignore", "kms", "--dialect", "opentofu"]
    assert run(["generate", "infra", *options]) == 0
    (settings,) = asked
    assert settings.choice == Choice(("s3", "sqs"), ("s3-logging", "kms"))
    assert settings.dialect == "opentofu"


def test_runs_are_counted_and_each_root_has_its_command(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(native(".", "envs/prod area", targets=(CHECKED, NATIVE)))
    assert run(["generate", "infra"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("0 resources, 0 outputs, 1 case, 2 runs, 0 findings, 0 unknowns, in ")
    assert lines[3:] == [
        "Run the checks suite:  cd infra && run checks",
        "  if not yet installed:  get checks",
        "Run the native suite:  cd infra && run native",
        "  if not yet installed:  cd infra && get ready",
        "Run the native suite:  cd 'infra/envs/prod area' && run native",
        "  if not yet installed:  cd 'infra/envs/prod area' && get ready",
    ]


def test_native_suites_alone_have_no_cases(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(replace(native("."), out=Path()))
    assert run(["generate"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("0 resources, 0 outputs, 1 run, 0 findings")
    assert lines[3] == "Run the native suite:  run native"


def test_much_that_is_not_tried_is_counted(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    gaps = tuple(
        Diagnostic(Severity.NOTE, "not-tried", f"nothing breaks var.v{at} alone", Position("main.tf", at))
        for at in range(1, 7)
    )
    answer(replace(native("."), diagnostics=gaps[:5]))
    assert run(["generate", "infra"]) == 0
    assert capsys.readouterr().err.count("[not-tried]") == 5
    answer(replace(native("."), diagnostics=gaps))
    assert run(["generate", "infra"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "note: 6 rules and flags are not tried by any run [not-tried]",
        "  hint: See them with -v.",
    ]
    assert run(["generate", "infra", "-v"]) == 0
    assert "infra/main.tf:6: note: nothing breaks var.v6 alone [not-tried]\n" in capsys.readouterr().err


def test_the_json_report_says_where_commands_run(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer(native("a", "b", targets=(CHECKED, NATIVE)))
    assert run(["generate", "infra", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [target["folders"] for target in document["targets"]] == [["."], ["a", "b"]]
    assert (document["summary"]["cases"], document["summary"]["runs"]) == (1, 2)


def test_tests_that_are_only_not_asked_for_are_not_said_to_be_about_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(
        "".join(f'resource "aws_sqs_queue" "q{at}" {{\n  name = "q{at}"\n}}\n\n' for at in range(6))
    )
    assert run(["generate", "-q", "--target", "pytest", "--tier", "standard"]) == 0
    capsys.readouterr()
    assert run(["generate", "--target", "pytest", "--tier", "smoke"]) == 0
    told = capsys.readouterr().err
    assert "tests are not generated any more" in told
    assert "goes by the options of this run" in told
    assert "what is not there any more" not in told
