"""Hash functions: each row is a call and what `terraform console` answers."""

import base64
from typing import Any

import pytest

from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("md5", ("good day é",), "0dd5ca2b000356da7dc7b20658b85452"),
    ("sha1", ("good day é",), "191271ec374c550c52bb57463db6595ff3270b6e"),
    ("sha256", ("good day é",), "8d5ce97779d0c02353438e77348daaf5601b7afc15d3652c76a0a5e97deccad2"),
    (
        "sha512",
        ("good day é",),
        "90c5f83a986ff6da84f49ad99b36aadbb46bf40521cdd5f6b321a89df235eadc7220e82f298db624c0d71c851837b48839598781cd8778212a9bdfb62f359408",
    ),
    ("base64sha256", ("good day é",), "jVzpd3nQwCNTQ453NI2q9WAbevwV02UsdqCl6X3sytI="),
    (
        "base64sha512",
        ("good day é",),
        "kMX4Ophv9tqE9JrZmzaq27Rr9AUhzdX2syGonfI16txyIOgvKY22JMDXHIUYN7SIOVmHgc2HeCEqm9+2LzWUCA==",
    ),
    ("uuidv5", ("dns", "www.example.org"), "74738ff5-5367-5958-9aee-98fffdcd1876"),
    ("uuidv5", ("url", "https://www.example.org/"), "84f5ec25-93a7-5271-bfbb-77d0e0a15d7b"),
    ("uuidv5", ("oid", "1.3.6.1.4"), "af9d40a5-7a36-5c07-b23a-851cd99fbfa5"),
    ("uuidv5", ("x500", "CN=Example,C=DE"), "d88a872f-8d63-567f-86c0-b7ba5f9531bb"),
    ("uuidv5", ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.org"), "74738ff5-5367-5958-9aee-98fffdcd1876"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert FUNCTIONS[name].call(*arguments) == expected


def test_unknown_namespaces_are_refused() -> None:
    with pytest.raises(FunctionError, match="namespace"):
        FUNCTIONS["uuidv5"].call("web", "www.example.org")


# A key of two Mersenne primes: no secret, but a key by form.
P, Q, E = 2**521 - 1, 2**607 - 1, 65537
N, D = P * Q, pow(E, -1, (P - 1) * (Q - 1))
SIZE = (N.bit_length() + 7) // 8


def der(tag: int, content: bytes) -> bytes:
    length = len(content).to_bytes(2)
    return bytes([tag, 0x82]) + length + content


def integer(number: int) -> bytes:
    return der(2, number.to_bytes(number.bit_length() // 8 + 1))


PKCS1 = der(0x30, b"".join(map(integer, (0, N, E, D, P, Q, D % (P - 1), D % (Q - 1), pow(Q, -1, P)))))
PKCS8 = der(0x30, integer(0) + der(0x30, b"") + der(4, PKCS1))


def pem(kind: str, content: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(content).decode()}-----END {kind}-----\n"


def encrypted(text: bytes) -> str:
    padded = b"\0\2" + b"\x5a" * (SIZE - len(text) - 3) + b"\0" + text
    return base64.b64encode(pow(int.from_bytes(padded), E, N).to_bytes(SIZE)).decode()


@pytest.mark.parametrize("key", [pem("RSA PRIVATE KEY", PKCS1), pem("PRIVATE KEY", PKCS8)], ids=["pkcs1", "pkcs8"])
def test_rsa_decryption(key: str) -> None:
    assert FUNCTIONS["rsadecrypt"].call(encrypted(b"good day"), key) == "good day"


def test_rsa_refusals() -> None:
    key = pem("RSA PRIVATE KEY", PKCS1)
    with pytest.raises(FunctionError, match="failed to decrypt"):
        FUNCTIONS["rsadecrypt"].call(base64.b64encode(b"\1" * SIZE).decode(), key)
    with pytest.raises(FunctionError, match="failed to decrypt"):
        FUNCTIONS["rsadecrypt"].call("AAAA", key)
    with pytest.raises(FunctionError, match="not valid UTF-8"):
        FUNCTIONS["rsadecrypt"].call(encrypted(b"\xff"), key)
    with pytest.raises(FunctionError, match="invalid private key"):
        FUNCTIONS["rsadecrypt"].call("AAAA", pem("RSA PRIVATE KEY", b"\x30\x03\x02\x01\x00"))
    with pytest.raises(NeedsKnownError):
        FUNCTIONS["rsadecrypt"].call("AAAA", "ssh-rsa AAAA")
