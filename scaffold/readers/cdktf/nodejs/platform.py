"""CDKTF as the evaluator sees it: what packages mean, what the environment holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.readers.cdktf.nodejs.library import Library
from scaffold.readers.cdktf.nodejs.packages import ProviderModule, parse_path, parse_source
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.deploying.environment import environment_variable
from scaffold.readers.programs.values import MISSING, Machine, Platform

_LIBRARIES: Final = frozenset({"cdktf", "cdktn"})
#: What generated files say of themselves, and where.
_MARK: Final = b"// generated "
_HEAD: Final = 400


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
            return Library(self.run, name)
        if name == "constructs":
            return Library(self.run, name)
        found = parse_source(source)
        return None if found is None else ProviderModule(self.run, found)

    def bindings(self, machine: Machine, path: str, there: bool) -> Any:
        """The bindings of providers and modules that are generated at a path of the project. What is generated for
        modules is read as it is, where it is there."""
        found = parse_path(self.run, path)
        if found is None or not there:
            return found
        return found if isinstance(found, ProviderModule) and _is_generated(machine, path) else None

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """An environment variable: what the variant gives, or nothing."""
        del default, required
        return environment_variable(self.run, machine, name, at)

    def unread(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        """What is not known was given these."""
        del machine
        self.run.give_away((*arguments, *keywords.values()))

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""


def _is_generated(machine: Machine, path: str) -> bool:
    """Whether the generator wrote a file: it says so at the beginning."""
    return _MARK in (machine.files.read(path) or b"")[:_HEAD]
