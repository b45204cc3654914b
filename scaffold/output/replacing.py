"""One file onto the disk: whole or not at all, and only below the output root."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from scaffold.output.errors import OutputError
from scaffold.output.paths import safe_path


def write_file(root: Path, relative: str, content: bytes) -> None:
    """Write one file below `root` atomically: a reader sees the old content or the new, never a part.

    Missing folders are made with the default mode; a file that is there keeps its mode. Raises `OutputError`.
    """
    target = safe_path(root, relative)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Checked again now that the folders are there: one of them may be a link that somebody made meanwhile.
        safe_path(root, relative)
        _replace(target, content)
    except OSError as error:
        raise OutputError(f"cannot write {relative}: {error.strerror or error}", hint="Name another --out.") from error


def _replace(target: Path, content: bytes) -> None:
    mode = _mode_of(target)
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    # Exclusive: an existing file or link of this name is never followed or overwritten.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        _fill(descriptor, content)
        if mode is not None:
            temporary.chmod(mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _fill(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _sync_folder(folder: Path) -> None:
    # Makes the rename itself durable; a platform that cannot open folders does without.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
