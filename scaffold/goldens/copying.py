"""A copy of a project to run suites in: what is installed in it is linked and not copied."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container
from pathlib import Path

from scaffold.diagnostics import Diagnostic, RefusedError, Severity

#: What belongs to a repository, to tools or to a run before, and not to the project.
_LEFT_OUT = frozenset(
    {".git", ".hg", ".svn", ".scaffold", ".terraform", ".pytest_cache", ".mypy_cache", ".ruff_cache", "__pycache__"}
)
_PACKAGES = "node_modules"
#: What is installed, and stays where it is.
_LINKED = frozenset({_PACKAGES, ".venv", "venv"})


class CopyError(RefusedError):
    """Something in a project cannot be copied: it may not be read, or is no file."""

    def __init__(self, error: OSError) -> None:
        what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
        super().__init__(Diagnostic(Severity.ERROR, "copy", f"the project cannot be copied: {what}"))


def copied(project: Path, folder: Path, packages: Path | None = None, without: Container[Path] = ()) -> None:
    """Copy a project to a folder, which may be there; `packages` is linked in as its `node_modules`.

    Links are copied as links, so nothing that they lead to outside is in the copy. `without` are files of the project
    that are to be left out. Raises `CopyError`.
    """
    try:
        _copy(project, folder, without)
        if packages is not None:
            _link(packages, folder / _PACKAGES)
    except OSError as error:
        raise CopyError(error) from error


def _copy(project: Path, folder: Path, without: Container[Path]) -> None:
    for place, below, files in os.walk(project):
        here = folder / Path(place).relative_to(project)
        here.mkdir(parents=True, exist_ok=True)
        for name in [name for name in below if name in _LEFT_OUT]:
            below.remove(name)
        for name in [name for name in below if name in _LINKED or Path(place, name).is_symlink()]:
            below.remove(name)
            if name in _LINKED:
                _link(Path(place, name), here / name)
            else:
                files.append(name)
        for name in (each for each in files if Path(place, each) not in without):
            shutil.copy2(Path(place, name), here / name, follow_symlinks=False)


def _link(installed: Path, place: Path) -> None:
    if place.is_symlink():
        place.unlink()
    place.symlink_to(installed.resolve(), target_is_directory=True)
