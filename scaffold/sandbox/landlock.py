"""Which files and ports a process may use, held by Linux (Landlock): for it and all that it starts, for good."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

_CREATE: Final = 444
_ADD: Final = 445
_RESTRICT: Final = 446
_READ: Final = 1 << 0 | 1 << 2
_LIST: Final = 1 << 3
_WRITE_FILE: Final = 1 << 1
#: Of the rights, those that there are for a file.
_OF_FILES: Final = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
#: All rights, by the version that has them first.
_SINCE: Final = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP: Final = 1 << 0 | 1 << 1
_CONNECT: Final = 1 << 1
#: Abstract sockets and signals stay among processes that are held alike.
_SCOPES: Final = 1 << 0 | 1 << 1
_BENEATH: Final = 1
_PORT: Final = 2
#: Devices that hold nothing.
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full")
_SECRETS: Final = (
    ".aws",
    ".azure",
    ".bash_history",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".config/gcloud",
    ".config/gh",
    ".config/git/credentials",
    ".config/op",
    ".docker",
    ".git-credentials",
    ".gnupg",
    ".kube",
    ".local/share/keyrings",
    ".mozilla",
    ".netrc",
    ".npmrc",
    ".password-store",
    ".pgpass",
    ".pulumi/credentials.json",
    ".pypirc",
    ".ssh",
    ".terraform.d/credentials.tfrc.json",
    ".terraformrc",
    ".zsh_history",
)
_OF_THE_SYSTEM: Final = ("/etc/shadow", "/etc/gshadow", "/etc/ssl/private", "/run/secrets", "/var/run/docker.sock")


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("ports", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Port(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


@cache
def version() -> int:
    """The version of the kernel's Landlock, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(0, int(found))


def restrict(writable: Iterable[str], homes: Iterable[str], connect: bool, ports: Iterable[int]) -> None:
    """Hold this process from now on: it writes only below `writable`, reads no secrets of `homes`, and its TCP reaches
    nothing, or with `connect` these `ports` (all, where none is named). Raises `OSError`."""
    known = version()
    files = sum(rights for since, rights in _SINCE.items() if known >= since)
    limited = bool(connect) and not tuple(ports)
    tcp = (_TCP if not limited else 1) if known >= 4 else 0
    rules = _Rules(files, tcp, _SCOPES if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    held = _call(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    _allow(held, "/", files & _LIST)
    for path in readable("/", frozenset(secrets(homes))):
        _allow(held, path, files & _READ)
    for path in _DEVICES:
        _allow(held, path, files & (_READ | _WRITE_FILE))
    for path in writable:
        _allow(held, path, files)
    for port in ports if connect and tcp & _CONNECT else ():
        allowed = _Port(_CONNECT, port)
        _call(_ADD, held, _PORT, ctypes.byref(allowed), ctypes.c_uint32(0))
    _call(_RESTRICT, held, ctypes.c_uint32(0))
    os.close(held)


def secrets(homes: Iterable[str]) -> Iterator[str]:
    """The files and folders with secrets that there are."""
    for home in homes:
        yield from (os.path.realpath(path) for name in _SECRETS if os.path.lexists(path := os.path.join(home, name)))
    yield from (path for path in _OF_THE_SYSTEM if os.path.lexists(path))


def readable(folder: str, hidden: frozenset[str]) -> Iterator[str]:
    """The largest folders, and files, that have nothing hidden below them."""
    if folder in hidden:
        return
    if not any(Path(folder) in Path(path).parents for path in hidden):
        yield folder
        return
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)
        if not os.path.islink(path):
            yield from readable(path, hidden)


def _allow(held: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = _Beneath(rights if os.path.isdir(path) else rights & _OF_FILES, opened)
        _call(_ADD, held, _BENEATH, ctypes.byref(allowed), ctypes.c_uint32(0))
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    found = int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
    if found < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return found
