"""The warm processes of functions, started when they are needed and used again, as Lambda does."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scaffold.rehearse.functions.live.journal import Hop

#: How long a function may take to load, in seconds: more than in the cloud, where nothing else runs beside it.
_LOADING = 60.0
#: How much longer than its timeout a function may take, in seconds: a machine that does other things is no measure. One
#: that waits for nothing comes to its end all the same.
_SLACK = 5.0
#: How many copies of a function run at once.
_COPIES = 4
_PROGRAMS = Path(__file__).with_name("workers")


@dataclass(frozen=True)
class Known:
    """A function whose code can be run: `folder` has its package, `interpreter` runs it, `language` says how.

    `layers` are folders with what its layers have, `writable` is where it may write. `reason` says why it does not run.
    """

    name: str
    region: str
    address: str
    folder: str
    handler: str
    language: str
    interpreter: str = ""
    layers: tuple[str, ...] = ()
    title: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Settings:
    """What a process is started with beside its package: variables, timeout (seconds) and memory (MB)."""

    variables: Mapping[str, str]
    timeout: float
    memory: int
    arn: str


@dataclass
class Answer:
    """What came of an invocation: `payload` is JSON, that of the error where `failed`; `logs` are its lines, `key`
    is what its calls are signed with, `hop` what is written down of it, `slow` says that it took longer than it may."""

    payload: str
    failed: bool = False
    logs: str = ""
    cold: bool = False
    key: str = ""
    hop: Hop | None = None
    slow: str = ""


class Process(Protocol):
    """A process that takes and gives lines."""

    def send(self, data: bytes) -> None:
        """Write to its input."""

    def line(self, seconds: float) -> bytes | None:
        """Its next line, nothing when it ended or the time is over."""

    def stop(self) -> Any:
        """End it."""

    def kill(self) -> None:
        """End it, and wait for nothing."""

    @property
    def alive(self) -> bool:
        """Whether it still runs."""


#: Starts a process: command, folder, environment, memory in MB.
Start = Callable[[list[str], Path, Mapping[str, str], int], Process]


def command(known: Known) -> list[str]:
    """What runs a function."""
    program = "node_worker.cjs" if known.language == "javascript" else "python_worker.py"
    return [known.interpreter, str(_PROGRAMS / program)]


class Worker:
    """One warm process. Not for two threads at once."""

    def __init__(
        self, known: Known, settings: Settings, start: Start, compared: Callable[[bytes, bytes], None]
    ) -> None:
        self._mark = f"\x1e{secrets.token_hex(8)}\x1f"
        self._compared = compared
        #: The key that its calls are signed with, by which they are told from others.
        self.key = f"FUNCTION{secrets.token_hex(6).upper()}"
        variables = {**settings.variables, "_REHEARSAL_MARK": self._mark, "AWS_ACCESS_KEY_ID": self.key}
        self._process = start(command(known), Path(known.folder), variables, settings.memory)
        self._fresh = True
        self._timeout = settings.timeout
        self._arn = settings.arn

    def call(self, event: str, request: str) -> Answer:
        """Invoke the function."""
        logs: list[str] = []
        cold, self._fresh = self._fresh, False
        if cold:
            said = self._said(_LOADING, logs)
            if said is None or "ready" not in said:
                self.stop()
                fault = (said or {}).get("failed") or _ended("while it was loaded", request, logs)
                return Answer(json.dumps(fault), True, "".join(logs), True, self.key)
        asked = {"id": request, "event": event, "seconds": self._timeout, "arn": self._arn}
        with contextlib.suppress(OSError):
            self._process.send(json.dumps(asked).encode() + b"\n")
        began = time.monotonic()
        end = began + self._timeout + _SLACK
        said = self._said(self._timeout + _SLACK, logs)
        if said is None:
            late = self._process.alive and time.monotonic() >= end
            self.stop()
            fault = _late(self._timeout, request) if late else _ended("before it answered", request, logs)
            return Answer(json.dumps(fault), True, "".join(logs), cold, self.key)
        if "error" in said:
            return Answer(json.dumps(said["error"]), True, "".join(logs), cold, self.key)
        over = time.monotonic() - began
        late_text = f"it took {over:.1f} s, and has {self._timeout:g} s" if over > self._timeout else ""
        return Answer(said["result"], False, "".join(logs), cold, self.key, slow=late_text)

    def _said(self, seconds: float, logs: list[str]) -> dict[str, Any] | None:
        """The next thing that the worker itself says; lines of the function go to the logs."""
        end = time.monotonic() + seconds
        while True:
            line = self._process.line(max(0.0, end - time.monotonic()))
            if line is None:
                return None
            text = line.decode("utf-8", "replace")
            printed, mark, said = text.partition(self._mark)
            if printed.strip():
                logs.append(printed.rstrip("\n") + "\n")
            if mark:
                found: dict[str, Any] = json.loads(said)
                if "compared" not in found:
                    return found
                self._compared(*(base64.b64decode(each) for each in found["compared"]))

    @property
    def alive(self) -> bool:
        """Whether it can be used again."""
        return self._process.alive

    def stop(self) -> None:
        """End the process."""
        self._process.stop()

    def kill(self) -> None:
        """End the process, and wait for nothing."""
        self._process.kill()


def _late(seconds: float, request: str) -> dict[str, Any]:
    text = f"RequestId: {request} Error: Task timed out after {seconds:.2f} seconds"
    return {"errorType": "Sandbox.Timedout", "errorMessage": text}


def _ended(when: str, request: str, logs: list[str]) -> dict[str, Any]:
    last = next((line.strip() for line in reversed(logs) if line.strip()), "")
    text = f"RequestId: {request} Error: Runtime exited {when}{': ' + last if last else ''}"
    return {"errorType": "Runtime.ExitError", "errorMessage": text}


@dataclass
class _Copies:
    idle: list[Worker] = field(default_factory=list)
    running: int = 0


class Pool:
    """The warm processes of all functions."""

    def __init__(self, start: Start, compared: Callable[[bytes, bytes], None]) -> None:
        self._start = start
        self._compared = compared
        self._copies: dict[tuple[str, str], _Copies] = {}
        self._free = threading.Condition()
        #: The names of functions by the keys that their calls are signed with.
        self.names: dict[str, str] = {}
        self._all: set[Worker] = set()

    def call(self, known: Known, settings: Settings, event: str, request: str) -> Answer:
        """Invoke a function in a warm process, or in a new one."""
        with self._worker(known, settings) as worker:
            return worker.call(event, request)

    @contextlib.contextmanager
    def _worker(self, known: Known, settings: Settings) -> Iterator[Worker]:
        key = (known.region, known.name)
        with self._free:
            copies = self._copies.setdefault(key, _Copies())
            while not copies.idle and copies.running >= _COPIES:
                self._free.wait(1)
            copies.running += 1
            worker = copies.idle.pop() if copies.idle else None
        try:
            if worker is None:
                worker = Worker(known, settings, self._start, self._compared)
                with self._free:
                    self._all.add(worker)
                    self.names[worker.key] = known.name
            yield worker
        finally:
            with self._free:
                copies.running -= 1
                if worker is not None and worker.alive and self._copies.get(key) is copies:
                    copies.idle.append(worker)
                elif worker is not None:
                    worker.kill()  # all were stopped meanwhile, where it still runs
                    self._all.discard(worker)
                self._free.notify()

    def stop(self) -> None:
        """End all processes."""
        with self._free:
            for worker in self._all:
                worker.stop()
            self._all.clear()
            self._copies.clear()

    def kill(self) -> None:
        """End all processes at once, and wait for nothing, not even for those that are being started."""
        for worker in tuple(self._all):
            worker.kill()


def environment(given: Mapping[str, str], known: Known, endpoint: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The variables of a function: as declared, and those that Lambda sets. The emulator is all that it reaches."""
    task = known.folder
    return {
        **given,
        **facts,
        "_HANDLER": known.handler,
        "LAMBDA_TASK_ROOT": task,
        "LAMBDA_RUNTIME_DIR": task,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": known.region,
        "AWS_DEFAULT_REGION": known.region,
        "AWS_SECRET_ACCESS_KEY": "rehearsal",
        "AWS_SESSION_TOKEN": "rehearsal",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "2",
        # Nobody listens for traces here.
        "AWS_XRAY_SDK_ENABLED": "false",
        "AWS_XRAY_CONTEXT_MISSING": "IGNORE_ERROR",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NODE_NO_WARNINGS": "1",
        "_REHEARSAL_LAYERS": os.pathsep.join(f"{each}/python" for each in known.layers),
        "NODE_PATH": os.pathsep.join([*(f"{each}/nodejs/node_modules" for each in known.layers), *_node(known)]),
        "TZ": given.get("TZ", ":UTC"),
    }


def _node(known: Known) -> list[str]:
    """Where packages are that the managed runtime has, or a build would put in."""
    return [str(Path(known.folder).parent / "node_modules")]
