"""A rehearsal from beginning to end: make, tell the outputs, run the suite, and see what it left behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.functions import Function
from scaffold.model.integration import IntegrationSuite
from scaffold.model.project import Project
from scaffold.rehearse.functions import told
from scaffold.rehearse.functions.filling import fill_secrets
from scaffold.rehearse.functions.packages import packed
from scaffold.rehearse.limits import LeftOut, fitted, limits, with_functions
from scaffold.rehearse.making import Stage, make_all
from scaffold.rehearse.outputs import flat, values_of
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.report import Rehearsal, Resourced, judged
from scaffold.rehearse.run import Tried, check_runner, folder_for, run, write_files
from scaffold.rehearse.server import Emulator, emulator
from scaffold.rehearse.snapshot import differences, snapshot

#: What stands for the outputs of another deployment.
_ELSEWHERE = frozenset({"terraform_remote_state", "pulumi_stack_reference"})


@dataclass(frozen=True, slots=True)
class Written:
    """Suites as files by their path below the output root, and whose case each test is: (file, name in the runner's
    report) to (suite, case). In the report, a reason in brackets may stand behind a name."""

    files: Mapping[str, str]
    cases: Mapping[tuple[str, str], tuple[str, str]]


#: Writes suites for a folder below the output root.
Emit = Callable[[Sequence[IntegrationSuite], str], Written]
#: Runs a suite; see `run.run`, which is the one that does.
Run = Callable[..., Sequence[Tried]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be rehearsed: the projects and their suites, where they are, and how suites are written and run.

    `root` is what projects' paths count from, `out` the output root, `runner` what runs the suites. With `functions`,
    their code is run; without (`None`), nothing of the project is. `contents` are what secrets hold that the project
    fills with nothing, by address.
    """

    projects: Sequence[Project]
    suites: Sequence[IntegrationSuite]
    root: Path
    out: Path
    runner: str
    emit: Emit
    keep: bool = False
    run: Run = run
    functions: Sequence[Function] | None = None
    contents: Mapping[str, str] = field(default_factory=dict)


def rehearse(plan: Plan) -> Rehearsal:
    """Rehearse. Raises `RefusedError` where there is no emulator, no runner, or nothing to rehearse."""
    started = time.monotonic()
    if not plan.suites:
        summary = "there is nothing to rehearse: no resource of the project can be asked about"
        raise RefusedError(Diagnostic(Severity.ERROR, "nothing-to-rehearse", summary))
    plan = replace(plan, root=plan.root.resolve(), out=plan.out.resolve())
    check_runner(plan.runner, plan.out, plan.root)
    found: list[Resourced] = []
    lacking: dict[str, str] = {}
    left: list[str] = []
    happened: list[Mapping[str, Any]] = []
    still: dict[str, str] = {}
    with emulator(functions=plan.functions is not None) as running, folder_for(plan.out, keep=plan.keep) as place:
        known: dict[str, Any] = {}
        for at, group in enumerate(_groups(plan.projects)):
            if at and not _builds_on_others(group):
                # Another root is another account: the same names may be there again.
                running.ask("POST", "/moto-api/reset")
                known = {}
            acted = _Act(plan, running, place / str(at + 1), group, known)
            found.extend(acted.judge())
            lacking.update(acted.lacking)
            left.extend(acted.left_behind)
            happened.extend(acted.happened)
            still.update(acted.still)
    kept = str(place) if plan.keep else ""
    seconds = time.monotonic() - started
    return Rehearsal(tuple(found), plan.runner, lacking, tuple(left), kept, seconds, tuple(happened), still)


def _groups(projects: Sequence[Project]) -> list[list[Project]]:
    """The projects of each folder, which are one deployment and have one file of outputs."""
    found: dict[str, list[Project]] = {}
    for project in projects:
        found.setdefault(project.path, []).append(project)
    return list(found.values())


def _builds_on_others(group: Sequence[Project]) -> bool:
    return any(resource.type in _ELSEWHERE for project in group for resource in project.resources)


