"""What a repository already uses, from the files that show it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

#: Larger files are not the hand-written ones that are looked for.
_LIMIT = 1_000_000
#: Files whose lines are requirements, or begin with one.
_REQUIREMENTS = ("requirements*.txt", "*-requirements.txt", "requirements/*.txt", "setup.cfg")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\]\s*)?(?:$|[<>=!~;@#,])")


def uses(root: Path, evidence: Iterable[tuple[str, str]]) -> bool:
    """Whether the project's folder, or one above it up to the top of its repository, holds a file that shows it.

    `evidence` are pairs of a glob relative to a folder and a text that the file must contain (empty: none).
    """
    pairs = tuple(evidence)
    return any(_shows(path, text) for folder in _lineage(root) for glob, text in pairs for path in folder.glob(glob))


def native_tests(root: Path) -> tuple[str, ...]:
    """Terraform's and OpenTofu's own test files, in the folders where they look for them: the root and its `tests`."""
    endings = (".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json")
    patterns = [f"{folder}*{ending}" for folder in ("", "tests/") for ending in endings]
    found = (path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern))
    return tuple(sorted(found))


def declared_packages(folder: Path) -> frozenset[str]:
    """The npm packages that the package.json files of a folder, and of those above it up to the top, depend on."""
    return frozenset(name for place in _lineage(folder) for name in _dependencies(place / "package.json"))


def declared_requirements(folder: Path) -> frozenset[str]:
    """The Python packages that a folder, and those above it up to the top, depend on: normalised names (PEP 503) from
    requirements files, pyproject.toml (PEP 621, PEP 735, Poetry), setup.cfg and Pipfile."""
    return frozenset(name for place in _lineage(folder) for name in _requirements(place))


def repository(root: Path) -> Path | None:
    """The top of the repository that the folder `root` is in, with links resolved; `None` when it is in none."""
    here = root.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)


def _lineage(root: Path) -> Iterator[Path]:
    """`root` and its parents up to the top of the repository; `root` alone when it is in none."""
    here, top = root.resolve(), repository(root)
    folders = (here, *here.parents)
    return iter(folders[: folders.index(top) + 1] if top else folders[:1])


def _shows(path: Path, text: str) -> bool:
    try:
        if not path.is_file() or (text and path.stat().st_size > _LIMIT):
            return False
        return not text or text in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _dependencies(path: Path) -> Iterator[str]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return
    for kind in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
        section = document.get(kind) if isinstance(document, dict) else None
        yield from section if isinstance(section, dict) else ()


def _requirements(folder: Path) -> Iterator[str]:
    for pattern in _REQUIREMENTS:
        for path in sorted(folder.glob(pattern)):
            for line in _text(path).splitlines():
                yield from _names(line)
    document = _toml(folder / "pyproject.toml")
    yield from _listed(document.get("project"), "dependencies")
    for holder, section in (("project", "optional-dependencies"), ("", "dependency-groups")):
        groups = _table(document.get(holder) if holder else document).get(section)
        for name in _table(groups):
            yield from _listed(groups, name)
    poetry = _table(_table(document.get("tool")).get("poetry"))
    groups = (_table(group) for group in _table(poetry.get("group")).values())
    for table in (poetry, *groups, _toml(folder / "Pipfile")):
        for section in ("dependencies", "dev-dependencies", "packages", "dev-packages"):
            for name in _table(table.get(section)):
                yield from _names(name)


def _names(line: str) -> Iterator[str]:
    found = _REQUIREMENT.match(line)
    if found:
        yield re.sub(r"[-_.]+", "-", found[1]).lower()


def _listed(table: object, name: str) -> Iterator[str]:
    values = _table(table).get(name)
    for value in values if isinstance(values, list) else ():
        yield from _names(value if isinstance(value, str) else "")


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _text(path: Path) -> str:
    try:
        small = path.is_file() and path.stat().st_size <= _LIMIT
        return path.read_text(encoding="utf-8", errors="replace") if small else ""
    except OSError:
        return ""


def way(start: Path, end: Path) -> str:
    """How to go from one folder to another place, with forward slashes."""
    return Path(os.path.relpath(end.resolve(), start.resolve())).as_posix()
