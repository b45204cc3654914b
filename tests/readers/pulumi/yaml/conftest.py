"""Programs in YAML from strings, read and evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from scaffold.model.deployments import Entry, Evaluation, Registration, Variant
from scaffold.model.project import Project, Resource
from scaffold.model.values import Value
from scaffold.readers.pulumi import read
from scaffold.readers.reading import Reading, ReadOptions


@dataclass(frozen=True)
class Read:
    """What came of a program."""

    reading: Reading

    @property
    def project(self) -> Project:
        return self.reading.projects[0]

    @property
    def resources(self) -> dict[str, Resource]:
        return {resource.address: resource for resource in self.project.resources}

    @property
    def outputs(self) -> dict[str, Value]:
        return {output.name: output.value for output in self.project.outputs}

    @property
    def said(self) -> list[tuple[str, int]]:
        """What there is to say, with the line."""
        return [
            (found.summary, found.position.line if found.position else 0)
            for found in self.reading.diagnostics
            if found.severity.value != "note"
        ]

    @property
    def entries(self) -> dict[str, Entry]:
        assert self.reading.programs is not None
        return {entry.title: entry for entry in self.reading.programs.entries(self.project.path)}

    def evaluate(self, values: Mapping[str, Value] | None = None, entry: str = "") -> Evaluation:
        assert self.reading.programs is not None
        chosen = self.entries[entry] if entry else next(iter(self.entries.values()))
        return self.reading.programs.evaluate(Variant(chosen, values or {}))

    def registered(self, values: Mapping[str, Value] | None = None, entry: str = "") -> dict[str, Registration]:
        found = self.evaluate(values, entry)
        assert found.failure is None, found.failure
        return {f"{each.token}::{each.name}": each for each in found.registrations}

    def exported(self, values: Mapping[str, Value] | None = None, entry: str = "") -> dict[str, Any]:
        found = self.evaluate(values, entry)
        assert found.failure is None, found.failure
        return {each.name: each.resolved for each in found.exports}


Reader = Callable[..., Read]


@pytest.fixture
def program(tmp_path: Path) -> Reader:
    """Reads a program: what stands in its Pulumi.yaml, and other files by name."""

    def make(text: str, files: Mapping[str, str] | None = None) -> Read:
        everything = {"Pulumi.yaml": "name: shop\nruntime: yaml\n" + dedent(text), **(files or {})}
        for name, content in everything.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content), encoding="utf-8")
        return Read(read(tmp_path, ReadOptions()))

    return make
