"""What a path below a folder may look like, on any system."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath


def is_plain(relative: str) -> bool:
    """Whether a path with forward slashes stays below the folder that it is seen from, without any `.` or `..` in it.

    A path that is empty, absolute, or has a backslash or a control character in it does not.
    """
    absolute = PurePosixPath(relative).is_absolute() or PureWindowsPath(relative).drive
    strange = "\\" in relative or any(character < " " or character == "\x7f" for character in relative)
    return not absolute and not strange and not any(part in ("", ".", "..") for part in relative.split("/"))
