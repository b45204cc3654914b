"""Files that the configuration reads and that are not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scaffold.catalog.advice.base import Advice, checks, load
from scaffold.model.position import Position
from scaffold.model.project import Project

#: Why a value is not known, where a function of files found no file: the functions' own words.
_REASON = re.compile(r"no file exists at (.+)")
#: Data sources whose run may make files, which nobody can foresee.
_MAKERS = frozenset({"external"})


def look(project: Project) -> Iterator[Advice]:
    """Each file whose absence leaves a value without a result, if it is source and nothing makes it on the way."""
    if any(resource.provisioned or resource.type in _MAKERS for resource in project.resources):
        return
    made = _made(project)
    missing = {file.path: file.position for module in project.modules for file in module.referred if not file.exists}
    for path, subject in sorted({**_archived(project), **_read(project)}.items()):
        if path in missing and path not in made and _is_source(path):
            yield _advice(path, subject, missing[path])


def _advice(path: str, subject: str, position: Position) -> Advice:
    sentence = f"{path} does not exist"
    return Advice(checks()["terraform-missing-file"], subject, position, sentence, "Add the file, or correct its path.")


def _read(project: Project) -> dict[str, str]:
    """The missing files whose content a value needs, with what needs it: a `try` around it has left no trace."""
    found: dict[str, str] = {}
    for unknown in project.unknowns:
        if reason := _REASON.search(unknown.reason):
            found.setdefault(_join(project, reason[1]), unknown.subject)
    return found


def _archived(project: Project) -> dict[str, str]:
    """What archives are made of. A file without an ending is a program that was built."""
    found = {}
    for resource in project.resources:
        if resource.type == "archive_file":
            for name in ("source_file", "source_dir"):
                value = resource.attributes.get(name)
                if isinstance(value, str) and (name == "source_dir" or posixpath.splitext(value)[1]):
                    found[_join(project, value)] = resource.address
    return found


def _made(project: Project) -> set[str]:
    """The files that the configuration itself makes."""
    return {
        _join(project, value)
        for resource in project.resources
        for name in ("output_path", "filename")
        if isinstance(value := resource.attributes.get(name), str)
    }


def _join(project: Project, path: str) -> str:
    return posixpath.normpath(posixpath.join(project.path, path))


def _is_source(path: str) -> bool:
    """Whether a file is one that people write and keep, not one that a build, a secret store or an editor makes."""
    words = load("files.toml")
    parts = path.lower().split("/")
    if any(part in words["built"] or part.startswith((".", "~")) for part in parts) or path.startswith("/"):
        return False
    if any(word in parts[-1] for word in words["secret"]):
        return False
    return posixpath.splitext(parts[-1])[1] in words["written"]
