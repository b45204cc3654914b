"""The sections of a program in YAML: what it declares, by name, before anything is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.readers.programs.ir_statements import Fault
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.pulumi.yaml.tree import Map, Pair, Scalar, Tree

#: The one name that is not the program's to give.
RESERVED: Final = "pulumi"
#: What stands in a program's file, and in a component.
_PROGRAM: Final = ("name", "configuration", "config", "variables", "resources", "outputs", "components", "packages")
_COMPONENT: Final = ("name", "description", "pulumi", "inputs", "variables", "resources", "outputs")
RESOURCE: Final = ("type", "name", "defaultProvider", "properties", "options", "get")
_PROVIDERS: Final = "pulumi:providers:"

Say = Callable[[Node, str], None]


@dataclass(frozen=True, slots=True)
class Named(Node):
    """Something declared: `kind` is `config`, `variable`, `resource` or `output`, `body` what stands under its name."""

    kind: str
    name: str
    body: Tree


@dataclass(frozen=True, slots=True)
class Template:
    """A program, or a component, whose `config` are its inputs. `packages` are those that the program names itself."""

    config: tuple[Named, ...] = ()
    variables: tuple[Named, ...] = ()
    resources: tuple[Named, ...] = ()
    outputs: tuple[Named, ...] = ()
    components: tuple[tuple[Pair, Template], ...] = ()
    packages: tuple[str, ...] = ()
    title: str = ""

    @property
    def nodes(self) -> Iterator[Named]:
        """All that others may refer to."""
        yield from (*self.config, *self.resources, *self.variables)

    def default_providers(self) -> Mapping[str, Named]:
        """The resources that are the default provider of a package, by package."""
        found = {}
        for node in self.resources:
            fields = fields_of(node.body, RESOURCE)
            type_, chosen = fields.get("type"), fields.get("defaultProvider")
            is_default = isinstance(chosen, Scalar) and chosen.value is True
            if is_default and isinstance(type_, Scalar) and str(type_.value).startswith(_PROVIDERS):
                found[str(type_.value).removeprefix(_PROVIDERS)] = node
        return found


@dataclass(slots=True)
class Reader:
    """Reads templates; `faults` gathers what is wrong."""

    faults: list[Fault] = field(default_factory=list)

    def say(self, node: Node, message: str) -> None:
        """Say what is wrong with what stands there."""
        self.faults.append(Fault(node.at, node.end, message))

    def program(self, root: Tree | None) -> Template:
        """The program of a file."""
        if root is None:
            return Template()
        if not isinstance(root, Map):
            self.say(root, "a program is a map")
            return Template()
        found = fields_of(root, _PROGRAM)
        config = self._section("config", "config", found)
        named = {node.name for node in config}
        old = (node for node in self._section("config", "configuration", found) if node.name not in named)
        packages = found.get("packages")
        title = found.get("name")
        return Template(
            config=(*config, *old),
            variables=self._section("variable", "variables", found),
            resources=self._section("resource", "resources", found),
            outputs=self._section("output", "outputs", found),
            components=tuple(self._components(found.get("components"))),
            packages=tuple(pair.key for pair in packages.pairs) if isinstance(packages, Map) else (),
            title=str(title.value) if isinstance(title, Scalar) else "",
        )

    def _components(self, section: Tree | None) -> Iterator[tuple[Pair, Template]]:
        for pair in self._pairs("components", section):
            if not isinstance(pair.value, Map):
                self.say(pair.value, f"the component {pair.key} has to be a map")
                continue
            found = fields_of(pair.value, _COMPONENT)
            yield (
                pair,
                Template(
                    config=self._section("config", "inputs", found),
                    variables=self._section("variable", "variables", found),
                    resources=self._section("resource", "resources", found),
                    outputs=self._section("output", "outputs", found),
                    title=pair.key,
                ),
            )

    def _section(self, kind: str, name: str, found: Mapping[str, Tree]) -> tuple[Named, ...]:
        return tuple(
            Named(pair.at, pair.end, kind, pair.key, pair.value) for pair in self._pairs(name, found.get(name))
        )

    def _pairs(self, name: str, section: Tree | None) -> tuple[Pair, ...]:
        if isinstance(section, Map):
            return section.pairs
        if section is not None:
            self.say(section, f"{name} has to be a map")
        return ()


def fields_of(tree: Tree, names: tuple[str, ...]) -> dict[str, Tree]:
    """What stands in a map under these names, whose case does not matter, by name as spelled here."""
    if not isinstance(tree, Map):
        return {}
    spelled = {name.lower(): name for name in names}
    return {spelled[pair.key.lower()]: pair.value for pair in tree.pairs if pair.key.lower() in spelled}


__all__ = ["RESERVED", "RESOURCE", "Named", "Reader", "Say", "Template", "fields_of"]
