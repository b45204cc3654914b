"""Comments in programs that say why a finding does not count: `// scaffold:ignore ID: reason`.

One covers the statement that it stands in, or that begins below it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from scaffold.diagnostics import Diagnostic
from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Comment, Module
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.suppressing import MARK, marked_lines, suppression

_STATEMENTS = (
    st.Evaluate,
    st.Declare,
    st.Return,
    st.ExportValue,
    st.If,
    st.For,
    st.ForEach,
    st.While,
    st.Switch,
    st.Try,
)
#: How comments begin, where they do not as in JavaScript.
_SIGNS = {"python": "#", "yaml": "#"}
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/|(?:export|default|const|let|var|declare|abstract)\b)*", re.DOTALL)


def find_suppressions(module: Module, diagnostics: list[Diagnostic]) -> Iterator[Suppression]:
    """The suppressions in a module; what is wrong with them goes to `diagnostics`."""
    if MARK not in module.text:
        return
    spans: list[tuple[int, int]] | None = None
    sign = _SIGNS.get(module.language, "//")
    for comment in module.comments:
        for number, text in marked_lines(comment.text):
            spans = _spans(module) if spans is None else spans
            place = _position(module, comment, number)
            found = suppression(text, place, _covered(module, comment, spans), sign, diagnostics)
            if found is not None:
                yield found


def _spans(module: Module) -> list[tuple[int, int]]:
    """Where each statement begins and ends, also those inside of functions and classes."""
    found: list[tuple[int, int]] = []
    waiting: list[Any] = list(module.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _STATEMENTS):
            found.append((node.at, node.end))
        if isinstance(node, tuple):
            waiting.extend(node)
        elif isinstance(node, Node):
            waiting.extend(getattr(node, field.name) for field in dataclasses.fields(node))
    return found


def _covered(module: Module, comment: Comment, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The lines of the statement that begins below a comment, or of the innermost one around it."""
    skipped = _SPACE.match(module.text, comment.end)
    below = skipped.end() if skipped else comment.end
    start = module.text.rfind("\n", 0, comment.at) + 1
    alone = not module.text[start : comment.at].strip()
    following = [span for span in spans if comment.end <= span[0] <= below and span[1] > below]
    around = [span for span in spans if span[0] <= comment.at < span[1]]
    same = [span for span in spans if not alone and start <= span[1] <= comment.at]
    chosen = (
        min(following, key=lambda span: span[1])
        if alone and following
        else max(same, key=lambda span: span[1] - span[0])
        if same
        else min(around, key=lambda span: span[1] - span[0], default=None)
    )
    if chosen is None:
        return None
    return _line(module, chosen[0]), _line(module, chosen[1])


def _line(module: Module, at: int) -> int:
    return module.text.count("\n", 0, at) + 1


def _position(module: Module, comment: Comment, number: int) -> Position:
    column = comment.at - module.text.rfind("\n", 0, comment.at) if not number else 1
    return Position(module.path, _line(module, comment.at) + number, column)
