"""Who is let in by an API: signatures, tokens, functions that say so."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.permissions import matches
from scaffold.rehearse.functions.live.web.gate import function_of


class RefusedError(Exception):
    """Somebody is not let in: the status and text that they get, and why."""

    def __init__(self, status: int, text: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.text, self.reason = status, text, reason


def claims(token: str) -> dict[str, Any]:
    """What a token (JWT) claims. Its signature is not looked at: nobody else signs here. Raises `RefusedError`."""
    parts = token.removeprefix("Bearer ").removeprefix("bearer ").strip().split(".")
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (IndexError, ValueError, binascii.Error) as error:
        raise RefusedError(401, "Unauthorized", "there is no token that can be read") from error
    if not isinstance(found, dict) or float(found.get("exp", time.time() + 1)) < time.time():
        raise RefusedError(401, "Unauthorized", "the token is no longer good")
    return found


def by_token(token: str, issuers: Sequence[str], audience: Sequence[str], scopes: Sequence[str]) -> dict[str, Any]:
    """The claims of a token from one of these issuers, for this audience, with one of these scopes."""
    found = claims(token)
    if issuers and not any(str(found.get("iss", "")).rstrip("/").endswith(each.rstrip("/")) for each in issuers):
        raise RefusedError(401, "Unauthorized", f"the token is of {found.get('iss')}, which is not asked")
    given = found.get("aud") or found.get("client_id") or ()
    if audience and not set([given] if isinstance(given, str) else given) & set(audience):
        raise RefusedError(401, "Unauthorized", "the token is for somebody else")
    own = found.get("scope") or found.get("scp") or ""
    if scopes and not set(own.split() if isinstance(own, str) else own) & set(scopes):
        raise RefusedError(403, "Forbidden", "the token has none of the scopes that are asked for")
    return found


def by_function(
    live: Live, uri: str, event: Mapping[str, Any], arn: str, *, simple: bool, denied: tuple[int, str]
) -> tuple[dict[str, Any], str]:
    """The context that an authorizer's function gives, and whom it let in. Raises `RefusedError`.

    `simple`: it answers whether (`isAuthorized`), and not by a policy.
    """
    function = function_of(live, uri)
    if function is None:
        raise RefusedError(500, "Internal Server Error", "the function of the authorizer is not there")
    answer = live.invoke(function, json.dumps(event), "authorizer", arn)
    if answer.failed:
        text = answer.hop.details.get("errorMessage") if answer.hop else ""
        if text == "Unauthorized":
            raise RefusedError(401, "Unauthorized", "the authorizer said so")
        raise RefusedError(500, "Internal Server Error", f"the authorizer failed: {text}")
    said = json.loads(answer.payload)
    if not isinstance(said, dict):
        raise RefusedError(500, "Internal Server Error", "the authorizer answered nothing that says who is let in")
    allowed = said.get("isAuthorized") is True if simple else _allows(said.get("policyDocument") or {}, arn)
    if not allowed:
        raise RefusedError(*denied, "the authorizer does not let this in")
    return dict(said.get("context") or {}), str(said.get("principalId", ""))


def _allows(document: Mapping[str, Any], arn: str) -> bool:
    effects = set()
    statements = document.get("Statement") or ()
    for statement in [statements] if isinstance(statements, dict) else statements:
        resources = statement.get("Resource") or ()
        if any(matches(each, arn) for each in ([resources] if isinstance(resources, str) else resources)):
            effects.add(statement.get("Effect"))
    return effects == {"Allow"}
