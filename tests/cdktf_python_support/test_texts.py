"""What the support library makes of values: the same as that for TypeScript, by the same table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from .conftest import Suite

TABLE = json.loads((Path(__file__).parent.parent / "cdktf_support_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["title"])
def test_values_are_shown_as_the_table_says(suite: Suite, case: Mapping[str, Any]) -> None:
    spelling, expressions = suite.module("spelling"), suite.module("expressions")
    places = spelling.Places(Path(TABLE["folder"]), Path(TABLE["root"]))
    assets = [asset(**each) for each in TABLE["assets"]]

    def change(text: str) -> str:
        return str(expressions.renamed(places.short(text, assets), rename))

    assert spelling.shown(case["given"], change) == expected(case["shown"], suite)


def asset(path: str, hash: str, place: str, name: str) -> SimpleNamespace:
    return SimpleNamespace(path=path, hash=hash, place=place, shown=f"assets/{path}" + (f"/{name}" if name else ""))


def rename(names: Sequence[str]) -> tuple[str, int] | None:
    for count in (2, 3):
        found = TABLE["names"].get(".".join(names[:count]))
        if found:
            return found, count
    return None


def expected(value: Any, suite: Suite) -> Any:
    """The table's value with documents where it has them."""
    if isinstance(value, list):
        return [expected(item, suite) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["json"]:
        return suite.support.json_text(expected(value["json"], suite))
    return {key: expected(item, suite) for key, item in value.items()}
