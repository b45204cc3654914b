"""What programs do with Python's library, compared with CPython: the programs in `programs/`, by module."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_oracle import check

PROGRAMS = Path(__file__).parent / "programs"


def programs() -> list[tuple[str, str]]:
    """Each program with its name: the file, and its place there. Rows of `=` stand between them."""
    found = []
    for path in sorted(PROGRAMS.glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n====\n")
        found.extend((f"{path.stem}-{place}", part) for place, part in enumerate(parts, 1))
    return found


@pytest.mark.parametrize(("name", "program"), programs(), ids=[name for name, _ in programs()])
def test_a_program_comes_to_the_same(name, program):
    del name
    check(program)
