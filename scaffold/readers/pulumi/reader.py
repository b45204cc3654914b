"""Reading Pulumi projects: found, evaluated, and told in the canonical model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.project import Project, SourceModule, Suppression
from scaffold.model.values import Value
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.deploying.suppressions import find_suppressions
from scaffold.readers.programs.budget import with_deep_stack
from scaffold.readers.pulumi.canonical import Surroundings, canonical_project
from scaffold.readers.pulumi.evaluation import Case, Outcome, evaluate, given_for
from scaffold.readers.pulumi.programs import PulumiPrograms, stack_values
from scaffold.readers.pulumi.projects import PulumiProject, find_projects, full_key
from scaffold.readers.pulumi.runtimes import RUNTIMES
from scaffold.readers.reading import Reading, ReadOptions


def read(root: Path, options: ReadOptions) -> Reading:
    """Read every Pulumi project at or below `root`: the model and the diagnostics, always both."""
    return with_deep_stack(lambda: _read(root.resolve(), options))


def _read(root: Path, options: ReadOptions) -> Reading:
    diagnostics: list[Diagnostic] = []
    projects = find_projects(root, diagnostics)
    if not projects and not diagnostics:
        hint = "Name a folder that holds a Pulumi.yaml with `runtime` that is read."
        summary = "No Pulumi project was found"
        return Reading((), (Diagnostic(Severity.ERROR, "no-configuration", summary, hint=hint),))
    cases: dict[str, Case] = {}
    programs = PulumiPrograms(cases)
    found = []
    for project in projects:
        chosen = _with_stack(project, options)
        runtime = RUNTIMES[project.runtime]()
        sources = Sources(root, project.path, runtime.form, runtime.working(project.path, project.main))
        installed = runtime.installed(sources, project.path, project.options)
        case = cases[project.path] = Case(chosen, runtime, sources, installed)
        found.append(_read_project(case, programs, options, diagnostics))
    diagnostics.extend(_undeclared(options, found))
    return Reading(tuple(found), tuple(dict.fromkeys(diagnostics)), programs=programs)


def _with_stack(project: PulumiProject, options: ReadOptions) -> PulumiProject:
    """The project with the stack that the user names (`Pulumi.prod.yaml` as a file of values) alone."""
    names = {path.name for path in options.var_files}
    chosen = tuple(stack for stack in project.stacks if stack.file.rpartition("/")[2] in names)
    return replace(project, stacks=chosen) if chosen else project


def _read_project(case: Case, programs: PulumiPrograms, options: ReadOptions, diagnostics: list[Diagnostic]) -> Project:
    if not case.project.main:
        return Project(case.project.name, "pulumi", case.project.path, language=case.runtime.language)
    entry = programs.program(case.project.path)
    values = {**stack_values(case), **_named_values(case.project, options)}
    outcome = evaluate(case, given_for(case.project, entry, values, mocked=False, explore=False), entry, {})
    around = _surroundings(case, outcome, diagnostics)
    parameters = tuple(replace(found, value=values.get(found.name, found.value)) for found in entry.parameters)
    diagnostics.extend(outcome.machine.diagnostics)
    diagnostics.extend(_failure(outcome))
    around = replace(around, parameters=parameters, language=entry.language)
    return canonical_project(case.project, outcome.run, outcome.exported, around)


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
    versions = {name.removeprefix("@pulumi/"): version for name, version in case.installed.versions.items()}
    return Surroundings(modules=(folder,), suppressions=tuple(suppressions), versions=versions)


def _failure(outcome: Outcome) -> list[Diagnostic]:
    """That the program throws is no fault of the reader's: what it declares before is read."""
    error = outcome.machine.failure
    if error is None:
        return []
    message = outcome.run.language.message(error.value)
    summary = f"The program throws: {message.splitlines()[0] if message else 'an error'}"
    hint = "Give it the configuration or the variables that it asks for; what it declares before that is read."
    return [Diagnostic(Severity.WARNING, "program-throws", summary, error.position, message, hint)]


def _named_values(project: PulumiProject, options: ReadOptions) -> dict[str, Value]:
    """Values from the command line: `size=3`, `shop:size=3`, `env.STAGE=prod`."""
    found: dict[str, Value] = {}
    for name, value in options.variables.items():
        plain = name.startswith(("env.", "config.", "pulumi."))
        found[name if plain else f"config.{full_key(name, project.name)}"] = value
    return found


def _undeclared(options: ReadOptions, projects: list[Project]) -> list[Diagnostic]:
    """Values on the command line for parameters that no project has."""
    known = {parameter.name for project in projects for parameter in project.parameters}
    short = {name.rpartition(":")[2] for name in known}
    found = []
    for name in options.variables:
        if name not in known and f"config.{name}" not in known and name not in short:
            hint = f"The parameters are: {', '.join(sorted(known)[:10]) or 'none'}."
            summary = f"There is no parameter {name!r}"
            found.append(Diagnostic(Severity.ERROR, "undeclared-variable", summary, hint=hint))
    return found
