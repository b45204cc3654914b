"""Runs one command to its end, and its children with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

#: How long a suite may take, in seconds.
_PATIENCE = 900.0
#: How much of what it said is kept, in characters.
_TAIL = 8000


def call(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], patience: float = _PATIENCE
) -> tuple[int, str]:
    """The exit code of a command run in a folder, and the end of what it said. One that takes too long is ended, with
    a code that is not zero."""
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return 1, f"{command[0]} cannot be run in {folder.name}: {error.strerror or error}"
    late = ""
    try:
        said, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        late = f"\nended after {patience:g} s"
    finally:
        _end(process)
    if late:
        said, _ = process.communicate()
    return process.returncode or int(bool(late)), (said.decode("utf-8", "replace") + late)[-_TAIL:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and all that it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
