"""The lock on disk, with the two files beside it that tell git how to treat it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
from functools import partial
from pathlib import Path

from scaffold.output.errors import OutputError
from scaffold.output.lock import LOCK_PATH, Entry, Lock, LockError
from scaffold.output.lock_text import LARGEST, checked_path, read_lock, spell_lock
from scaffold.output.paths import safe_path
from scaffold.output.replacing import write_file

#: What earlier versions kept instead of the lock: the files that are ours, with the SHA-256 of their contents.
EARLIER_PATH = ".scaffold/manifest.json"
_EARLIER_VERSION = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Written beside the lock where nothing is. What a person has put there stays.
_BESIDE = {
    ".scaffold/.gitattributes": "# Branches that both changed it merge by themselves.\nlock.json merge=union\n",
    ".scaffold/.gitignore": "cache.json\n",
}
#: All that is written about the files of a root.
LOCK_FILES = (LOCK_PATH, *_BESIDE)


def load_lock(out: Path) -> Lock:
    """The lock of the output root `out`, empty without one. What an earlier version listed there counts as ours once.

    Raises `LockError` when it is not what we write, `OutputError` when it, or what it names, stands outside `out`.
    """
    content = _content(out, LOCK_PATH)
    if content is None:
        return _earlier(out)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LockError("it is not UTF-8", content.count(b"\n", 0, error.start) + 1) from error
    return read_lock(text, lambda path: safe_path(out, path))


def write_lock(out: Path, lock: Lock) -> None:
    """Write the lock, whole or not at all, and what stands beside it. Raises `OutputError`."""
    write_file(out, LOCK_PATH, spell_lock(lock).encode())
    for path, text in _BESIDE.items():
        place = safe_path(out, path)
        if not os.path.lexists(place):
            write_file(out, path, text.encode())
    # Its entries are in the lock now.
    with contextlib.suppress(FileNotFoundError):
        safe_path(out, EARLIER_PATH).unlink()


def set_aside(out: Path) -> None:
    """Keep a lock that cannot be used, or the list of an earlier version, under another name: somebody may mend it.

    Does nothing where there is none, or it can be used. Raises `OutputError`.
    """
    try:
        load_lock(out)
    except LockError:
        path = LOCK_PATH if os.path.lexists(safe_path(out, LOCK_PATH)) else EARLIER_PATH
        place = safe_path(out, path)
        names = itertools.chain([f"{path}.bad"], (f"{path}.bad.{number}" for number in itertools.count(2)))
        free = next(name for name in names if not os.path.lexists(safe_path(out, name)))
        try:
            place.rename(safe_path(out, free))
        except OSError as error:
            raise OutputError(f"cannot rename {path}: {error.strerror or error}") from error


def _content(out: Path, path: str) -> bytes | None:
    place = safe_path(out, path)
    try:
        if place.exists() and not place.is_file():
            raise LockError("it is no file")
        if place.is_file() and place.stat().st_size > LARGEST:
            raise LockError("it is too large")
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}") from error


def _earlier(out: Path) -> Lock:
    content = _content(out, EARLIER_PATH)
    if content is None:
        return Lock()
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise LockError("the list of an earlier version is not valid JSON") from error
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict) or document.get("version") != _EARLIER_VERSION:
        raise LockError(f"the list of an earlier version is not one of version {_EARLIER_VERSION}")
    found = {}
    for path, digest in files.items():
        find = partial(_number, content, path)
        checked_path(path, find, lambda each: safe_path(out, each))
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise LockError("the list of an earlier version has something that is no digest", find())
        # Ours are the first sixteen digits of the same.
        found[path] = Entry("", "", frozenset({digest[:16]}))
    return Lock(found)


def _number(content: bytes, path: str) -> int:
    return content.count(b"\n", 0, max(content.find(json.dumps(path).encode()), 0)) + 1
