"""Where a generated file may go: under the output root, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from scaffold.model.plain_paths import is_plain
from scaffold.output.errors import OutputError


def safe_path(root: Path, relative: str) -> Path:
    """The place on disk of `relative` (with forward slashes) below `root`.

    Raises `OutputError` for a path that is not plain (absolute, with `..` or a backslash in it ...), and one that a
    symbolic link below `root` leads out of it, or into `.git`. `root` itself may be or stand behind a link: the user
    named it.
    """
    _refuse_spelling(relative)
    place = root.joinpath(*relative.split("/"))
    try:
        real, top = place.resolve(), root.resolve()
    except (OSError, RuntimeError) as error:
        raise OutputError(f"refused to write {relative}: it stands behind a loop of symbolic links") from error
    if not real.is_relative_to(top) or ".git" in (part.lower() for part in real.relative_to(top).parts):
        raise OutputError(
            f"refused to write {relative}: a symbolic link leads out of the output folder",
            hint="Remove the link, or name the folder that it leads to with --out.",
        )
    return place


def _refuse_spelling(relative: str) -> None:
    if not is_plain(relative):
        raise OutputError(f"refused to write {relative!r}: not a plain path below the output folder")
