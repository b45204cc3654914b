"""The support library of suites of YAML programs, rendered as for a user."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

from scaffold.emit.render import Renderer
from scaffold.model.deployments import Entry, Evaluation, Variant
from scaffold.model.values import Value
from scaffold.readers.pulumi import read
from scaffold.readers.reading import ReadOptions

SUITE = Path("tests/infrastructure_checks")
TEMPLATES = ("programs/python-support/", "pulumi-python/support/", "pulumi-python/yaml/")


@dataclass(frozen=True)
class Library:
    """The support library, whose modules are asked for by name."""

    package: ModuleType

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package.__name__}.{name}")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library in a project of its own."""
    folder = tmp_path_factory.mktemp("project") / SUITE
    name = "support_of_yaml_programs"
    (folder / name).mkdir(parents=True)
    for templates in TEMPLATES:
        for path, text in Renderer().files(templates, mocks={}, answers={}, region="us-east-1"):
            (folder / name / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield Library(importlib.import_module(name))
    finally:
        sys.path.remove(str(folder))


@dataclass(frozen=True)
class Both:
    """A program as it is read, and as a suite runs it with the mocks that the reading asks for."""

    entry: Entry
    evaluation: Evaluation
    stack: Any


Judge = Callable[..., Both]


@pytest.fixture
def both(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Reads a program and runs it: what stands in its Pulumi.yaml, other files, and the values it is given."""

    def make(text: str, files: Mapping[str, str] | None = None, values: Mapping[str, Value] | None = None) -> Both:
        everything = {"Pulumi.yaml": "name: shop\nruntime: yaml\n" + dedent(text), **(files or {})}
        for name, content in everything.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content), encoding="utf-8")
        programs = read(tmp_path, ReadOptions()).programs
        assert programs is not None
        entry = programs.entries(".")[0]
        evaluation = programs.evaluate(Variant(entry, values or {}))
        mocks = library.module("mocks")
        monkeypatch.setattr(mocks, "OUTPUTS", plain(evaluation.mocks))
        monkeypatch.setattr(mocks, "ANSWERS", plain(evaluation.answers))
        config = {name.removeprefix("config."): plain(value) for name, value in (values or {}).items()}
        results, deployment = library.module("results"), library.module("deployment")
        settings = results.Settings(folder=tmp_path, program=entry.module, project="shop", config=config)
        return Both(entry, evaluation, deployment.Deployment(settings))

    return make


def plain(value: Any) -> Any:
    """A model value as plain data."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value
