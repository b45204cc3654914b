"""What one piece of advice is."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.model.checks import Check
from scaffold.model.position import Position


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that a check has to say: `sentence` is about `subject` and has no full stop, `hint` says what to do.

    `subject` is an address (`aws_sqs_queue.events`, `provider.aws`, `module.vpc`, `terraform`).
    """

    check: Check
    subject: str
    position: Position
    sentence: str
    hint: str
