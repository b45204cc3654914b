"""`str` and `bytes`: what makes them, and their methods."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import bounded_text
from scaffold.readers.programs.python.classes import BYTEARRAY, BYTES, STR, wrapped
from scaffold.readers.programs.python.delegating import Bound, hosted_methods
from scaffold.readers.programs.python.formatting import format_text
from scaffold.readers.programs.python.hosting import from_host, to_host
from scaffold.readers.programs.python.items import is_iterable
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given, method, native
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Symbol

#: What values call the methods that other languages have under other names.
_CALLED = {
    "lower": "toLowerCase",
    "upper": "toUpperCase",
    "strip": "trim",
    "lstrip": "trimStart",
    "rstrip": "trimEnd",
    "startswith": "startsWith",
    "endswith": "endsWith",
    "find": "indexOf",
    "rfind": "lastIndexOf",
    "replace": "replaceAll",
}
_BOTH = (
    "capitalize center count endswith expandtabs find index isalnum isalpha isascii isdigit islower isspace istitle "
    "isupper ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit "
    "rstrip split splitlines startswith strip swapcase title translate upper zfill"
)
_TEXT_ONLY = "casefold isdecimal isidentifier isnumeric isprintable"


def _wide(given: Given, plain: list[Any]) -> None:
    """The width that a text is filled up to."""
    if len(plain) > 1 and isinstance(plain[1], int):
        bounded_text(given.machine, plain[1])


def _tabs(given: Given, plain: list[Any]) -> None:
    size = plain[1] if len(plain) > 1 and isinstance(plain[1], int) else 8
    tab = "\t" if isinstance(plain[0], str) else b"\t"
    bounded_text(given.machine, plain[0].count(tab) * size)


def _replaced(given: Given, plain: list[Any]) -> None:
    if len(plain) > 2 and all(type(part) is type(plain[0]) for part in plain[:3]):
        bounded_text(given.machine, len(plain[0]) + plain[0].count(plain[1]) * len(plain[2]))


def _translated(given: Given, plain: list[Any]) -> None:
    table = plain[1] if len(plain) > 1 and isinstance(plain[1], dict) else {}
    longest = max((len(part) for part in table.values() if isinstance(part, str)), default=1)
    bounded_text(given.machine, len(plain[0]) * max(longest, 1))


_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _wide),
    "expandtabs": _tabs,
    "replace": _replaced,
    "translate": _translated,
}


def _make_text(given: Given, cls: Any, object: Any = "", encoding: Any = MISSING, errors: Any = "strict") -> Any:
    if encoding is MISSING:
        return wrapped(cls, STR, given.machine.text(object, given.at))
    if isinstance(object, str):
        raise given.error("decoding str is not supported")
    return wrapped(cls, STR, _decoded(given, object, encoding, errors))


def _recoded(given: Given, value: Any, work: Any, encoding: Any, errors: Any) -> Any:
    """A text as bytes or bytes as text: of a symbol it is the same value, written in another way."""
    encoding, errors = given.known(encoding), given.known(errors)
    if isinstance(value, Symbol):
        found = MISSING if value.concrete is MISSING else _recoded(given, value.concrete, work, encoding, errors)
        return Symbol(value.value, found)
    plain = inner(value)
    if not isinstance(plain, str if work is str.encode else bytes):
        raise given.error(f"decoding to str: need a bytes-like object, {type_name(value)} found")
    return given.host(work, plain, to_host(given.machine, encoding), to_host(given.machine, errors))


def _decoded(given: Given, value: Any, encoding: Any, errors: Any) -> Any:
    return _recoded(given, value, bytes.decode, encoding, errors)


def _format(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
    return format_text(given.machine, given.text(given.this), arguments, keywords, given.at)


def _format_map(given: Given, mapping: Any, /) -> Any:
    return format_text(given.machine, given.text(given.this), None, mapping, given.at)


def _join(given: Given, iterable: Any, /) -> Any:
    machine, separator = given.machine, given.this
    if not is_iterable(machine, iterable, given.at):
        raise given.error("can only join an iterable")
    items = machine.iterate(iterable, given.at)
    if items is None:
        return Symbol(Call("join", machine.operands(iterable, separator)))
    parts: list[Any] = []
    length = 0
    for place, item in enumerate(items):
        plain = inner(item)
        if isinstance(plain, Symbol) and (plain.concrete is MISSING or isinstance(inner(plain.concrete), str)):
            plain = machine.text(plain, given.at)
        elif not isinstance(plain, str):
            raise given.error(f"sequence item {place}: expected str instance, {type_name(item)} found")
        parts += [separator, plain] if place else [plain]
        length += len(plain) if isinstance(plain, str) else 0
    bounded_text(machine, length)
    machine.spend(len(parts) // 16)
    return machine.join([inner(part) for part in parts], given.at)


def _translation(given: Given, /, *tables: Any) -> Any:
    return from_host(given.host(str.maketrans, *(to_host(given.machine, given.known(table)) for table in tables)))


def _encode(given: Given, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    return _recoded(given, given.this, str.encode, encoding, errors)


def _decode(given: Given, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    return _decoded(given, given.this, encoding, errors)


STR.make = _make_text
STR.members.update(
    {
        **hosted_methods(str, f"{_BOTH} {_TEXT_ONLY}", _CALLED, _BOUNDS),
        "encode": method("encode", _encode, whole=True),
        "format": method("format", _format),
        "format_map": method("format_map", _format_map),
        "join": method("join", _join),
        "maketrans": native("maketrans", _translation),
    }
)


def _make_bytes(given: Given, cls: Any, source: Any = b"", encoding: Any = MISSING, errors: Any = "strict") -> Any:
    if isinstance(inner(source), str | Symbol):
        if encoding is MISSING and not isinstance(source, Symbol):
            raise given.error("string argument without an encoding")
        return wrapped(
            cls, BYTES, _recoded(given, source, str.encode, "utf-8" if encoding is MISSING else encoding, errors)
        )
    plain = to_host(given.machine, source)
    if isinstance(plain, int):
        bounded_text(given.machine, plain)
    return wrapped(cls, BYTES, given.host(bytes, plain))


def _from_hex(given: Given, string: Any, /) -> Any:
    return given.host(bytes.fromhex, to_host(given.machine, given.known(string)))


def _join_bytes(given: Given, iterable: Any, /) -> Any:
    parts = [to_host(given.machine, item) for item in given.items(iterable)]
    bounded_text(given.machine, sum(len(part) for part in parts if isinstance(part, bytes)))
    return given.host(bytes.join, to_host(given.machine, given.this), parts)


def _make_bytearray(given: Given, cls: Any, /, *arguments: Any) -> Any:
    del arguments, cls
    return given.unknown("bytes that change are not known here")


BYTES.make = _make_bytes
BYTEARRAY.make = _make_bytearray
BYTES.members.update(
    {
        **hosted_methods(bytes, f"{_BOTH} hex", _CALLED, _BOUNDS),
        "decode": method("decode", _decode, whole=True),
        "join": method("join", _join_bytes),
        "fromhex": native("bytes.fromhex", _from_hex),
    }
)
