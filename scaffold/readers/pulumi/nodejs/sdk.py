"""The package `@pulumi/pulumi` itself: every name that a program takes from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from scaffold.model.deployments import Role
from scaffold.model.values import Reference, Unknown
from scaffold.readers.programs.values import (
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Promise,
    Symbol,
)
from scaffold.readers.pulumi import outputs
from scaffold.readers.pulumi.nodejs import texts
from scaffold.readers.pulumi.nodejs.assets import asset_classes
from scaffold.readers.pulumi.nodejs.bases import (
    AnyResource,
    DynamicBase,
    ProviderBase,
    ResourceBase,
    StackReferenceClass,
)
from scaffold.readers.pulumi.nodejs.calls import call_function
from scaffold.readers.pulumi.nodejs.config import ConfigClass
from scaffold.readers.pulumi.outputs import Output, output, unwrapped
from scaffold.readers.pulumi.run import Run

_Work: TypeAlias = Callable[[Run, Machine, Sequence[Any], int], Any]
#: Names of modules below the package, and what they are in it.
_MODULES: Final = {"asset": "asset", "dynamic": "dynamic", "runtime": "runtime", "log": "log", "iterable": "iterable"}
_LOGS: Final = ("debug", "info", "warn", "error", "hasErrors")
#: Parts of the package that run programs or inspect code: nothing of what they give is known.
_UNKNOWN: Final = ("automation", "provider", "x", "queryable")


class OutputClass(Foreign):
    """`pulumi.Output`."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its static members."""
        if name == "isInstance":
            return NativeFunction(name, lambda _m, _this, args, _kw, _at: bool(args) and isinstance(args[0], Output))
        if name == "create":
            return NativeFunction(name, lambda m, _this, args, _kw, _at: output(self.run, m, _first(args)))
        return UNDEFINED

    def has_instance(self, value: Any) -> bool:
        """Whether a value is an output."""
        return isinstance(value, Output)


def sdk_module(run: Run, machine: Machine, path: str) -> Any:
    """What importing `@pulumi/pulumi` or, with a `path`, a part of it gives; `None` for what is not known."""
    whole = _sdk(run, machine)
    first, _, rest = path.partition("/")
    if first in _UNKNOWN:
        return None
    if first in _MODULES:
        return whole.entries[first]
    if path in ("", "index", "output", "resource", "config", "metadata", "errors", "stackReference", "invoke", "utils"):
        return whole
    return whole.entries["runtime"] if rest else None


def _sdk(run: Run, machine: Machine) -> Object:
    if run.sdk is None:
        error = run.language.names(machine).get("Error", UNDEFINED)
        errors = ("RunError", "ResourceError", "InputPropertyError", "InputPropertiesError")
        run.sdk = Object(
            {
                "__esModule": True,
                **{name: _native(run, name, work) for name, work in _FUNCTIONS.items()},
                **_classes(run),
                **dict.fromkeys(errors, error),
                "asset": Object({**asset_classes(run.folder), "__esModule": True}),
                "dynamic": Object({"Resource": DynamicBase(run, Role.CUSTOM), "__esModule": True}),
                "runtime": Object({name: _native(run, name, work) for name, work in _RUNTIME.items()}),
                "log": Object({name: _native(run, name, _nothing) for name in _LOGS}),
                "iterable": Object({name: _native(run, name, work) for name, work in _ITERABLE.items()}),
                "unknown": Symbol(Unknown("an unknown value")),
                "rootStackResource": UNDEFINED,
                "testing": False,
                "version": Symbol(Unknown("the version of the SDK")),
                **{name: Symbol(Unknown(f"what pulumi.{name} gives is not known")) for name in _UNKNOWN},
            }
        )
    return run.sdk


def _classes(run: Run) -> dict[str, Foreign]:
    return {
        "Output": OutputClass(run),
        "Config": ConfigClass(run),
        "Resource": AnyResource(run, Role.CUSTOM),
        "CustomResource": ResourceBase(run, Role.CUSTOM),
        "ComponentResource": ResourceBase(run, Role.COMPONENT),
        "ProviderResource": ProviderBase(run, Role.PROVIDER),
        "StackReference": StackReferenceClass(run, Role.CUSTOM),
    }


def _native(run: Run, name: str, work: _Work) -> NativeFunction:
    return NativeFunction(name, lambda machine, _this, args, _kw, at: work(run, machine, args, at))


def _first(arguments: Sequence[Any]) -> Any:
    return arguments[0] if arguments else UNDEFINED


def _nothing(_run: Run, _machine: Machine, _arguments: Sequence[Any], _at: int) -> Any:
    return UNDEFINED


# The project


def _project(run: Run, _machine: Machine, _arguments: Sequence[Any], _at: int) -> Any:
    return run.given.project


