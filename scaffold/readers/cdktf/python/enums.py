"""The library's enumerations as the packages for Python have them: members by name, whose value is that name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine


class EnumClass(BuiltinClass):
    """An enumeration; `values` is what the library has in place of its members."""

    __slots__ = ("values",)

    def __init__(self, name: str, module: str, values: Mapping[str, Any]) -> None:
        super().__init__(name, module=module)
        self.values = {member: EnumMember(self, member, value) for member, value in values.items()}

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member, or what every class has."""
        return self.values[name] if name in self.values else super().get(machine, name, at)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """`AssetType["FILE"]`."""
        if key not in self.values:
            raise machine.throw(str(key), at, "KeyError")
        return self.values[key]

    def call(self, machine: Machine, this: Any, arguments: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """`AssetType("FILE")`."""
        del this, keywords
        found = self.values.get(arguments[0]) if len(arguments) == 1 and isinstance(arguments[0], str) else None
        if found is None:
            raise machine.throw(f"no valid {self.name}", at, "ValueError")
        return found

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Its members."""
        del machine, at
        return list(self.values.values())


class EnumMember(Foreign):
    """A member of an enumeration; `behind` is the library's value."""

    __slots__ = ("behind", "kind", "name")

    def __init__(self, kind: EnumClass, name: str, behind: Any) -> None:
        self.kind, self.name, self.behind = kind, name, behind

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its name and value."""
        del machine, at
        return self.name if name in ("name", "value", "_name_", "_value_") else UNDEFINED
