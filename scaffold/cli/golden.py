"""`scaffold golden`: record what cases are given, and verify that they still are."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import FOLDER
from scaffold.cli.patches import color_option, colored, say_patch
from scaffold.cli.terminal import counted, say, say_diagnostics
from scaffold.diagnostics import Diagnostic, RefusedError

if TYPE_CHECKING:
    from scaffold.goldens import Difference, GoldenCase, Production, Ran, Recorded

Command = TypeVar("Command", bound=Callable[..., Any])
#: More cases than this are accepted by the names that were given, and not one by one.
_FEW = 4


@click.group(short_help="Record what cases are given, and verify it.")
def golden() -> None:
    """Pin what is generated: for people who write templates, or who want to see what a new version changes.

    A case is a folder with `case.toml`, a project and `expected/`. CASES are such folders, or folders with some below.
    """


def _case_options(command: Command) -> Command:
    """CASES, and the templates that they are given."""
    for decorate in (
        click.option(
            *("--trust-project-templates", "trust_project"),
            is_flag=True,
            help="Use the templates in .scaffold/templates of the cases' projects, too.",
        ),
        click.option(
            *("--template-dir", "--templates", "template_dirs"),
            type=FOLDER,
            multiple=True,
            help="Templates over the cases' own.",
        ),
        click.argument("cases", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True),
    ):
        command = decorate(command)
    return command


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which cases were asked for, and with which templates."""

    cases: Sequence[Path]
    template_dirs: Sequence[Path]
    trust_project: bool

    def produced(self, case: GoldenCase) -> Production:
        """What a case gives now. Raises `RefusedError`."""
        from scaffold import goldens

        return goldens.produced(case, self.template_dirs, trust_project=self.trust_project)

    def accepting(self, verdicts: Sequence[_Verdict]) -> str:
        """The one command that accepts what differs; empty where nothing does."""
        changed = [verdict.case.folder for verdict in verdicts if verdict.differences]
        places = changed if len(changed) <= _FEW else self.cases
        flags = [word for folder in self.template_dirs for word in ("--template-dir", folder.as_posix())]
        trust = ["--trust-project-templates"] if self.trust_project else []
        words = ["scaffold", "golden", "record", *flags, *trust, *(place.as_posix() for place in places)]
        return shlex.join(words) if changed else ""


@golden.command(short_help="Accept what the cases give now.")
@_case_options
@click.option("-v", "--verbose", is_flag=True, expose_value=False, help="Print the traceback of a fault.")
def record(**given: Any) -> int:
    """Write what each case gives now to `expected/` and `model.json`, and remove what it does not give any more."""
    from scaffold import goldens

    asked, codes = _Asked(**given), []
    for case in goldens.find_cases(asked.cases):
        try:
            now = asked.produced(case)
            found = goldens.record(now)
        except RefusedError as error:
            _say_refused(case, error.diagnostic)
            codes.append(ExitCode.USAGE)
        else:
            _say_recorded(case, found)
            say_diagnostics(() if now.clean else now.diagnostics, case.project)
            codes.append(ExitCode.DONE if now.clean else ExitCode.UNCLEAN)
    return _worst(codes)


def _say_recorded(case: GoldenCase, found: Recorded) -> None:
    for verb, paths in (("write", found.written), ("remove", found.removed)):
        for path in paths:
            say(f"{verb:6}  {(case.folder / path).as_posix()}")
    if not found.written and not found.removed:
        say(f"as recorded: {case.folder.as_posix()}")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What became of one case."""

    case: GoldenCase
    differences: Sequence[Difference] = ()
    runs: Sequence[Ran] = ()
    refused: Diagnostic | None = None
    unclean: Sequence[Diagnostic] = ()

    @property
    def code(self) -> ExitCode:
        from scaffold.goldens import Result

        if self.refused:
            return ExitCode.USAGE
        if self.differences or any(ran.result is Result.FAILED for ran in self.runs):
            return ExitCode.FOUND
        return ExitCode.UNCLEAN if self.unclean else ExitCode.DONE


@golden.command(short_help="Say how the cases differ from what is recorded.")
@_case_options
@click.option("--run", "runs", is_flag=True, help="Also run the suites, each in a temporary copy of its project.")
@click.option("--node-modules", "packages", type=FOLDER, help="What suites in JavaScript are run with.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", help="How to report.")
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Print what passing suites said, and the traceback of a fault.")
def verify(runs: bool, packages: Path | None, shape: str, color: bool | None, verbose: bool, **given: Any) -> int:
    """Compare what each case gives now with what is recorded, both ways: exit code 1 where they differ.

    Nothing is written. With --run, suites are run as well, integration suites against an emulator (see `rehearse`):
    exit code 1 where one fails, too.
    """
    asked, verdicts = _Asked(**given), []
    for verdict in _verdicts(asked, runs, packages):
        verdicts.append(verdict)
        if shape == "text":
            _say_verdict(verdict, colored(color), verbose)
    code = _worst(verdict.code for verdict in verdicts)
    if shape == "json":
        say(json.dumps(_document(verdicts, asked.accepting(verdicts), code), ensure_ascii=True))
    else:
        _say_sum(verdicts, asked.accepting(verdicts))
    return code


def _worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The code for all: what could not be done at all counts most."""
    found = set(codes)
    ranked = (ExitCode.USAGE, ExitCode.FOUND, ExitCode.UNCLEAN)
    return next((each for each in ranked if each in found), ExitCode.DONE)


