"""What those that resolve to a value see of what they are resolved in."""

from __future__ import annotations

from typing import Any, Protocol

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.registry import Tokens
from scaffold.readers.cdktf.twins import Twin
from scaffold.readers.programs.values import Machine


class Resolving(Protocol):
    """See `context.Context`."""

    run: Run
    machine: Machine
    tokens: Tokens
    scope: Twin | None
    at: int
    preparing: bool
    bare: Any
    ignoring: Any
    warning: Any
    iterating: Any

    def resolve(self, value: Any) -> Any:
        """A value with all its tokens resolved; `UNDEFINED` where there is none."""

    def opened(self, value: Any) -> Any:
        """A value as what it is taken to be; a text that is not known as a text with marks in it."""

    def inner(self, step: bool = False) -> Resolving:
        """A context of its own for a part of a value; `step` says that the part is inside."""

    def shown(self) -> Any:
        """It as the program sees it."""

    def fault(self, message: str) -> Exception:
        """The program's error, where the library throws one."""
