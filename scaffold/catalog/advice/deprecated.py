"""Types and arguments that the provider has deprecated or removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.catalog.advice.admitted import Admitted, admitted_provider, admitted_terraform, is_official, provider_name
from scaffold.catalog.advice.base import Advice, checks, is_loose, load, nested, thing
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Call, Conditional, Reference, Unknown, Value


def look(project: Project) -> Iterator[Advice]:
    """Every use of what the admitted versions of the provider deprecate or do not know."""
    rows = load("provider.toml")
    terraform = admitted_terraform(project)
    for resource in project.resources:
        if resource.mode is Mode.EPHEMERAL or not is_official(project, provider_name(resource)):
            continue
        data = resource.mode is Mode.DATA
        types, arguments = ("data", "data_arguments") if data else ("types", "arguments")
        admitted = admitted_provider(project, provider_name(resource))
        row = rows[types].get(resource.type)
        if row and (terraform is None or terraform.constraint.admits_from(row.get("needs", "0.0.0"))):
            yield from _of(resource, resource.type, row, admitted)
        for name, row in rows[arguments].get(resource.type, {}).items():
            if _is_set(resource.attributes, name):
                yield from _of(resource, f"{name} of {thing(resource)}", row, admitted)


def _of(resource: Resource, what: str, row: Mapping[str, Any], admitted: Admitted | None) -> Iterator[Advice]:
    constraint = admitted.constraint if admitted else None
    removed, deprecated = row.get("removed"), row.get("deprecated")
    reaches = [version for version in (deprecated, removed) if version]
    if constraint is not None and not any(constraint.admits_from(version) for version in reaches):
        return
    gone = bool(removed and constraint is not None and constraint.guarantees(removed))
    hint = f"Use {row['instead']} instead." if "instead" in row else "Remove it."
    if removed and (constraint is None or constraint.admits_from(removed)):
        sentence = f"{what} was removed in version {removed} of the provider"
    else:
        sentence = f"{what} is deprecated" + (f" by {row['by']}" if "by" in row else "")
    check = checks()["terraform-removed" if gone else "terraform-deprecated"]
    yield Advice(check, resource.address, resource.position, sentence, hint)


def _is_set(attributes: Mapping[str, Value], path: str) -> bool:
    """Whether an argument surely has a value: what may be null, or a dynamic block without blocks, does not count."""
    name, _, rest = path.partition(".")
    value = attributes.get(name)
    if rest:
        return any(_is_set(inner, rest) for inner in nested(value))
    if isinstance(value, tuple):
        return any(not isinstance(item, Call | Unknown) for item in value)
    if isinstance(value, Reference):
        return not is_loose(value)
    return value not in (None, "", {}) and not isinstance(value, Call | Conditional | Unknown)
