"""Reads JavaScript's regular expressions, those for the web too (ECMAScript, annex B)."""

from __future__ import annotations

import re

from scaffold.readers.programs.javascript.regex_nodes import (
    DIGIT,
    LAST_CODE,
    LINE_ENDS,
    SPACE,
    WORD,
    At,
    Back,
    Choice,
    Group,
    Look,
    Node,
    Ranges,
    Repeat,
    Sequence,
    Signs,
    others,
    property_name,
)

_DEEPEST = 100
_CONTROL = {"f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_SHORT: dict[str, Ranges] = {"d": DIGIT, "s": SPACE, "w": WORD}
_BOUNDS = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")
_CAPTURING = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]?|(\((?!\?)|\(\?<(?![=!]))", re.DOTALL)
_NAME = re.compile(r"[\w$]+")
_LOOKS = {"?=": (True, False), "?!": (True, True), "?<=": (False, False), "?<!": (False, True)}
_ANY = ((0, LAST_CODE),)
_LINE_END: Ranges = tuple((ord(sign), ord(sign)) for sign in LINE_ENDS)
_Item = tuple[Ranges, tuple[tuple[str, bool], ...]]


class PatternError(Exception):
    """The pattern is none."""


class UnsupportedPatternError(Exception):
    """The pattern has something that is not known here."""


def parse(pattern: str, flags: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of a pattern, and the names of its groups ("" for those without).

    Raises `PatternError`, `UnsupportedPatternError`.
    """
    reader = _Reader(pattern, flags)
    node = reader.choice(0)
    if reader.at < len(pattern):
        raise PatternError("Unmatched ')'")
    if any(name and name not in reader.names for name in reader.referred):
        raise PatternError("Invalid named capture referenced")
    return node, tuple(reader.names)


class _Reader:
    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern, self.at = pattern, 0
        self.unicode = "u" in flags or "v" in flags
        self.folded, self.lines, self.dot_all = "i" in flags, "m" in flags, "s" in flags
        self.sets = "v" in flags
        self.names: list[str] = []
        self.referred: list[str] = []
        self.groups = sum(1 for found in _CAPTURING.finditer(pattern) if found[1])
        self.named = "(?<" in re.sub(r"\(\?<[=!]", "", pattern)

    def choice(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise UnsupportedPatternError("the pattern is nested too deeply")
        branches: list[Node] = []
        parts: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self._take("|"):
                branches.append(Sequence(tuple(parts)))
                parts = []
            else:
                first = len(self.names) + 1
                node = self._atom(depth)
                parts.append(self._repeated(node, first))
        branches.append(Sequence(tuple(parts)))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _atom(self, depth: int) -> Node:
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign in "*+?" or (sign == "{" and (self.unicode or _BOUNDS.match(self.pattern, self.at - 1))):
            raise PatternError("Nothing to repeat")
        if sign in "]}" and self.unicode:
            raise PatternError("Lone quantifier brackets")
        if sign == "^":
            return At("^" if self.lines else "A")
        if sign == "$":
            return At("$" if self.lines else "z")
        if sign == ".":
            return Signs(_ANY) if self.dot_all else Signs(_LINE_END, negated=True)
        return self._literal(ord(sign))

    def _literal(self, code: int) -> Signs:
        return Signs(((code, code),), folded=self.folded, unicode=self.unicode)

    def _group(self, depth: int) -> Node:
        self.at += 1
        for sign, (ahead, negated) in _LOOKS.items():
            if self._take(sign):
                return Look(self._inside(depth), ahead, negated)
        if self._take("?:"):
            return self._inside(depth)
        name = ""
        if self._take("?<"):
            name = self._until_name()
            if name in self.names:
                raise PatternError("Duplicate capture group name")
        elif self._take("?"):
            raise PatternError("Invalid group")
        self.names.append(name)
        index = len(self.names)
        return Group(self._inside(depth), index)

    def _inside(self, depth: int) -> Node:
        node = self.choice(depth + 1)
        if not self._take(")"):
            raise PatternError("Unterminated group")
        return node

    def _until_name(self) -> str:
        found = _NAME.match(self.pattern, self.at)
        if not found or self.pattern[found.end() : found.end() + 1] != ">" or found[0][0].isdigit():
            raise PatternError("Invalid capture group name")
        self.at = found.end() + 1
        return found[0]

    def _repeated(self, node: Node, first: int) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return node
        if isinstance(node, At) or (isinstance(node, Look) and (self.unicode or not node.ahead)):
            raise PatternError("Nothing to repeat")
        greedy = not self._take("?")
        return Repeat(node, *bounds, greedy, first, len(self.names) + 1)

    def _bounds(self) -> tuple[int, int | None] | None:
        """The least and most of a repetition that stands here; `None` where there is none."""
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        sign = self.pattern[self.at : self.at + 1]
        if sign in simple:
            self.at += 1
            return simple[sign]
        found = _BOUNDS.match(self.pattern, self.at)
        if not found:
            return None
        self.at = found.end()
        least, most = int(found[1][:9]), found[3]
        bounds = least, (int(most[:9]) if most else None) if found[2] else least
        if bounds[1] is not None and bounds[1] < least:
            raise PatternError("numbers out of order in {} quantifier")
        return bounds

    def _escape(self) -> Node:
        sign = self.pattern[self.at + 1 : self.at + 2]
        if sign and sign in "bB":
            self.at += 2
            return At(sign)
        if sign and sign in "123456789":
            digits = re.compile("[0-9]+").match(self.pattern, self.at + 1)
            if digits and (self.unicode or int(digits[0][:9]) <= self.groups):
                if int(digits[0][:9]) > self.groups:
                    raise PatternError("Invalid escape")
                self.at = digits.end()
                return Back(int(digits[0]), self.folded, self.unicode)
        if sign == "k" and (self.unicode or self.named):
            self.at += 2
            if not self._take("<"):
                raise PatternError("Invalid named reference")
            self.referred.append(self._until_name())
            return Back(self.referred[-1], self.folded, self.unicode)
        ranges, categories = self._escaped(in_class=False)
        return Signs(ranges, categories, folded=self.folded, unicode=self.unicode)

    def _escaped(self, *, in_class: bool) -> _Item:
        """The signs that the escape here stands for; the cursor goes behind it."""
        self.at += 1
        sign = self.pattern[self.at : self.at + 1]
        if not sign:
            raise PatternError("\\ at end of pattern")
        self.at += 1
        if sign.lower() in _SHORT:
            ranges = _SHORT[sign.lower()]
            return (ranges if sign.islower() else others(ranges)), ()
        if sign in "pP" and self.unicode:
            return (), (self._property(sign == "P"),)
        code = self._code(sign, in_class)
        return ((code, code),), ()

    def _property(self, negated: bool) -> tuple[str, bool]:
        end = self.pattern.find("}", self.at)
        if not self._take("{") or end < 0:
            raise PatternError("Invalid property name")
        name = property_name(self.pattern[self.at : end])
        if name is None:
            raise UnsupportedPatternError(f"the class of signs {self.pattern[self.at : end]}")
        self.at = end + 1
        return name, negated

    def _code(self, sign: str, in_class: bool) -> int:
        if sign in _CONTROL:
            return _CONTROL[sign]
        if sign == "b" and in_class:
            return 8
        if sign in "xu":
            return self._hexadecimal(sign)
        if sign == "c":
            letter = self.pattern[self.at : self.at + 1]
            if letter.isascii() and letter.isalpha():
                self.at += 1
                return ord(letter) % 32
            if self.unicode:
                raise PatternError("Invalid unicode escape")
            self.at -= 1
            return 92
        if sign in "01234567":
            return self._octal(sign)
        if self.unicode and sign not in "^$\\.*+?()[]{}|/" and not (in_class and sign == "-") and not self.sets:
            raise PatternError("Invalid escape")
        return ord(sign)

    def _hexadecimal(self, sign: str) -> int:
        braces = re.compile(r"\{([0-9A-Fa-f]+)\}").match(self.pattern, self.at)
        if sign == "u" and self.unicode and braces:
            self.at = braces.end()
            if len(braces[1]) > 8 or int(braces[1], 16) > LAST_CODE:
                raise PatternError("Invalid Unicode escape")
            return int(braces[1], 16)
        digits = self.pattern[self.at : self.at + (2 if sign == "x" else 4)]
        if len(digits) == (2 if sign == "x" else 4) and all(digit in "0123456789abcdefABCDEF" for digit in digits):
            self.at += len(digits)
            return self._pair(int(digits, 16))
        if self.unicode:
            raise PatternError("Invalid escape")
        return ord(sign)

    def _pair(self, code: int) -> int:
        """The code, or with the second half of a pair behind it the sign that both are."""
        second = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(self.pattern, self.at)
        if not self.unicode or not 0xD800 <= code < 0xDC00 or not second:
            return code
        self.at = second.end()
        return 0x10000 + ((code - 0xD800) << 10) + int(second[1], 16) - 0xDC00

    def _octal(self, sign: str) -> int:
        digits = sign
        while len(digits) < (3 if sign in "0123" else 2) and self.pattern[self.at : self.at + 1] in tuple("01234567"):
            digits += self.pattern[self.at]
            self.at += 1
        if self.unicode and digits != "0":
            raise PatternError("Invalid decimal escape")
        return int(digits, 8)

    def _class(self) -> Node:
        self.at += 1
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        while not self._take("]"):
            if self.at >= len(self.pattern):
                raise PatternError("Unterminated character class")
            if self.sets and (self.pattern[self.at] == "[" or self.pattern[self.at : self.at + 2] in ("--", "&&")):
                raise UnsupportedPatternError("sets of signs in sets of signs")
            found, more = self._class_item()
            ranges.extend(found)
            categories.extend(more)
        return Signs(tuple(ranges), tuple(categories), negated, self.folded, self.unicode)

    def _class_item(self) -> _Item:
        low = self._class_sign()
        if self.pattern[self.at : self.at + 1] != "-" or self.pattern[self.at + 1 : self.at + 2] in ("", "]"):
            return low
        self.at += 1
        high = self._class_sign()
        ends = [ranges[0] for ranges, more in (low, high) if not more and len(ranges) == 1]
        if len(ends) < 2 or any(first != last for first, last in ends):
            if self.unicode:
                raise PatternError("Invalid character class")
            return (*low[0], (45, 45), *high[0]), (*low[1], *high[1])
        if ends[1][0] < ends[0][0]:
            raise PatternError("Range out of order in character class")
        return ((ends[0][0], ends[1][0]),), ()

    def _class_sign(self) -> _Item:
        sign = self.pattern[self.at : self.at + 1]
        if sign == "\\":
            return self._escaped(in_class=True)
        if not sign:
            raise PatternError("Unterminated character class")
        self.at += 1
        return ((ord(sign), ord(sign)),), ()

    def _take(self, text: str) -> bool:
        if not self.pattern.startswith(text, self.at):
            return False
        self.at += len(text)
        return True
