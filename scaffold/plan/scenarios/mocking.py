"""Which providers are mocked, and what the things of the cloud say of themselves under the mocks."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from scaffold.catalog import realistic
from scaffold.model.addresses import without_keys
from scaffold.model.project import Dormant, Mode, ModuleCall, Project, Resource
from scaffold.model.scenarios import Mock, Override, Target
from scaffold.model.values import (
    Call,
    Conditional,
    Reference,
    Template,
    Unknown,
    Value,
    references,
)
from scaffold.plan.scenarios import data_values
from scaffold.plan.scenarios.uses import Use, Uses

#: The provider that is part of Terraform itself: it asks nobody, and is not mocked.
BUILT_IN: Final = "terraform"
_OWN_TYPES: Final = frozenset({"terraform_data"})
#: What a data source may be asked with, and types that are asked with an ARN.
_ARGUMENTS: Final = ("id", "name", "names", "region", "tags", "url", "key_id", "version", "most_recent", "filter")
_BY_ARN: Final = frozenset(
    {"aws_acmpca_certificate_authority", "aws_iam_policy", "aws_lb", "aws_lb_listener", "aws_lb_target_group",
     "aws_secretsmanager_secret"}
)  # fmt: skip
#: Attributes that older versions of a provider do not have.
_NEW: Final = frozenset({"minified_json", "region"})
_POLICY: Final = "aws_iam_policy_document"
#: Attributes that are never anything but what the configuration says: without that they are null.
_NEVER_COMPUTED: Final = frozenset({"tags", "description", "depends_on", "count", "for_each", "provider", "lifecycle"})
_REGIONS: Final = re.compile(r"[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d")

Known = Mapping[str, Mapping[str, Value]]


def plan_mocks(projects: Sequence[Project], overrides: Iterable[Override]) -> tuple[Mock, ...]:
    """One mock for each provider configuration that anything in the projects uses, by name and alias.

    Its defaults are what must look real of what has no override: the ARNs of resources that have no instance in any of
    the projects, and the ARNs and JSON documents of data sources, which other runs may read.
    """
    names: dict[tuple[str, str], None] = {}
    for project in projects:
        for address in _provider_addresses(project):
            name, _, alias = address.partition(".")
            if name != BUILT_IN:
                names[name, alias] = None
    overridden = {override.address for override in overrides}
    kinds: dict[str, set[str]] = {}
    for project in projects:
        for kind, given in _open_kinds(project, overridden):
            kinds.setdefault(kind, set()).update(given)
    return tuple(Mock(name, alias, _defaults(name, kinds)) for name, alias in sorted(names))


def _open_kinds(project: Project, overridden: Collection[str]) -> Iterator[tuple[str, Collection[str]]]:
    """The types of resources without an instance, and (after `data.`) of data sources, that no override is for.

    Each with the attributes that the configuration may set itself: OpenTofu refuses those in a mock.
    """
    blocks: tuple[Resource | Dormant, ...] = (*project.dormant, *project.resources)
    for block in blocks:
        if without_keys(block.address) not in overridden:
            if block.mode is Mode.DATA:
                own = block.attributes if isinstance(block, Resource) else _ARGUMENTS
                yield f"data.{block.type}", (*own, *(["arn"] if block.type in _BY_ARN else []))
            elif block.mode is Mode.MANAGED and isinstance(block, Dormant):
                yield block.type, ()


def _provider_addresses(project: Project) -> Iterator[str]:
    for provider in project.providers:
        if not provider.module:
            yield provider.address
    for resource in project.resources:
        yield resource.provider or resource.type.partition("_")[0]
    for dormant in project.dormant:
        yield dormant.type.partition("_")[0]
    for call in project.calls:
        if not call.module:
            yield from call.providers.values()


def _defaults(provider: str, kinds: Mapping[str, Collection[str]]) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for kind, given in sorted(kinds.items()):
        type_, data = kind.removeprefix("data."), kind.startswith("data.")
        if type_.partition("_")[0] == provider:
            names = realistic.attributes(type_, data=True) if data else ("arn",)
            values = {
                name: realistic.attribute(type_, name, realistic.Use(type_), data=data)
                for name in names
                if name not in given and name not in _NEW
            }
            found[kind] = {name: value for name, value in values.items() if value is not None}
    return {kind: values for kind, values in found.items() if values}


def region_of(projects: Iterable[Project]) -> str:
    """The region that the project's provider is configured for, where that is known."""
    for project in projects:
        for provider in project.providers:
            region = provider.attributes.get("region")
            if not provider.module and not provider.alias and isinstance(region, str) and _REGIONS.fullmatch(region):
                return region
    return realistic.Use("").region


