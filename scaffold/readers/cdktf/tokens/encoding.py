"""How tokens look inside of plain values: marks in texts, special numbers, lists and objects of one element."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

_KEY: Final = "([a-zA-Z0-9:._-]+)"
STRING: Final = re.compile(r"\$\{TfToken\[" + _KEY + r"\]\}")
LIST: Final = re.compile(r"#\{TfToken\[" + _KEY + r"\]\}")
MAP: Final = re.compile(r"&\{TfToken\[" + _KEY + r"\]\}")
#: Whatever may be a number token in a text; most are none.
NUMBER: Final = re.compile(r"(?<![-|0-9.+])[-|0-9.+]++e[-|0-9.eE+]+")
_OPEN: Final = re.compile(r"\$\{(?!TfToken\[)")
_CLOSE: Final = re.compile(r"\}")
_HINT: Final = re.compile(r"[^a-zA-Z0-9:._-]")
_DECIMAL: Final = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NUMBER_BITS, _NUMBER_LIST_BITS = 0xFDFF, 0xFBFF
#: What stands in objects that are tokens, by what they are maps of.
MAP_VALUES: Final = {
    "string": "String Map Token Value", "number": -123456789, "boolean": True, "any": "Any Map Token Value",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a text: a `literal`, a `token`, an `escape` (`open` or `close`), or what a token came to (`value`)."""

    kind: str
    held: Any


def hint_of(text: str) -> str:
    """What is shown of a token's hint in its key."""
    return _HINT.sub(".", text or "TOKEN")


def double_of(number: int, listed: bool = False) -> float:
    """The number that stands for a number token, or in a list for a list of numbers."""
    bits = _NUMBER_LIST_BITS if listed else _NUMBER_BITS
    found: float = struct.unpack("<d", struct.pack("<Q", (bits << 48) | number))[0]
    return found


def in_double(value: Any, listed: bool = False) -> int | None:
    """Which token a number stands for; `None` for an ordinary number."""
    if not isinstance(value, float):
        return None
    (bits,) = struct.unpack("<Q", struct.pack("<d", value))
    return bits & 0xFFFF_FFFF_FFFF if bits >> 48 == (_NUMBER_LIST_BITS if listed else _NUMBER_BITS) else None


def read_number(text: str) -> float | None:
    """The number that a text begins with."""
    found = _DECIMAL.match(text)
    return float(found[0]) if found else None


def split(
    text: str,
    pattern: re.Pattern[str],
    lookup: Callable[[str], Any],
    group: int = 1,
    escapes: bool = False,
) -> list[Fragment]:
    """The parts of a text: tokens that `lookup` knows, what is between them, and with `escapes` what opens and closes
    expressions that the program wrote itself."""
    found: list[Fragment] = []
    scan = _Scan(text)
    index, end = 0, len(text)
    while index < end:
        token = scan.next(pattern, index, end)
        if token is not None and token.start() == index:
            held = lookup(token[group])
            found.append(Fragment("literal", token[0]) if held is None else Fragment("token", held))
            index = token.end()
            continue
        limit = token.start() if token is not None else end
        index = _escape(scan, found, index, limit) if escapes else _literal(found, text, index, limit)
    return found


def _literal(found: list[Fragment], text: str, index: int, limit: int) -> int:
    found.append(Fragment("literal", text[index:limit]))
    return limit


def _escape(scan: _Scan, found: list[Fragment], index: int, limit: int) -> int:
    opens, closes = scan.next(_OPEN, index, limit), scan.next(_CLOSE, index, limit)
    if opens is None and closes is None:
        return _literal(found, scan.text, index, limit)
    if opens is not None and (closes is None or opens.start() < closes.start()):
        first, kind = opens, "open"
    else:
        assert closes is not None
        first, kind = closes, "close"
    # Where both follow, the text before the first is only left out where an expression opens right here.
    if (opens is not None and closes is not None and opens.start() > index) or (
        (opens is None or closes is None) and first.start() > index
    ):
        found.append(Fragment("literal", scan.text[index : first.start()]))
    found.append(Fragment("escape", kind))
    return first.end()


class _Scan:
    """Finds what comes next of several patterns, each part of the text looked at once for each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[re.Pattern[str], re.Match[str] | None] = {}

    def next(self, pattern: re.Pattern[str], index: int, limit: int) -> re.Match[str] | None:
        """The next match from `index` on, if it starts before `limit`."""
        match = self.found.get(pattern)
        if pattern not in self.found or (match is not None and match.start() < index):
            match = self.found[pattern] = pattern.search(self.text, index)
        return match if match is not None and match.start() < limit else None


def tokens_in(fragments: Sequence[Fragment]) -> list[Any]:
    """The tokens of a text."""
    return [fragment.held for fragment in fragments if fragment.kind == "token"]


def literals_in(fragments: Sequence[Fragment]) -> list[str]:
    """What is between the tokens of a text."""
    return [fragment.held for fragment in fragments if fragment.kind == "literal"]
