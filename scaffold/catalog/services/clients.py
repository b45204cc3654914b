"""How the SDKs of both languages spell the calls that the catalog names: clients, packages, methods, commands.

The catalog uses boto3's names of services (`logs`) and the API's names of operations (`DescribeLogGroups`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_PLURAL: Final = re.compile(r"[A-Z]{2,}s$")
_WORD: Final = re.compile(r"(.)([A-Z][a-z]+)")
_END: Final = re.compile(r"([a-z0-9])([A-Z])")


@dataclass(frozen=True, slots=True)
class Client:
    """A service's client: boto3's `name`, and in JavaScript the npm `package` and the `class_name` in it."""

    name: str
    package: str
    class_name: str


def client(name: str) -> Client:
    """The client by boto3's name of the service. Raises KeyError for one that is not in the table."""
    return clients()[name]


@cache
def clients() -> Mapping[str, Client]:
    """Every client that is known, by boto3's name, in order."""
    text = (Path(__file__).parent / "sdk" / "clients.toml").read_text(encoding="utf-8")
    return {name: Client(name, row["package"], row["class"]) for name, row in tomllib.loads(text).items()}


def method(operation: str) -> str:
    """What boto3 calls an operation: `describe_db_instances` for `DescribeDBInstances`, by the rule that it uses."""
    plural = _PLURAL.search(operation)
    if plural:
        operation = f"{operation[: plural.start()]}_{plural[0].lower()}"
    return _END.sub(r"\1_\2", _WORD.sub(r"\1_\2", operation)).lower()


def command(operation: str) -> str:
    """The class of an operation in the JavaScript SDK: `DescribeTableCommand`."""
    return f"{operation}Command"
