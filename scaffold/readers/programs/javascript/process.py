"""`process`: the environment that the platform gives, and as little else as can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.programs.javascript.kinds import Native
from scaffold.readers.programs.javascript.native import Given, native, table
from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.values import ROOT, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol

_SET = "variables that are set"


class Environment(Native):
    """`process.env`. What the program sets itself is read again; `Object` members of it are not known."""

    __slots__ = ()

    kind: ClassVar[str] = "Object"

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """The variable that the platform gives."""
        return machine.platform.environment(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Nothing that can be read again."""


class Process(Native):
    """`process`."""

    __slots__ = ()

    kind: ClassVar[str] = "process"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}
    fixed: ClassVar[Mapping[str, Any]] = {
        "env": Environment(),
        "platform": "linux",
        "arch": "x64",
        "version": "v20.0.0",
        "pid": Symbol(value=None),
        "exitCode": UNDEFINED,
        "argv0": "node",
    }

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """A member that is no method."""
        if name in ("argv", "execArgv"):
            return Array(["node", f"{ROOT}/index.js", *machine.arguments] if name == "argv" else [])
        if name == "versions":
            return Object({"node": "20.0.0"})
        if name in ("pid", "version", "versions", "stdout", "stderr", "memoryUsage"):
            return machine.unknown("this depends on the process", at)
        return self.fixed.get(name, super().own(machine, name, at))


def _exit(given: Given) -> Any:
    raise given.error("the program ends itself with process.exit", "Error")


def _next(given: Given) -> Any:
    given.call(given.function(0), *given.arguments[1:])
    return UNDEFINED


_NOTHING = native("on", lambda given: given.this)
Process.methods = {
    **table(
        {
            "cwd": lambda given: working_folder(given.machine.files),
            "exit": _exit,
            "nextTick": _next,
            "hrtime": lambda given: given.unknown("this depends on the time"),
            "uptime": lambda given: given.unknown("this depends on the time"),
            "emitWarning": lambda _: UNDEFINED,
        }
    ),
    **dict.fromkeys(("on", "once", "off", "addListener", "removeListener"), _NOTHING),
}
PROCESS = Process()
