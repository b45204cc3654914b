"""`scaffold review`: what is printed, what the exit code says, and that nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from review_samples import BLOCK, CHECKS, DATA, FINDINGS, KEY, LOGS, QUEUE

from scaffold import pipeline
from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.checks import Choice
from scaffold.model.position import Position
from scaffold.model.testplan import Finding, Weight
from scaffold.readers.reading import Reading

BROKEN = Diagnostic(Severity.ERROR, "syntax-error", "unbalanced brace", Position("bad.tf", 7), hint="Close it.")


class Asked:
    """A stand-in for the pipeline that remembers what it was asked."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = FINDINGS
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.settings = Settings()

    def review(self, _: Path, settings: Settings) -> pipeline.Review:
        self.settings = settings
        return pipeline.Review(Reading((), self.diagnostics), CHECKS, self.findings, self.diagnostics, "infra")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "infra").mkdir()
    made = Asked()
    monkeypatch.setattr(pipeline, "review", made.review)
    return made


@pytest.mark.usefixtures("asked")
def test_the_weightiest_come_first_and_what_is_alike_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "infra"]) == ExitCode.DONE
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.splitlines() == [
        "infra/data.tf:3: high: bucket data has no public access block [s3-public-access]",
        "infra/main.tf:12: high: bucket logs has no public access block [s3-public-access]",
        f"  hint: {BLOCK}",
        "infra/main.tf:2: medium: key main is never rotated [kms-key-rotation]",
        "3 findings: 2 high, 1 medium; 1 suppressed",
    ]


@pytest.mark.usefixtures("asked")
def test_suppressed_findings_are_shown_on_request_with_their_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "infra", "--show-suppressed"]) == ExitCode.DONE
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "infra/main.tf:30: low: queue q needs the suffix .fifo [sqs-fifo-name] (suppressed: legacy)",
        "  hint: Rename it.",
        "3 findings: 2 high, 1 medium; 1 suppressed",
    ]


@pytest.mark.usefixtures("asked")
def test_verbose_says_why_and_where_to_read_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "infra", "-v"]) == ExitCode.DONE
    assert capsys.readouterr().out.splitlines()[2:6] == [
        f"  hint: {BLOCK}",
        "    Data leaks.",
        "    https://docs.example/s3?a=b#c",
        "infra/main.tf:2: medium: key main is never rotated [kms-key-rotation]",
    ]


def test_no_findings_is_said_too(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.findings = ()
    assert run(["review", "infra", "--fail-on", "low"]) == ExitCode.DONE
    assert capsys.readouterr().out == "0 findings\n"


@pytest.mark.parametrize(
    ("findings", "limit", "code"),
    [
        (FINDINGS, None, ExitCode.DONE),
        (FINDINGS, "never", ExitCode.DONE),
        ((DATA,), "high", ExitCode.FOUND),
        ((KEY,), "high", ExitCode.DONE),
        ((KEY,), "medium", ExitCode.FOUND),
        ((KEY,), "low", ExitCode.FOUND),
        ((QUEUE,), "low", ExitCode.DONE),
    ],
)
@pytest.mark.parametrize("shape", ["text", "json", "sarif"])
def test_fail_on_is_the_least_weight_that_fails(
    asked: Asked, findings: tuple[Finding, ...], limit: str | None, code: ExitCode, shape: str
) -> None:
    asked.findings = findings
    assert run(["review", "infra", "--format", shape, *(["--fail-on", limit] if limit else [])]) == code


def test_the_projects_settings_say_what_fails_and_what_is_looked_at(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "infra" / "scaffold.toml").write_text('fail_on = "high"\nignore = ["kms"]\n')
    assert run(["review", "infra"]) == ExitCode.FOUND
    assert asked.settings.choice == Choice((), ("kms",))
    assert run(["review", "infra", "--fail-on", "never"]) == ExitCode.DONE


def test_what_cannot_be_read_weighs_more_than_a_finding(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.diagnostics = (BROKEN,)
    assert run(["review", "infra", "--fail-on", "high"]) == ExitCode.UNCLEAN
    assert capsys.readouterr().err == "infra/bad.tf:7: error: unbalanced brace [syntax-error]\n  hint: Close it.\n"


def test_names_may_be_repeated_and_separated_by_commas(asked: Asked) -> None:
    assert run(["review", "infra", "--select", "s3, kms", "--select", "s3", "--ignore", "a,b", "--ignore", "c"]) == 0
    assert asked.settings.choice == Choice(("s3", "kms"), ("a", "b", "c"))


@pytest.mark.usefixtures("asked")
def test_an_option_that_names_nothing_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "infra", "--select", " ,"]) == ExitCode.USAGE
    assert "' ,' names nothing" in capsys.readouterr().err


def test_reading_options_are_passed_on(asked: Asked, tmp_path: Path) -> None:
    for name in ("a.tfvars", "plan.json"):
        (tmp_path / name).touch()
    assert run(["review", "infra", "--var-file", "a.tfvars", "--var", "x=1", "--plan", "plan.json"]) == 0
    made = asked.settings
    assert (made.var_files, made.variables, made.plan) == ((Path("a.tfvars"),), {"x": "1"}, Path("plan.json"))


def test_as_json_is_one_document(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.diagnostics = (BROKEN,)
    assert run(["review", "infra", "--format", "json"]) == ExitCode.UNCLEAN
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert printed.err == ""
    assert set(document) == {"version", "exit_code", "summary", "findings", "suppressed", "diagnostics"}
    assert (document["version"], document["exit_code"]) == (1, 3)
    assert document["summary"] == {"high": 2, "medium": 1, "low": 0, "suppressed": 1}
    assert [item["subject"] for item in document["findings"]] == [DATA.subject, KEY.subject, LOGS.subject]
    assert document["findings"][0] == {
        "id": "s3-public-access",
        "title": "bucket data has no public access block",
        "subject": "aws_s3_bucket.data",
        "position": "data.tf:3",
        "detail": "Data leaks.",
        "service": "s3",
        "weight": "high",
        "link": "https://docs.example/s3?a=b#c",
        "hint": BLOCK,
    }
    (suppressed,) = document["suppressed"]
    assert suppressed["suppressed"] == "legacy"
    assert document["diagnostics"][0]["code"] == "syntax-error"


def test_as_sarif_is_one_document_and_diagnostics_beside_it(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.diagnostics = (BROKEN,)
    assert run(["review", "infra", "--format", "sarif"]) == ExitCode.UNCLEAN
    printed = capsys.readouterr()
    assert json.loads(printed.out)["version"] == "2.1.0"
    assert printed.err.startswith("infra/bad.tf:7: error: ")


def test_the_terminal_does_not_obey_a_finding(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.findings = (Finding("x", "a\x1b]0;title\x07", "s", Position("m\n.tf", 1), hint="\u202e", weight=Weight.LOW),)
    assert run(["review", "infra"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "infra/m\\n.tf:1: low: a\\x1b]0;title\\x07 [x]",
        "  hint: \\u202e",
    ]
