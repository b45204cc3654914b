"""Provider packages: their modules, classes, functions and enums by the path that a program reads them under."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from scaffold.catalog import pulumi as catalog
from scaffold.model.deployments import DEFAULT_REGION, Role
from scaffold.model.values import Reference, Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Machine, NativeFunction, Object, Symbol
from scaffold.readers.pulumi.calls import learn_answer
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.installed import Facts
from scaffold.readers.pulumi.nodejs import aws_mixins
from scaffold.readers.pulumi.nodejs.calls import call_function
from scaffold.readers.pulumi.nodejs.config import Config
from scaffold.readers.pulumi.nodejs.package_members import cluster_provider
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import Resource, is_state, member, register
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import CUSTOM_RESOURCES, PROVIDERS, is_remote

_PACKAGE: Final = re.compile(r"(?:@pulumi/|@pulumiverse/|(?:@[\w.-]+/)?pulumi-)(?P<name>[\w.-]+)(?:/(?P<path>.+))?")
_OTHER: Final = re.compile(r"(?P<package>@[\w.-]+/[\w.-]+|[\w.-]+)(?:/(?P<path>.+))?")
_NO_PROVIDERS: Final = frozenset({"pulumi", "policy", "cloud", "query", "serverless", "terraform", "esc-sdk"})
#: Packages whose modules have several steps.
_DEEP: Final = frozenset({"kubernetes", "azure-native", "google-native", "kubernetes-crds"})
#: Packages of which `X.get` has no state among its arguments.
_STATELESS: Final = frozenset({"kubernetes", "azure-native", "aws-native", "google-native"})


def parse_source(source: str, others: Sequence[str] = ()) -> tuple[str, str, tuple[str, ...]] | None:
    """The package and module that an import names: `@pulumi/aws/s3` is `aws`, its full name and `("s3",)`; nothing for
    other packages.

    `others` are packages with names of another form that are known to be Pulumi's.
    """
    found = _PACKAGE.fullmatch(source)
    if found is None:
        found = _OTHER.fullmatch(source)
        if found is None or found["package"] not in others:
            return None
        name = found["package"].rpartition("/")[2]
    else:
        name = found["name"]
    if name in _NO_PROVIDERS:
        return None
    steps = tuple(step for step in (found["path"] or "").split("/") if step and step != "index")
    if steps and steps[0] not in ("types",) and name not in _DEEP:
        steps = steps[:1]  # what follows is a file, which has its names from its module
    whole = source.removesuffix(found["path"] or "").rstrip("/")
    return name, whole, steps


class Named(Foreign):
    """Something in a provider package by its path: a module, a class, an enum or a function."""

    __slots__ = ("package", "path", "run", "whole")

    def __init__(self, run: Run, package: str, whole: str, path: tuple[str, ...] = ()) -> None:
        self.run, self.package, self.whole, self.path = run, package, whole, path

    @property
    def _name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def _module(self) -> str:
        return ".".join(self.path[:-1])

    @property
    def _capital(self) -> bool:
        return self._name[:1].isupper()

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What stands in it: a module's members, a class's static ones, an enum's values."""
        if name == "__esModule":
            return True
        if name == "default" and not self.path:
            return self
        if name in ("then", "prototype", "constructor") or not name:
            return UNDEFINED
        if self._capital:
            return self._static(machine, name, at)
        if self.path == ("config",) or self.path == ("config", "vars"):
            return self._setting(machine, name, at)
        installed = self.run.installed.package(self.whole)
        if installed is not None and installed.lacks(".".join(self.path), name):
            return UNDEFINED  # the program is for another version
        return Named(self.run, self.package, self.whole, (*self.path, name))

    def _static(self, machine: Machine, name: str, at: int) -> Any:
        if name == "get":
            return NativeFunction(name, lambda m, _this, args, _kw, where: self._existing(m, args, where))
        if name == "isInstance":
            return NativeFunction(name, lambda _m, _this, args, _kw, _at: bool(args) and self.has_instance(args[0]))
        if name == "__pulumiType":
            return self.token
        if name == "name":
            return self._name
        path = (*self.path, name)
        known = catalog.enum_member(self.package, ".".join(path)) or self._installed_member(path)
        if known is not None:
            return known
        if path[:2] == ("iam", "Principals"):
            from scaffold.readers.pulumi.nodejs.aws_helpers import principal

            return principal(name)
        # A member of an enum that the catalog does not know; a test spells it the same way.
        return Symbol(Reference(self.whole, path), MISSING)

    def _setting(self, machine: Machine, name: str, at: int) -> Any:
        if name.startswith("require") and name[7:8].isupper():
            key = name[7].lower() + name[8:]
            return NativeFunction(name, lambda m, _this, _args, _kw, where: self._configured(m, key, where))
        return self._configured(machine, name, at)

    def _configured(self, machine: Machine, key: str, at: int) -> Any:
        """A setting of the provider, which may also come from elsewhere than the configuration."""
        found = machine.call(Config(self.run, self.package).get(machine, "get", at), [key], at=at)
        if key == "region":
            seen = self.run.see(f"config.{self.package}:{key}", machine.position(at), default=DEFAULT_REGION)
            seen.default = DEFAULT_REGION
        return found

    def _installed_member(self, path: tuple[str, ...]) -> str | None:
        installed = self.run.installed.package(self.whole)
        return installed.enum_member(".".join(path)) if installed is not None else None

    @property
    def facts(self) -> Facts | None:
        """What the installed package says of the class."""
        return self.run.installed.of_class(self.whole, self._module, self._name)

    @property
    def token(self) -> str:
        """The type token of the class."""
        if self._name == "Provider" and len(self.path) == 1:
            return f"{PROVIDERS}{self.package}"
        facts = self.facts
        return facts.declared.token if facts else catalog.token(self.package, self._module, self._name)

    @property
    def kind(self) -> Kind:
        """What constructing it makes."""
        token, facts = self.token, self.facts
        if token.startswith(PROVIDERS):
            return Kind(token, Role.PROVIDER, facts)
        if is_remote(token, facts.declared.component if facts else None):
            return Kind(token, Role.REMOTE, facts, opaque=self._is_opaque(facts))
        return Kind(token, Role.CUSTOM, facts)

    def _is_opaque(self, facts: Facts | None) -> bool:
        """Whether the package's own code makes what is in a component."""
        if facts is None:
            return self.package == "awsx" and self.path[0] == "classic"
        return facts.declared.component and not facts.declared.remote

    def _kind_of(self, machine: Machine, props: Any) -> Kind:
        """What constructing it with these inputs makes: the type of a custom resource of Kubernetes is among them."""
        suffix = CUSTOM_RESOURCES.get(self.path) if self.package == "kubernetes" else None
        if suffix is None or not isinstance(props, Object):
            return self.kind
        group, kind = (machine.concrete(machine.get(props, name, 0)) for name in ("apiVersion", "kind"))
        if not isinstance(group, str) or not isinstance(kind, str):
            return self.kind
        return Kind(f"kubernetes:{group}:{kind}{suffix}", Role.CUSTOM)

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new aws.s3.Bucket(name, args?, opts?)`."""
        if not self._capital:
            return machine.unknown(f"{'.'.join(self.path)} of {self.package} is no class", at)
        if self.whole == aws_mixins.PACKAGE and self.path == ("lambda", "CallbackFunction"):
            name, args, options = (*arguments, *(UNDEFINED,) * 3)[:3]
            return aws_mixins.callback_function(self._maker(machine, at), name, args, options)
        resource = Resource(self.run)
        kind = self._kind_of(machine, arguments[1] if len(arguments) > 1 else UNDEFINED)
        resource.record = register(self.run, machine, kind, arguments, resource, at)
        return resource

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """`super(...)` of a class that extends it."""
        kind = self._kind_of(machine, arguments[1] if len(arguments) > 1 else UNDEFINED)
        record = register(self.run, machine, kind, arguments, instance, at)
        self.run.adopt(instance, record)

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """The outputs of an instance of a class that extends it."""
        record = self.run.record_of(instance)
        return UNDEFINED if record is None else member(self.run, machine, record, name, at, instance)

    def _existing(self, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
        """`aws.s3.Bucket.get(name, id, state?, opts?)`."""
        name, id_, *rest = (*arguments, UNDEFINED, UNDEFINED)[: max(2, len(arguments))]
        first, second = (*rest, UNDEFINED, UNDEFINED)[:2]
        kind = self.kind
        if self.package == "kubernetes" and self.path in CUSTOM_RESOURCES and isinstance(id_, Object):
            kind, second = self._kind_of(machine, id_), id_
            id_ = machine.get(id_, "id", at)
        if self.package in _STATELESS and not is_state(machine, first):
            first, second = UNDEFINED, first
        options = Object(dict(second.entries) if isinstance(second, Object) else {})
        options.entries["id"] = id_
        resource = Resource(self.run)
        resource.record = register(self.run, machine, kind, [name, first, options], resource, at)
        return resource

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """A provider's function."""
        if self.package == "aws" and self.path == ("iam", "assumeRolePolicyForPrincipal"):
            from scaffold.readers.pulumi.nodejs.aws_helpers import assume_role_policy

            return assume_role_policy(arguments)
        if self.whole == aws_mixins.PACKAGE and self.path == ("cloudwatch", "onSchedule"):
            return aws_mixins.on_schedule(self._maker(machine, at), arguments)
        if not self.path or self._capital:
            return machine.unknown(f"{'.'.join(self.path) or self.package} is no function", at)
        installed = self.run.installed.package(self.whole)
        if installed is not None and installed.function(self._module, self._name) is None:
            work = f"what the package's own {'.'.join(self.path)} gives is not known"
            return Output(self.run, machine.unknown(work, at))
        token = catalog.function_token(self.package, self._module, self._name)
        learn_answer(self.run, token, self.whole, self._module, self._name)
        return call_function(self.run, machine, token, arguments, self._name.endswith("Output"), at)

    def _maker(self, machine: Machine, at: int) -> aws_mixins.Maker:
        return aws_mixins.Maker(self.run, machine, at, aws_maker(self.run, machine))

    def has_instance(self, value: Any) -> bool:
        """Whether a value is a resource of this class."""
        record = self.run.record_of(value)
        return record is not None and self._capital and record.token == self.token

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown(f"{'.'.join(self.path) or self.package} is no value", 0))


def aws_maker(run: Run, machine: Machine) -> Callable[..., Any]:
    """What constructs a class of the AWS package by its dotted path."""

    def make(path: str, arguments: Sequence[Any], at: int) -> Any:
        return Named(run, "aws", aws_mixins.PACKAGE, tuple(path.split("."))).construct(machine, arguments, {}, at)

    return make


def helpers_for(machine: Machine) -> Callable[[Run, Record, Any, str], Any]:
    """What classes of packages have beside their outputs."""

    def helper(run: Run, record: Record, this: Any, name: str) -> Any:
        def provider(arguments: Sequence[Any]) -> Any:
            return Named(run, "kubernetes", "@pulumi/kubernetes", ("Provider",)).construct(machine, arguments, {}, 0)

        found = aws_mixins.subscriber(run, record, this, name, aws_maker(run, machine))
        return found if found is not None else cluster_provider(run, machine, record, this, name, provider)

    return helper
