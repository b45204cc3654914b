"""A process that calls a handler again and again: asked for trials, started anew where it is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from scaffold.model.handlers import Expectation, HandlerCase
from scaffold.sandbox import Limits, Running, start
from scaffold.trying.answers import UNREADABLE, about, answered
from scaffold.trying.exchange import encoded
from scaffold.trying.trials import Trial, Tried

#: Until the process is there, with the emulator and the SDK loaded, in seconds.
_STARTING: Final = 60
#: How long a call may take, in seconds, as in the support libraries; and how long where it is tried once more: what
#: does not come to its end then, does not on a machine that is faster either.
PATIENCE: Final = 20
LONGER: Final = 3 * PATIENCE
#: What the emulator and the loading of a module take besides, in seconds.
_BESIDES: Final = 10
#: How the support libraries say that a call takes too long, and how an interpreter says that there is no more memory:
#: the limits of a suite are others.
_TIMED_OUT: Final = (("TimedOut", "the function goes on for more than "), ("Sandbox.Timedout", "Task timed out after "))
_NO_MEMORY: Final = "MemoryError"
#: What the emulator and the SDK take by themselves, in MB.
_OWN_MEMORY: Final = 900
_MOST_MEMORY: Final = 2048
#: For how long a process may compute, in all its trials, in seconds.
_PROCESSOR: Final = 3600
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
        limits = Limits(seconds=None, memory=memory, processor=_PROCESSOR, output=256)
        self._running = start(own.command, own.folder, limits, environment=own.environment, attached=True)
        line = self._running.line(_STARTING)
        if line is None:
            ended = self._running.stop()
            said = ended.errors.strip()[-_TAIL:] or f"it ends with {ended.status}"
            raise SessionError({"memory": "it runs out of memory"}.get(ended.reason, said))
        try:
            self.about = about(line)
        except UNREADABLE as error:
            self.end()
            raise SessionError("what its process says cannot be read") from error

    def end(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def attempt(
        self, trial: Trial, expected: Sequence[Expectation] = (), longer: bool = False, **options: bool
    ) -> tuple[Tried, list[str]]:
        """What came of a trial, and for each expectation why it does not hold (empty where it does).

        `called` false only loads the module; `within` asks as well, first, whether what is written goes to wired
        resources. `longer` gives it more time than it has otherwise, in a fresh process. Raises `SessionError` where
        the process does not come up again.
        """
        expect = [*([_WITHIN] if options.get("within") else []), *map(encoded, expected)]
        asked = {**trial.as_json(), "expect": expect, "called": options.get("called", True)}
        patience = LONGER if longer else PATIENCE
        asked |= {"patience": patience, "longer": longer}
        if longer:
            self.end()
        if self._running is None:
            self.begin()
        assert self._running is not None
        self._running.send(json.dumps(asked).encode() + b"\n")
        until = time.monotonic() + patience + _BESIDES
        line = self._running.line(patience + _BESIDES)
        if line is not None:
            try:
                found, judged = answered(line, len(expect))
                return replace(found, lost=_limited(found)), judged
            except UNREADABLE:
                self.end()
                return Tried(lost="answer"), [_LOST["answer"] for _ in expect]
        late = time.monotonic() >= until
        ended = self._running.stop()
        self._running = None
        lost = ended.reason or ("stuck" if late else "killed" if ended.status == -9 else f"{_ENDS} {ended.status}")
        return Tried(lost=lost), [_LOST.get(lost, lost) for _ in expect]

    def settle(self, case: HandlerCase, longer: bool = False) -> tuple[Tried, str]:
        """What came of a case, and why it does not hold (empty where it does). `longer`: see `attempt`."""
        loading = case.section == "loading"
        within = case.within and not loading
        found, judged = self.attempt(Trial.of(case), case.expect, longer, called=not loading, within=within)
        if found.lost:
            return found, _LOST.get(found.lost, found.lost)
        return found, next(filter(None, judged), "")


def _limited(found: Tried) -> str:
    """The limit that an error tells of, if any."""
    error = found.error
    if error is None:
        return ""
    if error.kind == _NO_MEMORY:
        return "memory"
    return "time" if any(error.kind == kind and error.message.startswith(said) for kind, said in _TIMED_OUT) else ""


_ENDS: Final = "the process ends with"
_LOST: Final = {
    "time": "the handler does not come to its end",
    "memory": "the handler runs out of memory",
    "disk": "the handler writes too many files",
    "output": "the handler prints too much",
    #: Not even the support library can end it.
    "stuck": "the handler does not come to its end",
    "killed": "the process is killed",
    "answer": "what the handler gives back cannot be read",
    "threads": "the handler starts too many threads",
}
