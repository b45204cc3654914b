"""A process that is killed while it writes leaves old files and new ones, and a lock that the next run repairs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import made_up_suites as suites
import pytest

#: How many processes are killed at a random time, besides those killed at each of their calls.
TIMES = 12
NEWER: suites.Site = {
    "test_a.py": {"aws_q.a": "a3", "aws_q.added": "newer", "aws_q.b": "b2", "aws_q.c": "c", "aws_q.new": "same"},
    "test_b.py": {"aws_t.a": "a4"},
    "test_c.py": {"aws_t.c": "c5", "aws_t.d": "d"},
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one for each moment at which a process was killed, the `pattern` they began with, and the `whole`
    that comes of it."""
    folder = tmp_path_factory.mktemp("killed")
    subprocess.run([sys.executable, suites.__file__, str(folder), str(TIMES)], check=True, timeout=300)
    return folder


def moments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.startswith(("call-", "again-", "time-")))


def generated(root: Path) -> dict[str, bytes]:
    """The files of the suites, without what is kept of them."""
    found = suites.contents(root)
    return {path: content for path, content in found.items() if not path.startswith(".scaffold/")}


def repeated(root: Path, place: Path) -> Path:
    return Path(shutil.copytree(root, place))


def test_each_file_is_the_old_one_or_the_new_one(killed: Path) -> None:
    old, new = generated(killed / "pattern"), generated(killed / "whole")
    assert len(moments(killed)) > TIMES + 40
    seen = set()
    for root in moments(killed):
        for path, content in generated(root).items():
            part = path.endswith(".tmp")
            assert part or content in (old.get(path), new.get(path)), (root.name, path)
        seen.add(tuple(sorted(path for path in new if generated(root).get(path) == new[path])))
    # It was killed at different states of the files, so that something is shown.
    assert len(seen) >= len({path for path in new if old.get(path) != new[path]})


def test_nothing_of_a_person_is_lost(killed: Path) -> None:
    for root in moments(killed):
        text = generated(root)["tests/test_a.py"].decode()
        assert "# mine\ndef test_of_my_own() -> None:\n    assert 1 + 1 == 2\n" in text
        assert "strip()" in text
        assert ".lower()" in text
        assert "test_aws_q_c" not in text


def test_the_next_run_repairs_it(killed: Path, tmp_path: Path) -> None:
    expected = suites.contents(killed / "whole")
    for root in moments(killed):
        place = repeated(root, tmp_path / root.name)
        suites.after(place)
        assert suites.contents(place) == expected, root.name


def test_the_next_run_repairs_it_when_the_project_has_changed_again(killed: Path, tmp_path: Path) -> None:
    whole = repeated(killed / "whole", tmp_path / "whole")
    suites.generate(whole, NEWER, version=3, prune=True)
    expected = suites.contents(whole)
    assert b"a3" in expected["tests/test_a.py"]
    for root in moments(killed):
        place = repeated(root, tmp_path / root.name)
        suites.generate(place, NEWER, version=3, prune=True)
        assert suites.contents(place) == expected, root.name
