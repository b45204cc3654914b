"""Random histories of a project and its suite, in every language: nothing of a person's is lost, and all else is fresh.

What must hold is in `tests/merge_histories.py`; `make soak` lives many more of them.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_dialects import DIALECTS
from merge_histories import lived

#: How many histories of each language, by how long one takes.
EXAMPLES = {"plain": 80, "python": 40, "script": 60, "hcl": 70}


@pytest.mark.parametrize("name", DIALECTS)
def test_nothing_is_lost(name: str) -> None:
    @settings(max_examples=EXAMPLES[name], deadline=None, database=None, derandomize=True)
    @given(st.integers(0, 2**64))
    def live(number: int) -> None:
        lived(number, DIALECTS[name], 3)

    live()
