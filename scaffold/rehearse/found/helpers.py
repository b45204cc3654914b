"""What needs no cloud: random names, times, keys, archives and files of providers that only compute something.

What they give is made from their address, so that two rehearsals of a project are the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.found.base import Finder
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.surroundings import Surroundings, archive

#: Times that are the same in every rehearsal.
_TIME = "2030-01-01T00:00:00Z"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANIMALS = ("heron", "otter", "lynx", "wren", "badger", "marten", "falcon", "newt")


def _digest(make: Make) -> bytes:
    return hashlib.sha512(make.address.encode()).digest()


def _id(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    data = (_digest(make) * 4)[: int(make.get("byte_length", 8))]
    prefix = make.get("prefix", "")
    texts = {"hex": data.hex(), "dec": str(int.from_bytes(data)), "b64_std": base64.b64encode(data).decode()}
    url = base64.urlsafe_b64encode(data).decode().rstrip("=")
    return {"id": url, **{name: f"{prefix}{text}" for name, text in texts.items()}, "b64_url": f"{prefix}{url}"}


def _string(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    """Of the length that is asked for, with a sign of each kind that is wanted first."""
    length = int(make.get("length", 16))
    signs = make.get("override_special", "!#%_-") or "_"
    asked = (("lower", "q"), ("upper", "Q"), ("special", signs[0]))
    first = "".join(sign for kind, sign in asked if make.get(kind, True) is not False)
    if make.get("numeric", make.get("number", True)) is not False:
        first += "7"
    alphabet = _LETTERS if make.get("lower", True) is not False else first or "7"
    rest = "".join(alphabet[byte % len(alphabet)] for byte in _digest(make) * 4)
    text = (first + rest)[:length] if make.get("special", True) is not False else (rest[:1] + first + rest)[:length]
    return {"id": text if make.type == "random_string" else "none", "result": text, "bcrypt_hash": ""}


def _pet(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    words = [_ANIMALS[byte % len(_ANIMALS)] for byte in _digest(make)[: int(make.get("length", 2))]]
    prefix = [make.get("prefix")] if make.get("prefix") else []
    return {"id": make.get("separator", "-").join([*prefix, *words])}


def _uuid(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    text = str(uuid.UUID(bytes=_digest(make)[:16], version=4))
    return {"id": text, "result": text}


def _integer(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    least, most = int(make.get("min", 0)), int(make.get("max", 65535))
    number = least + int.from_bytes(_digest(make)[:4]) % max(most - least + 1, 1)
    return {"id": str(number), "result": number}


def _shuffle(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    items = list(make.get("input", []))
    return {"id": "-", "result": items[: int(make.get("result_count", len(items)))]}


def _time(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    parts = {"year": 2030, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "unix": 1893456000}
    return {"id": _TIME, "rfc3339": _TIME, "rotation_rfc3339": _TIME, **parts}


def _nothing(make: Make, here: Surroundings) -> Mapping[str, Any]:
    found = {"id": _uuid(make, here)["id"]}
    return {**found, "output": make.get("input")} if make.get("input") is not None else found


def _key(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    private, public = _pair()
    openssh = {"private_key_openssh": private, "public_key_openssh": public}
    return {"id": _digest(make).hex()[:40], "private_key_pem": private, "public_key_pem": public, **openssh}


def _pair() -> tuple[str, str]:
    """A private key and its public half, as OpenSSH writes them, from the library that the emulator comes with."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    key = ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"rehearsal").digest())
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return private.decode(), f"{public.decode()} rehearsal\n"


def _certificate(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    """A certificate that is signed by its own key, valid for as long as the emulator cares."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.com")])
    start = datetime.datetime.fromisoformat("2020-01-01")
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start)
    made = builder.not_valid_after(start.replace(year=2049)).sign(key, hashes.SHA256())
    text = made.public_bytes(serialization.Encoding.PEM).decode()
    return {"id": "1", "cert_pem": text, "ca_cert_pem": text, "cert_request_pem": text}


def _archive(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    """An archive with a function in it: what is packed matters to nobody in a rehearsal."""
    packed = archive()
    place = make.get("output_path", "archive.zip")
    sums = {f"output_{name}": hashlib.new(name, packed).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")}
    text = base64.b64encode(hashlib.sha256(packed).digest()).decode()
    more = {"output_sha": sums["output_sha1"], "output_size": len(packed), "output_base64sha256": text}
    return {"id": sums["output_sha1"], "output_path": place, **sums, **more}


def _file(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    read = make.file(make.get("filename", "")) if make.get("content") is None else None
    content = make.get("content", (read or b"").decode("utf-8", "replace"))
    encoded = base64.b64encode(content.encode()).decode()
    digest = hashlib.sha1(content.encode()).hexdigest()
    return {"id": digest, "content": content, "content_base64": encoded, "content_sha1": digest}


def _answer(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    """What a web page says: nothing is asked, and most ask for their own address."""
    return {"id": make.get("url", ""), "body": "203.0.113.10", "response_body": "203.0.113.10", "status_code": 200}


def _outside(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": _digest(make).hex()[:16], "result": dict(make.get("query", {})), "outputs": json.loads("{}")}


FINDERS: Mapping[str, Finder] = {
    "random_id": _id,
    "random_bytes": _id,
    "random_string": _string,
    "random_password": _string,
    "random_pet": _pet,
    "random_uuid": _uuid,
    "random_integer": _integer,
    "random_shuffle": _shuffle,
    "time_static": _time,
    "time_offset": _time,
    "time_rotating": _time,
    "time_sleep": _nothing,
    "null_resource": _nothing,
    "null_data_source": _nothing,
    "terraform_data": _nothing,
    "tls_private_key": _key,
    "tls_public_key": _key,
    "tls_self_signed_cert": _certificate,
    "tls_locally_signed_cert": _certificate,
    "tls_cert_request": _certificate,
    "tls_certificate": _certificate,
    "archive_file": _archive,
    "local_file": _file,
    "local_sensitive_file": _file,
    "http": _answer,
    "external": _outside,
    "terraform_remote_state": _outside,
    "pulumi_stack_reference": _outside,
    "template_file": _outside,
}
