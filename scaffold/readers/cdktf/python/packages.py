"""Packages of providers: those of the registries (`cdktf_cdktf_provider_aws`, `cdktn_provider_aws`) and those that the
command line makes for a project (`imports.aws`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from scaffold.catalog.cdktf import Shape, TypeFacts, pascal, provider
from scaffold.readers.cdktf.providers.classes import provider_class
from scaffold.readers.cdktf.providers.modules import module_class
from scaffold.readers.cdktf.python.modules import PackageModule
from scaffold.readers.cdktf.python.structs import StructClass
from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import UNDEFINED, Machine

_PACKAGE: Final = re.compile(r"(?:cdktf_)?cdkt[fn]_provider_(\w+)")
#: Where bindings stand that the command line makes for a project.
IMPORTS: Final = "imports"
#: What ends the names of classes that only instances of are seen.
_SEEN: Final = ("OutputReference", "List", "Map")
#: What ends the names of classes of options.
_OPTIONS: Final = ("Config", "Options")


def provider_of(package: str) -> str:
    """The provider that a package is of, as packages call it; nothing for another package."""
    found = _PACKAGE.fullmatch(package)
    return found[1].replace("_", "-") if found else ""


def npm_package(package: str) -> str:
    """What the package is called among those for Node, whose versions are the same."""
    library = "cdktn" if package.startswith("cdktn") else "cdktf"
    return f"@{library}/provider-{provider_of(package)}"


@dataclass(frozen=True, slots=True)
class ProviderPackage:
    """The package of a provider; `whole` is what programs call it."""

    run: Run
    provider: str
    whole: str

    def module(self) -> PackageModule:
        """The outermost module."""
        return PackageModule(self.whole, self._top, self._modules)

    def _top(self, name: str) -> Any:
        if name[:1].isupper():
            return self._class("", name)
        return PackageModule(
            f"{self.whole}.{name}", lambda member: self._member(name, member), lambda: self._names(name)
        )

    def _modules(self) -> Iterable[str]:
        facts = provider(self.provider)
        found = (facts.of_type(key) for key in facts.types) if facts is not None else ()
        return [one.module for one in found if one is not None]

    def _names(self, module: str) -> Iterable[str]:
        facts = self._facts(module)
        return [facts.class_name, f"{facts.stem}Config", *facts.structs] if facts is not None else ()

    def _facts(self, module: str) -> TypeFacts | None:
        facts = provider(self.provider)
        return facts.of_module(module) if facts is not None else None

    def _member(self, module: str, name: str) -> Any:
        # A module in a module: only where classes stand by what they are for.
        return self._class(module, name) if name[:1].isupper() else UNDEFINED

    def _class(self, module: str, name: str) -> Any:
        whole = f"{self.whole}.{module}" if module else self.whole
        facts = self._facts(module) or self._by_name(name)
        if facts is not None and name != facts.class_name:
            shape = _shape(facts, name)
            if shape is not None or name.startswith(facts.stem):
                return StructClass(name, whole, shape)
        if facts is None and module and not _is_main(module, name):
            return StructClass(name, whole)
        package = npm_package(self.whole) if provider_of(self.whole) else ""
        found = provider_class(self.run, self.provider, name, package)
        return UNDEFINED if found is None else found

    def _by_name(self, name: str) -> TypeFacts | None:
        """The type whose class a name is of, or begins with."""
        facts = provider(self.provider)
        ends = range(len(name), 2, -1) if facts is not None else ()
        found = (facts.of_class(name[:end]) for end in ends if facts is not None)
        return next((one for one in found if one is not None and _is_of(one, name)), None)


def _is_of(facts: TypeFacts, name: str) -> bool:
    return name == facts.class_name or _shape(facts, name) is not None or name.endswith(_SEEN)


def _shape(facts: TypeFacts, name: str) -> Shape | None:
    """The struct of this name among those of a type."""
    if name in (f"{facts.stem}Config", f"{facts.class_name}Config"):
        return facts.shape
    return facts.structs.get(name)


def _is_main(module: str, name: str) -> bool:
    """Whether a class is the one that a module is for, as far as their names say."""
    plain = name.removesuffix("A").lower()
    stem = pascal(module).lower()
    return plain == stem or (stem == "provider" and plain.endswith(stem))


# Bindings of the project's own


def imports_module(run: Run, machine: Machine) -> PackageModule:
    """The package of bindings that the command line makes for a project."""

    def find(name: str) -> Any:
        bindings = run.given.bindings
        module, named = bindings.module(name), bindings.provider(name)
        known = name.replace("_", "-") if named is None else named.source.rpartition("/")[2]
        is_provider = named is not None or provider(known) is not None
        if module is not None and (module.name or not is_provider):
            return _bound_module(run, machine, name)
        package = ProviderPackage(run, known, f"{IMPORTS}.{name}").module()
        if is_provider:
            return package

        def unlisted(member: str) -> Any:
            # A class that is called as what it stands in is that of a module that cdktf.json does not say.
            own = _is_main(name, member)
            return module_class(run, machine, name, member) if own else package.find(member)

        return PackageModule(package.name, unlisted)

    return PackageModule(IMPORTS, find)


def _bound_module(run: Run, machine: Machine, path: str) -> PackageModule:
    """The bindings of a module of Terraform, or what leads to them."""
    whole = f"{IMPORTS}.{path.replace('/', '.')}"

    def find(name: str) -> Any:
        if not name[:1].isupper():
            return _bound_module(run, machine, f"{path}/{name}")
        is_struct = name.endswith(_OPTIONS)
        return StructClass(name, whole) if is_struct else module_class(run, machine, path, name)

    return PackageModule(whole, find)
