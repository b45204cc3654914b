"""Hand-made folders of configuration, and the cases planned for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scaffold.model.position import Position
from scaffold.model.project import Project, Resource, SourceFile, SourceModule
from scaffold.model.source import Block, Form
from scaffold.model.testplan import Case, Tier
from scaffold.plan import plan

AT = Position("main.tf", 1)

MakeBlock = Callable[..., Block]
PlanCases = Callable[..., dict[str, Case]]


@pytest.fixture(scope="session")
def block() -> MakeBlock:
    """`block("resource aws_sqs_queue events", nested, ..., name=form, ...)`"""

    def make(header: str, *nested: Block, **attributes: Form) -> Block:
        kind, *labels = header.split()
        return Block(kind, tuple(labels), attributes, nested, AT)

    return make


@pytest.fixture(scope="session")
def cases() -> PlanCases:
    """The cases planned for one folder, by id."""

    def plan_one(
        *blocks: Block,
        tier: Tier = Tier.STANDARD,
        referred: tuple[SourceFile, ...] = (),
        resources: tuple[Resource, ...] = (),
        path: str = ".",
    ) -> dict[str, Case]:
        module = SourceModule(path, ("main.tf",), blocks, referred)
        project = Project("demo", "terraform", ".", resources=resources, modules=(module,))
        planned = plan([project], tier).cases
        found = {case.id: case for case in planned}
        assert len(found) == len(planned)
        return found

    return plan_one
