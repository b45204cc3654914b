"""JavaScript and TypeScript: suites of `describe` and `it`, or of the `test` of any other runner."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from scaffold.merge.lines import Block, Keys, blocks, notes
from scaffold.merge.script_imports import import_of, renamed_case
from scaffold.merge.script_names import Statement, name_statement
from scaffold.merge.script_shape import ScriptShaper
from scaffold.merge.script_source import parse_tree
from scaffold.merge.shapes import Hollow
from scaffold.merge.trees import Item, Text, items
from scaffold.merge.units import Language, Role, Unit

if TYPE_CHECKING:
    from tree_sitter import Node

#: Groups in groups deeper than this are taken as they are.
_MAX_DEPTH = 64


def parse_script(text: str, typed: bool) -> Unit:
    """Take a JavaScript (or, `typed`, TypeScript) file apart. Raises `UnparsableError`."""
    made = Text(text)
    root = parse_tree(made, typed)
    nodes = root.children
    begin = 0
    if nodes and nodes[0].type == "hash_bang_line":
        begin = made.line_end(nodes[0].end_byte)
        nodes = nodes[1:]
    units, end = _units(made, items(nodes), begin, 0)
    return Unit(
        role=Role.FILE,
        key="",
        lead=made.mark + made.original(0, begin),
        head="",
        shape="",
        children=units,
        inner=made.original(end, len(made.plain)),
    )


def _units(text: Text, found: list[Item], start: int, depth: int) -> tuple[tuple[Unit, ...], int]:
    """The units among statements and comments, and where what is behind the last begins."""
    made, end = blocks(text, found, start)
    keys = Keys()
    return tuple(_unit(text, block, keys, depth) for block in made), end


def _unit(text: Text, block: Block, keys: Keys, depth: int) -> Unit:
    statements = [item for item in block.statements if item.node.type != "empty_statement"] or list(block.statements)
    named = [name_statement(text.plain, item.node) for item in statements]
    what = named[0] if len(named) == 1 else _several(named)
    group = _group(text, block, what, what.body, keys, depth) if what.body is not None else None
    return group or _leaf(text, block, what, keys)


def _several(named: list[Statement]) -> Statement:
    """Statements that share a line."""
    binds = frozenset[str]().union(*(one.binds for one in named))
    return Statement(Role.SETUP, "; ".join(one.key for one in named), binds=binds)


def _leaf(text: Text, block: Block, what: Statement, keys: Keys) -> Unit:
    shaper = ScriptShaper(text.plain, ((block.start, block.end),))
    shaper.add_all(block.items, "program")
    return Unit(
        role=Role.SETUP if what.role is Role.GROUP else what.role,
        key=keys.unique(what.key),
        lead=text.original(block.lead, block.start),
        head=text.original(block.start, block.end),
        shape=shaper.shape,
        notes=notes(text, block.before),
        name=what.name if what.role is Role.CASE else "",
        binds=what.binds,
        uses=frozenset(shaper.uses - what.binds if what.role is Role.IMPORT else shaper.uses),
        line=block.line,
    )


def _group(text: Text, block: Block, what: Statement, body: Node, keys: Keys, depth: int) -> Unit | None:
    """A group, if its parts are on lines of their own."""
    inner = items(body.children[1:-1])
    places = _inside(text, body, inner) if depth < _MAX_DEPTH else None
    if places is None:
        return None
    start, end = places
    children, last = _units(text, [item for item in inner if start <= item.start < end], start, depth + 1)
    others = tuple(item.node for item in inner if not start <= item.start < end)
    shaper = ScriptShaper(text.plain, ((block.start, start), (end, block.end)), Hollow(body, others))
    shaper.add_all(block.items, "program")
    return Unit(
        role=Role.GROUP,
        key=keys.unique(what.key),
        lead=text.original(block.lead, block.start),
        head=text.original(block.start, start),
        shape=shaper.shape,
        notes=notes(text, block.before),
        name=what.name,
        children=children,
        inner=text.original(last, end),
        tail=text.original(end, block.end),
        binds=what.binds,
        uses=frozenset(shaper.uses),
        line=block.line,
    )


def _inside(text: Text, body: Node, inner: list[Item]) -> tuple[int, int] | None:
    """From where to where the lines go that are all a block's own, without those of its brackets; nothing where a
    statement shares one with them."""
    start, end = text.line_end(body.start_byte), text.line_start(body.end_byte - 1)
    for item in inner:
        if item.start < start:
            if not item.comment:
                return None
            start = max(start, text.line_end(item.end - 1))
    for item in reversed(inner):
        if item.end > end:
            if not item.comment:
                return None
            end = min(end, text.line_start(item.start))
    return (start, end) if start <= end else None


JAVASCRIPT = Language(functools.partial(parse_script, typed=False), import_of, renamed_case)
TYPESCRIPT = Language(functools.partial(parse_script, typed=True), import_of, renamed_case)
