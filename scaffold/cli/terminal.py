"""Text for people: what a project says is shown, but never obeyed by the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from scaffold.diagnostics import Diagnostic, Severity


def say(text: str = "", *, error: bool = False) -> None:
    """Print one line; control characters and what the stream cannot encode are shown escaped, and in a workflow of
    GitHub Actions what its runner would obey."""
    line = writable(text, error=error)
    click.echo(_powerless(line) if on_github() else line, err=error)


def on_github() -> bool:
    """Whether a workflow of GitHub Actions runs this."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


@contextlib.contextmanager
def unobeyed() -> Iterator[None]:
    """In a workflow, have its runner obey nothing that is printed in the block, which must stay as it is."""
    token = ""
    if on_github():
        import secrets

        token = secrets.token_hex(16)  # a word that nobody can have written into a project
        click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        if token:
            click.echo(f"::{token}::")


def _powerless(line: str) -> str:
    """The line without a command for the runner: `::name::` behind white space, or `##[name]` anywhere. What it is
    escaped with means the same in JSON."""
    line = line.replace("##[", "#\\u0023[")
    text = line.lstrip()
    return f"{line[: len(line) - len(text)]}\\u003a{text[1:]}" if text.startswith("::") else line


def say_text(text: str) -> None:
    """Print text that programs read too, such as a patch: tabs stay, other control characters are shown escaped."""
    for line in text.splitlines():
        click.echo("\t".join(map(shown, line.split("\t"))))


def say_diagnostics(found: Iterable[Diagnostic], root: Path, *, quiet: bool = False, verbose: bool = False) -> None:
    """Print diagnostics to standard error, places spelled so that they can be opened from here."""
    for diagnostic in found:
        if quiet and diagnostic.severity is Severity.NOTE:
            continue
        place = f"{located(root, diagnostic.position.file)}:{diagnostic.position.line}: " if diagnostic.position else ""
        say(f"{place}{diagnostic.severity.value}: {diagnostic.summary} [{diagnostic.code}]", error=True)
        for line in diagnostic.detail.splitlines() if verbose else ():
            say(f"    {line}", error=True)
        if diagnostic.hint:
            say(f"  hint: {diagnostic.hint}", error=True)


def located(root: Path, file: str) -> str:
    """`file`, which is relative to `root`, as a path from here, the way the user spelled `root`."""
    return Path(os.path.normpath(root / file)).as_posix()


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines whose columns are aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def counted(count: int, noun: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def writable(text: str, *, error: bool = False) -> str:
    """The text as the stream can take it: control characters and what it cannot encode are escaped."""
    encoding = (sys.stderr if error else sys.stdout).encoding or "utf-8"
    return shown(text).encode(encoding, "backslashreplace").decode(encoding)


def shown(text: str) -> str:
    """The text with control characters escaped, which a terminal would obey."""
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
