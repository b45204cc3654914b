"""The templates that a folder of overrides meets, parsed: its own, over those of plugins and the built-in ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
from jinja2 import nodes

from scaffold.emit.builtin import BUILTIN
from scaffold.emit.render import environment
from scaffold.templating.levels import Level, TemplatePath


@dataclass(frozen=True)
class Library:
    """The templates of `own`, over those of `upstream`."""

    own: Level
    upstream: TemplatePath

    @cached_property
    def environment(self) -> jinja2.Environment:
        """What the templates are rendered in."""
        folders = (self.own.folder, *self.upstream.folders)
        builtin = self.upstream.levels[-1].folder
        return environment([jinja2.FileSystemLoader(folder) for folder in folders], jinja2.FileSystemLoader(builtin))

    @cached_property
    def _trees(self) -> dict[str, nodes.Template | None]:
        return {}

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of the templates that can be replaced."""
        return frozenset(self.upstream.names())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the folder's own templates, sorted."""
        return tuple(sorted(filter(self.own.has, self.own.names())))

    def is_known(self, name: str) -> bool:
        """Whether there is an original of this name, which may be said with `builtin/` before it."""
        return name.removeprefix(f"{BUILTIN}/") in self.known

    def has(self, name: str) -> bool:
        """Whether a template can be reached by this name."""
        return bool(self._file(name))

    def tree(self, name: str) -> nodes.Template | None:
        """The template as Jinja reads it; nothing where there is none, or none that it can read."""
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        return self._trees[name]

    def parse(self, name: str) -> nodes.Template:
        """The template of the folder's own. Raises `jinja2.TemplateSyntaxError` and `ValueError`."""
        source = (self.own.folder / name).read_text(encoding="utf-8")
        return self.environment.parse(source, name, str(self.own.folder / name))

    def chain(self, name: str) -> Iterator[str]:
        """The name, and those of the templates that it extends, one after the other."""
        seen: set[str] = set()
        while name not in seen and self.has(name):
            seen.add(name)
            yield name
            tree = self.tree(name)
            parent = next((extends.template for extends in tree.find_all(nodes.Extends)), None) if tree else None
            if not isinstance(parent, nodes.Const) or not isinstance(parent.value, str):
                return
            name = parent.value

    def blocks(self, name: str) -> list[str]:
        """The names of the blocks of a template and of those that it extends, in order."""
        trees = [self.tree(each) for each in self.chain(name)]
        return list(dict.fromkeys(block.name for tree in trees if tree for block in tree.find_all(nodes.Block)))

    def exports(self, name: str) -> set[str]:
        """What can be imported from a template: its macros and the names that it sets."""
        return {each for link in self.chain(name) for each in top_names(self.tree(link))}

    def macro(self, name: str, macro: str) -> nodes.Macro | None:
        """The macro of that name in a template."""
        for link in self.chain(name):
            tree = self.tree(link)
            for found in tree.find_all(nodes.Macro) if tree else ():
                if found.name == macro:
                    return found
        return None

    def _parsed(self, name: str) -> nodes.Template | None:
        file = self._file(name)
        if file is None:
            return None
        try:
            return self.environment.parse(file.read_text(encoding="utf-8"), name, str(file))
        except (jinja2.TemplateSyntaxError, OSError, ValueError):
            return None

    def _file(self, name: str) -> Path | None:
        levels = (self.own, *self.upstream.levels)
        prefix = f"{BUILTIN}/"
        if name.startswith(prefix) and not any(level.has(name) for level in levels[:-1]):
            name, levels = name.removeprefix(prefix), levels[-1:]
        if ".." in name.split("/"):
            return None
        return next((level.folder / name for level in levels if level.has(name)), None)


def top_names(tree: nodes.Template | None) -> Iterator[str]:
    """The names of a template's own macros and of what it sets outside of blocks and macros."""
    waiting: list[nodes.Node] = list(tree.body) if tree else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            yield from (
                name.name for name in (node.target, *node.target.find_all(nodes.Name)) if isinstance(name, nodes.Name)
            )
        elif isinstance(node, nodes.If):
            waiting[:0] = [*node.body, *node.elif_, *node.else_]


def constants(node: nodes.Node) -> list[str]:
    """The names of templates that are said as plain text, one or several to choose from."""
    parts = node.items if isinstance(node, (nodes.List, nodes.Tuple)) else [node]
    return [each.value for each in parts if isinstance(each, nodes.Const) and isinstance(each.value, str)]


def references(tree: nodes.Template) -> frozenset[str] | None:
    """The names of the templates that this one includes, imports or extends; nothing where that is only known later."""
    given = [
        *(node.template for node in tree.find_all(nodes.Include)),
        *(node.template for node in tree.find_all(nodes.Import)),
        *(node.template for node in tree.find_all(nodes.FromImport)),
        *(node.template for node in tree.find_all(nodes.Extends)),
    ]
    names = [constants(each) for each in given]
    return frozenset(name for group in names for name in group) if all(names) else None
