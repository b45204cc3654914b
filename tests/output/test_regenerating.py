"""Files with cases are merged with what a person made of them, and what there is to say of it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import made_up_suites as suites
import pytest
from made_up_suites import Site, compared, generate

from scaffold.merge import State
from scaffold.model.written import Written
from scaffold.output import (
    LOCK_PATH,
    Change,
    OutputError,
    Regenerated,
    Regeneration,
    Verb,
    carry_out,
    eject,
    load_lock,
    regenerate,
    write_lock,
)

FILE = "tests/test_a.py"
OLD: Site = {"test_a.py": {"aws_q.a": "a", "aws_q.c": "c"}, "test_b.py": {"aws_t.a": "a"}}
NEW: Site = {"test_a.py": {"aws_q.a": "a2", "aws_q.b": "b", "aws_q.c": "c"}, "test_b.py": {"aws_t.a": "a"}}
MINE = "\n\n# mine\ndef test_of_my_own() -> None:\n    assert 1 + 1 == 2  # indeed\n"
EDITED = ('named("aws_q.a") == "a"', 'named("aws_q.a").strip() == "a"')


def text(root: Path, path: str = FILE) -> str:
    return (root / path).read_bytes().decode()


def edit(root: Path, old: str, new: str, path: str = FILE) -> None:
    found = text(root, path)
    assert old in found
    (root / path).write_bytes(found.replace(old, new).encode())


def change(found: Regenerated, path: str = FILE) -> Change:
    return next(each for each in found.changes if each.path == path)


def states(found: Regenerated, path: str = FILE) -> dict[str, State]:
    return {case.id: case.state for case in change(found, path).cases}


def codes(found: Regenerated) -> list[str]:
    return [each.code for each in found.diagnostics]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a suite as it was generated."""
    generate(tmp_path, OLD)
    return tmp_path


def test_at_first_all_is_as_generated(root: Path) -> None:
    wanted = {path: each.encode() for path, each in suites.suite(OLD).items()}
    assert {path: content for path, content in suites.contents(root).items() if path in wanted} == wanted
    before = suites.contents(root)
    again = generate(root, OLD)
    assert {each.verb for each in again.changes} == {Verb.UNCHANGED}
    assert not again.lock_lacks
    assert suites.contents(root) == before


def test_what_nobody_edited_is_refreshed_to_the_byte(root: Path) -> None:
    found = generate(root, NEW, version=2)
    assert text(root) == suites.suite(NEW)[FILE]
    assert [each.path for each in found.changes if each.verb is Verb.UPDATE] == ["tests/support.py", FILE]
    assert states(found) == {
        "names:aws_q.a": State.PRISTINE,
        "names:aws_q.b": State.NEW,
        "names:aws_q.c": State.PRISTINE,
    }
    assert codes(found) == []


def test_what_a_person_did_stays(root: Path) -> None:
    edit(root, *EDITED)
    edit(root, suites.case("aws_q.c", "c"), MINE)
    for _ in range(2):
        found = generate(root, NEW)
        assert EDITED[1] in text(root)
        assert MINE in text(root)
        assert suites.case("aws_q.b", "b") in text(root)
        assert "aws_q.c" not in text(root)
        assert states(found)["names:aws_q.a"] is State.EDITED
        assert states(found)["names:aws_q.c"] is State.DELETED
        assert codes(found) == ["edited-outdated", "deleted"]
    outdated = found.diagnostics[0]
    assert outdated.position is not None
    assert text(root).splitlines()[outdated.position.line - 1] == "def test_aws_q_a() -> None:"


def test_force_gives_up_what_was_edited_and_deleted_but_not_what_is_a_persons(root: Path) -> None:
    edit(root, *EDITED)
    edit(root, suites.case("aws_q.c", "c"), MINE)
    generate(root, OLD, force=True)
    assert EDITED[0] in text(root)
    assert suites.case("aws_q.c", "c") in text(root)
    assert MINE in text(root)


def test_line_ends_stay(root: Path) -> None:
    edit(root, "\n", "\r\n")
    assert change(generate(root, OLD)).verb is Verb.UNCHANGED
    assert change(generate(root, NEW)).verb is Verb.UPDATE
    assert text(root) == suites.suite(NEW)[FILE].replace("\n", "\r\n")


