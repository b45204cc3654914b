"""From a fact about the evaluated model to what the declaration must say as it is written.

A literal that stands in the relation is tested for the relation, so that a harmless change breaks nothing. Anything
else, a variable or an expression, is pinned as it is written, because only that makes the fact true.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from scaffold.catalog.checks import Estate
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Mode, Resource
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.testplan import Holds
from scaffold.model.values import Step, Value, is_known
from scaffold.plan.folder import Declaration, Folder, body

_SYMBOLIC = (Ref, Interpolation, Invocation, Expression)
_REPEATS = ("count", "for_each")
#: References to what may be null, whatever it is set to now.
_OPEN = ("var.", "local.", "each.", "module.", "count.", "self.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A form and the way to it below a block. `left` are steps that lead no further in what is written.

    `generated` says that the form makes the blocks that the steps mean (`dynamic`), so that only the whole counts.
    """

    path: tuple[Step, ...]
    form: Form
    left: tuple[Step, ...] = ()
    generated: bool = False


def written(fact: Fact, folder: Folder, estate: Estate) -> Iterator[Holds]:
    """What makes a fact true in the blocks of a folder; nothing where that is written elsewhere."""
    resource = estate.by_address.get(fact.subject.address)
    declaration = declared(resource, folder) if resource else None
    if declaration is None:
        return
    for place in _find(body(declaration.block), fact.subject.path):
        found = _said(place, fact)
        if found:
            path, relation, value = found
            yield Holds(declaration.kind, declaration.labels, path, relation, value, declaration.index)


def repeats(resource: Resource, folder: Folder) -> Iterator[Holds]:
    """How often a resource of the folder is there, pinned as it is written."""
    declaration = declared(resource, folder)
    if declaration:
        for name in _REPEATS:
            if name in declaration.block.attributes:
                form = declaration.block.attributes[name]
                yield Holds(declaration.kind, declaration.labels, (name,), Relation.EQUALS, form, declaration.index)


def declared(resource: Resource, folder: Folder) -> Declaration | None:
    """The block of the folder that declares a resource, if it is one of this folder's."""
    if (posixpath.dirname(resource.position.file) or ".") != folder.module.path:
        return None
    kind = "" if resource.mode is Mode.MANAGED else f"{resource.mode.value}."
    return folder.addresses.get(f"{kind}{resource.type}.{resource.name}")


def _find(content: Mapping[str, Any], steps: tuple[Step, ...]) -> Iterator[_Place]:
    """The places that a path of the model leads to: one, or all that a step may mean where blocks are generated."""
    place, left = _Place((), content), steps
    while left:
        step = left[0]
        if isinstance(place.form, Mapping) and isinstance(step, str) and f"dynamic {step}" in place.form:
            for name in (step, f"dynamic {step}"):
                if name in place.form:
                    yield _Place((*place.path, name), place.form[name], left[1:], generated=True)
            return
        following = _next(place, step)
        if following is None:
            break
        left = left if isinstance(place.form, Invocation) else left[1:]
        place = following
    yield replace(place, left=left)


def _next(place: _Place, step: Step) -> _Place | None:
    """One step down, or into the argument of `jsonencode`."""
    form = place.form
    if isinstance(form, Invocation) and form.function == "jsonencode" and len(form.arguments) == 1:
        return _Place((*place.path, 0), form.arguments[0])
    if isinstance(form, Mapping) and isinstance(step, str) and step in form:
        return _Place((*place.path, step), form[step])
    if isinstance(form, tuple) and isinstance(step, int) and step < len(form):
        return _Place((*place.path, step), form[step])
    return None


def _said(place: _Place, fact: Fact) -> tuple[tuple[Step, ...], Relation, Form] | None:
    """The path, relation and value to test at a place, `None` where what is written there says nothing of the fact."""
    form = place.form
    if place.generated and (place.left or fact.relation is not Relation.EXCLUDES):
        return place.path, Relation.EQUALS, form
    if not place.left:
        if not place.path and fact.relation is not Relation.EXCLUDES:
            return None
        return place.path, *_relation_to(form, fact)
    if isinstance(form, Mapping) and fact.relation is Relation.ABSENT:
        return (*place.path, place.left[0]), Relation.ABSENT, None
    return None if isinstance(form, Mapping | tuple) else (place.path, Relation.EQUALS, form)


def _relation_to(form: Form, fact: Fact) -> tuple[Relation, Form]:
    """The fact's own relation where a form stands in it as it is written, else that it is what it is."""
    if _stands(form, fact.relation, fact.value):
        return fact.relation, cast(Form, fact.value)
    return Relation.EQUALS, form


def _stands(form: Form, relation: Relation, value: Value) -> bool:
    """Whether a form stands in a relation as it is written, in a way that a change could break."""
    if relation is Relation.EXCLUDES:
        return _excludes(form, value)
    if relation is Relation.PRESENT:
        return _is_there(form)
    if not _literal(form) or not is_known(value):
        return False
    match relation:
        case Relation.EQUALS:
            return form == value and isinstance(form, bool) == isinstance(value, bool)
        case Relation.DIFFERS:
            return form != value
        case Relation.ONE_OF:
            return isinstance(value, tuple) and form in value
        case Relation.AT_LEAST:
            return _number(form) and bool(form >= value)  # type: ignore[operator]
        case Relation.AT_MOST:
            return _number(form) and bool(form <= value)  # type: ignore[operator]
        case Relation.COUNTS:
            return isinstance(form, tuple | Mapping) and len(form) == value
        case _:
            return False


def _number(form: Any) -> bool:
    return isinstance(form, int | float) and not isinstance(form, bool)


def _literal(form: Form) -> bool:
    if isinstance(form, Mapping):
        return all(map(_literal, form.values()))
    return all(map(_literal, form)) if isinstance(form, tuple) else not isinstance(form, _SYMBOLIC)


def _is_there(form: Form) -> bool:
    """Whether a form is there for certain: a literal, nested blocks, a reference to a resource's attribute."""
    if isinstance(form, Ref):
        return not form.text.startswith(_OPEN)
    if isinstance(form, tuple):
        return bool(form) and all(isinstance(item, Mapping) for item in form)
    return bool(form) and (isinstance(form, Interpolation) or _literal(form))


def _excludes(form: Form, value: Value) -> bool:
    """Whether no value that is excluded stands under one of the keys, and something that is known does."""
    if not isinstance(value, tuple) or len(value) != 2:
        return False
    found = list(texts_under(form, value[0]))
    return bool(found) and not any(text in value[1] for text in found)


def texts_under(form: Form, keys: tuple[str, ...]) -> Iterator[str]:
    """Every text that stands under one of the keys, at any depth: what the support code of the suites gathers."""
    if isinstance(form, Mapping):
        for key, item in form.items():
            yield from _texts(item) if key in keys else texts_under(item, keys)
    elif isinstance(form, tuple):
        for item in form:
            yield from texts_under(item, keys)
    elif isinstance(form, Invocation):
        yield from texts_under(form.arguments, keys)


def _texts(form: Form) -> Iterator[str]:
    if isinstance(form, str):
        yield form
    elif isinstance(form, tuple):
        for item in form:
            yield from _texts(item)
    elif isinstance(form, Mapping):
        for item in form.values():
            yield from _texts(item)
    elif isinstance(form, Invocation):
        yield from _texts(form.arguments)
