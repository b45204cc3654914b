"""Hand-made estates, and one predicate judged on a resource of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scaffold.catalog.checks import Estate, Verdict
from scaffold.catalog.checks.engine import compiled
from scaffold.model.position import Position
from scaffold.model.project import Dormant, Mode, ModuleCall, Project, Resource

MakeResource = Callable[..., Resource]
Judge = Callable[..., Verdict]


@pytest.fixture(scope="session")
def resource() -> MakeResource:
    """`resource("aws_sqs_queue.events", name="events", ...)`: attributes by name; what else it has in `also`."""

    def make(address: str, also: dict[str, Any] | None = None, /, **attributes: Any) -> Resource:
        mode = Mode.DATA if "data." in address else Mode.MANAGED
        type_, name = address.replace("data.", "").split("[")[0].split(".")[-2:]
        position = Position("main.tf", 1 + sum(map(ord, address)) % 900)
        return Resource(address, type_, type_, name, mode, attributes, position, **(also or {}))

    return make


@pytest.fixture(scope="session")
def estate() -> Callable[..., Estate]:
    def make(*resources: Resource, calls: tuple[ModuleCall, ...] = (), dormant: tuple[Dormant, ...] = ()) -> Estate:
        return Estate(Project("demo", "terraform", ".", resources, dormant, calls=calls))

    return make


@pytest.fixture(scope="session")
def judge(estate: Callable[..., Estate]) -> Judge:
    """What a predicate, given as a row gives it, says of the first resource among these."""

    def say(row: dict[str, Any], *resources: Resource, **rest: Any) -> Verdict:
        return compiled(row)(resources[0], estate(*resources, **rest))

    return say