def _root(_run: Run, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    return machine.unknown("the folder of the project on the machine that deploys it", at)


# Options and resources


def _merge_options(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Object:
    """`mergeOptions(first, second)`: lists are joined, `dependsOn` always is one, anything else is the second's."""
    merged: dict[Any, Any] = {}
    for options in arguments[:2]:
        for name, value in _members(run, machine, options):
            before = merged.get(name, UNDEFINED)
            joins = name == "dependsOn" or isinstance(before, Array) or isinstance(value, Array)
            merged[name] = Array([*_elements(before), *_elements(value)]) if joins else value
    providers = merged.get("providers")
    if isinstance(providers, Array):
        records = ((run.record_of(item), item) for item in providers.items)
        merged["providers"] = Object({record.package: item for record, item in records if record})
    return Object(merged)


def _members(run: Run, machine: Machine, options: Any) -> list[tuple[str, Any]]:
    if isinstance(options, Object):
        found = list(run.members(machine, options))
        return [(name, _listed(value) if name == "providers" else value) for name, value in found]
    if isinstance(options, Foreign):
        return [(name, options.get(machine, name, 0)) for name in options.keys(machine)]
    return []


def _listed(value: Any) -> Any:
    return Array(list(value.entries.values())) if isinstance(value, Object) else value


def _elements(value: Any) -> list[Any]:
    if isinstance(value, Array):
        return value.items
    return [] if value is None or value is UNDEFINED else [value]


def _create_urn(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Output:
    return Output(run, machine.unknown("the URN is only known to the engine", at))


def _resource_name(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    record = run.record_of(_first(arguments))
    return record.name if record else machine.unknown("this is no resource", at)


def _resource_type(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    record = run.record_of(_first(arguments))
    return record.token if record else machine.unknown("this is no resource", at)


# Outputs


def _is_secret(run: Run, _machine: Machine, arguments: Sequence[Any], _at: int) -> Promise:
    value = _first(arguments)
    return Promise(isinstance(value, Output) and value.secret)


def _deferred(run: Run, _machine: Machine, _arguments: Sequence[Any], _at: int) -> Array:
    """`deferredOutput()`: an output, and the function that says what it gives."""
    later = Output(run, UNDEFINED)

    def resolve(machine: Machine, _this: Any, args: Sequence[Any], _kw: Mapping[str, Any], _where: int) -> Any:
        later.value, later.secret = unwrapped(run, machine, _first(args))
        return UNDEFINED

    return Array([later, NativeFunction("resolve", resolve)])


_FUNCTIONS: Final[Mapping[str, _Work]] = {
    "output": lambda run, machine, args, _at: output(run, machine, _first(args)),
    "all": lambda run, machine, args, _at: outputs.all_of(run, machine, args),
    "secret": lambda run, machine, args, _at: outputs.as_secret(run, machine, args, True),
    "unsecret": lambda run, machine, args, _at: outputs.as_secret(run, machine, args, False),
    "isSecret": _is_secret,
    "concat": texts.concat,
    "interpolate": texts.interpolate,
    "format": texts.format_text,
    "jsonStringify": lambda run, machine, args, at: texts.with_json(run, machine, "stringify", args, at),
    "jsonParse": lambda run, machine, args, at: texts.with_json(run, machine, "parse", args, at),
    "containsUnknowns": lambda *_: False,
    "isUnknown": lambda *_: False,
    "deferredOutput": _deferred,
    "getStack": lambda run, machine, _args, at: run.stack(machine, at),
    "getProject": _project,
    "getOrganization": lambda run, machine, _args, at: run.organization(machine, at),
    "getRootDirectory": _root,
    "mergeOptions": _merge_options,
    "createUrn": _create_urn,
    "resourceName": _resource_name,
    "resourceType": _resource_type,
    "requirePulumiVersion": _nothing,
}


# `pulumi.runtime`


def _transform(run: Run, _machine: Machine, arguments: Sequence[Any], _at: int) -> Any:
    run.transformations.append(_first(arguments))
    return UNDEFINED


def _invoke(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    token = machine.concrete(_first(arguments))
    if not isinstance(token, str):
        return machine.unknown("which function this calls is not known", at)
    return call_function(run, machine, token, arguments[1:], False, at)


def _runtime_config(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    key = machine.concrete(_first(arguments))
    name = f"config.{key}"
    if not isinstance(key, str):
        return machine.unknown("which configuration value this reads is not known", at)
    run.see(name, machine.position(at))
    return Symbol(Reference(name), run.parameter(machine, name).concrete)


_RUNTIME: Final[Mapping[str, _Work]] = {
    "isDryRun": lambda *_: False,
    "hasEngine": lambda *_: True,
    "hasMonitor": lambda *_: True,
    "getStack": lambda run, machine, _args, at: run.stack(machine, at),
    "getProject": _project,
    "getOrganization": lambda run, machine, _args, at: run.organization(machine, at),
    "getConfig": _runtime_config,
    "registerStackTransformation": _transform,
    "registerStackTransform": _nothing,
    "registerResourceTransform": _nothing,
    "registerInvokeTransform": _nothing,
    "invoke": _invoke,
    "registerResourceModule": _nothing,
    "registerResourcePackage": _nothing,
    "setConfig": _nothing,
    "setAllConfig": _nothing,
    "setMocks": _nothing,
}


# `pulumi.iterable`


def _to_object(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Output:
    """`iterable.toObject(items, item => [key, value])`."""
    return _gathered(run, machine, arguments, at, lambda before, value: value)


def _group_by(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Output:
    """`iterable.groupBy(items, item => [key, value])`."""
    return _gathered(run, machine, arguments, at, lambda before, value: Array([*_elements(before), value]))


def _gathered(run: Run, machine: Machine, arguments: Sequence[Any], at: int, put: Callable[[Any, Any], Any]) -> Output:
    items, secret = unwrapped(run, machine, _first(arguments))
    found: dict[Any, Any] = {}
    elements = machine.iterate(items, at)
    if elements is None:
        return Output(run, machine.unknown("the elements are not known", at), secret)
    for item in elements:
        pair, hidden = unwrapped(run, machine, machine.call(arguments[1], [item], at=at))
        key = machine.concrete(machine.get(pair, 0, at))
        secret = secret or hidden
        if isinstance(key, str | int | float):
            name = str(key)
            found[name] = put(found.get(name, UNDEFINED), machine.get(pair, 1, at))
    return Output(run, Object(found), secret)


_ITERABLE: Final[Mapping[str, _Work]] = {"toObject": _to_object, "groupBy": _group_by}
