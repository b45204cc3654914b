"""What GitHub Actions shows beside the lines of a change: commands that a workflow's step prints.

Whatever a project says stands in them escaped: a text of somebody else's must not become a command.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scaffold.cli.terminal import shown
from scaffold.diagnostics import Diagnostic, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def annotation(level: str, message: str, place: Path | None = None, line: int = 1, title: str = "") -> str:
    """One command: `level` is `error`, `warning` or `notice`, `place` a file, as seen from here."""
    told = {"file": _from_workspace(place), "line": str(line)} if place else {}
    told |= {"title": title} if title else {}
    properties = ",".join(f"{name}={_property(value)}" for name, value in told.items())
    return f"::{level}{' ' if properties else ''}{properties}::{_message(message)}"


def of_diagnostics(found: tuple[Diagnostic, ...], root: Path) -> Iterator[str]:
    """An annotation for each diagnostic of the project at `root`."""
    for said in found:
        place = Path(os.path.normpath(root / said.position.file)) if said.position else None
        line = said.position.line if said.position else 1
        message = f"{said.summary}\n{said.hint}" if said.hint else said.summary
        yield annotation(_LEVELS[said.severity], message, place, line, f"scaffold: {said.code}")


def _from_workspace(place: Path) -> str:
    """The file as GitHub knows it: from the top of what was checked out."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    return Path(os.path.relpath(place.absolute(), os.path.abspath(top))).as_posix()


def _message(text: str) -> str:
    text = "\n".join(map(shown, text.split("\n")))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
