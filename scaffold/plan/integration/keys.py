"""Which keys outputs have in the flat file: their names, but where several stacks have the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from scaffold.model.project import Project

_HASH = re.compile(r"_[0-9A-F]{8}\Z")
#: Outputs that CDKTF makes for references from one stack to another.
_CROSS_STACK = "cross-stack-output-"


def output_keys(projects: Sequence[Project]) -> Sequence[Mapping[str, str]]:
    """For each project its outputs' keys by name: the name itself, or `stack.name` where several projects of one folder
    have it, as `scaffold outputs flatten` writes them."""
    counts: dict[str, Counter[str]] = {}
    for project in projects:
        counts.setdefault(project.path, Counter()).update(_names(project).values())
    return [
        {
            name: plain if counts[project.path][plain] == 1 else f"{project.name}.{plain}"
            for name, plain in _names(project).items()
        }
        for project in projects
    ]


def _names(project: Project) -> Mapping[str, str]:
    """The outputs that somebody declared, with their names as CDKTF's users know them: without the hash of a path."""
    plain = _HASH.sub if project.platform == "cdktf" else lambda _, name: name
    names = (output.name for output in project.outputs if not output.module)
    return {name: plain("", name) for name in names if not name.startswith(_CROSS_STACK)}
