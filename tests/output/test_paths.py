"""Nothing is written outside the output root."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.output.errors import OutputError
from scaffold.output.paths import safe_path
from scaffold.output.replacing import write_file


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x", "a/../x", "a/../../x", ".", "..", "", "a//b", "a/", "a\\b", "C:/x", "C:x", "a\0b", "./a"],
)
def test_refuses_a_path_that_is_not_plain(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="not a plain path"):
        safe_path(tmp_path, path)


def test_gives_the_place_below_the_root(tmp_path: Path) -> None:
    assert safe_path(tmp_path, "a/b.py") == tmp_path / "a" / "b.py"


def test_refuses_a_folder_that_is_a_link_outside(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / "tests").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="symbolic link leads out"):
        write_file(root, "tests/test_a.py", b"x")
    assert list(elsewhere.iterdir()) == []


def test_refuses_a_file_that_is_a_link_outside(tmp_path: Path) -> None:
    root, victim = tmp_path / "root", tmp_path / "victim"
    root.mkdir()
    victim.write_text("mine")
    (root / "a.py").symlink_to(victim)
    with pytest.raises(OutputError, match="symbolic link leads out"):
        write_file(root, "a.py", b"x")
    assert victim.read_text() == "mine"


def test_refuses_a_dangling_link_outside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.py").symlink_to(tmp_path / "not-there")
    with pytest.raises(OutputError, match="symbolic link leads out"):
        write_file(root, "a.py", b"x")


def test_refuses_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OutputError):
        write_file(tmp_path, "a/test.py", b"x")


def test_follows_a_link_that_stays_inside(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "tests").symlink_to(tmp_path / "real")
    write_file(tmp_path, "tests/a.py", b"x")
    assert (tmp_path / "real" / "a.py").read_bytes() == b"x"


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "real")
    write_file(tmp_path / "root", "a.py", b"x")
    assert (tmp_path / "real" / "a.py").read_bytes() == b"x"


@given(st.lists(st.sampled_from(["a", "..", ".", "", "/", "\\", "C:", "b.py", "\0"]), max_size=6).map("/".join))
def test_every_accepted_path_is_below_the_root(path: str) -> None:
    root = Path("/nowhere/root")
    try:
        place = safe_path(root, path)
    except OutputError:
        return
    assert place.is_relative_to(root)
    assert ".." not in place.parts
    assert place != root
