"""The policies of a project as statements, however they are written: documents, `jsonencode`, JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import alike
from scaffold.model.project import Mode, Resource
from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Template, Value

DOCUMENT = "aws_iam_policy_document"

#: The arguments of a document's statement and the same in JSON.
_JSON_NAMES = {
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
    "principals": "Principal",
    "not_principals": "NotPrincipal",
    "condition": "Condition",
}
_SOURCES = ("source_policy_documents", "source_json")
_OVERRIDES = ("override_policy_documents", "override_json")
#: Stands in JSON text for a value that is not text; a character that no project has a use for.
_MARK = "\ue000"
_MARKED = re.compile(f"{_MARK}(\\d+){_MARK}")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: `fields` by their names in JSON; `subject` is where it is written, `where` the whole policy.

    `names` says how those fields are called there (`actions` in a document), `certain` whether it is surely there.
    """

    fields: Mapping[str, Value]
    subject: Reference
    where: Reference
    names: Mapping[str, str]
    certain: bool = True

    @property
    def allows(self) -> bool | None:
        """Whether it allows something; `None` where that is not known."""
        effect = self.fields.get("Effect", "Allow")
        return None if isinstance(effect, SYMBOLIC) else effect == "Allow"

    def texts(self, field: str) -> tuple[Value, ...]:
        """The values of a field that is a text or a list of them."""
        found = self.fields.get(field)
        return found if isinstance(found, tuple) else () if found is None else (found,)


@dataclass(frozen=True, slots=True)
class Policy:
    """The statements of a policy; `complete` says that there can be no other."""

    statements: tuple[Statement, ...]
    complete: bool = True


_NOTHING_KNOWN = Policy((), complete=False)


def policy_at(resource: Resource, at: str, estate: Estate) -> Policy | None:
    """The policy that is an attribute of a resource, `None` where nothing is written."""
    value = resource.attributes.get(at)
    if value is None or value == "":
        return None
    return _policy(value, Reference(resource.address, (at,)), estate, _DEEPEST)


def document(resource: Resource, estate: Estate) -> Policy:
    """The policy that an `aws_iam_policy_document` is."""
    return _document(resource, estate, _DEEPEST)


def _policy(value: Value, place: Reference, estate: Estate, depth: int) -> Policy:
    if isinstance(value, Conditional):
        arms = [_policy(arm, place, estate, depth) for arm in (value.then, value.otherwise)]
        joined = _joined(arms)
        return Policy(tuple(_doubtful(each) for each in joined.statements), joined.complete)
    if isinstance(value, Reference):
        target = estate.find(value)
        if target and target.type == DOCUMENT and target.mode is Mode.DATA and depth:
            return _document(target, estate, depth - 1)
        return _NOTHING_KNOWN
    if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
        return _written(value.arguments[0], place)
    if isinstance(value, str):
        return _written(_parsed(value, ()), place)
    if isinstance(value, Template):
        text = "".join(part if isinstance(part, str) else f"{_MARK}{at}{_MARK}" for at, part in enumerate(value.parts))
        return _written(_parsed(text, value.parts), place)
    return _written(value, place)


def _joined(policies: list[Policy]) -> Policy:
    statements = tuple(statement for policy in policies for statement in policy.statements)
    return Policy(statements, all(policy.complete for policy in policies))


def _doubtful(statement: Statement) -> Statement:
    return Statement(statement.fields, statement.subject, statement.where, statement.names, certain=False)


def _parsed(text: str, parts: tuple[Value, ...]) -> Any:
    """JSON text as data with the values of a template in it; `None` where it is none."""
    try:
        return _restored(json.loads(text), parts)
    except (ValueError, RecursionError):
        return None


def _restored(data: Any, parts: tuple[Value, ...]) -> Any:
    if isinstance(data, dict):
        return {key: _restored(item, parts) for key, item in data.items()}
    if isinstance(data, list):
        return tuple(_restored(item, parts) for item in data)
    if not isinstance(data, str) or _MARK not in data:
        return data
    pieces = _MARKED.split(data)
    found = tuple(parts[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces))
    filled = tuple(piece for piece in found if piece != "")
    return filled[0] if len(filled) == 1 else Template(filled)


def _written(data: Value, place: Reference) -> Policy:
    """The policy in JSON data."""
    if not isinstance(data, Mapping):
        return _NOTHING_KNOWN
    found = data.get("Statement")
    entries = found if isinstance(found, tuple) else (found,)
    statements = tuple(
        Statement(entry, Reference(place.address, (*place.path, "Statement", at)), place, _SAME)
        for at, entry in enumerate(entries)
        if isinstance(entry, Mapping)
    )
    return Policy(statements, len(statements) == len(entries))


_SAME = {name: name for name in _JSON_NAMES.values()}
_ARGUMENTS = {name: argument for argument, name in _JSON_NAMES.items()}


def _document(resource: Resource, estate: Estate, depth: int) -> Policy:
    own = _own(resource)
    others = [_policy(value, Reference(resource.address), estate, depth) for value in _given(resource, _SOURCES)]
    overridden = any(True for _ in _given(resource, _OVERRIDES))
    joined = _joined([own, *others])
    return Policy(joined.statements, joined.complete and not overridden)


def _given(resource: Resource, names: tuple[str, ...]) -> Iterator[Value]:
    for name in names:
        value = resource.attributes.get(name)
        if value is not None and value != "":
            yield from value if isinstance(value, tuple) else (value,)


def _own(resource: Resource) -> Policy:
    blocks = resource.attributes.get("statement")
    entries = blocks if isinstance(blocks, tuple) else () if blocks is None else (blocks,)
    where = Reference(resource.address, ("statement",))
    statements = []
    for at, entry in enumerate(entries):
        certain = isinstance(entry, Mapping)
        body = entry.arguments[1] if isinstance(entry, Call) and len(entry.arguments) == 2 else entry
        if isinstance(body, Mapping):
            fields = {_JSON_NAMES[name]: value for name, value in body.items() if name in _JSON_NAMES}
            subject = Reference(resource.address, ("statement", at))
            statements.append(Statement(fields, subject, where, _ARGUMENTS, certain))
    return Policy(tuple(statements), len(statements) == len(entries))


def is_text(value: Value, text: str) -> bool | None:
    """Whether a value is this text; symbolic values that can only be longer are not."""
    if isinstance(value, Template):
        written = "".join(part for part in value.parts if isinstance(part, str))
        return False if len(written) >= len(text) and written != text else None
    if isinstance(value, Reference):
        return None if _may_be_anything(value) else False
    return None if isinstance(value, SYMBOLIC) else alike(value, text)


def _may_be_anything(reference: Reference) -> bool:
    """Whether a reference is to a parameter, a loop's element or an opaque module, not to a resource's attribute."""
    steps = reference.address.split(".")
    return bool({"var", "each", "count", "local", "self"}.intersection(steps)) or steps[-2:-1] == ["module"]
