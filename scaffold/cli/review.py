"""`scaffold review`: what a reviewer would raise, with its place. Nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.findings import say_findings, tally, unsuppressed, weights
from scaffold.cli.options import choice_options, loaded_settings, reading_options
from scaffold.cli.terminal import say, say_diagnostics

if TYPE_CHECKING:
    from scaffold.config import Settings
    from scaffold.pipeline import Review

LIMITS = ("never", "low", "medium", "high")


@click.command(short_help="Say what a reviewer would raise.")
@reading_options
@choice_options
@click.option(
    "--fail-on", type=click.Choice(LIMITS), help="Exit code 1 on a finding of this weight or more.  [default: never]"
)
@click.option("--show-suppressed", is_flag=True, help="Print the findings that a comment in the source suppresses too.")
@click.option("--format", "shape", type=click.Choice(("text", "json", "sarif")), default="text", help="How to report.")
@click.option("-v", "--verbose", is_flag=True, help="Say why each finding matters; print the traceback of a fault.")
def review(path: Path, shape: str, show_suppressed: bool, verbose: bool, **given: Any) -> int:
    """Review the infrastructure project at PATH (default: this folder) and write nothing.

    A finding is something that an expert would raise: missing encryption, public access, too many privileges. What is
    looked at: `scaffold list invariants`. A comment suppresses findings of the block that it stands in or above:
    `# scaffold:ignore ID: reason`.
    """
    from scaffold import pipeline

    settings = loaded_settings(path, given)
    made = pipeline.review(path, settings)
    code = _code(made, settings)
    if shape == "json":
        say(json.dumps(_document(made, code), ensure_ascii=True))
        return code
    say_diagnostics(made.diagnostics, path, verbose=verbose)
    if shape == "sarif":
        _say_sarif(made)
        return code
    shown = made.findings if show_suppressed else unsuppressed(made.findings)
    say_findings(shown, path, verbose=verbose)
    say(tally(made.findings))
    return code


def _code(made: Review, settings: Settings) -> ExitCode:
    """What could not be read may hide findings, so that is said first."""
    if not made.reading.clean:
        return ExitCode.UNCLEAN
    return ExitCode.FOUND if made.fails(settings.fail_on) else ExitCode.DONE


def _say_sarif(made: Review) -> None:
    from scaffold.cli.sarif import sarif

    for line in json.dumps(sarif(made), ensure_ascii=True, indent=2).splitlines():
        say(line)


def _document(made: Review, code: ExitCode) -> dict[str, Any]:
    from scaffold.cli.describe import as_json, finding_lists

    return {
        "version": 1,
        "exit_code": int(code),
        "summary": {**weights(made.findings), "suppressed": len(made.findings) - len(unsuppressed(made.findings))},
        **finding_lists(made.findings),
        "diagnostics": as_json(made.diagnostics),
    }
