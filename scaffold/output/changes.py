"""Files in memory against what is on disk: what would happen to each, without doing it."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.output.errors import OutputError
from scaffold.output.manifest import Manifest
from scaffold.output.paths import safe_path


class Verb(enum.Enum):
    """What happens to one file."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """One generated file: `path` is relative to the output root, `reason` says why a conflict is one."""

    verb: Verb
    path: str
    content: bytes
    reason: str = ""


def compare(files: Mapping[str, str], root: Path, manifest: Manifest, *, force: bool = False) -> tuple[Change, ...]:
    """What writing `files` (relative path to text) under `root` would do, sorted by path.

    With `force`, a file that is not ours becomes an update instead of a conflict. Raises `OutputError` for a path that
    leads outside `root` or cannot be looked at.
    """
    return tuple(_compare_one(path, files[path].encode(), root, manifest, force) for path in sorted(files))


def digest(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _compare_one(path: str, content: bytes, root: Path, manifest: Manifest, force: bool) -> Change:
    target = safe_path(root, path)
    if target.is_dir():
        raise OutputError(f"cannot write {path}: a folder of that name is in the way", hint="Move it, or use --out.")
    try:
        present = target.read_bytes()
    except FileNotFoundError:
        return Change(Verb.CREATE, path, content)
    except NotADirectoryError as error:
        raise OutputError(f"cannot write {path}: a file stands where a folder must be") from error
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}") from error
    if present == content:
        return Change(Verb.UNCHANGED, path, content)
    written = manifest.get(path)
    if force or written == digest(present):
        return Change(Verb.UPDATE, path, content)
    reason = "edited since it was generated" if written else "not written by scaffold"
    return Change(Verb.CONFLICT, path, content, reason)
