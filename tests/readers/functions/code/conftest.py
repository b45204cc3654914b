"""A package of files that stand in the test, and the reading of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.model.functions import Code, Package, Packed
from scaffold.model.position import Position
from scaffold.readers.functions.code import read_code

Read = Callable[..., Code]


def package_of(root: Path, files: dict[str, str]) -> Package:
    """A package of these files, written below `root`."""
    for name, text in files.items():
        path = root / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return Package("folder", {name: Packed(f"src/{name}") for name in files}, Position("main.tf", 3), "src")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads code: `read("text")` is Python's `index.handler`, `read(js="text")` JavaScript's."""

    def reading(
        text: str = "", *, js: str = "", handler: str = "index.handler", runtime: str = "", **files: str
    ) -> Code:
        named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in files.items()}
        named |= {"index.py": text} if text else {}
        named |= {"index.js": js} if js else {}
        language = "python" if text else "javascript"
        return read_code(package_of(tmp_path, named), handler, language, tmp_path, runtime)

    return reading
