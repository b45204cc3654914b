"""Starts the processes of functions: limited ones, that reach the port of the emulator."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scaffold.rehearse.functions.live.processes import Process, Start
from scaffold.sandbox import Limits, Network, start

#: Less than this is not enough for an interpreter with its SDK, whatever is declared, in MB.
_MEMORY = 768
#: For a whole life: seconds of a processor, MB that are written to files, MB that are printed.
_PROCESSOR, _DISK, _PRINTED = 900, 512, 256


def limited(port: int, place: Path) -> Start:
    """Starts processes that may write below `place` only, each in a folder of its own, and reach this port only.

    They end with the emulator, whatever ends it and whatever they are busy with.
    """
    # The kernel ends them with the thread that started them, so that must be one that stays.
    starter = ThreadPoolExecutor(1)

    def begin(command: list[str], folder: Path, variables: Mapping[str, str], memory: int) -> Process:
        own = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=place))
        limits = Limits(
            seconds=None, memory=max(memory, _MEMORY), processor=_PROCESSOR, disk=_DISK, output=_PRINTED, processes=True
        )
        started = starter.submit(start, command, own, limits, Network.LOOPBACK, variables, ports=(port,), attached=True)
        return started.result()

    return begin
