"""What the text of a condition says, before any value is known: parameters, constants and patterns in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scaffold.model.values import Value
from scaffold.readers.terraform.ast import BlockNode, Expr, FunctionCall, Literal, Traversal, TupleNode, walk
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.types import identity

_MATCHING = frozenset({"regex", "regexall"})
_EXPANDING = ("count", "for_each")


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What a condition is made of: parameters it depends on, literals in it, expressions that give its patterns, and
    whether it refers to what the configuration sets of a resource."""

    parameters: tuple[str, ...]
    constants: tuple[Value, ...]
    patterns: tuple[Expr, ...]
    declared: bool


def condition_facts(module: ModuleInstance, condition: Expr, block: BlockNode) -> ConditionFacts:
    """The facts of a condition that stands in `block`, a block of the module."""
    gatherer = _Gatherer(module, block)
    gatherer.gather(condition, written=True)
    found = tuple(gatherer.parameters), tuple(gatherer.constants.values()), tuple(gatherer.patterns)
    return ConditionFacts(*found, gatherer.declared)


@dataclass
class _Gatherer:
    """Follows names: local values as if written in place, else only for the parameters behind them."""

    module: ModuleInstance
    block: BlockNode
    parameters: dict[str, None] = field(default_factory=dict)
    constants: dict[Any, Value] = field(default_factory=dict)
    patterns: dict[Expr, None] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    declared: bool = False

    def gather(self, node: Expr, written: bool) -> None:
        for found in walk(node):
            if isinstance(found, Traversal):
                self._follow(found.root, tuple(map(str, found.steps)), written)
            elif written:
                self._keep(found)

    def _keep(self, node: Expr) -> None:
        if isinstance(node, Literal) and node.value is not None:
            self.constants.setdefault(identity(node.value), node.value)
        elif isinstance(node, TupleNode) and node.items and all(isinstance(item, Literal) for item in node.items):
            values = tuple(item.value for item in node.items if isinstance(item, Literal))
            self.constants.setdefault(identity(values), values)
        elif isinstance(node, FunctionCall) and node.name.removeprefix("core::") in _MATCHING and node.arguments:
            self.patterns.setdefault(node.arguments[0])

    def _follow(self, root: str, steps: tuple[str, ...], written: bool) -> None:
        if root in ("each", "count"):
            self._expansion(self.block)
        elif root == "self":
            self._attribute(self.block, steps)
        elif root == "var" and steps and steps[0] in self.module.parameters:
            self.parameters.setdefault(steps[0])
        elif root == "local" and steps:
            local = self.module.local_expression(steps[0])
            if local is not None and self._first("local", steps[0]):
                self.gather(local, written)
        elif root == "module" and steps:
            self._module(steps[0])
        else:
            self._resource(root, steps)

    def _resource(self, root: str, steps: tuple[str, ...]) -> None:
        kind, labels = (root, steps) if root in ("data", "ephemeral") else ("resource", (root, *steps))
        block = self.module.resources.get((kind, labels[0], labels[1])) if len(labels) > 1 else None
        if block is not None:
            self._expansion(block)
            self.declared |= not labels[2:] or any(step in block.body.attributes for step in labels[2:4])
            self._attribute(block, labels[2:])

    def _module(self, name: str) -> None:
        """A module's outputs may come from any of its inputs, and from what is set in it."""
        self.declared = True
        block = self.module.calls.blocks.get(name)
        if block is not None and self._first("module", name):
            for attribute in block.body.attributes.values():
                self.gather(attribute.expression, written=False)

    def _expansion(self, block: BlockNode) -> None:
        for name in _EXPANDING:
            self._attribute(block, (name,))

    def _attribute(self, block: BlockNode, steps: tuple[str, ...]) -> None:
        """Go into the attribute that the steps lead to, an instance key before it left out."""
        name = next((step for step in steps[:2] if step in block.body.attributes), "")
        expression = block.body.expression(name)
        if expression is not None and self._first(block.type, *block.labels, name):
            self.gather(expression, written=False)

    def _first(self, *place: str) -> bool:
        """Whether this is the first visit to a place: names may go round in circles."""
        if place in self.seen:
            return False
        self.seen.add(place)
        return True