def plan_overrides(projects: Sequence[Project], uses: Uses, region: str) -> tuple[Override, ...]:
    """What each data source, resource and opaque module call says that anything refers to, by kind and address.

    `projects` are evaluations of the same folder with different values; the first one that has a block counts for it.
    """
    blocks: dict[str, Resource | Dormant] = {}
    calls: dict[str, ModuleCall] = {}
    for project in projects:
        found_here: tuple[Resource | Dormant, ...] = (*project.resources, *project.dormant)
        for block in found_here:
            address = without_keys(block.address)
            if address not in blocks or isinstance(blocks[address], Dormant):
                blocks[address] = block
        for call in project.calls:
            if call.opaque:
                calls.setdefault(without_keys(call.address), call)
    found = [_override(address, block, uses, region) for address, block in blocks.items()]
    found += [_module(address, uses[address], region) for address in calls if address in uses]
    order = list(Target)
    return tuple(sorted(filter(None, found), key=lambda each: (order.index(each.kind), each.address)))


def _override(address: str, block: Resource | Dormant, uses: Uses, region: str) -> Override | None:
    data = block.mode is Mode.DATA
    use = uses.get(address)
    if use is None or block.mode is Mode.EPHEMERAL or block.type in _OWN_TYPES:
        return None
    own = block.attributes if isinstance(block, Resource) else {}
    of = realistic.Use(address, _name(address), region, own)
    names = [name for name in use.below if isinstance(name, str) and name != "*"]
    if not names and data:  # taken whole
        names = list(realistic.attributes(block.type, data=True))
    catalog = realistic.attributes(block.type, data=data)
    never = _NEVER_COMPUTED.union(realistic.nulls(block.type, data=data))
    asked = (name for name in names if name not in own or (own[name] is None and name in catalog))
    values: dict[str, Value] = {
        name: value
        for name in asked
        if name not in never
        and (value := data_values.attribute(block.type, name, use.below.get(name, Use()), of, data=data)) is not None
    }
    if block.type == _POLICY and isinstance(block, Resource):
        values = {**values, **_policies(block, values, of)}
    return Override(Target.DATA if data else Target.RESOURCE, address, values) if values else None


def _module(address: str, use: Use, region: str) -> Override | None:
    of = realistic.Use(address, _name(address), region)
    values: dict[str, Value] = {
        name: data_values.shaped(name, below, of)
        for name, below in use.below.items()
        if isinstance(name, str) and name != "*"
    }
    return Override(Target.MODULE, address, values) if values else None


def _name(address: str) -> str:
    """A name for a resource, of its own among those of its type: `network-main` in `module.network`."""
    parts, names = address.split("."), []
    while parts[0] == "module" and len(parts) > 2:
        names.append(parts[1])
        parts = parts[2:]
    plain = "-".join([*names, parts[-1]]).replace("_", "-").lower()
    return re.sub(r"[^a-z0-9-]+", "-", plain).strip("-")[:40].strip("-") or "example"


def _policies(block: Resource, values: Mapping[str, Value], of: realistic.Use) -> dict[str, Value]:
    """The JSON of a policy document as the provider would write it; what is not known in it is made up."""
    document = block.implied.get("json")
    if document is None:
        return {}
    filled = filled_in(document, of)
    if not isinstance(filled, Mapping) or not filled.get("Statement"):
        return {}
    return {
        name: json.dumps(_plain(filled), separators=(",", ":")) for name in ("json", "minified_json") if name in values
    }


def filled_in(value: Value, of: realistic.Use) -> Value:
    """A value with everything that is not known in it made up from its name."""
    if isinstance(value, Reference):
        name = next((step for step in reversed(value.path) if isinstance(step, str) and step != "*"), "")
        type_ = next((part for part in value.address.split(".") if "_" in part), "")
        address = without_keys(value.address)
        return data_values.attribute(type_, name, Use(), realistic.Use(address, _name(address), of.region), data=False)
    if isinstance(value, Template):
        return "".join(str(filled_in(part, of)) for part in value.parts)
    if isinstance(value, Conditional):
        return filled_in(value.then, of)
    if isinstance(value, Call):
        first = next(references(value), None)
        return filled_in(first, of) if first else "example"
    if isinstance(value, Unknown):
        return "example"
    if isinstance(value, Mapping):
        return {key: filled_in(item, of) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(filled_in(item, of) for item in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(map(_plain, value))
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def known_of(overrides: Iterable[Override]) -> dict[str, Mapping[str, Value]]:
    """What overrides say, in the form that `WhatIf.project` takes."""
    return {override.address: override.values for override in overrides}
