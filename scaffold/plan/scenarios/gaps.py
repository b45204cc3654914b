"""What the runs leave out, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold.model.position import Position
from scaffold.model.scenarios import Gap


@dataclass
class Gaps:
    """Gathers what is left out, each once."""

    found: dict[tuple[str, Position | None], Gap] = field(default_factory=dict)

    def add(self, summary: str, position: Position | None = None) -> None:
        """Remember that something is not tried: `summary` is a sentence without a full stop."""
        self.found.setdefault((summary, position), Gap(summary, position))
