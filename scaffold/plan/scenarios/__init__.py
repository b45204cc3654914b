"""Runs of the configuration itself with chosen values: flags both ways, rules kept and broken, values and wiring."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scaffold.model.checks import Choice
from scaffold.model.project import ModuleCall, Parameter, Project, SourceModule
from scaffold.model.scenarios import Phase, Run, RunFamily, Scenarios
from scaffold.model.testplan import Tier
from scaffold.model.values import Value, is_known
from scaffold.model.versions import Constraint
from scaffold.model.whatif import WhatIf
from scaffold.plan.naming import suite_name
from scaffold.plan.scenarios.baseline import Baseline
from scaffold.plan.scenarios.baseline import baseline as find_baseline
from scaffold.plan.scenarios.contexts import contexts, plan_rules_in, plan_wiring_in
from scaffold.plan.scenarios.declared import plan_declared
from scaffold.plan.scenarios.deferred import deferred_below, deferred_in
from scaffold.plan.scenarios.flags import plan_flags
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Budget, Ground
from scaffold.plan.scenarios.instances import with_instances
from scaffold.plan.scenarios.invariants import plan_invariants
from scaffold.plan.scenarios.naming import distinct_runs
from scaffold.plan.scenarios.providers import named_in, passed_on
from scaffold.plan.scenarios.rules import own_rules, plan_rules
from scaffold.plan.scenarios.wiring import plan_wiring
from scaffold.plan.words import listed

#: The version from which overrides count during plan, where they are asked to.
#: https://developer.hashicorp.com/terraform/language/tests/mocking#override_during
EARLY = "1.11"
#: The largest number of runs in one suite.
MOST_RUNS = 150
#: What goes first where there are more.
_LEAST_NEEDED = (RunFamily.ACCEPTED, RunFamily.FLAGS, RunFamily.REFUSED)


def plan_scenarios(
    projects: Sequence[Project], what_if: WhatIf, tier: Tier = Tier.STANDARD, choice: Choice | None = None
) -> tuple[Scenarios, ...]:
    """One suite of runs for each root module and for each local module that it calls.

    A folder of which nothing can be asserted has none; one that cannot be planned has no runs, and gaps that say why.
    """
    roots = frozenset(project.path for project in projects)
    modules = [module for project in projects for module in project.modules]
    deferred = {module.path: deferred_in(module) for module in modules if module.blocks}
    named = {module.path: named_in(module) for module in modules if module.blocks}
    planner = _Planner(what_if, tier, _scoped(modules), deferred, named, roots, choice)
    return tuple(suite for project in projects for suite in planner.root(project))


@dataclass(frozen=True)
class _Planner:
    """What all suites share: by folder the data sources inside checks (`scoped`), those that no plan reads (`deferred`)
    and the providers it names (`named`), and the root modules."""

    what_if: WhatIf
    tier: Tier
    scoped: Mapping[str, frozenset[str]]
    deferred: Mapping[str, frozenset[str]]
    named: Mapping[str, frozenset[str]]
    roots: frozenset[str]
    choice: Choice | None

    def root(self, project: Project) -> Iterator[Scenarios]:
        """The suites of a root module and of the modules it calls, but for those that are roots themselves."""
        names: set[str] = set()
        own = {each.name: each for each in project.parameters if not each.module}
        base = find_baseline(project.path, self.what_if, _given(own, {each.name: each.value for each in own.values()}))
        yield from self._suite(base, project, (), names)
        for path, calls in _called(base.project, project).items():
            if path not in self.roots:
                yield from self._module(project, path, calls, names)

    def _module(self, root: Project, path: str, calls: Sequence[ModuleCall], names: set[str]) -> Iterator[Scenarios]:
        parameters = {each.name: each for each in self.what_if.project(path, {}).parameters if not each.module}
        inputs = [_given(parameters, call.inputs) for call in calls] or [{}]
        base = find_baseline(path, self.what_if, inputs[0])
        further = [
            (call.address, _changes(base, parameters, inputs[0], given))
            for call, given in zip(calls[1:], inputs[1:], strict=True)
        ]
        yield from self._suite(base, root, further, names)

    def _suite(
        self, base: Baseline, root: Project, calls: Sequence[tuple[str, Mapping[str, Value]]], names: set[str]
    ) -> Iterator[Scenarios]:
        """The suite of one folder, if there is anything in it."""
        early = any(_early(text) for text in (root.required_version, base.project.required_version))
        base = self._without_deferred(base)
        ground = Ground(base, self.what_if, early, self.scoped.get(base.path, frozenset()), Budget.fit(base.project))
        gaps = Gaps()
        runs = tuple(_runs(ground, self.tier, calls, gaps, self.choice))
        if not runs and not gaps.found:
            return
        way = posixpath.relpath(base.path, root.path)
        yield Scenarios(
            name=suite_name(way, names),
            root=root.path,
            module="" if way == "." else way if way.startswith("../") else f"./{way}",
            values=base.values,
            mocks=base.mocks,
            overrides=with_instances(base.overrides, ground.projects()),
            runs=runs,
            early=early,
            providers=passed_on(base.mocks, self.named[base.path]) if base.path in self.named else base.providers,
            gaps=tuple(gaps.found.values()),
        )

    def _without_deferred(self, base: Baseline) -> Baseline:
        """The baseline without what no plan reads among what is known early."""
        late = deferred_below(base.path, base.project, self.deferred)
        early = {address: values for address, values in base.known_early.items() if address not in late}
        if len(early) == len(base.known_early):
            return base
        return replace(base, known_early=early, planned=self.what_if.project(base.path, base.values, early))


def _runs(
    ground: Ground,
    tier: Tier,
    calls: Sequence[tuple[str, Mapping[str, Value]]],
    gaps: Gaps,
    choice: Choice | None,
) -> list[Run]:
    if not ground.baseline.sound or ground.view.undecided:
        open_ = sorted(ground.view.undecided)
        unclear = (
            (f"how many instances of {listed(open_)} there are depends on what is not there yet",) if open_ else ()
        )
        problems = ground.baseline.problems or unclear
        for problem in problems or ("no values were found with which it plans",):
            gaps.add(f"{ground.baseline.path} is not run: {problem}")
        return []
    runs = [*plan_declared(ground, calls), *plan_invariants(ground, choice)]
    if tier is Tier.SMOKE:
        runs += plan_flags(ground, gaps, only_counts=True)
    else:
        runs += _standard(ground, gaps, tier is Tier.EXHAUSTIVE)
    return _ordered(distinct_runs(_fewer(runs, gaps)))


def _standard(ground: Ground, gaps: Gaps, every_option: bool) -> Iterator[Run]:
    """The runs beyond the baseline, then those that need something else changed first."""
    yield from plan_wiring(ground)
    flags = list(plan_flags(ground, gaps))
    ruled = plan_rules(ground, own_rules(ground.view), every_option)
    found = contexts(ground, (*flags, *ruled.accepted))
    further = plan_rules_in(ground, found, ruled.unbroken, gaps)
    yield from (*flags, *ruled.accepted, *further.accepted, *ruled.refused, *further.refused)
    yield from plan_wiring_in(ground, found)


def _fewer(runs: list[Run], gaps: Gaps) -> list[Run]:
    """At most so many runs, and a word about those left out."""
    for family in _LEAST_NEEDED:
        surplus = len(runs) - MOST_RUNS
        members = [run for run in runs if run.family is family]
        if surplus > 0 and members:
            dropped = members[-surplus:]
            runs = [run for run in runs if run not in dropped]
            gaps.add(f"{len(dropped)} more runs of the family {family.value!r} are left out: there are too many")
    return runs


def _ordered(runs: Sequence[Run]) -> list[Run]:
    """By family; those that apply last, because what they create stays for those after them."""
    families = list(RunFamily)
    return sorted(runs, key=lambda run: (run.phase is Phase.APPLY, families.index(run.family)))


def _early(required: str) -> bool:
    constraint = Constraint.parse(required)
    return constraint is not None and constraint.guarantees(EARLY)


def _given(parameters: Mapping[str, Parameter], values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that are known and nobody's secret."""
    return {
        name: value
        for name, value in values.items()
        if name in parameters and is_known(value) and not parameters[name].sensitive
        if parameters[name].required or value != parameters[name].default
    }


