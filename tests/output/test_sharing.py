"""Support files that the suites of several targets or projects share: no run takes them from another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from scaffold.emit import TARGETS
from scaffold.emit.paths import together
from scaffold.emit.render import Renderer
from scaffold.model.written import Written
from scaffold.output import LOCK_PATH, Regenerated, Regeneration, Verb, carry_out, load_lock, regenerate
from scaffold.output.lock import Entry, Lock, LockError, joined_entries
from scaffold.output.lock_text import read_lock, spell_lock

#: A target and a project.
Suite = tuple[str, str]
PAIRS: list[tuple[Suite, Suite]] = [(("jest", "."), ("vitest", ".")), (("jest", "a"), ("jest", "b"))]
SUPPORT = "tests/support/tokens.js"
ALL = (SUPPORT,)


def compared(root: Path, suite: Suite, *more: str, paths: Iterable[str] = ALL, prune: bool = True) -> Regenerated:
    target, project = suite
    files = {path: Written("const a = 1;\n", (), target, more) for path in paths}
    options = Regeneration(project, frozenset({target, *more}), prune=prune)
    return regenerate(files, root, load_lock(root), options)


def generate(root: Path, suite: Suite, *more: str, paths: Iterable[str] = ALL, prune: bool = True) -> list[Verb]:
    found = compared(root, suite, *more, paths=paths, prune=prune)
    carry_out(found, root)
    return [change.verb for change in found.changes]


def is_settled(root: Path, suite: Suite, *more: str) -> bool:
    found = compared(root, suite, *more)
    return not found.drifts and not found.lock_lacks and found.lock == found.before


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_nothing_drifts_by_turns(tmp_path: Path, first: Suite, second: Suite) -> None:
    generate(tmp_path, first)
    generate(tmp_path, second)
    before = (tmp_path / LOCK_PATH).read_bytes()
    assert is_settled(tmp_path, first)
    assert is_settled(tmp_path, second)
    generate(tmp_path, first)
    assert (tmp_path / LOCK_PATH).read_bytes() == before


def test_nothing_drifts_after_both_at_once(tmp_path: Path) -> None:
    generate(tmp_path, ("jest", "."), "vitest")
    assert is_settled(tmp_path, ("jest", "."))
    assert is_settled(tmp_path, ("vitest", "."))
    assert is_settled(tmp_path, ("vitest", "."), "jest")


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("edited", [False, True])
def test_what_another_suite_needs_is_no_orphan(tmp_path: Path, first: Suite, second: Suite, edited: bool) -> None:
    generate(tmp_path, first)
    generate(tmp_path, second)
    if edited:
        (tmp_path / SUPPORT).write_text("const a = 2;\n")
    moved = ["moved/support/tokens.js"]
    for leaving, staying in ((second, first), (first, second)):
        assert generate(tmp_path, leaving, paths=moved) in ([Verb.CREATE], [Verb.UNCHANGED])
        assert (tmp_path / SUPPORT).exists()
        assert is_settled(tmp_path, staying)
        generate(tmp_path, leaving)
    generate(tmp_path, first, paths=moved)
    last = Verb.ORPHAN if edited else Verb.REMOVE
    assert last in generate(tmp_path, second, paths=moved)
    assert (tmp_path / SUPPORT).exists() is edited


def test_what_both_leave_at_once_is_an_orphan(tmp_path: Path) -> None:
    generate(tmp_path, ("jest", "."), "vitest")
    assert generate(tmp_path, ("jest", "."), "vitest", paths=[], prune=False) == [Verb.ORPHAN]
    assert generate(tmp_path, ("jest", "."), "vitest", paths=[]) == [Verb.REMOVE]


def test_owners_are_read_as_they_are_written_and_joined() -> None:
    both = Entry("jest", ".", also=frozenset({("vitest", "."), ("vitest", "a")}))
    assert read_lock(spell_lock(Lock({"a.js": both}))) == Lock({"a.js": both})
    assert joined_entries(Entry("vitest", "."), Entry("jest", ".", also=frozenset({("vitest", "a")}))) == both


@pytest.mark.parametrize("also", ['"vitest"', '["vitest"]', '[["vitest"]]', '[["vitest", 1]]', "{}"])
def test_owners_that_are_none_are_said(also: str) -> None:
    text = f'{{"version": 1, "lock": {{\n"a.js": {{"target": "jest", "project": ".", "also": {also}}}}}}}'
    with pytest.raises(LockError, match="also of"):
        read_lock(text)


def test_files_that_two_targets_write_are_of_both() -> None:
    jest, vitest = TARGETS["jest"], TARGETS["vitest"]
    pairs = [(each, {SUPPORT: Written("x", (), each.name)}) for each in (jest, vitest)]
    found = together(pairs, Renderer())[SUPPORT]
    assert {found.target, *found.also} == {"jest", "vitest"}
