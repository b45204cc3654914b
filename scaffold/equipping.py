"""What the suites run with, added to the files in which a project names its dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.detect import way
from scaffold.lacking import Lack, additions
from scaffold.output import Change, Verb
from scaffold.output.package_json import with_members
from scaffold.output.requirements import with_requirements


def config_edits(lacking: Sequence[Lack], root: Path, out: Path) -> Iterator[Change]:
    """Each file of dependencies with what it lacks; only those that can be added to, below the output root."""
    for path in dict.fromkeys(lack.path for lack in lacking):
        place, those = root / path, [lack for lack in lacking if lack.path == path]
        content = place.read_bytes() if place.is_file() else None
        if those[0].python:
            included = those[0].included
            content = with_requirements(content, _requirements(those), included) if those[0].editable else None
        elif content is not None:
            for section, members in additions(those).items():
                content = with_members(content, section, members)
        if content is not None:
            verb = Verb.UPDATE if place.is_file() else Verb.CREATE
            yield Change(verb, way(out, place), content, "what the suites run with")


def _requirements(lacking: Sequence[Lack]) -> list[str]:
    return sorted({f"{name}{versions}" for lack in lacking for name, versions in lack.packages.items()})
