"""Members of the enumerations that Pulumi packages have: `aws.lambda.Runtime.NodeJS20dX` is `nodejs20.x`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

_INSTANCE: Final = re.compile(r"([A-Z][A-Za-z0-9]*?)((?:_flex)?)_(\w+)")


@cache
def enum_member(package: str, path: str) -> str | None:
    """The value of a package's enumeration member, by its dotted path in the package; nothing where it is not known."""
    facts = _facts().get(package, {})
    enumeration, _, member = path.rpartition(".")
    known = members(package, enumeration).get(member)
    by = None if known else rule(package, enumeration)
    if by == "policy":
        return _policy(facts["policies"], member)
    if by:
        return _instance(member, "db." if by == "database" else "")
    return known


def rule(package: str, enumeration: str) -> str | None:
    """What the values of an enumeration follow from, where its members are not listed: `instance`, `database` or
    `policy`."""
    found: str | None = _facts().get(package, {}).get("rules", {}).get(enumeration)
    return found


def _instance(member: str, prefix: str) -> str | None:
    parts = _INSTANCE.fullmatch(member)
    if parts is None:
        return None
    family, flex, size = parts[1].lower(), parts[2].replace("_", "-"), parts[3].lower().replace("_", "-")
    return f"{prefix}{family}{flex}.{size}"


def _policy(facts: Mapping[str, Any], member: str) -> str:
    spelled = facts["spelled"].get(member)
    folder = next((path for path, names in facts.items() if path != "spelled" and member in names.split()), "")
    return f"arn:aws:iam::aws:policy/{spelled or folder + member}"


@cache
def members(package: str, enumeration: str) -> Mapping[str, str]:
    """The values of an enumeration's members that are listed, by the members' names."""
    rows = _facts().get(package, {}).get("members", {}).get(enumeration, "")
    if isinstance(rows, Mapping):
        return rows
    pairs = (row.partition("=") for row in rows.split())
    return {name: value or name for name, _, value in pairs}


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "enums.toml").read_text(encoding="utf-8"))
