"""What went wrong or deserves a word, as data: nobody below the command line prints."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from scaffold.model.position import Position


class Severity(enum.Enum):
    """How much a diagnostic matters: an error means that something could not be read or written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the user: what, where, and what to try.

    `code` is stable and kebab-case (`syntax-error`, `module-not-found`), for filters and tests.
    """

    severity: Severity
    code: str
    summary: str
    position: Position | None = None
    detail: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.position}: " if self.position else ""
        return f"{place}{self.severity.value}: {self.summary} [{self.code}]"


class RefusedError(Exception):
    """What the user asked for cannot be done; `diagnostic` says why and what to try. Not a fault of ours."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic
