"""`open`: files of the project can be read; what is written is nowhere kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError, bounded_text
from scaffold.readers.programs.python.classes import OBJECT, BuiltinClass
from scaffold.readers.programs.python.kinds import Native, Steps
from scaffold.readers.programs.python.library.places import content, path_text
from scaffold.readers.programs.python.native import Given, methods
from scaffold.readers.programs.python.numbers import whole
from scaffold.readers.programs.values import UNDEFINED, Array, Machine

FILE = BuiltinClass("TextIOWrapper", (OBJECT,), module="_io")


class FileValue(Native):
    """An open file. `data` is what is left to read, `None` for one that is written."""

    __slots__ = ("closed", "data", "empty", "name", "place")

    def __init__(self, name: str, data: str | bytes | None, *, binary: bool = False) -> None:
        self.name, self.data, self.place, self.closed = name, data, 0, False
        self.empty: Any = b"" if binary else ""

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return FILE

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What is known of it."""
        del machine, at
        return getattr(self, name) if name in ("name", "closed") else UNDEFINED

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Its lines that are not read yet."""
        return list(lines(Given(machine, self, at)))

    def around(self, machine: Machine, body: Callable[[Any], Any], at: int) -> Any:
        """Open while the body runs."""
        del machine, at
        try:
            return body(self)
        finally:
            self.closed = True


def _rest(given: Given) -> Any:
    own: FileValue = given.this
    if own.closed:
        raise given.error("I/O operation on closed file.", "ValueError")
    if own.data is None:
        raise NotKnownError("what is written to a file is not kept")
    return own.data[own.place :]


def _read(given: Given, size: Any = -1, /) -> Any:
    rest = _rest(given)
    count = -1 if size is None else whole(given, size)
    found = rest if count < 0 else rest[:count]
    given.this.place += len(found)
    bounded_text(given.machine, len(found))
    return found


def _line(given: Given, size: Any = -1, /) -> Any:
    del size
    return next(lines(given), given.this.empty)


def lines(given: Given) -> Iterator[Any]:
    """The lines that are not read yet; each is read when it is taken."""
    rest = _rest(given)
    end = b"\n" if isinstance(rest, bytes) else "\n"
    while rest:
        line, sign, rest = rest.partition(end)
        given.this.place += len(line) + len(sign)
        given.machine.spend()
        yield line + sign


def _all_lines(given: Given, hint: Any = -1, /) -> Array:
    del hint
    return Array(list(lines(given)))


def _seek(given: Given, offset: Any, whence: Any = 0, /) -> int:
    own: FileValue = given.this
    rest = _rest(given)
    base = (0, own.place, own.place + len(rest))[whole(given, whence) % 3]
    own.place = max(0, base + whole(given, offset))
    return own.place


def _write(given: Given, text: Any, /) -> Any:
    """Nothing is written: reading a project changes nothing."""
    return len(text) if isinstance(text, str | bytes) else given.unknown("its length is not known")


def _write_lines(given: Given, lines: Any, /) -> None:
    del given, lines


def _close(given: Given) -> None:
    given.this.closed = True


def _enter(given: Given) -> Any:
    return given.this


def _exit(given: Given, /, *error: Any) -> None:
    del error
    given.this.closed = True


FILE.members.update(
    methods(
        {
            "read": _read,
            "readline": _line,
            "readlines": _all_lines,
            "seek": _seek,
            "tell": lambda given: given.this.place,
            "write": _write,
            "writelines": _write_lines,
            "flush": lambda _: None,
            "close": _close,
            "readable": lambda given: given.this.data is not None,
            "writable": lambda given: given.this.data is None,
            "__enter__": _enter,
            "__exit__": _exit,
            "__iter__": lambda given: Steps(lines(given)),
        }
    )
)


def open_file(
    given: Given,
    file: Any,
    mode: Any = "r",
    buffering: Any = -1,
    encoding: Any = None,
    errors: Any = None,
    newline: Any = None,
    closefd: Any = True,
    opener: Any = None,
) -> FileValue:
    """`open(file, mode)`."""
    del buffering, newline, closefd, opener
    path, how = path_text(given, file), given.known(mode)
    if not isinstance(how, str) or not set(how) <= set("rwxabt+") or len(set(how) & set("rwxa")) != 1:
        raise given.error(f"invalid mode: {how!r}", "ValueError")
    binary = "b" in how
    if set(how) & set("wxa"):
        return FileValue(path, None, binary=binary)
    data = content(given, path)
    if binary:
        return FileValue(path, data, binary=True)
    spelled = given.known(encoding) or "utf-8"
    text = given.host(data.decode, spelled, given.known(errors) or "strict")
    return FileValue(path, text.replace("\r\n", "\n").replace("\r", "\n"))
