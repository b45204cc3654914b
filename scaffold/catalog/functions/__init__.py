"""Facts that the code of functions is held against: permissions of SDK calls, and names that others give a meaning."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.catalog.advice.base import as_check
from scaffold.model.checks import Check


@dataclass(frozen=True, slots=True)
class Spoken:
    """A type of resource that code speaks to: the `service` in boto3, and the attributes by which code may name it."""

    service: str
    names: tuple[str, ...]


@cache
def function_checks() -> Mapping[str, Check]:
    """The checks on functions, by id."""
    return {id_: as_check(id_, row) for id_, row in _load("checks.toml").items()}


def actions(service: str, operation: str) -> tuple[str, ...] | None:
    """The actions one of which a call asks for, in lower case; `None` where that is not known, or who is asked decides.

    `service` is boto3's name, `operation` the API's.
    """
    rows = _load("actions.toml")
    listed = rows["operations"].get(f"{service}.{operation}")
    if listed is not None:
        return tuple(action.lower() for action in listed) or None
    prefix = action_prefix(service)
    if prefix not in _words("actions.toml", "same") or (service == "s3" and operation.endswith("Configuration")):
        return None
    return (f"{prefix}:{operation}".lower(),)


def action_prefix(service: str) -> str:
    """What IAM calls a service of boto3: `states` for `stepfunctions`."""
    found: str = _load("actions.toml")["prefixes"].get(service, service)
    return found


def managed_actions(policy: str) -> tuple[str, ...] | None:
    """What a policy of the provider's own allows, in lower case with `*`; `None` where that is not known."""
    found = _load("managed.toml").get(policy)
    return tuple(found) if found is not None else None


def spoken(type_: str) -> Spoken | None:
    """How code speaks to resources of a type, if it does."""
    row = _load("resources.toml").get(type_)
    return Spoken(row["service"], tuple(row["names"])) if row else None


def is_provided(variable: str) -> bool:
    """Whether the runtime sets a variable itself."""
    return variable in _words("names.toml", "provided")


def is_foreign(variable: str) -> bool:
    """Whether a runtime, an extension or a library may read a variable, so that no code needs to."""
    return variable.startswith(tuple(_load("names.toml")["foreign"]))


def is_plain(package: str) -> bool:
    """Whether a package is known to read no variables and to call no service that the code does not name."""
    known = _words("names.toml", "plain")
    return package in known or any(package.startswith(name) for name in known if name.endswith("/"))


def runtime_has(package: str, runtime: str) -> bool | None:
    """Whether a managed runtime (`nodejs20.x`) has an SDK; `None` where nothing is known of either.

    `package` is what is imported, or the distribution's name.
    """
    rows = _load("names.toml")["runtime"]
    row = rows.get(package) or rows.get(package.partition("/")[0])
    if row is None or not runtime.startswith(row["language"]):
        return None
    number = runtime.removeprefix(row["language"]).partition(".")[0]
    return row.get("from", 0) <= int(number) < row.get("below", 1000) if number.isdecimal() else None


def is_added(header: str) -> bool:
    """Whether an API adds a header (in lower case) to every request by itself."""
    return header in _words("names.toml", "headers")


def allows(pattern: str, action: str) -> bool:
    """Whether a pattern of actions, both in lower case, has an action in it."""
    return fnmatchcase(action, pattern.replace("[", "[[]"))


@cache
def _words(name: str, key: str) -> frozenset[str]:
    return frozenset(_load(name)[key].split())


@cache
def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
