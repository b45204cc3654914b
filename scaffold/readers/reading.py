"""What every reader takes and gives: `(root, options)` in, projects and diagnostics out, always both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import Programs
from scaffold.model.project import Project
from scaffold.model.whatif import WhatIf


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    `var_files` and `variables` give values to parameters, later ones over earlier ones, `variables` over files. `plan`
    is a `terraform show -json` document that sharpens unknown values. `declarations` asks for the blocks as written
    (`SourceModule.blocks`). `jobs` limits the number of processes; `None` lets the reader choose.
    """

    var_files: tuple[Path, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    plan: Path | None = None
    declarations: bool = True
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what was wrong with it. `what_if` reads again with other values, where a platform can; so do
    `programs` for programs."""

    projects: tuple[Project, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    what_if: WhatIf | None = None
    programs: Programs | None = None

    @property
    def clean(self) -> bool:
        """Whether everything could be read."""
        return all(found.severity is not Severity.ERROR for found in self.diagnostics)
