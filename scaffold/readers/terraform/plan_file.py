"""What a plan knows (`terraform show -json`) and the configuration alone does not say.

Format: https://developer.hashicorp.com/terraform/internals/json-format. A planned value replaces what is unknown in
the model, never a reference: what a resource is wired to is worth more than the text it comes to. Secrets stay out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.graph import find_edges, find_unknowns
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Call, Conditional, Template, Unknown, Value, references

MAX_PLAN = 256 * 1024 * 1024
_MODES = {"managed": Mode.MANAGED, "data": Mode.DATA}


@dataclass(frozen=True, slots=True)
class PlannedResource:
    """One resource instance of a plan; `module` is its module's address, `values` what is known of it."""

    address: str
    module: str
    mode: Mode
    type: str
    name: str
    key: str | int | None
    provider: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its variables and its resources by address."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    resources: Mapping[str, PlannedResource] = field(default_factory=dict)


def load_plan(path: Path, shown: str, diagnostics: list[Diagnostic]) -> Plan:
    """The plan in a JSON file, `shown` in messages; empty, with a diagnostic, where it is none."""
    hint = "Make one with `terraform plan -out plan.bin` and `terraform show -json plan.bin > plan.json`."
    try:
        if path.stat().st_size > MAX_PLAN:
            raise ValueError(f"larger than {MAX_PLAN // 1024 // 1024} MB")
        data = json.loads(path.read_bytes())
        root = data["planned_values"]["root_module"]
        variables = {name: frozen(item.get("value")) for name, item in data.get("variables", {}).items()}
        prior = data.get("prior_state", {}).get("values", {}).get("root_module", {})
        found = {item.address: item for item in (*_resources(prior, "", Mode.DATA), *_resources(root, "", None))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        summary = f"{path.name} is not the JSON of a plan: {reason}"
        diagnostics.append(Diagnostic(Severity.ERROR, "unreadable-plan", summary, Position(shown), hint=hint))
        return Plan()
    return Plan(variables, found)


def _resources(module: Mapping[str, Any], address: str, only: Mode | None) -> Iterator[PlannedResource]:
    for item in module.get("resources", ()):
        mode = _MODES.get(item["mode"])
        if mode is None or (only is not None and mode is not only):
            continue
        values = _known(item.get("values") or {}, item.get("sensitive_values") or {})
        provider = str(item.get("provider_name", "")).rsplit("/", 1)[-1]
        key = item.get("index")
        yield PlannedResource(item["address"], address, mode, item["type"], item["name"], key, provider, values)
    for child in module.get("child_modules", ()):
        yield from _resources(child, child["address"], only)


def _known(values: Mapping[str, Any], sensitive: Any) -> dict[str, Value]:
    """The values that are no secrets."""
    hidden = sensitive if isinstance(sensitive, Mapping) else {}
    return {
        name: frozen(value) for name, value in values.items() if not _any_true(hidden.get(name)) and value is not None
    }


def _any_true(mark: Any) -> bool:
    if isinstance(mark, Mapping):
        return any(map(_any_true, mark.values()))
    if isinstance(mark, list):
        return any(map(_any_true, mark))
    return mark is True


def frozen(value: Any) -> Value:
    """JSON data as a value."""
    if isinstance(value, list):
        return tuple(map(frozen, value))
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    plain: Value = value
    return plain


def sharpen_project(project: Project, plan: Plan | None) -> Project:
    """The project with what the plan knows: values, instances of repeated resources, resources of remote modules."""
    if plan is None or not plan.resources:
        return project
    resources = tuple(_sharpened(project, plan))
    return replace(
        project,
        resources=resources,
        edges=find_edges(resources, project.calls),
        unknowns=find_unknowns(resources, project.outputs, project.calls),
    )


def _sharpened(project: Project, plan: Plan) -> Iterator[Resource]:
    instances: dict[str, list[PlannedResource]] = {}
    for planned in plan.resources.values():
        instances.setdefault(_without_key(planned), []).append(planned)
    for resource in project.resources:
        planned_one = plan.resources.get(resource.address)
        if planned_one is not None:
            yield replace(resource, attributes=_sharpen_all(resource.attributes, planned_one.values), repeated=False)
        elif resource.repeated and resource.address in instances:
            for found in instances[resource.address]:
                attributes = _sharpen_all(resource.attributes, found.values)
                yield replace(resource, address=found.address, key=found.key, repeated=False, attributes=attributes)
        else:
            yield resource
    yield from _remote(project, plan)


def _without_key(planned: PlannedResource) -> str:
    """The address of a planned resource without its own key."""
    prefix = {Mode.DATA: "data."}.get(planned.mode, "")
    local = f"{prefix}{planned.type}.{planned.name}"
    return f"{planned.module}.{local}" if planned.module else local


def _remote(project: Project, plan: Plan) -> Iterator[Resource]:
    """The resources of modules that could not be read."""
    opaque = {call.address: call for call in project.calls if call.opaque}
    for planned in plan.resources.values():
        call = next((found for address, found in opaque.items() if _below(planned.module, address)), None)
        if call is not None:
            yield Resource(
                address=planned.address,
                type=planned.type,
                native_type=planned.type,
                name=planned.name,
                mode=planned.mode,
                attributes=planned.values,
                position=call.position,
                module=planned.module,
                provider=planned.provider,
                key=planned.key,
            )


def _below(module: str, address: str) -> bool:
    return module == address or module.startswith((f"{address}.", f"{address}["))


def _sharpen_all(attributes: Mapping[str, Value], planned: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name: _sharpen(value, planned[name]) if name in planned else value for name, value in attributes.items()}


def _sharpen(value: Value, planned: Value) -> Value:
    """`value` with its unknown parts taken from the plan."""
    if isinstance(value, Unknown):
        return planned
    if isinstance(value, Call | Conditional | Template):
        return value if any(references(value)) else planned
    if isinstance(value, Mapping) and isinstance(planned, Mapping):
        return {name: _sharpen(item, planned[name]) if name in planned else item for name, item in value.items()}
    if isinstance(value, tuple) and isinstance(planned, tuple) and len(value) == len(planned):
        return type(value)(_sharpen(one, other) for one, other in zip(value, planned, strict=True))
    return value
