"""One folder under test: what it is with the suite's own values, and what it would be with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from scaffold.model.addresses import without_keys
from scaffold.model.facts import Fact
from scaffold.model.position import Position
from scaffold.model.project import Mode, ModuleCall, Parameter, Project, Resource, Rule
from scaffold.model.values import Reference, Value, is_known, references
from scaffold.model.whatif import WhatIf
from scaffold.plan.scenarios.baseline import Baseline
from scaffold.plan.scenarios.phrases import shown
from scaffold.plan.scenarios.required import missing, nulls, values_for
from scaffold.plan.scenarios.seen import facts

_FEWEST = 60
_MOST = 600
_WORK = 30_000
#: What another baseline costs, in questions.
_SHIFT = 4

#: Where made-up values are, if they are anywhere.
_REGION = "us-east-1"

Known = Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class RuleKey:
    """Which rule it is, in every evaluation: `subject` is without instance keys."""

    kind: str
    subject: str
    position: Position


def key_of(rule: Rule) -> RuleKey:
    """The key of a rule, the same for all instances of what it stands in."""
    return RuleKey(rule.kind, without_keys(rule.subject), rule.position)


def states(rules: Iterable[Rule]) -> dict[RuleKey, bool | None]:
    """Whether each rule holds: not if it does not for one instance, and not known if that is so for one."""
    found: dict[RuleKey, bool | None] = {}
    for rule in rules:
        key = key_of(rule)
        found[key] = rule.holds if key not in found else _both(found[key], rule.holds)
    return found


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


@dataclass(frozen=True)
class View:
    """The folder as evaluated; `first` is how it was before what the configuration sets itself was taken for known."""

    project: Project
    scoped: frozenset[str] = frozenset()
    first: Project | None = None

    @property
    def plain(self) -> Project:
        """The project as it was evaluated first: two of those differ only where their values make them differ."""
        return self.first or self.project

    @cached_property
    def facts(self) -> Mapping[Reference, Fact]:
        """What is known, by subject."""
        return facts(self.project, self.scoped)

    @cached_property
    def rules(self) -> Mapping[RuleKey, bool | None]:
        """Whether each rule holds."""
        return states(self.project.rules)

    @cached_property
    def errors(self) -> frozenset[str]:
        """Why something is not known; also what cannot be evaluated, or is null where providers take no null."""
        null = (f"null in a list of {address}" for address in nulls(self.project))
        return frozenset((*(found.reason for found in self.project.unknowns), *null, *map(str, self.missing)))

    @cached_property
    def missing(self) -> tuple[Reference, ...]:
        """The arguments with nothing in them though their provider requires them."""
        return missing(self.project)

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The blocks whose instances depend on what only exists once something is created: Terraform refuses those."""
        blocks: tuple[Resource | ModuleCall, ...] = (*self.project.resources, *self.project.calls)
        repeated = (block for block in blocks if block.repeated)
        return frozenset(
            without_keys(block.address)
            for block in repeated
            if any(found.address.split(".")[0] not in ("each", "count", "var") for found in references(block.condition))
        )

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """The checks of which the plan cannot say whether they hold: it counts them as failing."""
        return tuple(dict.fromkeys(key.subject for key in self.rules if _is_check(key) and self.rules[key] is None))


def _is_check(key: RuleKey) -> bool:
    return key.kind == "assert" and key.subject.startswith("check.")


