"""The classes of the SDK that programs extend: components, custom resources, providers, dynamic resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.model.deployments import Role
from scaffold.readers.programs.values import (
    UNDEFINED,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Promise,
)
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import Resource, member, register
from scaffold.readers.pulumi.run import Run, is_function
from scaffold.readers.pulumi.stack_references import refer_to_stack, stack_output, stack_outputs
from scaffold.readers.pulumi.tokens import PROVIDERS, STACK_REFERENCE


class ResourceBase(Foreign):
    """A class of resources. `token` takes the token of what is made off the arguments of the constructor."""

    __slots__ = ("role", "run")

    def __init__(self, run: Run, role: Role) -> None:
        self.run, self.role = run, role

    def kind(self, machine: Machine, arguments: Sequence[Any], at: int) -> tuple[Kind, Sequence[Any]]:
        """What the arguments of its constructor make, and the name, inputs and options among them."""
        first = machine.concrete(arguments[0]) if arguments else UNDEFINED
        if not isinstance(first, str) or not first:
            raise machine.throw("Missing resource type argument", at)
        remote = self.role is Role.COMPONENT and len(arguments) > 4 and machine.truth(arguments[4]) is True
        return Kind(first, Role.REMOTE if remote else self.role), arguments[1:4]

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """`super(...)` of a class of the program."""
        kind, rest = self.kind(machine, arguments, at)
        record = register(self.run, machine, kind, rest, instance, at)
        self.run.adopt(instance, record)
        if record.role is Role.COMPONENT:
            self._prepare(machine, instance, kind, rest, at)

    def _prepare(self, machine: Machine, instance: Object, kind: Kind, arguments: Sequence[Any], at: int) -> None:
        """Run the component's own `initialize`, as the SDK's constructor does."""
        work = machine.get(instance, "initialize", at)
        if is_function(work) and not isinstance(work, NativeFunction):
            name, args, opts = (*arguments, *(UNDEFINED,) * 3)[:3]
            data = machine.call(work, [args, opts, name, kind.token], this=instance, at=at)
            self.run.data[id(instance)] = data

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new pulumi.CustomResource(...)`."""
        kind, rest = self.kind(machine, arguments, at)
        resource = Resource(self.run)
        resource.record = register(self.run, machine, kind, rest, resource, at)
        return resource

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """What an instance inherits: methods of components, and the outputs of other resources."""
        record = self.run.record_of(instance)
        if record is None:
            return UNDEFINED
        if record.role in (Role.COMPONENT, Role.REMOTE) and name in ("registerOutputs", "initialize", "getData"):
            return NativeFunction(name, lambda m, *_: self._method(m, name, instance))
        return member(self.run, machine, record, name, at, instance)

    def _method(self, machine: Machine, name: str, instance: Object) -> Any:
        if name == "getData":
            data = self.run.data.get(id(instance), UNDEFINED)
            return data if isinstance(data, Promise) else Promise(data)
        return Promise(UNDEFINED) if name == "initialize" else UNDEFINED

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Static members."""
        if name == "isInstance":
            return NativeFunction(name, lambda _m, _this, args, _kw, _at: bool(args) and self.has_instance(args[0]))
        return UNDEFINED

    def has_instance(self, value: Any) -> bool:
        """Whether a value is a resource of this class."""
        record = self.run.record_of(value)
        return record is not None and self.takes(record)

    def takes(self, record: Record) -> bool:
        """Whether a resource is one of this class."""
        return (record.role is Role.COMPONENT or record.role is Role.REMOTE) == (self.role is Role.COMPONENT)


class AnyResource(ResourceBase):
    """`pulumi.Resource`."""

    __slots__ = ()

    def takes(self, record: Record) -> bool:
        """Every resource is one."""
        return True


class ProviderBase(ResourceBase):
    """`pulumi.ProviderResource`."""

    __slots__ = ()

    def kind(self, machine: Machine, arguments: Sequence[Any], at: int) -> tuple[Kind, Sequence[Any]]:
        """Its first argument is the package."""
        kind, rest = super().kind(machine, arguments, at)
        return Kind(f"{PROVIDERS}{kind.token}", Role.PROVIDER), rest

    def takes(self, record: Record) -> bool:
        """Whether it is a provider."""
        return record.role is Role.PROVIDER


class DynamicBase(ResourceBase):
    """`pulumi.dynamic.Resource`: its provider is code, and stays out of the inputs."""

    __slots__ = ()

    def kind(self, machine: Machine, arguments: Sequence[Any], at: int) -> tuple[Kind, Sequence[Any]]:
        """Its arguments are the provider, then those of a resource, a module and a type."""
        module, type_ = (*(machine.concrete(argument) for argument in arguments[4:6]), *(UNDEFINED,) * 2)[:2]
        folder = f"/{module}" if isinstance(module, str) and module else ""
        name = type_ if isinstance(type_, str) else "Resource"
        return Kind(f"pulumi-nodejs:dynamic{folder}:{name}", Role.CUSTOM), arguments[1:4]

    def takes(self, record: Record) -> bool:
        """Whether it is a dynamic resource."""
        return record.token.startswith("pulumi-nodejs:dynamic")


class StackReferenceClass(ResourceBase):
    """`pulumi.StackReference`: another stack, of which only the outputs that are asked for are known."""

    __slots__ = ()

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new pulumi.StackReference(name, args?, opts?)`."""
        reference = StackReference(self.run)
        self._register(machine, reference, arguments, at)
        return reference

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """`super(...)` of a class of the program."""
        reference = StackReference(self.run)
        self._register(machine, reference, arguments, at)
        if reference.record is not None:
            self.run.adopt(instance, reference.record)

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """What an instance inherits."""
        reference = StackReference(self.run)
        reference.record = self.run.record_of(instance)
        return reference.get(machine, name, at)

    def _register(self, machine: Machine, reference: StackReference, arguments: Sequence[Any], at: int) -> None:
        name, args, opts = (*arguments, *(UNDEFINED,) * 3)[:3]
        stack = machine.get(args, "name", at) if isinstance(args, Object) else UNDEFINED
        reference.record = refer_to_stack(self.run, machine, reference, name, stack, opts, at)

    def takes(self, record: Record) -> bool:
        """Whether it is a reference to a stack."""
        return record.token == STACK_REFERENCE


class StackReference(Resource):
    """One reference to a stack."""

    __slots__ = ()

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """The ways to read an output, and what every resource has."""
        if name in ("getOutput", "requireOutput"):
            needed = name == "requireOutput"
            return NativeFunction(name, lambda m, _this, args, _kw, where: self._output(m, args, where, needed))
        if name == "outputs" and self.record is not None:
            return stack_outputs(self.run, machine, self.record)
        if name in ("getOutputValue", "requireOutputValue", "getOutputDetails", "requireOutputSync", "getOutputSync"):
            return NativeFunction(name, lambda m, _this, args, _kw, where: self._value(m, name, args, where))
        return super().get(machine, name, at)

    def _output(self, machine: Machine, arguments: Sequence[Any], at: int, needed: bool = False) -> Any:
        if self.record is None:
            return UNDEFINED
        return stack_output(self.run, machine, self.record, arguments[0] if arguments else UNDEFINED, at, needed)

    def _value(self, machine: Machine, name: str, arguments: Sequence[Any], at: int) -> Any:
        found = self._output(machine, arguments, at, name.startswith("require"))
        if name == "getOutputDetails":
            return Promise(Object({"value": found.value}))
        return found.value if name.endswith("Sync") else Promise(found.value)
