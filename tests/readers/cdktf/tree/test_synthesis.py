"""Programs come to what they come to with the real library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.readers.cdktf.tree.conftest import HERE, LIBRARIES, PROGRAMS, Evaluate, comparable


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_synthesised_as_with_the_library(
    name: str, library: str, ours: Evaluate, real: Mapping[str, Mapping[str, Any]]
) -> None:
    text = (HERE / "programs" / f"{name}.ts").read_text(encoding="utf-8")
    expected = real[library][name]
    found = ours(text, library)
    assert bool(found.error) == bool(expected["error"]), (found.error, expected["error"])
    folder = _folder(expected)
    assert comparable(found.facts) == comparable(expected["exported"].get("facts"), folder)
    assert sorted(found.stacks) == sorted(expected["stacks"])
    for stack, document in found.stacks.items():
        assert comparable(document) == comparable(expected["stacks"][stack], folder), stack


def _folder(expected: Mapping[str, Any]) -> str:
    return str(expected.get("folder", ""))
