"""Reads regular expressions in RE2's syntax: https://github.com/google/re2/wiki/Syntax.

Own reader and matcher, because Python's `re` differs in syntax and takes exponential time on hostile patterns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scaffold.readers.terraform.functions.regex_nodes import (
    ANY_SIGN,
    LAST_CODE,
    NOT_NEWLINE,
    At,
    Choice,
    Group,
    Node,
    Ranges,
    Repeat,
    Sequence,
    Signs,
)
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError

_MAX_DEPTH = 100
_MAX_REPEAT = 1000


_DIGIT: Ranges = ((48, 57),)
_SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_PERL = {"d": _DIGIT, "s": _SPACE, "w": _WORD}
_POSIX: dict[str, Ranges] = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": _DIGIT,
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "word": _WORD,
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}
_CONTROL = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_CATEGORIES = frozenset(
    {"L", "M", "N", "P", "S", "Z", "C"}
    | {f"L{kind}" for kind in "ultmo"}
    | {f"M{kind}" for kind in "nce"}
    | {f"N{kind}" for kind in "dlo"}
    | {f"P{kind}" for kind in "cdseifo"}
    | {f"S{kind}" for kind in "mcko"}
    | {f"Z{kind}" for kind in "slp"}
    | {f"C{kind}" for kind in "cfos"}
)


@dataclass(frozen=True, slots=True)
class _Flags:
    fold: bool = False
    lines: bool = False
    dot_all: bool = False
    lazy: bool = False


_FLAG_NAMES = {"i": "fold", "m": "lines", "s": "dot_all", "U": "lazy"}


def parse_pattern(pattern: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of `pattern`, and the names of its groups ("" for those without).

    Raises `FunctionError` for what RE2 refuses, `NeedsKnownError` for what is not supported here.
    """
    reader = _Reader(pattern)
    node = reader.choice(_Flags(), 0)
    if reader.at < len(pattern):
        raise FunctionError(f"invalid regexp pattern: unexpected ) in {pattern}")
    return node, tuple(reader.names)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.names: list[str] = []

    def choice(self, flags: _Flags, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise NeedsKnownError("the pattern is nested too deeply")
        branches: list[Node] = []
        parts: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self._take("|"):
                branches.append(Sequence(tuple(parts)))
                parts = []
            elif changed := self._inline_flags(flags):
                flags = changed
            elif self._take("\\Q"):
                parts.extend(self._quoted(flags))
            else:
                parts.append(self._repeated(self._atom(flags, depth), flags))
        branches.append(Sequence(tuple(parts)))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _quoted(self, flags: _Flags) -> list[Node]:
        """The literal signs up to `\\E`; a repetition behind it counts for the last."""
        end = self.pattern.find("\\E", self.at)
        end = len(self.pattern) if end < 0 else end
        signs: list[Node] = [_literal(sign, flags) for sign in self.pattern[self.at : end]]
        self.at = min(end + 2, len(self.pattern))
        return [*signs[:-1], self._repeated(signs[-1], flags)] if signs else []

    def _inline_flags(self, flags: _Flags) -> _Flags | None:
        """The flags that `(?i)` sets for the rest of the group, or None where there is no such thing."""
        end = self.pattern.find(")", self.at)
        if not self.pattern.startswith("(?", self.at) or end < 0:
            return None
        words = self.pattern[self.at + 2 : end]
        if not words or words.strip("imsU-"):
            return None
        self.at = end + 1
        return _changed(flags, words, self.pattern)

    def _atom(self, flags: _Flags, depth: int) -> Node:
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(flags, depth)
        if sign == "[":
            return self._class(flags)
        if sign == "\\":
            return self._escape(flags)
        if sign in "*+?":
            raise FunctionError(f"invalid regexp pattern: missing argument to repetition operator in {sign}")
        self.at += 1
        if sign == "^":
            return At("^" if flags.lines else "A")
        if sign == "$":
            return At("$" if flags.lines else "z")
        if sign == ".":
            return ANY_SIGN if flags.dot_all else NOT_NEWLINE
        return _literal(sign, flags)

    def _group(self, flags: _Flags, depth: int) -> Node:
        self.at += 1
        index = 0
        if self._take("?P<") or self._take("?<"):
            index = self._open_group(self._until(">"))
        elif self._take("?"):
            words = self.pattern[self.at :].partition(":")[0]
            flags = _changed(flags, words, self.pattern)
            self.at += len(words)
            if not self._take(":"):
                raise FunctionError(f"invalid regexp pattern: missing argument to (? in {self.pattern}")
        else:
            index = self._open_group("")
        node = self.choice(flags, depth + 1)
        if not self._take(")"):
            raise FunctionError(f"invalid regexp pattern: missing closing ) in {self.pattern}")
        return Group(node, index) if index else node

    def _open_group(self, name: str) -> int:
        if name and (name in self.names or (not name.isidentifier() and not name.replace("_", "a").isalnum())):
            raise FunctionError(f"invalid regexp pattern: invalid named capture in {name}")
        self.names.append(name)
        return len(self.names)

    def _until(self, sign: str) -> str:
        end = self.pattern.find(sign, self.at)
        if end < 0:
            raise FunctionError(f"invalid regexp pattern: missing {sign} in {self.pattern}")
        text = self.pattern[self.at : end]
        self.at = end + 1
        return text

    def _repeated(self, node: Node, flags: _Flags) -> Node:
        repeated = False
        while self.at < len(self.pattern):
            start = self.at
            bounds = self._bounds()
            if bounds is None:
                return node
            if repeated:
                raise FunctionError(
                    f"invalid regexp pattern: invalid nested repetition operator in {self.pattern[start:]}"
                )
            greedy = not self._take("?")
            node = Repeat(node, *bounds, greedy=greedy != flags.lazy)
            repeated = True
        return node

    def _bounds(self) -> tuple[int, int | None] | None:
        """The least and most of a repetition operator that stands here; None where there is none."""
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        sign = self.pattern[self.at]
        if sign in simple:
            self.at += 1
            return simple[sign]
        end = self.pattern.find("}", self.at)
        if sign != "{" or end < 0:
            return None
        least, comma, most = self.pattern[self.at + 1 : end].partition(",")
        if not _is_count(least) or (most and not _is_count(most)):
            return None
        self.at = end + 1
        bounds = int(least), (int(most) if most else None) if comma else int(least)
        if max(bounds[0], bounds[1] or 0) > _MAX_REPEAT or (bounds[1] is not None and bounds[1] < bounds[0]):
            raise FunctionError(f"invalid regexp pattern: invalid repeat count in {self.pattern}")
        return bounds

    def _escape(self, flags: _Flags) -> Node:
        following = self.pattern[self.at + 1 : self.at + 2]
        if following in ("A", "z", "b", "B"):
            self.at += 2
            return At(following)
        ranges, categories = self._escaped()
        return Signs(ranges, categories, folded=flags.fold)

    def _escaped(self) -> tuple[Ranges, tuple[tuple[str, bool], ...]]:
        """The signs that the escape here stands for; the cursor goes behind it."""
        self.at += 1
        sign = self.pattern[self.at : self.at + 1]
        if not sign:
            raise FunctionError(f"invalid regexp pattern: trailing backslash at end of expression in {self.pattern}")
        self.at += 1
        if sign.lower() in _PERL:
            ranges = _PERL[sign.lower()]
            return (ranges if sign.islower() else _others(ranges)), ()
        if sign in "pP":
            return (), (self._category(sign == "P"),)
        code = self._code(sign)
        return ((code, code),), ()

    def _code(self, sign: str) -> int:
        if sign in _CONTROL:
            return _CONTROL[sign]
        if sign == "x":
            digits = self._until("}") if self._take("{") else self._next(2)
            try:
                code = int(digits, 16) if digits.isalnum() else -1
            except ValueError:
                code = -1
            if 0 <= code <= LAST_CODE:
                return code
        elif sign in "01234567":
            digits = sign
            while len(digits) < 3 and self.pattern[self.at : self.at + 1] in tuple("01234567"):
                digits += self._next(1)
            if sign == "0" or len(digits) > 1:
                return int(digits, 8)
        elif not sign.isalnum() and sign.isascii():
            return ord(sign)
        raise FunctionError(f"invalid regexp pattern: invalid escape sequence in \\{sign}")

    def _next(self, count: int) -> str:
        text = self.pattern[self.at : self.at + count]
        self.at += count
        return text

    def _category(self, negated: bool) -> tuple[str, bool]:
        name = self._until("}") if self._take("{") else self._next(1)
        if name.startswith("^"):
            name, negated = name[1:], not negated
        if name not in _CATEGORIES:
            raise NeedsKnownError(f"the character class {name} is not supported")
        return name, negated

    def _class(self, flags: _Flags) -> Node:
        start = self.at
        self.at += 1
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        first = True
        while first or not self._take("]"):
            if self.at >= len(self.pattern):
                raise FunctionError(f"invalid regexp pattern: missing closing ] in {self.pattern[start:]}")
            first = False
            found, others = self._class_item()
            ranges.extend(found)
            categories.extend(others)
        return Signs(tuple(ranges), tuple(categories), negated, flags.fold)

    def _class_item(self) -> tuple[Ranges, tuple[tuple[str, bool], ...]]:
        end = self.pattern.find(":]", self.at)
        if self.pattern.startswith("[:", self.at) and end > 0:
            name = self.pattern[self.at + 2 : end]
            self.at = end + 2
            if name.removeprefix("^") not in _POSIX:
                raise FunctionError(f"invalid regexp pattern: invalid character class range in [:{name}:]")
            ranges = _POSIX[name.removeprefix("^")]
            return (_others(ranges) if name.startswith("^") else ranges), ()
        low = self._class_sign()
        if not isinstance(low, int):
            return low
        following = self.pattern[self.at : self.at + 2]
        if len(following) == 2 and following[0] == "-" and following[1] != "]":
            self.at += 1
            high = self._class_sign()
            if not isinstance(high, int) or high < low:
                raise FunctionError(f"invalid regexp pattern: invalid character class range in {self.pattern}")
            return ((low, high),), ()
        return ((low, low),), ()

    def _class_sign(self) -> int | tuple[Ranges, tuple[tuple[str, bool], ...]]:
        sign = self.pattern[self.at]
        if sign != "\\":
            self.at += 1
            return ord(sign)
        ranges, categories = self._escaped()
        single = not categories and len(ranges) == 1 and ranges[0][0] == ranges[0][1]
        return ranges[0][0] if single else (ranges, categories)

    def _take(self, text: str) -> bool:
        if not self.pattern.startswith(text, self.at):
            return False
        self.at += len(text)
        return True


def _changed(flags: _Flags, words: str, pattern: str) -> _Flags:
    value = True
    for word in words:
        if word == "-" and value:
            value = False
        elif word in _FLAG_NAMES:
            flags = replace(flags, **{_FLAG_NAMES[word]: value})
        else:
            raise FunctionError(f"invalid regexp pattern: invalid or unsupported Perl syntax in {pattern}")
    return flags


def _literal(sign: str, flags: _Flags) -> Signs:
    return Signs(((ord(sign), ord(sign)),), folded=flags.fold)


def _others(ranges: Ranges) -> Ranges:
    """Every sign that is in none of the sorted `ranges`."""
    result = []
    start = 0
    for low, high in ranges:
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    return (*result, (start, LAST_CODE))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
