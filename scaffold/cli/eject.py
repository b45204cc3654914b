"""`scaffold eject`: tests and files that are a person's from now on."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import FOLDER
from scaffold.cli.terminal import located, say


@click.command(short_help="Make tests or files yours from now on.")
@click.argument("names", metavar="[CASE|FILE]...", nargs=-1)
@click.option("--path", type=FOLDER, default=".", help="The project.  [default: this folder]")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Output root.  [default: PATH]")
@click.option("-v", "--verbose", is_flag=True, help="Print the traceback of a fault.")
def eject(names: tuple[str, ...], path: Path, out: Path | None, verbose: bool) -> int:
    """Make generated tests (CASE) or whole files (FILE) yours: `generate` does not touch them from now on, nor say
    that it would have written something else, nor write them again once they are gone.

    CASE is a test's name or title; where several files have it, FILE::CASE. Without any, the tests and files that were
    edited are listed.
    """
    del verbose  # it is looked for where faults are reported
    from scaffold.checking.ejecting import eject_named, ejectable
    from scaffold.config import Flags, load_settings

    settings = load_settings(path, Flags(out=out))
    place = settings.out or path
    if names:
        for kept in eject_named(path, settings, names):
            say(f"yours     {_named(place, kept.path, kept.title)}")
        return ExitCode.DONE
    edited = ejectable(path, settings)
    for kept in edited:
        say(f"{shlex.quote(_named(place, kept.path, kept.title))}  line {kept.line}")
    if not edited:
        say("No generated test or file was edited.")
    return ExitCode.DONE


def _named(out: Path, path: str, title: str) -> str:
    return f"{located(out, path)}::{title}" if title else located(out, path)
