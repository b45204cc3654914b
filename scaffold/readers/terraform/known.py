"""References whose attributes are partly known: what the planner says that the cloud would answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.model.values import Reference, Value


@dataclass(frozen=True, slots=True, eq=False)
class KnownReference(Reference):
    """A reference to a resource or module call of which some attributes are known, and equal to the plain reference.

    `keyed` says that an instance key comes before the attribute.
    """

    attributes: Mapping[str, Value] = field(default_factory=dict)
    keyed: bool = False

    def access(self, step: str | int) -> Value:
        """What stands one step below."""
        if self.keyed:
            return KnownReference(self.address, (*self.path, step), self.attributes)
        if step in self.attributes:
            return self.attributes[str(step)]
        return Reference(self.address, (*self.path, step))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and (self.address, self.path) == (other.address, other.path)

    def __hash__(self) -> int:
        return hash((self.address, self.path))
