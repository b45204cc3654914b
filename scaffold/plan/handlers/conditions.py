"""Conditions of writes to a table, as far as it can be said whether a row meets them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.functions import SdkCall
from scaffold.plan.handlers.reaching import plain

_EXISTS: Final = re.compile(r"\s*attribute_(not_)?exists\s*\(\s*([#\w.]+)\s*\)\s*")
_COMPARES: Final = re.compile(r"\s*([#\w.]+)\s*(=|<>)\s*(:\w+)\s*")


def refusal(call: SdkCall, row: Mapping[str, Any] | None, *, known: bool) -> bool | None:
    """Whether the condition of a call refuses it; nothing where that is not known. `row` are the attributes of the row
    that the call is about, none where there is none (`known` false: nobody knows)."""
    if "ConditionExpression" not in call.inputs:
        return False
    origin, text = call.sends.get("ConditionExpression", ("unknown", ""))
    if origin != "text" or not known:
        return None
    met = _any(call, text, plain(row) if row is not None else None)
    return None if met is None else not met


def _any(call: SdkCall, text: str, row: Mapping[str, Any] | None) -> bool | None:
    """Whether one of the alternatives of a condition is met."""
    found = [_all(call, part, row) for part in re.split(r"\bOR\b", text, flags=re.IGNORECASE)]
    return True if True in found else None if None in found else False


def _all(call: SdkCall, text: str, row: Mapping[str, Any] | None) -> bool | None:
    found = [_one(call, part, row) for part in re.split(r"\bAND\b", text, flags=re.IGNORECASE)]
    return False if False in found else None if None in found else True


def _one(call: SdkCall, text: str, row: Mapping[str, Any] | None) -> bool | None:
    exists, compares = _EXISTS.fullmatch(text), _COMPARES.fullmatch(text)
    if exists:
        there = row is not None and _named(call, exists[2]) in row
        return not there if exists[1] else there
    if not compares:
        return None
    if row is None or _named(call, compares[1]) not in row:
        return compares[2] == "<>"
    wanted = _value(call, compares[3])
    if wanted is None:
        return None
    return (str(row[_named(call, compares[1])]) == wanted) is (compares[2] == "=")


def _named(call: SdkCall, name: str) -> str:
    """The attribute that a name in a condition stands for."""
    return call.sends.get(f"ExpressionAttributeNames.{name}", ("text", name))[1]


def _value(call: SdkCall, name: str) -> str | None:
    """The text that a name in a condition stands for."""
    for way in (name, f"{name}.S", f"{name}.N"):
        origin, text = call.sends.get(f"ExpressionAttributeValues.{way}", ("unknown", ""))
        if origin == "text":
            return text
    return None
