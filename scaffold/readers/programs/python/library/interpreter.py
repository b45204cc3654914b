"""The modules about the interpreter and what a program says: `sys`, `logging`, `warnings`, `time`, ..."""

from __future__ import annotations

import logging
from typing import Any

from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.errors import ERRORS, EXITING
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.contexts import Manager
from scaffold.readers.programs.python.library.faults import thrown
from scaffold.readers.programs.python.native import Given, Module, functions
from scaffold.readers.programs.values import INNER, UNDEFINED, Array, Machine, NativeFunction, Object

_MACHINE = "this depends on the machine"


def _nothing(given: Given, *arguments: Any, **keywords: Any) -> None:
    del given, arguments, keywords


class Silent(Native):
    """What a program tells things that are nowhere seen: a logger, a stream. All it does gives nothing."""

    __slots__ = ("name", "own_kind")

    def __init__(self, name: str, kind: BuiltinClass) -> None:
        self.name, self.own_kind = name, kind

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return self.own_kind

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """A method that does nothing."""
        del machine, at
        if name == "name":
            return self.name
        if name in ("getChild", "parent", "root"):
            return self if name != "getChild" else functions({name: lambda *_: self})[name]
        if name in ("level", "handlers", "filters"):
            return 0 if name == "level" else Array()
        if name in ("isatty", "isEnabledFor", "hasHandlers", "writable"):
            return functions({name: lambda *_: False})[name]
        return UNDEFINED if name.startswith("__") else functions({name: _nothing})[name]

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Nothing."""


# sys


def _exit(given: Given, status: Any = None, /) -> Any:
    raise thrown(given, ERRORS[EXITING], *([] if status is None else [status]))


_VERSION = BuiltinClass("version_info", module="sys")
_STREAM = BuiltinClass("TextIOWrapper", module="_io")
_LOGGER = BuiltinClass("Logger", module="logging")


def _version() -> Object:
    parts = {"major": 3, "minor": 12, "micro": 0, "releaselevel": "final", "serial": 0}
    return Object({**parts, INNER: Array(list(parts.values()), fixed=True)}, _VERSION)


def make_sys(machine: Machine) -> Module:
    """The module `sys` of one evaluation."""
    here = working_folder(machine.files)
    found: dict[str, Any] = {
        "argv": Array([f"{here}/__main__.py", *machine.arguments]),
        "path": Array([here]),
        "version_info": _version(),
        "maxsize": 2**63 - 1,
        "byteorder": "little",
        "dont_write_bytecode": True,
        **{name: Silent(name, _STREAM) for name in ("stdout", "stderr", "__stdout__", "__stderr__")},
        **functions(
            {
                "exit": _exit,
                "getrecursionlimit": lambda _: 1000,
                "setrecursionlimit": _nothing,
                "getdefaultencoding": lambda _: "utf-8",
                "intern": lambda given, string: string,  # noqa: ARG005
                "exc_info": lambda _: Array([None, None, None], fixed=True),
            }
        ),
    }
    return Module("sys", found, asking(_MACHINE))


# logging, warnings


_LEVELS = ("CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "NOTSET")
_SAYING = (
    "basicConfig debug info warning warn error critical exception log disable addLevelName captureWarnings shutdown "
    "setLoggerClass"
)
_HANDLERS = "Handler StreamHandler FileHandler NullHandler Formatter Filter LoggerAdapter"


def _silent(name: str) -> NativeFunction:
    return functions({name: lambda given, *_, **__: Silent(name, _LOGGER)})[name]  # noqa: ARG005


LOGGING = Module(
    "logging",
    {
        **{name: getattr(logging, name) for name in _LEVELS},
        **functions(dict.fromkeys(_SAYING.split(), _nothing)),
        **functions({"getLogger": lambda given, name="root": Silent(str(name), _LOGGER)}),  # noqa: ARG005
        **functions({"getLevelName": lambda given, level: given.host(logging.getLevelName, given.known(level))}),
        **{name: _silent(name) for name in _HANDLERS.split()},
        "Logger": _LOGGER,
        "root": Silent("root", _LOGGER),
        **{
            name: Module(f"logging.{name}", {}, lambda _: functions({"nothing": _silent_of})["nothing"])
            for name in ("handlers", "config")
        },
    },
    asking("this part of logging is not known here"),
)


def _silent_of(given: Given, *arguments: Any, **keywords: Any) -> Silent:
    del given, arguments, keywords
    return Silent("handler", _LOGGER)


def _catching(given: Given, **options: Any) -> Manager:
    del given, options
    return Manager("catch_warnings", lambda machine, body, at: body(Array()))  # noqa: ARG005


WARNINGS = Module(
    "warnings",
    {
        **functions(dict.fromkeys(("warn", "warn_explicit", "filterwarnings", "simplefilter"), _nothing)),
        **functions({"resetwarnings": _nothing, "catch_warnings": _catching}),
    },
)
TRACEBACK = Module(
    "traceback",
    functions(dict.fromkeys(("print_exc", "print_stack", "print_exception", "print_tb"), _nothing)),
    asking("this is the text of where the program is"),
)
TIME = Module("time", functions({"sleep": _nothing, "tzset": _nothing}), asking("this depends on the time"))
ATEXIT = Module("atexit", functions({"register": lambda given, func, *_, **__: func, "unregister": _nothing}))  # noqa: ARG005
DOTENV = Module("dotenv", functions({"load_dotenv": _nothing}), asking(_MACHINE))
FUTURE = Module("__future__", {}, lambda name: None if not name.startswith("__") else UNDEFINED)
