"""What an expression of a template gives, as far as that is known without rendering: its shape, and whether it is safe.

Text of a project is `RAW` until a filter makes a literal of it. What is not known is taken to be in order: a check
that cries wolf is not used.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scaffold.emit.contract import Shape, views
from scaffold.emit.kinds import Kind


class Care(enum.IntEnum):
    """How careful one has to be with a text: it may stand anywhere, in comments only, or nowhere as it is."""

    NONE = 0
    COMMENT = 1
    RAW = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression gives: `shape` where it is known. `module` is the name of a template that was imported."""

    shape: Shape | None = None
    care: Care = Care.NONE
    module: str = ""


UNKNOWN = Meaning()
_CODE = Shape(Kind.CODE)
SAFE = Meaning(_CODE)

#: Filters that make a literal of what they are given.
_LITERALS = frozenset({"hcl", "hcl_body", "javascript", "javascript_key", "javascript_member", "python", "tojson"})
_WRITERS = _LITERALS | {"expected", "given", "python_expected", "snake"}
#: Filters that make a call, or a comparison, of code that they are given: their arguments become literals.
_CALLS = frozenset({"expected_call", "given_call", "javascript_call", "python_call", "python_given_call"})
_CALLERS = _CALLS | {"python_check", "python_compared", "python_deployment", "python_question"}
_REMARKS = frozenset({"comment", "docstring"})
_MEASURES = frozenset(["length", "count", "fits", "int", "float", "round", "abs", "wordcount", "filesizeformat"])
#: Filters that give what they are given, in another order or less of it.
_KEEPING = frozenset(["list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"])
_PICKING = frozenset(["first", "last", "min", "max", "random"])
#: Methods of texts and tables that templates call.
_ITEMS = frozenset({"items", "values", "keys"})


def care_of(shape: Shape | None) -> Care:
    """How careful one has to be with a value of this shape when it is put out."""
    if shape is None:
        return Care.NONE
    if shape.kind is Kind.LIST:
        return care_of(shape.item)
    if shape.kind is Kind.TABLE:
        return max(care_of(shape.item), Care.RAW if shape.keys in (None, Kind.TEXT, Kind.DATA) else Care.NONE)
    if shape.kind is Kind.REMARK:
        return Care.COMMENT
    # Of a view, it is the fields that count.
    return Care.NONE if shape.trusted or shape.kind is Kind.VIEW else Care.RAW


def meant(shape: Shape | None) -> Meaning:
    """A value of this shape as templates get it."""
    return Meaning(shape, care_of(shape))


def joined(parts: Iterable[Meaning]) -> Meaning:
    """A text made of these."""
    care = max((part.care for part in parts), default=Care.NONE)
    return Meaning(_text(care), care)


def either(parts: Sequence[Meaning]) -> Meaning:
    """One of these."""
    if not parts:
        return UNKNOWN
    first, care = parts[0], max(part.care for part in parts)
    same = all(part.shape == first.shape and part.module == first.module for part in parts)
    return replace(first, care=care) if same else Meaning(None, care)


def item(of: Meaning) -> Meaning:
    """An item of a list, or what a loop over this gives."""
    shape = of.shape
    if shape is None or shape.kind in (Kind.TEXT, Kind.DATA):
        return of
    if shape.kind is Kind.LIST:
        return meant(shape.item)
    if shape.kind is Kind.TABLE:
        return meant(Shape(shape.keys or Kind.TEXT))
    return Meaning(None, of.care)


def below(of: Meaning, key: str) -> Meaning | None:
    """What has the name `key` in a value; `None` where there is certainly nothing."""
    shape = of.shape
    if shape is None or shape.kind is Kind.DATA:
        return of
    if shape.kind is Kind.VIEW:
        fields = fields_of(of)
        return meant(fields[key]) if key in fields else None
    if shape.kind is Kind.TABLE:
        return Meaning(None, of.care) if key in _ITEMS or key == "get" else meant(shape.item)
    return Meaning(None, of.care)


def fields_of(of: Meaning) -> Mapping[str, Shape]:
    """The fields of a view."""
    view = views().get(of.shape.view) if of.shape else None
    return view.fields if view else {}


def called(of: Meaning, method: str) -> Meaning:
    """What a method of a value gives."""
    shape = of.shape
    if shape is not None and shape.kind is Kind.TABLE:
        keys, values = Shape(shape.keys or Kind.TEXT), shape.item
        if method == "keys":
            return meant(Shape(Kind.LIST, keys))
        if method == "values":
            return meant(Shape(Kind.LIST, values))
        if method == "get":
            return meant(values)
        return Meaning(None, max(care_of(keys), care_of(values)))
    if method in ("startswith", "endswith", "isdigit", "count", "index", "find"):
        return SAFE
    return Meaning(_text(of.care) if method != "split" else None, of.care)


def pair(of: Meaning) -> tuple[Meaning, Meaning] | None:
    """Key and value of what `items` of a table gives, for `for key, value in table.items()`."""
    shape = of.shape
    if shape is None or shape.kind is not Kind.TABLE:
        return None
    return meant(Shape(shape.keys or Kind.TEXT)), meant(shape.item)


def filtered(name: str, of: Meaning, arguments: Sequence[Meaning], attribute: str = "") -> Meaning:
    """What a filter gives; `attribute` is the argument of that name where it is a plain text."""
    if name in _WRITERS or name in _MEASURES:
        return SAFE
    if name in _CALLERS:
        return replace(SAFE, care=of.care if of.care is Care.RAW else Care.NONE)
    if name in _REMARKS:
        return Meaning(Shape(Kind.REMARK), Care.COMMENT)
    if name in _KEEPING:
        return of if name != "list" or not of.shape or of.shape.kind is not Kind.TABLE else item(of)
    if name in _PICKING:
        return item(of)
    if name == "map":
        mapped = _mapped(item(of), attribute)
        return Meaning(Shape(Kind.LIST, mapped.shape) if mapped.shape else None, mapped.care)
    if name == "join":
        return joined([_mapped(item(of), attribute), *arguments])
    if name in ("default", "d"):
        return either([of, *arguments[:1]])
    return Meaning(None, max([of.care, *(argument.care for argument in arguments)]))


def _mapped(of: Meaning, attribute: str) -> Meaning:
    if not attribute:
        return of
    for step in attribute.split("."):
        of = below(of, step) or UNKNOWN
    return of


def _text(care: Care) -> Shape:
    return {Care.NONE: _CODE, Care.COMMENT: Shape(Kind.REMARK), Care.RAW: Shape(Kind.TEXT)}[care]
