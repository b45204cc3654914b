"""What a configuration itself sets of a resource, seen through references to it: only where conditions are judged.

The model keeps such references as they are, because they are what ties resources together. A condition is about values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffold.model.values import Unknown, Value
from scaffold.readers.terraform.ast import BlockNode
from scaffold.readers.terraform.bodies import META_RESOURCE, attempt
from scaffold.readers.terraform.evaluate import Environment


class DeclaredAttributes(Mapping[str, Value]):
    """The arguments of one instance of a block, evaluated when they are asked for, over the attributes `known` of it.

    Nested blocks are left out: what they hold that is not written depends on the provider's schema.
    """

    def __init__(self, block: BlockNode, environment: Environment, known: Mapping[str, Value]) -> None:
        self._block = block
        self._environment = environment
        self._known = known
        self._values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        value = self._declared(name)
        return self._known[name] if value is None else value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (self._declared(name) is not None or name in self._known)

    def __iter__(self) -> Iterator[str]:
        declared = (name for name in self._block.body.attributes if name not in META_RESOURCE)
        yield from dict.fromkeys([*declared, *self._known])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _declared(self, name: str) -> Value:
        """The argument's value; None where it has none, which leaves it to the provider."""
        attribute = self._block.body.attributes.get(name)
        if attribute is None or name in META_RESOURCE:
            return None
        if name not in self._values:
            self._values[name] = Unknown("it refers to itself", name)
            self._values[name] = attempt(attribute, self._environment)
        return self._values[name]
