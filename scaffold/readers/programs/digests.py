"""Digests of data of which parts may be symbols."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.values import MISSING, Machine, Symbol

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def digested(
    machine: Machine,
    algorithm: str,
    key: bytes | None,
    parts: Sequence[bytes | Symbol],
    known: Callable[[Symbol], bytes | None],
    shown: Callable[[bytes], Any],
) -> Any:
    """The digest of parts in a row, `MISSING` where one is not known; `known` says what a symbol is taken to be,
    `shown` how the program sees the digest."""
    pieces = [known(part) if isinstance(part, Symbol) else part for part in parts]
    data = b"".join(piece for piece in pieces if piece is not None)
    if any(piece is None for piece in pieces):
        return MISSING
    machine.spend(1 + len(data) // 1024)
    if key is not None:
        return shown(hmac.new(key, data, algorithm).digest())
    return shown(hashlib.new(algorithm, data, usedforsecurity=False).digest())


def expression(machine: Machine, name: str, parts: Sequence[bytes | Symbol], result: Any) -> Any:
    """A digest's result, as the symbol of a `Call` of `name` where parts are symbols."""
    if not any(isinstance(part, Symbol) for part in parts):
        return result
    values = (machine.freeze(part) if isinstance(part, Symbol) else part.decode(errors="replace") for part in parts)
    return Symbol(Call(name, tuple(values)), result)
