"""What the support library makes of answers, by the table that it shares with the one in JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads((Path(__file__).parents[1] / "integration_support_cases.json").read_text(encoding="utf-8"))


def titled(section: str) -> Any:
    """A test for each case of a section."""
    cases = CASES[section]
    return pytest.mark.parametrize("case", cases, ids=[case.get("title", "") or str(case) for case in cases])


def member(support: Any, given: Any) -> Any:
    return given if isinstance(given, str) else support.terms.member(**given)


def made(support: Any, row: Mapping[str, Any]) -> Any:
    """A row as a test spells it."""
    given = dict(row)
    given["picks"] = [support.terms.Pick(*pick) for pick in given.get("picks", ())]
    if "each" in given:
        given["each"] = {name: member(support, each) for name, each in given["each"].items()}
    return support.terms.row(**given)


def alike(support: Any, declared: Any, found: Any, **more: Any) -> bool:
    row = made(support, {"attribute": "it", "path": "It", "declared": declared, **more})
    return not list(support.rows.compare(row, declared, {"It": found}))


@titled("paths")
def test_paths(support: Any, case: Mapping[str, Any]) -> None:
    found = support.found.find(CASES["answer"], case["path"])
    assert json.dumps(found) == json.dumps(case["found"])


@titled("paths_of")
def test_paths_into_a_result(support: Any, case: Mapping[str, Any]) -> None:
    assert support.found.find(case["value"], case["path"]) == case["found"]


def test_what_is_no_path_is_refused(support: Any) -> None:
    with pytest.raises(ValueError, match=r"a\[b is no path"):
        support.found.find({"a": 1}, "a[b")


@titled("wheres")
def test_choosing(support: Any, case: Mapping[str, Any]) -> None:
    assert support.found.choose(case["found"], case["where"]) == case["element"]


@titled("picks")
def test_picks(support: Any, case: Mapping[str, Any]) -> None:
    assert support.found.pick(case["value"], case["picks"]) == case["picked"]


@titled("normals")
def test_normals(support: Any, case: Mapping[str, Any]) -> None:
    assert alike(support, case["declared"], case["found"], normal=case["normal"]) is case["same"]


@titled("each")
def test_blocks(support: Any, case: Mapping[str, Any]) -> None:
    found = alike(support, case["declared"], case["found"], normal=case["normal"], each=case["each"])
    assert found is case["same"]


@titled("forms")
def test_forms(support: Any, case: Mapping[str, Any]) -> None:
    assert support.forms.fits(case["form"], case["detail"], case["value"]) is case["fits"]


@titled("messages")
def test_messages(support: Any, case: Mapping[str, Any]) -> None:
    row = made(support, case["row"])
    assert list(support.rows.compare(row, case["row"]["declared"], case["found"])) == case["lines"]
