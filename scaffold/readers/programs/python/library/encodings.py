"""The modules `base64`, `binascii`, `hashlib`, `hmac`, `uuid`, `struct`."""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
import uuid
from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call, Unknown
from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError
from scaffold.readers.programs.digests import ALGORITHMS, digested, expression
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import HostValue
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.faults import exception_class
from scaffold.readers.programs.python.library.hosted import function, hosted, table, worked
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, NativeFunction, Object, OverBudgetError, Symbol

#: How the raw bytes of a digest are called in values, behind its algorithm.
_RAW = ".digest"


def _coded(name: str, called: str, work: Callable[..., Any]) -> NativeFunction:
    """A function that encodes or decodes; a symbol stays one, as what values call that."""

    def body(given: Given, s: Any, *rest: Any, **named: Any) -> Any:
        if not isinstance(s, Symbol):
            return worked(given, work, (s, *rest), named)
        if isinstance(s.value, Unknown):
            return s
        concrete = MISSING if s.concrete is MISSING else worked(given, work, (s.concrete, *rest), named)
        value = s.value
        if called == "base64encode" and isinstance(value, Call) and value.function.endswith(_RAW):
            return Symbol(Call(f"base64{value.function.removesuffix(_RAW)}", value.arguments), concrete)
        return Symbol(Call(called, given.machine.operands(s)), concrete)

    return functions({name: body})[name]


def _decode(data: Any, altchars: Any = None, validate: bool = False) -> bytes:
    return base64.b64decode(data, altchars, validate)


BASE64 = Module(
    "base64",
    {
        "b64encode": _coded("b64encode", "base64encode", base64.b64encode),
        "standard_b64encode": _coded("standard_b64encode", "base64encode", base64.standard_b64encode),
        "b64decode": _coded("b64decode", "base64decode", _decode),
        "standard_b64decode": _coded("standard_b64decode", "base64decode", base64.standard_b64decode),
        "urlsafe_b64encode": _coded("urlsafe_b64encode", "base64urlencode", base64.urlsafe_b64encode),
        **table(
            base64,
            "urlsafe_b64decode b32encode b32decode b16encode b16decode b85encode b85decode encodebytes decodebytes",
        ),
    },
)
BINASCII = Module(
    "binascii",
    {
        **table(binascii, "hexlify unhexlify b2a_hex a2b_hex b2a_base64 a2b_base64 crc32"),
        "Error": exception_class("Error", "ValueError", module="binascii", host=binascii.Error),
    },
)


# Digests


def _data(given: Given, value: Any) -> bytes | Symbol:
    """A part of what a digest is made of. Raises the program's TypeError, `NotKnownError`."""
    if isinstance(value, Symbol) and isinstance(value.concrete, bytes):
        return value
    if value is not None and isinstance(value, Symbol):
        if value.concrete is MISSING:
            return value
        value = value.concrete
    if isinstance(value, str):
        raise given.error("Strings must be encoded before hashing")
    if not isinstance(value, bytes):
        raise given.error(f"object supporting the buffer API required, not {type_name(value)}")
    return value


def _started(given: Given, algorithm: Any, key: bytes | None, data: Any) -> Object:
    name = given.text(algorithm).lower().replace("-", "").replace("_", "")
    if name not in ALGORITHMS:
        raise NotKnownError(f"digests of the kind {name} are not made here")
    parts = [_data(given, data)] if data != b"" and data is not None else []
    return Object({"name": name, "%key": key, "%parts": Array(list(parts))}, type=HASH)


def _update(given: Given, data: Any) -> None:
    given.this.entries["%parts"].items.append(_data(given, data))


def _digest(given: Given, *, spelled: str, shown: Callable[[bytes], Any]) -> Any:
    if given.machine.unordered:
        raise NotKnownError("a digest of what may come in another order on another machine")
    own = given.this.entries
    parts, machine = own["%parts"].items, given.machine
    result = digested(machine, own["name"], own["%key"], parts, lambda part: _bytes(part.concrete), shown)
    return expression(machine, own["name"] + spelled, parts, result)


def _bytes(value: Any) -> bytes | None:
    return value if isinstance(value, bytes) else None


def _copy(given: Given) -> Object:
    own = given.this
    return Object({**own.entries, "%parts": Array(list(own.entries["%parts"].items))}, type=HASH)


HASH = BuiltinClass(
    "HASH",
    members=methods(
        {
            "update": _update,
            "hexdigest": lambda given: _digest(given, spelled="", shown=bytes.hex),
            "digest": lambda given: _digest(given, spelled=_RAW, shown=lambda data: data),
            "copy": _copy,
        }
    ),
    module="_hashlib",
)


def _hash_of(algorithm: str) -> Callable[..., Any]:
    return lambda given, string=b"", **_: _started(given, algorithm, None, string)


def _hmac(given: Given, key: Any, msg: Any = None, digestmod: Any = "") -> Object:
    secret = given.known(key)
    if not isinstance(secret, bytes):
        raise given.error(f"key: expected bytes or bytearray, but got {type_name(key)!r}")
    if not digestmod and not isinstance(digestmod, NativeFunction):
        raise given.error("Missing required argument 'digestmod'.")
    name = digestmod.name if isinstance(digestmod, NativeFunction) else digestmod
    return _started(given, name, secret, msg)


HASHLIB = Module(
    "hashlib",
    {
        **functions({name: _hash_of(name) for name in ALGORITHMS}),
        **functions({"new": lambda given, name, data=b"", **_: _started(given, name, None, data)}),
    },
    asking("this digest is not made here"),
)
HMAC = Module("hmac", {**functions({"new": _hmac}), "compare_digest": function("compare_digest", hmac.compare_digest)})


# Others

_PARTS = (
    "hex int bytes bytes_le fields urn variant version node time time_low time_mid time_hi_version clock_seq "
    "clock_seq_hi_variant clock_seq_low"
)
UUID_CLASS = hosted(uuid.UUID, attributes=_PARTS)
_SPACES = ("NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500")
UUID = Module(
    "uuid",
    {
        "UUID": UUID_CLASS,
        **{name: HostValue(UUID_CLASS, getattr(uuid, name)) for name in _SPACES},
        **table(uuid, "uuid3 uuid5", "uuid."),
    },
    asking("this is random"),
)


def _packed(spelled: Any, *values: Any) -> bytes:
    if struct.calcsize(spelled) > MAX_TEXT:
        raise OverBudgetError("a text that is too long")
    return struct.pack(spelled, *values)


STRUCT = Module(
    "struct",
    {
        **table(struct, "unpack unpack_from calcsize", "struct."),
        "pack": function("pack", _packed, called="struct.pack"),
        "error": exception_class("error", "Exception", module="struct", host=struct.error),
    },
)
