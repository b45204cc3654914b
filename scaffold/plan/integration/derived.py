"""Attributes that a provider works out of what is declared, and that resources are found by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from scaffold.model.project import Resource
from scaffold.model.values import Reference, Template, Value
from scaffold.plan.integration.estate import Deployment

#: So many dots has a name that is whole even where its zone's name is not known.
_WHOLE: Final = 2


def derived(resource: Resource, attribute: str, deployment: Deployment) -> Value:
    """What an attribute is that nobody declares; null where that is not known."""
    work = _DERIVED.get((resource.type, attribute))
    return work(resource, deployment) if work else None


def _full_name(resource: Resource, deployment: Deployment) -> Value:
    """The whole name of a record, which may be declared without that of its zone.

    Source: the name argument of the provider's documentation of aws_route53_record.
    """
    name, zone = resource.attributes.get("name"), resource.attributes.get("zone_id")
    if isinstance(name, Template) and not isinstance(name.parts[-1], str):
        return name
    if not isinstance(name, str):
        return None
    name = name.lower().removesuffix(".")
    parent = deployment.by_address.get(zone.address) if isinstance(zone, Reference) else None
    above = parent.attributes.get("name") if parent is not None and parent.type == "aws_route53_zone" else None
    if not isinstance(above, str):
        return name if name.count(".") >= _WHOLE else None
    above = above.lower().removesuffix(".")
    whole = name == above or name.endswith(f".{above}")
    return name if whole else f"{name}.{above}" if name else above


_DERIVED: Final[Mapping[tuple[str, str], Callable[[Resource, Deployment], Value]]] = {
    ("aws_route53_record", "fqdn"): _full_name,
}
