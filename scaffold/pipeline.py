"""The stages in order: read, plan, emit, write. The only module that knows more than one of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.config import Settings
from scaffold.detect import repository, way
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import EmitError, EmitOptions, Target, emit
from scaffold.equipping import config_edits
from scaffold.handling import (
    broken_contracts,
    functions_of,
    handler_files,
    handler_findings,
    handler_needs,
    handler_suites,
    languages,
)
from scaffold.integrating import integration_files, integration_suites, needed, unexported
from scaffold.keeping import foreign_native_tests, known_lock, recorded_targets, regeneration
from scaffold.lacking import Lack, lacks
from scaffold.model.checks import Check
from scaffold.model.functions import Function
from scaffold.model.testplan import Finding, TestPlan, Weight
from scaffold.model.written import Written
from scaffold.output import Change, Lock, Regeneration, carry_out, regenerate, write_file
from scaffold.plan import plan
from scaffold.plan.review import in_order
from scaffold.plan.review import review as review_projects
from scaffold.plan.scenarios import plan_scenarios
from scaffold.readers import READERS
from scaffold.readers.joining import joined
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.selection import (
    Kind,
    beside_configuration,
    chosen_checks,
    chosen_kinds,
    chosen_targets,
    handler_targets,
    in_dialect,
    integration_targets,
    known_targets,
    misspelled_suppressions,
    of_last_time,
)
from scaffold.settling import observed, unobserved
from scaffold.suggesting import Patch, Suggested, patched, suggestions
from scaffold.templating import template_path

if TYPE_CHECKING:
    from scaffold.flattening import Flat

#: The code of the notes that say what no run of a native suite tries.
NOT_TRIED = "not-tried"
#: Keep what was edited or deleted, remove nothing.
AS_USUAL = Regeneration()


@dataclass(frozen=True, slots=True)
class Produced:
    """What there is to write: `files` by their path below the output root `out`, none of them written yet.

    `targets` have their commands as they are to be run. `folders` are, by the name of a target whose suites do not
    stand in the output root's own `tests`, the folders that they stand in, as seen from there: root modules with native
    runs, folders of a package.json. `lacking` is what the project does not name yet of what its suites run with.
    """

    reading: Reading
    plan: TestPlan
    out: Path
    targets: tuple[Target, ...] = ()
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Written] = field(default_factory=dict)
    lacking: tuple[Lack, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `generate` did: `out` is the output root, `changes` what happened (or would) to each file there.

    `targets` and `folders` are those of `Produced`. `relocked`: the lock was without something that it should have.
    """

    reading: Reading
    plan: TestPlan
    out: Path
    targets: tuple[Target, ...] = ()
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    relocked: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Review:
    """What `review` found, the suppressed findings among them; `checks` are those that were asked for.

    `folder` is the project's as seen from the top of its repository, `.` where it is in none.
    """

    reading: Reading
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: str = "."

    def fails(self, limit: Weight | None) -> bool:
        """Whether an unsuppressed finding has at least this weight; no limit, no failure."""
        weights = list(Weight)
        least = weights.index(limit) if limit else len(weights)
        return any(weights.index(found.weight) >= least for found in self.findings if not found.suppressed)


@dataclass(frozen=True, slots=True)
class Advised:
    """What `suggest` found: patches of the project's files, and outputs that somebody has to write by hand."""

    reading: Reading
    patches: tuple[Patch, ...]
    unpatched: tuple[Suggested, ...]


def produce(root: Path, settings: Settings, before: Sequence[str] = ()) -> Produced:
    """Read the project at `root` and emit its suites; nothing is written, and what is on disk of them is not looked at.

    `before` are the names of the targets of the last time, which are taken where none are asked for. Raises
    `RefusedError` for a target that does not exist or an unusable template. What is wrong with the project itself is in
    the diagnostics, and the rest is still produced.
    """
    chosen_checks(settings.choice)
    known_targets(settings.targets)
    out = settings.out or root
    templates = template_path(root, settings.template_dirs, trust_project=settings.trust_project_templates)
    settings = replace(settings, template_dirs=templates.folders)
    reading = read(root, settings)
    functions = functions_of(reading.projects, root)
    chosen = _chosen(reading, functions, root, settings, before)
    targets, left = beside_configuration(chosen, settings.targets, way(out, root))
    doubts: list[Diagnostic] = []
    planned = _plan(reading, functions, targets, settings, root, doubts)
    misspelled = misspelled_suppressions(reading.projects)
    said = (*templates.notes, *reading.diagnostics, *misspelled, *dict.fromkeys(doubts))
    if not (planned.cases or planned.scenarios or planned.deployed or planned.integration or planned.handlers):
        return Produced(reading, planned, out, diagnostics=said)
    return _emitted(Produced(reading, planned, out, targets, diagnostics=(*said, *left)), root, settings)


