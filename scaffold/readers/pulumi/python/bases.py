"""The classes of the SDK for Python that programs extend: components, custom resources, providers, dynamic
resources, references to stacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.deployments import Role
from scaffold.readers.programs.python.classes import mro_of
from scaffold.readers.programs.python.native import Given, method, methods
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Object, Promise, Symbol
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.classes import SdkClass, dynamic_types, is_of, run_of, text_of
from scaffold.readers.pulumi.python.options import RESOURCE_OPTIONS
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import attribute, register
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.stack_references import refer_to_stack, stack_output, stack_outputs
from scaffold.readers.pulumi.tokens import PROVIDERS

#: What the SDK keeps the code of a dynamic resource's provider under: it stays out of the inputs.
_PROVIDER_KEY: Final = "__provider"


class ResourceClass(SdkClass):
    """A class of resources: what its instances have is that of what they registered."""

    __slots__ = ()

    @property
    def namespace(self) -> Mapping[Any, Any] | None:
        """Not known before there is an instance."""
        return None

    def member(self, machine: Machine, instance: Any, name: str, at: int) -> Any:
        """What an instance has by it."""
        found = super().member(machine, instance, name, at)
        if found is not UNDEFINED:
            return found
        run = run_of(machine)
        record = run.record_of(instance)
        return UNDEFINED if record is None else self.output(run, machine, record, name, at)

    def output(self, run: Run, machine: Machine, record: Record, name: str, at: int) -> Any:
        """What a resource has beside what the program set; `UNDEFINED` for nothing."""
        del at
        if name == "id":
            return self._id(run, machine, record)
        if name == "package" and record.role is Role.PROVIDER:
            return record.package
        if name == "urn":
            return attribute(run, machine, record, name)
        own = {"pulumi_resource_name": record.name, "pulumi_resource_type": record.token}
        own |= {"_name": record.name, "_type": record.token}
        return own.get(name, UNDEFINED)

    def _id(self, run: Run, machine: Machine, record: Record) -> Any:
        if record.role is Role.COMPONENT:
            return None
        return UNDEFINED if record.role is Role.REMOTE else attribute(run, machine, record, "id")


def set_up(given: Given, kind: Kind, name: Any, props: Any, opts: Any) -> Record:
    """Make an object of the program a resource."""
    run, machine = run_of(given.machine), given.machine
    concrete = machine.concrete(name)
    if concrete is not MISSING and concrete is not None and concrete != "" and text_of(machine, name) is None:
        raise given.error("Expected resource name to be a string")
    if not is_of(opts, RESOURCE_OPTIONS) and opts is not None and not isinstance(opts, Symbol):
        raise given.error("Expected resource options to be a ResourceOptions instance")
    record = register(run, machine, kind, [name, props, opts], given.this, given.at)
    run.adopt(given.this, record)
    return record


def _text(given: Given, value: Any, what: str) -> str:
    found = text_of(given.machine, value)
    if not found:
        missing = given.machine.concrete(value) in (None, "")
        raise given.error(f"Missing {what} argument" if missing else f"Expected {what} to be a string")
    return found


def _show(given: Given, record: Record, props: Any) -> None:
    """Inputs that an instance shows as outputs, as the SDK sets them."""
    if isinstance(props, Object):
        run = run_of(given.machine)
        for name in list(props.entries):
            if isinstance(name, str) and name not in ("urn", "id", _PROVIDER_KEY):
                given.this.entries[name] = attribute(run, given.machine, record, name)


def _base(role: Role, prefix: str = "", what: str = "resource type") -> Callable[..., None]:
    def initialise(
        given: Given, t: Any, name: Any, props: Any = None, opts: Any = None, *more: Any, **others: Any
    ) -> None:
        del more, others
        token = f"{prefix}{_text(given, t, what)}"
        record = set_up(given, Kind(token, role), name, props, opts)
        _show(given, record, props)

    return initialise


def _provider(
    given: Given, pkg: Any, name: Any, props: Any = None, opts: Any = None, *more: Any, **others: Any
) -> None:
    if is_of(opts, RESOURCE_OPTIONS) and opts.entries.get("provider") is not None:
        raise given.error("Explicit providers may not be used with provider resources")
    _base(Role.PROVIDER, PROVIDERS)(given, pkg, name, props, opts, *more, **others)


def _component(
    given: Given, t: Any, name: Any, props: Any = None, opts: Any = None, remote: Any = False, package_ref: Any = None
) -> None:  # fmt: skip
    del package_ref
    role = Role.REMOTE if given.machine.truth(remote) is True else Role.COMPONENT
    record = set_up(given, Kind(_text(given, t, "resource type"), role), name, props, opts)
    _show(given, record, props)


def _dynamic(given: Given, provider: Any, name: Any, props: Any = None, opts: Any = None, **others: Any) -> None:
    del provider, others
    known = dynamic_types(given.machine)
    type_ = next((known[id(kind)] for kind in mro_of(given.this.type) if id(kind) in known), "dynamic:Resource")
    record = set_up(given, Kind(f"pulumi-python:{type_}", Role.CUSTOM), name, props, opts)
    _show(given, record, props)


RESOURCE: Final = ResourceClass(
    "Resource",
    members={
        **methods(
            {
                "get_provider": lambda given, module_member: given.unknown("which provider this is is not known"),
                "translate_output_property": lambda given, prop: prop,
                "translate_input_property": lambda given, prop: prop,
            }
        )
    },
    module="pulumi.resource",
)
CUSTOM: Final = ResourceClass(
    "CustomResource",
    (RESOURCE,),
    {"__init__": method("CustomResource.__init__", _base(Role.CUSTOM))},
    module="pulumi.resource",
)
COMPONENT: Final = ResourceClass(
    "ComponentResource",
    (RESOURCE,),
    {
        "__init__": method("ComponentResource.__init__", _component),
        "register_outputs": method("register_outputs", lambda given, outputs=None: None),
    },
    module="pulumi.resource",
)
PROVIDER: Final = ResourceClass(
    "ProviderResource",
    (CUSTOM,),
    {"__init__": method("ProviderResource.__init__", _provider)},
    module="pulumi.resource",
)


class DynamicClass(ResourceClass):
    """`pulumi.dynamic.Resource`: its provider is code."""

    __slots__ = ()

    def derive(self, machine: Machine, kind: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """`class Own(Resource, module="a", name="b")`."""
        module, name = (text_of(machine, keywords.get(key)) or "" for key in ("module", "name"))
        dynamic_types(machine)[id(kind)] = f"dynamic{'/' if module else ''}{module}:{name or 'Resource'}"
        return kind


DYNAMIC: Final = DynamicClass(
    "Resource", (CUSTOM,), {"__init__": method("Resource.__init__", _dynamic)}, module="pulumi.dynamic"
)
DYNAMIC_PROVIDER: Final = SdkClass("ResourceProvider", module="pulumi.dynamic")


# References to stacks


class StackReferenceClass(ResourceClass):
    """`pulumi.StackReference`."""

    __slots__ = ()

    def output(self, run: Run, machine: Machine, record: Record, name: str, at: int) -> Any:
        """Its outputs, and what every resource has."""
        if name == "outputs":
            return stack_outputs(run, machine, record)
        if name in ("name", "secret_output_names"):
            return attribute(run, machine, record, "secretOutputNames" if name != "name" else name)
        return super().output(run, machine, record, name, at)


def _stack(given: Given, name: Any, stack_name: Any = None, opts: Any = None) -> None:
    run, machine = run_of(given.machine), given.machine
    kind = Kind("", Role.CUSTOM)
    shared = run.dialect.options(run, machine, kind, opts)
    stack = UNDEFINED if stack_name is None else stack_name
    run.adopt(given.this, refer_to_stack(run, machine, given.this, name, stack, shared, given.at))


def _reading(needed: bool) -> Callable[..., Any]:
    def read(given: Given, name: Any) -> Any:
        run = run_of(given.machine)
        record = run.record_of(given.this)
        if record is None:
            return given.unknown("this stack is not known")
        return stack_output(run, given.machine, record, name, given.at, needed)

    return read


def _details(given: Given, name: Any) -> Promise:
    found: Output = _reading(False)(given, name)
    return Promise(Object({"value": found.value, "secret_value": None}, DETAILS))


DETAILS: Final = SdkClass("StackReferenceOutputDetails", module="pulumi.stack_reference")
STACK_REFERENCE: Final = StackReferenceClass(
    "StackReference",
    (CUSTOM,),
    {
        "__init__": method("StackReference.__init__", _stack),
        **methods({"get_output": _reading(False), "require_output": _reading(True), "get_output_details": _details}),
    },
    module="pulumi.stack_reference",
)
