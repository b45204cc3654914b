"""Predicates on secrets: what is written where anybody who reads the sources can read it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import Spot, fact, items, spots
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, fails, holds, unknown
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Call, Reference, Template, Unknown, Value, is_known

#: Text that is a credential whatever it is called: keys of AWS, private keys, tokens with a known beginning.
_CREDENTIAL = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
    r"|\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_[0-9A-Za-z_]{60,}\b"
    r"|\bxox[abpr]-[0-9A-Za-z-]{20,}|\bsk_live_[0-9A-Za-z]{20,}"
)
#: Names of variables that hold a password, and of those that hold another secret.
_PASSWORD = re.compile(r"(?:^|[_\W])(?:password|passwd|passphrase|db_?pass)$", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:^|[_\W])(?:secret|(?:secret|api|private|access|signing|encryption|auth)_?key|(?:auth|access|api|bot)_?token|"
    r"client_?secret)$",
    re.IGNORECASE,
)
#: A run of letters and digits as keys and tokens have one, or a UUID; names and paths have none.
_RANDOM = re.compile(
    r"(?=[0-9+=]{0,99}[A-Za-z])(?=[A-Za-z+=]{0,99}[0-9])[0-9A-Za-z+=]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}",
    re.ASCII,
)
#: What is in no secret: parts of ARNs, addresses, paths and placeholders, and space.
_NO_SECRET = re.compile(r"arn:|https?:|/|\{\{|\$\{|<|%|\s", re.IGNORECASE)
#: What stands in for a secret that is set later, and names of secrets.
_STAND_IN = re.compile(
    r"change|replace|placeholder|dummy|example|todo|fixme|redacted|sample|your|xxx|\*\*\*|\.\.\.|none|null|empty|unset|"
    r"not.?set|tbd|fake|mock|true|false|n/a|insert|update|manual|"
    r"\A(?:secret|password|value|default|initial|test|temp|string|foo|bar)\Z|"
    r"\A[a-z]+(?:[-_.][a-z]+)*[-_.](?:password|secret|key|token)\Z",
    re.IGNORECASE,
)


def no_secrets(resource: Resource, estate: Estate, *, at: str, name: str = "", value: str = "") -> Verdict:
    """No entry of a map is a secret in clear; with `name` and `value`, those of nested blocks (or of a list).

    An entry is one where its value is a credential by itself, or its name says that it is a secret and its value is
    text that can be one.
    """
    del estate
    found = list(_entries(resource.attributes, at, name, value))
    if not found:
        return NOT_APPLICABLE
    evidence: list[Fact] = []
    doubt = False
    for spot, key in found:
        if not isinstance(key, str) or isinstance(spot.value, Unknown | Call):
            doubt = True
        elif secret_text(spot.value) or (isinstance(spot.value, str) and _is_secret(key, spot.value)):
            return fails(key)
        elif _PASSWORD.search(key) or _SECRET.search(key):
            evidence.append(fact(resource, spot.path, Relation.EQUALS, spot.value))
    return unknown("a value is not known") if doubt else holds(*evidence)


def _entries(attributes: Mapping[str, Value], at: str, name: str, value: str) -> Iterator[tuple[Spot, Value]]:
    if name:
        for spot in items(attributes, at):
            if isinstance(spot.value, Mapping):
                yield Spot((*spot.path, value), spot.value.get(value)), spot.value.get(name)
            else:
                yield Spot(spot.path, Unknown("a value is not known")), ""
        return
    for spot in spots(attributes, at):
        if isinstance(spot.value, Mapping):
            yield from ((Spot((*spot.path, key), item), key) for key, item in spot.value.items())
        elif spot.value is not None:
            yield Spot(spot.path, Unknown("a value is not known")), ""


def _is_secret(key: str, text: str) -> bool:
    if not text or _NO_SECRET.search(text) or _STAND_IN.search(text) or _plain(text) in _plain(key):
        return False
    if _PASSWORD.search(key):
        return len(text) >= 4
    return bool(_SECRET.search(key) and _RANDOM.search(text))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def secret_text(value: Value) -> bool:
    """Whether a text has a credential in it, also between values that are not known."""
    parts = value.parts if isinstance(value, Template) else (value,)
    found = (match[0] for part in parts if isinstance(part, str) for match in _CREDENTIAL.finditer(part))
    return any("EXAMPLE" not in text for text in found)


def no_secret_text(resource: Resource, estate: Estate, *, at: tuple[str, ...]) -> Verdict:
    """The texts there (in base64 too) have no credential in them, and set no variable to a secret."""
    del estate
    texts = [spot.value for path in at for spot in spots(resource.attributes, path) if spot.value is not None]
    if not texts:
        return NOT_APPLICABLE
    plain = [_decoded(text) for text in texts]
    if any(secret_text(text) or any(map(_sets_secret, _lines(text))) for text in plain):
        return fails("a credential")
    return holds() if all(isinstance(text, str | Template) for text in plain) else unknown("the text is not known")


def _decoded(value: Value) -> Value:
    """A text, out of base64 where it is in that."""
    if isinstance(value, Call) and value.function == "base64encode" and len(value.arguments) == 1:
        return value.arguments[0]
    if not isinstance(value, str) or len(value) < 16:
        return value
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return value


def _lines(value: Value) -> Iterator[str]:
    parts = value.parts if isinstance(value, Template) else (value,)
    for part in parts:
        if isinstance(part, str):
            yield from part.splitlines()


def _sets_secret(line: str) -> bool:
    """Whether a line of a script sets a variable with the name of a secret to what can be one."""
    found = re.match(r"""\s*(?:export\s+|set\s+)?([A-Za-z_]\w*)=["']?([^\s"'`;$(){}]+)["']?\s*\Z""", line)
    return found is not None and _is_secret(found[1], found[2])


def no_literal(resource: Resource, estate: Estate, *, at: tuple[str, ...]) -> Verdict:
    """No text is written there: it comes from another resource, a data source or a parameter, if it is there at all."""
    del estate
    found = [spot for path in at for spot in spots(resource.attributes, path) if spot.value not in (None, "")]
    if any(isinstance(spot.value, str) for spot in found):
        return fails(at[0])
    if any(not isinstance(spot.value, Reference) for spot in found):
        return unknown("where it comes from is not known")
    return (
        holds(*(fact(resource, spot.path, Relation.EQUALS, spot.value) for spot in found)) if found else NOT_APPLICABLE
    )


def no_secret_value(resource: Resource, estate: Estate, *, at: str) -> Verdict:
    """The secret's value is not written there: neither as text nor as an entry of JSON with the name of a secret.

    Text that stands in for what is set later (`changeme`, or a value whose changes are ignored) is none.
    """
    del estate
    ignored = resource.lifecycle.get("ignore_changes")
    value = resource.attributes.get(at)
    if value in (None, "") or ignored == "all" or (isinstance(ignored, tuple) and at in ignored):
        return NOT_APPLICABLE
    if isinstance(value, Call) and value.function == "jsonencode" and len(value.arguments) == 1:
        value = value.arguments[0]
    data = _json(value) if isinstance(value, str) else value
    if isinstance(data, Mapping):
        written = [key for key, item in data.items() if isinstance(item, str) and _is_secret(key, item)]
        if written:
            return fails(written[0])
        return holds() if all(map(_settled, data.values())) else unknown("a value is not known")
    if isinstance(data, str):
        return NOT_APPLICABLE if _STAND_IN.search(data) or _NO_SECRET.search(data) or len(data) < 4 else fails(at)
    if isinstance(data, Reference):
        return holds(fact(resource, (at,), Relation.EQUALS, data))
    return unknown("the value is not known") if isinstance(data, SYMBOLIC) else NOT_APPLICABLE


def _settled(value: Value) -> bool:
    return is_known(value) or isinstance(value, Reference | Template)


def _json(text: str) -> Any:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return data if isinstance(data, Mapping) else text
