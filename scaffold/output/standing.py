"""What stands on disk where a generated file goes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from scaffold.output.errors import OutputError
from scaffold.output.paths import safe_path


@dataclass(frozen=True, slots=True)
class Standing:
    """The `content` of the file, nothing where there is none. `linked`: it is a symbolic link to another file."""

    content: bytes | None
    linked: bool = False


def look(root: Path, path: str) -> Standing:
    """What is at `path` (with forward slashes) below `root`.

    Raises `OutputError` for a path that leads outside, for anything else than a file, and what cannot be read.
    """
    place = safe_path(root, path)
    try:
        if place.is_dir():
            raise OutputError(
                f"cannot write {path}: a folder of that name is in the way", hint="Move it, or use --out."
            )
        # A pipe or a device would be waited for.
        if place.exists() and not place.is_file():
            raise OutputError(f"cannot write {path}: what is there is no file", hint="Move it, or use --out.")
        return Standing(place.read_bytes(), place.is_symlink())
    except FileNotFoundError:
        return Standing(None, place.is_symlink())
    except NotADirectoryError as error:
        raise OutputError(f"cannot write {path}: a file stands where a folder must be") from error
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}") from error


def content_digest(content: bytes) -> str:
    """The first sixteen hexadecimal digits of the SHA-256 of a content, whose lines end in `\\n` or `\\r\\n` alike."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]


def with_ends_of(present: bytes | None, fresh: str) -> bytes:
    """A text as the content of a file whose lines end as they do in `present`, if there is one."""
    content = fresh.encode()
    return content.replace(b"\n", b"\r\n") if present and b"\r\n" in present and b"\r\n" not in content else content
