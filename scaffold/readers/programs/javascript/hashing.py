"""The module `crypto`: digests exactly; what is random is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.programs.digests import ALGORITHMS, digested, expression
from scaffold.readers.programs.javascript.buffers import Bytes, from_bytes, to_bytes
from scaffold.readers.programs.javascript.kinds import Native
from scaffold.readers.programs.javascript.native import Given, Namespace, native, table
from scaffold.readers.programs.values import UNDEFINED, Array, NativeFunction, Symbol

_RANDOM = "this is random"
#: What it is called in values to make a digest as text so.
_CALLED = {"hex": "{}", "base64": "base64{}"}


class Hash(Native):
    """A digest that data is added to. `parts` are what it was given: bytes, or symbols of text."""

    __slots__ = ("algorithm", "done", "key", "parts")

    kind: ClassVar[str] = "Hash"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, algorithm: str, key: bytes | None = None) -> None:
        self.algorithm, self.key = algorithm, key
        self.parts: list[Any] = []
        self.done = False


def _algorithm(given: Given) -> str:
    name = given.text(0).lower().replace("-", "")
    if name not in ALGORITHMS:
        raise given.error("Digest method not supported", "Error")
    return name


def _data(given: Given, index: int, encoding: str) -> bytes:
    value = given[index]
    if isinstance(value, Bytes) and value.source is None:
        return value.data
    text = given.machine.concrete(value)
    if not isinstance(text, str):
        raise given.error(
            'The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'
        )
    return to_bytes(given, text, encoding)


def _update(given: Given) -> Hash:
    own: Hash = given.this
    if own.done:
        raise given.error("Digest already called", "Error")
    value = given[0].source if isinstance(given[0], Bytes) and given[0].source is not None else given[0]
    own.parts.append(value if isinstance(value, Symbol) else _data(given, 0, given.text(1, "utf8")))
    return own


def _digest(given: Given) -> Any:
    own: Hash = given.this
    if own.done:
        raise given.error("Digest already called", "Error")
    own.done = True
    encoding = given.text(0) if given.has(0) else ""
    result = digested(
        given.machine,
        own.algorithm,
        own.key,
        own.parts,
        lambda part: _known(given, part),
        lambda data: from_bytes(given, data, encoding) if encoding else Bytes(data),
    )
    if isinstance(result, Bytes):
        return result
    return expression(given.machine, _CALLED.get(encoding, "{}." + encoding).format(own.algorithm), own.parts, result)


def _known(given: Given, part: Symbol) -> bytes | None:
    text = given.machine.concrete(part)
    return None if not isinstance(text, str) else to_bytes(given, text, "utf8")


Hash.methods = table({"update": _update, "digest": _digest})


def _create_hmac(given: Given) -> Any:
    if isinstance(given[1], Symbol):
        return given.unknown("the key is not known")
    return Hash(_algorithm(given), _data(given, 1, "utf8"))


def _one_hash(given: Given) -> Any:
    made = Hash(_algorithm(given))
    made.parts.append(_data(given, 1, "utf8"))
    return _digest(Given(given.machine, made, [given.text(2, "hex")], given.at))


def _random(given: Given) -> Symbol:
    return given.unknown(_RANDOM)


_RANDOMS = ("randomBytes", "randomUUID", "randomInt", "generateKeyPairSync", "getRandomValues", "randomFillSync")
_MEMBERS: dict[str, Any] = {
    **table(
        {
            "createHash": lambda given: Hash(_algorithm(given)),
            "createHmac": _create_hmac,
            "hash": _one_hash,
            "getHashes": lambda _: Array(list(ALGORITHMS)),
        },
        "crypto.",
    ),
    **{name: native(f"crypto.{name}", _random) for name in _RANDOMS},
}
CRYPTO = Namespace(_MEMBERS)
_MEMBERS["default"] = CRYPTO
#: The `crypto` of the outermost scope.
WEB_CRYPTO = Namespace({name: _MEMBERS[name] for name in ("randomUUID", "getRandomValues")} | {"subtle": UNDEFINED})
_MEMBERS["webcrypto"] = WEB_CRYPTO