def _changes(
    base: Baseline, parameters: Mapping[str, Parameter], first: Mapping[str, Value], given: Mapping[str, Value]
) -> dict[str, Value]:
    """What another call changes in the values of the suite, which are those of the first call."""
    found = {name: value for name, value in given.items() if base.values.get(name) != value or name not in base.values}
    for name in first:
        if name not in given and not parameters[name].required:
            found[name] = parameters[name].default
    return found


def _called(project: Project, read: Project) -> dict[str, list[ModuleCall]]:
    """The calls of each local module, also from other modules, by folder; then the folders that nothing calls now."""
    found: dict[str, list[ModuleCall]] = {}
    for call in project.calls:
        if call.path:
            found.setdefault(call.path, []).append(call)
    for module in read.modules:
        found.setdefault(module.path, [])
    return found


def _scoped(modules: Sequence[SourceModule]) -> dict[str, frozenset[str]]:
    """The data sources inside checks, by folder: nothing but the check can name them."""
    found: dict[str, frozenset[str]] = {}
    for module in modules:
        checks = [block for block in module.blocks if block.type == "check"]
        inner = [block for check in checks for block in check.blocks if block.type == "data"]
        names = frozenset(".".join(("data", *block.labels)) for block in inner)
        found[module.path] = found.get(module.path, frozenset()) | names
    return found
