"""The support library of generated handler suites in Python, rendered as for a user, and handlers for it."""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scaffold.emit.render import Renderer

NAME = "support_of_handler_suites"


class Support:
    """The library, by its modules; `main` is what a test imports."""

    @property
    def main(self) -> Any:
        """The library itself."""
        return importlib.import_module(NAME)

    def __getattr__(self, name: str) -> ModuleType:
        return importlib.import_module(f"{NAME}.{name}")


@pytest.fixture(scope="session")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the suites, with the library in it."""
    folder = tmp_path_factory.mktemp("project") / "tests" / "handlers"
    (folder / NAME).mkdir(parents=True)
    for path, text in Renderer().files("handlers-pytest/support/"):
        (folder / NAME / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def support(suites: Path) -> Iterator[Support]:
    sys.path.insert(0, str(suites))
    try:
        yield Support()
    finally:
        sys.path.remove(str(suites))


@pytest.fixture
def function(support: Support, tmp_path: Path) -> Callable[..., Any]:
    """Makes a function of code: texts by their paths in the package, or that of `index.py`."""

    def made(code: str | dict[str, str], **settings: Any) -> Any:
        for path, text in (code if isinstance(code, dict) else {"index.py": code}).items():
            file = tmp_path / "lambda" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        usual = {"folder": str(tmp_path / "lambda"), "entry": "index.py", "handler": "handler"}
        return support.main.Function("function index", **{**usual, **settings})

    return made
