"""What a process and all that it started use, as the system tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from scaffold.sandbox.limits import Limits

_MEGABYTE: Final = 1_000_000
_PROCESSES: Final = Path("/proc")
#: A folder with more in it counts as too much, whatever is in there.
_MOST_FILES: Final = 20_000


def exceeded(process: int, folder: Path, limits: Limits) -> str:
    """Which limit the processes of a group go beyond: `memory`, `threads`, `disk`, or nothing."""
    memory, threads = 0, 0
    for one in _group(process, alone=not limits.processes):
        with suppress(OSError, ValueError, IndexError):
            fields = dict(line.split(":", 1) for line in (one / "status").read_text().splitlines() if ":" in line)
            memory += int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
            threads += int(fields.get("Threads", "0"))
    if memory > limits.memory * _MEGABYTE:
        return "memory"
    if threads > limits.threads:
        return "threads"
    return "disk" if _too_large(folder, limits.disk * _MEGABYTE) else ""


def _group(process: int, alone: bool) -> Iterator[Path]:
    if alone or not _PROCESSES.is_dir():
        yield _PROCESSES / str(process)
        return
    for path in _PROCESSES.iterdir():
        with suppress(OSError, ValueError):
            if path.name.isdigit() and os.getpgid(int(path.name)) == process:
                yield path


def _too_large(folder: Path, most: int) -> bool:
    size = files = 0
    waiting = [os.fspath(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                files += 1
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    size += getattr(found, "st_blocks", 0) * 512
                if size > most or files > _MOST_FILES:
                    return True
    return False
