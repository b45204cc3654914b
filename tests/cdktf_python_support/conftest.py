"""The support library of generated CDKTF suites in Python, rendered as for a user and run with the real packages."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scaffold.emit.render import Renderer

PROGRAMS = Path(__file__).parent / "programs"
SUITE = Path("tests/infrastructure_checks")
TEMPLATES = ("programs/python-support/", "programs/python/", "cdktf-python/support/")


@dataclass(frozen=True)
class Suite:
    """A project with a suite in it, whose support library is `support`."""

    folder: Path
    support: ModuleType

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.support.__name__}.{name}")

    def synthesis(self, program: str = "", **settings: Any) -> Any:
        return self.support.synthesis(program, **settings)

    def program(self, text: str, **settings: Any) -> Any:
        """What a program with this text is synthesised to."""
        (self.folder / "written.py").write_text(text, encoding="utf-8")
        return self.synthesis("written.py", **settings)


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """A project with the programs of these tests."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(PROGRAMS, folder, dirs_exist_ok=True)
    (folder / "lambda").mkdir()
    (folder / "lambda" / "code.py").write_text("COUNT = []\n")
    name = "support_of_cdktf_programs"
    support = folder / SUITE / name
    support.mkdir(parents=True)
    for templates in TEMPLATES:
        for path, text in Renderer().files(templates, library="cdktn"):
            (support / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder / SUITE))
    try:
        yield Suite(folder, importlib.import_module(name))
    finally:
        sys.path.remove(str(folder / SUITE))
