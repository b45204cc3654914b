"""Why an output folder cannot be written."""

from __future__ import annotations

from scaffold.diagnostics import Diagnostic, RefusedError, Severity


class OutputError(RefusedError):
    """Nothing can be written there: `summary` says what and why, `hint` what to try."""

    def __init__(self, summary: str, hint: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "output", summary, hint=hint))
