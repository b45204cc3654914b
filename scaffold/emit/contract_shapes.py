"""The shapes of what templates get, as their views' annotations say them."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from scaffold.emit.kinds import SAFE, Kind


@dataclass(frozen=True, slots=True)
class Shape:
    """What one value is: `item` are those of a list or table, `keys` a table's keys, `view` is a view's name.

    With `maybe` there may be nothing (`none`) in its place.
    """

    kind: Kind
    item: Shape | None = None
    keys: Kind | None = None
    view: str = ""
    maybe: bool = False

    @property
    def trusted(self) -> bool:
        """Whether it may stand in code without a filter."""
        return self.kind in SAFE

    def __str__(self) -> str:
        """In words: `list of CaseView`."""
        if self.kind is Kind.LIST:
            text = f"list of {self.item}"
        elif self.kind is Kind.TABLE:
            text = f"{self.item} by {self.keys.value if self.keys else Kind.TEXT.value}"
        else:
            text = self.view if self.kind is Kind.VIEW else self.kind.value
        return f"{text}, or none" if self.maybe else text


@dataclass(frozen=True, slots=True)
class View:
    """A class whose objects templates get: what its documentation says, and its fields and properties in order."""

    name: str
    doc: str
    fields: Mapping[str, Shape]


def shape_of(hint: Any) -> Shape:
    """The shape that an annotation says. `TypeError` for one that does not say what a text may be used for."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return Shape(next(item for item in hint.__metadata__ if isinstance(item, Kind)))
    if origin in (types.UnionType, typing.Union) and types.NoneType in arguments:
        (inner,) = (item for item in arguments if item is not types.NoneType)
        return dataclasses.replace(shape_of(inner), maybe=True)
    if origin is not None and issubclass(origin, Mapping):
        return Shape(Kind.TABLE, shape_of(arguments[1]), shape_of(arguments[0]).kind)
    if origin is not None and issubclass(origin, (Sequence, Iterator)):
        return Shape(Kind.LIST, shape_of(arguments[0]))
    if dataclasses.is_dataclass(hint):
        return Shape(Kind.VIEW, view=str(getattr(hint, "__name__", "")))
    if hint in _PLAIN:
        return Shape(_PLAIN[hint])
    raise TypeError(f"{hint} does not say what templates may use it for")


_PLAIN: Mapping[Any, Kind] = {bool: Kind.FLAG, int: Kind.NUMBER, float: Kind.NUMBER}


def view_of(made: type) -> View:
    """What templates see of the objects of a class: its fields and its properties."""
    return View(made.__name__, inspect.getdoc(made) or "", {name: shape_of(hint) for name, hint in _members(made)})


def reached(hints: typing.Iterable[Any]) -> Iterator[type]:
    """The classes of views in these annotations, and in those of their members, each once, in the order met."""
    seen: dict[type, None] = {}
    waiting = list(hints)
    while waiting:
        hint = waiting.pop(0)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            if hint in seen:
                continue
            seen[hint] = None
            yield hint
            waiting[:0] = [member for _, member in _members(hint)]
        elif typing.get_origin(hint) is not Annotated:
            waiting[:0] = typing.get_args(hint)


def _members(made: type) -> Iterator[tuple[str, Any]]:
    """The annotations of a class's fields and of what its properties give. Texts in them are read, but not those in
    what they are made of: a form of the model is data, whatever it is."""
    hints = inspect.get_annotations(made, eval_str=True)
    yield from ((field.name, hints[field.name]) for field in dataclasses.fields(made))
    for name, member in vars(made).items():
        if isinstance(member, property) and member.fget:
            yield name, inspect.get_annotations(member.fget, eval_str=True)["return"]
