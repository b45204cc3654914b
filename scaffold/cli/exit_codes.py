"""What the exit codes mean."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """The exit codes of every command; scripts may rely on them."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    UNCLEAN = 3
    FAULT = 4
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.DONE: "done",
    ExitCode.FOUND: "what was looked for: findings, drift, faults of templates, other golden trees, failing tests",
    ExitCode.USAGE: "wrong usage or settings, or an output folder that cannot be written",
    ExitCode.UNCLEAN: "the project could not be read cleanly; what could be read was still used",
    ExitCode.FAULT: "a fault of scaffold itself",
    ExitCode.INTERRUPTED: "interrupted",
}
