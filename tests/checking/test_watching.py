"""What is looked at is seen: opened, listed, asked about, in this process and in others that work for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.readers.parallel import in_processes
from scaffold.watching import Seen, kind, names_in, partly, signature, watched, watching, wholly

LOOKS: dict[str, Callable[[Path], object]] = {
    "path.exists": lambda place: place.exists(),
    "path.is_file": lambda place: place.is_file(),
    "path.is_dir": lambda place: place.is_dir(),
    "os.path.exists": os.path.exists,
    "os.path.isfile": lambda place: os.path.isfile(str(place)),
    "os.path.isdir": lambda place: os.path.isdir(os.fsencode(place)),
    "os.path.lexists": os.path.lexists,
    "os.path.islink": os.path.islink,
    "os.path.realpath": os.path.realpath,
    "path.resolve": lambda place: place.resolve(),
    "path.glob": lambda place: list(place.parent.glob(place.name)),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("there", [True, False])
def test_a_place_that_is_asked_about_is_seen(look: Callable[[Path], object], there: bool, tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    if there:
        place.touch()
    with watched() as seen:
        look(place)
    assert seen.places.get(str(place)) == ("file 0" if there else "") or str(tmp_path) in seen.folders
    assert seen.doubts == []


def test_files_opened_and_folders_listed_are_seen_and_what_is_written_is_not(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "in.txt").write_text("in")
    with watched() as seen:
        (tmp_path / "in.txt").read_bytes()
        (tmp_path / "out.txt").write_text("out")
        with pytest.raises(OSError):
            (tmp_path / "missing.txt").read_bytes()
        list(os.walk(tmp_path))
        os.listdir(tmp_path / "sub")
    assert set(seen.files) == {str(tmp_path / "in.txt"), str(tmp_path / "missing.txt")}
    assert seen.files[str(tmp_path / "in.txt")] == signature(str(tmp_path / "in.txt")) != ()
    assert seen.files[str(tmp_path / "missing.txt")] == ()
    assert seen.folders == {str(tmp_path): ("in.txt", "out.txt", "sub/"), str(tmp_path / "sub"): ()}


def test_the_first_look_counts(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    with watched() as seen:
        place.exists()
        place.write_text("a")
        first = signature(str(place))
        place.read_text()
        place.write_text("longer")
        place.read_text()
    assert seen.places[str(place)] == ""
    assert seen.files[str(place)] == first != signature(str(place))


def test_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").touch()
    monkeypatch.chdir(tmp_path)
    with watched() as seen:
        Path("a.txt").read_text()
        os.listdir()
        os.path.exists("b.txt")
    assert (set(seen.files), set(seen.folders)) == ({str(tmp_path / "a.txt")}, {str(tmp_path)})
    assert seen.places[str(tmp_path / "b.txt")] == ""


def test_nothing_is_seen_before_and_after(tmp_path: Path) -> None:
    before = os.stat, os.lstat
    assert not watching()
    with watched() as outer:
        assert watching()
        with watched() as inner:
            (tmp_path / "a").exists()
        (tmp_path / "b").exists()
    (tmp_path / "c").exists()
    wholly(tmp_path)
    assert (os.stat, os.lstat) == before
    assert str(tmp_path / "a") in inner.places
    assert str(tmp_path / "b") not in inner.places
    assert {str(tmp_path / name) for name in "ab"} <= set(outer.places)
    assert str(tmp_path / "c") not in outer.places
    assert outer.whole == set()


def test_what_cannot_be_seen_is_a_doubt(tmp_path: Path) -> None:
    with watched() as seen:
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert seen.doubts == ["subprocess.Popen"]
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with watched() as seen:
            os.listdir(folder)
    finally:
        os.close(folder)
    assert seen.doubts


def test_who_passes_folders_of_tools_by_says_so(tmp_path: Path) -> None:
    with watched() as seen:
        with partly():
            wholly(tmp_path / "a")
            with partly():
                pass
            wholly(tmp_path / "b")
        wholly(tmp_path / "c")
    assert seen.whole == {str(tmp_path / "c")}


def read_one(path: Path) -> str:
    wholly(path.parent)
    return path.read_text()


def test_other_processes_tell_what_they_saw(tmp_path: Path) -> None:
    places = [tmp_path / f"{number}.txt" for number in range(8)]
    for place in places:
        place.write_text(place.name)
    with watched() as seen:
        assert in_processes(read_one, places, 3) == [place.name for place in places]
    assert set(map(str, places)) <= set(seen.files)
    assert seen.whole == {str(tmp_path)}
    assert in_processes(read_one, places, 3) == [place.name for place in places]


def test_kinds_of_places(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    for name, to in {"link": "file", "lost": "nowhere", "loop": "loop", "folder-link": "."}.items():
        (tmp_path / name).symlink_to(to)
    found = {path.name: kind(str(path)) for path in [*tmp_path.iterdir(), tmp_path, tmp_path / "gone"]}
    assert found == {
        "file": "file 0",
        "pipe": "other",
        "link": "link file file 0",
        "lost": "link nowhere ",
        "loop": "link loop ",
        "folder-link": "link . folder",
        tmp_path.name: "folder",
        "gone": "",
    }
    assert names_in(str(tmp_path)) == ("file", "folder-link/", "link", "loop", "lost", "pipe")
    assert names_in(str(tmp_path / "gone")) == names_in(str(tmp_path / "file")) == ("",)
    assert [signature(str(tmp_path / name)) for name in ("pipe", "gone", "lost")] == [(), (), ()]


def test_folders_are_removed_as_safely_as_without_anybody_watching(tmp_path: Path) -> None:
    with watched():
        for able in (os.supports_dir_fd, os.supports_follow_symlinks):
            assert os.stat in able
        (tmp_path / "folder").mkdir()
        shutil.rmtree(tmp_path / "folder")
    assert not (tmp_path / "folder").exists()


def test_what_is_seen_first_stays() -> None:
    first, second = Seen(places={"/a": ""}), Seen(places={"/a": "file", "/b": "folder"}, doubts=["why"])
    first.add(second)
    assert (first.places, first.doubts) == ({"/a": "", "/b": "folder"}, ["why"])
