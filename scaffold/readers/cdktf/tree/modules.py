"""Modules, and the local ones as an asset."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.assets import ASSET, DIRECTORY, Asset
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.depending import depends_on, fqn_of, giving
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.merging import deep_merge
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.provider import Provider
from scaffold.readers.cdktf.tree.referring import for_each, refer
from scaffold.readers.cdktf.tree.tables import Getter, Work, concrete, entries, holds, items, member, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object

_CONFIG: Final = Signature(("scope", "id", "options"), struct=True)


class ModuleAsset(Construct):
    """The local modules of an app, as one asset of a stack. `base` is the folder that all of them are in."""

    def __init__(self, kind: LibraryClass, machine: Machine, stack: Any, at: int) -> None:
        super().__init__(kind, machine, stack, "__cdktf_module_asset", at)
        self.here = working_folder(machine.files)
        given = items(internal_context(self, "cdktfRelativeModules"))
        if given is None:
            raise fault(self.run, machine, "The context does not say which local modules there are", at)
        sources = [self._absolute(self._source(machine, each)) for each in given]
        if not sources:
            raise fault(self.run, machine, "There are no local modules in the context", at)
        base = sources[0]
        while base != "/" and not all(source.startswith(base) for source in sources):
            base = posixpath.dirname(base)
        self.base = base
        own = internal_context(self, "cdktfStaticModuleAssetHash")
        config = Object({"type": DIRECTORY, "assetHash": own})
        self.asset = Asset(class_of(self.run, ASSET), machine, [self, "asset", config], at, source=base)

    def _source(self, machine: Machine, given: Any) -> str:
        return id_text(
            machine, given if isinstance(concrete(machine, given), str) else member(machine, given, "source")
        )

    def _absolute(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.here, path))

    def path_of(self, machine: Machine, source: str, at: int) -> Any:
        """Where a module is beside the configuration."""
        inside = posixpath.relpath(self._absolute(source), self.base)
        name = "" if inside == "." else f"/{inside}"
        return machine.join(("./", self.asset.place(machine, at), name), at)


_MODULE_ASSET: Final = Definition(
    "TerraformModuleAsset",
    lambda kind, m, given, at: ModuleAsset(kind, m, given[0], at),
    Signature(("scope", "id")),
    CONSTRUCT,
)


class Module(Element):
    """A module. What it is given is what `attributes` says."""

    settable = frozenset({"source", "version", "dependsOn", "forEach", "skipAssetCreationFromLocalModules"})

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        scope, id_, options = arguments[:3]
        super().__init__(kind, machine, scope, id_, at, "module")
        self.config = options
        self.fields["source"] = self._source(machine, options, at)
        self.fields["version"] = member(machine, options, "version", at)
        self.fields["forEach"] = member(machine, options, "forEach", at)
        self.fields["dependsOn"] = depends_on(self.run, machine, member(machine, options, "dependsOn", at))
        self.providers = member(machine, options, "providers", at)
        self._check_providers(machine, at)

    def _source(self, machine: Machine, options: Any, at: int) -> Any:
        """Where it comes from: local ones are put beside the configuration."""
        source = member(machine, options, "source", at)
        path = concrete(machine, source)
        if not isinstance(path, str) or not path.startswith(("./", "../")):
            return source
        if holds(machine, member(machine, options, "skipAssetCreationFromLocalModules", at)):
            return source
        stack = self.scope.stack(machine, at) if self.scope is not None else self.stack(machine, at)
        if stack.module_asset is None:
            stack.module_asset = ModuleAsset(class_of(self.run, _MODULE_ASSET), machine, stack, at)
        return stack.module_asset.path_of(machine, path, at)

    def _named_providers(self, machine: Machine, at: int = 0) -> list[tuple[str, Any]]:
        """Its providers by what they are called in it."""
        found = []
        for given in items(self.providers) or ():
            twin = twin_of(self.run, given)
            if isinstance(twin, Provider):
                found.append((twin.type, twin.fqn(machine, at)))
                continue
            provider = member(machine, given, "provider", at)
            type_ = id_text(machine, member(machine, provider, "terraformResourceType", at), at)
            alias = id_text(machine, member(machine, given, "moduleAlias", at), at)
            found.append((f"{type_}.{alias}", fqn_of(machine, provider, at)))
        return found

    def _check_providers(self, machine: Machine, at: int) -> None:
        names = [name for name, _ in self._named_providers(machine, at)]
        if len(set(names)) < len(names):
            raise fault(self.run, machine, f"Several providers of {self.path} have the same name in it", at)

    def add_provider(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addProvider`."""
        if not holds(machine, self.providers):
            self.providers = Array()
        given = items(self.providers)
        if given is not None:
            given.append(arguments[0])
        self._check_providers(machine, at)
        return UNDEFINED

    def interpolation(self, machine: Machine, name: str, at: int = 0) -> Any:
        """The reference to an output."""
        splat = ".*" if holds(machine, self.fields["forEach"]) else ""
        identifier = f"module.{self.friendly_id(machine, at)}{splat}.{name}"
        return refer(self.run, identifier, self.stack(machine, at))

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        if self.by_id:
            raise fault(self.run, machine, f"A module cannot have constructs in it: {self.path}", at)
        providers: Any = UNDEFINED
        if items(self.providers) is not None:
            providers = Object(dict(self._named_providers(machine, at)))
        fields, looped = self.fields, holds(machine, self.fields["forEach"])
        body = Object(
            {
                **entries(machine, self.made_of(machine, at), at),
                "source": fields["source"],
                "version": fields["version"],
                "providers": providers,
                "depends_on": fields["dependsOn"],
                "for_each": for_each(self.run, machine, fields["forEach"], at) if looped else UNDEFINED,
            }
        )
        merged = deep_merge(self.run, machine, body, self.overrides, at=at)
        merged.entries["//"] = self.comment(machine, at)
        return Object({"module": Object({self.friendly_id(machine, at): merged})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden(f"module.{id_text(machine, self.fields['source'], at)}")

    getters: ClassVar[Mapping[str, Getter]] = {**Element.getters, "providers": lambda self, _m, _at: self.providers}
    methods: ClassVar[Mapping[str, Work]] = {
        **Element.methods,
        "getString": giving("string"),
        "interpolationForOutput": giving(""),
        "addProvider": (add_provider, Signature(("provider",))),
    }


class HclModule(Module):
    """A module without a class of its own: what it is given are its variables."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        super().__init__(kind, machine, arguments, at)
        self.variables = member(machine, arguments[2], "variables", at)

    def set_variable(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`set`."""
        if not holds(machine, self.variables):
            self.variables = Object()
        if isinstance(self.variables, Object):
            self.variables.entries[id_text(machine, arguments[0], at)] = arguments[1]
        return UNDEFINED

    def attributes(self, machine: Machine, at: int = 0) -> Object:
        """What it is given."""
        return Object(entries(machine, self.variables, at))

    getters: ClassVar[Mapping[str, Getter]] = {**Module.getters, "variables": lambda self, _m, _at: self.variables}
    methods: ClassVar[Mapping[str, Work]] = {
        **Module.methods,
        "set": (set_variable, Signature(("variable", "value"))),
        "get": giving("any"),
        "getNumber": giving("number"),
        "getBoolean": giving(""),
        "getList": giving("list"),
    }


MODULE = Definition("TerraformModule", Module, _CONFIG, ELEMENT)
HCL_MODULE = Definition("TerraformHclModule", HclModule, _CONFIG, MODULE)
