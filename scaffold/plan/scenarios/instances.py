"""The addresses with instance keys under which Terraform finds what an override in a module stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scaffold.model.addresses import without_keys
from scaffold.model.project import Project
from scaffold.model.scenarios import Override


def with_instances(overrides: Iterable[Override], projects: Iterable[Project]) -> tuple[Override, ...]:
    """The overrides, each with its addresses in all instances of its module that there are in any of the projects.

    None where no module on the way to it has keys: then its plain address is enough.
    """
    found: dict[str, dict[str, None]] = {}
    for project in projects:
        for call in project.calls:
            if "[" in call.address:
                found.setdefault(without_keys(call.address), {})[call.address] = None
    return tuple(replace(each, instances=_addresses(each.address, found)) for each in overrides)


def _addresses(address: str, keyed: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The addresses of what is in a module, which is the longest beginning that is a call's."""
    parts = address.split(".")
    end = 0
    while parts[end] == "module" and len(parts) > end + 2:
        end += 2
    module, rest = ".".join(parts[:end]), ".".join(parts[end:])
    return tuple(sorted(f"{call}.{rest}" for call in keyed.get(module, ())))
