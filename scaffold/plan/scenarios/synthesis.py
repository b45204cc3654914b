"""Values for parameters that nobody gave one: of their shape, natural for their name and for what takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scaffold.catalog import realistic
from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Value, ValueSet
from scaffold.plan.scenarios import data_values
from scaffold.plan.scenarios.uses import EACH, Use

_NOTHING: Final = Use()
_SETTLED: Final = frozenset({Kind.LIST, Kind.MAP, Kind.NUMBER, Kind.BOOL, Kind.STRING})
#: Names of members that a map's own entries take, so that two maps of the same thing look alike.
_KEY: Final = "example"
_DEEPEST: Final = 8
#: What asks for a flag to be set: the suite then sees what is behind it.
_WANTED: Final = ("enable", "create", "use_", "is_enabled")


def made_up(parameter: Parameter, use: Use | None, region: str) -> Value:
    """A value for a parameter: of its shape, as far as that is known, and natural for its name and its use."""
    of = realistic.Use(f"var.{parameter.name}", realistic.name_from(parameter.name), region)
    shape = parameter.shape
    if shape.kind is Kind.ANY:
        shape = _guessed(parameter.name, use or _NOTHING)
    names = (parameter.name, *(use or _NOTHING).names())
    if (use or _NOTHING).cidr:
        names = ("cidr_block", *names)
    return of_shape(shape, names, use or _NOTHING, of)


def of_shape(shape: Shape, names: tuple[str, ...], use: Use, of: realistic.Use, depth: int = 0) -> Value:
    """A value of a shape, for something that has these names, the most telling first."""
    if depth > _DEEPEST:
        return None
    if shape.kind is Kind.STRING:
        return _text(names, of)
    if shape.kind is Kind.NUMBER:
        return next((found for found in map(realistic.number, names) if found is not None), 3)
    if shape.kind is Kind.BOOL:
        return names[0].startswith(_WANTED)
    if shape.kind in (Kind.LIST, Kind.SET):
        items = tuple(_items(shape, names, use, of, depth))
        return items if shape.kind is Kind.LIST else _set(items)
    if shape.kind is Kind.MAP:
        return _map(shape, names, use, of, depth)
    if shape.kind is Kind.OBJECT:
        return {
            name: of_shape(member.shape, (name, *names), use.below.get(name, _NOTHING), of, depth + 1)
            for name, member in shape.members.items()
            if not member.optional
        }
    if shape.kind is Kind.TUPLE:
        pairs = enumerate(shape.items)
        return tuple(of_shape(item, names, _NOTHING, replace(of, index=place), depth + 1) for place, item in pairs)
    return _text(names, of)


def _text(names: tuple[str, ...], of: realistic.Use) -> str:
    found = data_values.text(names, of)
    if found is not None:
        return found
    return f"{of.name}-{of.index + 1}" if of.index else of.name


def _items(shape: Shape, names: tuple[str, ...], use: Use, of: realistic.Use, depth: int) -> Iterator[Value]:
    """The elements of a list or set."""
    item = shape.item or Shape(Kind.STRING)
    sample = realistic.sample(data_values.singular(names[0])) if names else None
    simple = item.kind in (Kind.STRING, Kind.ANY)
    count = sample.count if sample and simple else realistic.FEW if simple else 1
    asked = max((step + 1 for step in use.below if isinstance(step, int)), default=0)
    below = use.below.get(EACH, _NOTHING)
    for place in range(max(count, min(asked, _DEEPEST))):
        yield of_shape(item, names, below, replace(of, index=place), depth + 1)


def _map(shape: Shape, names: tuple[str, ...], use: Use, of: realistic.Use, depth: int) -> Value:
    """One entry, and those that are asked for by their keys. Tags are the most common of all maps."""
    item = shape.item or Shape(Kind.STRING)
    if data_values.singular(names[0]) in ("tag", "default_tag", "common_tag") or names[0].endswith("_tags"):
        return {"Environment": "test"}
    keys = [step for step in use.below if isinstance(step, str) and step != EACH] or [_KEY]
    return {
        key: of_shape(item, (key, *names), use.below.get(key, _NOTHING), replace(of, index=place), depth + 1)
        for place, key in enumerate(keys)
    }


def _set(items: tuple[Value, ...]) -> ValueSet:
    found: list[Value] = []
    for item in items:
        if item not in found:
            found.append(item)
    if all(isinstance(item, str) for item in found):
        found.sort(key=str)
    return ValueSet(found)


def _guessed(name: str, use: Use) -> Shape:
    """The shape of a parameter without a type, from what is done with it, else from its name."""
    text = Shape(Kind.STRING)
    names = [step for step in use.below if isinstance(step, str) and step not in (EACH,)]
    if names:
        return Shape(Kind.MAP, _guessed_below([use.below[step] for step in names]))
    if use.below:
        return Shape(Kind.LIST, _guessed_below(list(use.below.values())))
    asked = next((kind for kind in use.kinds if kind in _SETTLED), None)
    kind = asked if asked not in (None, Kind.STRING) else realistic.likely_kind(name) or asked or Kind.STRING
    return Shape(kind, text if kind in (Kind.LIST, Kind.MAP) else None)


def _guessed_below(uses: list[Use]) -> Shape:
    return _guessed("", uses[0]) if uses and uses[0].below else Shape(Kind.STRING)
