"""What is advised on a project that a test writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_projects import Files, Reader

from scaffold.catalog.advice import Advice, advise

#: Checks that almost any small fixture would be told of; asked for only by name.
EVERYWHERE = {"terraform-required-version", "terraform-provider-version"}


class Adviser:
    """Reads projects in a folder of the test's own, and asks for advice on them."""

    def __init__(self, folder: Path) -> None:
        self.reader = Reader(folder)

    def __call__(self, files: Files | str, **options: object) -> list[Advice]:
        """Everything that is said of the only project, apart from what any fixture would be told."""
        (project,) = self.reader.reading(files, **options).projects
        return [advice for advice in advise(project) if advice.check.id not in EVERYWHERE]

    def all(self, files: Files | str, **options: object) -> list[str]:
        """`id subject` of everything that is said."""
        (project,) = self.reader.reading(files, **options).projects
        return [f"{advice.check.id} {advice.subject}" for advice in advise(project)]

    def said(self, files: Files | str, **options: object) -> list[str]:
        """`id subject` of each advice."""
        return [f"{advice.check.id} {advice.subject}" for advice in self(files, **options)]


@pytest.fixture
def adviser(tmp_path: Path) -> Adviser:
    return Adviser(tmp_path)
