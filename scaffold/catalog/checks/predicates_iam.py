"""Predicates on who may take a role, and which roles may be handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.policies import Statement, is_text, policy_at
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, all_hold, fails, holds, unknown
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Template, Value, walk


def names_subject(resource: Resource, estate: Estate, *, at: str, issuer: str) -> Verdict:
    """Who signs in through this issuer of tokens is told apart by a claim, with a value that is no bare wildcard.

    The audience is no such claim: it is the same for all. Not applicable to policies in which the issuer has no part.
    """
    policy = policy_at(resource, at, estate)
    if policy is None:
        return NOT_APPLICABLE
    own = [each for each in policy.statements if each.allows is not False and _is_issuer(each, issuer, estate)]
    if not own:
        return NOT_APPLICABLE
    return all_hold(map(_told_apart, own))


def _is_issuer(statement: Statement, issuer: str, estate: Estate) -> bool:
    for value in walk(statement.fields.get("Principal")):
        parts = value.parts if isinstance(value, Template) else (value,)
        if any(isinstance(part, str) and issuer in part for part in parts):
            return True
        provider = estate.find(value)
        url = provider.attributes.get("url") if provider else None
        if isinstance(url, str) and issuer in url:
            return True
    return False


def _told_apart(statement: Statement) -> Verdict:
    conditions = statement.fields.get("Condition")
    if conditions is None:
        return fails("no condition") if statement.certain else unknown("the statement may not be there")
    said = [_text(value) for key, value in _conditions(conditions) if _is_claim(_text(key))]
    if not said:
        opaque = any(isinstance(value, SYMBOLIC) and not isinstance(value, Template) for value in walk(conditions))
        return unknown("the condition is not known") if opaque else fails("no condition on sub")
    wide = [text for text in said if text and not text.strip("*?")]
    return fails(f"a condition on {wide[0]}") if len(wide) == len(said) else holds()


def _is_claim(key: str) -> bool:
    """Whether a condition key is a claim about who signs in: `issuer:sub`, not `issuer:aud` or `aws:...`."""
    issuer, colon, claim = key.rpartition(":")
    return bool(colon) and claim != "aud" and not issuer.startswith(("aws", "sts"))


def _conditions(value: Value) -> Iterator[tuple[Value, Value]]:
    """Variables and single values, of JSON or of a document's blocks."""
    if isinstance(value, tuple):
        for item in value:
            yield from _conditions(item)
    elif isinstance(value, Mapping) and "variable" in value:
        yield from ((value["variable"], each) for each in _listed(value.get("values")))
    elif isinstance(value, Mapping):
        for variables in value.values():
            if isinstance(variables, Mapping):
                yield from ((key, each) for key, item in variables.items() for each in _listed(item))


def _listed(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _text(value: Value) -> str:
    """The text of a value, with a letter for each part that is not known."""
    parts = value.parts if isinstance(value, Template) else (value,)
    return "".join(part if isinstance(part, str) else "x" for part in parts)


def passes_few_roles(resource: Resource, estate: Estate, *, at: str = "policy") -> Verdict:
    """No statement lets every role be passed to every service. Not applicable where none lets one be passed."""
    policy = policy_at(resource, at, estate)
    if policy is None:
        return NOT_APPLICABLE
    passing = [
        each for each in policy.statements if each.allows is not False and "iam:PassRole" in each.texts("Action")
    ]
    if not passing:
        return NOT_APPLICABLE
    return all_hold(map(_passes_few, passing))


def _passes_few(statement: Statement) -> Verdict:
    if statement.fields.get("Condition") is not None:
        return holds()
    every = [is_text(value, "*") for value in statement.texts("Resource")]
    if True in every:
        sure = statement.certain and statement.allows
        return fails("iam:PassRole on *") if sure else unknown("the statement may not be there")
    return unknown("which roles is not known") if None in every else holds()
