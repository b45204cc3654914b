"""YAML as `yamldecode` reads it: https://developer.hashicorp.com/terraform/language/functions/yamldecode.

PyYAML parses; what a plain scalar means is decided here, by YAML 1.2's numbers with the words of YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.declare import MAX_ELEMENTS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.numbers import NumberError, parse_number
from scaffold.readers.terraform.types import ConversionError, to_text

if TYPE_CHECKING:
    from yaml import MappingNode, Node, ScalarNode

#: PyYAML reads some 100 kB a second.
_MAX_TEXT = 512 * 1024

_TAG = "tag:yaml.org,2002:"
_TAGGED = re.compile(r"(?:&\S+\s+)?!(\S*)")
_PLAIN_TAGS = ("bool", "int", "float", "null", "timestamp")
_WORDS: Mapping[str, Value] = {
    **{form: True for word in ("y", "yes", "true", "on") for form in (word, word.title(), word.upper())},
    **{form: False for word in ("n", "no", "false", "off") for form in (word, word.title(), word.upper())},
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:(?P<mark>[Tt ])(?P<time>[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})(?:\.[0-9]{1,9})?(?P<zone>Z|[-+][0-9]{2}:[0-9]{2})?)?"
)


@lru_cache(maxsize=64)
def decode_yaml(text: str) -> Value:
    """The value of the only document in `text`. Raises `FunctionError`."""
    import yaml

    if len(text) > _MAX_TEXT:
        raise NeedsKnownError("the YAML document is too large")
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise FunctionError(f"invalid YAML: {' '.join(str(error).split())}") from None
    except (ValueError, OverflowError):
        raise FunctionError("invalid YAML") from None
    if node is None:
        raise FunctionError("invalid YAML: missing start of document")
    return _Reader(text).value(node, ())


class _Reader:
    """Makes values of nodes. Nodes may be shared (by aliases): what they unfold to is counted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0

    def value(self, node: Node, around: tuple[int, ...]) -> Value:
        """The value of `node`; `around` are the ids of the nodes that hold it."""
        import yaml

        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise NeedsKnownError("the YAML document unfolds to too many values")
        if id(node) in around:
            raise FunctionError("invalid YAML: an alias stands inside what it refers to")
        around = (*around, id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, around)
        if isinstance(node, yaml.SequenceNode):
            self._check_tag(node, "seq")
            return tuple(self.value(item, around) for item in node.value)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise FunctionError("invalid YAML")

    def _mapping(self, node: MappingNode, around: tuple[int, ...]) -> Mapping[str, Value]:
        """Keys in the order of the document: a later one wins, also over what `<<` merges, and the other way round."""
        self._check_tag(node, "map")
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            value = self.value(value_node, around)
            if key_node.value != "<<":
                result[self._key(key_node, around)] = value
            elif isinstance(value, Mapping):
                result.update(value)
            else:
                raise FunctionError("invalid YAML: cannot merge into a mapping what is none")
        return result

    def _key(self, node: Node, around: tuple[int, ...]) -> str:
        try:
            return to_text(self.value(node, around))
        except ConversionError:
            raise FunctionError("invalid YAML: the key of a mapping must be a string") from None

    def _scalar(self, node: ScalarNode) -> Value:
        text = str(node.value)
        tag = self._written_tag(node)
        if tag in ("str", "binary") or (node.style and tag in ("", *_PLAIN_TAGS)):
            return text
        if tag and tag not in _PLAIN_TAGS:
            raise FunctionError(f'unsupported tag "{tag}"')
        value = None if tag == "null" else _plain(text.replace("_", "") if tag in ("int", "float") else text)
        if tag in ("int", "float") and isinstance(value, bool | str | None):
            raise FunctionError(f'cannot parse "{text}" as !!{tag}')
        return value

    def _check_tag(self, node: Node, expected: str) -> None:
        tag = self._written_tag(node)
        if tag not in ("", expected):
            raise FunctionError(f"cannot interpret what is tagged {tag} as {expected}")

    def _written_tag(self, node: Node) -> str:
        """The tag that is written before the node, without the prefix of YAML's own; PyYAML gives every node one."""
        start = node.start_mark.index
        found = _TAGGED.match(self._text[start : start + 200])
        if not found:
            return ""
        return str(node.tag).removeprefix(_TAG) if found[1] else "!"


def _plain(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    if text in (".nan", ".NaN", ".NAN"):
        raise FunctionError("floating point NaN is not supported")
    if text.lstrip("+-") in (".inf", ".Inf", ".INF"):
        raise NeedsKnownError("infinite numbers are not supported")
    if date := _DATE.fullmatch(text):
        return _timestamp(date, text)
    try:
        if _INTEGER.fullmatch(text):
            return int(text, 0)
        if _NUMBER.fullmatch(text):
            return parse_number(text)
    except (NumberError, ValueError):
        raise NeedsKnownError("the number is too large") from None
    return text


def _timestamp(found: re.Match[str], text: str) -> str:
    """A date as RFC 3339 has it, or the text where it is none."""
    zone = found["zone"] or ""
    if (found["mark"] in ("T", "t")) != bool(zone):
        return text
    try:
        moment = datetime.strptime(f"{found['date']} {found['time'] or '0:0:0'}", "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return text
    return f"{moment:%Y-%m-%dT%H:%M:%S}{'Z' if zone in ('', 'Z', '+00:00') else zone}"
