"""What a provisioner is given, and what it gives back.

A provisioner makes one resource by the service's API and gives its computed attributes (`id`, `arn`, `name`, ...),
which others refer to. What was declared need not be repeated there: references to it find it among `values`.
Where the emulator cannot do it, `Unsupported` says so; every other error is reported as a fault of this resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias


class Unsupported(Exception):  # noqa: N818 - it is an answer, not an error
    """The emulator does not have it: the message says what."""


@dataclass(frozen=True, slots=True)
class Make:
    """One resource to make.

    `values` are its attributes as plain data (lists, dictionaries with text keys): references are replaced by what the
    others computed, and what is not known is absent, as is what is null. `region` is that of its provider. `computed`
    are the attributes of all that was made before, by address (declared ones and computed ones).
    `tags` are its own tags over those of its provider (`default_tags`).
    """

    address: str
    type: str
    values: Mapping[str, Any]
    account: str
    region: str
    clients: Callable[[str, str], Any]
    computed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    root: Path = Path()
    left_out: dict[str, str] = field(default_factory=dict)

    def leave_out(self, attribute: str, reason: str) -> None:
        """Say that it is made without a declared attribute (dotted), and why: no case is about that one then."""
        self.left_out[attribute] = reason

    def client(self, name: str, region: str = "") -> Any:
        """The boto3 client of a service (`dynamodb`), in the resource's region or in another one."""
        return self.clients(name, region or self.region)

    def get(self, name: str, default: Any = None) -> Any:
        """A declared attribute, or `default` where it is absent."""
        return self.values.get(name, default)

    def block(self, name: str) -> dict[str, Any]:
        """The first block of this name, empty where there is none."""
        return next(iter(self.blocks(name)), {})

    def blocks(self, name: str) -> list[dict[str, Any]]:
        """Every block of this name; an attribute that is one object counts as one block."""
        return blocks(self.values, name)

    def attribute(self, address: str, name: str) -> Any:
        """An attribute of another resource that was made before, `None` where it is not there."""
        return self.computed.get(address, {}).get(name)

    @property
    def name(self) -> str:
        """What it is called where its author gave it no name: its address, fit for one."""
        return "".join(sign if sign.isalnum() else "-" for sign in self.address).strip("-")

    def tag_list(self, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
        """The tags as most services take them: `[{"Key": ..., "Value": ...}]`."""
        return [{key: name, value: text} for name, text in self.tags.items()]

    def file(self, path: str) -> bytes | None:
        """What is in a file of the project, `None` where it is not there or lies outside."""
        place = (self.root / path).resolve()
        if not place.is_relative_to(self.root.resolve()) or not place.is_file():
            return None
        return place.read_bytes()


#: Makes one resource and gives its computed attributes.
Provisioner: TypeAlias = Callable[[Make], Mapping[str, Any]]


def blocks(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Every block of this name inside a block."""
    found = values.get(name)
    if isinstance(found, Mapping):
        return [dict(found)]
    return [dict(each) for each in found if isinstance(each, Mapping)] if isinstance(found, list | tuple) else []


def block(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The first block of this name inside a block, empty where there is none."""
    return next(iter(blocks(values, name)), {})


def given(**members: Any) -> dict[str, Any]:
    """The members that are there: those that are `None` are left out, for optional arguments of a call."""
    return {name: value for name, value in members.items() if value is not None}


def renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The values that are there under the API's names: `names` leads from a declared name to that of the API."""
    return {api: values[name] for name, api in names.items() if values.get(name) is not None}


def joined(tables: Iterable[Mapping[str, Provisioner]]) -> dict[str, Provisioner]:
    """Several tables as one; a type that is in two of them is a mistake (`ValueError`)."""
    found: dict[str, Provisioner] = {}
    for table in tables:
        twice = found.keys() & table.keys()
        if twice:
            raise ValueError(f"made in two places: {', '.join(sorted(twice))}")
        found.update(table)
    return found
