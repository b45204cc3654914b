"""Suites for programs: which variants are deployed under mocks, and what is looked at in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from scaffold.model.checks import Choice
from scaffold.model.deployed import DeployedCase, DeployedSuite, Deployment
from scaffold.model.deployments import DEFAULT_REGION, Arm, Entry, Evaluation, Failure, Programs, Variant
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Project
from scaffold.model.scenarios import Gap
from scaffold.model.testplan import Tier
from scaffold.model.values import Value
from scaffold.plan.deployed.asking import Asking
from scaffold.plan.deployed.changes import plan_changes, plan_refusal
from scaffold.plan.deployed.configuration import plan_configuration
from scaffold.plan.deployed.exploring import explore
from scaffold.plan.deployed.invariants import plan_invariants
from scaffold.plan.deployed.inventory import plan_inventory, plan_settled
from scaffold.plan.deployed.outputs import plan_outputs
from scaffold.plan.deployed.pairing import site
from scaffold.plan.deployed.tags import plan_tags
from scaffold.plan.deployed.titles import deployment_title, distinct
from scaffold.plan.deployed.trials import Seen
from scaffold.plan.deployed.view import SYNTHESISING, View
from scaffold.plan.deployed.wiring import plan_wiring
from scaffold.plan.naming import suite_name

#: So many deployments of one entry, and so many evaluations of one project, in each tier.
_MOST: Mapping[Tier, int] = {Tier.SMOKE: 1, Tier.STANDARD: 12, Tier.EXHAUSTIVE: 40}
_BUDGET: Mapping[Tier, int] = {Tier.SMOKE: 20, Tier.STANDARD: 120, Tier.EXHAUSTIVE: 400}
#: An entry has at least so many evaluations, whatever those before it needed.
_LEAST = 24


#: The language of a suite for a program some of whose modules are in it: what knows types can load what does not.
_TYPED = "typescript"
#: What an evaluation comes to once more is known of it: `None` where it is not to be deployed.
Settle: TypeAlias = Callable[[Evaluation], "Evaluation | None"]


def plan_deployed(
    projects: Sequence[Project],
    programs: Programs,
    tier: Tier,
    choice: Choice,
    settle: Settle = lambda evaluation: evaluation,
) -> tuple[DeployedSuite, ...]:
    """One suite for each project that has something to load, in the order of the projects.

    `settle` is asked once about each evaluation that is to become a deployment.
    """
    names: set[str] = set()
    paths = dict.fromkeys(project.path for project in projects)
    suites = (_suite(path, programs, tier, choice, settle, names) for path in paths)
    return tuple(suite for suite in suites if suite is not None)


def _suite(
    path: str, programs: Programs, tier: Tier, choice: Choice, settle: Settle, names: set[str]
) -> DeployedSuite | None:
    entries = programs.entries(path)
    if not entries:
        return None
    planner = _Planner(Asking(programs, 0), tier, choice, settle)
    left = _BUDGET[tier]
    for at, entry in enumerate(entries):
        most = max(_LEAST, left // (len(entries) - at))
        planner.plan(entry, most)
        left -= most - planner.asking.left
    first = entries[0]
    kept = planner.kept
    return DeployedSuite(
        name=suite_name(first.project or path, names),
        folder=first.folder,
        project=first.project,
        language=_TYPED if any(each.language == _TYPED for each in entries) else first.language,
        home=first.home,
        platform=first.platform,
        entries=entries,
        deployments=tuple(planner.deployments),
        mocks=_merged(each.mocks for each in kept),
        answers={token: each.answers[token] for each in kept for token in each.answers},
        packages=tuple(dict.fromkeys(package for each in kept for package in each.packages)),
        region=_region(kept),
        files=tuple(sorted({file for each in kept for file in each.files})),
        untried=tuple({repr(gap): gap for gap in (*planner.gaps, *planner.unreached())}.values()),
    )


@dataclass
class _Planner:
    """Gathers the deployments of one project."""

    asking: Asking
    tier: Tier
    choice: Choice
    settle: Settle
    deployments: list[Deployment] = field(default_factory=list)
    kept: list[Evaluation] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    _bases: list[Evaluation] = field(default_factory=list)
    _shown: set[str] = field(default_factory=set)

    def plan(self, entry: Entry, most: int) -> None:
        """The deployments of an entry, for which so many evaluations may be asked for."""
        self.asking.left = most
        seen = frozenset[Arm]().union(*(each.taken for each in self.kept))
        explored = explore(self.asking, entry, Seen(seen, frozenset(self._shown)), _MOST[self.tier])
        if explored.base is None:
            self._unfinished(entry, explored.failure.evaluation.failure if explored.failure else None)
            return
        base = self.settle(explored.base.evaluation)
        if base is None or base.failure is not None:
            self._unfinished(entry, base.failure if base else None)
            return
        if self._adds(base):
            self._add(base, None, self._baseline(base))
        self._bases.append(base)
        for trial in explored.trials:
            found = self.settle(trial.evaluation)
            if found is None or not self._adds(found):
                continue
            view = View(found)
            cases = list(plan_changes(base, view, trial.beside.values()) if found.complete else plan_refusal(found))
            # What a branch does may not show, but that everything is there with it does.
            self._add(found, base.variant, cases or list(plan_inventory(view)))
        self._shown |= explored.shown
        if explored.left_out:
            many = "1 more deployment" if explored.left_out == 1 else f"{explored.left_out} more deployments"
            summary = f"{many} of {entry.title} than allowed would show something"
            self.gaps.append(Gap(summary, entry.position))

    def _adds(self, evaluation: Evaluation) -> bool:
        """Whether there is anything in it that nothing shows yet: not in a stack alone that a program synthesises,
        with its aspects, unless it goes a way of the code that the program does not."""
        entry = evaluation.variant.entry
        if entry.platform != SYNTHESISING or not entry.export:
            return True
        taken = frozenset[Arm]().union(*(each.taken for each in self.kept))
        return bool(evaluation.taken - taken) or not any(_declares(each, evaluation) for each in self._bases)

    def unreached(self) -> Iterator[Gap]:
        """The branches that no deployment takes, by line; a smoke test is not meant to."""
        if self.tier is Tier.SMOKE:
            return
        taken = frozenset[Arm]().union(*(each.taken for each in self.kept))
        arms = frozenset[Arm]().union(*(each.arms for each in self.asking.answers))
        lines = sorted({(arm.file, arm.line) for arm in arms - taken})
        for file, line in lines:
            yield Gap("no deployment takes every way through here", Position(file, line))

    def _unfinished(self, entry: Entry, failure: Failure | None) -> None:
        why = failure.message if failure else "there are too many questions to ask"
        self.gaps.append(Gap(f"{entry.title} is not deployed: {why}", failure.position if failure else entry.position))

    def _baseline(self, base: Evaluation) -> list[DeployedCase]:
        """The cases of an entry's baseline: all, or beside an entry that declares the same, what is different."""
        view, standard = View(base), self.tier is not Tier.SMOKE
        reference = next((each for each in self._bases if _declares(each, base)), None)
        cases = [*plan_inventory(view), *plan_settled(view)]
        if reference is not None:
            differing = plan_changes(reference, view) if standard else ()
            own = (Family.INVENTORY, Family.OUTPUTS)
            return [*cases, *(each for each in differing if each.family not in own), *plan_outputs(view)]
        if standard:
            cases += plan_configuration(view, view.certain, self.tier is Tier.EXHAUSTIVE)
            cases += plan_wiring(view, view.certain)
            cases += plan_tags(view, view.certain)
        return [*cases, *plan_invariants(view, self.choice), *plan_outputs(view)]

    def _add(self, evaluation: Evaluation, base: Variant | None, cases: list[DeployedCase]) -> None:
        """A deployment, if anything is looked at in it."""
        if cases:
            view = View(evaluation)
            title = deployment_title(evaluation.variant, base, view)
            count = sum(each.title == title or each.title.startswith(f"{title} (") for each in self.deployments)
            title = f"{title} ({count + 1})" if count else title
            cases = [replace(case, id=f"{title}:{case.id}") for case in distinct(cases)]
            subjects = view.subjects if evaluation.complete else {}
            self.deployments.append(Deployment(title, evaluation.variant, tuple(_ordered(cases)), subjects))
            self.kept.append(evaluation)


def _region(kept: Sequence[Evaluation]) -> str:
    """The region of the mocks: the one that the first deployment is configured with."""
    said = kept[0].variant.values.get("config.aws:region") if kept else None
    return said if isinstance(said, str) and said else DEFAULT_REGION


def _ordered(cases: list[DeployedCase]) -> list[DeployedCase]:
    """By family; those of one resource together, as they come."""
    families = list(Family)
    return sorted(cases, key=lambda case: families.index(case.family))


def _declares(reference: Evaluation, evaluation: Evaluation) -> bool:
    """Whether an earlier entry declares most of what a later one does, at the same places."""
    known = {site(each) for each in reference.registrations}
    own = [site(each) in known for each in evaluation.registrations]
    return bool(own) and sum(own) * 2 > len(own)


def _merged(found: Iterable[Mapping[str, Mapping[str, Value]]]) -> dict[str, dict[str, Value]]:
    merged: dict[str, dict[str, Value]] = {}
    for each in found:
        for token, attributes in each.items():
            merged.setdefault(token, {}).update(attributes)
    return merged
