"""Reads JavaScript's regular expressions, those for the web too (ECMAScript, annex B)."""

from __future__ import annotations

import re
from functools import lru_cache

from scaffold.readers.programs.javascript.regex_signs import FOLDS, LINE_END, SPACE, WORDS, property_test
from scaffold.readers.programs.regex.match import Program, program_of
from scaffold.readers.programs.regex.nodes import (
    ANY,
    DIGIT,
    LAST_CODE,
    WORD,
    At,
    Back,
    Group,
    Look,
    Node,
    Ranges,
    Repeat,
    Signs,
    Test,
    others,
)
from scaffold.readers.programs.regex.reading import (
    BOUNDS,
    Item,
    PatternError,
    PatternReader,
    UnsupportedPatternError,
    plain,
)

_CONTROL = {"f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_SHORT: dict[str, Ranges] = {"d": DIGIT, "s": SPACE, "w": WORD}
_CAPTURING = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]?|(\((?!\?)|\(\?<(?![=!]))", re.DOTALL)
_NAME = re.compile(r"[\w$]+")
_LOOKS = {"?=": (True, False), "?!": (True, True), "?<=": (False, False), "?<!": (False, True)}


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str) -> Program:
    """The program of a pattern. Raises `PatternError`, `UnsupportedPatternError`."""
    return program_of(*parse(pattern, flags))


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


class _Reader(PatternReader):
    def __init__(self, pattern: str, flags: str) -> None:
        super().__init__(pattern)
        self.unicode = "u" in flags or "v" in flags
        self.fold = FOLDS[self.unicode] if "i" in flags else None
        self.lines, self.dot_all = "m" in flags, "s" in flags
        self.sets = "v" in flags
        self.referred: list[str] = []
        self.groups = sum(1 for found in _CAPTURING.finditer(pattern) if found[1])
        self.named = "(?<" in re.sub(r"\(\?<[=!]", "", pattern)

    def atom(self, depth: int) -> Node:
        """What stands here, without its repetition."""
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return self.sign_class()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign in "*+?" or (sign == "{" and (self.unicode or BOUNDS.match(self.pattern, self.at - 1))):
            raise PatternError("Nothing to repeat")
        if sign in "]}" and self.unicode:
            raise PatternError("Lone quantifier brackets")
        if sign == "^":
            return At("^", LINE_END) if self.lines else At("A")
        if sign == "$":
            return At("$", LINE_END) if self.lines else At("z")
        if sign == ".":
            return Signs(ANY) if self.dot_all else Signs(LINE_END.ranges, negated=True)
        return self._literal(ord(sign))

    def _literal(self, code: int) -> Signs:
        return Signs(((code, code),), fold=self.fold)

    def _group(self, depth: int) -> Node:
        self.at += 1
        for sign, (ahead, negated) in _LOOKS.items():
            if self.take(sign):
                return Look(self.inside(depth), ahead, negated)
        if self.take("?:"):
            return self.inside(depth)
        name = ""
        if self.take("?<"):
            name = self._until_name()
            if name in self.names:
                raise PatternError("Duplicate capture group name")
        elif self.take("?"):
            raise PatternError("Invalid group")
        self.names.append(name)
        index = len(self.names)
        return Group(self.inside(depth), index)

    def _until_name(self) -> str:
        found = _NAME.match(self.pattern, self.at)
        if not found or self.pattern[found.end() : found.end() + 1] != ">" or found[0][0].isdigit():
            raise PatternError("Invalid capture group name")
        self.at = found.end() + 1
        return found[0]

    def repeated(self, node: Node, least: int, most: int | None, first: int) -> Node:
        """The repetition of a node: its groups are forgotten each time."""
        if isinstance(node, At) or (isinstance(node, Look) and (self.unicode or not node.ahead)):
            raise PatternError("Nothing to repeat")
        greedy = not self.take("?")
        return Repeat(node, least, most, greedy, first, len(self.names) + 1)

    def _escape(self) -> Node:
        sign = self.pattern[self.at + 1 : self.at + 2]
        if sign and sign in "bB":
            self.at += 2
            return At(sign, WORDS)
        if sign and sign in "123456789":
            digits = re.compile("[0-9]+").match(self.pattern, self.at + 1)
            if digits and (self.unicode or int(digits[0][:9]) <= self.groups):
                if int(digits[0][:9]) > self.groups:
                    raise PatternError("Invalid escape")
                self.at = digits.end()
                return Back(int(digits[0]), self.fold)
        if sign == "k" and (self.unicode or self.named):
            self.at += 2
            if not self.take("<"):
                raise PatternError("Invalid named reference")
            self.referred.append(self._until_name())
            return Back(self.referred[-1], self.fold)
        ranges, tests = self._escaped(in_class=False)
        return Signs(ranges, tests, fold=self.fold)

    def _escaped(self, *, in_class: bool) -> Item:
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
        return plain(self._code(sign, in_class))

    def _property(self, negated: bool) -> Test:
        end = self.pattern.find("}", self.at)
        if not self.take("{") or end < 0:
            raise PatternError("Invalid property name")
        test = property_test(self.pattern[self.at : end])
        if test is None:
            raise UnsupportedPatternError(f"the class of signs {self.pattern[self.at : end]}")
        self.at = end + 1
        return test, negated

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

    def class_of(self, ranges: Ranges, tests: tuple[Test, ...], negated: bool) -> Node:
        """The class with these."""
        return Signs(ranges, tests, negated, self.fold)

    def class_sign(self) -> Item:
        """A sign of a class, or an escape."""
        if self.sets and (self.pattern[self.at] == "[" or self.pattern[self.at : self.at + 2] in ("--", "&&")):
            raise UnsupportedPatternError("sets of signs in sets of signs")
        sign = self.pattern[self.at : self.at + 1]
        if sign == "\\":
            return self._escaped(in_class=True)
        if not sign:
            raise PatternError("Unterminated character class")
        self.at += 1
        return plain(ord(sign))

    def no_range(self, low: Item, high: Item) -> Item:
        """What looks like a range and is none, which only the old syntax takes."""
        if self.unicode:
            raise PatternError("Invalid character class")
        return super().no_range(low, high)
