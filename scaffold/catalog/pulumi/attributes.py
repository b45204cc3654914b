"""Attribute names: Pulumi's `globalSecondaryIndexes` is `global_secondary_index` in the canonical vocabulary; and back.

Names change between camelCase and snake_case, lists of nested blocks between the plural and the singular; a nested
object is a block that stands once, a tuple of one dictionary. Maps with keys of the author's own keep them. What
deviates, in general or for one type, is in `attributes.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from scaffold.catalog.pulumi.tokens import camel, canonical_data_type, canonical_type, package_of, words
from scaffold.model.values import Call, Conditional, Reference, Step, Template, Value

#: Says the type or token of what an address is of; an empty text where it has none.
TypeOf = Callable[[str], str]

Row = TypeVar("Row")

_ADDRESS: Final = re.compile(r"(?:module\.[^.]+\.)*(data\.)?([a-z][a-z0-9]*_[a-z0-9_]+)\.")
#: How a row of `attributes.json` marks the form of a value, at the end of the canonical name.
_FORMS: Final = {"*": "many", "{": "map", "!": "flat", ".": "object"}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a native name means: its canonical name, and the form of its value.

    `many` are nested blocks, `map` has keys of the author's own, `flat` is one element of a list, `object` an object
    that is no block; empty is the rest: plain values, and blocks that stand once.
    """

    name: str
    form: str = ""


def canonical_attributes(type_: str, native: Mapping[str, Value], type_of: TypeOf | None = None) -> dict[str, Value]:
    """The attributes of a resource (of a canonical type or token) in the canonical vocabulary.

    References change their paths alike: `type_of` says what their addresses lead to; without it the address has to.
    """
    convert = _Conversion(_type(type_), type_of or type_at)
    return convert.members((), native)


def canonical_path(type_: str, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """A native path below a resource in the canonical vocabulary: the path into a single block has its position."""
    type_ = _type(type_)
    steps: list[Step] = []
    above: tuple[str, ...] = ()
    form = "object"
    for place, step in enumerate(path):
        if isinstance(step, int) or step == "*" or form == "map":
            steps.append(step)
            form = form if form == "map" else "object"
            continue
        if form not in ("object", "many"):
            steps.append(0)
        meaning = _meaning(type_, above, step, any(isinstance(below, str) for below in path[place + 1 :]))
        steps.append(meaning.name)
        above, form = (*above, step), meaning.form
    return (*steps, 0) if form == "flat" else tuple(steps)


def native_path(type_: str, path: str) -> str:
    """A dotted canonical path in Pulumi's names; positions (steps that are numbers) stay where they mean something."""
    type_ = _type(type_)
    steps: list[str] = []
    above: tuple[str, ...] = ()
    form = "object"
    parts = path.split(".") if path else []
    for place, step in enumerate(parts):
        if form == "map":
            steps.append(step)
        elif step.isdigit() or step == "*":
            if form == "many" or (form == "" and place == len(parts) - 1):
                steps.append(step)
        else:
            native = native_name(type_, step, above)
            above, form = (*above, native), _meaning(type_, above, native, True).form
            steps.append(native)
    return ".".join(steps)


def native_name(type_: str, name: str, above: tuple[str, ...] = ()) -> str:
    """What Pulumi calls the attribute or block `name`, in the blocks `above` it (native names)."""
    type_ = _type(type_)
    own = _own_names(type_)
    found = _nearest(own, above, name)
    if found:
        return found
    return _natives(package_of(type_.removeprefix("data."))).get(name) or camel(name)


def form_of(type_: str, native: str, above: tuple[str, ...] = ()) -> str:
    """The form of a native attribute's value: `many`, `map`, `flat`, `object`, or nothing for all others."""
    return _meaning(_type(type_), above, native, False).form


def type_at(address: str) -> str:
    """The canonical type that an address is of (`data.` before it for a data source), as far as the address says."""
    found = _ADDRESS.match(address)
    return f"{found[1] or ''}{found[2]}" if found else ""


@dataclass(frozen=True, slots=True)
class _Conversion:
    """Values of one resource on their way into the canonical vocabulary."""

    type: str
    type_of: TypeOf

    def members(self, above: tuple[str, ...], native: Mapping[str, Value]) -> dict[str, Value]:
        """The attributes of the object at a native path."""
        converted = {}
        for name, value in native.items():
            meaning = _meaning(self.type, above, name, _has_objects(value))
            converted[meaning.name] = self.value((*above, name), value, meaning.form)
        return converted

    def value(self, at: tuple[str, ...], value: Value, form: str) -> Value:
        """The value at a native path."""
        if isinstance(value, Mapping):
            if form == "map":
                return self.kept(value)
            members = self.members(at, value)
            return members if form == "object" else (members,)
        if isinstance(value, tuple):
            return type(value)(self._item(at, item, form) for item in value)
        if isinstance(value, Conditional):
            then, otherwise = (self.value(at, arm, form) for arm in (value.then, value.otherwise))
            return Conditional(self.kept(value.condition), then, otherwise)
        kept = self.kept(value)
        return (kept,) if form == "flat" and value is not None else kept

    def kept(self, value: Value) -> Value:
        """A value as it is, but for the paths of its references."""
        if isinstance(value, Reference):
            return Reference(value.address, self._path(value))
        if isinstance(value, Template):
            return Template(tuple(map(self.kept, value.parts)))
        if isinstance(value, Call):
            return Call(value.function, tuple(map(self.kept, value.arguments)))
        if isinstance(value, Conditional):
            return Conditional(*map(self.kept, (value.condition, value.then, value.otherwise)))
        if isinstance(value, Mapping):
            return {key: self.kept(item) for key, item in value.items()}
        return type(value)(map(self.kept, value)) if isinstance(value, tuple) else value

    def _item(self, at: tuple[str, ...], item: Value, form: str) -> Value:
        if isinstance(item, Mapping) and form != "map":
            return self.members(at, item)
        return self.kept(item)

    def _path(self, reference: Reference) -> tuple[Step, ...]:
        type_ = self.type_of(reference.address) if reference.path else ""
        return canonical_path(type_, reference.path) if type_ else reference.path


def _meaning(type_: str, above: tuple[str, ...], name: str, objects: bool) -> _Meaning:
    own = _own(type_)
    found = _nearest(own, above, name) or _general(package_of(type_.removeprefix("data."))).get(name)
    if found:
        return found
    spelled = words(name)
    singular = _singular(spelled) if objects and not _in_maps(name) else spelled
    return _Meaning(singular, "many" if singular != spelled else "")


def _nearest(own: Mapping[tuple[str, ...], Row], above: tuple[str, ...], name: str) -> Row | None:
    """The row for a name: of this very place, of the block around it, or of the name wherever it stands."""
    if not own:
        return None
    return own.get(("", *above, name)) or own.get((*above[-1:], name)) or own.get((name,))


def _has_objects(value: Value) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Mapping) for item in value)


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if re.search(r"(ss|sh|ch|x)es$", name):
        return name[:-2]
    return name[:-1] if re.search(r"[^su]s$", name) else name


