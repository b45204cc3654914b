"""Differences for people: coloured on a terminal, which never obeys what is in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from scaffold.cli.terminal import unobeyed, writable

Command = TypeVar("Command", bound=Callable[..., Any])

#: How the lines of a difference are shown, by how they begin; the names of files first, as these begin like the others.
_STYLES: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--- ", "+++ "), {"bold": True}),
    (("@@",), {"fg": "cyan"}),
    (("+",), {"fg": "green"}),
    (("-",), {"fg": "red"}),
)


def color_option(command: Command) -> Command:
    """--color and --no-color: `None` where neither is given."""
    told = "Colour differences.  [default: on a terminal]"
    return click.option("--color/--no-color", "color", default=None, help=told)(command)


def colored(asked: bool | None = None) -> bool:
    """Whether to colour: as it was asked, else on a terminal whose user has not set NO_COLOR."""
    return (sys.stdout.isatty() and not os.environ.get("NO_COLOR")) if asked is None else asked


def say_patch(text: str, color: bool | None = None) -> None:
    """Print a unified difference; tabs stay, other control characters are shown escaped. `color`: see `colored`.

    Where a program reads it, line ends stay what they are in the file: it is to be applied. So in a workflow of GitHub
    Actions the lines stay as well, between two that keep its runner from obeying them; git and patch pass those by.
    """
    if text:
        with unobeyed():
            _say_lines(text, colored(color))


def _say_lines(text: str, wanted: bool) -> None:
    kept = "" if sys.stdout.isatty() else "\r"
    for number, line in enumerate(text.split("\n")[:-1]):
        end = kept if kept and line.endswith(kept) else ""
        plain = "\t".join(map(writable, line.removesuffix(end).split("\t"))) + end
        click.echo(_styled(plain, number) if wanted else plain, color=wanted)


def _styled(line: str, number: int) -> str:
    # Only the first two lines name files: a changed line may begin with two signs more.
    styles = _STYLES if number < 2 else _STYLES[1:]
    return next((click.style(line, **style) for begins, style in styles if line.startswith(begins)), line)