def test_an_orphan_is_said_and_pruned_unless_it_was_edited(root: Path) -> None:
    edit(root, *EDITED)
    gone: Site = {"test_a.py": {"aws_q.b": "b"}, "test_b.py": OLD["test_b.py"]}
    found = generate(root, gone)
    assert (states(found)["names:aws_q.a"], states(found)["names:aws_q.c"]) == (State.ORPHANED, State.ORPHANED)
    assert codes(found) == ["orphan", "orphan"]
    found = generate(root, gone, prune=True)
    assert EDITED[1] in text(root)
    assert "aws_q.c" not in text(root)
    assert codes(found) == ["orphan"]
    assert "names:aws_q.c" not in load_lock(root).files[FILE].units


def test_nothing_is_pruned_or_forgotten_of_a_project_that_cannot_be_read(root: Path) -> None:
    edit(root, suites.case("aws_q.c", "c"), "")
    generate(root, OLD)
    partly: Site = {"test_a.py": {"aws_q.b": "b"}}
    found = generate(root, partly, complete=False, prune=True)
    assert codes(found) == []
    assert states(found)["names:aws_q.a"] is State.PRISTINE
    assert suites.case("aws_q.a", "a") in text(root)
    generate(root, {**OLD, **NEW})
    assert "aws_q.c" not in text(root)
    assert suites.case("aws_q.a", "a2") in text(root)


@pytest.mark.parametrize("mine", ["", MINE])
def test_a_file_that_is_orphaned_goes_unless_something_in_it_is_a_persons(root: Path, mine: str) -> None:
    (root / FILE).write_text(text(root) + mine)
    rest: Site = {"test_b.py": OLD["test_b.py"]}
    before = text(root)
    found = generate(root, rest)
    assert change(found).verb is Verb.ORPHAN
    assert set(states(found).values()) == {State.ORPHANED}
    assert codes(found) == ["orphan"]
    assert text(root) == before
    found = generate(root, rest, prune=True)
    assert (root / FILE).exists() == bool(mine)
    if mine:
        assert MINE.strip() in text(root)
        assert "aws_q" not in text(root)
        assert all(each.path != FILE for each in generate(root, rest, prune=True).changes)
        generate(root, OLD)
        assert MINE.strip() in text(root)
        assert suites.case("aws_q.a", "a") in text(root)


def test_a_file_that_was_deleted_stays_so_while_its_suite_is_there(root: Path) -> None:
    (root / FILE).unlink()
    for _ in range(2):
        found = generate(root, NEW)
        assert change(found).verb is Verb.KEPT
        assert set(states(found).values()) == {State.DELETED}
        assert codes(found) == ["deleted"]
        assert not (root / FILE).exists()
    generate(root, NEW, force=True)
    assert text(root) == suites.suite(NEW)[FILE]


def test_a_suite_that_was_deleted_is_written_again(root: Path) -> None:
    for path in suites.suite(OLD):
        (root / path).unlink()
    found = generate(root, NEW)
    assert {each.verb for each in found.changes} == {Verb.CREATE}
    assert text(root) == suites.suite(NEW)[FILE]


def test_a_file_that_is_in_no_lock_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / FILE).write_text("def test_mine(): pass\n")
    found = generate(tmp_path, OLD)
    assert change(found).verb is Verb.CONFLICT
    assert change(found).content == suites.suite(OLD)[FILE].encode()
    assert codes(found) == ["conflict"]
    assert text(tmp_path) == "def test_mine(): pass\n"
    assert change(generate(tmp_path, OLD)).verb is Verb.CONFLICT
    generate(tmp_path, OLD, force=True)
    assert text(tmp_path) == suites.suite(OLD)[FILE]


def test_a_suite_whose_lock_was_lost_is_ours_where_it_is_as_generated(root: Path) -> None:
    (root / LOCK_PATH).unlink()
    found = generate(root, OLD)
    assert {each.verb for each in found.changes} == {Verb.UNCHANGED}
    assert found.lock_lacks
    generate(root, NEW)
    assert text(root) == suites.suite(NEW)[FILE]


def test_a_suite_whose_lock_was_lost_is_adopted_with_what_was_edited(root: Path) -> None:
    edit(root, *EDITED)
    (root / FILE).write_text(text(root) + MINE)
    (root / LOCK_PATH).unlink()
    before = text(root)
    assert change(generate(root, OLD)).verb is Verb.CONFLICT
    assert change(generate(root, OLD, adopt=True)).verb is Verb.UNCHANGED
    assert text(root) == before
    generate(root, {**NEW, "test_a.py": {**NEW["test_a.py"], "aws_q.c": "c2"}})
    assert EDITED[1] in text(root)
    assert MINE.strip() in text(root)
    assert suites.case("aws_q.b", "b") in text(root)
    assert suites.case("aws_q.c", "c2") in text(root)


