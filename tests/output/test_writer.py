"""Whole files are compared with what is ours, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.written import Written
from scaffold.output import LOCK_PATH, OutputError, Regenerated, Regeneration, carry_out, load_lock, regenerate

FILES = {"tests/b.sh": "b = 1\n", "tests/a.sh": "a = 'é'\n"}


def compared(root: Path, files: Mapping[str, str], target: str = "pytest", **options: Any) -> Regenerated:
    """What generating files of a target would do."""
    written = {path: Written(text, target=target) for path, text in files.items()}
    return regenerate(written, root, load_lock(root), Regeneration(targets=frozenset({target}), **options))


def run(root: Path, files: Mapping[str, str], target: str = "pytest", **options: Any) -> list[tuple[str, str]]:
    found = compared(root, files, target, **options)
    carry_out(found, root)
    return [(change.verb.value, change.path) for change in found.changes]


def codes(root: Path, files: Mapping[str, str], **options: Any) -> list[str]:
    return [found.code for found in compared(root, files, **options).diagnostics]


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def contents(root: Path) -> dict[str, bytes]:
    """What is below a folder, without what is kept about it."""
    return {path: content for path, (content, _) in snapshot(root).items() if not path.startswith(".scaffold/")}


def test_creates_sorted_and_records(tmp_path: Path) -> None:
    assert run(tmp_path, FILES) == [("create", "tests/a.sh"), ("create", "tests/b.sh")]
    assert (tmp_path / "tests/a.sh").read_bytes() == "a = 'é'\n".encode()
    assert list(load_lock(tmp_path).files) == ["tests/a.sh", "tests/b.sh"]


def test_a_second_time_touches_nothing(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    before = snapshot(tmp_path)
    assert run(tmp_path, FILES) == [("unchanged", "tests/a.sh"), ("unchanged", "tests/b.sh")]
    assert snapshot(tmp_path) == before


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    assert compared(tmp_path, FILES).drifts
    assert snapshot(tmp_path) == {}
    run(tmp_path, FILES)
    assert not compared(tmp_path, FILES).drifts
    before = snapshot(tmp_path)
    found = compared(tmp_path, {"tests/a.sh": "new\n"}, prune=True)
    assert found.drifts
    assert [(change.before, change.content) for change in found.changes] == [
        (FILES["tests/a.sh"].encode(), b"new\n"),
        (FILES["tests/b.sh"].encode(), b""),
    ]
    assert snapshot(tmp_path) == before


def test_updates_its_own(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    assert run(tmp_path, {**FILES, "tests/a.sh": "new\n"}) == [("update", "tests/a.sh"), ("unchanged", "tests/b.sh")]
    assert (tmp_path / "tests/a.sh").read_text() == "new\n"


def test_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("by hand\n")
    assert run(tmp_path, {"a.sh": "new\n"}) == run(tmp_path, {"a.sh": "new\n"}) == [("conflict", "a.sh")]
    assert codes(tmp_path, {"a.sh": "new\n"}) == ["conflict"]
    assert (tmp_path / "a.sh").read_text() == "by hand\n"


def test_keeps_what_a_person_edited_and_says_so_when_another_would_be_written(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "old\n"})
    (tmp_path / "a.sh").write_text("by hand\n")
    assert run(tmp_path, {"a.sh": "old\n"}) == [("kept", "a.sh")]
    assert codes(tmp_path, {"a.sh": "old\n"}) == []
    for _ in range(2):
        assert codes(tmp_path, {"a.sh": "new\n"}) == ["edited-outdated"]
        assert run(tmp_path, {"a.sh": "new\n"}) == [("kept", "a.sh")]
    assert (tmp_path / "a.sh").read_text() == "by hand\n"


def test_what_a_person_undid_is_refreshed_again(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "old\n"})
    (tmp_path / "a.sh").write_text("by hand\n")
    run(tmp_path, {"a.sh": "new\n"})
    (tmp_path / "a.sh").write_text("old\n")
    assert run(tmp_path, {"a.sh": "new\n"}) == [("update", "a.sh")]


def test_a_whole_file_that_was_deleted_is_written_again(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    (tmp_path / "tests/a.sh").unlink()
    assert run(tmp_path, FILES) == [("create", "tests/a.sh"), ("unchanged", "tests/b.sh")]


def test_force_overwrites_and_owns(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("by hand\n")
    assert run(tmp_path, {"a.sh": "new\n"}, force=True) == [("update", "a.sh")]
    assert run(tmp_path, {"a.sh": "newer\n"}) == [("update", "a.sh")]


def test_an_identical_file_is_ours(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("same\n")
    assert run(tmp_path, {"a.sh": "same\n"}) == [("unchanged", "a.sh")]
    assert run(tmp_path, {"a.sh": "new\n"}) == [("update", "a.sh")]


def test_a_different_file_is_adopted_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("older, or by hand\n")
    assert codes(tmp_path, {"a.sh": "new\n"}, adopt=True) == ["edited-outdated"]
    assert run(tmp_path, {"a.sh": "new\n"}, adopt=True) == [("kept", "a.sh")]
    assert run(tmp_path, {"a.sh": "new\n"}) == [("kept", "a.sh")]
    (tmp_path / "a.sh").unlink()
    assert run(tmp_path, {"a.sh": "new\n"}) == [("create", "a.sh")]


def test_files_of_another_target_stay_ours(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "a\n"})
    assert run(tmp_path, {"b.sh": "b\n"}, "jest", prune=True) == [("create", "b.sh")]
    assert run(tmp_path, {"a.sh": "newer\n"}) == [("update", "a.sh")]


def test_line_ends_are_kept_and_do_not_count(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "a\nb\n"})
    (tmp_path / "a.sh").write_bytes(b"a\r\nb\r\n")
    assert run(tmp_path, {"a.sh": "a\nb\n"}) == [("unchanged", "a.sh")]
    assert run(tmp_path, {"a.sh": "a\nc\n"}) == [("update", "a.sh")]
    assert (tmp_path / "a.sh").read_bytes() == b"a\r\nc\r\n"


@pytest.mark.parametrize("name", ["a.py", "a.js"])
def test_what_a_formatter_did_is_no_edit(tmp_path: Path, name: str) -> None:
    written = {"a.py": "x = {'a': 1, 'b': 2}\n", "a.js": "const x = {'a': 1, 'b': 2}\n"}[name]
    formatted = {"a.py": 'x = {\n    "a": 1,\n    "b": 2,\n}\n', "a.js": 'const x = {\n  "a": 1,\n  "b": 2,\n};\n'}
    run(tmp_path, {name: written})
    (tmp_path / name).write_text(formatted[name])
    assert run(tmp_path, {name: written}) == run(tmp_path, {name: written}) == [("unchanged", name)]
    assert (tmp_path / name).read_text() == formatted[name]
    assert run(tmp_path, {name: written.replace("1", "3")}) == [("update", name)]
    assert (tmp_path / name).read_text() == written.replace("1", "3")


def test_an_orphan_is_reported_and_removed_only_if_nobody_edited_it(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "a\n", "sub/b.sh": "b\n", "sub/c.sh": "c\n"})
    (tmp_path / "sub/c.sh").write_text("by hand\n")
    kept = [("unchanged", "a.sh"), ("orphan", "sub/b.sh"), ("orphan", "sub/c.sh")]
    assert run(tmp_path, {"a.sh": "a\n"}) == run(tmp_path, {"a.sh": "a\n"}) == kept
    assert codes(tmp_path, {"a.sh": "a\n"}) == ["orphan", "orphan"]
    assert run(tmp_path, {"a.sh": "a\n"}, prune=True)[1:] == [("remove", "sub/b.sh"), ("orphan", "sub/c.sh")]
    assert contents(tmp_path) == {"a.sh": b"a\n", "sub/c.sh": b"by hand\n"}


def test_nothing_is_orphaned_while_the_project_cannot_be_read(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "a\n", "b.sh": "b\n"})
    assert run(tmp_path, {"a.sh": "a\n"}, complete=False, prune=True) == [("unchanged", "a.sh")]
    assert run(tmp_path, {"a.sh": "a\n"}, prune=True) == [("unchanged", "a.sh"), ("remove", "b.sh")]


def test_folders_that_become_empty_go(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "a\n", "x/y/b.sh": "b\n", "x/z/c.sh": "c\n"})
    (tmp_path / "x/z/mine.txt").write_text("mine\n")
    run(tmp_path, {"a.sh": "a\n"}, prune=True)
    assert not (tmp_path / "x/y").exists()
    assert contents(tmp_path) == {"a.sh": b"a\n", "x/z/mine.txt": b"mine\n"}
    run(tmp_path, {}, prune=True)
    assert contents(tmp_path) == {"x/z/mine.txt": b"mine\n"}


def test_an_orphan_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    (tmp_path / "tests/a.sh").unlink()
    (tmp_path / "tests/a.sh").mkdir()
    rest = {"tests/b.sh": FILES["tests/b.sh"]}
    run(tmp_path, rest, prune=True)
    assert list(load_lock(tmp_path).files) == ["tests/b.sh"]
    assert run(tmp_path, rest) == [("unchanged", "tests/b.sh")]


def test_what_is_not_written_is_put_beside_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("by hand\n")
    expected = [("conflict", "a.sh"), ("create", "a.sh.rej")]
    assert run(tmp_path, {"a.sh": "new\n"}, write_rej=True) == expected
    assert contents(tmp_path) == {"a.sh": b"by hand\n", "a.sh.rej": b"new\n"}
    assert run(tmp_path, {"a.sh": "new\n"}, write_rej=True)[1] == ("unchanged", "a.sh.rej")


def test_what_a_person_has_beside_a_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("by hand\n")
    (tmp_path / "a.sh.rej").write_text("a hunk of mine\n")
    assert run(tmp_path, {"a.sh": "new\n"}, write_rej=True)[1] == ("create", "a.sh.rej.2")
    assert run(tmp_path, {"a.sh": "new\n"}, write_rej=True)[1] == ("unchanged", "a.sh.rej.2")
    (tmp_path / "a.sh.rej.3").symlink_to("a.sh")
    (tmp_path / "a.sh.rej.4").mkdir()
    assert run(tmp_path, {"a.sh": "newer\n"}, write_rej=True)[1] == ("create", "a.sh.rej.5")
    assert (tmp_path / "a.sh.rej").read_text() == "a hunk of mine\n"
    assert (tmp_path / "a.sh.rej.2").read_text() == "new\n"
    assert (tmp_path / "a.sh").read_text() == "by hand\n"


@pytest.mark.parametrize("path", ["tests/a.sh", "tests/b.sh", "tests/c.sh"])
def test_a_file_that_changes_meanwhile_is_not_overwritten(tmp_path: Path, path: str) -> None:
    run(tmp_path, FILES)
    found = compared(tmp_path, {"tests/a.sh": "new\n", "tests/c.sh": "c\n"}, prune=True)
    (tmp_path / path).write_text("being edited\n")
    with pytest.raises(OutputError, match=rf"{path} has changed meanwhile"):
        carry_out(found, tmp_path)
    assert (tmp_path / path).read_text() == "being edited\n"


@contextmanager
def failing_at(name: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """While this lasts, no file of this name can be put in place."""
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == name:
            raise OSError(28, "No space left on device")
        replace(source, target)

    with patch.context() as patched:
        patched.setattr(os, "replace", failing)
        yield


def test_a_failure_in_the_middle_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, {"a.sh": "old a\n", "b.sh": "old b\n"})
    new = {"a.sh": "new a\n", "b.sh": "new b\n", "c.sh": "new c\n"}
    with failing_at("b.sh", monkeypatch), pytest.raises(OutputError, match=r"cannot write b\.sh: No space left"):
        run(tmp_path, new)
    assert contents(tmp_path) == {"a.sh": b"new a\n", "b.sh": b"old b\n"}
    newer = dict.fromkeys(new, "newer\n")
    assert run(tmp_path, newer) == [("update", "a.sh"), ("update", "b.sh"), ("create", "c.sh")]


def test_without_a_lock_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with failing_at("lock.json", monkeypatch), pytest.raises(OutputError, match=r"cannot write .*lock\.json"):
        run(tmp_path, FILES)
    assert contents(tmp_path) == {}


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, FILES)
    assert snapshot(tmp_path) == {}


def test_the_lock_is_not_written_through_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / ".scaffold").symlink_to(elsewhere)
    with pytest.raises(OutputError):
        load_lock(root)
    found = regenerate({"a.sh": "x"}, root, load_lock(tmp_path), Regeneration())
    with pytest.raises(OutputError):
        carry_out(found, root)
    assert list(elsewhere.iterdir()) == []
    assert not (root / "a.sh").exists()


def test_a_link_to_another_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.sh").write_text("mine\n")
    (tmp_path / "a.sh").symlink_to("mine.sh")
    (tmp_path / "b.sh").symlink_to("nothing.sh")
    files = {"a.sh": "new\n", "b.sh": "new\n"}
    assert run(tmp_path, files) == [("conflict", "a.sh"), ("conflict", "b.sh")]
    assert contents(tmp_path) == {"mine.sh": b"mine\n", "a.sh": b"mine\n"}
    run(tmp_path, files, force=True)
    assert contents(tmp_path) == {"mine.sh": b"mine\n", "a.sh": b"new\n", "b.sh": b"new\n"}


def test_a_link_into_what_git_keeps_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git/hooks").mkdir(parents=True)
    (tmp_path / "tests").symlink_to(".git/hooks")
    with pytest.raises(OutputError, match="symbolic link"):
        run(tmp_path, {"tests/pre-commit": "x\n"})
    assert list((tmp_path / ".git/hooks").iterdir()) == []


@pytest.mark.parametrize("path", ["../a.sh", "/tmp/a.sh", "x/../../a.sh", "a\\b"])
def test_a_path_outside_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="not a plain path"):
        compared(tmp_path, {path: "x"})


def test_default_modes_and_kept_modes(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        run(tmp_path, {"tests/a.sh": "a\n", "b.sh": "b\n"})
        (tmp_path / "b.sh").chmod(0o750)
        run(tmp_path, {"tests/a.sh": "a\n", "b.sh": "c\n"})
    finally:
        os.umask(mask)
    modes = {path: stat.S_IMODE((tmp_path / path).stat().st_mode) for path in ("tests", "tests/a.sh", "b.sh")}
    assert modes == {"tests": 0o750, "tests/a.sh": 0o640, "b.sh": 0o750}


def test_a_folder_in_the_way_is_an_error(tmp_path: Path) -> None:
    run(tmp_path, {"a.sh": "x\n"})
    (tmp_path / "a.sh").unlink()
    (tmp_path / "a.sh").mkdir()
    with pytest.raises(OutputError, match="a folder of that name is in the way"):
        compared(tmp_path, {"a.sh": "x\n"})


def test_a_file_where_a_folder_must_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("a file")
    with pytest.raises(OutputError, match="a file stands where a folder must be"):
        compared(tmp_path, {"tests/a.sh": "x"})


def test_a_pipe_in_the_way_is_an_error_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.sh")
    with pytest.raises(OutputError, match="what is there is no file"):
        compared(tmp_path, {"a.sh": "x"})


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, FILES)

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    # Whoever runs the tests may be allowed to write everywhere.
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refused)
        with pytest.raises(OutputError, match="Permission denied"):
            run(tmp_path, {**FILES, "tests/a.sh": "new\n"})
    assert contents(tmp_path) == {path: text.encode() for path, text in FILES.items()}
    assert LOCK_PATH in snapshot(tmp_path)
