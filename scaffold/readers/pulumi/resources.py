"""Resources: constructing one registers it, reading its properties gives outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.model.deployments import Role
from scaffold.model.values import Reference, Value
from scaffold.readers.deploying.spelled import UNKNOWN, spelled
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Machine, NativeFunction, Object, Symbol
from scaffold.readers.pulumi.dialect import Transforming
from scaffold.readers.pulumi.freezing import frozen, plain
from scaffold.readers.pulumi.inputs import Kind, set_inputs
from scaffold.readers.pulumi.options import NAMES, read_options
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import canonical_type, package_of

#: Members of every JavaScript object that are no outputs of a resource.
_NOT_OUTPUTS = frozenset({"then", "toJSON", "toString", "valueOf", "constructor", "hasOwnProperty", "doNotCapture"})


def register(run: Run, machine: Machine, kind: Kind, arguments: Sequence[Any], this: Any, at: int) -> Record:
    """Register a resource: `arguments` are its name, inputs and options. `this` is the object that becomes one."""
    name, props, opts = (*arguments, *(UNDEFINED,) * 3)[:3]
    package = package_of(kind.token)
    called = _name(run, machine, name, at)
    wanted = read_options(run, machine, opts, kind, at)
    added: set[str] = set()
    if wanted.transformations:
        before = {name for name, _ in _given(run, machine, kind, props)}
        made = Transforming(kind, called, props, opts, this)
        props, opts = run.dialect.transformed(run, machine, made, wanted.transformations, at)
        wanted = read_options(run, machine, opts, kind)
        added = {name for name, _ in _given(run, machine, kind, props)} - before
    role = Role.READ if wanted.id is not UNDEFINED and kind.role is Role.CUSTOM else kind.role
    type_ = canonical_type(kind.token)
    record = Record(
        token=kind.token,
        name=called,
        role=role,
        address=_address(run, role, type_, package, called, wanted.parent),
        type=type_,
        position=machine.position(at),
        package=kind.token.rpartition(":")[2] if role is Role.PROVIDER else package,
        parent=wanted.parent,
        options=wanted.options,
        condition=machine.condition,
        # A name that nobody knows stands for any number of them.
        repeated=machine.repeated or (run.given.mocked and UNKNOWN in called),
        protect=wanted.protect,
        providers=wanted.providers,
        transformations=wanted.transformations,
        folder=machine.file,
        opaque=kind.opaque,
        unseen=kind.opaque,
    )
    set_inputs(run, machine, record, kind, _given(run, machine, kind, props), added, at)
    if role is Role.READ:
        record.id = _sent(run, machine, wanted.id, resolved=False)
        record.known_id = _sent(run, machine, wanted.id, resolved=True)
    elif wanted.imported is not None:
        record.known_id = wanted.imported
    run.records.append(record)
    run.tokens[record.address] = record.token
    run.mocks.register(record)
    return record


def _name(run: Run, machine: Machine, name: Any, at: int) -> str:
    """A resource's name as text; what is not known of it stands in braces."""
    concrete = machine.concrete(name)
    if concrete is MISSING:
        return spelled(machine.freeze(name))
    if concrete is UNDEFINED or concrete is None or concrete == "":
        raise run.dialect.error(machine, "Missing resource name argument (for URN creation)", at)
    text = machine.concrete(machine.text(concrete, at))
    return text if isinstance(text, str) else "unknown"


def _address(run: Run, role: Role, type_: str, package: str, name: str, parent: Record | None) -> str:
    """The canonical address; one that is taken gets a number, as instances have them."""
    prefix = f"{parent.module}." if parent and parent.module else ""
    if role is Role.COMPONENT or role is Role.REMOTE:
        base = f"{prefix}module.{name}"
    elif role is Role.PROVIDER:
        base = f"{prefix}{type_}.{name}"
    else:
        base = f"{prefix}{'data.' if role is Role.READ else ''}{type_}.{name}"
    number = run.addresses.get(base, 0)
    run.addresses[base] = number + 1
    return f"{base}[{number}]" if number else base


def _given(run: Run, machine: Machine, kind: Kind, props: Any) -> list[tuple[str, Any]]:
    """The inputs that a resource is given, by their names on the wire."""
    return run.dialect.given(run, machine, kind, plain(run, machine, props))


def _sent(run: Run, machine: Machine, value: Any, *, resolved: bool) -> Value:
    found = frozen(run, machine, value, resolved=resolved)
    return None if found is UNDEFINED else found


def attribute(run: Run, machine: Machine, record: Record, name: str) -> Output:
    """An output property of a resource."""
    concrete = run.dialect.shown(run, record.token, (name,), run.mocks.concrete(machine, record, name))
    return Output(run, Symbol(Reference(record.address, (name,)), concrete), name in record.secrets)


def member(run: Run, machine: Machine, record: Record, name: str, at: int, this: Any = None) -> Any:
    """A member that a resource (`this`) has from its class; `UNDEFINED` for what it has not."""
    if name == "toJSON":
        # What JSON.stringify shows of one is the SDK's own business.
        return NativeFunction(name, lambda *_: machine.unknown("a resource as a whole is no document", at))
    if name in _NOT_OUTPUTS:
        return UNDEFINED
    if name.startswith("__"):
        return {"__name": record.name, "__pulumiType": record.token, "__pulumiResource": True}.get(name, UNDEFINED)
    if name == "getProvider":
        return NativeFunction(name, lambda *_: UNDEFINED)
    if record.role is Role.PROVIDER and name in ("getPackage", "pkg"):
        return NativeFunction(name, lambda *_: record.package) if name == "getPackage" else record.package
    if record.role is Role.COMPONENT:
        return attribute(run, machine, record, name) if name == "urn" else UNDEFINED
    if record.role is Role.REMOTE and name == "id":
        return UNDEFINED
    if run.helpers is not None and this is not None:
        helper = run.helpers(run, record, this, name)
        if helper is not None:
            return helper
    if record.opaque and name != "urn":
        return Output(run, machine.unknown(f"what the package makes of {record.name} is not known", at))
    if name not in ("id", "urn") and run.installed.has_output(record.token, name) is False:
        return _beside(run, machine, record, name, at)
    return attribute(run, machine, record, name)


def _beside(run: Run, machine: Machine, record: Record, name: str, at: int) -> Any:
    """A member that a class has not as an output: that of a component may be a method, which registers what is not
    seen."""
    if record.role is not Role.REMOTE or not run.installed.has_method(record.token, name):
        return UNDEFINED
    record.opaque = True
    return machine.unknown(f"what {name} of {record.name} is, is not known", at)


class Resource(Foreign):
    """A resource that a class of a package made. The program may set members of its own on it."""

    __slots__ = ("own", "record", "run")

    def __init__(self, run: Run) -> None:
        self.run = run
        self.record: Record | None = None
        self.own: dict[str, Any] = {}

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """An output property, or what the program has set."""
        if name in self.own:
            return self.own[name]
        if self.record is None:
            return UNDEFINED
        return member(self.run, machine, self.record, name, at, self)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Set a member."""
        self.own[name] = value

    def freeze(self, machine: Machine) -> Value:
        """The resource as a whole."""
        return Reference(self.record.address) if self.record else None


def is_state(machine: Machine, value: Any) -> bool:
    """Whether the third argument of `Resource.get` is a state, and not options: these have names of their own."""
    if not isinstance(value, Object):
        return False
    return not value.entries or not all(name in NAMES for name in value.entries)
