"""CDKTF as Python programs see it: what packages mean, what the environment holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.readers.cdktf.python.core import JSII, core_module
from scaffold.readers.cdktf.python.packages import IMPORTS, ProviderPackage, imports_module, provider_of
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.deploying.environment import environment_variable
from scaffold.readers.programs.values import MISSING, Machine, Platform, Symbol

_LIBRARY: Final = ("cdktf", "cdktn")


class PythonPlatform(Platform):
    """The packages of CDKTF, for one evaluation."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def module(self, machine: Machine, source: str) -> Any:
        """What importing a package gives; `None` for one that is none of these."""
        if source in _LIBRARY:
            tokens_of(self.run).terrain = source == "cdktn"
        if source in (*_LIBRARY, "constructs"):
            return core_module(self.run, source)
        if source == "jsii":
            return JSII
        if source == IMPORTS:
            return imports_module(self.run, machine)
        named = provider_of(source)
        return ProviderPackage(self.run, named, source).module() if named else None

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """An environment variable: what the variant gives, or nothing."""
        return environment_variable(self.run, machine, name, at, default=default, required=required)

    def limit(self, value: Symbol, choices: Sequence[Any]) -> None:
        """Note what a parameter may be."""
        self.run.limit(value, choices)

    def unread(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        """What is not known was given these."""
        del machine
        self.run.give_away((*arguments, *keywords.values()))

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""
