"""Packages that are built elsewhere: the sources that a handler's name leads to, where these are in the project."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from scaffold.model.functions import Package, Packed
from scaffold.model.position import Position
from scaffold.readers.functions.places import Places, join
from scaffold.watching import PASSING

_SCRIPTS: Final = (".ts", ".mts", ".cts", ".js", ".mjs", ".cjs")
_KEPT: Final = (".py", *_SCRIPTS, ".json", ".txt", ".toml", ".yaml", ".yml", ".html", ".sql", ".j2", ".graphql")
#: Folders of what others wrote, or tools made; tests are no functions.
_PASSED_BY: Final = frozenset(
    {
        *PASSING,
        *("node_modules", "site-packages", "venv", ".venv", "env", "vendor", "bower_components"),
        *("cdk.out", "cdktf.out", ".gen", "imports", "__snapshots__", "tests", "test", "__tests__", ".serverless"),
    }
)
#: What a file has that makes a function, and what one has that exports it.
_PYTHON: Final = (r"^(?:async )?def NAME\b", r"^NAME\s*=", r"^from .*\bimport\b.*\bNAME\b")
_SCRIPT: Final = (
    r"exports\.NAME\b",
    r"exports\s*=.*\bNAME\b",
    r"export\s+(?:async\s+)?(?:function|const|let|var)\s+NAME\b",
    r"export\s*\{[^}]*\bNAME\b",
)
_LARGEST: Final = 1024 * 1024
_MOST: Final = 5_000
_DEEPEST: Final = 12


@dataclass(slots=True)
class Built:
    """The sources of the project at `path`."""

    places: Places
    path: str
    _found: list[str] | None = field(default=None)

    def package(self, handler: str, language: str, missing: str, place: Position) -> Package | None:
        """The sources of a package that is not there (its path is `missing`), if only one file has its handler.
        The `reason` says that this is taken to be so."""
        module, _, name = handler.rpartition(".")
        module = module.removeprefix("./")
        if not module or not name or not language:
            return None
        way = module.replace(".", "/") if language == "python" else module
        endings = (".py",) if language == "python" else _SCRIPTS
        named = [path for path in self._sources() if any(_ends(path, way + ending) for ending in endings)]
        found = [path for path in named if self._has(path, name)]
        source = _chosen(found, missing)
        if source is None:
            return None
        entry = f"{way}{source[source.rindex('.') :]}"
        folder = source.removesuffix(entry).rstrip("/") or "."
        start = "" if folder == "." else f"{folder}/"
        files = {path.removeprefix(start): Packed(path) for path in self._sources() if path.startswith(start)}
        reason = f"{missing} is built elsewhere: {source} is taken for what its handler is made of"
        return Package("built", files, place, folder, reason)

    def _has(self, path: str, name: str) -> bool:
        """Whether a file seems to make a function of this name and, in JavaScript, to export it."""
        text = (self.places.content(path, _LARGEST) or b"").decode(errors="replace")
        patterns = _PYTHON if path.endswith(".py") else _SCRIPT
        return any(re.search(pattern.replace("NAME", re.escape(name)), text, re.M) for pattern in patterns)

    def _sources(self) -> list[str]:
        if self._found is None:
            self._found = []
            for path in self._walk(self.path, 0):
                self._found.append(path)
                if len(self._found) > _MOST:
                    self._found = []  # too many to say that one of them alone can be meant
                    break
        return self._found

    def _walk(self, folder: str, depth: int) -> Iterator[str]:
        try:
            with os.scandir(self.places.root / folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            if entry.is_symlink() or entry.name in _PASSED_BY:
                continue
            if entry.is_dir():
                yield from self._walk(join(folder, entry.name), depth + 1) if depth < _DEEPEST else ()
            elif entry.name.endswith(_KEPT) and not entry.name.endswith(".d.ts"):
                yield join(folder, entry.name)


def _ends(path: str, way: str) -> bool:
    return path == way or path.endswith(f"/{way}")


def _chosen(found: list[str], missing: str) -> str | None:
    """The one file, or the one in a folder that is called like the package."""
    if len(found) == 1:
        return found[0]
    name = PurePosixPath(missing).stem
    own = [path for path in found if name in PurePosixPath(path).parts[:-1]]
    return own[0] if len(own) == 1 else None
