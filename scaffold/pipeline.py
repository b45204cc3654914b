"""The stages in order: read, plan, emit, write. The only module that knows more than one of them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.config import Settings
from scaffold.detect import native_tests, repository
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import EmitError, EmitOptions, Target, emit
from scaffold.integrating import integration_files, integration_suites, needed, unexported
from scaffold.lacking import Lack, additions, lacks
from scaffold.model.checks import Check
from scaffold.model.position import Position
from scaffold.model.testplan import Finding, TestPlan, Weight
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
from scaffold.output.package_json import with_members
from scaffold.output.requirements import with_requirements
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
class Outcome:
    """What `generate` did: `out` is the output root, `changes` what happened (or would) to each file there.

    `folders` are, by the name of a target whose suites do not stand in the output root's own `tests`, the folders that
    they stand in, as seen from there: root modules with native runs, folders of a package.json.
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


def generate(root: Path, settings: Settings, *, dry_run: bool = False, force: bool = False) -> Outcome:
    """Read the project at `root` and write its suites below the output root (with `dry_run`: only say what would be).

    Raises `UsageError` for a target that does not exist or an unusable template, `OutputError` where nothing can be
    written. What is wrong with the project itself is in the outcome's diagnostics, and the rest is still generated.
    """
    started = time.perf_counter()
    chosen_checks(settings.choice)
    out = settings.out or root
    way = _way(out, root)
    known_targets(settings.targets)
    reading = read(root, settings)
    chosen = _chosen(reading, root, settings)
    targets, left = beside_configuration(chosen, settings.targets, way)
    unobserved: list[Diagnostic] = []
    planned = _plan(reading, targets, settings, root, unobserved)
    said = (*reading.diagnostics, *misspelled_suppressions(reading.projects), *dict.fromkeys(unobserved))
    outcome = Outcome(reading, planned, out, targets, diagnostics=said)
    if planned.cases or planned.scenarios or planned.deployed or planned.integration:
        outcome = _written(replace(outcome, diagnostics=(*said, *left)), root, settings, dry_run=dry_run, force=force)
    else:
        outcome = replace(outcome, targets=())
    return replace(outcome, seconds=time.perf_counter() - started)


def _written(outcome: Outcome, root: Path, settings: Settings, *, dry_run: bool, force: bool) -> Outcome:
    """The outcome once its plan is emitted and, but for a dry run, written."""
    planned, out, way = outcome.plan, outcome.out, _way(outcome.out, root)
    options = EmitOptions(settings.template_dirs, project=way, dialect=_dialect(outcome.reading, settings))
    files = {**_emit_all(planned, outcome.targets, options), **_integration(outcome, settings, root)}
    manifest, doubts = _manifest(root, out)
    changes = compare(files, out, manifest, force=force)
    lacking = tuple(lacks((suite for suite in planned.deployed if suite.cases), outcome.targets, root))
    lacking += needed(outcome.targets, planned.integration, root)
    edits = tuple(_edits(lacking, root, out)) if settings.write_config else ()
    edited = {_way(root, out / edit.path) for edit in edits}
    if not dry_run:
        write(changes, out, manifest)
        for edit in edits:
            write_file(out, edit.path, edit.content)
    said = (
        *outcome.diagnostics,
        *_gaps(planned),
        *(unobserved(planned) if settings.observe else ()),
        *(lack.note() for lack in lacking if lack.path not in edited),
        *doubts,
        *_conflicts(changes, root, out),
        *_native(root, out, manifest, changes),
    )
    targets = tuple(in_dialect(target, options.dialect) for target in outcome.targets)
    folders = _suite_folders(planned, targets, way)
    return replace(outcome, targets=targets, folders=folders, changes=(*changes, *edits), diagnostics=said)


def review(root: Path, settings: Settings) -> Review:
    """Review the project at `root` without writing anything. Raises `UsageError` for a check that does not exist."""
    checks = chosen_checks(settings.choice)
    reading = read(root, settings)
    findings = review_projects(reading.projects, settings.choice)
    said = (*reading.diagnostics, *misspelled_suppressions(reading.projects))
    top = repository(root)
    return Review(reading, checks, findings, said, _way(top, root) if top else ".")


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


def _suite_folders(planned: TestPlan, targets: Iterable[Target], way: str) -> Mapping[str, tuple[str, ...]]:
    native = sorted({Path(way, item.root).as_posix() for item in planned.scenarios})
    suites = [suite for suite in planned.deployed if suite.cases]
    return {
        target.name: tuple(
            native
            if target.scenarios
            else sorted(
                {Path(way, each.home).as_posix() for each in suites if target.fits(each.platform, each.language)}
            )
        )
        for target in targets
        if target.scenarios or target.deployed
    }


def _emit_all(planned: TestPlan, targets: Iterable[Target], options: EmitOptions) -> Mapping[str, str]:
    files: dict[str, str] = {}
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


def _integration(outcome: Outcome, settings: Settings, root: Path) -> Mapping[str, str]:
    suites, targets = outcome.plan.integration, [target for target in outcome.targets if target.integration]
    files = (integration_files(suites, target, settings, root) for target in targets)
    return {path: text for each in files for path, text in each.items()}


def _way(start: Path, end: Path) -> str:
    """How to go from one folder to another place, with forward slashes."""
    return Path(os.path.relpath(end.resolve(), start.resolve())).as_posix()


def _manifest(root: Path, out: Path) -> tuple[Manifest, tuple[Diagnostic, ...]]:
    try:
        return load_manifest(out), ()
    except ManifestError as error:
        summary = f"the list of generated files cannot be used: {error}"
        hint = "Every file that differs counts as yours until it is restored; --force rewrites them."
        place = Position(_way(root, out / MANIFEST_PATH))
        return {}, (Diagnostic(Severity.WARNING, "bad-manifest", summary, place, hint=hint),)


def _conflicts(changes: Iterable[Change], root: Path, out: Path) -> Iterable[Diagnostic]:
    for change in changes:
        if change.verb is Verb.CONFLICT:
            summary = f"kept as it is: {change.reason}"
            hint = "Move it away to get the new one, or overwrite it with --force."
            yield Diagnostic(Severity.WARNING, "conflict", summary, Position(_way(root, out / change.path)), hint=hint)


def _edits(lacking: Sequence[Lack], root: Path, out: Path) -> Iterator[Change]:
    """Each file of dependencies with what it lacks; only those that can be added to, below the output root."""
    for path in dict.fromkeys(lack.path for lack in lacking):
        place, those = root / path, [lack for lack in lacking if lack.path == path]
        content = place.read_bytes() if place.is_file() else None
        if those[0].python:
            included = those[0].included
            content = with_requirements(content, _requirements(those), included) if those[0].editable else None
        elif content is not None:
            for section, members in additions(those).items():
                content = with_members(content, section, members)
        if content is not None:
            verb = Verb.UPDATE if place.is_file() else Verb.CREATE
            yield Change(verb, _way(out, place), content, "what the suites run with")


def _requirements(lacking: Sequence[Lack]) -> list[str]:
    return sorted({f"{name}{versions}" for lack in lacking for name, versions in lack.packages.items()})


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
    ours = {_way(root, out / path) for path in written.union(manifest)} if present else set()
    found = [path for path in present if path not in ours]
    if found:
        summary = f"Terraform's own tests are here ({len(found)}) and are left alone"
        yield Diagnostic(Severity.NOTE, "native-tests", summary, Position(found[0]))
