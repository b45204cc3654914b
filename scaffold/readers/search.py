"""Finding out what kind of project a folder holds, from file names alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

#: Folders that hold other people's code or a tool's own data, never the project's sources.
FOREIGN_FOLDERS = frozenset({"node_modules", "vendor", "__pycache__", "venv", "site-packages"})
#: The file that says a folder holds a CDKTF project, and the usual name of the folder that one is synthesised to.
_CDKTF, _OUTPUT = "cdktf.json", "cdktf.out"
#: What is in every virtual environment, whatever that is called, and in generated bindings for Python.
_OTHERS = ("pyvenv.cfg", "_jsii")


def holds_files(root: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether a file below `root` has one of these suffixes; hidden, foreign and linked folders are left out."""
    for folder, folders, files in os.walk(root):
        if any(name.endswith(suffixes) for name in files):
            return True
        folders[:] = own_folders(folder, folders)
    return False


def own_folders(folder: str | Path, names: Iterable[str]) -> list[str]:
    """Those of the folders in `folder` that may hold sources of the project, sorted: none that are hidden, hold other
    people's code, are virtual environments, generated bindings, or what a program beside them is synthesised to."""
    own = (name for name in names if name not in FOREIGN_FOLDERS and not name.startswith("."))
    kept = (name for name in own if not any(os.path.exists(os.path.join(folder, name, each)) for each in _OTHERS))
    return sorted(name for name in kept if not is_synthesised(folder, name))


def is_synthesised(folder: str | Path, name: str) -> bool:
    """Whether the folder `name` in `folder` is what a CDKTF program there, or above, is synthesised to."""
    place = os.path.join(folder, name)
    usual = name == _OUTPUT
    if not usual and not (
        os.path.isfile(os.path.join(place, "manifest.json")) and os.path.isdir(os.path.join(place, "stacks"))
    ):
        return False
    above = Path(folder).absolute()
    return any(os.path.isfile(parent / _CDKTF) for parent in (above, *above.parents))
