"""What a value of the model is once it is deployed: plain data, with terms for what only the deployment knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.model.integration import TERMS, Expected, Found, Given, Joined, Picks, Surrounding, Term
from scaffold.model.project import Resource
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value, ValueSet
from scaffold.plan.integration.estate import plain
from scaffold.plan.integration.functions import applied
from scaffold.plan.integration.locations import Locations

#: What data sources say about where a suite runs.
_SURROUNDINGS: Mapping[tuple[str, str], str] = {
    ("aws_caller_identity", "account_id"): "account",
    ("aws_caller_identity", "id"): "account",
    ("aws_region", "name"): "region",
    ("aws_region", "id"): "region",
    ("aws_region", "region"): "region",
    ("aws_partition", "partition"): "partition",
    ("aws_partition", "id"): "partition",
}
_DEEPEST = 40


class Unresolved(Exception):  # noqa: N818 - not an error: the planner leaves the value out
    """A value of which nobody can say what it is once it is deployed."""


class Resolver:
    """Resolves values of one deployment, against what has been located so far."""

    def __init__(self, locations: Locations) -> None:
        self._locations = locations
        self._deployment = locations.deployment

    def expected(self, value: Value, depth: int = 0) -> Expected:
        """What `value` is. Raises `Unresolved`."""
        if depth > _DEEPEST:
            raise Unresolved
        match value:
            case Reference():
                return self._reference(value, depth)
            case Template(parts):
                return joined([self.expected(part, depth + 1) for part in parts])
            case Call("jsonencode", (document,)):
                resolved = self.expected(document, depth + 1)
                if any_terms(resolved):
                    raise Unresolved
                return json.dumps(resolved)
            case Call() | Conditional() | Unknown() | ValueSet():
                return self._others(value, depth)
            case Mapping():
                return {key: self.expected(item, depth + 1) for key, item in value.items()}
            case tuple():
                return tuple(self.expected(item, depth + 1) for item in value)
        return value

    def document(self, value: Value) -> Expected:
        """What a value that is JSON text says, or the text where there are terms in it. Raises `Unresolved`."""
        if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
            return self.expected(value.arguments[0])
        if isinstance(value, Call) and value.function == "aws_iam_policy_document":
            return self._policy(value)
        if isinstance(value, Reference):
            text = self._implied(value)
            if text is not None:
                return self.document(text)
        resolved = self.expected(value)
        try:
            return frozen(json.loads(resolved)) if isinstance(resolved, str) else resolved
        except ValueError:
            raise Unresolved from None

    def part(self, value: Value) -> Expected:
        """What is known of a value that is JSON text or data: without the members of objects that are not. Raises
        `Unresolved` where nothing is."""
        if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
            return self.part(value.arguments[0])
        if isinstance(value, Mapping):
            found: dict[str, Expected] = {}
            for name, item in value.items():
                try:
                    found[name] = self.part(item)
                except Unresolved:
                    continue
            return found if found else _unresolved()
        if isinstance(value, tuple):
            return tuple(map(self.part, value))
        return self.document(value) if isinstance(value, Reference) and self._implied(value) else self.expected(value)

    def _policy(self, call: Call) -> Expected:
        """What policy documents are together: those that it begins with, its own, those that replace statements of the
        same Sid. Source: the data source's documentation."""
        sources, own, overrides = call.arguments
        documents = [*_listed(sources), own, *_listed(overrides)]
        found = [self.document(each) if not isinstance(each, Mapping) else self.expected(each) for each in documents]
        statements: list[Expected] = []
        for document in found:
            for statement in _listed(document.get("Statement") if isinstance(document, Mapping) else None):
                same = [at for at, before in enumerate(statements) if _sid(before) and _sid(before) == _sid(statement)]
                if same:
                    statements[same[0]] = statement
                else:
                    statements.append(statement)
        return {"Version": "2012-10-17", "Statement": tuple(statements)}

    def _others(self, value: Value, depth: int) -> Expected:
        if isinstance(value, ValueSet):
            return tuple(self.expected(item, depth + 1) for item in value)
        if isinstance(value, Call) and value.function in ("nonsensitive", "toset", "tolist", "tomap"):
            return self.expected(value.arguments[0], depth + 1)
        return self._called(value, depth) if isinstance(value, Call) else _unresolved()

    def _called(self, call: Call, depth: int) -> Expected:
        """What a call gives whose arguments are known, those that only the deployment knows by what is declared."""
        arguments = [self.expected(self._declared(argument, depth), depth + 1) for argument in call.arguments]
        try:
            return _unresolved() if any_terms(tuple(arguments)) else frozen(applied(call.function, arguments))
        except (LookupError, ValueError, TypeError, ArithmeticError, StopIteration, RecursionError):
            raise Unresolved from None

    def _declared(self, value: Value, depth: int) -> Value:
        """What a reference leads to declares itself; anything else as it is."""
        resource = self._deployment.by_address.get(value.address) if isinstance(value, Reference) else None
        if not isinstance(value, Reference) or resource is None or resource.mode.value == "data" or depth > _DEEPEST:
            return value
        return self._declared(_below(resource, value), depth + 1)

    def _reference(self, reference: Reference, depth: int) -> Expected:
        given = self._deployment.exported.get((reference.address, ".".join(map(str, reference.path))))
        if given is not None:
            return given
        resource = self._deployment.by_address.get(reference.address)
        if resource is None or not reference.path or not all(isinstance(step, str | int) for step in reference.path):
            raise Unresolved
        found = self._surrounding(resource, reference) or self._exported(resource, reference)
        if found is not None:
            return found
        implied = self._implied(reference)
        return self.expected(_below(resource, reference) if implied is None else implied, depth + 1)

    def _surrounding(self, resource: Resource, reference: Reference) -> Term | None:
        name = _SURROUNDINGS.get((resource.type, str(reference.path[0])))
        if name is None or resource.mode.value != "data" or resource.attributes.get("name"):
            return None
        return Surrounding(name)

    def _exported(self, resource: Resource, reference: Reference) -> Expected:
        """What the description of a located resource says of the attribute, or what it was found by."""
        located = self._locations.get(resource.address)
        return located.export(plain(reference.path)) if located is not None else None

    def _implied(self, reference: Reference) -> Value:
        resource = self._deployment.by_address.get(reference.address)
        if resource is None or len(reference.path) != 1:
            return None
        return resource.implied.get(str(reference.path[0]))


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _sid(statement: Any) -> Any:
    return statement.get("Sid") if isinstance(statement, Mapping) else None


