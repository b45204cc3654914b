"""What a program is run with, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Programs ask these whether they run against an emulator, or find credentials and configuration in them.
FOREIGN = ("AWS_", "PULUMI_CONFIG")


class ProgramError(Exception):
    """That the program does not get to its end; the message says why."""


@dataclass(frozen=True)
class Settings:
    """How a program is deployed; see `deployment`. `main` is the folder from which the program's imports begin."""

    folder: Path
    program: str = ""
    create: Callable[[Callable[[str], Any]], Any] | None = None
    main: Path = Path()
    project: str = "project"
    stack: str = "test"
    organization: str = "organization"
    config: Mapping[str, Any] = field(default_factory=dict)
    env: Mapping[str, str | None] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    patience: float = 2.0

    @property
    def start(self) -> Path:
        """The folder from which the program's imports begin."""
        program = self.folder / self.program
        return self.main if not self.program else program if program.is_dir() else program.parent

    @property
    def working(self) -> Path:
        """The folder in which the program runs."""
        return self.start


@dataclass
class Registration:
    """A resource that the program registers or looks up.

    `kind` is `custom`, `component`, `remote` or `read`; `given` the id that it is looked up by, or imported with.
    `state` is what the mocks say of it, with its `id` and `urn`; `parent` is a URN, and empty for the stack itself.
    """

    type: str
    name: str
    kind: str
    inputs: dict[str, Any]
    given: str = ""
    id: str = ""
    urn: str = ""
    parent: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What a program registers and exports; `unanswered` are outputs that it looks into and the mocks know not."""

    registrations: list[Registration]
    exports: dict[str, Any]
    unanswered: list[str] = field(default_factory=list)
