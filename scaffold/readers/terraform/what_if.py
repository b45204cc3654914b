"""Folders of configuration evaluated again, with values that the planner chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from operator import is_
from pathlib import Path
from typing import Any

from scaffold.model.project import Project, Rule
from scaffold.model.values import Value
from scaffold.readers.terraform.ast import BlockNode
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.limits import quick
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.project import read_project
from scaffold.readers.terraform.rules import by_place, parameters_of, rules_of, settle
from scaffold.readers.terraform.session import Session, Shared
from scaffold.readers.terraform.types import ConversionError, convert


@dataclass(frozen=True)
class TerraformWhatIf:
    """Answers `scaffold.model.whatif.WhatIf`. Folders are parsed when they are first asked for, and once.

    `root` is the folder that the user named, `boundary` the one that nothing is read outside of.
    """

    root: Path
    boundary: Path
    _shared: Shared = field(default_factory=Shared, repr=False, compare=False)

    def project(
        self, path: str, values: Mapping[str, Value], known: Mapping[str, Mapping[str, Value]] | None = None
    ) -> Project:
        """The folder at `path` read as a root module with exactly these values."""
        with quick():
            module, files = self._module(path, values, known or {})
            project = read_project(module.session, module, files)
            if not module.session.doubtful:
                return project
            module, files = self._module(path, values, known or {}, seeing=True)
            return _settled(project, read_project(module.session, module, files))

    def rules(self, path: str, values: Mapping[str, Value]) -> tuple[Rule, ...]:
        """The validation rules of the folder's own parameters."""
        with quick():
            module, _ = self._module(path, values, {})
            blocks = [declaration.block for declaration in module.parameters.values()]
            return tuple(rule for block in blocks for rule in self._validations(path, values, module, block))

    def _validations(
        self, path: str, values: Mapping[str, Value], module: ModuleInstance, block: BlockNode
    ) -> tuple[Rule, ...]:
        """The rules of one variable; judged once for the same values of the parameters that they depend on."""
        names = parameters_of(module, block)
        if names is None:
            module.session.doubtful = False
            rules = rules_of(module, block)
            if not module.session.doubtful:
                return rules
            seeing, _ = self._module(path, values, {}, seeing=True)
            return settle(rules, by_place(rules_of(seeing, block)))
        key = (path, id(block), repr([values.get(name, ...) for name in names]))
        judged = self._shared.judged
        if key not in judged:
            judged[key] = rules_of(module, block)
        found: tuple[Rule, ...] = judged[key]
        return found

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
        self,
        path: str,
        values: Mapping[str, Value],
        known: Mapping[str, Mapping[str, Value]],
        seeing: bool = False,
    ) -> tuple[ModuleInstance, ProjectFiles]:
        session = Session(self.root, self.boundary, path, self._shared, known, judge=True, seeing=seeing)
        files = ProjectFiles(session)
        inputs = {name: partial(_plain, value) for name, value in values.items()}
        return ModuleInstance(session, session.folder(path), files, inputs=inputs), files


def _settled(project: Project, seeing: Project) -> Project:
    """The project with rules that are not known as they are for who sees what the configuration sets."""
    judged = by_place(seeing.rules)
    return replace(
        project,
        resources=tuple(replace(each, rules=settle(each.rules, judged)) for each in project.resources),
        outputs=tuple(replace(each, rules=settle(each.rules, judged)) for each in project.outputs),
        parameters=tuple(replace(each, rules=settle(each.rules, judged)) for each in project.parameters),
        checks=settle(project.checks, judged),
    )


def _plain(value: Any) -> Any:
    """A value whose lists are tuples, as the model has them; the very same one where there is nothing to change."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if type(value) is tuple:
        items = tuple(map(_plain, value))
        return value if all(map(is_, items, value)) else items
    if isinstance(value, Mapping):
        found = {name: _plain(item) for name, item in value.items()}
        return value if type(value) is dict and all(map(is_, found.values(), value.values())) else found
    return value