def _unresolved() -> Expected:
    raise Unresolved


def _below(resource: Resource, reference: Reference) -> Value:
    """What the resource itself declares at the end of a reference. Raises `Unresolved`."""
    value: Any = resource.attributes
    for step in reference.path:
        known = isinstance(value, Mapping) if isinstance(step, str) else isinstance(value, tuple)
        if not known or (step not in value if isinstance(step, str) else not 0 <= step < len(value)):
            raise Unresolved
        value = value[step]
    if value is None or value == reference:
        raise Unresolved
    return value  # type: ignore[no-any-return]


def joined(parts: list[Expected], picks: Picks = ()) -> Expected:
    """Text of parts in order: plain where all of them are. Raises `Unresolved` for a part that is no text."""
    found: list[Expected] = []
    for part in parts:
        if isinstance(part, bool) or part is None or isinstance(part, tuple | Mapping):
            raise Unresolved
        if isinstance(part, Joined) and not part.picks:
            found.extend(part.parts)
        elif isinstance(part, TERMS):
            found.append(part)
        elif found and isinstance(found[-1], str):
            found[-1] += _text(part)
        else:
            found.append(_text(part))
    if not any(isinstance(part, TERMS) for part in found):
        return pick("".join(map(str, found)), picks)
    return Joined(tuple(found), picks)


def _text(part: Expected) -> str:
    return str(int(part)) if isinstance(part, float) and part.is_integer() else str(part)


def placed(expected: Expected, region: str) -> Expected:
    """An expected value in which the region is this one. Raises `Unresolved` where it takes one that nobody knows."""
    match expected:
        case Surrounding("region"):
            return region or _unresolved()
        case Joined(parts, picks):
            return joined([placed(part, region) for part in parts], picks)
        case Mapping():
            return {name: placed(item, region) for name, item in expected.items()}
        case tuple():
            return tuple(placed(item, region) for item in expected)
    return expected


def any_terms(expected: Expected) -> bool:
    """Whether something in an expected value is only known once it is deployed."""
    from scaffold.model.integration import terms

    return next(terms(expected), None) is not None


def pick(text: str, picks: Picks) -> str:
    """The part of a text that picks mean; see `model.integration.Picks`."""
    for verb, sign in picks:
        if verb == "is":
            text = "true" if text == sign else "false"
            continue
        before, found, after = text.rpartition(sign) if verb == "last" else text.partition(sign)
        if found:
            text = before if verb == "before" else after
    return text


def picked(expected: Expected, picks: Picks) -> Expected:
    """A text or a term with picks applied to it, after those that it has. Raises `Unresolved` for anything else."""
    if not picks:
        return expected
    if any(verb == "is" for verb, _ in picks) and not isinstance(expected, str):
        raise Unresolved
    match expected:
        case str():
            return pick(expected, picks)
        case Given(key, path, own):
            return Given(key, path, own + picks)
        case Found(address, ask, path, own):
            return Found(address, ask, path, own + picks)
        case Joined(parts, own):
            return Joined(parts, own + picks)
    raise Unresolved


def frozen(document: Any) -> Expected:
    """JSON data with tuples for lists."""
    if isinstance(document, list):
        return tuple(map(frozen, document))
    if isinstance(document, dict):
        return {key: frozen(item) for key, item in document.items()}
    return document  # type: ignore[no-any-return]
