"""The outputs of a deployment in the emulator, flat: every value a text, lists and objects as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.model.project import Project
from scaffold.rehearse.applied import NotKnownError
from scaffold.rehearse.making import Stage


def values_of(project: Project, stage: Stage) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The values of the project's outputs by name, sensitive ones too, and why others have none."""
    found: dict[str, Any] = {}
    lacking: dict[str, str] = {}
    for output in project.outputs:
        if output.module:
            continue
        try:
            value = stage.resolver.value(output.value)
        except NotKnownError as error:
            lacking[output.name] = str(error)
            continue
        if value is None:
            lacking[output.name] = "it is null"
        else:
            found[output.name] = value
    return found, lacking


def flat(projects: Sequence[Project], values: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """One flat object of the outputs of projects in one folder, sorted; what is sensitive is left out.

    A name that several of them have goes by `project.name`.
    """
    counts = Counter(output.name for project in projects for output in project.outputs if not output.module)
    found: dict[str, str] = {}
    for project, known in zip(projects, values, strict=True):
        for output in project.outputs:
            if output.module or output.sensitive or output.name not in known:
                continue
            key = output.name if counts[output.name] == 1 else f"{project.name}.{output.name}"
            found[key] = text(known[output.name])
    return dict(sorted(found.items()))


def text(value: Any) -> str:
    """A value as the file has it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
