"""The generated classes of providers, by the names that they have in TypeScript."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from scaffold.catalog.cdktf import Shape, TypeFacts, guessed_type, pascal, provider
from scaffold.readers.cdktf.providers.elements import (
    GeneratedDataSource,
    GeneratedEphemeral,
    GeneratedProvider,
    GeneratedResource,
)
from scaffold.readers.cdktf.providers.installed import Installed, Origin
from scaffold.readers.cdktf.providers.versions import Versions
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.importable import IMPORTABLE
from scaffold.readers.cdktf.tree.provider import PROVIDER
from scaffold.readers.cdktf.tree.resource import DATA_SOURCE, EPHEMERAL, RESOURCE
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_IMPORT: Final = Signature(("scope", "importToId", "importFromId", "provider"))
#: What the names of classes end with that are of no type, where nothing is known.
_PART: Final = "OutputReference"
_BASES: Final[dict[str, tuple[Callable[..., Twin], Definition]]] = {
    "": (GeneratedResource, RESOURCE),
    "data": (GeneratedDataSource, DATA_SOURCE),
    "ephemeral": (GeneratedEphemeral, EPHEMERAL),
    "provider": (GeneratedProvider, PROVIDER),
}


class Classes:
    """The classes of one evaluation, by where they are from."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made: dict[tuple[Origin, str, str], LibraryClass | None] = {}

    def find(self, machine: Machine | None, origin: Origin, name: str, module: str) -> LibraryClass | None:
        """A class by its name; nothing for what is none, as a struct."""
        key = origin, module, name
        if key not in self.made:
            facts = self.facts(machine, origin, name, module)
            definition = None if facts is None else _definition(origin, facts)
            self.made[key] = None if definition is None else class_of(self.run, definition)
        return self.made[key]

    def facts(self, machine: Machine | None, origin: Origin, name: str, module: str) -> TypeFacts | None:
        """What is known of a class, or is taken for so."""
        written = None
        if machine is not None:
            written = self.run.part(Installed).facts(machine, origin, module, name)
        known = provider(origin.provider)
        found = written or (known.of_class(name) if known is not None else None)
        if found is not None and found is not written and machine is not None:
            major = self.run.part(Versions).major(machine, origin)
            if major is not None and known is not None:
                return known.in_version(found, major)
        if found is not None or name.endswith(_PART):
            return found
        if name == f"{pascal(origin.provider.replace('-', '_'))}Provider":
            return _Guessed(origin.provider, "provider", origin.provider, name, "")
        return _Guessed(origin.provider, *guessed_type(origin.provider, name), name, "")


def _definition(origin: Origin, facts: TypeFacts) -> Definition:
    make, base = _BASES[facts.kind]
    return Definition(
        facts.class_name,
        partial(_made, make),
        Signature(("scope", "id", "config"), struct=True, options=facts.shape),
        base,
        static=_static,
        facts={"type": facts, "origin": origin},
    )


class _Guessed(TypeFacts):
    """A type of which only the name is known."""

    @property
    def shape(self) -> Shape:
        """Nothing is known of its attributes."""
        return Shape(self.class_name, guessed=True)


def provider_class(
    run: Run,
    provider_name: str,
    class_name: str,
    package: str = "",
    *,
    machine: Machine | None = None,
    folder: str = "",
    module: str = "",
) -> LibraryClass | None:
    """The class of a provider by its name in TypeScript; nothing for what is none, as a struct.

    `package` is the package that it is imported from, `folder` that of the bindings of the project's own. Given a
    machine, bindings that are there are read, where they stand in `module` or in the usual one.
    """
    return run.part(Classes).find(machine, Origin(provider_name, package, folder), class_name, module)


def _made(make: Callable[..., Twin], kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Twin:
    return make(kind, machine, arguments, at)


def _static(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    """The static members of a class."""
    del machine, at
    facts: TypeFacts = kind.definition.facts["type"]
    if name == "tfResourceType":
        return facts.type
    if name == "generateConfigForImport" and not facts.kind:
        return Method(kind.run, name, partial(_import, kind), _IMPORT)
    return UNDEFINED


def _import(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Any:
    """The block that imports a resource of this class."""
    scope, to, source, provider_ = given[:4]
    facts = {"terraformResourceType": kind.definition.facts["type"].type, "importId": source, "provider": provider_}
    return class_of(kind.run, IMPORTABLE).construct(machine, [scope, to, Object(facts)], {}, at)
