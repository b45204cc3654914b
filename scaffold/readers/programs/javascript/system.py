"""Modules of Node.js that ask the machine or run something: `os`, `child_process`, `net` and the like."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.javascript.general import GENERAL
from scaffold.readers.programs.javascript.native import Body, Given, Namespace, native, table
from scaffold.readers.programs.javascript.promises import promised
from scaffold.readers.programs.values import Machine


def _asks(reason: str) -> Body:
    return lambda given: given.unknown(reason)


_MACHINE = "this depends on the machine"
_UNKNOWN = (
    *("arch", "cpus", "freemem", "totalmem", "homedir", "hostname", "loadavg", "networkInterfaces", "release"),
    *("tmpdir", "uptime", "userInfo", "version", "machine", "availableParallelism"),
)
_OS: dict[str, Any] = {
    "EOL": "\n",
    "devNull": "/dev/null",
    **table({"platform": lambda _: "linux", "type": lambda _: "Linux", "endianness": lambda _: "LE"}, "os."),
    **{name: native(f"os.{name}", _asks(_MACHINE)) for name in _UNKNOWN},
}
OS = Namespace(_OS)
_OS["default"] = OS


class _Asking(Namespace):
    """A module whose functions all do what is not done here."""

    __slots__ = ("reason",)

    def __init__(self, names: str, reason: str) -> None:
        super().__init__({name: native(name, _asks(reason)) for name in names.split()})
        self.reason = reason

    def own(self, machine: Machine, name: Any, at: int) -> Any:
        """A function; the module itself as its default."""
        return self if name == "default" else super().own(machine, name, at)


CHILD_PROCESS = _Asking("exec execSync execFile execFileSync spawn spawnSync fork", "this runs a command")
NETWORK = _Asking(
    "get request createServer createConnection connect lookup resolve resolve4 resolve6 resolveTxt Agent",
    "this asks the network",
)
COMPRESSION = _Asking(
    "gzipSync gunzipSync deflateSync inflateSync brotliCompressSync brotliDecompressSync gzip gunzip", "this compresses"
)


def _later(given: Given) -> Any:
    return promised(given, given[1])


_TIMERS: dict[str, Any] = {
    **{name: GENERAL[name] for name in ("setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval")},
    "promises": Namespace(table({"setTimeout": _later, "setImmediate": lambda given: promised(given, given[0])})),
}
TIMERS = Namespace(_TIMERS)
TIMERS_PROMISES = _TIMERS["promises"]
