"""Finding out what kind of project a folder holds, from file names alone."""

from __future__ import annotations

import os
from pathlib import Path

#: Folders that hold other people's code or a tool's own data, never the project's sources.
FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "__pycache__", "venv"})


def holds_files(root: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether a file below `root` has one of these suffixes; hidden, foreign and linked folders are left out."""
    for _, folders, files in os.walk(root):
        if any(name.endswith(suffixes) for name in files):
            return True
        folders[:] = sorted(name for name in folders if name not in FOREIGN_FOLDERS and not name.startswith("."))
    return False
