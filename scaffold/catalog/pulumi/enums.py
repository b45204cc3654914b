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
    known = _members(package, enumeration).get(member)
    rule = None if known else facts.get("rules", {}).get(enumeration)
    if rule == "policy":
        return _policy(facts["policies"], member)
    if rule:
        return _instance(member, "db." if rule == "database" else "")
    return known


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
def _members(package: str, enumeration: str) -> Mapping[str, str]:
    rows = _facts().get(package, {}).get("members", {}).get(enumeration, "")
    if isinstance(rows, Mapping):
        return rows
    pairs = (row.partition("=") for row in rows.split())
    return {name: value or name for name, _, value in pairs}


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "enums.toml").read_text(encoding="utf-8"))
