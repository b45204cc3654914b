"""Remembering a run of `generate`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.checking.keeping import keep
from scaffold.watching import Seen, watched

if TYPE_CHECKING:
    from scaffold.config import Settings
    from scaffold.pipeline import Outcome


@dataclass(slots=True)
class Memory:
    """What is to be remembered of one run of `generate`."""

    root: Path
    settings: Settings
    seen: Seen = field(default_factory=Seen)

    def keep(self, outcome: Outcome, *, pruned: bool = False) -> bool:
        """Write down what the run depended on, below the output root; whether that is enough to know when it changes.

        To be called when all is written. `pruned`: what is left of what is gone would not go by `--prune`. Nothing is
        kept where a doubt is left, or nothing can be written.
        """
        return keep(self.root, self.settings, self.seen, outcome, pruned=pruned)


@contextlib.contextmanager
def remembering(root: Path, settings: Settings) -> Iterator[Memory]:
    """Take note of all that is looked at in the block, in which the suites of the project at `root` are generated."""
    with watched() as seen:
        yield Memory(root, settings, seen)
