"""Texts that match a regular expression of function code."""

from __future__ import annotations

import string
from functools import lru_cache

from scaffold.readers.functions.code.patterns import as_script, matches
from scaffold.readers.programs.javascript.regex_syntax import parse
from scaffold.readers.programs.regex.nodes import At, Choice, Group, Node, Repeat, Sequence, Signs, Whole
from scaffold.readers.programs.regex.reading import PatternError, UnsupportedPatternError

#: Signs that people write, the usual ones first.
_USUAL = string.ascii_lowercase + "1234567890" + string.ascii_uppercase + "-_./:@ +=,*#" + string.punctuation
_LONGEST = 200
#: What a text should have at least, where a pattern leaves that open.
_TYPICAL = 8


class _TooLongError(Exception):
    """The sample would be too long."""


@lru_cache(maxsize=512)
def sample_of(pattern: str, flags: str = "") -> str:
    """A text in which `pattern` matches; empty where none is found."""
    try:
        node, _ = parse(as_script(pattern), "".join(flag for flag in flags if flag in "imsu"))
        for more in (_TYPICAL, 3, 1, 0):
            for branch in range(3):
                text = _Writer(more, branch).text(node)
                if matches(pattern, flags, text):
                    return text
    except (PatternError, UnsupportedPatternError, RecursionError, _TooLongError):
        pass
    return ""


class _Writer:
    def __init__(self, more: int, branch: int) -> None:
        self.more, self.branch, self.place, self.written = more, branch, 0, 0

    def text(self, node: Node) -> str:
        """A text that the node takes."""
        if isinstance(node, Signs):
            self.place += 1
            self.written += 1
            if self.written > _LONGEST:
                raise _TooLongError
            return _sign(node, self.place - 1)
        if isinstance(node, Sequence):
            return "".join(map(self.text, node.parts))
        if isinstance(node, Choice):
            return self.text(node.branches[self.branch % len(node.branches)])
        if isinstance(node, Group | Whole):
            return self.text(node.node)
        return self._repeated(node) if isinstance(node, Repeat) else ""

    def _repeated(self, node: Repeat) -> str:
        wanted = max(node.least, self.more if isinstance(node.node, Signs) else node.least)
        count = wanted if node.most is None else min(wanted, node.most)
        return "".join(self.text(node.node) for _ in range(count))


def _sign(node: Signs, place: int) -> str:
    usual = [sign for sign in _USUAL if node.matches(sign)]
    letters = [sign for sign in usual if sign.isalnum()] or usual
    if letters:
        return letters[place % min(len(letters), 26)]
    rare = (chr(code) for low, high in node.ranges for code in (low, high) if not 0xD800 <= code <= 0xDFFF)
    return next((sign for sign in rare if node.matches(sign)), " ")


__all__ = ["At", "sample_of"]
