"""`scaffold list`: each list, and what `-v` adds."""

from __future__ import annotations

import pytest
from review_samples import CHECKS

from scaffold.catalog import checks
from scaffold.cli.main import run
from scaffold.emit import HANDLER_TARGETS, INTEGRATION_TARGETS, TARGETS


def test_lists_what_is_built_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "targets"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *TARGETS,
        *INTEGRATION_TARGETS,
        *HANDLER_TARGETS,
    ]
    assert run(["list", "readers"]) == 0
    assert capsys.readouterr().out.startswith("terraform  Terraform and OpenTofu")
    assert run(["list", "templates"]) == 0
    assert "pytest/test_module.py.j2" in capsys.readouterr().out.splitlines()
    assert run(["list", "services"]) == 0
    assert any(line.startswith("aws_dynamodb_table ") for line in capsys.readouterr().out.splitlines())


def test_lists_every_check_with_weight_and_kind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "all_checks", lambda: CHECKS)
    assert run(["list", "invariants"]) == 0
    rows = [
        "kms-key-rotation  kms  medium  invariant  rotates",
        "s3-public-access  s3   high    invariant  blocks public access",
        "sqs-fifo-name     sqs  low     advice     has the name of its kind",
    ]
    assert capsys.readouterr().out.splitlines() == rows
    assert run(["list", "invariants", "-v"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        rows[0],
        "    Keys age.",
        "    https://docs.example/kms",
        rows[1],
        "    Data leaks.",
        "    https://docs.example/s3?a=b#c",
        rows[2],
    ]


def test_every_listed_check_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "invariants"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(row[0].startswith(f"{row[1]}-") for row in rows)
