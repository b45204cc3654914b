"""What there is to say of suites that are as they would be generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position


@dataclass(frozen=True, slots=True)
class Kept:
    """A test, or a file, that a person edited and that stays so: where it stands, below the output root.

    `title` is empty for a whole file. `outdated`: what would be generated in its place is not what once was.
    """

    path: str
    line: int
    title: str
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The edits that are kept, and the warnings; `files` is how many files are as they would be generated."""

    files: int
    kept: tuple[Kept, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def to_data(standing: Standing) -> dict[str, Any]:
    """The same as JSON data."""
    return {
        "files": standing.files,
        "kept": [[kept.path, kept.line, kept.title, kept.outdated] for kept in standing.kept],
        "diagnostics": [
            {
                "severity": said.severity.value,
                "code": said.code,
                "summary": said.summary,
                "position": [*_parts(said.position)],
                "detail": said.detail,
                "hint": said.hint,
            }
            for said in standing.diagnostics
        ],
    }


def from_data(data: Mapping[str, Any]) -> Standing:
    """What `to_data` made data of."""
    return Standing(
        data["files"], tuple(Kept(*kept) for kept in data["kept"]), tuple(map(_diagnostic, data["diagnostics"]))
    )


def _diagnostic(data: Mapping[str, Any]) -> Diagnostic:
    position = Position(*data["position"]) if data["position"] else None
    return Diagnostic(
        Severity(data["severity"]), data["code"], data["summary"], position, detail=data["detail"], hint=data["hint"]
    )


def _parts(position: Position | None) -> tuple[str | int, ...]:
    return (position.file, position.line, position.column) if position else ()
