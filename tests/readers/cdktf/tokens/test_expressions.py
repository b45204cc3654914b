"""Expressions come to what they come to with the library."""

from __future__ import annotations

from pathlib import Path

import pytest

ROWS = (Path(__file__).parent / "expressions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("library", ["cdktf", "cdktn"])
def test_as_the_library(library: str, ours, real) -> None:  # type: ignore[no-untyped-def]
    here, there = ours(ROWS, library), real(ROWS, library)
    different = [
        f"{row}\n  here  {found}\n  there {wanted}"
        for row, found, wanted in zip(ROWS, here, there, strict=True)
        if found != wanted
    ]
    assert different == [], "\n".join(different)
