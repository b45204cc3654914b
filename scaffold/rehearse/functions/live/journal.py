"""What happened, hop by hop: requests, invocations, deliveries, messages that were given up."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Longer texts are cut in the record; what is delivered is never cut.
_LONGEST = 20_000
_MOST = 5_000


@dataclass
class Hop:
    """One step of what happened. `kind` is `request`, `invocation`, `delivery`, `schedule` or `dead-letter`.

    `source` says what it comes from (`queue`, `topic`, `rule`, ..., and which), `target` what it goes to. `error` is
    what went wrong there, empty where nothing did; `remarks` what looks wrong although nothing says so.
    """

    kind: str
    target: str
    source: str = ""
    function: str = ""
    address: str = ""
    event: Any = None
    result: Any = None
    error: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    logs: str = ""
    remarks: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    attempt: int = 1
    number: int = 0
    seconds: float = 0.0

    def plain(self) -> dict[str, Any]:
        """The hop as JSON has it."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in found.items() if value not in ("", None, [], {})}


class Journal:
    """All hops, in order; and how much is under way."""

    def __init__(self) -> None:
        self._hops: list[Hop] = []
        self._count = 0
        self._busy = 0
        self._changed = threading.Condition()
        self._compared: list[tuple[bytes, bytes]] = []

    def note(self, hop: Hop) -> Hop:
        """Write down a hop."""
        with self._changed:
            self._count += 1
            hop.number = self._count
            hop.logs = hop.logs[-_LONGEST:]
            self._hops.append(hop)
            del self._hops[:-_MOST]
            self._changed.notify_all()
        return hop

    def since(self, number: int) -> list[dict[str, Any]]:
        """The hops after a number."""
        with self._changed:
            return [hop.plain() for hop in self._hops if hop.number > number]

    @property
    def last(self) -> int:
        """The number of the last hop."""
        return self._count

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """Something is under way."""
        with self._changed:
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._busy == 0

    def settled(self, patience: float, waiting: Any) -> bool:
        """Wait until nothing is under way and `waiting()` says that nothing is left, for a moment; false when that
        does not come in time."""
        end, quiet = time.monotonic() + patience, 0
        while time.monotonic() < end:
            quiet = quiet + 1 if self.idle() and not waiting() else 0
            if quiet >= 3:
                return True
            time.sleep(0.05)
        return False

    def compare(self, one: bytes, other: bytes) -> None:
        """Note that a function compared these two."""
        self._compared.append((one, other))
        del self._compared[:-200]

    @property
    def compared(self) -> list[tuple[bytes, bytes]]:
        """What functions compared, the last first."""
        return self._compared[::-1]
