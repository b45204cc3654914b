"""Facts as conditions of native tests.

The provider's schema is not at hand, and `==` of two types is false: so a number may be text there, a list a set, a map
an object. Every condition is spelled so that it is right for all of them. Where no provider is involved (`exact`), the
types are those of the configuration, and the plain spelling is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import WIDTH, Code, hcl, hcl_address, hcl_reference, hcl_step
from scaffold.model.facts import Fact, Relation
from scaffold.model.values import Reference, Step, Value, is_known

_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?\Z")
#: Attributes of providers have such names: what has another among its keys is a map.
_ATTRIBUTE = re.compile(r"[a-z_][a-z0-9_]*\Z")
_LOOP_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
#: Maps in every provider's schema, whatever their keys.
_MAPS = frozenset({"annotations", "labels", "parameters", "tags", "tags_all", "variables"})
#: Names that mean something in an expression, and must not be hidden by the variable of a loop.
_TAKEN = frozenset(
    {"count", "data", "each", "for", "if", "in", "local", "module", "output", "path", "run", "self", "var"}
)
#: A key of a policy document: what stands below it is inside the JSON of an attribute.
_DOCUMENT = "Statement"
#: Keys that stand in blocks of a block: those of the statement of a policy document.
_WITHIN = {"identifiers": "principals"}
_INSTANCE = re.compile(r'(.*)\[(?:([0-9]+)|("(?:[^"\\]|\\.)*"))\]\Z', re.DOTALL)
_VALUES = ("output.", "local.", "var.")


def condition(fact: Fact, exact: bool, indent: int, column: int) -> str:
    """The condition that holds when the fact does. `EmitError` where it cannot be said.

    `indent` and `column` are where the line and the expression begin, as for `hcl`.
    """
    subject = fact.subject
    if not subject.path and not subject.address.startswith(_VALUES) and fact.relation in _WHOLE:
        return _WHOLE[fact.relation](subject.address, fact.value)
    if fact.relation is Relation.EXCLUDES:
        return _excludes(subject, fact.value, exact).render(indent, column)
    return _at(hcl_address(subject.address), subject.path, fact, exact, ()).render(indent, column)


_NOTHING = Code("")


@dataclass(frozen=True, slots=True)
class _Plain:
    """Text, and a literal after it that may be broken: `before`, the literal, `after`."""

    before: str
    value: Any = _NOTHING
    after: str = ""

    @property
    def flat(self) -> str:
        return self.before + hcl(self.value) + self.after if len(self.before) < WIDTH else self.render(0, WIDTH)

    def render(self, indent: int, column: int) -> str:
        return self.before + hcl(self.value, indent, column + len(self.before), tail=len(self.after)) + self.after


@dataclass(frozen=True, slots=True)
class _All:
    """Several conditions that hold together."""

    clauses: tuple[_Clause, ...]

    @property
    def flat(self) -> str:
        return " && ".join(clause.flat for clause in self.clauses)

    def render(self, indent: int, column: int) -> str:
        if len(self.clauses) == 1:
            return self.clauses[0].render(indent, column)
        if "\n" not in self.flat and column + len(self.flat) <= WIDTH:
            return self.flat
        return f"(\n{self.lines(indent + 2)}\n{' ' * indent})"

    def lines(self, indent: int) -> str:
        """One condition a line, all but the last with its sign."""
        margin = " " * indent
        return " &&\n".join(margin + clause.render(indent, indent) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class _Any:
    """A condition that holds for at least one item of a collection, whichever kind of collection it is."""

    name: str
    collection: str
    inner: _Clause

    @property
    def flat(self) -> str:
        return f"anytrue([for {self.name} in {self.collection} : {self.inner.flat}])"

    def render(self, indent: int, column: int) -> str:
        if "\n" not in self.flat and column + len(self.flat) <= WIDTH:
            return self.flat
        inner = indent + 2
        margin = " " * inner
        head = f"anytrue([\n{margin}for {self.name} in {self.collection} :"
        if isinstance(self.inner, _All) and len(self.inner.clauses) > 1:
            body = f"\n{self.inner.lines(inner)}"
        else:
            body = f"\n{margin}{self.inner.render(inner, inner)}"
        return f"{head}{body}\n{' ' * indent}])"


@dataclass(frozen=True, slots=True)
class _None:
    """That none of the values is among the parts of the items of a collection, whatever is nested in them."""

    values: tuple[Any, ...]
    name: str
    collection: str
    parts: tuple[str, ...]

    def render(self, indent: int, column: int) -> str:
        del column  # it is never short enough for one line
        margin = " " * indent
        parts = "".join(f"{margin}    {part},\n" for part in self.parts)
        loop = f"{margin}  for {self.name} in {self.collection} : [\n{parts}{margin}  ]\n"
        # An attribute of a block that is not set is null, of a type that no value can be compared to.
        there = f"[for value in flatten([\n{loop}{margin}]) : value if value != null]"
        return f"length(setintersection({hcl(self.values)}, {there})) == 0"


_Clause = _Plain | _All | _Any


def _at(text: str, path: tuple[Step, ...], fact: Fact, exact: bool, names: tuple[str, ...]) -> _Clause:
    """The condition for what is at `path` below the expression `text`; `names` are the loops' around it."""
    last = ""
    for at, step in enumerate(path):
        if isinstance(step, int) and not exact and not text.startswith("jsondecode("):
            name = _loop_name(last, names)
            return _Any(name, text, _at(name, path[at + 1 :], fact, exact, (*names, name)))
        if step == _DOCUMENT and not exact:
            text = f"jsondecode({text})"
        text += hcl_step(step)
        last = str(step)
    return _relation(text, last, fact, exact, names)


