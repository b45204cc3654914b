"""What a look at a function may say, and the ground that it looks on: its project, and the functions beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from scaffold.catalog.checks import thing, without_keys
from scaffold.model.functions import Code, Function
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Value, references


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say: `sentence` is about the function and has no full stop, `hint` says what to do.

    `subject` is the address of what it is about, where that is not the function.
    """

    check: str
    sentence: str
    position: Position
    hint: str
    subject: str = ""


class Ground:
    """One project with its functions, and what is asked of it again and again."""

    def __init__(self, projects: Sequence[Project], functions: Sequence[Function]) -> None:
        self.projects = projects
        self.functions = functions

    @cached_property
    def by_block(self) -> Mapping[str, Resource]:
        """The managed resources by their addresses without keys; of several instances the first."""
        found: dict[str, Resource] = {}
        for resource in self.resources:
            if resource.mode is Mode.MANAGED:
                found.setdefault(without_keys(resource.address), resource)
        return found

    @property
    def resources(self) -> Iterator[Resource]:
        """Every resource and data source."""
        return (resource for project in self.projects for resource in project.resources)

    def resource(self, address: str) -> Resource | None:
        """The managed resource at an address, some instance where its key is not known."""
        return self.by_block.get(without_keys(address))

    def title(self, address: str) -> str:
        """A resource or data source in a sentence: `table events`."""
        block = without_keys(address)
        resource = self.resource(address) or next(
            (each for each in self.resources if without_keys(each.address) == block), None
        )
        return thing(resource) if resource else block

    @cached_property
    def references(self) -> Mapping[str, frozenset[str]]:
        """By the block that is referred to, the blocks that refer to it, data sources too."""
        found: dict[str, set[str]] = {}
        for resource in self.resources:
            for reference in references(dict(resource.attributes)):
                target = without_keys(reference.address)
                found.setdefault(target, set()).add(without_keys(resource.address))
        return {target: frozenset(sources) for target, sources in found.items()}


Look: TypeAlias = "Callable[[Function, Ground], Iterator[Remark]]"


def read_code(function: Function) -> Code | None:
    """The code of a function, where its handler is found in it and it could be read."""
    code = function.code
    return code if code is not None and not code.problem and not code.reason else None


def blocks(value: Value) -> frozenset[str]:
    """The blocks that a value refers to, by address without keys."""
    return frozenset(without_keys(reference.address) for reference in references(value))


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; of more than four the first three and how many more."""
    unique = list(dict.fromkeys(words))
    if len(unique) > 4:
        unique = [*unique[:3], f"{len(unique) - 3} more"]
    return f" {last} ".join(filter(None, (", ".join(unique[:-1]), unique[-1])))
