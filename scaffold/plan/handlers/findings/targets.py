"""Which resources of the project a call of an SDK is about."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.functions import spoken
from scaffold.model.addresses import without_keys
from scaffold.model.functions import Function, SdkCall
from scaffold.model.values import Conditional, Reference, Template, Unknown, Value, walk
from scaffold.plan.handlers.findings.base import Ground

#: Where the event of a bucket says which it is.
_BUCKET = "Records.*.s3.bucket.name"


def targets(call: SdkCall, function: Function, ground: Ground) -> frozenset[str] | None:
    """The resources that a call is about, by address without keys; `None` where that is not known."""
    kind, name = call.target
    if kind == "text":
        return named(name, call.service, ground)
    if kind == "event" and name == _BUCKET:
        return _senders(function, "bucket")
    if kind != "env":
        return None
    value = next((variable.value for variable in function.environment if variable.name == name), None)
    return meant(value, call.service, ground)


def _senders(function: Function, kind: str) -> frozenset[str] | None:
    """What sends the events of a kind; `None` where something sends others too, or it is not known what does."""
    found = frozenset(without_keys(trigger.source) for trigger in function.triggers)
    return found if found and all(each.kind == kind and each.source for each in function.triggers) else None


def meant(value: Value, service: str, ground: Ground) -> frozenset[str] | None:
    """The resources of a service that a value names."""
    if isinstance(value, Conditional):
        arms = meant(value.then, service, ground), meant(value.otherwise, service, ground)
        return arms[0] | arms[1] if arms[0] is not None and arms[1] is not None else None
    if isinstance(value, str):
        return named(value, service, ground)
    same = frozenset(block for block, names in _names(service, ground) if value in names)
    if len(same) == 1:
        return same
    if not isinstance(value, Reference | Template) or any(isinstance(part, Unknown) for part in walk(value)):
        return None
    found = frozenset(_spoken_to(value, service, ground))
    return found if len(found) == 1 else None


def _spoken_to(value: Value, service: str, ground: Ground) -> Iterator[str]:
    for part in walk(value):
        if isinstance(part, Reference):
            resource = ground.resource(part.address)
            known = spoken(resource.type) if resource else None
            if known and known.service == service:
                yield without_keys(part.address)


def named(text: str, service: str, ground: Ground) -> frozenset[str] | None:
    """The resources of a service that a text names, by their name or as the end of an ARN or a URL."""
    ends = {text, *(text.rsplit(sign, 1)[-1] for sign in (":", "/"))}
    found = frozenset(block for block, names in _names(service, ground) if any(name in ends for name in names))
    return found or None


def _names(service: str, ground: Ground) -> Iterator[tuple[str, list[Value]]]:
    """The resources of a service, with the values that name each as they are written."""
    for block, resource in ground.by_block.items():
        known = spoken(resource.type)
        if known and known.service == service:
            yield block, [value for name in known.names if (value := resource.attributes.get(name)) is not None]
