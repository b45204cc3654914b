"""Expressions and small programs mean what they mean in CPython."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_oracle import check

HERE = Path(__file__).parent


def lines() -> list[str]:
    text = (HERE / "expressions.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def programs() -> list[str]:
    text = (HERE / "programs.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
    return [block.strip("\n") for block in text.split("\n---\n")]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("line", lines())
def test_an_expression_means_what_it_means_in_cpython(line):
    check(f"result = {line}")


@pytest.mark.parametrize("program", programs())
def test_a_program_means_what_it_means_in_cpython(program):
    check(program)
