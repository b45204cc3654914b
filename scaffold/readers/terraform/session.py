"""What the modules of one root share while it is read: folders, diagnostics, budgets, and the limits of the project."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.addresses import without_keys
from scaffold.model.position import Position
from scaffold.model.values import Reference, Value
from scaffold.readers.terraform.evaluate import MAX_STEPS
from scaffold.readers.terraform.folder import Folder, read_folder
from scaffold.readers.terraform.known import KnownReference
from scaffold.readers.terraform.operators import LEAVES, EvaluationError, Sizes

#: Modules nest at most this deep, and a root has at most this many resources and instances of one block.
MAX_MODULE_DEPTH = 32
MAX_RESOURCES = 200_000
MAX_INSTANCES = 10_000


@dataclass
class Shared:
    """What several sessions find out once: parsed folders, the declarations of variables (by the identity of the
    block), what conditions say before any value is known (by that of condition and block), the rules of a block as
    judged with values (by folder, block and values), the defaults of variables as converted to their types (by the
    identity of the block), the versions in lock files.
    """

    folders: dict[str, Folder] = field(default_factory=dict)
    declarations: dict[int, Any] = field(default_factory=dict)
    facts: dict[tuple[int, int], Any] = field(default_factory=dict)
    defaults: dict[int, Any] = field(default_factory=dict)
    judged: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    locks: dict[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class Session:
    """One reading of one root module.

    `root` is the folder that the user named, `boundary` the folder that nothing is read outside of, `base` the root
    module's folder relative to `root`. `known` are attributes that only the cloud knows, by address without instance
    keys. `judge` asks whether rules hold; `doubtful` says that some might be known if references were followed to what
    the configuration itself sets, and `seeing` follows them.
    """

    root: Path
    boundary: Path
    base: str
    shared: Shared = field(default_factory=Shared)
    known: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    judge: bool = False
    seeing: bool = False
    doubtful: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    folders: dict[str, Folder] = field(default_factory=dict)
    steps: int = 0
    resources: int = 0
    sizes: Sizes = field(default_factory=Sizes)
    reported: set[tuple[str, str]] = field(default_factory=set)

    def folder(self, path: str) -> Folder:
        """The folder at `path` relative to `root`, read once."""
        found = self.folders.get(path)
        if found is None:
            shared = self.shared.folders
            if path not in shared:
                shared[path] = read_folder(self.root, self.boundary, path)
            found = self.folders[path] = shared[path]
            self.diagnostics.extend(found.diagnostics)
        return found

    def inside(self, path: str) -> bool:
        """Whether a path relative to `root` stays inside the project, links followed."""
        try:
            return (self.root / path).resolve().is_relative_to(self.boundary)
        except (OSError, RuntimeError, ValueError):
            return False

    def reference(self, address: str, keyed: bool = False) -> Reference:
        """A reference to a resource or opaque call, with what is known of it; `keyed` where an instance key follows."""
        attributes = self.known.get(without_keys(address)) if self.known else None
        return Reference(address) if attributes is None else KnownReference(address, (), attributes, keyed)

    def report(self, severity: Severity, code: str, summary: str, position: Position, hint: str = "") -> None:
        """Say something once, however many instances of a module say it."""
        key = (str(position), summary)
        if key not in self.reported:
            self.reported.add(key)
            self.diagnostics.append(Diagnostic(severity, code, summary, position, hint=hint))

    def spend(self, steps: int) -> None:
        """Count work. Raises `EvaluationError` beyond the budget, and says so once."""
        self.steps += steps
        if steps and self.steps > MAX_STEPS:
            summary = "The configuration takes too many steps to evaluate: some values are left unknown"
            hint = "`scaffold inspect` lists them; look for loops over loops."
            self.report(Severity.ERROR, "too-much-work", summary, Position(self.base), hint)
            raise EvaluationError("the configuration takes too many steps to evaluate")

    def weigh(self, value: Value) -> None:
        """Count the work of handling a value. Raises `EvaluationError` where it is too large, too."""
        if type(value) not in LEAVES:
            self.spend(self.sizes.of(value) // 20)


def join(*parts: str) -> str:
    """Folders joined and normalised, with forward slashes."""
    return posixpath.normpath(posixpath.join(*parts))
