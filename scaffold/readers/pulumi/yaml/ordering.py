"""The order in which what a program in YAML declares comes to be: each thing after what it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffold.readers.programs.ir_types import Node
from scaffold.readers.pulumi.yaml.expressions import Names, references
from scaffold.readers.pulumi.yaml.template import RESERVED, RESOURCE, Named, Say, Template, fields_of
from scaffold.readers.pulumi.yaml.tree import Scalar


def in_order(template: Template, names: Names, say: Say) -> list[tuple[Named, frozenset[str]]]:
    """What a template declares: its configuration, then resources and variables as they depend on one another; beside
    each the names that it cannot refer to, as they depend on it."""
    known = _unique(template, say)
    config = [node for node in known.values() if node.kind == "config"]
    order = _Order(template, known, names, say)
    order.done.update(node.name for node in config)
    for name in known:
        order.visit(name)
    return [(node, frozenset(order.cut.get(node.name, ()))) for node in (*config, *order.found)]


def _unique(template: Template, say: Say) -> dict[str, Named]:
    """What is declared, by name; a second thing of the same name is left out."""
    known: dict[str, Named] = {}
    for node in template.nodes:
        other = known.get(node.name)
        if node.name == RESERVED:
            say(node, f"the {node.kind} cannot be called {RESERVED}, which means the deployment itself")
        elif other is not None:
            say(node, f"the {node.kind} {node.name} has the name of a {other.kind}")
        else:
            known[node.name] = node
    return known


class _Order:
    """A walk along references: first what a thing needs, then the thing. No recursion, however long the chain."""

    def __init__(self, template: Template, known: Mapping[str, Named], names: Names, say: Say) -> None:
        self.known, self.names, self.say = known, names, say
        self.providers = template.default_providers()
        self.done: set[str] = set()
        self.found: list[Named] = []
        self.cut: dict[str, set[str]] = {}

    def visit(self, start: str) -> None:
        """Put a thing, and all that it needs, into the order."""
        if start in self.done:
            return
        open_names = [start]
        waiting = [self._needs(self.known[start])]
        while waiting:
            name, place = next(waiting[-1], ("", None))
            if place is None:
                waiting.pop()
                ended = open_names.pop()
                self.done.add(ended)
                self.found.append(self.known[ended])
            elif name in open_names:
                kind = self.known[name].kind
                self.say(place, f"the {kind} {name} depends on itself" + _way(open_names, name))
                self.cut.setdefault(open_names[-1], set()).add(name)
            elif name not in self.done:
                open_names.append(name)
                waiting.append(self._needs(self.known[name]))

    def _needs(self, node: Named) -> Iterator[tuple[str, Node]]:
        for name, place in references(node.body):
            declared = self.names.find(name)
            if declared in self.known:
                yield declared, place
        provider = self._default_provider(node)
        if provider is not None:
            yield provider.name, provider

    def _default_provider(self, node: Named) -> Named | None:
        """The default provider that a resource is made by."""
        if node.kind != "resource":
            return None
        fields = fields_of(node.body, RESOURCE)
        type_, options = fields.get("type"), fields.get("options")
        explicit = options is not None and "provider" in fields_of(options, ("provider",))
        if explicit or not isinstance(type_, Scalar):
            return None
        found = self.providers.get(str(type_.value).partition(":")[0])
        return found if found is not None and found.name != node.name else None


def _way(open_names: list[str], name: str) -> str:
    """By what a thing depends on itself."""
    between = open_names[open_names.index(name) + 1 :]
    return f": by {', '.join(between)}" if between else ""
