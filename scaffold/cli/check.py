"""`scaffold check`: whether the suites are as `generate` would write them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.accepting import generate_command
from scaffold.cli.annotations import annotation, of_diagnostics, on_github
from scaffold.cli.changes import said_of_cases, say_change
from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import generating_options, loaded_settings
from scaffold.cli.summing import summed_up
from scaffold.cli.terminal import counted, located, say, say_diagnostics

if TYPE_CHECKING:
    from scaffold.checking import Standing
    from scaffold.checking.comparing import Difference


@click.command(short_help="Fail where the suites are not what `generate` would write.")
@generating_options
@click.option(
    "--format",
    "shape",
    type=click.Choice(("text", "json", "github")),
    help="How to report.  [default: github in a workflow of GitHub Actions, else text]",
)
@click.option("--no-cache", is_flag=True, help="Generate in memory even if nothing has changed since `generate`.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Name every edit that is kept; print the traceback of a fault.")
@click.pass_context
def check(
    context: click.Context, /, path: Path, shape: str | None, no_cache: bool, quiet: bool, verbose: bool, **given: Any
) -> int:
    """Check that the suites of the project at PATH (default: this folder) are what `generate` with the same options
    would write. Nothing is written.

    Where they are not, the exit code is 1, and the command that accepts the difference is printed. That is also so
    where tests are left of something that is gone. Tests that somebody edited are kept by `generate`, and no drift.
    """
    settings = loaded_settings(path, given)
    standing, differences, clean, prunes = _found(path, settings, no_cache)
    drift = bool(differences)
    code = ExitCode.UNCLEAN if not clean else ExitCode.FOUND if drift else ExitCode.DONE
    command = generate_command(context, *(["--prune"] if prunes else [])) if drift else ""
    out = settings.out or path
    shape = shape or ("github" if on_github() else "text")
    if shape == "json":
        say(json.dumps(_document(standing, differences, out, command, code), ensure_ascii=True))
        return code
    if shape == "github":
        _annotate(standing, differences, path, out, command)
    else:
        say_diagnostics(summed_up(standing.diagnostics, verbose=verbose), path)
    _report(standing, differences, out, command, quiet=quiet, verbose=verbose)
    return code


def _found(path: Path, settings: Any, no_cache: bool) -> tuple[Standing, Sequence[Difference], bool, bool]:
    """What is kept, what differs, whether all could be read, and whether what differs goes away only by pruning."""
    from scaffold.checking import remembered

    standing = None if no_cache else remembered(path, settings)
    if standing is not None:
        return standing, (), True, False
    from scaffold.checking.comparing import checked, standing_of

    found = checked(path, settings)
    return standing_of(found.outcome), found.differences, found.outcome.reading.clean, found.prunes


def _report(
    standing: Standing, differences: Sequence[Difference], out: Path, command: str, *, quiet: bool, verbose: bool
) -> None:
    for difference in differences:
        say_change(difference.change, out, f"+{difference.added} -{difference.removed}")
    if differences:
        say()
        say(f"{counted(len(differences), 'file')} not as generated. See it with `scaffold diff`, accept it with:")
        say(f"    {command}")
        return
    if quiet:
        return
    for kept in standing.kept if verbose else ():
        title = f": {kept.title}" if kept.title else ""
        say(f"kept      {located(out, kept.path)}:{kept.line}{title}")
    edited = f", {counted(len(standing.kept), 'edit')} kept" if standing.kept else ""
    say(f"{counted(standing.files, 'file')} as generated{edited}")


def _annotate(standing: Standing, differences: Sequence[Difference], path: Path, out: Path, command: str) -> None:
    for line in of_diagnostics(standing.diagnostics, path):
        click.echo(line)
    for difference in differences:
        change = difference.change
        words = said_of_cases(change) or change.verb.value
        message = (
            f"generate would change this file: {words}, +{difference.added} -{difference.removed} lines.\n{command}"
        )
        click.echo(annotation("error", message, Path(out, change.path), difference.line, "scaffold: not as generated"))


def _document(
    standing: Standing, differences: Sequence[Difference], out: Path, command: str, code: ExitCode
) -> dict[str, Any]:
    from scaffold.cli.changes import case_documents
    from scaffold.model.document import as_json

    return {
        "version": 1,
        "exit_code": int(code),
        "out": out.as_posix(),
        "files": [
            {
                "verb": each.change.verb.value,
                "path": each.change.path,
                "line": each.line,
                "added": each.added,
                "removed": each.removed,
                "cases": case_documents(each.change),
            }
            for each in differences
        ],
        "unchanged": standing.files,
        "kept": [
            {"path": kept.path, "line": kept.line, "title": kept.title, "outdated": kept.outdated}
            for kept in standing.kept
        ],
        "command": command,
        "diagnostics": as_json(standing.diagnostics),
    }
