"""What the cloud would have given to a resource where nothing is created: texts that look as if it had."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from scaffold.model.handlers import Created, HandlerSuite, Joined, Wired

_ACCOUNT = "123456789012"
#: The services in the ARNs of resources, by their kinds.
_SERVICES = {"bus": "events", "key": "kms", "secret": "secretsmanager", "table": "dynamodb", "user-pool": "cognito-idp"}


def without_created(suite: HandlerSuite) -> HandlerSuite:
    """The suite with a text for everything in it that would be created: each resource is known by its own, too."""
    found: dict[str, list[str]] = {each.address: [] for each in suite.wired}
    wired = {each.address: each for each in suite.wired}

    def text(term: Created) -> str:
        if term.address not in wired:
            return f"{term.address}-{term.path}"
        made = _text(term, wired[term.address], suite.region)
        if made not in found[term.address]:
            found[term.address].append(made)
        return made

    environment = _settled(suite.environment, text)
    cases = tuple(_settled(case, text) for case in suite.cases)
    known = tuple(
        replace(each, identifiers=tuple(dict.fromkeys((*each.identifiers, *found[each.address]))))
        for each in suite.wired
    )
    return replace(suite, environment=environment, cases=cases, wired=known)


def _settled(value: Any, text: Callable[[Created], str]) -> Any:
    if isinstance(value, Created):
        return text(value)
    if isinstance(value, Joined):
        parts = [_settled(part, text) for part in value.parts]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else replace(value, parts=tuple(parts))
    if isinstance(value, Mapping):
        return {key: _settled(item, text) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_settled(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _settled(getattr(value, each.name), text) for each in fields(value)})
    return value


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
