"""Files are compared with what is ours, and written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffold.output import MANIFEST_PATH, Change, ManifestError, OutputError, Verb, compare, load_manifest, write

FILES = {"tests/b.py": "b = 1\n", "tests/a.py": "a = 'é'\n"}


def run(root: Path, files: Mapping[str, str], *, force: bool = False) -> list[tuple[str, str]]:
    changes = compare(files, root, load_manifest(root), force=force)
    write(changes, root, load_manifest(root))
    return [(change.verb.value, change.path) for change in changes]


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def test_creates_sorted_and_records(tmp_path: Path) -> None:
    assert run(tmp_path, FILES) == [("create", "tests/a.py"), ("create", "tests/b.py")]
    assert (tmp_path / "tests/a.py").read_bytes() == "a = 'é'\n".encode()
    assert list(load_manifest(tmp_path)) == ["tests/a.py", "tests/b.py"]


def test_a_second_time_touches_nothing(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    before = snapshot(tmp_path)
    assert run(tmp_path, FILES) == [("unchanged", "tests/a.py"), ("unchanged", "tests/b.py")]
    assert snapshot(tmp_path) == before


def test_updates_its_own(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    assert run(tmp_path, {**FILES, "tests/a.py": "new\n"}) == [("update", "tests/a.py"), ("unchanged", "tests/b.py")]
    assert (tmp_path / "tests/a.py").read_text() == "new\n"


@pytest.mark.parametrize("ours", [False, True])
def test_keeps_what_a_person_wrote(tmp_path: Path, ours: bool) -> None:
    if ours:
        run(tmp_path, {"a.py": "old\n"})
    (tmp_path / "a.py").write_text("by hand\n")
    changes = compare({"a.py": "new\n"}, tmp_path, load_manifest(tmp_path))
    reason = "edited since it was generated" if ours else "not written by scaffold"
    assert changes == (Change(Verb.CONFLICT, "a.py", b"new\n", reason),)
    write(changes, tmp_path, load_manifest(tmp_path))
    assert (tmp_path / "a.py").read_text() == "by hand\n"


def test_a_conflict_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("by hand\n")
    assert run(tmp_path, {"a.py": "new\n"}) == run(tmp_path, {"a.py": "new\n"}) == [("conflict", "a.py")]


def test_force_overwrites_and_owns(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("by hand\n")
    assert run(tmp_path, {"a.py": "new\n"}, force=True) == [("update", "a.py")]
    assert run(tmp_path, {"a.py": "newer\n"}) == [("update", "a.py")]


def test_an_identical_file_is_adopted(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("same\n")
    assert run(tmp_path, {"a.py": "same\n"}) == [("unchanged", "a.py")]
    assert run(tmp_path, {"a.py": "new\n"}) == [("update", "a.py")]


def test_files_of_another_run_stay_ours(tmp_path: Path) -> None:
    run(tmp_path, {"a.py": "a\n"})
    run(tmp_path, {"b.js": "b\n"})
    assert run(tmp_path, {"a.py": "newer\n"}) == [("update", "a.py")]


def test_the_manifest_is_sorted_json_one_file_a_line(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    text = (tmp_path / MANIFEST_PATH).read_text()
    lines = [line.strip().split(":")[0] for line in text.splitlines() if "tests/" in line]
    assert lines == ['"tests/a.py"', '"tests/b.py"']
    assert json.loads(text)["version"] == 1


@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD", "[]", "{}", '{"version": 2, "files": {}}', '{"version": 1}', "[" * 99999]
)
def test_a_broken_manifest_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / ".scaffold").mkdir()
    (tmp_path / MANIFEST_PATH).write_text(text)
    with pytest.raises(ManifestError):
        load_manifest(tmp_path)


def test_the_manifest_is_not_written_through_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / ".scaffold").symlink_to(elsewhere)
    with pytest.raises(OutputError):
        load_manifest(root)
    with pytest.raises(OutputError):
        write((Change(Verb.CREATE, "a.py", b"x"),), root, {})
    assert list(elsewhere.iterdir()) == []


def test_a_failure_in_the_middle_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, {"a.py": "old a\n", "b.py": "old b\n"})
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == "b.py":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match=r"cannot write b\.py: No space left"):
        run(tmp_path, {"a.py": "new a\n", "b.py": "new b\n"})
    monkeypatch.undo()
    assert {path: content for path, (content, _) in snapshot(tmp_path).items() if path.endswith(".py")} == {
        "a.py": b"new a\n",
        "b.py": b"old b\n",
    }
    assert run(tmp_path, {"a.py": "newer\n", "b.py": "newer\n"}) == [("update", "a.py"), ("update", "b.py")]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write((Change(Verb.CREATE, "a.py", b"x"),), tmp_path, {})
    assert snapshot(tmp_path) == {}


def test_default_modes_and_kept_modes(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        run(tmp_path, {"tests/a.py": "a\n", "b.sh": "b\n"})
        (tmp_path / "b.sh").chmod(0o750)
        run(tmp_path, {"b.sh": "c\n"})
    finally:
        os.umask(mask)
    modes = {path: stat.S_IMODE((tmp_path / path).stat().st_mode) for path in ("tests", "tests/a.py", "b.sh")}
    assert modes == {"tests": 0o750, "tests/a.py": 0o640, "b.sh": 0o750}


def test_a_folder_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").mkdir()
    with pytest.raises(OutputError, match="a folder of that name is in the way"):
        compare({"a.py": "x"}, tmp_path, {})


def test_a_file_where_a_folder_must_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("a file")
    with pytest.raises(OutputError, match="a file stands where a folder must be"):
        compare({"tests/a.py": "x"}, tmp_path, {})
