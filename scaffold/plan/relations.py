"""How forms, as they are written, stand to the values of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.facts import Relation
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.values import Step, Value, is_known

SYMBOLIC = (Ref, Interpolation, Invocation, Expression)
#: Names below which the parts of policies and rules stand: what is not literal there may be any part.
_STRUCTURE = frozenset({"statement", "Statement", "principals", "Principal", "ingress", "egress", "content"})


def stands(form: Form, relation: Relation, value: Value) -> bool:
    """Whether a form stands in a relation as it is written, in a way that a change could break."""
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
    return all(map(_literal, form)) if isinstance(form, tuple) else not isinstance(form, SYMBOLIC)


def _is_there(form: Form) -> bool:
    """Whether a form is there for certain: a literal, nested blocks, a reference to a resource's attribute."""
    if isinstance(form, Ref):
        return not is_open(form)
    if isinstance(form, tuple):
        return bool(form) and all(isinstance(item, Mapping) for item in form)
    return bool(form) and (isinstance(form, Interpolation) or _literal(form))


def is_open(form: Form) -> bool:
    """Whether a form may come to be any text: a variable or an expression, not an attribute or text with words."""
    if isinstance(form, Ref):
        return not form.text.startswith("data.") and "_" not in form.text.partition(".")[0]
    if isinstance(form, Interpolation):
        return not any(isinstance(part, str) and part for part in form.parts)
    if isinstance(form, Mapping):
        return any(map(is_open, form.values()))
    return any(map(is_open, form)) if isinstance(form, tuple) else isinstance(form, SYMBOLIC)


def inside(form: Form) -> Form | None:
    """What `jsonencode` makes text of, `None` for any other form."""
    encodes = isinstance(form, Invocation) and form.function == "jsonencode" and len(form.arguments) == 1
    return form.arguments[0] if encodes and isinstance(form, Invocation) else None


def has(form: Form, step: Step) -> bool:
    """Whether a form has something at a step, a key or an index."""
    if isinstance(form, Mapping):
        return step in form
    return isinstance(form, tuple) and isinstance(step, int) and step < len(form)


def texts_under(form: Form, keys: tuple[str, ...] | None) -> Iterator[str]:
    """Every text that stands under one of the keys, at any depth: what the support code of the suites gathers."""
    if isinstance(form, Mapping):
        for key, item in form.items():
            yield from texts_under(item, None if keys and key in keys else keys)
    elif isinstance(form, tuple | Invocation):
        for item in form if isinstance(form, tuple) else form.arguments:
            yield from texts_under(item, keys)
    elif isinstance(form, str) and keys is None:
        yield form


def open_under(form: Form, keys: tuple[str, ...], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Form]]:
    """What may come to be any text, or any part with one, under the keys; each with the way to it."""
    encoded = inside(form)
    if encoded is not None:
        yield from open_under(encoded, keys, (*path, 0))
    elif isinstance(form, SYMBOLIC):
        if is_open(form):
            yield path, form
    elif isinstance(form, tuple):
        for at, item in enumerate(form):
            yield from open_under(item, keys, (*path, at))
    elif isinstance(form, Mapping):
        for key, item in form.items():
            if key in keys:
                yield from [((*path, key), item)] if is_open(item) else ()
            elif key.removeprefix("dynamic ") in _STRUCTURE:
                yield from open_under(item, keys, (*path, key))
