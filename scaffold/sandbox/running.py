"""Starts programs in limited processes, watches them, and ends them with all that they started."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from scaffold.sandbox.limits import Ended, Limits, Network
from scaffold.sandbox.watching import exceeded

_LIMITS: Final = Limits()
_MEGABYTE: Final = 1_000_000
#: What of the user's environment a process cannot do without.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
_GUARDS: Final = Path(__file__).with_name("guards")
_PACKAGES: Final = Path(__file__).resolve().parents[2]
_CONFINE: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from scaffold.sandbox.confine import main; main(sys.argv[2])"
)
#: How long a process is left alone between two looks at it, in seconds.
_PAUSE: Final = 0.05
#: Of a stream, how much is taken at once, in bytes.
_PIECE: Final = 65536
#: A process reserves much more than it uses.
_RESERVED: Final = 3


def run(
    command: Sequence[str],
    folder: Path,
    limits: Limits = _LIMITS,
    network: Network = Network.NONE,
    environment: Mapping[str, str] | None = None,
    *,
    ports: Sequence[int] = (),
    writable: Sequence[Path] = (),
    given: bytes = b"",
) -> Ended:
    """Run a program to its end, or to its limits. `given` is what it reads. Whatever it does is said by the result."""
    with start(command, folder, limits, network, environment, ports=ports, writable=writable, attached=True) as running:
        running.send(given)
        running.close()
        return running.wait()


def start(
    command: Sequence[str],
    folder: Path,
    limits: Limits = _LIMITS,
    network: Network = Network.NONE,
    environment: Mapping[str, str] | None = None,
    *,
    ports: Sequence[int] = (),
    writable: Sequence[Path] = (),
    attached: bool = False,
) -> Running:
    """Start a program that is talked with by its streams.

    It runs in `folder`, which must exist, and may write there and below `writable`. With the loopback network, it
    reaches only `ports`, where any are named. `attached`: it ends with the thread that started it.
    """
    folder = folder.resolve()
    homes = {os.path.realpath(os.path.expanduser("~")), os.environ.get("HOME", "")} - {"", "/"}
    settings = {
        "command": list(command),
        "environment": _environment(folder, network, ports, writable, limits, environment or {}),
        "writable": [str(path) for path in (folder, *(path.resolve() for path in writable))],
        "homes": sorted(homes),
        "loopback": network is Network.LOOPBACK,
        "ports": list(ports),
        "processes": limits.processes,
        "attached": os.getpid() if attached else 0,
        "limits": {
            "memory": limits.memory * _MEGABYTE * _RESERVED,
            "file": limits.disk * _MEGABYTE,
            "processor": limits.processor,
        },
    }
    return Running([sys.executable, "-I", "-S", "-c", _CONFINE, str(_PACKAGES), json.dumps(settings)], folder, limits)


def _environment(
    folder: Path,
    network: Network,
    ports: Sequence[int],
    writable: Sequence[Path],
    limits: Limits,
    given: Mapping[str, str],
) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    held = {
        "writable": [str(path) for path in (folder, *(path.resolve() for path in writable))],
        "loopback": network is Network.LOOPBACK,
        "ports": list(ports),
        "processes": limits.processes,
    }
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        **given,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_GUARDS), given.get("PYTHONPATH", "")))),
        "NODE_OPTIONS": f'--require "{_GUARDS / "guard.cjs"}" {given.get("NODE_OPTIONS", "")}'.strip(),
        "SCAFFOLD_HELD": json.dumps(held),
    }


class Running:
    """A program in a limited process. Leaving it as a context ends it."""

    def __init__(self, command: Sequence[str], folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        self._began = time.monotonic()
        self._reason = ""
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._output, self._errors = bytearray(), bytearray()
        self._said = 0
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, self._output, True), daemon=True),
            threading.Thread(target=self._read, args=(self._process.stderr, self._errors, False), daemon=True),
        ]
        self._watch = threading.Thread(target=self._look, daemon=True)
        for thread in (*self._readers, self._watch):
            thread.start()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    def send(self, data: bytes) -> None:
        """Give the program something to read; nothing happens where it has ended."""
        with suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def close(self) -> None:
        """Say that nothing more is to be read."""
        with suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def line(self, seconds: float | None = None) -> bytes | None:
        """The next whole line that the program writes. Nothing, where it ends first or does not write one in time."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def errors(self) -> str:
        """What it has said to the stream of errors so far."""
        return bytes(self._errors).decode(errors="replace")

    def wait(self) -> Ended:
        """Wait until it has ended: by itself, or at its limits."""
        self._process.wait()
        return self.stop()

    def kill(self) -> None:
        """End it, with all that it started, and wait for nothing."""
        self._kill()

    def stop(self) -> Ended:
        """End it, with all that it started, and say how it ended."""
        self._kill()
        self._process.wait()
        for thread in (*self._readers, self._watch):
            thread.join(timeout=5)
        self.close()
        return Ended(
            self._process.returncode,
            self._reason,
            bytes(self._output),
            self.errors(),
            time.monotonic() - self._began,
        )

    def _kill(self) -> None:
        """The group outlives its first process, and the kernel lets nobody leave it."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            self._process.kill()

    def _read(self, stream: IO[bytes], kept: bytearray, lines: bool) -> None:
        most = self._limits.output * _MEGABYTE
        rest = b""
        descriptor = stream.fileno()
        while piece := os.read(descriptor, _PIECE):
            kept.extend(piece[: max(0, most - len(kept))])
            self._said += len(piece)
            if self._said > most:
                self._end("output")
                break
            if lines:
                *whole, rest = (rest + piece).split(b"\n")
                for line in whole:
                    self._lines.put(line)
        if lines:
            self._lines.put(None)
        stream.close()

    def _look(self) -> None:
        limit = self._limits.seconds
        while self._process.poll() is None:
            if limit is not None and time.monotonic() - self._began > limit:
                self._end("time")
            elif found := exceeded(self._process.pid, self._folder, self._limits):
                self._end(found)
            time.sleep(_PAUSE)

    def _end(self, reason: str) -> None:
        if self._process.poll() is None and not self._reason:
            self._reason = reason
        self._kill()
