"""Patterns come out the same in JavaScript and in Python: what a suite compares with is worked out in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from node_projects import Project

from scaffold.catalog import realistic
from scaffold.catalog.pulumi import filled
from scaffold.catalog.realistic import Use

PLACEHOLDERS = [
    "region account partition name index block zone host uuid base unknown hex1 hex8 hex17 hex40 digits1 digits12",
    "letters6 upper16 upper1 b64url43",
]
USES = [
    {"seed": "aws:sqs/queue:Queue::orders", "name": "orders", "region": "us-east-1"},
    {"seed": "aws:sqs/queue:Queue::orders", "name": "orders", "region": "us-gov-west-1", "index": 3},
    {"seed": "ключ::名前", "name": "名前-<x>$&", "region": "cn-north-1", "index": 11, "own": {"name": "own-<name>"}},
    {"seed": "", "name": "", "region": "", "own": {"name": "", "arn": "a", "size": 3, "list": ["x"]}},
]
PATTERNS: list[Any] = [
    *(f"<{name}>" for line in PLACEHOLDERS for name in line.split()),
    "<@name|<name>-<hex8>>",
    "<@arn|none>/<@size|none>/<@list|none>/<@missing|<@name|x>>/<@toString|<@constructor|c>>",
    "<Name> <name <name>> <hex> <<hex4>> <@name|<a><b>> <@ name|x> $1 $& \\1",
    {"list": [{"a": "<zone><index>"}, "<zone>", ["<zone>", "<zone>"]], "number": 3, "flag": True, "none": None},
    "",
]
FILL = "const { filled } = require('./support/patterns'); return input.map(([pattern, use]) => filled(pattern, use));"


def in_python(pattern: Any, use: Mapping[str, Any]) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, tuple | list) else value

    return plain(filled(pattern, Use(**use)))


def catalogued() -> list[Any]:
    """Every pattern of the catalog."""
    tables = [realistic._load(name)["types"] for name in ("mocks.toml", "mocks_data.toml")]
    return [pattern for table in tables for row in table.values() for pattern in row.values()]


def test_every_placeholder_of_the_catalog_is_tried() -> None:
    assert set(realistic._MAKERS) <= {name.rstrip("0123456789") or name for name in " ".join(PLACEHOLDERS).split()} | {
        "b64url"
    }


@pytest.mark.parametrize("use", USES, ids=range(len(USES)))
def test_patterns_are_filled_as_in_python(programs: Project, use: Mapping[str, Any]) -> None:
    patterns = [*PATTERNS, *catalogued()]
    assert programs.ask(FILL, [[pattern, use] for pattern in patterns]) == [in_python(p, use) for p in patterns]


PIECES = st.sampled_from(["<name>", "<hex8>", "<@name|", "<@a|", "<", ">", "|", "@", "x", "<zone>", "<digits3>", "é"])


@settings(max_examples=1, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), min_size=200, max_size=200))
def test_no_text_is_read_differently(programs: Project, patterns: list[str]) -> None:
    use = {**USES[0], "own": {"name": "<hex8>", "a": "b"}}
    assert programs.ask(FILL, [[pattern, use] for pattern in patterns]) == [in_python(p, use) for p in patterns]
