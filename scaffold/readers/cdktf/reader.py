"""Reading CDKTF projects: found, evaluated, synthesised, and told in the canonical model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.project import Project, SourceModule, Suppression
from scaffold.model.values import Value
from scaffold.readers.cdktf.canonical import Surroundings, canonical_project
from scaffold.readers.cdktf.evaluation import Case, Outcome, diagnostics_of, evaluate, given_for
from scaffold.readers.cdktf.programs import CdktfPrograms, context_values
from scaffold.readers.cdktf.projects import find_projects
from scaffold.readers.cdktf.runtimes import RUNTIMES
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.deploying.suppressions import find_suppressions
from scaffold.readers.programs.budget import with_deep_stack
from scaffold.readers.reading import Reading, ReadOptions

_KINDS = ("env.", "context.", "args.")


def read(root: Path, options: ReadOptions) -> Reading:
    """Read every CDKTF project at or below `root`: the model and the diagnostics, always both."""
    return with_deep_stack(lambda: _read(root.resolve(), options))


def _read(root: Path, options: ReadOptions) -> Reading:
    diagnostics: list[Diagnostic] = []
    cases: dict[str, Case] = {}
    programs = CdktfPrograms(cases)
    found: list[Project] = []
    for project in find_projects(root, diagnostics):
        runtime = RUNTIMES[project.language]()
        sources = Sources(root, project.path, runtime.form, project.working)
        home = runtime.home(sources.files, project.path)
        case = cases[project.path] = Case(project, runtime, sources, home, runtime.versions(sources.files, home))
        if project.main:
            found.extend(_read_project(case, programs, options, diagnostics))
    diagnostics.extend(_undeclared(options, found))
    return Reading(tuple(found), tuple(dict.fromkeys(diagnostics)), programs=programs)


def _read_project(
    case: Case, programs: CdktfPrograms, options: ReadOptions, diagnostics: list[Diagnostic]
) -> Iterator[Project]:
    entry = programs.program(case.project.path)
    values = {**context_values(case), **_named_values(options)}
    outcome = evaluate(case, given_for(case, values), entry)
    if outcome.machine.failure is not None:
        made_up = {name: value for name, value in programs.sample(entry).items() if name not in values}
        other = evaluate(case, given_for(case, {**made_up, **values}), entry) if made_up else outcome
        if other.machine.failure is None:
            outcome, values = other, {**made_up, **values}
            diagnostics.append(_made_up(case, made_up))
    around = _surroundings(case, outcome, diagnostics)
    parameters = tuple(replace(found, value=values.get(found.name, found.value)) for found in entry.parameters)
    around = replace(around, parameters=parameters, language=entry.language)
    diagnostics.extend(diagnostics_of(outcome))
    for stack in outcome.stacks:
        yield canonical_project(stack, around, diagnostics)


def _made_up(case: Case, values: Iterable[str]) -> Diagnostic:
    """That the program is read with values that nobody gave."""
    listed = ", ".join(sorted(values))
    summary = f"The program does not get to its end without {listed}: it is read with made-up values"
    hint = f"Give them: --var {next(iter(sorted(values)))}=..."
    return Diagnostic(Severity.NOTE, "made-up-values", summary, Position(case.project.main), hint=hint)


def _surroundings(case: Case, outcome: Outcome, diagnostics: list[Diagnostic]) -> Surroundings:
    """The files that the program is made of, and the comments in them."""
    files = outcome.machine.loaded
    suppressions: list[Suppression] = []
    for path in files:
        module = case.sources.module(path)
        if module is not None:
            suppressions.extend(find_suppressions(module, diagnostics))
    unread = tuple(path for path in files if case.sources.program.diagnostics.get(path))
    folder = SourceModule(case.project.path, files, unread=unread)
    return Surroundings(
        root=case.sources.root,
        path=case.project.path,
        modules=(folder,),
        suppressions=tuple(suppressions),
        versions=case.versions,
        terraform_version=case.project.terraform_version,
    )


def _named_values(options: ReadOptions) -> dict[str, Value]:
    """Values from the command line: `size=3` for the context, `env.STAGE=prod`."""
    return {name if name.startswith(_KINDS) else f"context.{name}": value for name, value in options.variables.items()}


def _undeclared(options: ReadOptions, projects: list[Project]) -> Iterator[Diagnostic]:
    """Values on the command line for parameters that no project has."""
    known = {parameter.name for project in projects for parameter in project.parameters}
    for name in options.variables:
        if name not in known and f"context.{name}" not in known:
            hint = f"The parameters are: {', '.join(sorted(known)[:10]) or 'none'}."
            yield Diagnostic(Severity.ERROR, "undeclared-variable", f"There is no parameter {name!r}", hint=hint)
