"""What this system has to hold a process with."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache
from typing import Final

from scaffold.sandbox import landlock, seccomp
from scaffold.sandbox.limits import Network

#: From which version on Landlock knows TCP ports, and signals.
_PORTS: Final = 4
_SIGNALS: Final = 6


@cache
def lacking(network: Network = Network.NONE) -> tuple[str, ...]:
    """What the system cannot keep a process with this network from, a sentence each: there only guards inside it do."""
    if not sys.platform.startswith("linux"):
        return (
            f"{platform.system() or 'This system'} has no means of its own to hold a process: only guards inside it do",
        )
    found = []
    version = landlock.version()
    if not version:
        found.append("The kernel has no Landlock: only guards inside the process keep it from writing elsewhere")
    if not seccomp.available():
        found.append("The kernel or processor has no filter for system calls: only guards keep it from the network")
    if version < _PORTS:
        found.append("The kernel cannot limit TCP to ports: only guards keep a process with a network to this machine")
    elif network is Network.LOOPBACK:
        found.append(
            "The kernel limits TCP to ports, not to a machine: only guards keep a process from those of others"
        )
    return tuple(found)


def may_signal() -> bool:
    """Whether the kernel itself keeps signals among sandboxed processes, so that they may send them."""
    return landlock.version() >= _SIGNALS


def libc() -> ctypes.CDLL:
    """The C library, for system calls that Python has no names for."""
    return ctypes.CDLL(None, use_errno=True)


def owner_is_root() -> bool:
    """Whether the process has all rights of the machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
