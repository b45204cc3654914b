"""How a test is spelled: a test plan in, files in memory out, by Jinja2 templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.emit.targets import TARGETS, Evidence, Target
from scaffold.model.testplan import TestPlan

__all__ = ["TARGETS", "EmitError", "EmitOptions", "Evidence", "Target", "emit"]


class EmitError(Exception):
    """A suite could not be written: an unknown target, or a template that is missing or at fault (it says which)."""


@dataclass(frozen=True, slots=True)
class EmitOptions:
    """`template_dirs` come before the built-in templates, the first one first.

    `folder` is the suite's folder under the output root; `project` is the way from the output root to the project, with
    forward slashes (`.` where they are the same folder).
    """

    template_dirs: tuple[Path, ...] = ()
    folder: str = "tests/infrastructure"
    project: str = "."


def emit(plan: TestPlan, target: str, options: EmitOptions | None = None) -> Mapping[str, str]:
    """The files of the suites: path relative to the output root (forward slashes) -> text. `EmitError` on a fault."""
    if target not in TARGETS:
        raise EmitError(f"there is no target {target!r}; there are {', '.join(TARGETS)}")
    return {}
