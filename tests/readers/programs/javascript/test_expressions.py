"""The runtime gives what Node.js gives: `expressions/` says it by subject."""

from __future__ import annotations

from pathlib import Path

import pytest

TABLES = sorted((Path(__file__).parent / "expressions").glob("*.txt"))


def rows(table: Path) -> list[tuple[str, str]]:
    """The expressions of a table, with what they give."""
    lines = table.read_text(encoding="utf-8").split("\n")[1:]
    pairs = [line.rpartition("  // => ") for line in lines if line]
    return [(expression, result) for expression, _, result in pairs]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_an_expression_gives_what_it_gives_in_node(show, table):
    expected = dict(rows(table))
    assert dict(zip(expected, show(list(expected)), strict=True)) == expected


def test_the_tables_are_what_node_gives(node):
    expected = {expression: result for table in TABLES for expression, result in rows(table)}
    assert len(expected) > 700
    assert dict(zip(expected, node(list(expected)), strict=True)) == expected
