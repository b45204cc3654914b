"""The ground on which the runs of one folder of configuration stand: the values, mocks and overrides of its suite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scaffold.catalog import realistic
from scaffold.model.addresses import without_keys
from scaffold.model.project import Mode, Parameter, Project, Resource
from scaffold.model.scenarios import Mock, Override, Target
from scaffold.model.values import Value, is_known, references
from scaffold.model.whatif import WhatIf
from scaffold.plan.scenarios.mending import Mender, problems_of
from scaffold.plan.scenarios.mocking import Known, known_of, plan_mocks, plan_overrides, region_of
from scaffold.plan.scenarios.providers import passed_on
from scaffold.plan.scenarios.synthesis import made_up
from scaffold.plan.scenarios.uses import find_uses

#: How often what is known may show new references: data that is looped over, documents that include documents.
_ROUNDS: Final = 3
#: The most flags that are turned over to see what is behind them.
_FLAGS: Final = 12
#: How many resources may be read for that, all evaluations together.
_RESOURCES: Final = 3000


@dataclass(frozen=True, slots=True)
class Baseline:
    """The values, mocks and overrides of one folder of configuration, and what it is under them.

    `values` has a known value for every parameter that needs or has one; `made` are the names of those that were made
    up. `known` says what `overrides` say, in the form that `WhatIf.project` takes. `project` is the folder as it is
    after a mocked apply (everything in `known` counts); `planned` as it is in a plan where overrides of managed
    resources do not count yet: what is known there is `known_early`, the data sources that can be read before anything
    is created and the opaque module calls. (Terraform reads a data source only on apply if its arguments refer to a
    managed resource that is to be created, or its `depends_on` does, whatever is known.)

    `sound` says that no validation, precondition, postcondition or check fails in `project`, that nothing turned into
    an error that was none in the project as read, and that nothing is left out that providers are known to require;
    `problems` says what did, one sentence each.
    """

    path: str
    values: Mapping[str, Value]
    known: Mapping[str, Mapping[str, Value]]
    known_early: Mapping[str, Mapping[str, Value]]
    mocks: tuple[Mock, ...]
    overrides: tuple[Override, ...]
    providers: Mapping[str, str]
    project: Project
    planned: Project
    sound: bool
    problems: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()


def baseline(path: str, what_if: WhatIf, given: Mapping[str, Value]) -> Baseline:
    """The ground for the folder at `path` as a root module.

    `given` are values that a caller passes, by parameter; those that are not known are made up, like those of required
    parameters without a value. Parameters with a default that are not given keep it. Deterministic.
    """
    plain = what_if.project(path, {})
    parameters = {each.name: each for each in plain.parameters if not each.module}
    settled = dict(_settled(parameters.values(), given))
    made = frozenset(parameters) - frozenset(settled)
    first = what_if.project(path, settled)
    uses = find_uses([first])
    region = region_of([first, plain])
    values = {
        name: settled[name] if name in settled else made_up(parameter, uses.get(f"var.{name}"), region)
        for name, parameter in parameters.items()
    }
    mender = Mender(path, what_if, parameters, made, first, uses)
    values = mender.with_needed_values(mender.with_valid_values(values))
    made = frozenset(name for name in values if name in made or values[name] != settled[name])
    overrides, seen = _overrides(path, what_if, values, parameters)
    values, overrides = mender.with_sound_project(values, overrides, seen[0])
    return _stand(path, what_if, values, overrides, seen, made)


def _stand(
    path: str,
    what_if: WhatIf,
    values: Mapping[str, Value],
    overrides: Sequence[Override],
    seen: Sequence[Project],
    made: frozenset[str],
) -> Baseline:
    known = known_of(overrides)
    project = what_if.project(path, values, known)
    early = _early(overrides, seen)
    mocks = plan_mocks([project, *seen], overrides)
    problems = tuple(problems_of(project, seen[0]))
    return Baseline(
        path=path,
        values=values,
        known=known,
        known_early=early,
        mocks=mocks,
        overrides=tuple(overrides),
        providers=passed_on(mocks, frozenset(mock.provider for mock in mocks)),
        project=project,
        planned=what_if.project(path, values, early),
        sound=not problems,
        problems=problems,
        made=made,
    )


def _settled(parameters: Iterable[Parameter], given: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The values that are known without making any up."""
    for parameter in parameters:
        value = given.get(parameter.name)
        if parameter.name in given and is_known(value) and (value is not None or parameter.nullable):
            yield parameter.name, value
        elif not parameter.required and value is None and is_known(parameter.default):
            yield parameter.name, parameter.default


