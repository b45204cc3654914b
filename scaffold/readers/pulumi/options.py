"""Resource options: what a resource is given beside its inputs, and what it takes over from its parent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.deployments import Options, Role
from scaffold.model.values import Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Promise, Symbol
from scaffold.readers.pulumi.freezing import frozen, plain
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output, unwrapped
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import package_of

#: Options that are noted as they are, by native name.
_OTHERS: Final = (
    "additionalSecretOutputs",
    "aliases",
    "customTimeouts",
    "deleteBeforeReplace",
    "hideDiffs",
    "ignoreChanges",
    "import",
    "pluginDownloadURL",
    "replaceOnChanges",
    "retainOnDelete",
    "urn",
    "version",
)
#: The names that only options have: what tells them from a resource's state.
NAMES: Final = frozenset((*_OTHERS, "parent", "dependsOn", "protect", "provider", "providers", "transformations", "id"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Options as they were given, and what they come to for one resource."""

    options: Options
    parent: Record | None
    protect: Value
    providers: Mapping[str, Record]
    transformations: tuple[Any, ...]
    id: Any = UNDEFINED

    @property
    def imported(self) -> Value:
        """The id of what is taken over (`import`)."""
        return self.options.others.get("import")


def read_options(run: Run, machine: Machine, given: Any, kind: Kind, at: int = 0) -> Wanted:
    """What a resource's options say."""
    package, role = package_of(kind.token), kind.role
    given = run.dialect.options(run, machine, kind, plain(run, machine, given))
    parent = _resource(run, machine, given, "parent", "Resource parent is not a valid Resource", at)
    provider = _resource(run, machine, given, "provider", "opts.provider.getPackage is not a function", at)
    if (
        run.dialect.refuses_providers
        and role in (Role.CUSTOM, Role.PROVIDER)
        and machine.truth(_option(machine, given, "providers")) is True
    ):
        message = "Do not supply 'providers' option to a CustomResource. Did you mean 'provider' instead?"
        raise run.dialect.error(machine, message, at)
    providers = {**(parent.providers if parent else {}), **_providers(run, machine, given)}
    if provider is not None:
        providers[provider.package] = provider
    elif role not in (Role.COMPONENT, Role.PROVIDER) and not kind.opaque:
        provider = providers.get(package)
    own = _value(run, machine, _option(machine, given, "protect"))
    protect = own if own is not None else parent.protect if parent else None
    options = Options(
        parent=parent.address if parent else "",
        provider=provider.address if provider else "",
        depends_on=tuple(dict.fromkeys(_depends(run, machine, _option(machine, given, "dependsOn")))),
        protect=protect,
        others=dict(_others(run, machine, given)),
    )
    transformations = (
        *_list(machine, _option(machine, given, "transformations")),
        *(parent.transformations if parent else run.transformations),
    )
    return Wanted(options, parent, protect, providers, transformations, _option(machine, given, "id"))


def _option(machine: Machine, given: Any, name: str) -> Any:
    if not isinstance(given, Object | Foreign | Symbol):
        return UNDEFINED
    return machine.get(given, name, 0)


def _resource(run: Run, machine: Machine, given: Any, name: str, complaint: str, at: int) -> Record | None:
    """The resource that an option names; raises what the SDK says of a value that is none."""
    value = _option(machine, given, name)
    record = run.record_of(value)
    concrete = machine.concrete(value) if record is None else MISSING
    if record is None and machine.truth(concrete) and concrete is not MISSING and not isinstance(value, Foreign):
        raise machine.throw(complaint, at, "TypeError")
    return record


def _providers(run: Run, machine: Machine, given: Any) -> dict[str, Record]:
    """`providers`, a list or a map, by package."""
    value = _option(machine, given, "providers")
    if isinstance(value, Array):
        records = (run.record_of(item) for item in value.items)
        return {record.package: record for record in records if record}
    if not isinstance(value, Object):
        return {}
    named = ((key, run.record_of(item)) for key, item in run.members(machine, value))
    return {key: record for key, record in named if record}


def _depends(run: Run, machine: Machine, value: Any) -> Iterable[str]:
    """The addresses of what `dependsOn` names: a resource, a list of them, or an output of these."""
    value = unwrapped(run, machine, value)[0] if isinstance(value, Output | Promise) else value
    record = run.record_of(value)
    if record is not None:
        yield record.address
    elif isinstance(value, Array):
        for item in value.items:
            yield from _depends(run, machine, item)
    elif isinstance(value, Symbol) and value.concrete is MISSING:
        yield from ()


def _others(run: Run, machine: Machine, given: Any) -> Iterable[tuple[str, Value]]:
    for name in _OTHERS:
        value = _value(run, machine, _option(machine, given, name))
        if value is not None:
            yield name, value


def _value(run: Run, machine: Machine, value: Any) -> Value:
    found = frozen(run, machine, value)
    return None if found is UNDEFINED else found


def _list(machine: Machine, value: Any) -> list[Any]:
    return value.items if isinstance(value, Array) else []
