"""What a configuration would be with other values for its parameters: asked by the planner, answered by a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scaffold.model.project import Project, Rule
from scaffold.model.values import Value


class WhatIf(Protocol):
    """Evaluates a folder of configuration again, with values that the planner chooses. Nothing is executed."""

    def project(
        self, path: str, values: Mapping[str, Value], known: Mapping[str, Mapping[str, Value]] | None = None
    ) -> Project:
        """The folder at `path` (relative to what the user named) read as a root module with exactly these `values`.

        Parameters without a value have their default, else they are references to themselves; variable files are not
        read. `known` gives attributes that only the cloud knows (by the address of a resource, data source or opaque
        module call, as seen from this root, without instance keys): references to them are those values. Every
        `Rule.holds` is filled in. What cannot be evaluated is an `Unknown` with its reason, as always.
        """

    def rules(self, path: str, values: Mapping[str, Value]) -> tuple[Rule, ...]:
        """Only the validation rules of the folder's own parameters, with `holds` filled in: much quicker."""

    def fits(self, path: str, name: str, value: Value) -> bool:
        """Whether a value converts to the type of the parameter `name` of the folder at `path`."""