def _type(type_or_token: str) -> str:
    """The canonical type, with `data.` before it if the token is that of a function."""
    if ":" not in type_or_token:
        return type_or_token
    function = type_or_token.rpartition(":")[2][:1].islower()
    return f"data.{canonical_data_type(type_or_token)}" if function else canonical_type(type_or_token)


def _in_maps(name: str) -> bool:
    return name in _maps()


@cache
def _maps() -> frozenset[str]:
    return frozenset(_facts()["maps"].split())


@cache
def _general(package: str) -> Mapping[str, _Meaning]:
    """What native names mean in general; what was learnt of one provider's blocks holds for none but it."""
    facts = _facts()
    every = {name: _Meaning(words(name), "map") for name in facts["maps"].split()}
    if package == "aws":
        every |= {name: _Meaning(words(name), "many") for name in facts["same"].split()}
        every |= {name: _Meaning(_singular(words(name)), "many") for name in facts["plural"].split()}
        every |= {name: _read(row) for name, row in facts["names"].items()}
    return every | {name: _read(row) for name, row in facts["packages"].get(package, {}).items()}


@cache
def _natives(package: str) -> Mapping[str, str]:
    """Native names of a package by the canonical ones, where no rule gives them."""
    facts = _facts()
    found = {_read(row).name: name for name, row in facts["packages"].get(package, {}).items()}
    if package == "aws":
        found |= {_singular(words(name)): name for name in facts["plural"].split()}
        found |= {_read(row).name: name for name, row in facts["names"].items()}
    usual = frozenset(facts["singular"].split()) if package == "aws" else frozenset()
    return {name: native for name, native in found.items() if name not in usual}


@cache
def _own(type_: str) -> Mapping[tuple[str, ...], _Meaning]:
    return {tuple(path.split(".")): _read(row) for path, row in _facts()["types"].get(type_, {}).items()}


@cache
def _own_names(type_: str) -> Mapping[tuple[str, ...], str]:
    return {(*path[:-1], meaning.name): path[-1] for path, meaning in _own(type_).items()}


def _read(row: str) -> _Meaning:
    return _Meaning(row[:-1], _FORMS[row[-1]]) if row[-1] in _FORMS else _Meaning(row)


@cache
def _facts() -> Mapping[str, Any]:
    return json.loads((Path(__file__).parent / "attributes.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]
