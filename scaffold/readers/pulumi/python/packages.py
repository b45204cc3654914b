"""Provider packages for Python: their modules, classes, functions and enumerations by the path that a program reads
them under."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.deployments import DEFAULT_REGION, Role
from scaffold.model.values import Reference, Value
from scaffold.readers.programs.binding import OTHERS
from scaffold.readers.programs.python.classes import MODULE, BuiltinClass
from scaffold.readers.programs.python.native import Given, method, native
from scaffold.readers.programs.values import INNER, MISSING, UNDEFINED, Foreign, Machine, Object, Symbol
from scaffold.readers.pulumi.calls import answered, learn_answer
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.installed import Facts
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.arguments import ARGUMENTS, RESULT, ArgumentsClass, by_name
from scaffold.readers.pulumi.python.bases import COMPONENT, CUSTOM, PROVIDER, ResourceClass, set_up
from scaffold.readers.pulumi.python.classes import SdkClass, is_of, text_of
from scaffold.readers.pulumi.python.config import setting
from scaffold.readers.pulumi.python.options import INVOKE_OPTIONS, RESOURCE_OPTIONS, no_options
from scaffold.readers.pulumi.python.places import FILES, Member, Place, member_at
from scaffold.readers.pulumi.python.wire import Sender
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import attribute
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import CUSTOM_RESOURCES, PROVIDERS, is_remote

#: What programs may give a resource beside its inputs.
_NOT_INPUTS: Final = ("opts", "args", "__props__", "__name__", "__opts__")
#: Components that the package's own code makes, and which register no inputs.
_OWN_CODE: Final = re.compile(r"kubernetes:(helm\.sh/v[23]:Chart|yaml:\w+|kustomize:\w+)")
_CUSTOM_ORDER: Final = ("api_version", "kind", "spec", "metadata")


class PackageClass(ResourceClass):
    """A class of resources or an enumeration: which of them shows in what the program does with it."""

    __slots__ = ("about",)

    def __init__(self, about: Member) -> None:
        self.about = about
        members = {"__init__": method(f"{about.name}.__init__", self._set_up), "get": native("get", self._existing)}
        super().__init__(about.name, (self._base(),), members, module=about.whole)

    def _base(self) -> BuiltinClass:
        kind = self.kind
        if kind.role is Role.PROVIDER:
            return PROVIDER
        return COMPONENT if kind.role is Role.REMOTE else CUSTOM

    @property
    def facts(self) -> Facts | None:
        """What the installed package says of it."""
        about = self.about
        return about.run.installed.of_class(about.whole, about.module, about.name)

    @property
    def kind(self) -> Kind:
        """What constructing it makes."""
        about, facts = self.about, self.facts
        token = facts.declared.token if facts else names.class_token(about.package, about.path)
        if about.path == ("Provider",):
            token = f"{PROVIDERS}{about.package}"
        place = Place(about, token)
        if token.startswith(PROVIDERS):
            return Kind(token, Role.PROVIDER, facts, place=place)
        if is_remote(token, facts.declared.component if facts else None):
            own = facts.declared.component and not facts.declared.remote if facts else _OWN_CODE.fullmatch(token)
            opaque = bool(own)
            return Kind(token, Role.REMOTE, facts, opaque, place)
        return Kind(token, Role.CUSTOM, facts, place=place)

    # Constructing

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance: without a name, and where nothing is known of it, one of a class of arguments."""
        named = {"resource_name", "__name__", "release_name"} & set(keywords)
        if not arguments and not named and self.about.installed is None:
            return ArgumentsClass(self.about).construct(machine, arguments, keywords, at)
        return super().construct(machine, arguments, keywords, at)

    def _set_up(self, given: Given, resource_name: Any = UNDEFINED, *arguments: Any, **keywords: Any) -> None:
        for name in ("__name__", *(("release_name", "name") if _OWN_CODE.fullmatch(self.kind.token) else ())):
            if resource_name is UNDEFINED:
                resource_name = keywords.pop(name, UNDEFINED)
        if resource_name is UNDEFINED:
            raise given.error(f"{self.name}.__init__() missing 1 required positional argument: 'resource_name'")
        rest = list(arguments)
        values: Any = rest.pop(0) if rest and is_of(rest[0], ARGUMENTS) else keywords.pop("args", None)
        opts = rest.pop(0) if rest and (rest[0] is None or is_of(rest[0], RESOURCE_OPTIONS)) else None
        opts = keywords.pop("opts", keywords.pop("__opts__", opts))
        if _OWN_CODE.fullmatch(self.kind.token):
            resource_name = self._prefixed(given, resource_name, values or keywords.get("config"), keywords)
        if is_of(values, ARGUMENTS):
            inputs = dict(values.entries)
        else:
            keywords.pop("__props__", None)
            inputs = {} if _OWN_CODE.fullmatch(self.kind.token) else self._inputs(given, rest, keywords)
        if opts is not None and not is_of(opts, RESOURCE_OPTIONS) and not isinstance(opts, Symbol):
            raise given.error("Expected opts2 to be a ResourceOptions instance")
        kind = self._kind_with(given.machine, inputs)
        if not is_of(opts, RESOURCE_OPTIONS) or opts.entries.get("id") is None:
            self._demand(given, inputs)
        inputs = {name: value for name, value in inputs.items() if value is not None and not kind.opaque}
        record = set_up(given, kind, resource_name, Object(dict(inputs)), opts)
        record.unseen = record.opaque and not _OWN_CODE.fullmatch(kind.token)

    def _prefixed(self, given: Given, name: Any, values: Any, keywords: Mapping[str, Any]) -> Any:
        """The name of a component that its package's own code makes, behind the prefix that it may be given."""
        entries = values.entries if isinstance(values, Object) else {}
        prefix = entries.get("resource_prefix", keywords.get("resource_prefix"))
        if prefix is None:
            return name
        add = given.machine.binary
        return add("add", add("add", prefix, "-", given.at), name, given.at)

    def _inputs(self, given: Given, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
        if self.about.path in CUSTOM_RESOURCES:
            return {**dict(zip(_CUSTOM_ORDER, arguments, strict=False)), **keywords}
        called = f"{self.name}._internal_init()"
        needed = self._required() if OTHERS in keywords else ()
        return by_name(given, self.about, called, self.about.arguments, arguments, keywords, needed)

    def _required(self) -> list[str]:
        """The inputs that it must be given, under Python's names."""
        facts = self.facts
        spelled = {native: name for name, native in facts.declared.spelled.items()} if facts else {}
        return [spelled.get(name, name) for name in facts.declared.required] if facts else []

    def _kind_with(self, machine: Machine, inputs: Mapping[str, Any]) -> Kind:
        """What constructing it with these inputs makes: the type of a custom resource of Kubernetes is among them."""
        suffix = CUSTOM_RESOURCES.get(self.about.path) if self.about.package == "kubernetes" else None
        if suffix is None:
            return self.kind
        group, kind = (text_of(machine, inputs.get(name)) for name in ("api_version", "kind"))
        if not group or not kind:
            return self.kind
        token = f"kubernetes:{group}:{kind}{suffix}"
        return Kind(token, Role.CUSTOM, place=Place(self.about, token))

    def _demand(self, given: Given, inputs: Mapping[str, Any]) -> None:
        for name in self._required():
            if inputs.get(name) is None:
                raise given.error(f"Missing required property '{name}'")

    def _existing(self, given: Given, resource_name: Any, id: Any, opts: Any = None, **state: Any) -> Object:
        """`Bucket.get(name, id, opts, ...)`."""
        made = Object(type=self)
        options = Object(dict(opts.entries) if is_of(opts, RESOURCE_OPTIONS) else dict(no_options().entries))
        options.type, options.entries["id"] = RESOURCE_OPTIONS, id
        values = {name: value for name, value in state.items() if value is not None}
        set_up(Given(given.machine, made, given.at), self.kind, resource_name, Object(dict(values)), options)
        return made

    # Members

    def output(self, run: Run, machine: Machine, record: Record, name: str, at: int) -> Any:
        """An output of a resource."""
        found = super().output(run, machine, record, name, at)
        if found is not UNDEFINED or name.startswith("_"):
            return found
        if record.opaque:
            return Output(run, machine.unknown(f"what the package makes of {record.name} is not known", at))
        facts = self.facts
        wire = facts.declared.spelled.get(name, name) if facts else self.about.native(name)
        if run.installed.has_output(record.token, wire) is False:
            if run.installed.has_method(record.token, name):
                record.opaque = record.opaque or record.role is Role.REMOTE
                return machine.unknown(f"what {name} of {record.name} is, is not known", at)
            return UNDEFINED
        return attribute(run, machine, record, wire)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What the class itself has: a member of an enumeration."""
        if name == "get" or name.startswith("__"):
            return super().get(machine, name, at)
        about = self.about
        installed = about.installed
        path = (*about.path, name)
        known = names.enum_member(about.package, path)
        if known is None and installed is not None:
            known = installed.enum_member(".".join(path))
        if known is not None:
            return Object({INNER: known, "_name_": name, "_value_": known, "name": name, "value": known}, self)
        found = super().get(machine, name, at)
        if found is not UNDEFINED or not name[:1].isupper():
            return found
        # A member of an enumeration that nothing is known of; a test spells it the same way.
        return Symbol(Reference(about.whole, path), MISSING)


class Named(Foreign):
    """A module or function in a provider package, by its path."""

    __slots__ = ("about", "known")

    def __init__(self, about: Member, known: dict[tuple[str, ...], Any]) -> None:
        self.about, self.known = about, known

    @property
    def kind(self) -> Any:
        """Its class."""
        return MODULE

    @property
    def name(self) -> str:
        """What the program calls it."""
        return ".".join((self.about.whole, *self.about.path))

    @property
    def is_complete(self) -> bool:
        """Whether all that is in it is known."""
        return self.about.installed is not None

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What stands in it."""
        about = self.about
        path = (*about.path, name)
        if name.startswith("__"):
            return self.name if name == "__name__" else UNDEFINED
        if about.path in (("config",), ("config", "vars")) and name != "vars":
            return self._setting(machine, name, at)
        if path not in self.known:
            self.known[path] = self._member(path)
        return self.known[path]

    def _member(self, path: tuple[str, ...]) -> Any:
        about, name = self.about, path[-1]
        found = member_at(about.run, about.whole, about.package, path)
        installed = found.installed if name not in FILES else None
        missing = installed is not None and installed.lacks(found.module, name.removesuffix("Dict"))
        if not name[:1].isupper():
            # What is not there is of another version, which the program is for.
            return (
                UNDEFINED if missing and name not in found.path[:-1] else Named(replace(about, path=path), self.known)
            )
        if found.path not in self.known:
            self.known[found.path] = UNDEFINED if missing else _class(found)
        return self.known[found.path]

    def _setting(self, machine: Machine, name: str, at: int) -> Any:
        """A setting of the provider, which may also come from elsewhere than the configuration."""
        run, full = self.about.run, f"{self.about.package}:{names.native_name(self.about.package, name)}"
        found = setting(run, machine, full, "", at)
        if name == "region":
            run.see(f"config.{full}", machine.position(at), default=DEFAULT_REGION).default = DEFAULT_REGION
        return found

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """A provider's function."""
        del this
        about = member_at(self.about.run, self.about.whole, self.about.package, self.about.path)
        run, installed = about.run, about.installed
        if not about.name:
            raise machine.throw("'module' object is not callable", at, "TypeError")
        if installed is not None and installed.function(about.module, about.name) is None:
            work = f"what the package's own {'.'.join(about.path)} gives is not known"
            return Output(run, machine.unknown(work, at))
        token = names.function_token(about.package, about.path)
        given = Given(machine, UNDEFINED, at)
        named = {name: value for name, value in keywords.items() if name != "opts"}
        positional = [value for value in arguments if not is_of(value, INVOKE_OPTIONS)]
        values = by_name(given, about, f"{about.name}()", about.arguments, positional, named)
        if installed is not None and (declared := installed.function(about.module, about.name)) is not None:
            token = declared.token
            run.installed.by_token[token] = Facts(installed, declared)
        learn_answer(run, token, about.whole, about.module, about.name)
        value, secret = answered(run, machine, token, self._sent(machine, values, about, at), at)
        value = self._declared(about, value, {*values, "id"})
        if isinstance(value, Object):
            value = Object(value.entries, RESULT)
        return Output(run, value, secret) if about.name.endswith("_output") else value

    def _declared(self, about: Member, value: Any, doubtful: Collection[str]) -> Any:
        """What a function gives, without what is `doubtful` and its class of results has no property for."""
        declared = about.installed.function(about.module, about.name) if about.installed is not None else None
        if declared is None or not isinstance(value, Symbol) or not isinstance(value.concrete, Object):
            return value
        known = {names.python_name(native) for native in declared.outputs} | set(declared.spelled)
        entries = value.concrete.entries.items()
        kept = {name: item for name, item in entries if name in known or name not in doubtful}
        return Symbol(value.value, Object(kept))

    def _sent(self, machine: Machine, values: Mapping[str, Any], about: Member, at: int) -> Object:
        """The arguments by their names on the wire; dictionaries among them keep their keys."""
        sender = Sender(about.run, machine, at)
        sent = {about.native(name): sender.value(value, None) for name, value in values.items()}
        return Object({name: value for name, value in sent.items() if value is not None and value is not UNDEFINED})

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown(f"{'.'.join(self.about.path) or self.about.package} is no value", 0))


def _class(about: Member) -> Any:
    if about.name.endswith("ArgsDict"):
        return SdkClass(about.name, make=lambda _given, _cls, **keywords: Object(dict(keywords)))
    return ArgumentsClass(about) if about.name.endswith(("Args", "Opts")) else PackageClass(about)