def _emitted(produced: Produced, root: Path, settings: Settings) -> Produced:
    """The same with the files of its plan."""
    planned, targets = produced.plan, produced.targets
    place = way(produced.out, root)
    options = EmitOptions(settings.template_dirs, project=place, dialect=_dialect(produced.reading, settings))
    try:
        files, spoken = _made(produced, options, settings, root)
    except EmitError as error:
        if not options.template_dirs:
            raise
        raise RefusedError(error.diagnostic()) from error
    lacking = tuple(lacks((suite for suite in planned.deployed if suite.cases), targets, root))
    return replace(
        produced,
        targets=spoken,
        folders=_suite_folders(planned, spoken, place),
        files=files,
        lacking=(
            *lacking,
            *needed(targets, planned.integration, root),
            *handler_needs(targets, planned.handlers, root),
        ),
        diagnostics=(*produced.diagnostics, *_gaps(planned), *(unobserved(planned) if settings.observe else ())),
    )


def generate(root: Path, settings: Settings, manner: Regeneration = AS_USUAL, *, dry_run: bool = False) -> Outcome:
    """Read the project at `root` and write its suites below the output root (with `dry_run`: only say what would be).

    Where no targets are asked for, those of the last time are written again. Raises `UsageError` for a target that does
    not exist or an unusable template, `OutputError` where nothing can be written. What is wrong with the project itself
    is in the outcome's diagnostics, and the rest is still generated.
    """
    started = time.perf_counter()
    out = settings.out or root
    lock, doubts = known_lock(root, out, manner)
    before = recorded_targets(lock, way(out, root))
    made = produce(root, settings, before)
    said = (*made.diagnostics, *doubts)
    outcome = Outcome(made.reading, made.plan, out, made.targets, made.folders, diagnostics=said)
    if made.files or lock.files:
        outcome = _joined(outcome, made, lock, root, settings, manner, dry_run=dry_run)
    return replace(outcome, seconds=time.perf_counter() - started)


def _joined(
    outcome: Outcome, made: Produced, lock: Lock, root: Path, settings: Settings, manner: Regeneration, *, dry_run: bool
) -> Outcome:
    """The outcome once what was produced is joined with what is on disk and, but for a dry run, written."""
    out, place = made.out, way(made.out, root)
    names = {target.name for target in made.targets} or {*settings.targets, *recorded_targets(lock, place)}
    options = regeneration(manner, made.reading.projects, names, place, complete=made.reading.clean)
    joined = regenerate(made.files, out, lock, options)
    edits = tuple(config_edits(made.lacking, root, out)) if settings.write_config else ()
    edited = {way(root, out / edit.path) for edit in edits}
    if not dry_run:
        carry_out(joined, out)
        for edit in edits:
            write_file(out, edit.path, edit.content)
    said = (
        *outcome.diagnostics,
        *(lack.note() for lack in made.lacking if lack.path not in edited),
        *joined.diagnostics,
        *foreign_native_tests(root, out, lock, joined.changes),
    )
    return replace(outcome, changes=(*joined.changes, *edits), relocked=joined.lock_lacks, diagnostics=said)


def review(root: Path, settings: Settings) -> Review:
    """Review the project at `root` without writing anything. Raises `UsageError` for a check that does not exist."""
    checks = chosen_checks(settings.choice)
    reading = read(root, settings)
    own = handler_findings(functions_of(reading.projects, root), reading.projects, settings.choice)
    findings = review_projects(reading.projects, settings.choice, beside=own)
    said = (*reading.diagnostics, *misspelled_suppressions(reading.projects))
    top = repository(root)
    return Review(reading, checks, findings, said, way(top, root) if top else ".")


def read(root: Path, settings: Settings, *, declarations: bool = True) -> Reading:
    """Read the project at `root` with the readers that recognise it; a project that none does is an error in it."""
    options = ReadOptions(
        var_files=settings.var_files,
        variables=settings.variables,
        plan=settings.plan,
        declarations=declarations,
    )
    readings = [reader.read(root, options) for reader in READERS.values() if reader.detects(root)]
    if not readings:
        return Reading((), (_nothing_to_read(),))
    return joined(readings)


def suggest(root: Path, settings: Settings, *, apply: bool = False) -> Advised:
    """The outputs that would let more of a deployment be tested; with `apply`, the project's files are changed as the
    patches say. Raises `OutputError` where that cannot be done."""
    reading = read(root, settings, declarations=False)
    suites = integration_suites(reading.projects, settings)
    found = tuple(suggestions(reading.projects, suites, root))
    advised = Advised(reading, patched(found, root), tuple(each for each in found if each.edits is None))
    for patch in advised.patches if apply else ():
        write_file(root, patch.path, patch.text.encode())
    return advised


def write_outputs(path: Path, found: Flat) -> None:
    """Write flat outputs to a file, whole or not at all. Raises `OutputError`."""
    write_file(path.parent, path.name, found.text().encode())


