"""The package `pulumi` itself: every name that a program takes from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from scaffold.model.values import Unknown
from scaffold.readers.programs.python.kinds import ELLIPSIS
from scaffold.readers.programs.python.native import Given, Module, functions, native
from scaffold.readers.programs.values import MISSING, UNDEFINED, Object, Symbol, ThrownError
from scaffold.readers.pulumi.calls import answered
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python import options
from scaffold.readers.pulumi.python.assets import ASSETS
from scaffold.readers.pulumi.python.bases import (
    COMPONENT,
    CUSTOM,
    DETAILS,
    DYNAMIC,
    DYNAMIC_PROVIDER,
    PROVIDER,
    RESOURCE,
    STACK_REFERENCE,
)
from scaffold.readers.pulumi.python.classes import (
    REQUIRED,
    SDK_ERRORS,
    SdkClass,
    exports_of,
    record_class,
    run_of,
    text_of,
)
from scaffold.readers.pulumi.python.config import CONFIG, setting
from scaffold.readers.pulumi.python.outputs import OUTPUT, deferred
from scaffold.readers.pulumi.python.wire import Sender

#: Parts of the package that run programs or look at the engine: nothing of what they give is known.
_UNKNOWN: Final = ("automation", "provider", "policy", "x")
_LOGS: Final = ("debug", "info", "warn", "error")


# The project


def _stack(given: Given) -> Any:
    return run_of(given.machine).stack(given.machine, given.at)


def _organization(given: Given) -> Any:
    return run_of(given.machine).organization(given.machine, given.at)


def _project(given: Given) -> str:
    return run_of(given.machine).given.project


def _root(given: Given) -> Any:
    return given.unknown("the folder of the project on the machine that deploys it")


def _export(given: Given, name: Any, value: Any) -> None:
    text = text_of(given.machine, name)
    if text is not None:
        exports_of(given.machine)[text] = (value, given.machine.position(given.at))


def _nothing(given: Given, *arguments: Any, **keywords: Any) -> None:
    del given, arguments, keywords


def _itself(given: Given, value: Any = None, *arguments: Any, **keywords: Any) -> Any:
    """A decorator that marks what it stands at, with arguments or without."""
    del arguments, keywords
    if value is None or given.machine.concrete(value) is MISSING or isinstance(value, str):
        return native("decorator", lambda _given, function: function)
    return value


def _create_urn(given: Given, *arguments: Any, **keywords: Any) -> Output:
    del arguments, keywords
    return Output(run_of(given.machine), given.unknown("the URN is only known to the engine"))


# Classes that programs write as packages do


def _set(given: Given, self: Any, name: Any, value: Any) -> None:
    given.machine.set(self, name, value, given.at)


def _get(given: Given, self: Any, name: Any) -> Any:
    found = given.machine.get(self, name, given.at)
    return None if found is UNDEFINED else found


# `pulumi.runtime`

INVOKE_RESULT: Final = record_class(
    "InvokeResult", {"value": REQUIRED, "is_secret": False, "is_known": True, "dependencies": None}
)


def _invoked(later: bool) -> Callable[..., Any]:
    def invoke(
        given: Given, tok: Any, props: Any = None, opts: Any = None, typ: Any = None, package_ref: Any = None
    ) -> Any:
        del opts, typ, package_ref
        run, machine = run_of(given.machine), given.machine
        token = text_of(machine, tok)
        if token is None:
            return given.unknown("which function this calls is not known")
        sent = Sender(run, machine, given.at).value(props, None) if props is not None else Object()
        value, secret = answered(run, machine, token, sent, given.at)
        fields = {"value": value, "is_secret": secret, "is_known": True, "dependencies": None}
        return Output(run, value, secret) if later else Object(dict(fields), INVOKE_RESULT)

    return invoke


def _call(given: Given, *arguments: Any, **keywords: Any) -> Output:
    del arguments, keywords
    return Output(run_of(given.machine), given.unknown("what a method of a component gives is not known"))


def _transform(given: Given, t: Any) -> None:
    run_of(given.machine).transformations.append(t)


def _runtime_config(given: Given, k: Any) -> Any:
    full = text_of(given.machine, k)
    if full is None:
        return given.unknown("which configuration value this reads is not known")
    return setting(run_of(given.machine), given.machine, full, "", given.at)


def _to_json(given: Given, obj: Any) -> Any:
    run, machine = run_of(given.machine), given.machine
    library = machine.language.package(machine, "json")
    sent = Sender(run, machine, given.at).value(obj, None)
    try:
        return machine.call(machine.attribute(library, "dumps"), [sent], at=given.at)
    except ThrownError as error:
        return run.fail(machine, error, given.at)


_METADATA: Final = functions(
    {
        "get_stack": _stack,
        "get_project": _project,
        "get_organization": _organization,
        "get_root_directory": _root,
        "require_pulumi_version": _nothing,
    }
)
_LOG: Final = Module("pulumi.log", functions(dict.fromkeys(_LOGS, _nothing)))
_CONFIG_OF_RUNTIME: Final = functions(
    {"get_config": _runtime_config, "set_config": _nothing, "set_all_config": _nothing}
)
_RUNTIME: Final = Module(
    "pulumi.runtime",
    {
        **_METADATA,
        **_CONFIG_OF_RUNTIME,
        **functions(
            {
                "is_dry_run": lambda _given: False,
                "get_root_resource": lambda given: given.unknown("the stack as a resource is not known"),
                "register_stack_transformation": _transform,
                "register_stack_transform": _nothing,
                "register_resource_transform": _nothing,
                "register_invoke_transform": _nothing,
                "register_resource_module": _nothing,
                "register_resource_package": _nothing,
                "invoke": _invoked(False),
                "invoke_async": _invoked(False),
                "invoke_single": _invoked(False),
                "invoke_output": _invoked(True),
                "invoke_output_single": _invoked(True),
                "call": _call,
                "call_single": _call,
                "to_json": _to_json,
                "test": _itself,
                "set_mocks": _nothing,
            }
        ),
        "settings": Module("pulumi.runtime.settings", _METADATA),
        "config": Module("pulumi.runtime.config", _CONFIG_OF_RUNTIME),
        **{
            name: SdkClass(name, module="pulumi.runtime")
            for name in ("Mocks", "MockResourceArgs", "MockCallArgs", "ResourceModule", "ResourcePackage")
        },
    },
)
_DYNAMIC: Final = Module(
    "pulumi.dynamic",
    {
        "Resource": DYNAMIC,
        "ResourceProvider": DYNAMIC_PROVIDER,
        "CreateResult": record_class("CreateResult", {"id_": REQUIRED, "outs": None}),
        "ReadResult": record_class("ReadResult", {"id_": None, "outs": None}),
        "UpdateResult": record_class("UpdateResult", {"outs": None}),
        "CheckResult": record_class("CheckResult", {"inputs": REQUIRED, "failures": REQUIRED}),
        "CheckFailure": record_class("CheckFailure", {"property": REQUIRED, "reason": REQUIRED}),
        "DiffResult": record_class(
            "DiffResult", dict.fromkeys(("changes", "replaces", "stables", "delete_before_replace"))
        ),
        "ConfigureRequest": SdkClass("ConfigureRequest", module="pulumi.dynamic"),
        "Config": SdkClass("Config", module="pulumi.dynamic"),
    },
)
SDK: Final = Module(
    "pulumi",
    {
        **_METADATA,
        **_LOG.own,
        **SDK_ERRORS,
        **ASSETS,
        "Output": OUTPUT,
        "Config": CONFIG,
        "Resource": RESOURCE,
        "CustomResource": CUSTOM,
        "ComponentResource": COMPONENT,
        "ProviderResource": PROVIDER,
        "StackReference": STACK_REFERENCE,
        "StackReferenceOutputDetails": DETAILS,
        "ResourceOptions": options.RESOURCE_OPTIONS,
        "InvokeOptions": options.INVOKE_OPTIONS,
        "InvokeOutputOptions": options.INVOKE_OUTPUT_OPTIONS,
        "CustomTimeouts": options.CUSTOM_TIMEOUTS,
        "Alias": options.ALIAS,
        "ResourceTransformationArgs": options.TRANSFORMATION_ARGS,
        "ResourceTransformationResult": options.TRANSFORMATION_RESULT,
        "ResourceTransformArgs": options.TRANSFORM_ARGS,
        "ResourceTransformResult": options.TRANSFORM_RESULT,
        **{
            name: SdkClass(name, module="pulumi")
            for name in (
                "Input",
                "Inputs",
                "InputType",
                "ResourceTransformation",
                "ResourceTransform",
                "InvokeTransform",
            )
        },
        **functions(
            {
                "export": _export,
                "create_urn": _create_urn,
                "deferred_output": deferred,
                "contains_unknowns": lambda _given, _value: False,
                "set": _set,
                "get": _get,
                "run": lambda given, function: given.call(function),
                **dict.fromkeys(("input_type", "output_type", "getter", "property", "deprecated"), _itself),
                **dict.fromkeys(("type_token", "resource_hook", "error_hook"), _itself),
            }
        ),
        "UNKNOWN": Symbol(Unknown("an unknown value")),
        "ROOT_STACK_RESOURCE": None,
        "MISSING": ELLIPSIS,
        "log": _LOG,
        "runtime": _RUNTIME,
        "dynamic": _DYNAMIC,
        "__version__": Symbol(Unknown("the version of the SDK")),
    },
    lazy=lambda name: _part(name),
)


def sdk_module(path: str) -> Any:
    """What importing `pulumi` or, with a dotted `path`, a part of it gives; `None` for what is not known."""
    found: Any = SDK
    for step in path.split(".") if path else ():
        found = found.own.get(step, UNDEFINED) if isinstance(found, Module) else UNDEFINED
        if found is UNDEFINED:
            known = _part(path.partition(".")[0])
            return None if isinstance(known, Symbol) or known is UNDEFINED else known
    return cast(Any, found)


def _part(name: str) -> Any:
    """A module that the package is made of: it has what the package shows of it."""
    if name in _UNKNOWN:
        return Symbol(Unknown(f"what pulumi.{name} gives is not known"))
    return SDK if name in _PARTS else UNDEFINED


_PARTS: Final = frozenset(
    {"asset", "config", "errors", "invoke", "metadata", "output", "resource", "stack_reference", "urn", "_types"}
    | {"resource_hooks", "type_token"}
)
