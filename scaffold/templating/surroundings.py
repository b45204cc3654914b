"""What stands around a value in the code that a template makes: nothing, a comment, or a text in quotes."""

from __future__ import annotations

import enum
import posixpath
from collections.abc import Mapping
from copy import copy


class Around(enum.Enum):
    """What a place in code is in. The docstrings of Python are comments: nothing obeys them."""

    CODE = "code"
    COMMENT = "a comment"
    TEXT = "a text in quotes"


_PYTHON = {"#": "\n", '"""': '"""', "'''": "'''"}
_SETTINGS = ("", ".cfg", ".ini")
_SCRIPT = {"//": "\n", "/*": "*/"}
_COMMENTS: Mapping[str, Mapping[str, str]] = {
    ".py": _PYTHON,
    **dict.fromkeys((".js", ".cjs", ".mjs", ".ts"), _SCRIPT),
    ".hcl": {"#": "\n", **_SCRIPT},
    ".json": {},
    ".toml": {"#": "\n"},
    **{ending: {"#": "\n"} for ending in _SETTINGS},
}


class Surroundings:
    """Follows the text of a template for a file of this name.

    `sure` is whether `around` is certain: what a value puts out may begin a comment, and branches may end differently.
    """

    def __init__(self, name: str) -> None:
        ending = posixpath.splitext(posixpath.basename(name))[1]
        self._comments = _COMMENTS.get(ending, {})
        self._quotes = "\"'`" if self._comments is _SCRIPT else "\"'"
        # In a list of settings text on one line can do no harm.
        self._lost = ending in _SETTINGS
        self._behind_value = False
        self.around = Around.CODE
        self._end = ""

    @property
    def sure(self) -> bool:
        """Whether it is certain what is around."""
        return not self._lost and not self._behind_value

    def copy(self) -> Surroundings:
        """The same place, to go on from twice."""
        return copy(self)

    def meet(self, other: Surroundings) -> None:
        """Two ways come together here."""
        self._lost = self._lost or other._lost or (self.around, self._end) != (other.around, other._end)
        self._behind_value = self._behind_value or other._behind_value

    def pass_by(self, text: str | None) -> None:
        """Go on behind this text, or behind a value of which nothing is known."""
        if text is None:
            self._behind_value = True
            return
        self._behind_value = self._behind_value and "\n" not in text
        self._lost = self._lost or ("`" in self._quotes and "${" in text)
        at = 0
        while at < len(text):
            at = self._into(text, at) if self.around is Around.CODE else self._out(text, at)

    def _into(self, text: str, at: int) -> int:
        """Behind the next character, or what opens a comment or a text."""
        for start, end in self._comments.items():
            if text.startswith(start, at):
                self.around, self._end = Around.COMMENT, end
                return at + len(start)
        if text[at] in self._quotes:
            self.around, self._end = Around.TEXT, text[at]
        return at + 1

    def _out(self, text: str, at: int) -> int:
        """Behind the next character, or what closes the comment or text. One in quotes does not outlive its line."""
        if text[at] == "\\" and self._end != "\n":
            return at + 2
        broken = self.around is Around.TEXT and self._end != "`" and text[at] == "\n"
        if not broken and not text.startswith(self._end, at):
            return at + 1
        step = 1 if broken else len(self._end)
        self.around, self._end = Around.CODE, ""
        return at + step
