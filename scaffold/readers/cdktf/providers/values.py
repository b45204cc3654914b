"""What a program gives for attributes, as it is synthesised: by Terraform's names, in the order of the class."""

from __future__ import annotations

from typing import Any, Final

from scaffold.catalog.cdktf import Attribute, Shape, snake
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.iterators import block_of
from scaffold.readers.cdktf.tokens.resolvables import resolvable_of
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Symbol

#: Where nothing is known of a type: members whose keys are the author's own.
MAPS: Final = frozenset({
    "annotations", "data", "dimensions", "environment", "environmentVariables", "headers", "keepers", "labels",
    "limits", "matchLabels", "metadata", "nodeSelector", "parameters", "requestParameters", "requestTemplates",
    "requests", "responseParameters", "responseTemplates", "stringData", "tagFilters", "tags", "tagsAll",
    "triggers", "triggersReplace", "userLabels", "values", "variables", "volumeTags",
})  # fmt: skip


def member(machine: Machine, value: Any, name: str, at: int) -> Any:
    """A member of an object of options, as `value.name` gives it; `UNDEFINED` of what has no members."""
    if value is None or value is UNDEFINED:
        return UNDEFINED
    if type(value) is Object and value.type is None and not value.accessors:
        return value.entries.get(name, UNDEFINED)
    return machine.get(value, name, at)


def keys_of(machine: Machine, value: Any, at: int) -> list[str]:
    """The names that `Object.keys` gives. Raises the program's error for null, which has none."""
    if isinstance(value, Symbol):
        value = machine.concrete(value)
    if value is None:
        raise machine.throw("Cannot convert undefined or null to object", at, "TypeError")
    if isinstance(value, str):
        return [str(place) for place in range(len(value))]
    if isinstance(value, Array):
        return [str(place) for place in range(len(value.items))]
    if isinstance(value, Object):
        return [key for key in value.entries if isinstance(key, str)]
    return value.keys(machine) if isinstance(value, Foreign) else []


def is_unknown(value: Any) -> bool:
    """Whether nothing is known of a value."""
    return isinstance(value, Symbol) and value.concrete is MISSING


def is_resolvable(run: Run, machine: Machine, value: Any) -> bool:
    """Whether a value is resolved as a whole, so that nothing in it is looked at."""
    return is_unknown(value) or resolvable_of(run, machine, value) is not None


def synthesised(run: Run, machine: Machine, attribute: Attribute, value: Any, at: int, stored: bool = True) -> Any:
    """What an attribute is synthesised as, given what the program gives for it. What is `stored` member by member, as
    single blocks are but for those in lists, is not there where none of its members is."""
    shape = attribute.shape
    if value is None or value is UNDEFINED or is_unknown(value):
        return value
    if shape is None:
        return _of_map(run, machine, value) if "%" in attribute.code and "$" not in attribute.code else value
    if "%" in attribute.code:
        return _each(run, machine, shape, value, at)
    several = isinstance(_plain(value), Array) and not shape.exact
    if "*" in attribute.code or "&" in attribute.code or several:
        return _listed(run, machine, attribute, value, at)
    return object_of(run, machine, shape, value, at, stored)


def _plain(value: Any) -> Any:
    return value.concrete if isinstance(value, Symbol) else value


def _of_map(run: Run, machine: Machine, value: Any) -> Any:
    """A map is copied, so that what is put into it afterwards is not seen."""
    if type(value) is Object and value.type is None and not is_resolvable(run, machine, value):
        return Object(dict(value.entries))
    return value


def _each(run: Run, machine: Machine, shape: Shape, value: Any, at: int) -> Any:
    if not isinstance(value, Object) or is_resolvable(run, machine, value):
        return value
    return Object({key: object_of(run, machine, shape, held, at) for key, held in value.entries.items()})


def _listed(run: Run, machine: Machine, attribute: Attribute, value: Any, at: int) -> Any:
    if not attribute.code.startswith("-"):
        value = block_of(run, value)
    plain, shape = _plain(value), attribute.shape
    if shape is None:
        return value
    if not isinstance(plain, Array):
        # In another version of the provider it stands once.
        once = type(plain) is Object and plain.type is None and not shape.exact
        return object_of(run, machine, shape, value, at) if once else value
    if plain is value:
        return Array([object_of(run, machine, shape, item, at) for item in plain.items])
    items = [machine.get(value, place, at) for place in range(len(plain.items))]
    return Array([object_of(run, machine, shape, item, at) for item in items])


def object_of(run: Run, machine: Machine, shape: Shape, value: Any, at: int, stored: bool = False) -> Any:
    """An object of options by Terraform's names."""
    if value is None or value is UNDEFINED or is_resolvable(run, machine, value):
        return value
    if shape.guessed:
        return _guessed(run, machine, value, at)
    made = Object()
    for attribute in shape.given:
        held = member(machine, value, attribute.member, at)
        if held is UNDEFINED and attribute.nullable:
            held = None
        made.entries[attribute.name] = synthesised(run, machine, attribute, held, at, stored)
    given = any(_plain(held) is not UNDEFINED for held in made.entries.values())
    return made if given or not stored or not keys_of(machine, value, at) else UNDEFINED


def _guessed(run: Run, machine: Machine, value: Any, at: int) -> Any:
    """A value of which only the names of its members say what they are."""
    if isinstance(value, Array):
        return Array([_guessed(run, machine, item, at) for item in value.items])
    if not isinstance(value, Object) or value.type is not None or is_resolvable(run, machine, value):
        return value
    made = Object()
    for key, held in value.entries.items():
        name = snake(key) if isinstance(key, str) else key
        made.entries[name] = held if key in MAPS else _guessed(run, machine, held, at)
    return made