def _loop_name(attribute: str, names: tuple[str, ...]) -> str:
    """A name for one item of an attribute."""
    name = attribute if _LOOP_NAME.match(attribute) and attribute not in _TAKEN else "item"
    while name in names:
        name += "_item"
    return name


def _relation(text: str, last: str, fact: Fact, exact: bool, names: tuple[str, ...]) -> _Clause:
    value = fact.value
    match fact.relation:
        case Relation.EQUALS:
            return _equals(text, last, value, exact, names)
        case Relation.DIFFERS:
            subject, literal = _scalar(text, value, exact)
            return _Plain(f"{subject} != ", literal)
        case Relation.AT_LEAST:
            return _Plain(f"{text} >= ", value)
        case Relation.AT_MOST:
            return _Plain(f"{text} <= ", value)
        case Relation.ONE_OF:
            return _one_of(text, value, exact)
        case Relation.COUNTS:
            # A set with unknown parts has no known length, but a loop over it has.
            counted = text if exact else f"[for item in {text} : item]"
            return _Plain(f"length({counted}) == ", value)
        case Relation.PRESENT:
            return _Plain(f"try(length({text}) > 0, {text} != null)")
        case Relation.ABSENT:
            return _Plain(f"try(length({text}) == 0, {text} == null)")
    raise EmitError(f"{fact.relation.value} has no spelling here")


def _equals(text: str, last: str, value: Value, exact: bool, names: tuple[str, ...]) -> _Clause:
    if isinstance(value, Mapping):
        return _equals_mapping(text, last, value, exact, names)
    if isinstance(value, tuple):
        return _equals_list(text, last, value, exact, names)
    if isinstance(value, Reference):
        return _Plain(f"{text} == {hcl_reference(value)}")
    subject, literal = _scalar(text, value, exact)
    return _Plain(f"{subject} == ", literal)


def _scalar(text: str, value: Value, exact: bool) -> tuple[str, Value]:
    """How one value is asked for, and what it is: as text where the schema may have another type than the source."""
    if exact or value is None or (isinstance(value, str) and not _ambiguous(value)):
        return text, value
    if isinstance(value, float):
        return f"tonumber({text})", value
    if isinstance(value, bool | int | str):
        return f"tostring({text})", _as_text(value)
    return text, value


def _equals_mapping(text: str, last: str, value: Mapping[str, Any], exact: bool, names: tuple[str, ...]) -> _Clause:
    if not value:
        return _Plain(f"length({text}) == 0")
    if exact and is_known(value):
        return _encoded(text, value)
    if not all(map(_is_scalar, value.values())):
        return _All(tuple(_member(text, key, item, exact, names) for key, item in value.items()))
    given = {key: _as_text(item) for key, item in value.items() if item is not None}
    is_map = last in _MAPS or not all(map(_ATTRIBUTE.match, value))
    if is_map and len(given) == len(value) and not all(map(_ambiguous, value.values())):
        return _encoded(text, given)
    # An object, which has the attributes that are not set too, or a map of numbers.
    return _Plain(f"{{ for key, item in {text} : key => tostring(item) if item != null }} == ", given)


def _member(text: str, key: str, item: Value, exact: bool, names: tuple[str, ...]) -> _Clause:
    return _equals(text + hcl_step(key), key, item, exact, names)


