"""`Buffer`, `Uint8Array`, `TextEncoder` and `TextDecoder`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError, bounded_items, bounded_text
from scaffold.readers.programs.javascript.coerce import elements, to_number
from scaffold.readers.programs.javascript.kinds import Native
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Steps, native, table
from scaffold.readers.programs.javascript.numbers import to_uint32
from scaffold.readers.programs.javascript.texts import units, well_formed, whole
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol

_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def to_bytes(given: Given, text: str, encoding: str) -> bytes:
    """A text in an encoding as bytes. Raises the program's TypeError for an encoding that there is not."""
    kind = _kind(given, encoding)
    if kind == "hex":
        digits = re.match(r"(?:[0-9A-Fa-f]{2})*", text)
        return bytes.fromhex(digits[0] if digits else "")
    if kind in ("base64", "base64url"):
        return from_base64(text)
    if kind == "latin1":
        return bytes(ord(sign) & 0xFF for sign in units(text))
    if kind == "utf16le":
        return whole(text).encode("utf-16-le", "surrogatepass")
    return well_formed(text).encode()


def from_base64(text: str) -> bytes:
    """The bytes that a text in base64 says, as forgiving as the runtime."""
    digits = _NOT_BASE64.sub("", text.replace("-", "+").replace("_", "/").partition("=")[0])
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error:
        return b""


def from_bytes(given: Given, data: bytes, encoding: str) -> str:
    """Bytes as text in an encoding."""
    kind = _kind(given, encoding)
    if kind == "hex":
        return data.hex()
    if kind == "base64":
        return base64.b64encode(data).decode()
    if kind == "base64url":
        return base64.urlsafe_b64encode(data).decode().rstrip("=")
    if kind == "latin1":
        return bytes(byte & 0x7F for byte in data).decode("latin-1") if encoding == "ascii" else data.decode("latin-1")
    if kind == "utf16le":
        return data[: len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")
    return data.decode(errors="replace")


def _kind(given: Given, encoding: str) -> str:
    name = encoding.lower()
    kinds = {"utf-8": "utf8", "binary": "latin1", "ascii": "latin1", "ucs2": "utf16le", "utf-16le": "utf16le"}
    name = kinds.get(name, name)
    if name not in ("utf8", "hex", "base64", "base64url", "latin1", "utf16le"):
        raise given.error(f"Unknown encoding: {encoding}")
    return name


class Bytes(Native):
    """Bytes: a `Buffer`, or (`plain`) a `Uint8Array`. With `source`, they are those of a text that is this symbol;
    where nothing is taken for it there are none."""

    __slots__ = ("data", "plain", "source")

    kind: ClassVar[str] = "Uint8Array"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, data: bytes, plain: bool = False, source: Symbol | None = None) -> None:
        self.data, self.plain, self.source = data, plain, source

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """Its length, or one of its bytes."""
        if name in ("length", "byteLength"):
            return len(self.data)
        if name.isdecimal() and len(name) < 10:
            return self.data[int(name)] if int(name) < len(self.data) else UNDEFINED
        return super().own(machine, name, at)

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """The bytes."""
        del at
        bounded_items(machine, len(self.data))
        return list(self.data)

    def primitive(self, machine: Machine, hint: str, at: int) -> str:
        """A buffer's text, or the numbers."""
        del machine, hint, at
        return ",".join(map(str, self.data)) if self.plain else self.data.decode(errors="replace")


def _from(given: Given) -> Any:
    value = given[0]
    known = given.machine.concrete(value) if isinstance(value, Symbol) else value
    encoding = given.text(1, "utf8")
    plain_text = isinstance(value, Symbol) and _kind(given, encoding) == "utf8"
    if known is MISSING and not plain_text:
        raise NotKnownError("the bytes are not known")
    if isinstance(known, str) or known is MISSING:
        text = known if isinstance(known, str) else ""
        bounded_text(given.machine, len(text))
        return Bytes(to_bytes(given, text, encoding), source=value if plain_text else None)
    return Bytes(_numbers(given, known))


def _numbers(given: Given, value: Any) -> bytes:
    if isinstance(value, Bytes):
        return value.data
    if isinstance(value, Object) and isinstance(value.entries.get("data"), Array):
        value = value.entries["data"]
    if value is None or value is UNDEFINED or isinstance(value, int | float | bool):
        raise given.error("The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array")
    items = elements(given.machine, value, given.at)
    return bytes(to_uint32(to_number(given.machine, item, given.at)) & 0xFF for item in items)


