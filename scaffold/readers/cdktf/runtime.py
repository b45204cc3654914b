"""What the programs of CDKTF projects are written in, and all that differs from one language to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.model.deployments import Entry
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.sources import Form, Sources
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.values import Platform


@dataclass(frozen=True, slots=True)
class Runtime:
    """One language. Everything here only reads.

    - `language` is that of its programs, where none is there to say so itself.
    - `form` is how its source files are written, `spelling` how it calls what the library has.
    - `home`: the folder of the project's manifest (package.json), given that of its cdktf.json.
    - `versions`: the packages that the manifest there names, with the versions that are wanted.
    - `platform`: what packages mean in a run.
    - `stacks`: the classes of stacks that source files offer.
    - `create`: makes a stack of such a class in an app, given what its module exports and the stack's id.
    """

    language: str
    form: Form
    spelling: Callable[[], Spelling]
    home: Callable[[ProjectFiles, str], str]
    versions: Callable[[ProjectFiles, str], Mapping[str, str]]
    platform: Callable[[Run], Platform]
    stacks: Callable[[Sources, Iterable[str]], Iterator[Component]]
    create: Callable[[Run, Evaluator, Entry, Any, Any, str], Any]
