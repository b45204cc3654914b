"""Reads Python's regular expressions."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from functools import lru_cache

from scaffold.readers.programs.regex.match import Program, program_of
from scaffold.readers.programs.regex.nodes import (
    ANY,
    DIGIT,
    WORD,
    At,
    Back,
    Choice,
    Fold,
    Given,
    Group,
    Look,
    Moved,
    Node,
    Ranges,
    Repeat,
    Sequence,
    Signs,
    Test,
    Whole,
    only,
)
from scaffold.readers.programs.regex.reading import (
    Item,
    PatternError,
    PatternReader,
    UnsupportedPatternError,
    plain,
)

_LONGEST = 10_000
_CONTROL = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_BOUNDS = re.compile(r"\{(?!\})([0-9]*)(,([0-9]*))?\}")
_FLAGS = re.compile(r"\?([aiLmsux]*)(?:-([imsx]+))?([:)])")
_LOOKS = {"?=": (True, False), "?!": (True, True), "?<=": (False, False), "?<!": (False, True)}
_WIDTHS = {"x": 2, "u": 4, "U": 8}
_LINE_END = Signs(only("\n"))
_SPACE = only(" \t\n\r\f\v")
_BLANK = " \t\n\r\v\f"
_LETTERS = {
    "a": re.ASCII,
    "i": re.IGNORECASE,
    "L": re.LOCALE,
    "m": re.MULTILINE,
    "s": re.DOTALL,
    "u": re.UNICODE,
    "x": re.VERBOSE,
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be run: anyhow, so that it is the `whole` rest of a text, or so that it matches something
    (`moving`). `flags` are those that hold, those written in it too."""

    program: Program
    whole: Program
    moving: Program
    flags: int


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: int) -> Pattern:
    """A pattern that can be run. Raises `PatternError`, `UnsupportedPatternError`."""
    if len(pattern) > _LONGEST:
        raise UnsupportedPatternError("the regular expression is too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            known = re.compile(pattern, flags)
    except (re.error, OverflowError, ValueError) as error:
        raise PatternError(str(error)) from None
    except RecursionError:
        raise UnsupportedPatternError("the pattern is nested too deeply") from None
    reader = _Reader(pattern, known.flags)
    node = reader.choice(0)
    names = tuple(reader.names)
    whole = Sequence((node, At("z")))
    moving = Sequence((node, Moved()))
    return Pattern(program_of(node, names), program_of(whole, names), program_of(moving, names), known.flags)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _fold(sign: str) -> str:
    found = sign.lower()
    found = found if len(found) == 1 else sign
    folded = found.casefold()
    return folded if len(folded) == 1 else found


def _fold_ascii(sign: str) -> str:
    return sign.lower() if sign.isascii() else sign


class _Reader(PatternReader):
    """Reads what `re.compile` takes."""

    bounds_pattern = _BOUNDS

    def __init__(self, pattern: str, flags: int) -> None:
        super().__init__(pattern)
        self.flags = flags

    @property
    def fold(self) -> Fold | None:
        """What is the same but for case, where case does not count."""
        if not self.flags & re.IGNORECASE:
            return None
        return _fold_ascii if self.flags & re.ASCII else _fold

    def skip(self) -> None:
        """Go behind spaces and comments, where these are not meant."""
        while self.flags & re.VERBOSE and self.at < len(self.pattern):
            if self.pattern[self.at] == "#":
                end = self.pattern.find("\n", self.at)
                self.at = len(self.pattern) if end < 0 else end + 1
            elif self.pattern[self.at] in _BLANK:
                self.at += 1
            else:
                return

    def atom(self, depth: int) -> Node | None:
        """What stands here, without its repetition."""
        sign = self.pattern[self.at]
        if sign == "[":
            return self.sign_class()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign == "(":
            flags = self.flags
            found = self._group(depth)
            self.flags = flags
            return found
        if sign == "^":
            return At("^", _LINE_END) if self.flags & re.MULTILINE else At("A")
        if sign == "$":
            return At("$", _LINE_END) if self.flags & re.MULTILINE else At("e")
        if sign == ".":
            return Signs(ANY) if self.flags & re.DOTALL else Signs(_LINE_END.ranges, negated=True)
        return self._sign(ord(sign))

    def _sign(self, code: int) -> Signs:
        return Signs(((code, code),), fold=self.fold)

    # Groups

    def _group(self, depth: int) -> Node | None:
        for sign, (ahead, negated) in _LOOKS.items():
            if self.take(sign):
                return Look(self.inside(depth), ahead, negated)
        if self.take("?P<"):
            return self._capture(depth, self._until(">"))
        if self.take("?P="):
            return self._back(self.names.index(self._until(")")) + 1)
        if self.take("?#"):
            self._until(")")
            return None
        if self.take("?>"):
            return Whole(self.inside(depth))
        if self.take("?("):
            return self._given(depth)
        flags = _FLAGS.match(self.pattern, self.at)
        if flags is None:
            return self._capture(depth, "")
        self.at = flags.end()
        if flags[3] == ")":
            return None
        self._switch(flags[1], flags[2] or "")
        return self.inside(depth)

    def _switch(self, on: str, off: str) -> None:
        for letter in on:
            if letter in "au":
                self.flags &= ~(re.ASCII | re.UNICODE)
            self.flags |= _LETTERS[letter]
        for letter in off:
            self.flags &= ~_LETTERS[letter]

    def _capture(self, depth: int, name: str) -> Group:
        self.names.append(name)
        index = len(self.names)
        return Group(self.inside(depth), index)

    def _given(self, depth: int) -> Node:
        name = self._until(")")
        group = int(name) if name.isdecimal() else self.names.index(name) + 1
        node = self.inside(depth)
        if isinstance(node, Choice):
            return Given(group, node.branches[0], node.branches[1])
        return Given(group, node, Sequence(()))

    def _back(self, group: int) -> Back:
        return Back(group, self.fold, strict=True)

    def _until(self, sign: str) -> str:
        start, self.at = self.at, self.pattern.index(sign, self.at) + 1
        return self.pattern[start : self.at - 1]

    def repeated(self, node: Node, least: int, most: int | None, first: int) -> Node:
        """The repetition of a node: as many as possible, as few as possible (`?`), or as many as possible for good."""
        del first
        greedy = not self.take("?")
        found = Repeat(node, least, most, greedy, empty=True)
        return Whole(found) if greedy and self.take("+") else found

    # Signs

    def _escape(self) -> Node:
        sign = self.pattern[self.at + 1]
        if sign in "AZzbB":
            self.at += 2
            return At(sign, self._words()) if sign in "bB" else At("A" if sign == "A" else "z")
        if sign in "123456789":
            digits = self.pattern[self.at + 1 : self.at + 4]
            if not (len(digits) == 3 and all(digit in "01234567" for digit in digits)):
                length = 2 if digits[1:2].isdigit() and digits[1:2].isascii() else 1
                self.at += 1 + length
                return self._back(int(digits[:length]))
        ranges, tests = self.class_sign()
        return Signs(ranges, tests, fold=self.fold)

    def _words(self) -> Signs:
        return Signs(WORD) if self.flags & re.ASCII else Signs((), ((_is_word, False),))

    def class_sign(self) -> Item:
        """A sign of a class, or an escape."""
        sign = self.pattern[self.at]
        self.at += 1
        if sign != "\\":
            return plain(ord(sign))
        sign = self.pattern[self.at]
        self.at += 1
        if sign in "dDsSwW":
            return self._kind(sign)
        return plain(self._code(sign))

    def _kind(self, sign: str) -> Item:
        ascii_only = {"d": DIGIT, "s": _SPACE, "w": WORD}
        tests = {"d": str.isdecimal, "s": str.isspace, "w": _is_word}
        kind = sign.lower()
        if not self.flags & re.ASCII:
            return (), ((tests[kind], sign != kind),)
        return (), ((Signs(ascii_only[kind]).matches, sign != kind),)

    def _code(self, sign: str) -> int:
        if sign == "b":
            return 8
        if sign in _CONTROL:
            return _CONTROL[sign]
        if sign in _WIDTHS:
            width = _WIDTHS[sign]
            self.at += width
            return int(self.pattern[self.at - width : self.at], 16)
        if sign == "N":
            self.take("{")
            return ord(unicodedata.lookup(self._until("}")))
        if sign in "01234567":
            start = self.at - 1
            while self.at < start + 3 and self.pattern[self.at : self.at + 1] in tuple("01234567"):
                self.at += 1
            return int(self.pattern[start : self.at], 8)
        return ord(sign)

    def class_ends(self, begun: bool) -> bool:
        """Whether the class ends here: a bracket that comes first is a sign of it."""
        return begun and self.take("]")

    def class_of(self, ranges: Ranges, tests: tuple[Test, ...], negated: bool) -> Node:
        """The class with these."""
        return Signs(ranges, tests, negated, self.fold)
