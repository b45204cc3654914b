"""What the cloud would have given to a resource where nothing is created: texts that look as if it had."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.handlers import Created, Encoded, HandlerSuite, Joined, Wired

_ACCOUNT = "123456789012"
#: The services in the ARNs of resources, by their kinds.
_SERVICES = {"bus": "events", "key": "kms", "secret": "secretsmanager", "table": "dynamodb", "user-pool": "cognito-idp"}


def made_up(suite: HandlerSuite) -> Mapping[tuple[str, str], str]:
    """A text for everything in a suite that would be created, by the resource's address and the path."""
    wired = {each.address: each for each in suite.wired}
    places = [suite.environment, *(part for case in suite.cases for part in (case.event, case.answers, case.expect))]
    return {
        (term.address, term.path): _text(term, wired[term.address], suite.region)
        for place in places
        for term in _created(place)
        if term.address in wired
    }


def _created(value: Any) -> Iterator[Created]:
    if isinstance(value, Created):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _created(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _created(item)
    elif isinstance(value, Encoded):
        yield from _created(value.value)
    elif isinstance(value, Joined):
        yield from _created(value.parts)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _created(getattr(value, name))


def _text(term: Created, wired: Wired, region: str) -> str:
    last = term.path.rpartition(".")[2].lower()
    arns = [each for each in wired.identifiers if each.startswith("arn:")]
    if "stream" in last and "arn" in last:
        return f"{(arns or [_arn(wired, region)])[0]}/stream/2026-01-01T00:00:00.000"
    if last.endswith("arn"):
        return arns[0] if arns else _arn(wired, region)
    if last.endswith("url"):
        return next((each for each in wired.identifiers if each.startswith("http")), wired.name)
    digest = hashlib.sha256(f"{wired.address} {term.path}".encode()).hexdigest()
    if wired.kind == "key":
        return str(uuid.UUID(digest[:32]))
    if wired.kind == "user-pool":
        return f"{region}_{digest[:9]}"
    return digest[:26]


def _arn(wired: Wired, region: str) -> str:
    service = _SERVICES.get(wired.kind, wired.kind)
    name = wired.name
    if wired.kind == "key":
        name = str(uuid.UUID(hashlib.sha256(wired.address.encode()).hexdigest()[:32]))
    middle = f"{wired.kind}:{name}" if wired.kind == "secret" else f"{wired.kind}/{name}"
    return f"arn:aws:{service}:{region}:{_ACCOUNT}:{middle}"
