"""`scaffold rehearse`: make the project in an emulator on this machine, and run its integration suite there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import loaded_settings, reading_options
from scaffold.cli.terminal import counted, say, say_diagnostics
from scaffold.diagnostics import RefusedError

if TYPE_CHECKING:
    from scaffold.config import Settings
    from scaffold.emit import Target
    from scaffold.model.functions import Function
    from scaffold.model.integration import IntegrationSuite
    from scaffold.model.project import Project
    from scaffold.rehearse.rehearsal import Emit, Written
    from scaffold.rehearse.report import Rehearsal, Resourced

#: How the lines of a text report begin.
_WIDTH = 30


@click.command(short_help="Run the integration suite against an emulator.")
@reading_options
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Output root.  [default: PATH]")
@click.option("--target", "targets", multiple=True, metavar="NAME", help="Kind of suite; see `scaffold list targets`.")
@click.option("--functions", "running", is_flag=True, help="Run the code of the functions, and what fires them.")
@click.option("--keep", is_flag=True, help="Leave the suite and the outputs where they were run.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", help="How to report.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is left out and why; print the traceback of a fault.")
def rehearse(path: Path, shape: str, keep: bool, verbose: bool, running: bool, **given: Any) -> int:
    """Make the project at PATH (default: this folder) in an emulator and run its integration tests there.

    This runs the generated tests: with pytest, Jest or Vitest, as the project has it, and against the emulator alone.
    No cloud is called, no credentials are used, nothing of the project's own code is run, unless --functions is given:
    then the code of the functions is, in limited processes that reach the emulator's port, as queues, streams, APIs,
    rules and all else of the project fire it. The emulator is moto: pip install 'scaffold[rehearse]'. Exit code 1 where
    a test fails.
    """
    from scaffold import pipeline
    from scaffold.handling import contents_of, functions_of
    from scaffold.rehearse.functions.told import loosely_held
    from scaffold.rehearse.rehearsal import Plan
    from scaffold.rehearse.rehearsal import rehearse as perform

    settings = loaded_settings(path, given)
    reading = pipeline.read(path, settings)
    functions = functions_of(reading.projects, path) if running else None
    contents = contents_of(functions, reading.projects) if functions else {}
    suites, target, emit = _planned(reading.projects, functions or (), settings, path)
    if shape == "text":
        say_diagnostics(reading.diagnostics, path, verbose=verbose)
        resources = sum(len(project.resources) for project in reading.projects)
        say(f"Makes {counted(resources, 'resource')} in an emulator and runs the {target.name} suite against it ...")
        if functions is not None:
            say(f"Runs the code of {counted(len(functions), 'function')} in limited processes.")
            for text in loosely_held():
                say(f"warning: {text}.", error=True)
    out = settings.out or path
    try:
        found = perform(
            Plan(reading.projects, suites, path, out, target.runner, emit, keep, functions=functions, contents=contents)
        )
    except RefusedError as error:
        say_diagnostics([error.diagnostic], path, verbose=verbose)
        return ExitCode.USAGE
    code = ExitCode.FOUND if found.fails else ExitCode.DONE if reading.clean else ExitCode.UNCLEAN
    if shape == "json":
        from scaffold.rehearse.report import document

        say(json.dumps({**document(found), "target": target.name, "exit_code": int(code)}, ensure_ascii=True))
        return code
    _report(found, verbose)
    return code


def _planned(
    projects: Sequence[Project], functions: Sequence[Function], settings: Settings, path: Path
) -> tuple[Sequence[IntegrationSuite], Target, Emit]:
    """The suites, what they are written for, and how."""
    from scaffold import integrating
    from scaffold.rehearse.rehearsal import Written
    from scaffold.selection import integration_targets

    folders: dict[tuple[str, str], list[Path]] = {}
    for project in projects:
        folders.setdefault((project.platform, project.language), [path]).append(path / project.path)
    target, *_ = integration_targets(folders, settings.targets)
    suites = integrating.integration_suites(projects, settings, functions)

    def emit(chosen: Sequence[IntegrationSuite], folder: str) -> Written:
        files = integrating.integration_files(chosen, target, settings, path, folder)
        return Written(files, integrating.integration_names(chosen, target, folder))

    return suites, target, emit


def _report(found: Rehearsal, verbose: bool) -> None:
    from scaffold.rehearse.report import Status

    several = len({each.project for each in found.resources}) > 1
    for each in found.resources:
        _say_resource(each, f"{each.project}: " if several else "", verbose)
    for address, reason in found.still.items():
        say(f"{address} was not run: {reason}")
    _say_hops(found, verbose)
    for name, reason in found.lacking.items() if verbose else ():
        say(f"output {name} has no value: {reason}")
    for text in found.left_behind:
        say(f"warning: {text}", error=True)
    say()
    tried = found.rehearsed & found.types
    share = f" ({100 * len(tried) // len(found.types)} %)" if found.types else ""
    say(f"{len(tried)} of {counted(len(found.types), 'resource type')} rehearsed{share}")
    counts = {status: len(found.of(status)) for status in Status}
    say(", ".join(f"{count} {status.value}" for status, count in counts.items() if count))
    say(f"{counted(found.passed, 'test')} passed, {found.failures} failed, in {found.seconds:.1f} s")
    if found.kept:
        say(f"kept: {found.kept}")


def _say_hops(found: Rehearsal, verbose: bool) -> None:
    """What went wrong between and in functions, where a test failed or all is to be said."""
    from scaffold.rehearse.report import wrong

    lines = dict.fromkeys(filter(None, map(wrong, found.happened)))
    if lines and (verbose or found.failures):
        say("Where functions ran:")
        for line in lines:
            say(f"    {line}")


def _say_resource(each: Resourced, prefix: str, verbose: bool) -> None:
    name = f"{prefix}{each.address or 'outputs and flows'}"
    count = f" {counted(each.passed, 'test')}" if each.passed and not each.failures else ""
    reason = f": {each.reason}" if each.reason else ""
    say(f"{each.status.value + count:{_WIDTH}}  {name}{reason}")
    for failure in each.failures:
        say(f"    {failure.title}")
        for line in failure.message.splitlines():
            say(f"        {line}")
    for reason, titles in _reasons(each).items() if verbose or not each.reason else ():
        say(f"    left out: {', '.join(titles)}: {reason}")
    for attribute, why in each.gaps.items() if verbose else ():
        say(f"    {attribute} was not given: {why}")


def _reasons(each: Resourced) -> Mapping[str, list[str]]:
    """What is left out, by the reason for it."""
    found: dict[str, list[str]] = {}
    for omitted in each.left_out:
        found.setdefault(omitted.reason, []).append(omitted.part or omitted.title)
    return found
