"""`scaffold diff`: what `generate` would change, and nothing written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import generating_options, loaded_settings, merging_options
from scaffold.cli.patches import color_option, colored, say_patch
from scaffold.cli.summing import summed_up
from scaffold.cli.terminal import counted, located, say, say_diagnostics, unobeyed, writable

if TYPE_CHECKING:
    from scaffold.checking.comparing import Comparison, Difference

#: How wide the bars of --stat may get, in characters.
_BAR = 40


@click.command(short_help="Show what `generate` would change.")
@generating_options
@merging_options
@click.option("--stat", is_flag=True, help="Show only how many lines of each file would change.")
@click.option("--name-only", is_flag=True, help="Show only the names of the files that would change.")
@color_option
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", help="How to report.")
@click.option("-v", "--verbose", is_flag=True, help="Print notes too, and the traceback of a fault.")
def diff(path: Path, shape: str, stat: bool, name_only: bool, color: bool | None, verbose: bool, **given: Any) -> int:
    """Show, as a unified diff, what `generate` with the same options would change in the suites of the project at PATH
    (default: this folder). Nothing is written.

    With --prune, what that would remove is shown, too. Paths are those below the output root, so that `git apply` or
    `patch -p1` there takes what is printed. The exit code is 0 whether there is a difference or not: `scaffold check`
    is for scripts.
    """
    if stat and name_only:
        raise click.UsageError("--stat and --name-only exclude each other")
    from scaffold.checking.comparing import compare
    from scaffold.output import Regeneration

    manner = Regeneration(**{name: given.pop(name) for name in ("force", "adopt", "prune")})
    found = compare(path, loaded_settings(path, given), manner)
    code = ExitCode.DONE if found.outcome.reading.clean else ExitCode.UNCLEAN
    if shape == "json":
        say(json.dumps(_document(found, code), ensure_ascii=True))
        return code
    say_diagnostics(summed_up(found.outcome.diagnostics, verbose=verbose), path, quiet=not verbose)
    if name_only:
        for difference in found.differences:
            say(located(found.outcome.out, difference.change.path))
    elif stat:
        _say_stat(found.differences, found.outcome.out, color)
    else:
        _say_patches(found.differences, color)
    return code


def _say_patches(differences: Sequence[Difference], color: bool | None) -> None:
    for difference in differences:
        if difference.binary:
            say(f"Binary files a/{difference.change.path} and b/{difference.change.path} differ")
        say_patch(difference.patch, color)


def _say_stat(differences: Sequence[Difference], out: Path, color: bool | None) -> None:
    """A line for each file with its name, the number of changed lines and a bar of their kinds; and the sums."""
    wanted = colored(color)
    names = [located(out, difference.change.path) for difference in differences]
    width = max(map(len, names), default=0)
    most = max((difference.added + difference.removed for difference in differences), default=0)
    with unobeyed() if differences else contextlib.nullcontext():
        for name, difference in zip(names, differences, strict=True):
            count = "binary" if difference.binary else f"{difference.added + difference.removed:>{len(str(most))}}"
            click.echo(f" {writable(name):<{width}} | {count} {_bar(difference, most, wanted)}".rstrip(), color=wanted)
    added, removed = (sum(getattr(each, name) for each in differences) for name in ("added", "removed"))
    if differences:
        say(f" {counted(len(differences), 'file')}, {added} added, {removed} removed")


def _bar(difference: Difference, most: int, color: bool) -> str:
    scale = min(1.0, _BAR / most) if most else 0.0
    added, removed = (max(1, round(count * scale)) if count else 0 for count in (difference.added, difference.removed))
    return _painted("+" * added, "green", color) + _painted("-" * removed, "red", color)


def _painted(text: str, fg: str, color: bool) -> str:
    return click.style(text, fg=fg) if color and text else text


def _document(found: Comparison, code: ExitCode) -> dict[str, Any]:
    from scaffold.cli.describe import as_json

    return {
        "version": 1,
        "exit_code": int(code),
        "out": found.outcome.out.as_posix(),
        "files": [
            {
                "verb": each.change.verb.value,
                "path": each.change.path,
                "added": each.added,
                "removed": each.removed,
                "diff": each.patch,
            }
            for each in found.differences
        ],
        "diagnostics": as_json(found.outcome.diagnostics),
    }
