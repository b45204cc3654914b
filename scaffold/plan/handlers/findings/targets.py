"""Which resources of the project a call of an SDK is about."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.functions import spoken
from scaffold.model.addresses import without_keys
from scaffold.model.functions import Function, SdkCall
from scaffold.model.values import Conditional, Reference, Template, Unknown, Value, walk
from scaffold.plan.handlers.findings.base import Ground


def targets(call: SdkCall, function: Function, ground: Ground) -> frozenset[str] | None:
    """The resources that a call is about, by address without keys; `None` where that is not known."""
    kind, name = call.target
    if kind == "text":
        return named(name, call.service, ground)
    if kind != "env":
        return None
    value = next((variable.value for variable in function.environment if variable.name == name), None)
    return meant(value, call.service, ground)


def meant(value: Value, service: str, ground: Ground) -> frozenset[str] | None:
    """The resources of a service that a value names."""
    if isinstance(value, Conditional):
        arms = meant(value.then, service, ground), meant(value.otherwise, service, ground)
        return arms[0] | arms[1] if arms[0] is not None and arms[1] is not None else None
    if isinstance(value, str):
        return named(value, service, ground)
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
    found = frozenset(
        block
        for block, resource in ground.by_block.items()
        if (known := spoken(resource.type))
        and known.service == service
        and any(isinstance(own := resource.attributes.get(name), str) and own in ends for name in known.names)
    )
    return found or None