def _equals_list(text: str, last: str, value: tuple[Any, ...], exact: bool, names: tuple[str, ...]) -> _Clause:
    if not value:
        return _Plain(f"length({text}) == 0")
    if exact and is_known(value):
        return _encoded(text, value)
    if any(isinstance(item, Mapping) for item in value) or not is_known(value):
        name = _loop_name(last, names)
        items = (_Any(name, text, _equals(name, "", item, exact, (*names, name))) for item in value)
        return _All((_Plain(f"length([for item in {text} : item]) == {len(value)}"), *items))
    if not all(item is not None and _is_scalar(item) for item in value):
        return _encoded(text, value)
    texts = list(map(_as_text, value))
    if len(set(texts)) < len(texts):
        return _Plain(f"toset({text}) == toset(", tuple(texts), ")")
    if texts == sorted(texts) and not all(map(_ambiguous, value)):
        return _encoded(text, tuple(texts))  # a set has this very order
    return _Plain(f"sort({text}) == sort(", value, ")")


def _encoded(text: str, value: Value) -> _Clause:
    """Compared as JSON, which is the same for lists, sets and tuples, and for maps and objects."""
    return _Plain(f"jsonencode({text}) == jsonencode(", value, ")")


def _one_of(text: str, value: Value, exact: bool) -> _Clause:
    choices = value if isinstance(value, tuple) else (value,)
    if exact or not any(map(_ambiguous, choices)):
        return _Plain("contains(", choices, f", {text})")
    return _Plain("contains(", tuple(map(_as_text, choices)), f", tostring({text}))")


def _excludes(subject: Reference, value: Value, exact: bool) -> _Plain | _None:
    """That nothing under one of the keys is one of the values: in a policy's JSON, in nested blocks, or right there."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise EmitError("what is excluded is said by keys and values")
    keys, values = value
    text = hcl_address(subject.address) + "".join(map(hcl_step, subject.path))
    if subject.path and subject.path[-1] in keys:
        return _Plain("!anytrue([for value in ", tuple(values), f" : contains(flatten([{text}]), value)])")
    whole = not subject.path and not subject.address.startswith(_VALUES)
    if whole or any(not isinstance(step, str) for step in subject.path):
        raise EmitError(f"{subject} is not an attribute, nor nested blocks")
    document = not all(map(_ATTRIBUTE.match, keys))
    items = f"flatten([jsondecode({text}).{_DOCUMENT}])" if document and not exact else text
    name = "statement" if document else "item"
    return _None(tuple(values), name, items, tuple(_below(name, key, document) for key in keys))


def _below(name: str, key: str, document: bool) -> str:
    """All that stands under a key of an item, or nothing; in a policy a principal may be an object of lists."""
    value = name + (f".{_WITHIN[key]}[*]" if key in _WITHIN else "") + hcl_step(key)
    return f"try(values({value}), {value}, [])" if document else f"try({value}, [])"


def _instances(address: str) -> tuple[str, str, int | None]:
    """The address of a whole resource or module, and the key of the instance (as HCL) or its index, if it is one."""
    found = _INSTANCE.match(address)
    if found is None:
        return hcl_address(address), "", None
    key = hcl_address("x" + address[len(found[1]) :])[2:-1] if found[3] else ""
    return hcl_address(found[1]), key, int(found[2]) if found[2] else None


def _is_there(address: str, value: Value) -> str:
    del value
    whole, key, index = _instances(address)
    return f"contains(keys({whole}), {key})" if key else f"length({whole}) > {index or 0}"


def _is_absent(address: str, value: Value) -> str:
    del value
    whole, key, index = _instances(address)
    return f"!contains(keys({whole}), {key})" if key else f"length({whole}) {f'<= {index}' if index else '== 0'}"


def _count(address: str, value: Value) -> str:
    return f"length({hcl_address(address)}) == {hcl(value)}"


_WHOLE = {Relation.PRESENT: _is_there, Relation.ABSENT: _is_absent, Relation.COUNTS: _count}


def _is_scalar(value: Value) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def _ambiguous(value: Value) -> bool:
    """Whether a value may have another type in the provider's schema: a number, a truth, or text that looks like it."""
    if isinstance(value, str):
        return value in ("true", "false") or _NUMBER.match(value) is not None
    return isinstance(value, bool | int | float)


def _as_text(value: Value) -> str:
    """A value as Terraform converts it to text."""
    return value if isinstance(value, str) else hcl(value)
