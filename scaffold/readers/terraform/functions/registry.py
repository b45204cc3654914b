"""What a built-in function is, for the modules that define them and the evaluator that calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from scaffold.model.values import Value


class FunctionError(Exception):
    """The function refuses its arguments, with Terraform's reason in one sentence (no full stop)."""


class NeedsKnownError(FunctionError):
    """The result cannot be told here (a value is not known, or a limit of ours is met): the call stays as it is."""


class FileContext(Protocol):
    """How functions read the files of the project, and nothing else of the machine.

    Paths are as the configuration gives them: relative ones count from the module's folder, `path.module` and
    `path.root` are spelled as project-relative folders. Reading outside the project raises `FunctionError`.
    """

    def read_bytes(self, path: str) -> bytes:
        """The content of a file; `FunctionError` where it is missing, outside the project or too large."""

    def exists(self, path: str) -> bool:
        """Whether a file (not a folder) is there."""

    def glob(self, folder: str, pattern: str) -> tuple[str, ...]:
        """The sorted files below `folder` that match, relative to it, by `**`, `*`, `?`, `[]`, `{a,b}`."""

    def render(self, template: str, variables: Mapping[str, Value], origin: str) -> Value:
        """The template's text evaluated with just these variables (for `templatefile` and `templatestring`)."""


@dataclass(frozen=True, slots=True)
class Function:
    """A pure built-in function.

    `call` takes positional arguments that are values; it gets only known ones unless `partial` is set: then symbolic
    values may stand inside collections (never as the collection itself) and are moved around untouched. `files` puts a
    `FileContext` before the arguments. `call` raises `FunctionError`, also for a wrong number or type of arguments.
    """

    call: Callable[..., Any]
    partial: bool = False
    files: bool = False
