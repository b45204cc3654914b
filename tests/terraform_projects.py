"""Projects from dictionaries of files, read with one call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffold.model.project import Project
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.readers.terraform.reader import read

Files = Mapping[str, str | bytes]


def write(folder: Path, files: Files) -> Path:
    """Write files, given by their paths relative to `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


class Reader:
    """Reads projects in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: Files) -> Path:
        """Write files below the test's folder."""
        return write(self.folder, files)

    def reading(self, files: Files | str, **options: object) -> Reading:
        """Write files (or one `main.tf`) and read the folder, in this process."""
        self.write({"main.tf": files} if isinstance(files, str) else files)
        return read(self.folder, ReadOptions(**{"jobs": 1, **options}))

    def project(self, files: Files | str, **options: object) -> Project:
        """The only project of a folder that has nothing wrong with it."""
        found = self.reading(files, **options)
        assert not found.diagnostics, "\n".join(map(str, found.diagnostics))
        (project,) = found.projects
        return project

    def broken(self, files: Files | str, **options: object) -> list[str]:
        """`code file:line` of each diagnostic."""
        found = self.reading(files, **options)
        return [f"{each.code} {each.position}" for each in found.diagnostics]
