"""Processes, run and measured one at a time; each is new, so that nothing is left from the one before."""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent


class WorkError(Exception):
    """The measured command did not do its work."""


@dataclass(frozen=True)
class Run:
    """One process: seconds from start to end, seconds of processor (children included), peak memory in MB."""

    wall: float
    cpu: float
    peak: float
    output: str = ""


@functools.cache
def _compiled() -> str:
    """Where Python keeps compiled modules, as it does for installed programs; gone when the benchmarks end."""
    folder = tempfile.TemporaryDirectory(prefix="scaffold-bench-compiled-")
    atexit.register(folder.cleanup)
    return folder.name


def run(
    command: Sequence[str | Path], folder: Path | None = None, accepted: tuple[int, ...] = (0,), quiet: bool = False
) -> Run:
    """Run a command to its end, `quiet` without what it says of errors.

    Raises `WorkError` where its exit code is none of the accepted ones.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {"PYTHONPATH": str(REPOSITORY), "PYTHONPYCACHEPREFIX": _compiled()}
    started = time.perf_counter()
    errors = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in accepted:
        raise WorkError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024, output)


@dataclass(frozen=True)
class Pass:
    """One way through a tree: seconds of the work itself, seconds of processor of its whole process, bytes read."""

    seconds: float
    cpu: float
    size: int

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.size / self.seconds / 1e6


def work(name: str, folder: Path, *arguments: str) -> Pass:
    """Run a function of `work.py`; its seconds are without starting Python and importing."""
    done = run([sys.executable, HERE / "work.py", name, folder, *arguments])
    result = json.loads(done.output)
    return Pass(result["seconds"], done.cpu, result["bytes"])


def scaffold(*arguments: str | Path, folder: Path | None = None, accepted: tuple[int, ...] = (0,)) -> Run:
    """Run the command line, by its console script where it is installed."""
    script = Path(sys.executable).with_name("scaffold")
    command: list[str | Path] = [script] if script.exists() else [sys.executable, "-m", "scaffold"]
    return run([*command, *arguments], folder, accepted)
