"""What runs the programs of a project: the `runtime` of its Pulumi.yaml, and all that differs from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.diagnostics import Diagnostic
from scaffold.model.deployments import Entry, Exported
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.values import Platform
from scaffold.readers.pulumi.installed import Installed
from scaffold.readers.pulumi.run import Run


@dataclass(frozen=True, slots=True)
class Runtime:
    """One runtime. Everything here only reads.

    - `language` is that of its programs, where none is there to say so itself.
    - `form` is how its source files are written.
    - `main`: the entry file of the project in a folder, given what `main` of its file says; empty where there is none.
      `hint` says what to do then.
    - `working`: the folder that a program runs in, given that of the project and its entry file.
    - `installed`: what is known of the provider packages of the project in a folder, given the options of its runtime.
    - `platform`: what packages mean in a run.
    - `components`: those that source files offer.
    - `exported`: what a program exports, given its module and what that came to.
    - `component`: makes a component with the arguments of the run, and gives what it shows; given what its module
      exports.
    """

    language: str
    form: Form
    main: Callable[[ProjectFiles, str, Any, list[Diagnostic]], str]
    hint: str
    installed: Callable[[Sources, str, Mapping[str, Any]], Installed]
    platform: Callable[[Run], Platform]
    components: Callable[[Sources, Iterable[str]], Iterator[Component]]
    exported: Callable[[Run, Evaluator, Module, Any], Iterator[Exported]]
    component: Callable[[Run, Evaluator, Entry, Any], Iterator[Exported]]
    working: Callable[[str, str], str] = lambda folder, _main: folder
