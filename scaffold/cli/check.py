"""`scaffold check`: whether the suites are as `generate` would write them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.accepting import like
from scaffold.cli.annotations import annotation, of_diagnostics
from scaffold.cli.changes import said_of_cases, say_change
from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import generating_options, loaded_settings
from scaffold.cli.summing import summed_up
from scaffold.cli.terminal import counted, located, on_github, say, say_diagnostics
from scaffold.diagnostics import Severity

if TYPE_CHECKING:
    from scaffold.checking import Standing
    from scaffold.checking.comparing import Difference
    from scaffold.config import Settings
    from scaffold.diagnostics import Diagnostic

#: The lock below the output root, as the output stage has it, which is slow to load.
LOCK_PATH = ".scaffold/lock.json"
_LACKS = "no other file changes; generate notes there what the suites are made from now"


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
    where tests are left of something that is gone, and where a file that is not scaffold's, or cannot be taken apart,
    stands in the way. Tests that somebody edited are kept by `generate`, and no drift.
    """
    settings = loaded_settings(path, given)
    found = _found(path, settings, no_cache)
    command = like(context, "generate", *found.flags) if found.drift else ""
    shape = shape or ("github" if on_github() else "text")
    if shape == "json":
        say(json.dumps(_document(found, command), ensure_ascii=True))
        return found.code
    if shape == "github":
        _annotate(found, path, command)
    else:
        say_diagnostics(summed_up(found.standing.diagnostics, verbose=verbose), path)
    if found.drift:
        _say_drift(found, path)
        say()
        for place in _first(found.stuck, path):
            say(f"First mend:      {place}")
        if found.differences:
            say(f"See it with:     {like(context, 'diff', *found.flags)}")
        say(f"Accept it with:  {command}")
    elif not quiet:
        _say_standing(found, verbose)
    return found.code


@dataclass(frozen=True, slots=True)
class _Found:
    """What a check found below the output root `out`.

    `relocked`: the lock lacks something. `clean`: all could be read. `stuck`: what is said of files that `generate`
    leaves alone though they are not what it would write. `flags`: what it has to be given to deal with all of it.
    """

    out: Path
    standing: Standing
    differences: Sequence[Difference] = ()
    relocked: bool = False
    clean: bool = True
    stuck: Sequence[Diagnostic] = ()
    flags: Sequence[str] = ()

    @property
    def drift(self) -> bool:
        """Whether the suites are not what would be generated."""
        return bool(self.differences or self.stuck) or self.relocked

    @property
    def code(self) -> ExitCode:
        """What could not be read may hide drift, so that is said first."""
        return ExitCode.UNCLEAN if not self.clean else ExitCode.FOUND if self.drift else ExitCode.DONE


def _found(path: Path, settings: Settings, no_cache: bool) -> _Found:
    from scaffold.checking import remembered

    out = settings.out or path
    standing = None if no_cache else remembered(path, settings)
    if standing is not None:
        return _Found(out, standing)
    from scaffold.checking.comparing import checked, standing_of

    made = checked(path, settings)
    outcome = made.outcome
    clean = outcome.reading.clean
    flags = [flag for flag, needed in (("--prune", made.prunes), ("--adopt", made.adopts)) if needed]
    return _Found(out, standing_of(outcome), made.differences, outcome.relocked, clean, made.stuck, flags)


def _say_drift(found: _Found, root: Path) -> None:
    for difference in found.differences:
        say_change(difference.change, found.out, f"+{difference.added} -{difference.removed}")
    for stuck in found.stuck:
        say(f"stuck     {_place(stuck, root)} ({stuck.summary})")
    if not found.differences and found.relocked:
        say(f"update    {located(found.out, LOCK_PATH)} ({_LACKS})")
    said = len(found.differences) + len(found.stuck)
    say(f"{counted(max(1, said), 'file')} not as generated")


def _place(said: Diagnostic, root: Path) -> str:
    return f"{located(root, said.position.file)}:{said.position.line}" if said.position else ""


def _first(stuck: Sequence[Diagnostic], root: Path) -> list[str]:
    """What no option of `generate` is good for: places in files to be mended, and links to be moved away."""
    links = [said for said in stuck if said.position and (root / said.position.file).is_symlink()]
    return [_place(said, root) for said in stuck if said.code == "unparsable" or said in links]


def _say_standing(found: _Found, verbose: bool) -> None:
    standing = found.standing
    for kept in standing.kept if verbose else ():
        title = f": {kept.title}" if kept.title else ""
        say(f"kept      {located(found.out, kept.path)}:{kept.line}{title}")
    edited = f", {counted(len(standing.kept), 'edit')} kept" if standing.kept else ""
    say(f"{counted(standing.files, 'file')} as generated{edited}")


def _annotate(found: _Found, path: Path, command: str) -> None:
    for said in found.standing.diagnostics:
        if said in found.stuck:
            said = replace(said, severity=Severity.ERROR, hint=f"{said.hint}\nThen accept it with:\n{command}")
        for line in of_diagnostics((said,), path):
            click.echo(line)
    for difference in found.differences:
        change = difference.change
        words = said_of_cases(change) or change.verb.value
        message = f"Not as generated: {words}, +{difference.added} -{difference.removed}. Accept it with:\n{command}"
        click.echo(annotation("error", message, Path(found.out, change.path), difference.line, "scaffold check"))

    if found.relocked and not found.differences:
        click.echo(annotation("error", f"Not as generated: {_LACKS}. Write it with:\n{command}", found.out / LOCK_PATH))


def _document(found: _Found, command: str) -> dict[str, Any]:
    from scaffold.cli.changes import case_documents
    from scaffold.model.document import as_json

    return {
        "version": 1,
        "exit_code": int(found.code),
        "out": found.out.as_posix(),
        "drift": found.drift,
        "files": [
            {
                "verb": each.change.verb.value,
                "path": each.change.path,
                "line": each.line,
                "added": each.added,
                "removed": each.removed,
                "cases": case_documents(each.change),
            }
            for each in found.differences
        ],
        "stuck": as_json(found.stuck),
        "unchanged": found.standing.files,
        "kept": [
            {"path": kept.path, "line": kept.line, "title": kept.title, "outdated": kept.outdated}
            for kept in found.standing.kept
        ],
        "command": command,
        "diagnostics": as_json(found.standing.diagnostics),
    }
