"""What does not parse, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir_statements import Fault

if TYPE_CHECKING:
    from tree_sitter import Node

#: After so many in one file the rest are not worth telling.
MAX_FAULTS = 20
_PAIRS = {"(": ")", "[": "]", "{": "}", "${": "}"}
_SHOWN = 40


def describe(text: str, nodes: list[Node]) -> list[Fault]:
    """The nodes that are an error, or missing, as faults, in order."""
    faults: dict[tuple[int, int], Fault] = {}
    end = 0
    for place, node in enumerate(nodes):
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        found: Fault | None
        if node.is_missing:
            found = _missing(node)
        else:
            holds = following is not None and following.end_byte <= node.end_byte
            if not holds and node.end_byte <= end:
                continue
            found = _error(text, node, holds=holds)
            end = max(end, node.end_byte) if not holds else end
        if found is not None:
            faults.setdefault((found.at, found.end), found)
    return sorted(faults.values(), key=lambda fault: fault.at)[:MAX_FAULTS]


def _missing(node: Node) -> Fault:
    name = node.type.replace("_", " ").replace("identifier", "name")
    what = f"a {name}" if name.replace(" ", "").isalpha() else f"`{name}`"
    return Fault(node.start_byte, node.end_byte, f"{what} is missing here")


def _error(text: str, node: Node, *, holds: bool) -> Fault | None:
    """What is wrong in an error: a bracket without its partner, or the text that does not fit.

    An error that holds others is only of interest for its brackets.
    """
    open_brackets: list[Node] = []
    for child in node.children:
        kind = child.type
        if kind == "string_start" and (child.next_sibling is None or not child.next_sibling.type.startswith("string")):
            return Fault(child.start_byte, child.end_byte, "this text is never closed")
        if kind in _PAIRS:
            open_brackets.append(child)
        elif kind in _PAIRS.values():
            if not open_brackets:
                return Fault(child.start_byte, child.end_byte, f"this `{kind}` closes nothing")
            if _PAIRS[open_brackets[-1].type] == kind:
                open_brackets.pop()
    if open_brackets:
        last = open_brackets[-1]
        return Fault(last.start_byte, last.end_byte, f"this `{last.type}` is never closed")
    if holds:
        return None
    shown = text[node.start_byte : node.end_byte].split("\n")[0].strip()
    shown = f"{shown[:_SHOWN]}..." if len(shown) > _SHOWN else shown
    return Fault(node.start_byte, node.end_byte, f"`{shown}` is not expected here" if shown else "this does not parse")
