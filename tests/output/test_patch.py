"""Differences are such that other programs can apply them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.output.patch import first_line, tally, unified

LINES = st.lists(
    st.sampled_from(["a", "b", "", " c", "+d", "-e", "--- f", "@@ g", "h\r", "\u2028i", "\x0cj"]), max_size=8
)
TEXTS = st.one_of(LINES.map("\n".join), LINES.map(lambda lines: "".join(f"{line}\n" for line in lines)))


def applied(before: str | None, patch: str, folder: Path) -> str | None:
    """What `git apply` makes of a file."""
    place = folder / "file.txt"
    place.unlink(missing_ok=True)
    if before is not None:
        place.write_bytes(before.encode())
    git = shutil.which("git")
    assert git is not None
    subprocess.run([git, "apply", "--whitespace=nowarn", "-"], input=patch.encode(), cwd=folder, check=True)
    return place.read_bytes().decode() if place.exists() else None


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS)
def test_git_makes_of_one_text_the_other(tmp_path_factory: pytest.TempPathFactory, before: str, after: str) -> None:
    patch = unified(before, after, "a/file.txt", "b/file.txt")
    assert (before == after) is (patch == "")
    if patch and before and after:
        assert applied(before, patch, tmp_path_factory.mktemp("patch")) == after


def test_files_that_come_and_go(tmp_path: Path) -> None:
    created, removed = (
        unified(None, "a\nb", "a/file.txt", "b/file.txt"),
        unified("a\n", None, "a/file.txt", "b/file.txt"),
    )
    assert created == "--- /dev/null\n+++ b/file.txt\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"
    assert removed.startswith("--- a/file.txt\n+++ /dev/null\n")
    assert applied(None, created, tmp_path) == "a\nb"
    assert applied("a\n", removed, tmp_path) is None


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_lines_are_counted_as_they_are_shown(before: str, after: str) -> None:
    added, removed = tally(unified(before, after, "a", "b"))
    first, second = (text.count("\n") + (not text.endswith("\n") and text != "") for text in (before, after))
    assert second - first == added - removed


def test_the_first_line_that_differs_is_where_a_reader_looks() -> None:
    text = "".join(f"{number}\n" for number in range(1, 20))
    assert first_line(unified(text, text.replace("\n12\n", "\ntwelve\n"), "a", "b")) == 12
    assert first_line(unified(text, f"zero\n{text}", "a", "b")) == 1
    assert first_line(unified(None, text, "a", "b")) == 1
    assert first_line("") == 1
