"""Resources and components of a program in YAML, and the functions of providers that it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from scaffold.catalog import pulumi as catalog
from scaffold.model.deployments import Role
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol
from scaffold.readers.pulumi.calls import answered
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output, unwrapped
from scaffold.readers.pulumi.resources import Resource, register
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.stack_references import refer_to_stack, stack_output
from scaffold.readers.pulumi.tokens import PROVIDERS, STACK_REFERENCE, is_remote, package_of
from scaffold.readers.pulumi.yaml.access import holds_output

#: Options that name resources: one, or a list of them.
_ONE: Final = ("parent", "provider", "deletedWith")
_SEVERAL: Final = ("dependsOn", "providers", "replaceWith")


def full_token(type_: str, own: frozenset[str] = frozenset()) -> str:
    """The token that a type stands for, which may leave out the module, and the file in it: `aws:s3:Bucket`. `own` are
    packages whose tokens have no files."""
    return _full(type_, own, catalog.token)


def function_token(name: str, own: frozenset[str] = frozenset()) -> str:
    """The token of a function, likewise."""
    return _full(name, own, catalog.function_token)


def _full(written: str, own: frozenset[str], rule: Callable[[str, str, str], str]) -> str:
    package, *rest = written.split(":")
    if package == "pulumi" or len(rest) not in (1, 2):
        return written
    module, name = rest if len(rest) == 2 else ("index", rest[0])
    if "/" in module or package in own or "/" not in rule(package, "", name):
        return f"{package}:{module}:{name}"
    return rule(package, "" if module == "index" else module, name)


def resource(
    run: Run,
    machine: Machine,
    at: int,
    key: str,
    name: str,
    type_: str,
    properties: Any,
    options: Object,
    *,
    id: Any = MISSING,
    component: Any = None,
) -> Resource:
    """Register a resource. With `id`, it is one that there is; in a `component`, it is a child of that."""
    own = frozenset(run.installed.others)
    token = full_token(type_, own)
    given = Object(dict(options.entries))
    if component is not None:
        name = f"{component.record.name}-{name}"
        given.entries.setdefault("parent", component)
    made = Resource(run)
    if token == STACK_REFERENCE:
        stack = machine.get(properties, "name", at) if isinstance(properties, Object) else UNDEFINED
        stack = key if stack is UNDEFINED else stack
        if isinstance(stack, Output) or not isinstance(machine.concrete(stack), str):
            raise machine.throw(f"the stack that {key} refers to has to be known from the start", at)
        made.record = refer_to_stack(run, machine, made, name, stack, given, at)
        return made
    if id is not MISSING:
        given.entries["id"] = _identity(machine, at, id)
    properties = _properties(run, machine, at, properties)
    made.record = register(run, machine, _kind(token, own), [name, properties, given], made, at)
    return made


def _kind(token: str, own: frozenset[str]) -> Kind:
    if token.startswith(PROVIDERS):
        return Kind(token, Role.PROVIDER)
    return Kind(token, Role.REMOTE if is_remote(token) or package_of(token) in own else Role.CUSTOM)


def _identity(machine: Machine, at: int, value: Any) -> Any:
    known = machine.concrete(value.value if isinstance(value, Output) else value)
    if known is not MISSING and not isinstance(known, str):
        raise machine.throw("the id of a resource has to be text", at)
    return value


def _properties(run: Run, machine: Machine, at: int, value: Any) -> Any:
    """What a resource is given, which may come from anywhere as long as it is a map."""
    secret = isinstance(value, Output) and value.secret
    plain = unwrapped(run, machine, value)[0] if isinstance(value, Output) else value
    known = plain.concrete if isinstance(plain, Symbol) else plain
    if known is MISSING:
        return plain
    if not isinstance(known, Object):
        raise machine.throw("the properties of a resource have to be a map", at)
    if secret and isinstance(plain, Object):
        return Object({key: Output(run, item, True) for key, item in plain.entries.items()})
    return plain


def option(_run: Run, machine: Machine, at: int, name: str, value: Any) -> Any:
    """An option of a resource that may be worked out: looked at, and given back."""
    if name in _ONE:
        return _resource(machine, at, f"{name} has to be a resource", value)
    if name in _SEVERAL:
        message = f"{name} has to be a list of resources"
        if not isinstance(value, Array):
            raise machine.throw(message, at)
        return Array([_resource(machine, at, message, item) for item in value.items])
    if name == "protect":
        known = machine.concrete(value)
        if holds_output(value) or (known is not MISSING and not isinstance(known, bool)):
            raise machine.throw("protect has to be true or false from the start", at)
    return value


def _resource(machine: Machine, at: int, message: str, value: Any) -> Any:
    if isinstance(value, Symbol) and value.concrete is MISSING:
        return value
    if not isinstance(value, Resource):
        raise machine.throw(message, at)
    return value


def component(run: Run, machine: Machine, at: int, token: str, name: Any, inputs: Any) -> Resource:
    """Register a component of the file."""
    made = Resource(run)
    made.record = register(run, machine, Kind(token, Role.COMPONENT), [name, inputs, UNDEFINED], made, at)
    return made


# Functions of providers, other stacks


def invoke(run: Run, machine: Machine, at: int, name: str, arguments: Any, wanted: str = "") -> Any:
    """Call a provider's function: what it gives, or the one result that is `wanted`."""
    token = function_token(name, frozenset(run.installed.others))
    value, secret = answered(run, machine, token, arguments, at)
    found = Output(run, value, secret)
    return found.index(machine, wanted, at) if wanted else found


def _references(run: Run) -> Iterator[tuple[str, Any]]:
    """The stacks that are referred to by name alone."""
    return ((record.name, record) for record in run.records if record.token == STACK_REFERENCE)


def stack_reference(run: Run, machine: Machine, at: int, stack: str, name: Any) -> Any:
    """An output of another stack, which is referred to once."""
    record = dict(_references(run)).get(stack)
    if record is None:
        made = Resource(run)
        record = made.record = refer_to_stack(run, machine, made, stack, UNDEFINED, UNDEFINED, at)
    return stack_output(run, machine, record, name, at)


NATIVES: Final[Mapping[str, Callable[..., Any]]] = {
    "resource": resource,
    "option": option,
    "component": component,
    "invoke": invoke,
    "stackReference": stack_reference,
}
