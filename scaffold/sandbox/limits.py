"""What a process may do, and how it ended."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Network(enum.Enum):
    """What of the network a process may reach: nothing, or TCP of this machine.

    The kernel limits the latter to ports. To addresses only the guards inside Python and Node do: what a process starts
    beside these, or calls beneath them, reaches the same ports of other machines. `lacking` says so.
    """

    NONE = "none"
    LOOPBACK = "loopback"


@dataclass(frozen=True, slots=True)
class Limits:
    """At which the process is ended. `seconds` are those of the clock (nothing: as long as it is wanted), `processor`
    those that it computes for. `memory`, `disk` (all files in its folder) and `output` (both streams) are in MB.

    `processes` lets it start others, `threads` is how many it may have with these.
    """

    seconds: float | None = 30
    memory: int = 512
    processor: int = 60
    disk: int = 64
    output: int = 8
    processes: bool = False
    threads: int = 64


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. `status` is negative for a signal; `reason` says which limit ended it (`time`, `memory`,
    `disk`, `output`, `threads`), empty where it ended by itself. `output` and `errors` are the first of what it said
    there, as far as its limit."""

    status: int
    reason: str
    output: bytes
    errors: str
    seconds: float
