"""What a program is run with, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Programs ask these whether they run against an emulator, or find credentials and variables in them.
FOREIGN = ("AWS_", "CDKTF_", "SYNTH_HCL_OUTPUT", "TF_")


class ProgramError(Exception):
    """That the program does not get to its end; the message says why."""


@dataclass(frozen=True)
class Settings:
    """How a program is synthesised; see `synthesis`. `main` is the folder from which the program's imports begin."""

    folder: Path
    program: str = ""
    create: Callable[[Callable[[str], Any], Any], Any] | None = None
    main: Path = Path()
    library: str = ""
    env: Mapping[str, str | None] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def start(self) -> Path:
        """The folder from which the program's imports begin."""
        program = self.folder / self.program
        return self.main if not self.program else program if program.is_dir() else program.parent

    @property
    def working(self) -> Path:
        """The folder in which the program runs."""
        return self.folder


@dataclass(frozen=True)
class Element:
    """A block of a stack: `address` is what Terraform calls it, `path` that of the construct."""

    type: str
    path: str
    address: str
    configuration: dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What a program is synthesised to. `outputs` are blocks; `unresolved` are places where tokens are left."""

    stacks: list[str]
    elements: list[Element]
    outputs: dict[str, dict[str, Any]]
    unresolved: list[str]
