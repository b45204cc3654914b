"""RSA decryption with PKCS #1 v1.5 padding, as `rsadecrypt` does it.

Not hardened against side channels: the key stands in the configuration that is being read.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError

_PEM = re.compile(r"-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----")
_INTEGER, _OCTETS, _SEQUENCE = 0x02, 0x04, 0x30
_MAX_BITS = 8192


def decrypt(ciphertext: bytes, pem: str) -> bytes:
    """The text that was encrypted for the PEM key (PKCS #1 or PKCS #8, without passphrase). Raises `FunctionError`."""
    found = _PEM.search(pem)
    if not found:
        raise NeedsKnownError("the private key is not in a format that is supported")
    try:
        modulus, exponent = _key(base64.b64decode(found[2]), inner=found[1] == "PRIVATE KEY")
    except (ValueError, IndexError, StopIteration, binascii.Error):
        raise FunctionError("invalid private key") from None
    size = (modulus.bit_length() + 7) // 8
    if modulus.bit_length() > _MAX_BITS or len(ciphertext) != size:
        raise FunctionError("failed to decrypt")
    plain = pow(int.from_bytes(ciphertext), exponent, modulus).to_bytes(size)
    end = plain.find(b"\0", 2)
    if plain[:2] != b"\0\2" or end < 10:
        raise FunctionError("failed to decrypt")
    return plain[end + 1 :]


def _key(der: bytes, inner: bool) -> tuple[int, int]:
    """Modulus and private exponent of a key."""
    tag, content = next(_elements(der))
    if tag != _SEQUENCE:
        raise ValueError
    parts = list(_elements(content))
    if inner:
        return _key(next(content for tag, content in parts if tag == _OCTETS), inner=False)
    numbers = [int.from_bytes(content) for tag, content in parts if tag == _INTEGER]
    return numbers[1], numbers[3]


def _elements(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each DER element."""
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(der[at : at + count]), at + count
        yield tag, der[at : at + length]
        at += length