class _Act:
    """The projects of one folder, made and tried. `known` are the outputs of what was made before, and grow."""

    def __init__(
        self, plan: Plan, running: Emulator, place: Path, group: Sequence[Project], known: dict[str, Any]
    ) -> None:
        self.plan, self.running, self.place, self.group = plan, running, place, group
        self.lacking: dict[str, str] = {}
        self.left_behind: tuple[str, ...] = ()
        self.happened: Sequence[Mapping[str, Any]] = ()
        self.still: dict[str, str] = {}
        self.quiet: dict[str, str] = {}
        self.since = 0
        self.stages: list[Stage] = []
        values = []
        for project in group:
            stage = make_all(project, plan.root, running.client, PROVISIONERS, known)
            found, lacking = values_of(project, stage)
            known.update(found)
            values.append(found)
            self.stages.append(stage)
            self.lacking.update(lacking)
        self.outputs = flat(group, values)
        if plan.functions is not None:
            self._let_run(plan.functions)

    def _let_run(self, functions: Sequence[Function]) -> None:
        """Let the functions of these projects run. Whose code does not says why."""
        made = {address: each for stage in self.stages for address, each in stage.computed.items()}
        own = [each for each in functions if each.project == self.group[0].path]
        fill_secrets(own, made, self.running.client, self.plan.contents)
        known = packed(own, self.plan.root, self.place / "functions", made)
        self.still = {each["address"]: each["reason"] for each in known if each.get("reason")}
        self.quiet = {**self.still, **{each["title"]: each["reason"] for each in known if each.get("reason")}}
        self.since = told.begin(self.running, known)

    def judge(self) -> Iterator[Resourced]:
        """Run the suites, and say what became of each resource."""
        fitting: dict[str, tuple[IntegrationSuite, tuple[LeftOut, ...]]] = {}
        for project, stage in zip(self.group, self.stages, strict=True):
            suite = self._suite(project)
            if suite is not None:
                unmade = {address: each.reason for address, each in stage.lacking.items()}
                gaps = {address: each.gaps for address, each in stage.outcomes.items() if each.gaps}
                known = limits() if self.plan.functions is None else with_functions(limits())
                fitting[suite.name] = fitted(suite, known, unmade, self.outputs, gaps, self.quiet)
        runnable = [suite for suite, _ in fitting.values() if suite.cases]
        results = self._tried(runnable) if runnable else {}
        for project, stage in zip(self.group, self.stages, strict=True):
            whole = self._suite(project)
            suite, left_out = fitting[whole.name] if whole else (None, ())
            own = {case: test for (name, case), test in results.items() if whole and name == whole.name}
            yield from judged(project.name, stage.outcomes, suite, own, left_out)

    def _suite(self, project: Project) -> IntegrationSuite | None:
        suites = [suite for suite in self.plan.suites if suite.path == project.path]
        own = [suite for suite in suites if suite.title == project.name]
        return next(iter(own or (suites if len(self.group) == 1 else ())), None)

    def _tried(self, suites: Sequence[IntegrationSuite]) -> Mapping[tuple[str, str], Tried]:
        plan = self.plan
        folder = self.place / "integration"
        way = folder.relative_to(plan.out).as_posix()
        written = plan.emit(suites, way)
        write_files(plan.out, written.files)
        cases = {(file.removeprefix(f"{way}/"), name): case for (file, name), case in written.cases.items()}
        outputs = self.place / "outputs.json"
        outputs.write_text(json.dumps(self.outputs, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        regions = tuple(suite.region or DEFAULT_REGION for suite in suites)
        root = plan.root / self.group[0].path
        # What functions write is not the suite's to take away.
        writes = plan.functions is None and any(case.writes for suite in suites for case in suite.cases)
        before = snapshot(self.running, regions) if writes else {}
        asked = (plan.runner, self.place, folder, root, outputs.resolve(), self.running.endpoint, regions[0])
        if plan.functions is None:
            tests = plan.run(*asked)
        else:
            tests = plan.run(*asked, told.settings(self.running))
            told.settle(self.running)
            self.happened = told.hops(self.running, self.since)
        if writes:
            self.left_behind = differences(before, snapshot(self.running, regions))
        return matched(tests, cases, suites)


def matched(
    tests: Sequence[Tried], cases: Mapping[tuple[str, str], tuple[str, str]], suites: Sequence[IntegrationSuite]
) -> Mapping[tuple[str, str], Tried]:
    """The tests by suite and case. A file that could not be run at all fails every case in it."""
    found: dict[tuple[str, str], Tried] = {}
    known = {(suite.name, case.id) for suite in suites for case in suite.cases}
    for test in tests:
        for owner in _owners(test, cases):
            if owner in known and (owner not in found or found[owner].status != "failed"):
                found[owner] = test
    silent = Tried("", "", "failed", "the runner's report does not name it")
    return {owner: found.get(owner, replace(silent, file=owner[0])) for owner in sorted(known)}


def _owners(test: Tried, cases: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[tuple[str, str]]:
    exact = cases.get((test.file, test.name))
    if exact is not None:
        yield exact
        return
    for (file, name), owner in cases.items():
        if file == test.file and (not test.name or test.name.startswith(f"{name} [")):
            yield owner
