"""Which of the folders of a repository are root modules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from scaffold.readers.terraform.folder import MAX_FILE
from scaffold.readers.terraform.session import join

#: A word first, so that the search is for that word; what may not stand before it is looked at afterwards.
_SOURCE = re.compile(rb'source(?<![\w.-]source)"?\s*[=:]\s*"(\.{1,2}(?:/[^"]*)?)"')


def find_roots(root: Path, folders: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The folders that no other folder calls, and the user's own; all paths relative to `root`, sorted.

    Calls are looked for in the text, which is many times quicker than parsing a repository twice. It can be wrong (the
    path may stand in a comment), so the caller reads afterwards what nothing has called.
    """
    called: set[str] = set()
    for path, names in folders.items():
        for name in names:
            called.update(target for target in _sources(root, path, name) if target != path)
    return [path for path in folders if path == "." or path not in called] or list(folders)


def _sources(root: Path, path: str, name: str) -> set[str]:
    try:
        file = root / path / name
        if not file.is_file() or file.stat().st_size > MAX_FILE:
            return set()
        text = file.read_bytes()
    except OSError:
        return set()
    return {join(path, found[1].decode(errors="replace")) for found in _SOURCE.finditer(text)}
