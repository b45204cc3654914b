"""Predicates on policies: who may do what. `at` is the attribute that holds one; `json` for a document itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.policies import Policy, Statement, document, is_text, policy_at
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, fails, holds, unknown
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Reference, Value, is_known, walk

#: Condition keys that narrow down who everyone is.
_NARROWING = (
    "aws:principal",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorg",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:referer",
    "aws:userid",
    "kms:calleraccount",
    "kms:viaservice",
    "s3:dataaccesspoint",
    "sns:endpoint",
)
_EVERYONE = "*"
#: Kinds of principals that are no accounts.
_OTHERS = ("Service", "Federated", "CanonicalUser")


def no_wildcards(
    resource: Resource,
    estate: Estate,
    *,
    at: str = "policy",
    services: bool = False,
    everywhere: bool = False,
) -> Verdict:
    """No statement allows every action.

    With `services`, none allows all of a service's either (`s3:*`); with `everywhere`, such a statement counts only
    if it is for every resource (`*`) as well.
    """
    policy = _policy(resource, estate, at)
    if policy is None:
        return NOT_APPLICABLE
    said = [(statement, _too_much(statement, services, everywhere)) for statement in policy.statements]
    broken = next((statement for statement, is_bad in said if is_bad and statement.certain), None)
    if broken:
        wild = [str(text) for text in broken.texts("Action") if _wild(text, services)]
        return fails(", ".join(wild), _position(broken, estate))
    if not policy.complete or any(is_bad is not False for _, is_bad in said):
        return unknown("the policy is not known")
    return holds(*_linked(resource, at, estate), *_excluding(policy, "Action", _actions(policy, services)))


def not_public(resource: Resource, estate: Estate, *, at: str = "policy") -> Verdict:
    """No statement allows something to everyone, without a condition that says who that is."""
    policy = _policy(resource, estate, at)
    if policy is None:
        return NOT_APPLICABLE
    said = [(statement, _public(statement)) for statement in policy.statements]
    broken = next((statement for statement, is_bad in said if is_bad and statement.certain), None)
    if broken:
        return fails("Principal *", _position(broken, estate))
    if not policy.complete or any(is_bad is not False for _, is_bad in said):
        return unknown("the policy is not known")
    return holds(*_linked(resource, at, estate), *_excluding(policy, "Principal", (_EVERYONE,)))


def denies_insecure(resource: Resource, estate: Estate, *, at: str = "policy") -> Verdict:
    """A statement denies what does not come over TLS."""
    policy = _policy(resource, estate, at)
    if policy is None:
        return fails(f"there is no {at}")
    for statement in policy.statements:
        if statement.certain and statement.allows is False and _needs_tls(statement):
            effect, condition = (statement.names[name] for name in ("Effect", "Condition"))
            place = statement.subject
            return holds(
                *_linked(resource, at, estate),
                Fact(_step(place, effect), Relation.EQUALS, "Deny"),
                Fact(_step(place, condition), Relation.EQUALS, statement.fields["Condition"]),
            )
    sure = policy.complete and all(is_known(each.fields.get("Condition")) for each in policy.statements)
    return fails("nothing denies requests without TLS") if sure else unknown("the policy is not known")


def _policy(resource: Resource, estate: Estate, at: str) -> Policy | None:
    return document(resource, estate) if at == "json" else policy_at(resource, at, estate)


def _linked(resource: Resource, at: str, estate: Estate) -> Iterator[Fact]:
    """That a policy is the document of the same module that it is: what is said of that only counts together."""
    value = resource.attributes.get(at)
    target = estate.find(value)
    if target and target.module == resource.module:
        yield Fact(Reference(resource.address, (at,)), Relation.EQUALS, value)


def _position(statement: Statement, estate: Estate) -> Any:
    found = estate.by_address.get(statement.subject.address)
    return found.position if found else None


def _step(place: Reference, *steps: str | int) -> Reference:
    return Reference(place.address, (*place.path, *steps))


def _too_much(statement: Statement, services: bool, everywhere: bool) -> bool | None:
    if statement.allows is False:
        return False
    actions = _any_is(statement.texts("Action"), lambda text: _wild(text, services))
    if statement.fields.get("NotAction") is not None:
        actions = None
    if actions is False or statement.allows is None:
        return None if actions is not False else False
    if everywhere:
        reaches = _any_is(statement.texts("Resource"), lambda text: is_text(text, _EVERYONE))
        return False if reaches is False else actions if reaches else None
    return actions


def _wild(action: Value, services: bool) -> bool | None:
    if services and isinstance(action, str):
        return action == _EVERYONE or action.endswith(":*")
    exactly = is_text(action, _EVERYONE)
    return exactly if exactly is not False else is_text(action, "*:*")


def _any_is(values: tuple[Value, ...], says: Callable[[Value], bool | None]) -> bool | None:
    said = [says(value) for value in values]
    return True if True in said else None if None in said else False


def _public(statement: Statement) -> bool | None:
    if statement.allows is False:
        return False
    everyone = _any_is(tuple(_principals(statement.fields.get("Principal"))), lambda text: is_text(text, _EVERYONE))
    if statement.fields.get("NotPrincipal") is not None:
        everyone = None
    if everyone is False:
        return False
    conditions = statement.fields.get("Condition")
    if conditions:
        return False if _narrows(conditions) else None
    return everyone if statement.allows else None


def _principals(value: Value) -> list[Value]:
    """The accounts in a principal, of JSON (`"*"`, `{ AWS = ... }`) or of a document's blocks; services are none."""
    if isinstance(value, tuple):
        return [each for item in value for each in _principals(item)]
    if not isinstance(value, Mapping):
        return [] if value is None else [value]
    if "identifiers" in value:
        return [] if value.get("type") in _OTHERS else _principals(value["identifiers"])
    return [each for kind, item in value.items() if kind not in _OTHERS for each in _principals(item)]


