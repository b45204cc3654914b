"""A program as it is written: its modules, parsed and compiled once for every evaluation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import Arm
from scaffold.model.position import Position
from scaffold.readers.programs.compile_definitions import compile_scoped_module
from scaffold.readers.programs.compile_functions import compile_module
from scaffold.readers.programs.functions import Unit
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.modules import Resolver
from scaffold.readers.programs.packages import Places
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.values import Language


class Program:
    """The modules of a project below `root`. `load` parses one: given its path relative to `root`, and its text.

    `folder` is the one that the program runs in; JSON is data, unless it `is_json` that programs are written in. `arms`
    are the ways through the branches of every module that was compiled, `diagnostics` what is wrong with how they are
    written, by file.
    """

    def __init__(
        self,
        root: Path,
        load: Callable[[str, str], Module],
        language: Language,
        folder: str = ".",
        *,
        is_json: bool = False,
    ) -> None:
        self.root, self.language, self.is_json = root, language, is_json
        self.files = ProjectFiles(root, folder)
        self.resolver, self.places = Resolver(self.files), Places(self.files)
        self.arms: list[Arm] = []
        self.diagnostics: dict[str, list[Diagnostic]] = {}
        self._load = load
        self._units: dict[str, Unit] = {}

    def unit(self, path: str) -> Unit:
        """A module of the program, compiled."""
        if path not in self._units:
            self._units[path] = self._compile(path)
        return self._units[path]

    def module(self, path: str) -> Module | None:
        """A module as it is written; `None` for one that is no program text (JSON)."""
        return self.unit(path).module

    def _compile(self, path: str) -> Unit:
        text = self.files.text(path)
        if text is None:
            self._say(path, "cannot-read", "This file cannot be read", Position(path))
        text = text or ""
        unit = Unit(path, text, line_starts(text))
        if path.endswith(".json") and not self.is_json:
            return unit
        try:
            unit.module = self._load(path, text)
            if unit.module.language == "python":
                compile_scoped_module(unit, self.arms)
                return self._with_faults(unit)
            script = unit.module.language != "typescript"
            unit.defines = script or self.resolver.defines_fields(path.rpartition("/")[0] or ".")
            compile_module(unit, self.arms)
        except RecursionError:
            self._say(path, "over-budget", "This file is nested too deeply to be read", Position(path))
            unit.run = None
        return self._with_faults(unit)

    def _with_faults(self, unit: Unit) -> Unit:
        path = unit.path
        for fault in unit.module.faults if unit.module is not None else ():
            self._say(path, "syntax-error", fault.message, unit.position(fault.at))
        return unit

    def _say(self, path: str, code: str, summary: str, position: Position) -> None:
        hint = "What is around it is read all the same." if code == "syntax-error" else ""
        self.diagnostics.setdefault(path, []).append(Diagnostic(Severity.ERROR, code, summary, position, hint=hint))


def line_starts(text: str) -> list[int]:
    """The offsets at which lines start."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
