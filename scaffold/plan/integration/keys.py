"""Which keys outputs have in the flat file: their names, but where several stacks have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scaffold.model.project import Project


def output_keys(projects: Sequence[Project]) -> Sequence[Mapping[str, str]]:
    """For each project its outputs' keys by name: the name itself, or `stack.name` where several projects of one folder
    have it, as `scaffold outputs flatten` writes them."""
    counts: dict[str, Counter[str]] = {}
    for project in projects:
        counts.setdefault(project.path, Counter()).update(_names(project))
    return [
        {name: name if counts[project.path][name] == 1 else f"{project.name}.{name}" for name in _names(project)}
        for project in projects
    ]


def _names(project: Project) -> Sequence[str]:
    return [output.name for output in project.outputs if not output.module]
