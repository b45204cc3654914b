"""Texts that match a regular expression, made from its tree."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scaffold.readers.terraform.functions.regex_match import find
from scaffold.readers.terraform.functions.regex_nodes import At, Choice, Group, Node, Repeat, Sequence, Signs
from scaffold.readers.terraform.functions.regex_syntax import parse_pattern
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError

#: No sample is longer, and no pattern has more of them.
MAX_LENGTH = 600
MAX_SAMPLES = 16
#: Signs that people write, the usual ones first.
_USUAL = string.ascii_lowercase + "1023456789" + string.ascii_uppercase + "-_./:@ +=,*#" + string.punctuation
_TYPICAL_MORE = 3
_MAX_STEPS = 5_000


class _TooLargeError(Exception):
    """The sample would be too long, or takes too long to make."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How to choose: the branch of a choice (from the first), how many repetitions more than the least, which signs."""

    branch: int = 0
    more: int = 0
    varied: bool = False


@lru_cache(maxsize=256)
def samples(pattern: str) -> tuple[str, ...]:
    """Texts in which `pattern` matches: a short one, a typical one, one for each branch, the longest that may be.

    Each once; nothing where the pattern is not understood, or nothing simple matches it.
    """
    try:
        node, _ = parse_pattern(pattern)
        return tuple(_matching(pattern, node))
    except (FunctionError, NeedsKnownError, RecursionError):
        return ()


def _matching(pattern: str, node: Node) -> Iterator[str]:
    found: set[str] = set()
    for style in _styles(node):
        try:
            text = _Writer(style).text(node)
        except _TooLargeError:
            continue
        if text not in found and len(found) < MAX_SAMPLES and find(pattern, text) is not None:
            found.add(text)
            yield text


def _styles(node: Node) -> Iterator[_Style]:
    yield _Style()
    yield _Style(more=_TYPICAL_MORE, varied=True)
    for branch in range(1, min(_branches(node), MAX_SAMPLES)):
        yield _Style(branch=branch, more=1, varied=True)
    yield _Style(more=MAX_LENGTH, varied=True)


def _branches(node: Node) -> int:
    """The largest number of branches of any choice in the tree."""
    if isinstance(node, Choice):
        return max(len(node.branches), *map(_branches, node.branches))
    if isinstance(node, Sequence):
        return max(map(_branches, node.parts), default=1)
    return _branches(node.node) if isinstance(node, Group | Repeat) else 1


class _Writer:
    def __init__(self, style: _Style) -> None:
        self.style = style
        self.written = 0
        self.place = 0
        self.steps = 0

    def text(self, node: Node) -> str:
        """A text that the node takes. Raises `_TooLargeError`."""
        self.steps += 1
        if self.written > MAX_LENGTH or self.steps > _MAX_STEPS:
            raise _TooLargeError
        if isinstance(node, Signs):
            self.written += 1
            self.place += 1
            return _sign(node, self.place - 1 if self.style.varied else 0)
        if isinstance(node, Sequence):
            return "".join(map(self.text, node.parts))
        if isinstance(node, Choice):
            return self.text(node.branches[self.style.branch % len(node.branches)])
        if isinstance(node, Group):
            return self.text(node.node)
        return "" if isinstance(node, At) else self._repeated(node)

    def _repeated(self, node: Repeat) -> str:
        """Repetitions: of what has no end a few more than the least, however many are wanted."""
        more = self.style.more if node.most is not None else min(self.style.more, _TYPICAL_MORE)
        count = node.least + more if node.most is None else min(node.least + more, node.most)
        self.place = 0  # each repetition begins with the first sign again: "ab-ab", not "ab-cd"
        return "".join(self.text(node.node) for _ in range(count))


def _sign(node: Signs, index: int) -> str:
    """One of the signs of a class: of letters or digits a different one at each place, else the first."""
    usual = [sign for sign in _USUAL if node.matches(sign)]
    letters = [sign for sign in usual if sign.islower()] or [sign for sign in usual if sign.isalnum()] or usual[:1]
    if letters:
        return letters[index % len(letters)]
    rare = (chr(code) for low, high in node.ranges for code in (low, high) if not 0xD800 <= code <= 0xDFFF)
    return next((sign for sign in rare if node.matches(sign)), " ")
