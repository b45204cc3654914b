"""The emulator inside this process, for tests of what makes resources in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
from moto import mock_aws

from scaffold.rehearse.provision.base import Make, Provisioner

REGION = "eu-west-1"
ACCOUNT = "123456789012"
#: Standard variables of the SDK that must not lead anywhere else.
SURROUNDINGS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": "/nowhere",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}


class Emulated:
    """What was made, by address; `make` makes one more."""

    def __init__(self, provisioners: Mapping[str, Provisioner]) -> None:
        self.provisioners = provisioners
        self.computed: dict[str, dict[str, Any]] = {}
        self.client = cache(lambda name, region=REGION: boto3.client(name, region_name=region))

    def make(self, kind: str, values: Mapping[str, Any], tags: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Makes a resource of this type; its declared attributes with the computed ones over them."""
        address = f"{kind}.made{len(self.computed)}"
        clients = lambda name, region: self.client(name, region)  # noqa: E731
        make = Make(address, kind, values, ACCOUNT, REGION, clients, self.computed, tags or {}, Path(__file__).parent)
        self.computed[address] = {**values, **self.provisioners[kind](make)}
        return self.computed[address]


@contextmanager
def emulated(provisioners: Mapping[str, Provisioner]) -> Iterator[Emulated]:
    """An empty emulator."""
    with mock.patch.dict(os.environ, SURROUNDINGS), mock_aws():
        yield Emulated(provisioners)


def lacking(found: Any, expected: Any, path: str = "") -> list[str]:
    """Where what was found has not at least these members; lists are compared one by one."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return [each for name, value in expected.items() for each in lacking(found.get(name), value, f"{path}.{name}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [each for at, value in enumerate(expected) for each in lacking(found[at], value, f"{path}[{at}]")]
    return [] if found == expected else [f"{path}: expected {expected!r}, found {found!r}"]
