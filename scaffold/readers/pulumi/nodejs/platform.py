"""Pulumi as the evaluator sees it: what packages mean, what the environment holds."""

from __future__ import annotations

from typing import Any, Final

from scaffold.readers.deploying.environment import environment_variable
from scaffold.readers.programs.values import MISSING, Machine, Platform
from scaffold.readers.pulumi.nodejs.aws_mixins import Maker, notify_buckets
from scaffold.readers.pulumi.nodejs.dialect import NodeDialect
from scaffold.readers.pulumi.nodejs.packages import Named, aws_maker, helpers_for, parse_source
from scaffold.readers.pulumi.nodejs.sdk import sdk_module
from scaffold.readers.pulumi.run import Run

_SDK: Final = "@pulumi/pulumi"


class PulumiPlatform(Platform):
    """The packages of Pulumi, for one evaluation."""

    def __init__(self, run: Run) -> None:
        self.run = run
        run.dialect = NodeDialect()

    def module(self, machine: Machine, source: str) -> Any:
        """What importing a package gives; `None` for one that is not Pulumi's."""
        if source == _SDK or source.startswith(f"{_SDK}/"):
            return sdk_module(self.run, machine, source.removeprefix(_SDK).lstrip("/"))
        found = parse_source(source, self.run.installed.others)
        if found is None:
            return None
        self.run.helpers = self.run.helpers or helpers_for(machine)
        return Named(self.run, *found)

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """An environment variable: what the variant gives, or nothing."""
        del default, required
        return environment_variable(self.run, machine, name, at)

    def finish(self, machine: Machine) -> None:
        """The program's modules have run: what its packages do then is not seen under mocks, which never end."""
        if self.run.notifications and not self.run.given.mocked:
            notify_buckets(Maker(self.run, machine, 0, aws_maker(self.run, machine)))
