"""Terraform's hash and crypto functions: https://developer.hashicorp.com/terraform/language/functions/sha256."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scaffold.readers.terraform.functions.declare import define
from scaffold.readers.terraform.functions.encoding import base64_bytes
from scaffold.readers.terraform.functions.filesystem import base64_digest, hex_digest
from scaffold.readers.terraform.functions.registry import Function, FunctionError
from scaffold.readers.terraform.functions.rsa import decrypt
from scaffold.readers.terraform.types import STRING

#: The standard name spaces (RFC 4122, appendix C).
_NAMESPACES = {
    "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}


def _digest(digest: Callable[[str, bytes], str], algorithm: str) -> Callable[[str], str]:
    def body(text: str) -> str:
        return digest(algorithm, text.encode())

    return body


def _uuid5(namespace: str, name: str) -> str:
    import uuid

    try:
        space = uuid.UUID(_NAMESPACES.get(namespace, namespace))
    except ValueError:
        raise FunctionError(f'uuidv5() doesn\'t support namespace "{namespace}"') from None
    return str(uuid.uuid5(space, name))


def _rsa_decrypt(ciphertext: str, key: str) -> str:
    try:
        return decrypt(base64_bytes(ciphertext), key).decode()
    except UnicodeDecodeError:
        raise FunctionError("the decrypted text is not valid UTF-8") from None


FUNCTIONS: Mapping[str, Function] = {
    "base64sha256": define(_digest(base64_digest, "sha256"), STRING),
    "base64sha512": define(_digest(base64_digest, "sha512"), STRING),
    "md5": define(_digest(hex_digest, "md5"), STRING),
    "rsadecrypt": define(_rsa_decrypt, STRING, STRING),
    "sha1": define(_digest(hex_digest, "sha1"), STRING),
    "sha256": define(_digest(hex_digest, "sha256"), STRING),
    "sha512": define(_digest(hex_digest, "sha512"), STRING),
    "uuidv5": define(_uuid5, STRING, STRING),
}