def _narrows(conditions: Value) -> bool:
    """Whether a condition names a key that tells principals or sources apart."""
    texts = [text for value in walk(conditions) for text in _texts(value)]
    return any(text.lower().startswith(_NARROWING) for text in texts)


def _texts(value: Value) -> list[str]:
    return list(value) if isinstance(value, Mapping) else [value] if isinstance(value, str) else []


def _needs_tls(statement: Statement) -> bool:
    texts = [text.lower() for value in walk(statement.fields.get("Condition")) for text in _texts(value)]
    values = [value for value in walk(statement.fields.get("Condition")) if not isinstance(value, SYMBOLIC)]
    return "aws:securetransport" in texts and ("false" in texts or any(value is False for value in values))


def _actions(policy: Policy, services: bool) -> tuple[str, ...]:
    """The wildcards that could be there: every action, and every action of the services that are named."""
    found = {text for each in policy.statements for text in each.texts("Action") if isinstance(text, str)}
    used = sorted({f"{text.partition(':')[0]}:*" for text in found if ":" in text}) if services else ()
    return (_EVERYONE, *used)


def _excluding(policy: Policy, field: str, values: tuple[str, ...]) -> list[Fact]:
    """It holds, as no statement has one of the values in a field: said of a whole policy where that is so.

    Where another statement (that denies, or has a condition) has one, it is said of each statement that has none, and
    what narrows the others is pinned.
    """
    found: list[Fact] = []
    for where in dict.fromkeys(statement.where for statement in policy.statements):
        own = [statement for statement in policy.statements if statement.where == where]
        keys = _keys(own[0], field)
        if not any(_mentions(statement, field, values) for statement in own):
            found.append(Fact(where, Relation.EXCLUDES, (keys, values)))
            continue
        for statement in own:
            if not _mentions(statement, field, values):
                found.append(Fact(statement.subject, Relation.EXCLUDES, (keys, values)))
            else:
                found.extend(_pinned(statement))
    return found


def _keys(statement: Statement, field: str) -> tuple[str, ...]:
    """Under which keys the values of a field stand in the source."""
    if field == "Principal":
        return ("Principal", "AWS") if statement.names[field] == field else ("identifiers",)
    return (statement.names[field],)


def _mentions(statement: Statement, field: str, values: tuple[str, ...]) -> bool:
    return any(value in values for value in walk(statement.fields.get(field)) if isinstance(value, str))


def _pinned(statement: Statement) -> list[Fact]:
    fields = [name for name in ("Effect", "Condition", "Resource") if statement.fields.get(name) is not None]
    return [
        Fact(_step(statement.subject, statement.names[name]), Relation.EQUALS, statement.fields[name])
        for name in fields
    ]
