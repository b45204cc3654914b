"""CDKTF as the evaluator sees it: what packages mean, what the environment holds."""

from __future__ import annotations

from typing import Any, Final

from scaffold.readers.cdktf.nodejs.library import Library
from scaffold.readers.cdktf.nodejs.packages import ProviderModule, parse_source
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.deploying.environment import environment_variable
from scaffold.readers.programs.values import MISSING, Machine, Platform

_LIBRARIES: Final = frozenset({"cdktf", "cdktn"})


class NodePlatform(Platform):
    """The packages of CDKTF and CDK Terrain, for one evaluation."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def module(self, machine: Machine, source: str) -> Any:
        """What importing a package gives; `None` for one that is not of the library or of a provider."""
        name = source.partition("/")[0]
        if name in _LIBRARIES:
            if name == "cdktn":
                tokens_of(self.run).terrain = True
            return Library(self.run)
        if name == "constructs":
            return Library(self.run)
        found = parse_source(source)
        return None if found is None else ProviderModule(self.run, found)

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """An environment variable: what the variant gives, or nothing."""
        del default, required
        return environment_variable(self.run, machine, name, at)

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""
