"""What the text of a type means: its shape, with the types that it names looked up as far as needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from scaffold.model.shapes import ANYTHING, Kind, Member, Shape
from scaffold.readers.declarations.text import Written, closing, members, split

#: Gives the members of the object type that has this name, as it stands in the text; nothing where there is none.
Lookup = Callable[[str], "Mapping[str, Written] | None"]

_PLAIN: Final = {
    "string": Kind.STRING,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOL,
    "true": Kind.BOOL,
    "false": Kind.BOOL,
}
#: Types that only say how a value comes, with what comes as their first argument.
_WRAPPERS: Final = re.compile(r"^(?:\w+\.)?(?:Output|Input|Promise|Readonly|Partial|OutputInstance)<")
_ARRAYS: Final = re.compile(r"^(?:Readonly)?Array<")
_MAP: Final = re.compile(r"^\{\s*\[\w+: string\]:")
_RECORD: Final = re.compile(r"^Record<\s*string\s*,")
_NAME: Final = re.compile(r"^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$")
_QUOTED: Final = re.compile(r"""^(?:"([^"\n]*)"|'([^'\n]*)')$""")
_ABSENT: Final = frozenset({"undefined", "null", "void"})
#: How deep shapes are looked into, and how many members they have in all.
DEEPEST: Final = 8
_LONGEST: Final = 10_000
_MOST_WRAPPERS: Final = 16
_MOST: Final = 400


class Reading:
    """One reading of a type: counts what it makes, so that types which name themselves come to an end."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup, self._made = lookup, 0

    def shape(self, text: str, depth: int = 0) -> Shape:
        """The shape of a type; anything where it is not understood, too deep or too long."""
        if len(text) > _LONGEST:
            return ANYTHING
        text = bare(text)
        choices = [part for part in split(text, "|") if part not in _ABSENT]
        if len(choices) > 1:
            return self._union(choices, depth + 1) if depth < DEEPEST else ANYTHING
        text = bare(choices[0]) if choices else ""
        kind = _PLAIN.get(text)
        if kind:
            return Shape(kind)
        quoted = _QUOTED.match(text)
        if quoted:
            return Shape(Kind.STRING, choices=(quoted[1] if quoted[1] is not None else quoted[2],))
        return self._compound(text, depth) if depth < DEEPEST else ANYTHING

    def _compound(self, text: str, depth: int) -> Shape:
        if text.endswith("[]"):
            return Shape(Kind.LIST, self.shape(text[:-2], depth + 1))
        if _ARRAYS.match(text):
            return Shape(Kind.LIST, self.shape(_argument(text), depth + 1))
        if _MAP.match(text):
            return Shape(Kind.MAP, self.shape(text[text.index(":", text.index("]")) + 1 :].rstrip("} ;"), depth + 1))
        if _RECORD.match(text):
            return Shape(Kind.MAP, self.shape(split(_argument(text), ",")[-1], depth + 1))
        if text.startswith("{"):
            return self._object(members(text[1 : closing(text, 0)]), depth)
        if text.startswith("[") and text.endswith("]"):
            return Shape(
                Kind.TUPLE, items=tuple(self.shape(item, depth + 1) for item in split(text[1:-1], ",") if item)
            )
        if text.startswith("enums.") or ".enums." in text:
            return Shape(Kind.STRING)
        declared = self._lookup(text) if _NAME.match(text) and self._made <= _MOST else None
        return self._object(declared, depth) if declared is not None else ANYTHING

    def _object(self, declared: Mapping[str, Written], depth: int) -> Shape:
        shown: dict[str, Member] = {}
        for name, written in declared.items():
            self._made += 1
            if self._made > _MOST:
                break
            shown[name] = Member(self.shape(written.type, depth + 1), written.optional or may_be_absent(written.type))
        return Shape(Kind.OBJECT, members=shown)

    def _union(self, choices: list[str], depth: int) -> Shape:
        """Texts to choose from are a text with choices; of other kinds that differ nothing is known."""
        shapes = [self.shape(choice, depth) for choice in choices[:64]]
        first = shapes[0]
        if any(shape.kind is not first.kind for shape in shapes):
            return ANYTHING
        listed = tuple(choice for shape in shapes for choice in shape.choices)
        every = all(shape.choices for shape in shapes) and len(shapes) == len(choices)
        return Shape(first.kind, choices=listed) if every and first.kind is Kind.STRING else _without_choices(first)


def bare(text: str) -> str:
    """A type without what only says how it comes, and without the brackets around it."""
    text = " ".join(text.split())
    for _ in range(_MOST_WRAPPERS):
        if _WRAPPERS.match(text) and closing(text, text.index("<")) == len(text) - 1:
            text = split(_argument(text), ",")[0]
        elif text.startswith("(") and closing(text, 0) == len(text) - 1:
            text = text[1:-1].strip()
        elif text.startswith("readonly "):
            text = text.removeprefix("readonly ")
        else:
            break
    return text


def element(text: str) -> str:
    """What a type holds in the end: without absence, and without the lists around it."""
    for _ in range(_MOST_WRAPPERS):
        choices = [part for part in split(bare(text), "|") if part not in _ABSENT]
        if len(choices) != 1:
            return bare(text)
        text = bare(choices[0])
        if not _ARRAYS.match(text):
            return text
        text = _argument(text)
    return text


def may_be_absent(text: str) -> bool:
    """Whether a value of this type may be undefined."""
    return any(part in _ABSENT for part in split(bare(text), "|"))


def _argument(text: str) -> str:
    start = text.index("<")
    return text[start + 1 : closing(text, start)].strip()


def _without_choices(shape: Shape) -> Shape:
    return Shape(shape.kind, shape.item, shape.members, shape.items)
