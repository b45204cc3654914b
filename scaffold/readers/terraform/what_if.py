"""Folders of configuration evaluated again, with values that the planner chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from scaffold.model.project import Project, Rule
from scaffold.model.values import Value
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.limits import quick
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.project import read_project
from scaffold.readers.terraform.rules import rules_of
from scaffold.readers.terraform.session import Session, Shared
from scaffold.readers.terraform.types import ConversionError, convert


@dataclass(frozen=True)
class TerraformWhatIf:
    """Answers `scaffold.model.whatif.WhatIf`. Folders are parsed when they are first asked for, and once.

    `root` is the folder that the user named, `boundary` the one that nothing is read outside of.
    """

    root: Path
    boundary: Path
    _shared: Shared = field(default_factory=Shared, repr=False)

    def project(
        self, path: str, values: Mapping[str, Value], known: Mapping[str, Mapping[str, Value]] | None = None
    ) -> Project:
        """The folder at `path` read as a root module with exactly these values."""
        with quick():
            module, files = self._module(path, values, known or {})
            return read_project(module.session, module, files)

    def rules(self, path: str, values: Mapping[str, Value]) -> tuple[Rule, ...]:
        """The validation rules of the folder's own parameters."""
        with quick():
            module, _ = self._module(path, values, {})
            return tuple(rule for each in module.parameters.values() for rule in rules_of(module, each.block))

    def fits(self, path: str, name: str, value: Value) -> bool:
        """Whether a value converts to the type of the parameter; false where there is no such parameter."""
        with quick():
            module, _ = self._module(path, {}, {})
            declaration = module.parameters.get(name)
            if declaration is None:
                return False
            if value is None:
                return declaration.nullable or not declaration.required
            try:
                convert(_plain(value), declaration.type)
            except ConversionError:
                return False
            return True

    def _module(
        self, path: str, values: Mapping[str, Value], known: Mapping[str, Mapping[str, Value]]
    ) -> tuple[ModuleInstance, ProjectFiles]:
        session = Session(self.root, self.boundary, path, self._shared, known, judge=True)
        files = ProjectFiles(session)
        inputs = {name: partial(_plain, value) for name, value in values.items()}
        return ModuleInstance(session, session.folder(path), files, inputs=inputs), files


def _plain(value: Any) -> Any:
    """A value whose lists are tuples, as the model has them."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if type(value) is tuple:
        return tuple(map(_plain, value))
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, Mapping) else value
