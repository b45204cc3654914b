"""What a process needs to run a program: a folder of its own, with the support library of suites in it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_SUFFIX: Final = ".j2"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder that is ready: the command to run in it, what it is asked beside the variant, and the environment.

    `out_of_memory` is what a process prints that dies of that.
    """

    command: tuple[str, ...]
    request: Mapping[str, Any]
    environment: Mapping[str, str] = field(default_factory=dict)
    out_of_memory: str = ""


def copy_library(templates: Path, folder: Path) -> None:
    """Copies the files of a support library; all but the tables in it are plain ones."""
    folder.mkdir(exist_ok=True)
    for template in templates.iterdir():
        if template.name.endswith(_SUFFIX):
            shutil.copyfile(template, folder / template.name.removesuffix(_SUFFIX))
