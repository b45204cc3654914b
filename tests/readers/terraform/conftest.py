"""Readers of projects that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from terraform_projects import Reader


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Reads projects in a temporary folder that is a repository of its own."""
    (tmp_path / ".git").mkdir()
    return Reader(tmp_path)


@pytest.fixture
def evaluate(reader: Reader) -> Callable[[str, list[str]], list[object]]:
    """The values of expressions next to some declarations, in one module."""

    def values(declarations: str, expressions: list[str]) -> list[object]:
        outputs = [f'output "o{i}" {{\n  value = {text}\n}}\n' for i, text in enumerate(expressions)]
        project = reader.reading({"main.tf": declarations, "outputs.tf": "".join(outputs)}).projects[0]
        found = {output.name: output.value for output in project.outputs}
        return [found[f"o{i}"] for i in range(len(expressions))]

    return values
