"""A request to an API, as it came."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from scaffold.rehearse.functions.live.front import Environ, body_of

#: The headers of a request as its client spelled them, which the server leaves here.
SPELLED = "rehearsal.headers"


@dataclass(frozen=True)
class Asked:
    """A request. `path` is as it was sent, `query` the text behind `?`, `headers` are in their order and spelling."""

    method: str
    host: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: float = field(default_factory=time.time)
    source: str = "127.0.0.1"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters behind `?`."""
        return parse_qsl(self.query, keep_blank_values=True)

    def header(self, name: str) -> str:
        """The last value of a header, empty where it is not there."""
        return next((value for own, value in reversed(self.headers) if own.lower() == name.lower()), "")

    @property
    def signed(self) -> bool:
        """Whether it is signed as calls of AWS are. Nobody here checks by whom."""
        return self.header("Authorization").startswith("AWS4-HMAC-SHA256") or "X-Amz-Signature=" in self.query

    @property
    def text(self) -> bool:
        """Whether its body is a text."""
        try:
            self.body.decode()
        except UnicodeDecodeError:
            return False
        return True


def asked(environ: Environ, host: str) -> Asked:
    """The request of a WSGI environment."""
    raw = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ.get("PATH_INFO") or "/")
    path, _, query = raw.partition("?")
    spelled = environ.get(SPELLED) or [
        (name[5:].replace("_", "-").title(), str(value)) for name, value in environ.items() if name.startswith("HTTP_")
    ]
    headers = tuple((name, host if name.lower() == "host" else value) for name, value in spelled)
    method = str(environ.get("REQUEST_METHOD", "GET"))
    return Asked(method, host.partition(":")[0], path or "/", query, headers, body_of(environ))


def matched(pattern: str, path: str) -> Mapping[str, str] | None:
    """The parameters of a path that a pattern (`/orders/{id}`, `/{proxy+}`) matches; nothing where it does not."""
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    found: dict[str, str] = {}
    for at, step in enumerate(wanted):
        if step.startswith("{") and step.endswith("+}"):
            rest = "/".join(given[at:])
            return {**found, step[1:-2]: unquote(rest)} if rest else None
        if at >= len(given):
            return None
        if step.startswith("{") and step.endswith("}"):
            if not given[at]:
                return None
            found[step[1:-1]] = unquote(given[at])
        elif step != unquote(given[at]):
            return None
    return found if len(wanted) == len(given) else None


def rank(pattern: str) -> tuple[int, ...]:
    """How exact a pattern is: the smaller, the more."""
    return tuple(
        2 if step.endswith("+}") else 1 if step.startswith("{") else 0 for step in pattern.strip("/").split("/")
    )


def joined(pairs: Any, *, several: bool) -> dict[str, Any]:
    """Pairs as an object: each name's values as a list, or the last one."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if several:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found