def _verdicts(asked: _Asked, runs: bool, packages: Path | None) -> Iterator[_Verdict]:
    """The verdict on each case, once it is there."""
    from scaffold import goldens

    for case in goldens.find_cases(asked.cases):
        try:
            now = asked.produced(case)
            found = goldens.compare(now.kept, goldens.recorded(case))
            ran = tuple(goldens.run_suites(now, goldens.Around(packages))) if runs else ()
        except RefusedError as error:
            yield _Verdict(case, refused=error.diagnostic)
        else:
            yield _Verdict(case, found, ran, unclean=() if now.clean else now.diagnostics)


def _say_verdict(verdict: _Verdict, color: bool, verbose: bool) -> None:
    from scaffold.goldens import Result, State

    name = verdict.case.folder.as_posix()
    if verdict.refused:
        _say_refused(verdict.case, verdict.refused)
        return
    say_diagnostics(verdict.unclean, verdict.case.project)
    say(f"{'differs' if verdict.differences else 'as recorded'}: {name}")
    for found in verdict.differences:
        if found.state is not State.CHANGED:
            say(f"{found.state.value.upper():12}  {name}/{found.path}")
    for found in verdict.differences:
        say_patch(found.patch, color=color)
    for ran in verdict.runs:
        reason = f": {ran.said}" if ran.result is Result.NOT_RUN else ""
        say(f"{ran.result.value:12}  {ran.target}{reason}")
        if ran.result is Result.FAILED or (verbose and not reason):
            for line in ran.said.splitlines():
                say(f"    {line}")


def _say_refused(case: GoldenCase, diagnostic: Diagnostic) -> None:
    say(f"refused: {case.folder.as_posix()}", error=True)
    say_diagnostics([diagnostic], Path())


def _say_sum(verdicts: Sequence[_Verdict], accepting: str) -> None:
    from scaffold.goldens import Result

    results = [ran.result for verdict in verdicts for ran in verdict.runs]
    counts = {
        "as recorded": sum(not verdict.differences and not verdict.refused for verdict in verdicts),
        "different": sum(bool(verdict.differences) for verdict in verdicts),
        "refused": sum(verdict.refused is not None for verdict in verdicts),
    }
    said = [f"{count} {what}" for what, count in counts.items() if count]
    ran = [f"{results.count(result)} {result.value}" for result in Result if result in results]
    say(f"{counted(len(verdicts), 'case')}: {', '.join(said)}{'; suites: ' if ran else ''}{', '.join(ran)}")
    if accepting:
        say(f"If this is meant, accept it with:  {accepting}")


def _document(verdicts: Sequence[_Verdict], accepting: str, code: ExitCode) -> dict[str, Any]:
    from scaffold.model.document import as_json

    return {
        "version": 1,
        "exit_code": int(code),
        "cases": [
            {
                "case": verdict.case.folder.as_posix(),
                "differences": [as_json(found) for found in verdict.differences],
                "runs": [as_json(ran) for ran in verdict.runs],
                **({"refused": as_json(verdict.refused)} if verdict.refused else {}),
                **({"diagnostics": as_json(verdict.unclean)} if verdict.unclean else {}),
            }
            for verdict in verdicts
        ],
        "accept": accepting,
    }
