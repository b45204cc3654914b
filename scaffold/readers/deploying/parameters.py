"""Parameters of a program: configuration, environment and stack, as it was seen to read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING, Kind, Member, Shape
from scaffold.model.values import Reference, Step, Value, references
from scaffold.readers.deploying.asked import Seen
from scaffold.readers.programs.values import MISSING

_KINDS: Final = {"boolean": Kind.BOOL, "number": Kind.NUMBER, "string": Kind.STRING, "object": Kind.OBJECT}
#: What is read as a list; of texts, unless more is known of its elements.
_LIST: Final = "array"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a project's own file says of a configuration value."""

    default: Value = None
    description: str = ""
    secret: bool = False


def seen_parameters(
    settings: Mapping[str, Setting], seen: Iterable[Seen], paths: Mapping[str, Shape], values: Mapping[str, Value]
) -> tuple[Parameter, ...]:
    """The parameters that were seen, in order. `settings` are what the project's own file says of them, `paths` the
    shapes that reading them deeper gives them, `values` what the project is read with."""
    found = (
        _parameter(settings, each, paths.get(each.name), values) for each in seen if not each.name.startswith("args.")
    )
    return tuple(found)


def _parameter(
    settings: Mapping[str, Setting], seen: Seen, deeper: Shape | None, values: Mapping[str, Value]
) -> Parameter:
    setting = settings.get(seen.name.removeprefix("config."))
    kind = _KINDS.get(seen.kind, Kind.ANY)
    shape = deeper if kind is Kind.OBJECT and deeper is not None else Shape(kind, choices=seen.choices)
    if seen.kind == _LIST:
        shape = deeper if deeper is not None and deeper.kind is Kind.LIST else Shape(Kind.LIST, Shape(Kind.STRING))
    default = None if seen.default is MISSING else seen.default
    return Parameter(
        name=seen.name,
        type=seen.kind,
        required=seen.required,
        default=default,
        value=values.get(seen.name, Reference(seen.name) if seen.required else default),
        position=seen.position,
        description=setting.description if setting else "",
        sensitive=seen.secret or bool(setting and setting.secret),
        shape=shape,
    )


def with_observed(
    parameters: tuple[Parameter, ...], seen: Iterable[Seen], paths: Mapping[str, Shape]
) -> tuple[Parameter, ...]:
    """The declared parameters of a component, and the members of `args` that are only seen to be read."""
    declared = {parameter.name for parameter in parameters}
    known = tuple(
        replace(parameter, shape=paths[parameter.name])
        if parameter.shape.kind is Kind.ANY and parameter.name in paths
        else parameter
        for parameter in parameters
    )
    more = (
        Parameter(
            name=each.name,
            type="",
            required=False,
            default=None if each.default is MISSING else each.default,
            value=Reference(each.name),
            position=each.position,
            shape=paths.get(each.name, ANYTHING),
        )
        for each in seen
        if each.name.startswith("args.") and each.name not in declared
    )
    return (*known, *more)


def shapes_read(values: Iterable[Value], names: Iterable[str]) -> dict[str, Shape]:
    """What reading parameters deeper says of their shapes: a member that is read is one that there is."""
    trees: dict[str, dict[Step, Any]] = {name: {} for name in names}
    for value in values:
        for reference in references(value):
            if reference.address in trees and reference.path:
                here = trees[reference.address]
                for step in reference.path:
                    here = here.setdefault("*" if isinstance(step, int) else step, {})
    return {name: _shape(tree) for name, tree in trees.items() if tree}


def _shape(tree: Mapping[Step, Any]) -> Shape:
    if not tree:
        return ANYTHING
    if "*" in tree:
        return Shape(Kind.LIST, _shape(tree["*"]))
    return Shape(Kind.OBJECT, members={str(name): Member(_shape(inner)) for name, inner in tree.items()})
