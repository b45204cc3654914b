"""A process that calls a handler again and again: asked for trials, started anew where it is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from scaffold.model.handlers import Expectation, HandlerCase
from scaffold.sandbox import Limits, Running, start
from scaffold.trying.exchange import encoded
from scaffold.trying.trials import Trial, Tried, tried

#: Until the process is there, with the emulator and the SDK loaded, in seconds.
_STARTING: Final = 60
#: How long a call may take that the function's own timeout would allow, in seconds.
_LONGEST: Final = 20
_SHORTEST: Final = 5
#: What the emulator and the SDK take by themselves, in MB.
_OWN_MEMORY: Final = 900
_MOST_MEMORY: Final = 2048
#: Of what a process says when it dies, how much is told.
_TAIL: Final = 4000
_WITHIN: Final = {"$term": "within"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is run: `command` in `folder`, where all that it needs stands, with the `memory` and `timeout` of the
    function (in MB and seconds)."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    memory: int
    timeout: int


class SessionError(Exception):
    """The process does not come up: the text says why."""


class Session:
    """Talks with the process. Leaving it as a context ends it."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._running: Running | None = None
        self.about: Mapping[str, Any] = {}
        self._limit = max(_SHORTEST, min(prepared.timeout, _LONGEST))

    def __enter__(self) -> Session:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def begin(self) -> None:
        """Start the process, anew where there is one. Raises `SessionError`."""
        self.end()
        own = self._prepared
        memory = _OWN_MEMORY + min(own.memory, _MOST_MEMORY)
        limits = Limits(seconds=None, memory=memory, processor=600, output=256)
        self._running = start(own.command, own.folder, limits, environment=own.environment)
        line = self._running.line(_STARTING)
        if line is None:
            ended = self._running.stop()
            said = ended.errors.strip()[-_TAIL:] or f"it ends with {ended.status}"
            raise SessionError({"memory": "it runs out of memory"}.get(ended.reason, said))
        self.about = json.loads(line)

    def end(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def attempt(self, trial: Trial, expected: Sequence[Expectation] = (), **options: bool) -> tuple[Tried, list[str]]:
        """What came of a trial, and for each expectation why it does not hold (empty where it does).

        `called` false only loads the module; `within` asks as well, first, whether what is written goes to wired
        resources. Raises `SessionError` where the process does not come up again.
        """
        expect = [*([_WITHIN] if options.get("within") else []), *map(encoded, expected)]
        asked = {**trial.as_json(), "expect": expect, "called": options.get("called", True)}
        if self._running is None:
            self.begin()
        assert self._running is not None
        self._running.send(json.dumps(asked).encode() + b"\n")
        line = self._running.line(self._limit)
        if line is not None:
            data = json.loads(line)
            return tried(data), data["judged"]
        ended = self._running.stop()
        self._running = None
        lost = ended.reason or ("time" if ended.status == -9 else f"the process ends with {ended.status}")
        return Tried(lost=lost), [_LOST.get(lost, lost) for _ in expect]

    def settle(self, case: HandlerCase) -> tuple[Tried, str]:
        """What came of a case, and why it does not hold (empty where it does)."""
        loading = case.section == "loading"
        within = case.within and not loading
        found, judged = self.attempt(Trial.of(case), case.expect, called=not loading, within=within)
        return found, next(filter(None, judged), "") or (_LOST.get(found.lost, found.lost) if found.lost else "")


_LOST: Final = {
    "time": "the handler does not come to its end",
    "memory": "the handler runs out of memory",
    "disk": "the handler writes too many files",
    "output": "the handler prints too much",
    "threads": "the handler starts too many threads",
}
