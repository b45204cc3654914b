"""What to export so that more can be tested: lines in the project's own language, and the patch that adds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.model.integration import IntegrationSuite, Missing
from scaffold.model.project import Project
from scaffold.suggesting import programs, terraform, yaml
from scaffold.suggesting.edits import Edit, Patch, patches, read_text

__all__ = ["Edit", "Patch", "Suggested", "patched", "suggestions"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """An output to export: `line` declares it in the project's language, `edits` add it (nothing: by hand only)."""

    missing: Missing
    line: str
    edits: tuple[Edit, ...] | None


def suggestions(projects: Sequence[Project], suites: Iterable[IntegrationSuite], root: Path) -> Iterator[Suggested]:
    """An output for each resource that is worth testing and that nothing leads to."""
    for suite in suites:
        for project in projects:
            if (project.path, project.name) == (suite.path, suite.title):
                yield from (_suggested(missing, project, root) for missing in suite.missing)


def patched(found: Iterable[Suggested], root: Path) -> tuple[Patch, ...]:
    """The patches of all outputs that can be added by one."""
    return patches(root, (edit for each in found for edit in each.edits or ()))


def _suggested(missing: Missing, project: Project, root: Path) -> Suggested:
    if project.platform == "terraform":
        return Suggested(missing, terraform.line(missing), terraform.edits(missing, project))
    text = read_text(root, missing.position.file)
    if project.language == "yaml":
        return Suggested(missing, yaml.line(missing), yaml.edits(missing, project, text) if text else None)
    edits = programs.edits(missing, project, text) if text else None
    return Suggested(missing, programs.line(missing, project), edits)
