"""Archives: zip files that are there, and which files of a folder Terraform's `archive_file` leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final

from scaffold.model.functions import Packed
from scaffold.readers.functions.places import MAX_FILES, Places, join

#: Larger archives are not looked into, larger files inside are not read.
_LARGEST: Final = 64 * 1024 * 1024
_LARGEST_FILE: Final = 1024 * 1024
#: All that is read of an archive, however small it is packed.
_MOST: Final = 32 * 1024 * 1024
_READ: Final = (".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json", ".txt", ".toml", ".cfg")
#: Why a file is left out that would be written elsewhere.
OUTSIDE: Final = "the name of a file in it leads out of it"
_DRIVE: Final = re.compile(r"[A-Za-z]:")


class UnreadableError(Exception):
    """An archive that cannot be looked into; the text says why."""


def zipped(path: str, places: Places) -> tuple[dict[str, Packed], str]:
    """What is in a zip file of the project, by paths inside, and why something is left out. What is the same as the
    project's file of that path, in the archive's folder or one of its name, is that; other sources are texts. Raises
    `UnreadableError`."""
    content = places.content(path, _LARGEST)
    if content is None:
        raise UnreadableError(f"{path} is too large to look into")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info for info in archive.infolist() if not info.is_dir()]
            if len(names) > MAX_FILES:
                raise UnreadableError(f"{path} holds too many files")
            left = _MOST
            found: dict[str, Packed] = {}
            refused = ""
            for info in sorted(names, key=lambda each: each.filename):
                if info.filename.startswith("__MACOSX/"):  # a note of a Macintosh
                    continue
                if not stays(info.orig_filename):
                    refused = OUTSIDE
                    continue
                small = info.file_size <= min(_LARGEST_FILE, left) and info.filename.endswith(_READ)
                data = archive.read(info) if small and not info.flag_bits & 1 else None
                left -= len(data) if data is not None else 0
                found[info.filename] = Packed() if data is None else _packed(info.filename, data, path, places)
            return found, refused
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableError(f"{path} cannot be unpacked") from error


def stays(name: str) -> bool:
    """Whether a path in a package stays in the folder that it is unpacked to, on any system."""
    if not name or "\\" in name or "\0" in name or name.startswith("/") or _DRIVE.match(name):
        return False
    return ".." not in name.split("/") and join(name) != "."


def _packed(name: str, data: bytes, archive: str, places: Places) -> Packed:
    stem = archive.rpartition(".")[0]
    for folder in (join(archive, ".."), stem, join(archive, "..", "src"), join(archive, "../..")):
        if places.content(join(folder, name), _LARGEST_FILE) == data:
            return Packed(join(folder, name))
    try:
        return Packed(text=data.decode())
    except UnicodeDecodeError:
        return Packed()


def without(paths: Iterable[str], excludes: Iterable[str]) -> list[str]:
    """The paths that none of these patterns takes out: `*` within a folder, `**` through folders, `{a,b}` either."""
    patterns = [_pattern(exclude) for exclude in excludes]
    return [path for path in paths if not any(pattern.fullmatch(path) for pattern in patterns)]


def _pattern(exclude: str) -> re.Pattern[str]:
    """A pattern as Terraform's provider takes it; a folder that is left out is left out with all that is in it."""
    text = join(exclude.replace("\\", "/"))
    out = ""
    depth = at = 0
    while at < len(text):
        sign = text[at]
        if text.startswith("**/", at):
            out, at = f"{out}(?:.*/)?", at + 3
            continue
        if text.startswith("**", at):
            out, at = f"{out}.*", at + 2
            continue
        if sign == "{":
            depth, out = depth + 1, f"{out}(?:"
        elif sign == "}" and depth:
            depth, out = depth - 1, f"{out})"
        elif sign == "," and depth:
            out += "|"
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(sign, re.escape(sign))
        at += 1
    try:
        return re.compile(f"{out}{')' * depth}(?:/.*)?")
    except re.error:
        return re.compile(f"{re.escape(text)}(?:/.*)?")