@pytest.mark.parametrize(
    ("broken", "line", "hint"),
    [
        (b"import pytest\n\ndef test_(:\n", 3, "Mend it"),
        (b"import pytest\n# \xff\n", 2, "Mend it"),
        (b"import pytest\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n", 2, "git checkout --ours"),
    ],
)
def test_a_file_that_cannot_be_taken_apart_is_never_touched(root: Path, broken: bytes, line: int, hint: str) -> None:
    (root / FILE).write_bytes(broken)
    before = load_lock(root).files[FILE]
    for options in ({}, {"adopt": True}, {"prune": True}):
        found = generate(root, NEW, **options)
        assert change(found).verb is Verb.KEPT
        assert (root / FILE).read_bytes() == broken
        [said] = found.diagnostics
        assert said.code == "unparsable"
        assert str(said.position) == f"{FILE}:{line}"
        assert hint in said.hint
    assert load_lock(root).files[FILE] == before
    assert not (root / f"{FILE}.rej").exists()
    generate(root, NEW, write_rej=True)
    assert text(root, f"{FILE}.rej") == suites.suite(NEW)[FILE]


def test_an_orphan_that_cannot_be_taken_apart_is_never_touched(root: Path) -> None:
    (root / FILE).write_text("def test_(:\n")
    found = generate(root, {"test_b.py": OLD["test_b.py"]}, prune=True)
    assert change(found).verb is Verb.ORPHAN
    assert text(root) == "def test_(:\n"
    assert codes(found) == ["unparsable"]


def test_code_that_does_not_parse_is_not_written(root: Path) -> None:
    faulty = {FILE: Written("def test_(:\n", suites.module({"aws_q.a": "a"}).cases, suites.TARGET)}
    options = Regeneration(targets=frozenset({suites.TARGET}))
    for place in (root, root / "elsewhere"):
        with pytest.raises(OutputError, match=rf"what was generated for {FILE} is no valid code: line 1"):
            regenerate(faulty, place, load_lock(place), options)


def test_what_was_ejected_is_a_persons(root: Path) -> None:
    write_lock(root, eject(load_lock(root), ["names:aws_q.a", "tests/support.py", "tests/test_b.py"]))
    found = generate(root, {**NEW, "test_b.py": {"aws_t.a": "a2"}}, version=2, force=True)
    assert suites.case("aws_q.a", "a") in text(root)
    assert suites.case("aws_q.b", "b") in text(root)
    assert states(found)["names:aws_q.a"] is State.EJECTED
    for path in ("tests/support.py", "tests/test_b.py"):
        assert text(root, path) == suites.suite(OLD)[path]
        assert change(found, path).verb is Verb.KEPT
    (root / "tests/test_b.py").unlink()
    edit(root, suites.case("aws_q.a", "a"), "")
    generate(root, NEW, force=True)
    assert "aws_q.a" not in text(root)
    assert not (root / "tests/test_b.py").exists()


def test_what_is_refreshed_by_name_is_generated_anew(root: Path) -> None:
    edit(root, *EDITED)
    edit(root, suites.case("aws_q.c", "c"), MINE)
    edit(root, "VERSION", "EDITED", "tests/support.py")
    write_lock(root, eject(load_lock(root), ["names:aws_q.a", "tests/test_b.py"]))
    before = suites.contents(root)
    found = generate(root, OLD, refresh=frozenset({"names:aws_q.a"}))
    assert suites.case("aws_q.a", "a") in text(root)
    assert MINE in text(root)
    assert "aws_q.c" not in text(root)
    assert [each.path for each in found.changes if each.verb is Verb.UPDATE] == [FILE]
    assert states(generate(root, OLD))["names:aws_q.a"] is State.PRISTINE
    generate(root, {**OLD, "test_b.py": {"aws_t.a": "a2"}}, refresh=frozenset({"test_aws_q_c", "tests/test_b.py"}))
    assert suites.case("aws_q.c", "c") in text(root)
    assert MINE in text(root)
    assert suites.case("aws_t.a", "a2") in text(root, "tests/test_b.py")
    assert text(root, "tests/support.py") == before["tests/support.py"].decode()
    generate(root, OLD, refresh=frozenset({"tests/support.py"}))
    assert text(root, "tests/support.py") == suites.suite(OLD)["tests/support.py"]


def test_a_file_that_was_deleted_is_refreshed_by_name(root: Path) -> None:
    (root / FILE).unlink()
    generate(root, OLD)
    assert not (root / FILE).exists()
    generate(root, OLD, refresh=frozenset({FILE}))
    assert text(root) == suites.suite(OLD)[FILE]


