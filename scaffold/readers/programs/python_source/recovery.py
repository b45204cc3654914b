"""The tree of a file, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir_statements import Fault
from scaffold.readers.programs.python_source.source import parse
from scaffold.readers.programs.syntax.faults import describe
from scaffold.readers.programs.syntax.source import find

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of a file, the places (from where to where) that something else stands for in it, and why."""

    root: Node
    lost: Mapping[int, int]
    faults: tuple[Fault, ...]


def recover(text: str, stand: str) -> Tree:
    """Parse the stand-in of a text."""
    root = parse(stand)
    return Tree(root, {}, tuple(describe(text, find(root).faults)) if root.has_error else ())
