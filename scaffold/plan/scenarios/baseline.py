"""The ground on which the runs of one folder of configuration stand: values, mocks and overrides under which it plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.model.project import Project
from scaffold.model.scenarios import Mock, Override
from scaffold.model.values import Value, is_known
from scaffold.model.whatif import WhatIf


@dataclass(frozen=True, slots=True)
class Baseline:
    """The values, mocks and overrides of one folder of configuration, and what it is under them.

    `values` has a known value for every parameter that needs or has one. `known` says what `overrides` say, in the form
    that `WhatIf.project` takes. `project` is the folder as it is after a mocked apply (everything in `known` counts);
    `planned` as it is in a plan where overrides of managed resources do not count yet: what is known there is
    `known_early`, the data sources that can be read before anything is created and the opaque module calls.

    `sound` says that no validation, precondition, postcondition or check fails in `project` and that nothing turned
    into an error that was none in the project as read; `problems` says what did, one sentence each.
    """

    path: str
    values: Mapping[str, Value]
    known: Mapping[str, Mapping[str, Value]]
    known_early: Mapping[str, Mapping[str, Value]]
    mocks: tuple[Mock, ...]
    overrides: tuple[Override, ...]
    providers: Mapping[str, str]
    project: Project
    planned: Project
    sound: bool
    problems: tuple[str, ...] = ()


def baseline(path: str, what_if: WhatIf, given: Mapping[str, Value]) -> Baseline:
    """The ground for the folder at `path` as a root module.

    `given` are values that a caller passes, by parameter; those that are not known are made up, like those of required
    parameters without a value. Parameters with a default that are not given keep it. Deterministic.
    """
    values = {name: value for name, value in given.items() if is_known(value)}
    project = what_if.project(path, values, {})
    return Baseline(path, values, {}, {}, (), (), {}, project, project, True)
