"""Who may call a function: the statements of its own policy."""

from __future__ import annotations

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
    for values in condition.values():
        for name, value in values.items():
            if name.lower() == "aws:sourcearn" and not matches(str(value), source):
                return False
            if name.lower() == "aws:sourceaccount" and str(value) != account:
                return False
    return True


def matches(pattern: str, arn: str) -> bool:
    """Whether a pattern with `*` and `?` matches an ARN."""
    expression = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(expression, arn, re.DOTALL) is not None
