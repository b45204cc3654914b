"""What this process looks at on the disk while it does something: enough to tell later that nothing of it changed.

Files that are opened and folders that are listed are told by Python's audit events. Places that are only asked about
(is there a file?) are not, so `os.stat` and `os.lstat` are exchanged for that time by functions that take note.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

#: Folders that tools make for themselves wherever they run. They come and go, and who looks for sources passes them by.
PASSING = frozenset(
    {
        *(".git", ".idea", ".scaffold", ".terraform", ".vscode", "__pycache__"),
        *(".hypothesis", ".mypy_cache", ".nyc_output", ".pytest_cache", ".ruff_cache", ".swc", ".tox"),
    }
)
#: Whoever does one of these may learn what cannot be seen from here.
_DOUBTFUL = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "socket.connect")
_WRITING = os.O_WRONLY | os.O_RDWR
#: Python's own ways to ask about a place lead through `os.stat` only where they are written in Python.
_RELIABLE = all(hasattr(function, "__code__") for function in (os.path.exists, os.path.isfile, os.path.isdir))


@dataclass(slots=True)
class Seen:
    """What was looked at, by absolute path, each as it was at the first look.

    `files` are those opened, with their `signature`; `folders` those listed, with their names (see `names_in`);
    `places` those asked about, with their `kind`. `whole` are the folders of which every name counts. `doubts` says
    what else was done that may have told something.
    """

    files: dict[str, tuple[int, ...]] = field(default_factory=dict)
    folders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        """Take over what somebody else saw; what is here already stays."""
        self.files = {**other.files, **self.files}
        self.folders = {**other.folders, **self.folders}
        self.places = {**other.places, **self.places}
        self.whole |= other.whole
        self.doubts += other.doubts


_current: Seen | None = None
_busy = False
_partly = False
_installed = False
_stat, _lstat = os.stat, os.lstat


@contextlib.contextmanager
def watched() -> Iterator[Seen]:
    """Take note of what this process looks at until the end of the block. Blocks may nest: the outer one sees all."""
    global _current, _installed
    if not _installed:
        # A hook stays for as long as the process; without anybody watching it does nothing.
        sys.addaudithook(_heard)
        _installed = True
    outer, seen = _current, Seen()
    if not _RELIABLE:
        seen.doubts.append("this Python asks about files in ways that cannot be seen")
    _current = seen
    _exchange(_noting_stat, _noting_lstat)
    try:
        yield seen
    finally:
        _current = outer
        if outer is None:
            _exchange(_stat, _lstat)
        else:
            outer.add(seen)


def watching() -> bool:
    """Whether somebody is watching this process."""
    return _current is not None


def report(seen: Seen) -> None:
    """Tell whoever is watching what another process saw for this one."""
    if _current is not None:
        _current.add(seen)


def wholly(folder: str | os.PathLike[str]) -> None:
    """Say that every name in a folder counts, those of `PASSING` folders too."""
    if _current is not None and not _partly:
        _current.whole.add(os.path.abspath(folder))


@contextlib.contextmanager
def partly() -> Iterator[None]:
    """Say that whoever lists folders in this block passes `PASSING` ones by, whatever `wholly` says."""
    global _partly
    before, _partly = _partly, True
    try:
        yield
    finally:
        _partly = before


def signature(path: str) -> tuple[int, ...]:
    """What is different after a file was written again; empty for what is no regular file."""
    try:
        found = _stat(path)
    except (OSError, ValueError):
        return ()
    same = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return same if stat.S_ISREG(found.st_mode) else ()


def kind(path: str) -> str:
    """What stands at a place: `file` with its size, `folder`, `other`, empty for nothing; before that `link` and where
    one leads."""
    link = ""
    try:
        if stat.S_ISLNK(_lstat(path).st_mode):
            link = f"link {os.readlink(path)} "
        found = _stat(path)
    except (OSError, ValueError):
        return link
    if stat.S_ISREG(found.st_mode):
        return f"{link}file {found.st_size}"
    return link + ("folder" if stat.S_ISDIR(found.st_mode) else "other")


def names_in(folder: str) -> tuple[str, ...]:
    """The names in a folder, sorted, those of folders with `/` behind them; a single empty one if it has no list."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(entry.name + ("/" if _is_folder(entry) else "") for entry in entries))
    except OSError:
        return ("",)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    # Nothing may be raised here: it would be raised where the file is opened.
    if _current is None or _busy:
        return
    if event == "open":
        path, _, flags = arguments
        _opened(_current, path, flags)
    elif event in ("os.listdir", "os.scandir"):
        _listed(_current, arguments[0] if arguments[0] is not None else ".")
    elif event in _DOUBTFUL:
        _current.doubts.append(event)


def _opened(seen: Seen, path: Any, flags: Any) -> None:
    if not isinstance(path, (str, bytes, os.PathLike)) or (isinstance(flags, int) and flags & _WRITING):
        return  # a number is something that is open already
    place = _source(os.path.abspath(os.fsdecode(path)))
    if place not in seen.files:
        seen.files[place] = signature(place)


def _source(place: str) -> str:
    """What counts of a file: for what Python has compiled, and may write anew, that from which it did so."""
    if not place.endswith(".pyc"):
        return place
    try:
        return importlib.util.source_from_cache(place)
    except (NotImplementedError, ValueError):
        return place  # a module that comes without its source


def _listed(seen: Seen, path: Any) -> None:
    global _busy
    if not isinstance(path, (str, bytes, os.PathLike)):
        seen.doubts.append("a folder that was open was listed")
        return
    place = os.path.abspath(os.fsdecode(path))
    if place in seen.folders:
        return
    _busy = True
    try:
        seen.folders[place] = names_in(place)
    finally:
        _busy = False


def _asked(path: Any) -> None:
    if _current is None or _busy or not isinstance(path, (str, bytes, os.PathLike)):
        return
    try:
        place = os.path.abspath(os.fsdecode(path))
    except (OSError, ValueError):
        return
    if place not in _current.places:
        _current.places[place] = kind(place)


def _noting_stat(path: Any, *arguments: Any, **named: Any) -> os.stat_result:
    _asked(path)
    return _stat(path, *arguments, **named)


def _noting_lstat(path: Any, *arguments: Any, **named: Any) -> os.stat_result:
    _asked(path)
    return _lstat(path, *arguments, **named)


def _exchange(new_stat: Callable[..., os.stat_result], new_lstat: Callable[..., os.stat_result]) -> None:
    # Others ask whether `os.stat` can do this and that by looking for it in these sets.
    for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if _stat in able:
            able.add(_noting_stat)
    os.stat = new_stat
    os.lstat = new_lstat
