"""Programs in Python from strings, read and evaluated, and run for comparison."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from scaffold.emit.render import builtin_folder
from scaffold.model.deployments import Variant
from scaffold.model.values import Value
from scaffold.readers.observing import Limits, Mocks, compared, observe

PREAMBLE = "import pulumi\nimport pulumi_aws as aws\n"


@pytest.fixture
def python(program: Callable[..., Any]) -> Callable[..., Any]:
    """Reads a program: its text (behind the usual imports), and other files by name."""

    def make(text: str, files: Mapping[str, str] | None = None, *, preamble: str = PREAMBLE) -> Any:
        project = {"Pulumi.yaml": "name: shop\nruntime: python\n", "__main__.py": preamble + dedent(text)}
        return program("", {**project, **(files or {})})

    return make


@pytest.fixture
def agreed(python: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Reads a program and runs it with the SDK; both must come to the same. Gives the evaluation."""
    # The SDK is where the tests run.
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))

    def run(text: str, values: Mapping[str, Value] | None = None, **more: Any) -> Any:
        read = python(text, **more)
        evaluation = read.evaluate(values or {})
        variant = Variant(read.program, values or {})
        observed = observe(
            tmp_path, variant, Mocks(evaluation.mocks, evaluation.answers), builtin_folder(), limits=Limits(seconds=120)
        )
        assert observed.failure is None or observed.failure == "", observed.failure
        assert evaluation.failure is None, evaluation.failure
        comparison = compared(evaluation, observed)
        assert (comparison.wrong, comparison.missing, comparison.made_up, comparison.unknown) == ((), (), (), 0)
        assert {each.name for each in evaluation.exports} == set(observed.exports)
        return evaluation

    return run
