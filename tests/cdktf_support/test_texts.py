"""What the support library makes of values: the same as that for Python, by the same table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from node_projects import Project

TABLE = json.loads((Path(__file__).parent.parent / "cdktf_support_cases.json").read_text(encoding="utf-8"))
SHOW = """
const { comparable } = require('./support/documents');
const { placesOf, shortened } = require('./support/places');
const { renamed } = require('./support/references');
const fs = require('fs');
fs.realpathSync = (place) => place;
const places = placesOf(input.folder, input.root);
const assets = input.assets.map((each) => (
  { path: each.place, assetHash: each.hash, fileName: each.name || 'nothing', node: { path: each.path } }
));
const rename = (names) => [2, 3].map((count) => [input.names[names.slice(0, count).join('.')], count])
  .find(([found]) => found);
const change = (text) => renamed(shortened(text, places, assets), rename);
return input.cases.map(({ given }) => comparable(given, change));
"""


@pytest.fixture(scope="module")
def shown(programs: Project) -> list[Any]:
    return programs.ask(SHOW, TABLE)  # type: ignore[no-any-return]


@pytest.mark.parametrize("at", range(len(TABLE["cases"])), ids=lambda at: TABLE["cases"][at]["title"])
def test_values_are_shown_as_the_table_says(shown: list[Any], at: int) -> None:
    assert shown[at] == expected(TABLE["cases"][at]["shown"])


def expected(value: Any) -> Any:
    """The table's value, with documents as plain Node shows them."""
    if isinstance(value, list):
        return [expected(item) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["json"]:
        document = expected(value["json"])
        return {"$JsonArray" if isinstance(document, list) else "$JsonObject": document}
    return {key: expected(item) for key, item in value.items()}
