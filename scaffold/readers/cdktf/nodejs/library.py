"""The library itself: what `cdktf`, `cdktn` and `constructs` give to those who import them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.cdktf.library import DEFINITIONS
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens import library as tokens
from scaffold.readers.cdktf.tree.definitions import OF_CONSTRUCTS
from scaffold.readers.cdktf.twins import class_of
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine

#: What the successor has and its predecessor does not.
_NEW: Final = frozenset(
    {"TerraformEphemeralResource", "StringMapMap", "NumberMapMap", "BooleanMapMap", "AnyMapMap", "ProviderFeature"}
)
#: What every module is asked for by those who import it, whatever it holds.
_OF_EVERY: Final = frozenset({"then", "prototype", "constructor", "default", "call", "toString", ""})
#: What neither has of what is known, though it is no type.
_OTHERS: Final = frozenset(
    {
        "ComplexComputedList", "CONTEXT_ENV", "DISABLE_STACK_TRACE_IN_METADATA", "FnGenerated", "getHostNameType",
        "lifecycleToTerraform", "Manifest", "OperatorExpression", "ProviderFeature", "Resource",
        "TerraformProviderFunction", "TerraformResourceTargets", "Testing", "testingMatchers",
    }
)  # fmt: skip


class Library(Foreign):
    """The library: its classes and functions by name. `name` is that of the package."""

    __slots__ = ("name", "run")

    def __init__(self, run: Run, name: str) -> None:
        self.run, self.name = run, name

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A class or function; types are nothing, what is not emulated is not known."""
        if name == "__esModule":
            return True
        if name in _OF_EVERY:
            return UNDEFINED
        known: Mapping[str, Any] = OF_CONSTRUCTS if self.name == "constructs" else DEFINITIONS
        if name in known and (self.name != "cdktf" or name not in _NEW):
            return class_of(self.run, known[name])
        if self.name == "constructs":
            return UNDEFINED
        found = tokens.exported(self.run, machine, name)
        if found is UNDEFINED and name in _OTHERS:
            return machine.unknown(f"{name} of {self.name} is not known", at)
        return found

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown("the library is no value", 0))