@dataclass
class Budget:
    """How many questions may still be asked: of whole projects, and of validation rules alone."""

    projects: int
    rules: int = 4000

    @staticmethod
    def fit(project: Project) -> Budget:
        """As many questions as take a few seconds: each costs more, the larger the project is."""
        return Budget(max(_FEWEST, min(_MOST, _WORK // (20 + len(project.resources)))))


@dataclass
class Ground:
    """A folder under test with its baseline; `early` says that overrides count during plan.

    `scoped` are the data sources that only the check around them sees.
    """

    baseline: Baseline
    what_if: WhatIf
    early: bool = False
    scoped: frozenset[str] = frozenset()
    budget: Budget = field(default_factory=lambda: Budget(_MOST))

    def __post_init__(self) -> None:
        self._asked: dict[str, View | None] = {}
        self._shifted: dict[str, Ground] = {}

    @cached_property
    def known(self) -> Known:
        """What is known during plan, of what only the cloud knows."""
        early = self.baseline.known_early
        if not self.early:
            return early
        managed = {address: values for address, values in self.baseline.known.items() if not _is_data(address)}
        return {**managed, **early}

    @cached_property
    def view(self) -> View:
        """The module under test as it is planned with the suite's own values."""
        return self._look(self.baseline.values)

    @cached_property
    def late(self) -> View:
        """The same before any override of a managed resource counts: what the configuration says by itself."""
        if not self.early:
            return self.view
        return View(self.baseline.planned, self.scoped)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters of the module under test."""
        return {each.name: each for each in self.baseline.project.parameters if not each.module}

    def value(self, name: str) -> Value:
        """What a parameter has in the baseline."""
        if name in self.baseline.values:
            return self.baseline.values[name]
        return self.parameters[name].value if name in self.parameters else None

    def ask(self, changes: Mapping[str, Value]) -> View | None:
        """The module as it would be planned with these changes; nothing once too much has been asked."""
        key = _key(changes)
        if key not in self._asked:
            if self.budget.projects <= 0:
                return None
            self.budget.projects -= 1
            self._asked[key] = self._look({**self.baseline.values, **changes})
        return self._asked[key]

    def rules(self, changes: Mapping[str, Value]) -> dict[RuleKey, bool | None]:
        """Whether the validation rules of the module's own parameters hold; nothing once too much has been asked."""
        if self.budget.rules <= 0:
            return {}
        self.budget.rules -= 1
        return states(self.what_if.rules(self.baseline.path, {**self.baseline.values, **changes}))

    def fits(self, name: str, value: Value) -> bool:
        """Whether a value is known and has the type of the parameter."""
        return is_known(value) and self.what_if.fits(self.baseline.path, name, value)

    def values_for(self, arguments: Sequence[Reference]) -> Iterator[tuple[str, Value]]:
        """Values for the parameters that are called like arguments with nothing in them, the likeliest first."""
        return values_for(arguments, self.parameters, self.baseline.values, _REGION)

    def sound(self, view: View) -> bool:
        """Whether a view plans: every rule holds that is known, and nothing is undecided or wrong that was not."""
        fails = any(holds is False for holds in view.rules.values())
        return not fails and self.evaluates(view)

    def evaluates(self, view: View) -> bool:
        """Whether nothing in a view is undecided or wrong that was not in the baseline."""
        return view.errors <= self.view.errors and view.undecided <= self.view.undecided

    @cached_property
    def after(self) -> View:
        """The module as it is after a mocked apply."""
        view = View(self.baseline.project, self.scoped)
        return self._settled(view, self.baseline.values, self.baseline.known)

    @cached_property
    def folded(self) -> View:
        """The module as it is planned, with all that is known then put in the place of what refers to it."""
        return self._settled(self.view, self.baseline.values, self.known)

    def shifted(self, changes: Mapping[str, Value]) -> Ground | None:
        """The same folder with these values for its own; nothing once too much has been asked."""
        key = _key(changes)
        if key not in self._shifted:
            if self.budget.projects < _SHIFT:
                return None
            self.budget.projects -= _SHIFT
            base, values = self.baseline, {**self.baseline.values, **changes}
            project = self.what_if.project(base.path, values, base.known)
            planned = self.what_if.project(base.path, values, base.known_early)
            moved = replace(base, values=values, project=project, planned=planned)
            self._shifted[key] = Ground(moved, self.what_if, self.early, self.scoped, self.budget)
        return self._shifted[key]

    def projects(self) -> Iterator[Project]:
        """Everything that has been asked about, whatever the values."""
        yield from (self.baseline.project, self.baseline.planned)
        yield from (view.project for view in self._asked.values() if view is not None)
        for ground in self._shifted.values():
            yield from ground.projects()

    def spelled(self, changes: Mapping[str, Value]) -> str:
        """Changes in words: `replicas = 3 and another value of password`."""
        texts = {name: "" if self.secret(name) else shown(value) for name, value in changes.items()}
        return " and ".join(f"{name} = {text}" if text else f"another value of {name}" for name, text in texts.items())

    def secret(self, name: str) -> bool:
        """Whether the value of a parameter should not be told."""
        return name in self.parameters and self.parameters[name].sensitive

    def _look(self, values: Mapping[str, Value]) -> View:
        project = self.what_if.project(self.baseline.path, values, self.known)
        view = View(project, self.scoped)
        return self._settled(view, values, self.known) if _open(view) - self._hopeless else view

    def _settled(self, view: View, values: Mapping[str, Value], known: Known) -> View:
        """The view again with what the configuration sets itself taken for known."""
        own = _own(view.project)
        if not own:
            return view
        all_ = {address: {**own.get(address, {}), **known.get(address, {})} for address in {**own, **known}}
        return View(self.what_if.project(self.baseline.path, values, all_), self.scoped, view.project)

    @cached_property
    def _hopeless(self) -> frozenset[RuleKey | str]:
        """What is open in the baseline whatever is taken for known: no reason to evaluate twice."""
        view = View(self.what_if.project(self.baseline.path, self.baseline.values, self.known), self.scoped)
        return _open(self._settled(view, self.baseline.values, self.known)) if _open(view) else frozenset()


def _open(view: View) -> frozenset[RuleKey | str]:
    """The rules that cannot be told, and the blocks whose instances cannot."""
    return view.undecided | {key for key, holds in view.rules.items() if holds is None}


def _key(changes: Mapping[str, Value]) -> str:
    return repr(sorted(changes.items(), key=lambda pair: pair[0]))


def _is_data(address: str) -> bool:
    parts = without_keys(address).split(".")
    while parts[0] == "module" and len(parts) > 2:
        parts = parts[2:]
    return parts[0] == "data"


def _own(project: Project) -> dict[str, dict[str, Value]]:
    """What the configuration sets on managed resources that have no instance keys in their addresses."""
    found: dict[str, dict[str, Value]] = {}
    for resource in project.resources:
        if resource.mode is Mode.MANAGED and "[" not in resource.address and not resource.repeated:
            attributes = resource.attributes.items()
            found[resource.address] = {
                name: value for name, value in attributes if value is not None and is_known(value)
            }
    return found