def _alloc(given: Given) -> Bytes:
    size = given.integer(0)
    if size < 0 or given.number(0) != given.number(0):
        raise given.error('The value of "size" is out of range.', "RangeError")
    bounded_text(given.machine, size)
    filling = given[1]
    if isinstance(filling, str):
        piece = to_bytes(given, filling, given.text(2, "utf8")) or b"\0"
    else:
        piece = bytes([given.integer(1) & 0xFF])
    return Bytes((piece * (size // len(piece) + 1))[:size])


def _concat(given: Given) -> Bytes:
    items = given.machine.iterate(given[0], given.at)
    if items is None or not all(isinstance(item, Bytes) for item in items):
        raise NotKnownError("the bytes are not known")
    data = b"".join(item.data for item in items)
    bounded_text(given.machine, len(data))
    return Bytes(data[: given.integer(1)] if given.has(1) else data)


def _byte_length(given: Given) -> int:
    if isinstance(given[0], Bytes):
        return len(given[0].data)
    return len(to_bytes(given, given.text(0), given.text(1, "utf8")))


def _this(given: Given) -> Bytes:
    if not isinstance(given.this, Bytes):
        raise given.error("the receiver is no Buffer")
    return given.this


def _text(given: Given) -> Any:
    bytes_ = _this(given)
    if bytes_.plain:
        return ",".join(map(str, bytes_.data))
    if bytes_.source is not None and len(given.arguments) < 2:
        return _text_of_symbol(given, bytes_.data, bytes_.source)
    data = bytes_.data[given.place(1, len(bytes_.data)) : given.place(2, len(bytes_.data), len(bytes_.data))]
    return from_bytes(given, data, given.text(0, "utf8"))


def _text_of_symbol(given: Given, data: bytes, source: Symbol) -> Any:
    """The bytes of a symbol's text as text: itself, or in another encoding."""
    kind = _kind(given, given.text(0, "utf8"))
    if kind == "utf8":
        return source
    name = _ENCODERS.get(kind, f"Buffer.{kind}")
    missing = given.machine.concrete(source) is MISSING
    return Symbol(
        Call(name, given.machine.operands(source)), MISSING if missing else from_bytes(given, data, given.text(0))
    )


#: What it is called in values to encode a text so.
_ENCODERS = {"base64": "base64encode"}


def _slice(given: Given) -> Bytes:
    data = _this(given).data
    return Bytes(data[given.place(0, len(data)) : given.place(1, len(data), len(data))], given.this.plain)


def _equals(given: Given) -> bool:
    return isinstance(given[0], Bytes) and given[0].data == _this(given).data


def _json(given: Given) -> Object:
    return Object({"type": "Buffer", "data": Array(list(_this(given).data))})


def _wanted(given: Given) -> bytes:
    value = given[0]
    if isinstance(value, Bytes):
        return value.data
    return bytes([value & 0xFF]) if isinstance(value, int) else to_bytes(given, given.text(0), "utf8")


_BODIES: dict[str, Body] = {
    "toString": _text,
    "slice": _slice,
    "subarray": _slice,
    "equals": _equals,
    "toJSON": _json,
    "includes": lambda given: _wanted(given) in _this(given).data,
    "indexOf": lambda given: _this(given).data.find(_wanted(given)),
    "values": lambda given: Steps(_this(given).data),
    "at": lambda given: _at(given),
    "readUInt8": lambda given: _read(given, 1),
    "readUInt16BE": lambda given: _read(given, 2),
    "readUInt32BE": lambda given: _read(given, 4),
    "join": lambda given: given.text(0, ",").join(map(str, _this(given).data)),
}


def _at(given: Given) -> Any:
    data, index = _this(given).data, given.integer(0)
    return data[index] if -len(data) <= index < len(data) else UNDEFINED


def _read(given: Given, width: int) -> int:
    data, start = _this(given).data, given.integer(0)
    if not 0 <= start <= len(data) - width:
        raise given.error('The value of "offset" is out of range.', "RangeError")
    return int.from_bytes(data[start : start + width], "big")


Bytes.methods = table(_BODIES)


def _plain(given: Given) -> Bytes:
    if isinstance(given[0], int | float):
        size = given.integer(0)
        if size > MAX_TEXT:
            bounded_text(given.machine, size)
        return Bytes(bytes(max(0, size)), plain=True)
    return Bytes(_numbers(given, given[0]) if given.has(0) else b"", plain=True)


BUFFER = Builtin(
    "Buffer",
    _from,
    _from,
    {
        "from": native("Buffer.from", _from),
        "of": native("Buffer.of", lambda given: Bytes(_numbers(given, Array(list(given.arguments))))),
        "alloc": native("Buffer.alloc", _alloc),
        "allocUnsafe": native("Buffer.allocUnsafe", _alloc),
        "concat": native("Buffer.concat", _concat),
        "byteLength": native("Buffer.byteLength", _byte_length, pure=True),
        "isBuffer": native("Buffer.isBuffer", lambda given: isinstance(given[0], Bytes) and not given[0].plain),
    },
    Bytes.methods,
    lambda value: isinstance(value, Bytes) and not value.plain,
)
BYTES = Builtin(
    "Uint8Array",
    constructed=_plain,
    statics={
        "from": native("Uint8Array.from", _plain),
        "of": native("Uint8Array.of", lambda given: Bytes(_numbers(given, Array(list(given.arguments))), plain=True)),
    },
    members=Bytes.methods,
    holds=lambda value: isinstance(value, Bytes),
)


def _encoder(given: Given) -> Object:
    del given
    encode = native("encode", lambda inner: Bytes(to_bytes(inner, inner.text(0, ""), "utf8"), plain=True))
    return Object({"encoding": "utf-8", "encode": encode})


def _decoder(given: Given) -> Object:
    encoding = given.text(0, "utf-8")
    decode = native("decode", lambda inner: from_bytes(inner, _numbers(inner, inner[0]), encoding))
    return Object({"encoding": encoding, "decode": decode})


TEXT_ENCODER = Builtin("TextEncoder", constructed=_encoder)
TEXT_DECODER = Builtin("TextDecoder", constructed=_decoder)
