"""The modules `io` and `csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import Steps
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.faults import exception_class, fault
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import Array, Object

# io


def _text_set_up(given: Given, initial_value: Any = "", newline: Any = None) -> None:
    del newline
    given.this.entries.update({"%text": initial_value, "%at": 0})


def _bytes_set_up(given: Given, initial_bytes: Any = b"") -> None:
    given.this.entries.update({"%text": initial_bytes, "%at": 0})


def _write(given: Given, s: Any) -> Any:
    own = given.this.entries
    whole = own["%text"]
    if isinstance(whole, bytes):
        own["%text"] = whole + given.known(s)
    elif own["%at"] and isinstance(whole, str) and own["%at"] < len(whole):
        text = given.known(s)
        own["%text"] = whole[: own["%at"]] + text + whole[own["%at"] + len(text) :]
    else:
        own["%text"] = given.machine.join([whole, s], given.at)
    known = given.machine.concrete(s)
    own["%at"] += len(known) if isinstance(known, str | bytes) else 0
    return len(known) if isinstance(known, str | bytes) else given.unknown("how long this text is is not known")


def _rest(given: Given) -> Any:
    own = given.this.entries
    return given.known(own["%text"])[own["%at"] :]


def _read(given: Given, size: Any = -1) -> Any:
    own = given.this.entries
    if own["%at"] == 0 and size == -1 and not isinstance(own["%text"], str | bytes):
        return own["%text"]
    found = _rest(given) if size in (-1, None) else _rest(given)[: given.known(size)]
    own["%at"] += len(found)
    return found


def _lines(given: Given) -> Iterator[Any]:
    while True:
        found = _rest(given)
        if not found:
            return
        end = found.find("\n" if isinstance(found, str) else b"\n")
        line = found if end < 0 else found[: end + 1]
        given.this.entries["%at"] += len(line)
        given.machine.spend()
        yield line


def _line(given: Given) -> Any:
    return next(_lines(given), _rest(given))


def _seek(given: Given, offset: Any, whence: Any = 0) -> int:
    own = given.this.entries
    size = len(given.known(own["%text"]))
    own["%at"] = {0: 0, 1: own["%at"], 2: size}[given.known(whence)] + given.known(offset)
    return int(own["%at"])


def _nothing(given: Given, *arguments: Any) -> None:
    del given, arguments


_METHODS = methods(
    {
        "write": _write,
        "writelines": lambda given, lines: [_write(given, line) for line in given.items(lines)] and None,
        "read": _read,
        "readline": _line,
        "readlines": lambda given: Array(list(_lines(given))),
        "getvalue": lambda given: given.this.entries["%text"],
        "seek": _seek,
        "tell": lambda given: given.this.entries["%at"],
        "close": _nothing,
        "flush": _nothing,
        "__iter__": lambda given: Steps(_lines(given), "iterator"),
        "__enter__": lambda given: given.this,
        "__exit__": _nothing,
    }
)
STRING_IO = BuiltinClass("StringIO", members={**_METHODS, **methods({"__init__": _text_set_up})}, module="_io")
BYTES_IO = BuiltinClass("BytesIO", members={**_METHODS, **methods({"__init__": _bytes_set_up})}, module="_io")
IO = Module("io", {"StringIO": STRING_IO, "BytesIO": BYTES_IO}, asking("this part of io is not known here"))

# csv

ERROR = exception_class("Error", "Exception", module="_csv", host=csv.Error)
_OPTIONS = "dialect delimiter quotechar escapechar doublequote skipinitialspace lineterminator quoting strict"


def _options(given: Given, named: dict[str, Any]) -> dict[str, Any]:
    known = {name: given.known(value) for name, value in named.items()}
    wrong = next((name for name in known if name not in _OPTIONS.split()), "")
    if wrong:
        raise given.error(f"this function got an unexpected keyword argument '{wrong}'")
    return known


def _rows(given: Given, csvfile: Any, dialect: Any, named: dict[str, Any]) -> Iterator[list[str]]:
    lines = [given.text(line) for line in given.items(csvfile)]
    try:
        yield from csv.reader(lines, given.known(dialect), **_options(given, named))
    except csv.Error as error:
        raise fault(given, error) from None


def _reader(given: Given, csvfile: Any, dialect: Any = "excel", **named: Any) -> Steps:
    return Steps((Array(list(row)) for row in _rows(given, csvfile, dialect, named)), "reader")


def _dict_reader(
    given: Given,
    f: Any,
    fieldnames: Any = None,
    restkey: Any = None,
    restval: Any = None,
    dialect: Any = "excel",
    **named: Any,
) -> Steps:
    rows = _rows(given, f, dialect, named)
    names: Sequence[Any] = next(rows, []) if fieldnames is None else given.items(fieldnames)

    def entries() -> Iterator[Object]:
        for row in rows:
            if not row:
                continue
            found = dict(zip(names, row, strict=False))
            found.update(dict.fromkeys(names[len(row) :], restval))
            if len(row) > len(names):
                found[restkey] = Array(list(row[len(names) :]))
            yield Object(found)

    return Steps(entries(), "DictReader")


def _writer(given: Given, csvfile: Any, dialect: Any = "excel", **named: Any) -> Object:
    options = {"dialect": given.known(dialect), **_options(given, named)}
    return Object({"%file": csvfile, "%options": Object(dict(options))}, WRITER)


class _Line:
    """Takes what the host writes."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keep it."""
        self.text += text


def _write_row(given: Given, row: Any) -> Any:
    line, own = _Line(), given.this.entries
    csv.writer(line, **own["%options"].entries).writerow([given.known(item) for item in given.items(row)])
    return given.machine.invoke_method(own["%file"], "write", (line.text,), {}, given.at)


WRITER = BuiltinClass(
    "writer",
    members=methods(
        {
            "writerow": _write_row,
            "writerows": lambda given, rows: [_write_row(given, row) for row in given.items(rows)] and None,
        }
    ),
    module="_csv",
)
CSV = Module(
    "csv",
    {
        **functions({"reader": _reader, "DictReader": _dict_reader, "writer": _writer}),
        **{name: getattr(csv, name) for name in ("QUOTE_ALL", "QUOTE_MINIMAL", "QUOTE_NONE", "QUOTE_NONNUMERIC")},
        "Error": ERROR,
    },
    asking("this part of csv is not known here"),
)
