"""Who may call a function: the statements of its own policy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def refusal(function: Any, principal: str, source: str) -> str:
    """Why a service (`sns.amazonaws.com`) may not call a function for something of its own (`source`, an ARN), empty
    where it may."""
    statements = function.policy.statements
    named = [each for each in statements if _names(each.get("Principal"), principal)]
    if not named:
        return f"no permission of {function.function_name} lets {principal} call it"
    if any(_holds(each.get("Condition") or {}, source, function.account_id) for each in named):
        return ""
    return f"the permissions of {function.function_name} let {principal} call it, but not for {source}"


def _names(principal: Any, wanted: str) -> bool:
    if isinstance(principal, Mapping):
        return any(_names(each, wanted) for each in principal.values())
    if isinstance(principal, list | tuple):
        return any(_names(each, wanted) for each in principal)
    return principal in ("*", wanted)


def _holds(condition: Mapping[str, Any], source: str, account: str) -> bool:
    for operator, values in condition.items():
        for name, value in values.items():
            wanted = [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
            if "Not" in operator or operator == "Bool":
                continue
            if name.lower() == "aws:sourcearn" and not any(matches(each, source) for each in wanted):
                return False
            if name.lower() == "aws:sourceaccount" and account not in wanted:
                return False
            if name.lower() == "aws:sourceowner":  # which services do not say
                return False
    return True


def resource_refusal(policy: str | None, name: str, action: str, principal: str, source: str) -> str:
    """Why the policy of a queue or a topic does not let a service send there for something of its own, empty where it
    does. `action` is `sqs:SendMessage` or `sns:Publish`."""
    statements = json.loads(policy).get("Statement") or [] if policy else []
    account = next(iter(source.split(":")[4:5]), "")
    for each in [statements] if isinstance(statements, dict) else statements:
        if each.get("Effect") != "Allow" or not _names(each.get("Principal"), principal):
            continue
        actions = each.get("Action") or []
        named = [actions] if isinstance(actions, str) else actions
        condition = each.get("Condition") or {}
        # A bucket's ARN has no account in it.
        holds = _holds(condition if account else _of_any_account(condition), source, account)
        if holds and any(matches(pattern.lower(), action.lower()) for pattern in named):
            return ""
    return f"the policy of {name} does not let {principal} send there for {source}"


def _of_any_account(condition: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        operator: {name: each for name, each in values.items() if name.lower() != "aws:sourceaccount"}
        for operator, values in condition.items()
    }


def matches(pattern: str, arn: str) -> bool:
    """Whether a pattern with `*` and `?` matches an ARN."""
    expression = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(expression, arn, re.DOTALL) is not None
