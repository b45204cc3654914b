"""The support library of generated integration suites in Python, rendered as for a user."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from scaffold.emit.render import Renderer

NAME = "support_of_integration_suites"


class Support:
    """The library, by its modules."""

    def __getattr__(self, name: str) -> ModuleType:
        return importlib.import_module(f"{NAME}.{name}")


@pytest.fixture(scope="session")
def support(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Support]:
    folder = tmp_path_factory.mktemp("suite")
    (folder / NAME).mkdir()
    for path, text in Renderer().files("integration-pytest/support/"):
        (folder / NAME / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield Support()
    finally:
        sys.path.remove(str(folder))
