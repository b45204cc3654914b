"""The generated classes of providers, by the names that they have in TypeScript."""

from __future__ import annotations

import re
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
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.importable import IMPORTABLE
from scaffold.readers.cdktf.tree.provider import PROVIDER
from scaffold.readers.cdktf.tree.resource import DATA_SOURCE, EPHEMERAL, RESOURCE
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_IMPORT: Final = Signature(("scope", "importToId", "importFromId", "provider"))
#: What the names of structs end with that are no class of a type, where nothing is known.
_STRUCT: Final = re.compile(r"(?:Config|OutputReference|List|Map|Timeouts)$")
_BASES: Final[dict[str, tuple[Callable[..., Twin], Definition]]] = {
    "": (GeneratedResource, RESOURCE),
    "data": (GeneratedDataSource, DATA_SOURCE),
    "ephemeral": (GeneratedEphemeral, EPHEMERAL),
    "provider": (GeneratedProvider, PROVIDER),
}


class Classes:
    """The classes of one evaluation, by package and name."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made: dict[tuple[str, str, str], LibraryClass | None] = {}

    def find(self, provider_name: str, name: str, package: str) -> LibraryClass | None:
        """A class by its name; nothing for what is none, as a struct."""
        key = provider_name, name, package
        if key not in self.made:
            facts = self.facts(provider_name, name)
            definition = None if facts is None else self._definition(provider_name, package, facts)
            self.made[key] = None if definition is None else class_of(self.run, definition)
        return self.made[key]

    def facts(self, provider_name: str, name: str) -> TypeFacts | None:
        """What is known of a class, or is taken for so."""
        known = provider(provider_name)
        found = known.of_class(name) if known is not None else None
        if found is not None or _STRUCT.search(name):
            return found
        if name == f"{pascal(provider_name.replace('-', '_'))}Provider":
            return _Guessed(provider_name, "provider", provider_name, name, "")
        return _Guessed(provider_name, *guessed_type(provider_name, name), name, "")

    def _definition(self, provider_name: str, package: str, facts: TypeFacts) -> Definition:
        make, base = _BASES[facts.kind]
        return Definition(
            facts.class_name,
            partial(_made, make),
            Signature(("scope", "id", "config"), struct=True, options=facts.shape),
            base,
            static=_static,
            facts={"type": facts, "provider": provider_name, "package": package},
        )


class _Guessed(TypeFacts):
    """A type of which only the name is known."""

    @property
    def shape(self) -> Shape:
        """Nothing is known of its attributes."""
        return Shape(self.class_name, guessed=True)


def provider_class(run: Run, provider_name: str, class_name: str, package: str = "") -> LibraryClass | None:
    """The class of a provider by its name in TypeScript; nothing for what is none, as a struct. `package` is the
    package that it is imported from, empty for bindings of the project's own."""
    return run.part(Classes).find(provider_name, class_name, package)


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
