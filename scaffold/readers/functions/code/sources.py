"""The files of a function's package, as programs."""

from __future__ import annotations

import bisect
import json
import posixpath
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from scaffold.model.functions import Package
from scaffold.model.position import Position
from scaffold.readers.functions.code.walking import bound_names, walk
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.program import line_starts
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.python_source.front_end import read_module as read_python
from scaffold.readers.programs.typescript.front_end import read_module as read_script

SCRIPTS = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx")
#: What a specifier that ends so may be written as.
_WRITTEN = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",)}
#: Folders of what others wrote: their code is not read.
VENDORED = ("node_modules/", "site-packages/", "vendor/", "python/lib/")
#: Packages that are put into archives so often that they need not be looked for.
_USUAL = (
    "boto3",
    "botocore",
    "s3transfer",
    "jmespath",
    "dateutil",
    "urllib3",
    "requests",
    "certifi",
    "idna",
    "numpy",
    "pandas",
    "PIL",
    "yaml",
    "pymysql",
    "psycopg2",
    "openpyxl",
    "pydantic",
    "aws_lambda_powertools",
)
#: A file that is larger was made by a bundler. It is not read, for the time that it would take.
LARGEST = 400_000


@dataclass(eq=False, slots=True)
class Unit:
    """A file of the package: `path` is that in the package, `file` the project's."""

    path: str
    file: str
    module: Module
    starts: list[int] = field(default_factory=list)

    def position(self, at: int) -> Position:
        """A place in the file."""
        line = bisect.bisect_right(self.starts, at) - 1
        return Position(self.file, line + 1, at - self.starts[line] + 1)

    @property
    def language(self) -> str:
        """`python` or `javascript`."""
        return "python" if self.module.language == "python" else "javascript"


class Sources:
    """The program files of a package, each read once."""

    def __init__(self, package: Package, root: Path) -> None:
        self.package, self.root = package, root
        self.files = package.files
        self._units: dict[str, Unit | None] = {}
        self._disk = ProjectFiles(root)
        self._installed: frozenset[str] | None = None
        self._bound: dict[int, frozenset[str]] = {}
        self._whole: dict[str, bool] = {}
        self._folders = {folder for path in self.files for folder in _folders_of(path)}

    def text(self, path: str) -> str | None:
        """The text of a file of the package."""
        packed = self.files.get(path)
        if packed is None:
            return None
        return packed.text if packed.text is not None else self._disk.text(packed.source)

    def beside(self, file: str) -> str | None:
        """The text of a file of the project, whether it is packaged or not."""
        return self._disk.text(file) if self._disk.is_file(file) else None

    def unit(self, path: str) -> Unit | None:
        """A file of the package as a program; `None` where it is none that can be read."""
        if path not in self._units:
            self._units[path] = self._read(path)
        return self._units[path]

    def _read(self, path: str) -> Unit | None:
        text = self.text(path)
        if text is None or len(text) > LARGEST or not path.endswith((".py", *SCRIPTS)):
            return None
        packed = self.files[path]
        file = packed.source if packed.text is None else self.package.position.file
        try:
            module = _parsed(path, text)
        except RecursionError:
            return None
        return Unit(path, file, module, line_starts(text))

    def bound_in(self, function: ir.Function) -> frozenset[str]:
        """The names that a function of Python binds anywhere."""
        found = self._bound.get(id(function))
        if found is None:
            found = self._bound[id(function)] = bound_names(function.body)
        return found

    def is_wholly_known(self, unit: Unit) -> bool:
        """Whether all names of a module can be told: it imports no others, and all of it was understood."""
        found = self._whole.get(unit.path)
        if found is None:
            stars = any(
                isinstance(each, st.Import) and any(not name.local for name in each.names)
                for each in walk(unit.module.body)
            )
            opaque = any(isinstance(each, ir.Opaque) for each in walk(unit.module.body))
            found = self._whole[unit.path] = not (stars or opaque or unit.module.faults)
        return found

    def read_units(self) -> list[Unit]:
        """The programs that were read so far, in order."""
        return [unit for unit in self._units.values() if unit is not None]

    def json(self, path: str) -> Any:
        """The content of a JSON file; `None` where it is none."""
        try:
            return json.loads(self.text(path) or "")
        except (ValueError, RecursionError):
            return None

    def python(self, name: str) -> str | None:
        """The file of a Python module: a package's `__init__.py`, or a folder (with a `/` behind it)."""
        path = name.replace(".", "/")
        for found in (f"{path}.py", f"{path}/__init__.py"):
            if found in self.files:
                return found
        return f"{path}/" if path in self._folders else None

    def script(self, importer: str, source: str) -> str | None:
        """The file that a relative import in a script means."""
        base = posixpath.normpath(posixpath.join(posixpath.dirname(importer), source)).lstrip("/")
        stem, ending = posixpath.splitext(base)
        tried = [base, *(stem + other for other in _WRITTEN.get(ending, ()))]
        tried += [base + each for each in (*SCRIPTS, ".json")]
        tried += [posixpath.normpath(f"{base}/index{each}") for each in (*SCRIPTS, ".json")]
        return next((path for path in tried if path in self.files), None)

    def is_foreign(self, path: str) -> bool:
        """Whether a file is somebody else's: installed into the package, not written for the function."""
        if self._installed is None:
            self._installed = self._find_installed()
        return is_vendored(path) or path.partition("/")[0].removesuffix(".py") in self._installed

    def _find_installed(self) -> frozenset[str]:
        """The outermost names that pip put into the package, by its own records and by what everybody installs."""
        found = {name for name in _USUAL if name in self._folders}
        for path in self.files:
            folder, _, file = path.partition("/")
            if folder.endswith((".dist-info", ".egg-info")):
                found.add(folder.rpartition(".")[0].partition("-")[0].replace("-", "_"))
                if file == "top_level.txt":
                    found |= set((self.text(path) or "").split())
                elif file == "RECORD":
                    lines = (self.text(path) or "").splitlines()
                    found |= {line.partition(",")[0].partition("/")[0].removesuffix(".py") for line in lines}
        return frozenset(found)


@lru_cache(maxsize=512)
def _parsed(path: str, text: str) -> Module:
    return read_python(path, text) if path.endswith(".py") else read_script(path, text)


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def is_vendored(path: str) -> bool:
    """Whether a file in the package is somebody else's: installed, not written for the function."""
    return any(f"/{folder}" in f"/{path}" for folder in VENDORED)
