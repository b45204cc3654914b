"""The exceptions of the library's modules, and those of the host as the program's."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.values import ThrownError

#: By the host's exceptions, those of the program.
_FAULTS: dict[type, BuiltinClass] = {}


def exception_class(name: str, base: str, *, module: str, host: type | None = None) -> BuiltinClass:
    """A class of exceptions that extends a built-in one; `host` is the host's own that it stands for."""
    made = BuiltinClass(name, (ERRORS[base],), module=module)
    if host is not None:
        _FAULTS[host] = made
    return made


def thrown(given: Given, kind: BuiltinClass, *arguments: Any, **members: Any) -> ThrownError:
    """The exception to raise for an error of the program of this class."""
    made = given.machine.invoke(kind, arguments, {}, None, given.at)
    made.entries.update(members)
    return ThrownError(made, given.machine.position(given.at))


def fault(given: Given, error: Exception) -> Exception:
    """The program's error for one of the host."""
    for kind in type(error).__mro__:
        if kind in _FAULTS:
            return thrown(given, _FAULTS[kind], str(error))
    return given.fault(error)


def system_error(given: Given, kind: str, number: int, said: str, path: str) -> ThrownError:
    """What a failing call of the system raises."""
    return thrown(given, ERRORS[kind], number, said, path)


def missing(given: Given, path: str) -> ThrownError:
    """There is no such file."""
    return system_error(given, "FileNotFoundError", 2, "No such file or directory", path)
