"""Files that cannot be taken apart are generated anew where that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_up_suites import Site, compared, generate, suite

from scaffold.output import Change, Regenerated, Verb, eject, load_lock, write_lock

FILE = "tests/test_a.py"
OLD: Site = {"test_a.py": {"aws_q.a": "a"}, "test_b.py": {"aws_t.a": "a"}}
NEW: Site = {"test_a.py": {"aws_q.a": "a2", "aws_q.b": "b"}, "test_b.py": {"aws_t.a": "a"}}


def text(root: Path) -> str:
    return (root / FILE).read_text()


def change(found: Regenerated) -> Change:
    return next(each for each in found.changes if each.path == FILE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a suite as it was generated."""
    generate(tmp_path, OLD)
    return tmp_path


@pytest.mark.parametrize("options", [{"force": True}, {"refresh": frozenset({FILE})}], ids=["force", "refresh"])
def test_a_file_that_cannot_be_taken_apart_is_made_anew_if_that_is_asked_for(
    root: Path, options: dict[str, Any]
) -> None:
    (root / FILE).write_text("def test_(:\n")
    [said] = compared(root, NEW).diagnostics
    assert f"--refresh {FILE}" in said.hint
    assert "delete" not in said.hint
    assert change(generate(root, NEW, **options)).verb is Verb.UPDATE
    assert text(root) == suite(NEW)[FILE]
    assert change(generate(root, NEW)).verb is Verb.UNCHANGED


def test_a_file_that_cannot_be_taken_apart_with_a_persons_case_goes_only_by_name(root: Path) -> None:
    write_lock(root, eject(load_lock(root), ["names:aws_q.a"]))
    (root / FILE).write_text("def test_(:\n")
    assert change(generate(root, NEW, force=True)).verb is Verb.KEPT
    assert text(root) == "def test_(:\n"
    assert change(generate(root, NEW, refresh=frozenset({FILE}))).verb is Verb.UPDATE


def test_a_file_in_no_lock_that_cannot_be_taken_apart_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / FILE).write_text("def test_(:\n")
    [said] = compared(tmp_path, NEW, adopt=True).diagnostics
    assert "--force" in said.hint
    generate(tmp_path, NEW, force=True)
    assert text(tmp_path) == suite(NEW)[FILE]