def _overrides(
    path: str, what_if: WhatIf, values: Mapping[str, Value], parameters: Mapping[str, Parameter]
) -> tuple[list[Override], list[Project]]:
    """What is overridden, and the evaluations that it was found in: the first with nothing known, then with flags
    turned over, last with more and more known."""
    seen = [what_if.project(path, values)]
    flags = [name for name, value in values.items() if isinstance(value, bool) and name in parameters]
    most = max(2, min(_FLAGS, _RESOURCES // (len(seen[0].resources) + 1)))
    turned: list[dict[str, Value]] = [{name: not values[name]} for name in flags[:most]]
    for changes in [*turned, _filled(values, parameters)]:
        if changes:
            seen.append(what_if.project(path, {**values, **changes}))
    overrides: list[Override] = []
    for _ in range(_ROUNDS):
        found = list(plan_overrides(seen[::-1], find_uses(seen), region_of(seen)))
        if found == overrides:
            break
        overrides = found
        data = known_of(each for each in overrides if each.kind is not Target.RESOURCE)
        seen.append(what_if.project(path, values, data))
        seen.append(what_if.project(path, values, known_of(overrides)))
    return overrides, seen


def _filled(values: Mapping[str, Value], parameters: Mapping[str, Parameter]) -> dict[str, Value]:
    """Something for every parameter that is null or empty, to see what is behind them."""
    return {
        name: made_up(parameters[name], None, realistic.Use("").region)
        for name, value in values.items()
        if value in (None, "", (), {}) and name in parameters
    }


def _early(overrides: Iterable[Override], seen: Sequence[Project]) -> Known:
    """What is known in a plan before anything is created.

    A data source is, unless what it is asked with refers to a managed resource, or it depends on one, or on a data
    source that is not.
    """
    blocks: dict[str, list[Resource]] = {}
    for project in seen:
        for resource in project.resources:
            if resource.mode is Mode.DATA:
                blocks.setdefault(without_keys(resource.address), []).append(resource)
    waiting = {without_keys(call.address) for project in seen for call in project.calls if _awaits(call.depends_on)}
    late = {address for address in blocks if any(address.startswith(f"{module}.") for module in waiting)}
    while True:
        more = {address for address, found in blocks.items() if address not in late and _waits(found, late)}
        if not more:
            break
        late |= more
    return known_of(each for each in overrides if each.kind is not Target.RESOURCE and each.address not in late)


def _awaits(depends_on: Iterable[str]) -> bool:
    """Whether a `depends_on` names something that is created, or a module in which something may be."""
    return any(_is_managed(address) or address.startswith("module.") for address in depends_on)


def _waits(found: Iterable[Resource], late: set[str]) -> bool:
    addresses: set[str] = set()
    for resource in found:
        if _awaits(resource.depends_on):
            return True
        addresses.update(without_keys(each) for each in resource.depends_on)
        for value in (*resource.attributes.values(), resource.condition):
            addresses.update(without_keys(each.address) for each in references(value))
    return any(address in late or _is_managed(address) for address in addresses)


def _is_managed(address: str) -> bool:
    parts = address.split(".")
    while parts[0] == "module" and len(parts) > 2:
        parts = parts[2:]
    return parts[0] not in ("data", "var", "each", "count", "self", "module", "local", "path", "terraform")
