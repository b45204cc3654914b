"""Finding out what kind of project a folder holds, from file names alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

#: Folders that hold other people's code or a tool's own data, never the project's sources.
FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "__pycache__", "venv", "site-packages"})
#: The file in every virtual environment, whatever that is called.
_ENVIRONMENT = "pyvenv.cfg"


def holds_files(root: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether a file below `root` has one of these suffixes; hidden, foreign and linked folders are left out."""
    for folder, folders, files in os.walk(root):
        if any(name.endswith(suffixes) for name in files):
            return True
        folders[:] = own_folders(folder, folders)
    return False


def own_folders(folder: str | Path, names: Iterable[str]) -> list[str]:
    """Those of the folders in `folder` that may hold sources of the project, sorted: none that are hidden, hold other
    people's code, or are virtual environments."""
    own = (name for name in names if name not in FOREIGN_FOLDERS and not name.startswith("."))
    return sorted(name for name in own if not os.path.isfile(os.path.join(folder, name, _ENVIRONMENT)))
