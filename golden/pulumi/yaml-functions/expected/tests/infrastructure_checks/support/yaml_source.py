"""Programs in YAML as they are written: maps, lists, texts, numbers, with the lines that they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DIGITS = re.compile(r"([-+]?)0([xX][0-9a-fA-F]+|[bB][01]+|[oO]?[0-7]+)|([-+]?(?:0|[1-9][0-9]*))")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_TAG = "tag:yaml.org,2002:"


class SourceError(Exception):
    """That a file cannot be read, or says what Pulumi does not understand; the message begins with the place."""


class Map(dict[str, Any]):
    """A map that knows where it stands, and where its entries do."""

    line = 0

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def field(self, name: str) -> Any:
        """What stands under a name, whose case does not matter."""
        return next((value for key, value in self.items() if key.lower() == name.lower()), None)


@dataclass
class Source:
    """One file."""

    path: Path
    name: str
    root: Map = field(default_factory=Map)

    def error(self, line: int, message: str) -> SourceError:
        """The error for what stands in a line."""
        return SourceError(f"{self.name}:{line}: {message}")


def load(folder: Path, name: str) -> Source:
    """Reads a file of the project; raises `SourceError` for what is no program."""
    source = Source(folder / name, name)
    text = source.path.read_text(encoding="utf-8-sig")
    try:
        node = yaml.compose(text.replace("\t", " ") if name.endswith(".json") else text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise SourceError(f"{name}: {error}") from None
    root = _value(source, node) if node is not None else Map()
    if not isinstance(root, Map):
        raise source.error(1, "a program is a map")
    source.root = root
    return source


class _Loader(yaml.BaseLoader):
    """Leaves scalars as they are written, and takes no aliases, as Pulumi does not."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "Pulumi takes no aliases", self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _value(source: Source, node: Any) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        if re.search("[\ud800-\udfff]", node.value):
            raise source.error(node.start_mark.line + 1, "half a character stands here")
        return _scalar(node)
    found = Map(node.start_mark.line + 1)
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = _scalar(key) if isinstance(key, yaml.ScalarNode) else None
        if not isinstance(name, str):
            raise source.error(line, "a key has to be text: put it into quotes")
        if name in found:
            raise source.error(line, f"the key {name} stands here twice")
        found[name] = _value(source, value)
        found.lines[name] = line
    return found


def _scalar(node: Any) -> Any:
    """The value of a scalar: quoted ones are texts, others what they look like."""
    is_plain = node.style is None and not _is_tagged(node)
    tag = node.tag[len(_TAG) :] if node.tag.startswith(_TAG) else ""
    if is_plain or tag in ("int", "float", "bool", "null"):
        return plain(node.value)
    return node.value


def _is_tagged(node: Any) -> bool:
    mark = node.start_mark
    return mark.buffer is not None and mark.buffer[mark.pointer] == "!"


def plain(text: str) -> Any:
    """What a scalar without quotes means, as Pulumi reads YAML: `yes` and dates are texts, `0777` is octal."""
    if text in _WORDS:
        return _WORDS[text]
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "", 1))
    if text[0] not in "+-.0123456789":
        return text
    digits = text if text.startswith(".") else text.replace("_", "")
    found = _DIGITS.fullmatch(digits)
    if found:
        value = int(found[3]) if found[3] else _based(found[2]) * (-1 if found[1] == "-" else 1)
        if -(2**63) <= value < 2**64:
            return number(value)
    return number(float(digits)) if _FLOAT.fullmatch(digits) else text


def _based(digits: str) -> int:
    base = {"x": 16, "b": 2}.get(digits[0].lower(), 8)
    return int(digits.lstrip("xXbBoO"), base)


def number(value: float) -> float:
    """All numbers are floats; whole ones are shown as such."""
    value = float(value)
    return int(value) if value.is_integer() and abs(value) <= 2**53 else value
