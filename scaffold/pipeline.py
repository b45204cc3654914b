"""The stages in order: read, plan, emit, write. The only module that knows more than one of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.config import Settings
from scaffold.detect import native_tests, repository, way
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import EmitError, EmitOptions, Target, emit
from scaffold.equipping import config_edits
from scaffold.integrating import integration_files, integration_suites, needed, unexported
from scaffold.lacking import Lack, lacks
from scaffold.model.checks import Check
from scaffold.model.position import Position
from scaffold.model.testplan import Finding, TestPlan, Weight
from scaffold.model.written import Written
from scaffold.output import (
    MANIFEST_PATH,
    Change,
    Manifest,
    ManifestError,
    Verb,
    compare,
    load_manifest,
    write,
    write_file,
)
from scaffold.plan import plan
from scaffold.plan.review import review as review_projects
from scaffold.plan.scenarios import plan_scenarios
from scaffold.readers import READERS
from scaffold.readers.joining import joined
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.selection import (
    Kind,
    UsageError,
    beside_configuration,
    chosen_checks,
    chosen_kinds,
    chosen_targets,
    in_dialect,
    integration_targets,
    known_targets,
    misspelled_suppressions,
)
from scaffold.settling import observed, unobserved
from scaffold.suggesting import Patch, Suggested, patched, suggestions

if TYPE_CHECKING:
    from scaffold.flattening import Flat

#: The code of the notes that say what no run of a native suite tries.
NOT_TRIED = "not-tried"


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

    `targets` and `folders` are those of `Produced`.
    """

    reading: Reading
    plan: TestPlan
    out: Path
    targets: tuple[Target, ...] = ()
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
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


def produce(root: Path, settings: Settings) -> Produced:
    """Read the project at `root` and emit its suites; nothing is written, and what is on disk of them is not looked at.

    Raises `UsageError` for a target that does not exist or an unusable template. What is wrong with the project itself
    is in the diagnostics, and the rest is still produced.
    """
    chosen_checks(settings.choice)
    known_targets(settings.targets)
    out = settings.out or root
    reading = read(root, settings)
    targets, left = beside_configuration(_chosen(reading, root, settings), settings.targets, way(out, root))
    doubts: list[Diagnostic] = []
    planned = _plan(reading, targets, settings, root, doubts)
    said = (*reading.diagnostics, *misspelled_suppressions(reading.projects), *dict.fromkeys(doubts))
    if not (planned.cases or planned.scenarios or planned.deployed or planned.integration):
        return Produced(reading, planned, out, diagnostics=said)
    return _emitted(Produced(reading, planned, out, targets, diagnostics=(*said, *left)), root, settings)


def _emitted(produced: Produced, root: Path, settings: Settings) -> Produced:
    """The same with the files of its plan."""
    planned, targets = produced.plan, produced.targets
    place = way(produced.out, root)
    options = EmitOptions(settings.template_dirs, project=place, dialect=_dialect(produced.reading, settings))
    files = {**_emit_all(planned, targets, options), **_integration(produced, settings, root)}
    lacking = tuple(lacks((suite for suite in planned.deployed if suite.cases), targets, root))
    spoken = tuple(in_dialect(target, options.dialect) for target in targets)
    return replace(
        produced,
        targets=spoken,
        folders=_suite_folders(planned, spoken, place),
        files=files,
        lacking=(*lacking, *needed(targets, planned.integration, root)),
        diagnostics=(*produced.diagnostics, *_gaps(planned), *(unobserved(planned) if settings.observe else ())),
    )


def generate(root: Path, settings: Settings, *, dry_run: bool = False, force: bool = False) -> Outcome:
    """Read the project at `root` and write its suites below the output root (with `dry_run`: only say what would be).

    Raises `UsageError` for a target that does not exist or an unusable template, `OutputError` where nothing can be
    written. What is wrong with the project itself is in the outcome's diagnostics, and the rest is still generated.
    """
    started = time.perf_counter()
    made = produce(root, settings)
    outcome = Outcome(made.reading, made.plan, made.out, made.targets, made.folders, diagnostics=made.diagnostics)
    if made.files:
        outcome = _written(outcome, made, root, settings, dry_run=dry_run, force=force)
    return replace(outcome, seconds=time.perf_counter() - started)


