"""Which system calls a process may make, held by Linux (seccomp): for it and all that it starts, for good."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias

#: Of a filter: code, steps to skip where it is so, and where not, constant.
_Step: TypeAlias = tuple[int, int, int, int]
_LOAD: Final = 0x20
_IS: Final = 0x15
_HAS: Final = 0x45
_FROM: Final = 0x35
_ONLY: Final = 0x54
_RETURN: Final = 0x06
_ALLOWED: Final = 0x7FFF0000
_REFUSED: Final = 0x00050000
_NO_NEW_PRIVILEGES: Final = 38
_GET_SECCOMP: Final = 21
_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: The number on x86-64 and on 64-bit ARM, 0 where it has none.
_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "clone": (56, 220),
    "fork": (57, 0),
    "vfork": (58, 0),
    "clone3": (435, 435),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "fcntl": (72, 25),
    "prlimit64": (302, 261),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "io_uring_setup": (425, 425),
}
#: Calls that no handler has a use for: other processes, other sessions, the machine as a whole.
_NEVER: Final = (
    *((101, 117), (310, 270), (311, 271), (434, 434), (424, 424), (438, 438), (440, 440), (312, 272)),  # processes
    *((112, 157), (109, 154), (272, 97), (308, 268)),  # sessions and namespaces
    *((165, 40), (166, 39), (155, 41), (161, 51), (428, 428), (429, 429), (430, 430), (431, 431), (432, 432)),  # mounts
    *((433, 433), (442, 442), (303, 264), (304, 265), (179, 60), (163, 89), (167, 224), (168, 225)),
    *((321, 280), (298, 241), (250, 219), (248, 217), (249, 218), (323, 282), (426, 426), (427, 427)),  # the kernel's
    *((246, 104), (320, 294), (175, 105), (313, 273), (176, 106), (169, 142), (172, 0), (173, 0)),
    *((164, 170), (227, 112), (159, 171), (305, 266), (170, 161), (171, 162), (103, 116)),  # the machine's
    *((300, 262), (301, 263)),  # whole file systems that are watched
)
#: Modes, owners and times of files: nothing else keeps a process from those of files elsewhere. Said to be done.
_PRETENDED: Final = (
    *((90, 0), (91, 52), (268, 53), (452, 452), (92, 0), (94, 0), (93, 55), (260, 54)),
    *((132, 0), (235, 0), (261, 0), (280, 88)),
)
_ATTRIBUTES: Final = ("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr")
_THREAD: Final = 0x00010000
_NAMESPACES: Final = 0x7E020000
_STREAM: Final = 1
_FAST_OPEN: Final = 0x20000000
_LOCAL_FAMILIES: Final = (2, 10)
_ROUTES: Final = 16
#: Of `fcntl`: whom a file's signals go to, and which.
_SIGNALS_OF_FILES: Final = (8, 10, 15)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


@cache
def available() -> bool:
    """Whether this kernel and processor can be told which calls to refuse."""
    if not sys.platform.startswith("linux") or platform.machine() not in _ARCHITECTURES:
        return False
    return int(ctypes.CDLL(None, use_errno=True).prctl(_GET_SECCOMP, 0, 0, 0, 0)) >= 0


def restrict(loopback: bool, processes: bool, signals: bool) -> None:
    """Hold this process from now on. With `signals` it may send them (something else holds these), otherwise only to
    itself. Raises `OSError`."""
    steps = b"".join(struct.pack("HBBI", *step) for step in _filter(loopback, processes, signals))
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _filter(loopback: bool, processes: bool, signals: bool) -> Sequence[_Step]:
    machine = platform.machine()
    number = list(_ARCHITECTURES).index(machine)
    refused = _answer(errno.EPERM)
    steps: list[_Step] = [
        (_LOAD, 0, 0, 4),
        (_IS, 1, 0, _ARCHITECTURES[machine]),
        refused,
        (_LOAD, 0, 0, 0),
        (_FROM, 0, 1, 0x40000000),
        _answer(errno.ENOSYS),
    ]
    for numbers in _NEVER:
        steps += _on(numbers[number], [refused])
    for numbers in _PRETENDED:
        steps += _on(numbers[number], [_answer(0)])
    for name, body in _rules(loopback, processes, signals).items():
        steps += _on(_NUMBERS[name][number], body)
    return [*steps, (_RETURN, 0, 0, _ALLOWED)]


def _rules(loopback: bool, processes: bool, signals: bool) -> Mapping[str, Sequence[_Step]]:
    """What becomes of each call: steps that end with an answer."""
    refused, allowed = _answer(errno.EPERM), (_RETURN, 0, 0, _ALLOWED)
    thread, apart = _with_bits(0, _THREAD), _with_bits(0, _NAMESPACES)
    rules = {
        "socket": _sockets(loopback),
        "sendto": [*_with_bits(3, _FAST_OPEN), refused, allowed],
        "sendmsg": [*_with_bits(2, _FAST_OPEN), refused, allowed],
        "sendmmsg": [*_with_bits(3, _FAST_OPEN), refused, allowed],
        "clone": [*apart, refused, allowed] if processes else [*thread, allowed, refused],
        "fcntl": _among(1, _SIGNALS_OF_FILES, refused, allowed),
        "prlimit64": _among(0, [os.getpid(), 0], allowed, refused),
        **{name: [_answer(errno.ENOSYS)] for name in ("clone3", "io_uring_setup")},
        **{name: [_answer(errno.EOPNOTSUPP)] for name in _ATTRIBUTES},
    }
    never = ["bind", "listen", *([] if loopback else ["connect"]), *([] if processes else ["fork", "vfork"])]
    to_itself = {
        **{name: _among(0, [os.getpid(), 0], allowed, refused) for name in ("kill", "tkill", "tgkill")},
        **{name: _among(0, [os.getpid()], allowed, refused) for name in ("rt_sigqueueinfo", "rt_tgsigqueueinfo")},
    }
    return {**rules, **{name: [refused] for name in never}, **({} if signals else to_itself)}


def _sockets(loopback: bool) -> Sequence[_Step]:
    """Routes may be asked for (as for the names of network cards); of the rest only TCP, and that only for loopback."""
    refused, allowed = _answer(errno.EACCES), (_RETURN, 0, 0, _ALLOWED)
    routes = [(_IS, 0, 1, _ROUTES), allowed]
    if not loopback:
        return [_argument(0), *routes, refused]
    streams = [_argument(1), (_ONLY, 0, 0, 0xF), (_IS, 0, 1, _STREAM), allowed, refused]
    families = [(_IS, len(_LOCAL_FAMILIES) - at, 0, family) for at, family in enumerate(_LOCAL_FAMILIES)]
    return [_argument(0), *routes, *families, refused, *streams]


def _among(argument: int, values: Iterable[int], there: _Step, otherwise: _Step) -> list[_Step]:
    listed = [step for value in values for step in ((_IS, 0, 1, value), there)]
    return [_argument(argument), *listed, otherwise]


def _with_bits(argument: int, bits: int) -> list[_Step]:
    """The next step is for arguments that have one of these, the one after it for others."""
    return [_argument(argument), (_HAS, 0, 1, bits)]


def _on(number: int, body: Sequence[_Step]) -> list[_Step]:
    return [(_IS, 0, len(body), number), *body] if number else []


def _argument(at: int) -> _Step:
    return (_LOAD, 0, 0, 16 + 8 * at)


def _answer(code: int) -> _Step:
    return (_RETURN, 0, 0, _REFUSED | code)
