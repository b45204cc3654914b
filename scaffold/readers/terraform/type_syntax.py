"""Reads the source text of a type constraint: `map(object({ port = number, tls = optional(bool, true) }))`.

Own small reader, not the expression parser: a type constraint is not evaluated, its words are keywords.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from scaffold.model.values import Value
from scaffold.readers.terraform.type_classes import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
)

EvaluateDefault: TypeAlias = Callable[[str], Value]

_SIMPLE: dict[str, Type] = {
    "string": STRING,
    "number": NUMBER,
    "bool": BOOL,
    "any": ANY,
    "dynamic": ANY,
    "list": ListOf(ANY),
    "set": SetOf(ANY),
    "map": MapOf(ANY),
}
_COLLECTIONS: dict[str, type[ListOf] | type[SetOf] | type[MapOf]] = {"list": ListOf, "set": SetOf, "map": MapOf}
_BLANK = re.compile(r"(?:\s|#[^\n]*|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_WORD = re.compile(r"[^\W\d][\w-]*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_HEREDOC = re.compile(r"<<-?([^\W\d][\w-]*)[^\n]*\n.*?^\s*\1\b", re.DOTALL | re.MULTILINE)
_OPENING = {"(": ")", "[": "]", "{": "}"}
_MAX_DEPTH = 60


class TypeSyntaxError(ValueError):
    """The text is not a type constraint, or one that is nested out of all measure."""


def parse_type(text: str, evaluate_default: EvaluateDefault | None = None) -> Type:
    """The type that `text` spells, also in the quoted and bare forms of old (`"string"`, `list`).

    `evaluate_default` gives the value of the source text of an `optional(T, default)`; without it defaults are null.
    Raises `TypeSyntaxError`, and whatever `evaluate_default` raises.
    """
    reader = _Reader(text, evaluate_default or (lambda _: None))
    reader.skip()
    quoted = _QUOTED.fullmatch(text.strip())
    if quoted:
        return parse_type(quoted[1])
    found = reader.type(0)
    if reader.at < len(text):
        raise TypeSyntaxError(f"unexpected {text[reader.at : reader.at + 20]!r} after the type")
    return found


class _Reader:
    """A cursor over the text; every method leaves it behind the blanks that follow what it has read."""

    def __init__(self, text: str, evaluate_default: EvaluateDefault) -> None:
        self.text = text
        self.at = 0
        self._evaluate_default = evaluate_default

    def skip(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at

    def type(self, depth: int) -> Type:
        if depth > _MAX_DEPTH:
            raise TypeSyntaxError("the type is nested too deeply")
        name = self._word()
        if not self._take("("):
            if name not in _SIMPLE:
                raise TypeSyntaxError(f"the keyword {name!r} is not a valid type specification")
            return _SIMPLE[name]
        found = self._constructed(name, depth + 1)
        self._take(",")
        self._expect(")")
        return found

    def _constructed(self, name: str, depth: int) -> Type:
        if name in _COLLECTIONS:
            return _COLLECTIONS[name](self.type(depth))
        if name == "tuple":
            return self._tuple(depth)
        if name == "object":
            return self._object(depth)
        raise TypeSyntaxError(f"keyword {name!r} is not a valid type constructor")

    def _tuple(self, depth: int) -> Type:
        self._expect("[")
        elements: list[Type] = []
        while not self._take("]"):
            elements.append(self.type(depth))
            if not self._take(","):
                self._expect("]")
                break
        return TupleOf(tuple(elements))

    def _object(self, depth: int) -> Type:
        self._expect("{")
        attributes: dict[str, Attribute] = {}
        while not self._take("}"):
            quoted = _QUOTED.match(self.text, self.at)
            name = self._quoted(quoted) if quoted else self._word()
            if not self._take("="):
                self._expect(":")
            attributes[name] = self._attribute(depth)
            self._take(",")
        return ObjectOf(attributes)

    def _attribute(self, depth: int) -> Attribute:
        start = self.at
        if self._word() != "optional" or not self._take("("):
            self.at = start
            return Attribute(self.type(depth))
        of = self.type(depth)
        if not self._take(","):
            self._expect(")")
            return Attribute(of, optional=True)
        text = self._expression()
        self._take(",")
        self._expect(")")
        if not text:
            return Attribute(of, optional=True)
        return Attribute(of, optional=True, has_default=True, default=self._evaluate_default(text))

    def _expression(self) -> str:
        """The source text of an expression, up to the bracket or comma that ends it."""
        start = self.at
        closing: list[str] = []
        while self.at < len(self.text):
            sign = self.text[self.at]
            if not closing and sign in ",)":
                return self.text[start : self.at].strip()
            if sign in _OPENING:
                closing.append(_OPENING[sign])
            elif closing and sign == closing[-1]:
                closing.pop()
            self._step(sign)
        raise TypeSyntaxError("the default value does not end")

    def _step(self, sign: str) -> None:
        """Past one sign, or past the whole string, heredoc or comment that starts here."""
        if sign == '"':
            self.at = end_of_string(self.text, self.at)
            return
        heredoc = _HEREDOC.match(self.text, self.at) if sign == "<" else None
        blank = _BLANK.match(self.text, self.at)
        ends = (self.at + 1, heredoc.end() if heredoc else 0, blank.end() if blank else 0)
        self.at = max(ends)

    def _word(self) -> str:
        found = _WORD.match(self.text, self.at)
        if not found:
            raise TypeSyntaxError(f"a type or a name is expected at {self.text[self.at : self.at + 20]!r}")
        self.at = found.end()
        self.skip()
        return found[0]

    def _quoted(self, found: re.Match[str]) -> str:
        self.at = found.end()
        self.skip()
        return found[1]

    def _take(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        self.skip()
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise TypeSyntaxError(f"{sign!r} is expected at {self.text[self.at : self.at + 20]!r}")


def end_of_string(text: str, start: int) -> int:
    """The index behind the string that starts at `start`, with its interpolations, which may hold strings."""
    at = start + 1
    depth = 0  # of braces inside an interpolation
    strings = [0]  # for each open string, the depth of braces at which it was opened
    while at < len(text):
        sign = text[at]
        inside_string = strings[-1] == depth
        if inside_string and sign == "\\":
            at += 1
        elif inside_string and text[at : at + 3] in ("$${", "%%{"):
            at += 2
        elif inside_string and text[at : at + 2] in ("${", "%{"):
            depth += 1
            at += 1
        elif inside_string and sign == '"':
            strings.pop()
            if not strings:
                return at + 1
        elif not inside_string and sign == '"':
            strings.append(depth)
        elif not inside_string and sign in "{}":
            depth += 1 if sign == "{" else -1
        at += 1
    raise TypeSyntaxError("a string does not end")