def _chosen(
    reading: Reading, functions: Sequence[Function], root: Path, settings: Settings, before: Sequence[str]
) -> tuple[Target, ...]:
    """The targets of all kinds of suites that are asked for."""
    folders = _folders(reading, root)
    names = settings.targets or of_last_time(before, folders, settings.kind)
    kinds = chosen_kinds(settings.kind, names)
    found = list(chosen_targets(folders, names) if "unit" in kinds else ())
    if "integration" in kinds:
        found.extend(integration_targets(folders, names))
    if "handlers" in kinds:
        places = [place for each in folders.values() for place in each]
        found.extend(handler_targets(languages(functions), places, names, only=kinds == {"handlers"}))
    return tuple(found)


def _folders(reading: Reading, root: Path) -> Mapping[Kind, list[Path]]:
    """Where the projects of each kind are: their folders, and the one that the user named."""
    found: dict[Kind, list[Path]] = {}
    for project in reading.projects:
        found.setdefault((project.platform, project.language), [root]).append(root / project.path)
    return found


def _nothing_to_read() -> Diagnostic:
    looked_for = "; ".join(f"{reader.title}: {reader.looks_for}" for reader in READERS.values())
    return Diagnostic(
        Severity.ERROR,
        "nothing-to-read",
        "no infrastructure project was found in this folder or below it",
        hint=f"Looked for {looked_for} (not in hidden folders, virtual environments, node_modules or vendor). "
        "Name the folder that holds it.",
    )


def _plan(
    reading: Reading,
    functions: Sequence[Function],
    targets: Iterable[Target],
    settings: Settings,
    root: Path,
    said: list[Diagnostic],
) -> TestPlan:
    if not reading.projects:
        return TestPlan(platform="", suites=())
    planned, wanted = plan(reading.projects, settings.tier, settings.choice), tuple(targets)
    own = handler_findings(functions, reading.projects, settings.choice)
    planned = replace(planned, findings=in_order((*planned.findings, *own)))
    if any(target.integration for target in wanted):
        suites = integration_suites(reading.projects, settings, functions)
        findings = (*planned.findings, *unexported(reading.projects, suites, root))
        planned = replace(planned, integration=suites, findings=findings)
    calling = [target for target in wanted if target.handlers]
    if calling:
        handlers = handler_suites(functions, reading.projects, settings, root, calling, said)
        findings = in_order((*planned.findings, *broken_contracts(handlers, reading.projects, settings.choice)))
        planned = replace(planned, handlers=handlers, findings=findings)
    if settings.kind == "handlers" or (wanted and all(target.integration or target.handlers for target in wanted)):
        return replace(planned, suites=())
    if reading.what_if and any(target.scenarios for target in wanted):
        scenarios = plan_scenarios(reading.projects, reading.what_if, settings.tier, settings.choice)
        planned = replace(planned, scenarios=scenarios)
    if reading.programs and any(target.deployed for target in wanted):
        from scaffold.plan.deployed import plan_deployed

        observing = {"settle": partial(observed, root, said)} if settings.observe else {}
        deployed = plan_deployed(reading.projects, reading.programs, settings.tier, settings.choice, **observing)
        planned = replace(planned, deployed=deployed)
    return planned


def _dialect(reading: Reading, settings: Settings) -> str:
    """The dialect asked for, else OpenTofu's where a file has its ending."""
    files = (file for project in reading.projects for module in project.modules for file in module.files)
    return settings.dialect or (
        "opentofu" if any(file.endswith((".tofu", ".tofu.json")) for file in files) else "terraform"
    )


def _suite_folders(planned: TestPlan, targets: Iterable[Target], place: str) -> Mapping[str, tuple[str, ...]]:
    native = sorted({Path(place, item.root).as_posix() for item in planned.scenarios})
    suites = [suite for suite in planned.deployed if suite.cases]
    return {
        target.name: tuple(
            native
            if target.scenarios
            else sorted(
                {Path(place, each.home).as_posix() for each in suites if target.fits(each.platform, each.language)}
            )
        )
        for target in targets
        if target.scenarios or target.deployed
    }


def _made(
    produced: Produced, options: EmitOptions, settings: Settings, root: Path
) -> tuple[Mapping[str, Written], tuple[Target, ...]]:
    """The files of all targets, and the targets with the commands that run them where they are."""
    from scaffold.emit.paths import placed, together
    from scaffold.emit.render import Renderer

    planned, renderer = produced.plan, Renderer(options.template_dirs)

    def files_of(target: Target) -> Mapping[str, Written]:
        if target.integration:
            return integration_files(planned.integration, target, settings, root)
        if target.handlers:
            return handler_files(planned.handlers, target, settings, root)
        return emit(planned, target.name, options)

    files = map(files_of, produced.targets)
    made = together(zip(produced.targets, files, strict=True), renderer)
    return made, tuple(placed(in_dialect(target, options.dialect), renderer) for target in produced.targets)


def _gaps(planned: TestPlan) -> Iterator[Diagnostic]:
    """A note of each rule and flag that no run tries, and each part of a program that no deployment reaches."""
    gaps = [gap for scenarios in planned.scenarios for gap in scenarios.gaps]
    gaps.extend(gap for suite in planned.deployed for gap in suite.untried)
    for gap in dict.fromkeys(gaps):
        yield Diagnostic(Severity.NOTE, NOT_TRIED, gap.summary, gap.position)
