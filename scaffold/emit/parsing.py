"""Whether a file is what its name says: rendered code is parsed before it is written where others had a hand in it."""

from __future__ import annotations

import functools
import json
import posixpath
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_SHOWN = 40
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")
#: Files without an ending that are read as INI files.
_INI_NAMES = (".coveragerc", "coveragerc")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a text stops being what it should be: line and column from 1, in characters."""

    line: int
    column: int
    message: str


def fault(name: str, text: str) -> Fault | None:
    """What is wrong with the file `name` (a path, whose ending counts); nothing where no parser knows such files."""
    base = posixpath.basename(name)
    parse = _PARSERS.get(posixpath.splitext(base)[1]) or (_ini if base in _INI_NAMES else None)
    return parse(text) if parse else None


def is_code(name: str) -> bool:
    """Whether there is a parser for a file of this name."""
    base = posixpath.basename(name)
    return posixpath.splitext(base)[1] in _PARSERS or base in _INI_NAMES


def _python(text: str) -> Fault | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<rendered>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return Fault(error.lineno or 1, max(error.offset or 1, 1), error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return Fault(1, 1, str(error) or "nested too deeply")
    return None


def _json(text: str) -> Fault | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return Fault(error.lineno, error.colno, error.msg)
    except RecursionError:
        return Fault(1, 1, "nested too deeply")
    return None


def _toml(text: str) -> Fault | None:
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        return Fault(line, column, message[: place.start()] if place else message)
    return None


def _ini(text: str) -> Fault | None:
    import configparser

    try:
        configparser.RawConfigParser().read_string(text)
    except configparser.MissingSectionHeaderError as error:
        return Fault(error.lineno, 1, "there is no section above it")
    except configparser.ParsingError as error:
        return Fault(error.errors[0][0] if error.errors else 1, 1, "neither a section nor an option")
    except (configparser.DuplicateOptionError, configparser.DuplicateSectionError) as error:
        return Fault(error.lineno or 1, 1, error.message.partition("]: ")[2] or error.message)
    return None


def _yaml(text: str) -> Fault | None:
    import yaml

    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return Fault(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, error.problem or "is no YAML")
    except yaml.YAMLError as error:
        return Fault(1, 1, str(error))
    return None


def _typescript(text: str) -> Fault | None:
    return _tree("typescript", text)


def _hcl(text: str) -> Fault | None:
    return _tree("hcl", text)


def _tree(language: str, text: str) -> Fault | None:
    source = text.encode("utf-8", "surrogatepass")
    root = _parser(language).parse(source).root_node
    if not root.has_error:
        return None
    found = min(_innermost(root), key=lambda node: node.start_byte, default=root)
    before = source[: found.start_byte].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Fault(line, column, _unexpected(found, source))


def _innermost(root: Node) -> Iterator[Node]:
    """The places where the parser could not go on, without those around them."""
    ways = [root]
    while ways:
        node = ways.pop()
        inside = [child for child in node.children if child.has_error]
        if not inside and (node.is_missing or node.is_error):
            yield node
        ways.extend(inside)


def _unexpected(node: Node, source: bytes) -> str:
    if node.is_missing:
        return f"{node.type} is missing"
    text = source[node.start_byte : node.end_byte].decode("utf-8", "replace").strip().partition("\n")[0]
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
    return f"unexpected {shown!r}" if shown else "unexpected end"


@functools.cache
def _parser(language: str) -> Parser:
    import tree_sitter

    if language == "hcl":
        import tree_sitter_hcl

        return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
    import tree_sitter_typescript

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))


_PARSERS: Mapping[str, Callable[[str], Fault | None]] = {
    ".py": _python,
    **dict.fromkeys((".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"), _typescript),
    ".hcl": _hcl,
    ".json": _json,
    ".toml": _toml,
    **dict.fromkeys((".ini", ".cfg"), _ini),
    **dict.fromkeys((".yaml", ".yml"), _yaml),
}
