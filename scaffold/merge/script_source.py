"""The syntax tree of a JavaScript or TypeScript file. What the grammar lacks is made up for in its stand-in."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scaffold.grammar import made_up, with_constants
from scaffold.merge.trees import Text, faults, refuse_faults, stand_in

if TYPE_CHECKING:
    from tree_sitter import Node, Parser


def _as_comment(found: re.Match[str]) -> str:
    text = found[0].lstrip()
    space = found[0][: -len(text)]
    return space + "/*" + "".join(character if character == "\n" else " " for character in text[2:-2]) + "*/"


def parse_tree(text: Text, typed: bool) -> Node:
    """The tree of a text, without a fault. Raises `UnparsableError`."""
    masked = with_constants(stand_in(text.plain))
    root = _parser(typed).parse(masked.encode("ascii")).root_node
    if root.has_error and (known := made_up(masked, _as_comment)) != masked:
        again = _parser(typed).parse(known.encode("ascii")).root_node
        root = again if len(faults(again)) < len(faults(root)) else root
    refuse_faults(root, text.plain)
    return root


@functools.cache
def _parser(typed: bool) -> Parser:
    import tree_sitter
    import tree_sitter_typescript

    grammar = tree_sitter_typescript.language_typescript() if typed else tree_sitter_typescript.language_tsx()
    return tree_sitter.Parser(tree_sitter.Language(grammar))
