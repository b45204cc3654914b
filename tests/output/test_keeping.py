"""The lock on disk: with what tells git how to merge it, and after what earlier versions kept."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from scaffold.merge import digest
from scaffold.model.written import Written
from scaffold.output import (
    LOCK_PATH,
    Entry,
    Lock,
    LockError,
    OutputError,
    Regeneration,
    carry_out,
    load_lock,
    regenerate,
    write_lock,
)
from scaffold.output.keeping import EARLIER_PATH

LOCK = Lock({"a.sh": Entry("jest", ".", frozenset({digest("a\n")}))})


def put(root: Path, path: str, text: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


def earlier(**files: str) -> str:
    listed = {path.replace("_", "."): hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()}
    return json.dumps({"version": 1, "files": listed}, indent=2)


def generated(root: Path, text: str, *, prune: bool = False) -> list[str]:
    options = Regeneration(targets=frozenset({"jest"}), prune=prune)
    found = regenerate({"a.sh": Written(text, target="jest")}, root, load_lock(root), options)
    carry_out(found, root)
    return [change.verb.value for change in found.changes]


def test_there_is_nothing_at_first(tmp_path: Path) -> None:
    assert load_lock(tmp_path) == load_lock(tmp_path / "not-there") == Lock()


def test_what_is_written_is_loaded(tmp_path: Path) -> None:
    write_lock(tmp_path, LOCK)
    assert load_lock(tmp_path) == LOCK
    put(tmp_path, LOCK_PATH, b"\xef\xbb\xbf" + (tmp_path / LOCK_PATH).read_bytes().replace(b"\n", b"\r\n"))
    assert load_lock(tmp_path) == LOCK


def test_git_is_told_how_to_treat_it(tmp_path: Path) -> None:
    write_lock(tmp_path, LOCK)
    assert "lock.json merge=union\n" in (tmp_path / ".scaffold/.gitattributes").read_text()
    assert (tmp_path / ".scaffold/.gitignore").read_text() == "cache.json\n"


def test_what_a_person_told_git_stays(tmp_path: Path) -> None:
    put(tmp_path, ".scaffold/.gitattributes", "lock.json -diff\n")
    (tmp_path / ".scaffold/.gitignore").symlink_to("nowhere")
    write_lock(tmp_path, LOCK)
    assert (tmp_path / ".scaffold/.gitattributes").read_text() == "lock.json -diff\n"
    assert (tmp_path / ".scaffold/.gitignore").is_symlink()


@pytest.mark.parametrize("content", [b"\xff", b"{", b"a" * 99])
def test_a_broken_lock_is_said(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, LOCK_PATH, content)
    with pytest.raises(LockError):
        load_lock(tmp_path)


def test_a_lock_that_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / LOCK_PATH).mkdir(parents=True)
    with pytest.raises(LockError, match="it is no file"):
        load_lock(tmp_path)


def test_a_lock_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, LOCK_PATH, "")
    with (tmp_path / LOCK_PATH).open("ab") as file:
        file.truncate(2**40)
    with pytest.raises(LockError, match="it is too large"):
        load_lock(tmp_path)


def test_a_lock_that_names_a_folder_outside_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (tmp_path / "elsewhere").mkdir()
    root.mkdir()
    (root / "tests").symlink_to(tmp_path / "elsewhere")
    put(root, LOCK_PATH, '{"version": 1, "lock": {\n"tests/a.sh": {"target": "jest", "project": "."}}}')
    with pytest.raises(OutputError, match=r"line 2 names 'tests/a\.sh': .*symbolic link"):
        load_lock(root)


def test_a_pruned_place_outside_is_never_touched(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(tmp_path, "elsewhere/a.sh", "a\n")
    root.mkdir()
    (root / "tests").symlink_to(tmp_path / "elsewhere")
    hostile = Lock({"tests/a.sh": Entry("jest", ".", frozenset({digest("a\n")}))})
    found = regenerate({}, root, hostile, Regeneration(targets=frozenset({"jest"}), prune=True))
    carry_out(found, root)
    assert (tmp_path / "elsewhere/a.sh").read_text() == "a\n"


def test_what_an_earlier_version_listed_is_ours(tmp_path: Path) -> None:
    put(tmp_path, EARLIER_PATH, earlier(a_sh="old\n", b_js="b\n"))
    put(tmp_path, "a.sh", "old\n")
    assert generated(tmp_path, "new\n") == ["update"]
    assert not (tmp_path / EARLIER_PATH).exists()
    # Of another target, that is not generated here, it is still known.
    assert sorted(load_lock(tmp_path).files) == ["a.sh", "b.js"]


def test_what_an_earlier_version_listed_and_is_not_generated_any_more_is_an_orphan(tmp_path: Path) -> None:
    put(tmp_path, EARLIER_PATH, earlier(a_sh="a\n", b_sh="b\n", c_sh="c\n", d_js="d\n"))
    for path, text in {"a.sh": "a\n", "b.sh": "b\n", "c.sh": "edited\n", "d.js": "d\n"}.items():
        put(tmp_path, path, text)
    assert generated(tmp_path, "a\n") == ["unchanged", "orphan", "orphan"]
    assert generated(tmp_path, "a\n", prune=True) == ["unchanged", "remove", "orphan"]
    assert sorted(path.name for path in tmp_path.glob("*.*")) == [".scaffold", "a.sh", "c.sh", "d.js"]


def test_what_was_edited_since_an_earlier_version_stays(tmp_path: Path) -> None:
    put(tmp_path, EARLIER_PATH, earlier(a_sh="old\n"))
    put(tmp_path, "a.sh", "by hand\n")
    assert generated(tmp_path, "new\n") == ["kept"]
    assert (tmp_path / "a.sh").read_text() == "by hand\n"


def test_the_lock_counts_and_not_the_earlier_list(tmp_path: Path) -> None:
    put(tmp_path, EARLIER_PATH, earlier(a_sh="by hand\n"))
    write_lock(tmp_path, LOCK)
    put(tmp_path, EARLIER_PATH, earlier(a_sh="by hand\n"))
    assert load_lock(tmp_path) == LOCK


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD",
        "[]",
        "{}",
        '{"version": 2, "files": {}}',
        '{"version": 1}',
        "[" * 99999,
        '{"version": 1, "files": {"a": 3}}',
        '{"version": 1, "files": {"a": "x"}}',
    ],
)
def test_a_broken_earlier_list_is_said(tmp_path: Path, text: str) -> None:
    put(tmp_path, EARLIER_PATH, text)
    with pytest.raises(LockError):
        load_lock(tmp_path)


def test_an_earlier_list_that_leads_outside_is_refused(tmp_path: Path) -> None:
    put(tmp_path, EARLIER_PATH, earlier(**{"../x": ""}).replace("{..", "{\n.."))
    with pytest.raises(OutputError, match="names '"):
        load_lock(tmp_path)
