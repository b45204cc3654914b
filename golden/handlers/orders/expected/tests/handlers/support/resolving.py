"""What terms are when a test runs."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from .terms import Created, Digest, Encoded, Joined, Listed, Now, Signature

#: What stands for a signature at first: plain text, hexadecimal and base64 as well.
PLACEHOLDER = "5ca1ab1e" * 8


class Terms:
    """What terms are in one call: all times are of one moment, all signatures one.

    `answers` are what the emulator said when it made each resource, by its address.
    """

    def __init__(self) -> None:
        self.moment = time.time()
        self.answers: dict[str, Any] = {}
        self.signature = ""
        #: The text in an event that stands for its signature, once there was one.
        self.signed = ""

    def value(self, value: Any) -> Any:
        """Plain data, new at each call: terms in it replaced by what they are."""
        if isinstance(value, Mapping):
            found = {key: self.value(item) for key, item in value.items()}
            return {key: _derived(item, found) for key, item in found.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(item) for item in value]
        if isinstance(value, Now):
            return self._time(value)
        if isinstance(value, Encoded):
            return encoded(value.how, self.value(value.value))
        if isinstance(value, Joined):
            return "".join(str(self.value(part)) for part in value.parts)
        if isinstance(value, Created):
            return member(self.answers[value.address], value.path)
        if isinstance(value, Signature):
            self.signed = value.prefix + PLACEHOLDER
            return self.signature or self.signed
        return value

    def sign(self, compared: Sequence[tuple[bytes, bytes]]) -> bool:
        """Takes the true signature out of what was compared; whether it is there."""
        if self.signature or not self.signed:
            return False
        for one, other in compared:
            for given, wanted in ((one, other), (other, one)):
                self.signature = _true(self.signed, given, wanted)
                if self.signature:
                    return True
        return False

    def _time(self, term: Now) -> Any:
        moment = self.moment + term.offset
        if term.unit == "iso":
            found = datetime.fromtimestamp(int(moment), timezone.utc)
            return found.strftime("%Y-%m-%dT%H:%M:%SZ")
        number = int(moment * 1000) if term.unit == "milliseconds" else int(moment)
        return str(number) if term.text else number


def _derived(value: Any, beside: Mapping[str, Any]) -> Any:
    """A value, or what follows from one beside it."""
    if isinstance(value, Listed):
        once = beside.get(value.member)
        return once and {key: [item] for key, item in once.items()}
    if not isinstance(value, Digest):
        return value
    text = beside.get(value.member)
    content = text.encode() if isinstance(text, str) else b""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def encoded(how: str, value: Any) -> str:
    """A value as JSON without spaces, or a text or another value's JSON as base64."""
    if how == "json":
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    text = value if isinstance(value, str) else encoded("json", value)
    return base64.b64encode(text.encode()).decode()


def member(value: Any, path: str) -> Any:
    """What is at a path with dots."""
    for step in filter(None, path.split(".")):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _true(signed: str, given: bytes, wanted: bytes) -> str:
    """The text with the true signature in it; empty where it was not `given`."""
    for part in (signed, PLACEHOLDER):
        if given == part.encode():
            return signed.replace(part, wanted.decode("latin-1"))
    if given == bytes.fromhex(PLACEHOLDER):
        return signed.replace(PLACEHOLDER, wanted.hex())
    if given == base64.b64decode(PLACEHOLDER):
        return signed.replace(PLACEHOLDER, base64.b64encode(wanted).decode())
    return ""
