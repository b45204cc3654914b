"""What a type has: its attributes in the order in which they are synthesised, and how each is read.

A type is one line in the file of its provider: names of attributes, each with a mark of its kind, nested blocks in
parentheses, and behind `|` what only the provider sets:

    aws_sqs_queue delay_seconds# fifo_queue? name tags% timeouts~(create delete)|arn url

Marks: nothing is text, `#` a number, `?` a bool, `!` anything, `*` a list, `&` a set, `%` a map (of text, unless one of
the others stands before it). In front of parentheses nothing is a block that stands once, `~` an object that is none,
`*` and `&` blocks that may stand several times, `-*` and `-&` lists of objects, `%` a map of objects. `$` before a mark
says that it is read element by element. `^` before a name: null where it is not given, `^4` only up to that major
version of the provider. `name=member` is a member of another name, `(:Name` the name of a struct where the rule does
not give it, `(@2)` the shape two levels above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from scaffold.catalog.cdktf.names import camel, pascal

#: The marks of shapes that stand once.
SINGLE: Final = ("", "~")
_LABEL: Final = re.compile(r":([^ )|]+) ?")
_NAME: Final = re.compile(r"(?P<null>\^\d*)?(?P<name>\w+(?:-\w+)*)(?:=(?P<member>\w+))?(?P<code>[^ ()|]*)")
_ABOVE: Final = re.compile(r"@(\d+)")


@dataclass(frozen=True, eq=False)
class Shape:
    """The attributes of a type or of a struct; `struct` is the class of the struct (for a type: of the type itself,
    without what only tells it from a struct). `guessed` is a shape of which nothing is known, `exact` one of the very
    version that a program uses; in others blocks may stand once or several times, whatever the marks say."""

    struct: str
    attributes: tuple[Attribute, ...] = ()
    guessed: bool = False
    exact: bool = False

    @cached_property
    def members(self) -> Mapping[str, Attribute]:
        """The attributes by what they are called in programs."""
        return {attribute.member: attribute for attribute in self.attributes}

    @cached_property
    def given(self) -> tuple[Attribute, ...]:
        """The attributes that a program can set, in order."""
        return tuple(attribute for attribute in self.attributes if not attribute.computed)

    def nested(self, name: str) -> Shape | None:
        """What stands in the member `name`, where that is one object."""
        found = self.members.get(name)
        return found.shape if found is not None and found.code in SINGLE else None

    def named(self, name: str) -> Attribute | None:
        """The attribute of a Terraform name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


@dataclass(frozen=True, eq=False, slots=True)
class Attribute:
    """An attribute: its name in Terraform, what programs call it, its kind (the marks), and the shape of what is in it.
    `computed` is what only the provider sets; `nullable` is null where it is not given; `write_only` is never read
    back, which not every version of Terraform can."""

    name: str
    member: str
    code: str = ""
    shape: Shape | None = None
    computed: bool = False
    nullable: bool = False
    write_only: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads one line."""

    text: str
    major: int | None
    exact: bool
    at: int = 0
    above: list[Shape] = field(default_factory=list)

    def shape(self, struct: str) -> Shape:
        """The attributes up to the closing parenthesis or the end."""
        label = _LABEL.match(self.text, self.at)
        if label:
            struct, self.at = label[1], label.end()
        again = _ABOVE.match(self.text, self.at)
        if again:
            self.at = again.end()
            return self.above[-int(again[1])]
        shape = Shape(struct, exact=self.exact)
        self.above.append(shape)
        # A struct may stand in itself: what it holds is known only when it is read.
        object.__setattr__(shape, "attributes", tuple(self._attributes(struct)))
        self.above.pop()
        return shape

    def _attributes(self, struct: str) -> Iterator[Attribute]:
        computed = False
        while self.at < len(self.text) and self.text[self.at] != ")":
            mark = self.text[self.at]
            if mark in " |":
                self.at, computed = self.at + 1, computed or mark == "|"
                continue
            found = _NAME.match(self.text, self.at)
            if found is None:
                raise ValueError(self.text[self.at : self.at + 20])
            self.at, shape = found.end(), None
            if self.text[self.at : self.at + 1] == "(":
                self.at += 1
                shape = self.shape(struct + pascal(found["name"]))
                self.at += 1
            name = found["name"]
            nullable = self._nullable(found["null"])
            yield Attribute(name, found["member"] or camel(name), found["code"], shape, computed, nullable)

    def _nullable(self, mark: str | None) -> bool:
        if not mark or mark == "^":
            return bool(mark)
        return self.major is not None and self.major <= int(mark[1:])


def read_shape(text: str, struct: str, major: int | None = None, exact: bool = False) -> Shape:
    """The shape that the rest of a line gives, of a type whose class is called so, in a major version of the provider;
    `exact` says that it is the one that the line is of. Raises ValueError for other text."""
    return _Reader(text, major, exact).shape(struct)


def structs_of(shape: Shape) -> dict[str, Shape]:
    """The structs in a shape by their names, without itself."""
    found: dict[str, Shape] = {}
    left = [shape]
    while left:
        for attribute in left.pop().attributes:
            inner = attribute.shape
            if inner is not None and found.get(inner.struct) is not inner and inner is not shape:
                found[inner.struct] = inner
                left.append(inner)
    return found
