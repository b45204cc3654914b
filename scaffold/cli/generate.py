"""`scaffold generate`: write the suites and say what happened to each file."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.changes import case_documents, said_of_cases, say_change
from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.findings import say_findings, tally, unsuppressed
from scaffold.cli.options import generating_options, loaded_settings, merging_options
from scaffold.cli.summing import FEW, summed_up
from scaffold.cli.terminal import counted, located, say, say_diagnostics

if TYPE_CHECKING:
    from scaffold.emit import Target
    from scaffold.pipeline import Outcome


@click.command(short_help="Write test suites for a project.")
@generating_options
@merging_options
@click.option("--refresh", multiple=True, metavar="CASE|FILE", help="Generate this anew, whatever became of it.")
@click.option("--write-rej", is_flag=True, help="Write what cannot be merged beside the file, as NAME.rej.")
@click.option("--dry-run", is_flag=True, help="Say what would happen to each file and write nothing.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", help="How to report.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Print more about each finding, and the traceback of a fault.")
def generate(path: Path, shape: str, dry_run: bool, quiet: bool, verbose: bool, **given: Any) -> int:
    """Read the infrastructure project at PATH (default: this folder) and write test suites for it.

    Run again, it brings up to date what nobody touched, adds what is new, and keeps every edit: tests that were changed
    stay as they are, those that were deleted stay away. What is left of things that are gone is reported; --prune
    removes it. A file that scaffold did not write is never touched.
    """
    from scaffold import pipeline
    from scaffold.checking import remembering
    from scaffold.output import Regeneration

    refresh = frozenset(given.pop("refresh"))
    switches = {name: given.pop(name) for name in ("force", "adopt", "prune", "write_rej")}
    manner = Regeneration(**switches, refresh=refresh)
    settings = loaded_settings(path, given)
    with remembering(path, settings) as memory:
        outcome = pipeline.generate(path, settings, manner=manner, dry_run=dry_run)
    if not dry_run:
        memory.keep(outcome, pruned=manner.prune)
    code = ExitCode.DONE if outcome.reading.clean else ExitCode.UNCLEAN
    if shape == "json":
        say(json.dumps(_document(outcome, dry_run, code), ensure_ascii=True))
        return code
    say_diagnostics(summed_up(outcome.diagnostics, verbose=verbose), path, quiet=quiet, verbose=verbose)
    if not quiet:
        _report(outcome, path, verbose)
    return code


def _report(outcome: Outcome, root: Path, verbose: bool) -> None:
    _say_findings(outcome, root, verbose)
    _say_changes(outcome, verbose)
    if not outcome.changes:
        say("Nothing was written: there is nothing to test in what could be read.")
        return
    say(_summary(outcome))
    _say_next(outcome)


def _say_changes(outcome: Outcome, verbose: bool) -> None:
    """A line for each file that something happens to or that was edited, and the number of the others."""
    from scaffold.output import Verb

    shown = [
        change for change in outcome.changes if verbose or change.verb is not Verb.UNCHANGED or said_of_cases(change)
    ]
    for change in shown:
        say_change(change, outcome.out)
    if others := len(outcome.changes) - len(shown):
        say(f"{Verb.UNCHANGED.value:9} {counted(others, 'file')}")


def _say_findings(outcome: Outcome, root: Path, verbose: bool) -> None:
    """The findings on standard error, or their number and the command that shows them."""
    counting = unsuppressed(outcome.plan.findings)
    if verbose or len(counting) <= FEW:
        say_findings(counting, root, verbose=verbose, error=True)
        return
    place = "" if root.as_posix() == "." else f" {shlex.quote(root.as_posix())}"
    say(f"{tally(counting)}; see them with `scaffold review{place}`", error=True)


def _summary(outcome: Outcome) -> str:
    """What there is in the project and what was made of it; kinds of tests that no target has are not spoken of."""
    counts = {noun: count for noun, count in _counts(outcome).items() if count or noun not in ("cases", "runs")}
    named = [counted(count, noun[:-1]) for noun, count in counts.items()]
    return f"{', '.join(named)}, in {outcome.seconds:.2f} s"


def _say_next(outcome: Outcome) -> None:
    say()
    for target in outcome.targets:
        for folder in _folders(outcome, target):
            place = located(outcome.out, folder)
            prefix = "" if place == "." else f"cd {shlex.quote(place)} && "
            say(f"Run the {target.name} suite:  {prefix}{target.command}")
            for requirement in target.requirements:
                say(f"  if not yet installed:  {prefix if target.scenarios or target.deployed else ''}{requirement}")


def _folders(outcome: Outcome, target: Target) -> list[str]:
    """The folders, relative to the output root, in which the target's command runs."""
    return list(outcome.folders.get(target.name, (".",)))


def _counts(outcome: Outcome) -> dict[str, int]:
    from scaffold.model.project import Mode

    projects = outcome.reading.projects
    written = any(
        not (target.scenarios or target.deployed or target.integration or target.handlers) for target in outcome.targets
    )
    return {
        "resources": sum(resource.mode is Mode.MANAGED for project in projects for resource in project.resources),
        "outputs": sum(not output.module for project in projects for output in project.outputs),
        "cases": (len(outcome.plan.cases) if written else 0)
        + sum(len(suite.cases) for suite in outcome.plan.deployed)
        + sum(len(suite.cases) for suite in outcome.plan.integration)
        + sum(len(suite.cases) for suite in outcome.plan.handlers),
        "runs": sum(len(item.runs) for item in outcome.plan.scenarios),
        "findings": len(unsuppressed(outcome.plan.findings)),
        "unknowns": sum(len(project.unknowns) for project in projects),
    }


def _document(outcome: Outcome, dry_run: bool, code: ExitCode) -> dict[str, Any]:
    from scaffold.cli.describe import as_json, finding_lists

    return {
        "version": 1,
        "exit_code": int(code),
        "dry_run": dry_run,
        "out": outcome.out.as_posix(),
        "files": [
            {
                "verb": change.verb.value,
                "path": change.path,
                **({"reason": change.reason} if change.reason else {}),
                **({"cases": case_documents(change)} if change.cases else {}),
            }
            for change in outcome.changes
        ],
        "summary": {**_counts(outcome), "seconds": round(outcome.seconds, 3)},
        "targets": [
            {
                "name": target.name,
                "command": target.command,
                "folders": _folders(outcome, target),
                "requirements": list(target.requirements),
            }
            for target in outcome.targets
        ],
        **finding_lists(outcome.plan.findings),
        "diagnostics": [as_json(diagnostic) for diagnostic in outcome.diagnostics],
    }
