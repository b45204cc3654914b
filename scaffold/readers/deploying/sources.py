"""The source files of a project: read once, parsed once, for every evaluation."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.machine import Program
from scaffold.readers.programs.values import Language
from scaffold.readers.search import own_folders

#: The files that say a folder holds a project of its own.
PROJECT_FILES: Final = frozenset({"Pulumi.yaml", "Pulumi.yml", "PulumiPlugin.yaml", "cdktf.json"})
#: Folders of a project that hold no infrastructure: tests, and what is built.
_ASIDE: Final = frozenset({"test", "tests", "__tests__", "__mocks__", "dist", "build", "out", "coverage", "examples"})


@dataclass(frozen=True, slots=True)
class Form:
    """How sources are written: the endings of their names, which of these are no sources of a program (`is_source`
    says), how one is parsed, given its path and text, and what its language means."""

    extensions: tuple[str, ...]
    is_source: Callable[[str], bool]
    load: Callable[[str, str], Module]
    language: Callable[[], Language]


class Sources:
    """The files of the project in `folder`, by path relative to `root`, what the user named; it runs in `working`, if
    that is another folder."""

    def __init__(self, root: Path, folder: str, form: Form, working: str = "") -> None:
        self.root, self.form = root, form
        is_json = ".json" in form.extensions
        self.program = Program(root, form.load, form.language(), working or folder, is_json=is_json)
        self.files = self.program.files

    def module(self, path: str) -> Module | None:
        """A source file as a module; `None` where there is none."""
        if not path.endswith(self.form.extensions) or not self.files.is_file(path):
            return None
        return self.program.module(path)

    def resolve(self, source: str, importer: str) -> str | None:
        """The file of the project that an import names, as a module in `importer` sees it; `None` for packages."""
        return self.program.resolver.resolve(importer, source)

    def inside(self, folder: str) -> Iterator[str]:
        """The source files of a project's folder, by path, other projects and tests left out."""
        for base, folders, names in os.walk(self.root / folder):
            here = os.path.relpath(base, self.root).replace(os.sep, "/")
            nested = here != posixpath.normpath(folder) and not PROJECT_FILES.isdisjoint(names)
            folders[:] = [] if nested else [name for name in own_folders(base, folders) if name not in _ASIDE]
            if not nested:
                own = filter(self.form.is_source, sorted(names))
                yield from (posixpath.normpath(posixpath.join(here, name)) for name in own)