@pytest.mark.parametrize("name", ["names:aws_q.zzz", "tests/test_z.py", ""])
def test_nothing_is_refreshed_that_there_is_not(root: Path, name: str) -> None:
    with pytest.raises(OutputError, match="is called"):
        compared(root, OLD, refresh=frozenset({name}))


@pytest.mark.parametrize("moved", [{}, {"aws_q.c": "aws_q.d"}])
def test_an_edited_case_goes_on_under_another_name(root: Path, moved: dict[str, str]) -> None:
    edit(root, 'named("aws_q.c") == "c"', 'named("aws_q.c").lower() == "c"')
    # Only a moved block tells which of two that are alike it is.
    others = {"aws_q.e": "c"} if moved else {}
    renamed: Site = {"test_a.py": {"aws_q.a": "a", "aws_q.d": "c", **others}, "test_b.py": OLD["test_b.py"]}
    found = generate(root, renamed, prune=True, moved=moved)
    assert found.renames == {"aws_q.c": "aws_q.d"}
    assert 'def test_aws_q_d() -> None:\n    assert named("aws_q.d").lower() == "c"' in text(root)
    assert "aws_q.c" not in text(root)
    assert "renamed" in codes(found)
    assert "renamed" not in codes(generate(root, renamed, prune=True, moved=moved))


def test_another_projects_suite_is_not_to_be_adopted(root: Path) -> None:
    before = text(root)
    found = generate(root, NEW, project="other", adopt=True)
    conflict = next(change for change in found.changes if change.path == FILE)
    assert (conflict.verb, conflict.adoptable) == (Verb.CONFLICT, False)
    assert text(root) == before
    assert any(note.hint == "Give each of the two projects an --out of its own." for note in found.diagnostics)


def test_files_of_another_project_are_not_taken_for_this_ones(root: Path) -> None:
    found = generate(root, NEW, project="other", prune=True)
    assert [each.path for each in found.changes if each.verb is Verb.CONFLICT] == [FILE]
    assert text(root) == suites.suite(OLD)[FILE]


@pytest.mark.parametrize(("project", "place"), [(".", FILE), ("infra", f"../{FILE}"), ("..", f"root/{FILE}")])
def test_places_are_as_seen_from_the_project(tmp_path: Path, project: str, place: str) -> None:
    out = tmp_path / "root"
    (out / "tests").mkdir(parents=True)
    (out / "infra").mkdir()
    (out / FILE).write_text("x = 1\n")
    [said] = compared(out, OLD, project=project).diagnostics
    assert said.position is not None
    assert said.position.file == place


def test_what_an_earlier_version_wrote_is_refreshed(root: Path) -> None:
    import hashlib
    import json

    (root / LOCK_PATH).unlink()
    edit(root, "assert", "assert  ", "tests/test_b.py")
    written = {path: hashlib.sha256(each.encode()).hexdigest() for path, each in suites.suite(OLD).items()}
    (root / ".scaffold/manifest.json").write_text(json.dumps({"version": 1, "files": written}))
    newer: Site = {**NEW, "test_b.py": {"aws_t.a": "a2"}}
    found = generate(root, newer)
    assert text(root) == suites.suite(NEW)[FILE]
    assert change(found, "tests/test_b.py").verb is Verb.CONFLICT
    assert change(found, "tests/test_b.py").reason == "edited since it was generated"
    assert change(generate(root, newer, adopt=True), "tests/test_b.py").verb is Verb.UNCHANGED


def test_what_nobody_touched_does_not_depend_on_how_it_is_taken_apart(root: Path) -> None:
    # Another version may see units otherwise: then no digest of one is what it was.
    lock = load_lock(root)
    entry = lock.files[FILE]
    units = {name: replace(known, digests=frozenset({"0" * 16})) for name, known in entry.units.items()}
    write_lock(root, replace(lock, files={**lock.files, FILE: replace(entry, units=units)}))
    found = generate(root, NEW)
    assert text(root) == suites.suite(NEW)[FILE]
    assert states(found)["names:aws_q.a"] is State.PRISTINE


def test_a_language_that_cannot_be_taken_apart_is_whole(tmp_path: Path) -> None:
    def run(text: str, **options: Any) -> Regenerated:
        files = {"tests/a.rb": Written(text, suites.module({"aws_q.a": "a"}).cases, "rspec")}
        manner = Regeneration(targets=frozenset({"rspec"}), **options)
        found = regenerate(files, tmp_path, load_lock(tmp_path), manner)
        carry_out(found, tmp_path)
        return found

    run("it 'a' do\nend\n")
    assert change(run("it 'b' do\nend\n"), "tests/a.rb").verb is Verb.UPDATE
