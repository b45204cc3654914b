"""Terraform's native tests: files of `run` blocks, of which each is a case."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scaffold.merge.hcl_shape import HclShaper
from scaffold.merge.lines import Block, Keys, blocks, notes, shortened
from scaffold.merge.trees import Item, Text, items, refuse_faults, stand_in
from scaffold.merge.units import Language, Role, Unit

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

#: The grammar does not know exponents, nor functions of providers.
_EXPONENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[eE][-+]?\d+(?![\w.])")
_OF_PROVIDER = re.compile(r"(?<=\w)::(?=\w)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_MUST_ESCAPE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WORD = re.compile(r"[\w-]")


def parse_hcl(text: str) -> Unit:
    """Take a file of Terraform's native syntax apart. Raises `UnparsableError`."""
    made = Text(text)
    root = _tree(made)
    nodes: list[Node] = []
    for child in root.children:
        nodes += child.children if child.type == "body" else [child]
    parts, end = blocks(made, items(nodes), 0)
    keys = Keys()
    return Unit(
        role=Role.FILE,
        key="",
        lead=made.mark,
        head="",
        shape="",
        children=tuple(_unit(made, block, keys) for block in parts),
        inner=made.original(end, len(made.plain)),
    )


def _tree(text: Text) -> Node:
    masked = stand_in(text.plain)
    masked = _EXPONENT.sub(lambda found: found[1] + "0" * (len(found[0]) - len(found[1])), masked)
    root = _parser().parse(_OF_PROVIDER.sub("__", masked).encode("ascii")).root_node
    refuse_faults(root, text.plain)
    return root


@functools.cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def _unit(text: Text, block: Block, keys: Keys) -> Unit:
    statements = block.statements
    shaper = HclShaper(text.plain, ((block.start, block.end),))
    shaper.add_all(block.items, "body")
    labels = _labels(text.plain, statements[0].node)
    case = len(statements) == 1 and len(labels) == 2 and labels[0] == "run"
    return Unit(
        role=Role.CASE if case else Role.SETUP,
        key=keys.unique(labels[1] if case else "; ".join(_key(text.plain, item) for item in statements)),
        lead=text.original(block.lead, block.start),
        head=text.original(block.start, block.end),
        shape=shaper.shape,
        notes=notes(text, block.before),
        name=labels[1] if case else "",
        binds=frozenset[str]().union(*(_binds(text.plain, item.node) for item in statements)),
        uses=frozenset(shaper.uses),
        line=block.line,
    )


def _labels(text: str, node: Node) -> list[str]:
    """A block's type and labels; nothing for an attribute."""
    if node.type != "block":
        return []
    return [_plain(text, child) for child in node.children if child.type in ("identifier", "string_lit")]


def _plain(text: str, node: Node) -> str:
    """What a label or literal says."""
    source = text[node.start_byte : node.end_byte]
    if node.type != "string_lit":
        return source
    made = _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), source[1:-1])
    return made.replace("$${", "${").replace("%%{", "%{")


def _quoted(text: str) -> str:
    made = "".join(_MUST_ESCAPE.get(character, character) for character in text)
    return f'"{made.replace("${", "$${").replace("%{", "%%{")}"'


def _key(text: str, item: Item) -> str:
    labels = _labels(text, item.node)
    if not labels:
        name = item.node.children[0] if item.node.children else item.node
        return f"{text[name.start_byte : name.end_byte]} ="
    attributes = _attributes(text, item.node)
    own = attributes.get("alias") or attributes.get("target")
    return " ".join((labels[0], *(f'"{label}"' for label in labels[1:]), *([shortened(own)] if own else [])))


def _binds(text: str, node: Node) -> frozenset[str]:
    labels = _labels(text, node)
    if labels[:1] == ["run"]:
        return frozenset(f"run.{label}" for label in labels[1:])
    if labels == ["variables"]:
        return frozenset(f"var.{name}" for name in _attributes(text, node))
    if labels[:1] in (["provider"], ["mock_provider"]):
        alias = _attributes(text, node).get("alias", "").strip('"')
        return frozenset(f"{label}.{alias}" if alias else label for label in labels[1:])
    return frozenset()


def _attributes(text: str, block: Node) -> dict[str, str]:
    """The sources of the values directly in a block, by their names."""
    body = next((child for child in block.children if child.type == "body"), None)
    found: dict[str, str] = {}
    for child in body.children if body is not None else []:
        if child.type == "attribute":
            name, value = child.children[0], child.children[-1]
            found[text[name.start_byte : name.end_byte]] = text[value.start_byte : value.end_byte]
    return found


def renamed_run(unit: Unit, name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """A case's own text under another name, or any other block's.

    Text in its literals that is just what is old in a pair becomes the new one; so do addresses that are referred to.
    """
    text = Text(unit.head)
    plain = text.plain
    replacements = dict(pairs)
    addresses = sorted((old for old in replacements if "." in old), key=len, reverse=True)
    edits: list[tuple[int, int, str]] = []
    stack = [_tree(text)]
    while stack:
        node = stack.pop()
        if unit.name and node.type == "block" and _labels(plain, node) == ["run", unit.name]:
            label = node.children[1]
            if _plain(plain, label) != name:
                edits.append((label.start_byte, label.end_byte, _quoted(name)))
        elif node.type == "variable_expr":
            start = node.start_byte
            old = next((each for each in addresses if _refers(plain, start, each)), None)
            edits += [(start, start + len(old), replacements[old])] if old is not None else []
        elif node.type == "string_lit" and (new := replacements.get(_plain(plain, node))) is not None:
            edits.append((node.start_byte, node.end_byte, _quoted(new)))
        stack.extend(node.children)
    return text.edited({start: (start, end, piece) for start, end, piece in reversed(edits)}.values())


def _refers(text: str, start: int, address: str) -> bool:
    """Whether a reference begins with an address."""
    end = start + len(address)
    return text.startswith(address, start) and not _WORD.match(text, end)


HCL = Language(parse_hcl, lambda _unit, _names: "", renamed_run)
