"""How a failure is told: what was expected, what came of it, and what happened."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

#: No value is shown longer, and no more lines of a log.
_LONGEST = 300
_MOST = 8


def shown(value: Any) -> str:
    """A value on one line, not too long."""
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


@dataclass(frozen=True)
class Story:
    """What is told of a call that went wrong. `owns` knows files of the package."""

    title: str
    wanted: str
    found: str
    owns: Callable[[str], bool]

    def told(self, outcome: Any) -> str:
        """What was expected, what came of it, and what happened, line by line."""
        lines = [f"{self.title}: expected {self.wanted}"]
        if self.found:
            lines.append(f"  but {self.found}")
        lines += self._end(outcome)
        if outcome.calls:
            lines.append("  calls made:")
            lines += _last([f"    {_called(call)}" for call in outcome.calls])
        if outcome.logs:
            lines.append("  logged:")
            lines += _last([f"    {_line(line)}" for line in outcome.logs])
        return "\n".join(lines)

    def _end(self, outcome: Any) -> Iterator[str]:
        error = outcome.error
        if error is None:
            yield f"  returned: {shown(outcome.result)}"
            return
        yield f"  raised: {_line(f'{type(error).__name__}: {error}')}"
        for frame in traceback.extract_tb(error.__traceback__):
            if self.owns(frame.filename):
                place = os.path.relpath(frame.filename)
                yield f"    {place}:{frame.lineno} in {frame.name}: {frame.line}"


def _called(call: Any) -> str:
    failed = f" -> {call.failed}" if call.failed else ""
    return f"{call.name} {shown(call.input)}{failed}"


def _line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _last(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST:
        return lines
    return [f"    ... {len(lines) - _MOST} more before", *lines[-_MOST:]]
