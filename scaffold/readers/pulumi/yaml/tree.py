"""YAML text as a tree with positions: what a program in YAML is read from. Bounded, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from scaffold.readers.programs.ir_statements import Comment, Fault
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.pulumi.project_yaml import bounded, check_size
from scaffold.readers.pulumi.yaml.scalars import plain_value, tagged_value

_TAG: Final = "tag:yaml.org,2002:"
#: The largest file, in characters.
_LARGEST: Final = 512 * 1024
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ALIAS: Final = "Pulumi takes no aliases in programs: write out what it stands for"


@dataclass(frozen=True, slots=True)
class Scalar(Node):
    """Text, a number, a bool or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Pair(Node):
    """An entry of a map; its key is text."""

    key: str
    value: Tree


@dataclass(frozen=True, slots=True)
class Map(Node):
    """A map, in the order it is written in."""

    pairs: tuple[Pair, ...]

    def get(self, key: str) -> Tree | None:
        """What stands under a key: the last one counts."""
        return next((pair.value for pair in reversed(self.pairs) if pair.key == key), None)


@dataclass(frozen=True, slots=True)
class List(Node):
    """A list."""

    items: tuple[Tree, ...]


Tree: TypeAlias = "Scalar | Map | List"


@dataclass(slots=True)
class Parsed:
    """A file as far as it could be parsed, with what is wrong in it."""

    root: Tree | None = None
    faults: list[Fault] = field(default_factory=list)
    comments: tuple[Comment, ...] = ()


class _Loader(bounded(yaml.BaseLoader)):  # type: ignore[misc]
    """Composes nodes whose scalars say how they are written, and notes where aliases stand."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.aliases: list[Any] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            self.aliases.append(self.peek_event())
        return super().compose_node(parent, index)


def parse(text: str, is_json: bool = False) -> Parsed:
    """The first document of a text. Never fails: what is wrong is a fault."""
    parsed = Parsed()
    if len(text) > _LARGEST:
        parsed.faults.append(Fault(0, 0, "the file is too large"))
        return parsed
    if is_json:
        text = text.replace("\t", " ")  # where JSON has one, it is space
    loader = None
    try:
        loader = _Loader(text)
        root = loader.get_node() if loader.check_node() else None
        parsed.faults += [Fault(_at(alias), _end(alias), _ALIAS) for alias in loader.aliases]
        if root is not None:
            check_size(root)
            parsed.root = _Reading(text, parsed.faults).tree(root)
    except (ValueError, OverflowError, RecursionError, yaml.YAMLError) as error:
        parsed.faults.append(_fault(error))
    finally:
        if loader is not None:
            loader.dispose()
    parsed.comments = tuple(_comments(text)) if "#" in text else ()
    return parsed


def _fault(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = mark.index if mark is not None else getattr(error, "position", 0)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error) or "it cannot be read"
    if "'\\t'" in reason:
        reason = "a tab stands where only spaces may"
    return Fault(at, at, reason)


def _at(event: Any) -> int:
    return int(event.start_mark.index)


def _end(event: Any) -> int:
    return int(event.end_mark.index)


class _Reading:
    """Nodes of the parser as a tree."""

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self.text, self.faults = text, faults

    def fault(self, node: Any, message: str) -> None:
        """Say what is wrong at a node."""
        self.faults.append(Fault(_at(node), _end(node), message))

    def tree(self, node: Any) -> Tree:
        """A node."""
        if isinstance(node, yaml.SequenceNode):
            items = tuple(map(self.tree, node.value))
            return List(_at(node), self._end(node, items), items)
        if isinstance(node, yaml.MappingNode):
            pairs = tuple(self._pairs(node))
            return Map(_at(node), self._end(node, pairs), pairs)
        return Scalar(_at(node), self._end(node, ()), self._value(node))

    def _end(self, node: Any, inner: Sequence[Node]) -> int:
        """Where a node really ends: the parser only sees that when the next one begins."""
        if inner and not node.flow_style:
            return inner[-1].end
        return len(self.text[: _end(node)].rstrip()) if getattr(node, "style", None) in ("|", ">") else _end(node)

    def _value(self, node: Any) -> Any:
        if _SURROGATE.search(node.value):
            self.fault(node, "half a character stands here: write a \\u of a large one as \\U with eight digits")
            return _SURROGATE.sub("\ufffd", node.value)
        tag = str(node.tag).removeprefix(_TAG)
        if node.style is None and tag == "str" and not _is_tagged(node):
            return plain_value(node.value)
        try:
            return tagged_value(tag, node.value)
        except ValueError as error:
            self.fault(node, str(error))
            return node.value

    def _pairs(self, node: Any) -> Iterator[Pair]:
        seen: set[str] = set()
        for key, value in node.value:
            name = self._value(key) if isinstance(key, yaml.ScalarNode) else None
            if not isinstance(name, str):
                self.fault(key, "a key has to be text: put it into quotes")
                name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in seen:
                self.fault(key, f"the key {name} stands here twice")
            seen.add(name)
            tree = self.tree(value)
            yield Pair(_at(key), max(tree.end, _end(key)), name, tree)


def _is_tagged(node: Any) -> bool:
    """Whether a plain scalar has a tag of its own: then it begins before its text."""
    first = node.start_mark.buffer[node.start_mark.pointer] if node.start_mark.buffer else ""
    return first == "!"


def _comments(text: str) -> Iterator[Comment]:
    """The comments of a text: what stands between its tokens, from a sign to the end of the line."""
    end = 0
    try:
        for token in yaml.scan(text, bounded(yaml.BaseLoader)):
            start = token.start_mark.index
            yield from _between(text, end, start)
            end = max(end, token.end_mark.index)
    except (ValueError, yaml.YAMLError):
        return
    yield from _between(text, end, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Comment]:
    place = text.find("#", start, end)
    while 0 <= place < end:
        stop = text.find("\n", place)
        stop = len(text) if stop < 0 else stop
        yield Comment(place, stop, text[place + 1 : stop].strip())
        place = text.find("#", stop, end)
