"""What can go wrong in this stage."""

from __future__ import annotations

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position


class EmitError(Exception):
    """A suite could not be written: an unknown target, or a template that is missing or at fault.

    `position` is the place in the template, where one is known; its file is spelled from the folder of templates as
    whoever named that folder spelled it.
    """

    def __init__(self, summary: str, position: Position | None = None, hint: str = "") -> None:
        super().__init__(f"{position}: {summary}" if position else summary)
        self.summary, self.position, self.hint = summary, position, hint

    def diagnostic(self) -> Diagnostic:
        """The error for people to read."""
        return Diagnostic(Severity.ERROR, "template", self.summary, self.position, hint=self.hint)
