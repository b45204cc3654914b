"""Resources that are only imported."""

from __future__ import annotations

from typing import Any

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.depending import fqn_of
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.tables import member
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import Array, Machine, Object


class Importable(Element):
    """A resource that is imported, and whose configuration is made from what there is."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        scope, id_, config = arguments[:3]
        type_ = id_text(machine, member(machine, config, "terraformResourceType", at), at)
        super().__init__(kind, machine, scope, id_, at, type_)
        self.config = config

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        block = {
            "to": f"{self.element_type}.{self.friendly_id(machine, at)}",
            "id": member(machine, self.config, "importId", at),
            "provider": fqn_of(machine, member(machine, self.config, "provider", at), at),
        }
        return Object({"import": Array([Object(block)])})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That its configuration is to be made."""
        return Object({"importsGeneratingConfiguration": Array([self.friendly_id(machine, at)])})


IMPORTABLE = Definition("ImportableResource", Importable, Signature(("scope", "name", "config"), struct=True), ELEMENT)