def _written(
    outcome: Outcome, made: Produced, root: Path, settings: Settings, *, dry_run: bool, force: bool
) -> Outcome:
    """The outcome once what was produced is joined with what is on disk and, but for a dry run, written."""
    out = made.out
    manifest, doubts = _manifest(root, out)
    changes = compare(made.files, out, manifest, force=force)
    edits = tuple(config_edits(made.lacking, root, out)) if settings.write_config else ()
    edited = {way(root, out / edit.path) for edit in edits}
    if not dry_run:
        write(changes, out, manifest)
        for edit in edits:
            write_file(out, edit.path, edit.content)
    said = (
        *outcome.diagnostics,
        *(lack.note() for lack in made.lacking if lack.path not in edited),
        *doubts,
        *_conflicts(changes, root, out),
        *_native(root, out, manifest, changes),
    )
    return replace(outcome, changes=(*changes, *edits), diagnostics=said)


def review(root: Path, settings: Settings) -> Review:
    """Review the project at `root` without writing anything. Raises `UsageError` for a check that does not exist."""
    checks = chosen_checks(settings.choice)
    reading = read(root, settings)
    findings = review_projects(reading.projects, settings.choice)
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


def _chosen(reading: Reading, root: Path, settings: Settings) -> tuple[Target, ...]:
    """The targets of all kinds of suites that are asked for."""
    folders, kinds = _folders(reading, root), chosen_kinds(settings.kind, settings.targets)
    found = chosen_targets(folders, settings.targets) if "unit" in kinds else ()
    return (*found, *integration_targets(folders, settings.targets)) if "integration" in kinds else found


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
    reading: Reading, targets: Iterable[Target], settings: Settings, root: Path, said: list[Diagnostic]
) -> TestPlan:
    if not reading.projects:
        return TestPlan(platform="", suites=())
    planned, wanted = plan(reading.projects, settings.tier, settings.choice), tuple(targets)
    if any(target.integration for target in wanted):
        suites = integration_suites(reading.projects, settings)
        findings = (*planned.findings, *unexported(reading.projects, suites, root))
        planned = replace(planned, integration=suites, findings=findings)
    if wanted and all(target.integration for target in wanted):
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


def _emit_all(planned: TestPlan, targets: Iterable[Target], options: EmitOptions) -> Mapping[str, Written]:
    files: dict[str, Written] = {}
    for target in targets:
        if target.integration:
            continue
        try:
            files.update(emit(planned, target.name, options))
        except EmitError as error:
            if not options.template_dirs:
                raise
            raise UsageError(str(error)) from error
    return files


def _integration(produced: Produced, settings: Settings, root: Path) -> Mapping[str, Written]:
    suites, targets = produced.plan.integration, [target for target in produced.targets if target.integration]
    files = (integration_files(suites, target, settings, root) for target in targets)
    return {path: text for each in files for path, text in each.items()}


def _manifest(root: Path, out: Path) -> tuple[Manifest, tuple[Diagnostic, ...]]:
    try:
        return load_manifest(out), ()
    except ManifestError as error:
        summary = f"the list of generated files cannot be used: {error}"
        hint = "Every file that differs counts as yours until it is restored; --force rewrites them."
        place = Position(way(root, out / MANIFEST_PATH))
        return {}, (Diagnostic(Severity.WARNING, "bad-manifest", summary, place, hint=hint),)


def _conflicts(changes: Iterable[Change], root: Path, out: Path) -> Iterable[Diagnostic]:
    for change in changes:
        if change.verb is Verb.CONFLICT:
            summary = f"kept as it is: {change.reason}"
            hint = "Move it away to get the new one, or overwrite it with --force."
            yield Diagnostic(Severity.WARNING, "conflict", summary, Position(way(root, out / change.path)), hint=hint)


def _gaps(planned: TestPlan) -> Iterator[Diagnostic]:
    """A note of each rule and flag that no run tries, and each part of a program that no deployment reaches."""
    gaps = [gap for scenarios in planned.scenarios for gap in scenarios.gaps]
    gaps.extend(gap for suite in planned.deployed for gap in suite.untried)
    for gap in dict.fromkeys(gaps):
        yield Diagnostic(Severity.NOTE, NOT_TRIED, gap.summary, gap.position)


def _native(root: Path, out: Path, manifest: Manifest, changes: Iterable[Change]) -> Iterable[Diagnostic]:
    """A note of the native tests that people wrote: not those in the manifest, nor those that were just written."""
    present = native_tests(root)
    written = {change.path for change in changes if change.verb is not Verb.CONFLICT} if present else set()
    ours = {way(root, out / path) for path in written.union(manifest)} if present else set()
    found = [path for path in present if path not in ours]
    if found:
        summary = f"Terraform's own tests are here ({len(found)}) and are left alone"
        yield Diagnostic(Severity.NOTE, "native-tests", summary, Position(found[0]))
