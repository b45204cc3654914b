"""A program of its own: holds its own process as it is told, then becomes the program that is to be held.

It is called with one text of JSON: `command`, `environment`, `folder`, `writable`, `homes`, `loopback`, `ports`,
`processes`, `attached` (whose end is its own: a process, or 0), and `limits` (`memory` and `file` in bytes, `processor`
in seconds). Raises `OSError` where the kernel has a means and refuses it: better no run than one without it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import Any, Final

from scaffold.sandbox import landlock, means, seccomp

_DIE_WITH_PARENT: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
_DROP: Final = 24
#: Rights over files of others are of no use where Landlock holds; all else of root's goes.
_KEPT_RIGHTS: Final = (1, 2)
_LAST_RIGHT: Final = 63
_VERSION_OF_RIGHTS: Final = 0x20080522
_FILES: Final = 1024
#: What shells end with where a program is not there.
_NOT_FOUND: Final = 127


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def main(text: str) -> None:
    """Hold this process, then become the command."""
    settings = json.loads(text)
    _limit(settings)
    if sys.platform.startswith("linux"):
        _hold(settings)
    command = settings["command"]
    try:
        os.execvpe(command[0], command, settings["environment"])
    except OSError as error:
        os.write(2, f"{command[0]} cannot be started: {error.strerror}".encode())
        os._exit(_NOT_FOUND)


def _limit(settings: dict[str, Any]) -> None:
    try:
        import resource
    except ImportError:
        return
    limits = settings["limits"]
    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CPU, limits["processor"]),
        *([(resource.RLIMIT_DATA, limits["memory"])] if sys.platform.startswith("linux") else []),
    ]
    for which, value in wanted:
        highest = resource.getrlimit(which)[1]
        value = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(which, (value, value))


def _hold(settings: dict[str, Any]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if settings["attached"]:
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != settings["attached"]:  # it ended before the kernel was told
            os._exit(_NOT_FOUND)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if means.owner_is_root():
        _drop_rights(libc)
    if landlock.version():
        landlock.restrict(settings["writable"], settings["homes"], settings["loopback"], settings["ports"])
    if seccomp.available():
        seccomp.restrict(settings["loopback"], settings["processes"], settings["processes"] and means.may_signal())


def _drop_rights(libc: ctypes.CDLL) -> None:
    for right in range(_LAST_RIGHT + 1):
        if right not in _KEPT_RIGHTS:
            libc.prctl(_DROP, right, 0, 0, 0)
    kept = sum(1 << right for right in _KEPT_RIGHTS)
    rights = (_Rights * 2)(_Rights(kept, kept, 0), _Rights(0, 0, 0))
    libc.capset(ctypes.byref(_Header(_VERSION_OF_RIGHTS, 0)), ctypes.byref(rights))
