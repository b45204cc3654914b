"""Made up values that turn out not to fit are replaced by others, until the rules of the configuration hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from scaffold.model.addresses import without_keys
from scaffold.model.project import Parameter, Project, Rule
from scaffold.model.scenarios import Override
from scaffold.model.values import Unknown, Value, references
from scaffold.model.whatif import WhatIf
from scaffold.plan.scenarios.candidates import candidates
from scaffold.plan.scenarios.mocking import known_of, region_of
from scaffold.plan.scenarios.required import called_like, missing
from scaffold.plan.scenarios.synthesis import made_up
from scaffold.plan.scenarios.uses import Uses, steps_in

#: How many times a folder may be asked about for one baseline: its validations, and the whole of it.
_VALIDATIONS: Final = 1500
_PROJECTS: Final = 80
_TRIES: Final = 40
#: How many empty parameters are tried where nothing says which one is at fault.
_SUSPECTS: Final = 12
#: How it is said that a function refuses its arguments; those that read files are not meant.
_REFUSED: Final = re.compile(r"(?!file|template|abspath|path)[a-z_0-9]+: ")
#: How many resources may be read again for one baseline, all evaluations together.
_RESOURCES: Final = 6000


def problems_of(project: Project, plain: Project) -> Iterator[str]:
    """The rules that fail, and what cannot be evaluated that could be in `plain` (nothing known of the cloud)."""
    failing = {
        f"{rule.subject or 'a check'}: its {rule.kind} fails ({rule.position})": None
        for rule in project.rules
        if rule.holds is False
    }
    yield from failing
    before = {(without_keys(each.subject), each.attribute, each.reason) for each in plain.unknowns}
    reasons = {each.reason for each in plain.unknowns}
    wrong = {
        f"{each.subject} {each.attribute}: {each.reason}": None
        for each in project.unknowns
        if (without_keys(each.subject), each.attribute, each.reason) not in before and each.reason not in reasons
    }
    yield from wrong
    yield from dict.fromkeys(_refused_calls(project))
    yield from (f"{reference} has no value, which its provider requires" for reference in missing(project))


def _refused_calls(project: Project) -> Iterator[str]:
    """The attributes and outputs that are nothing but a call that its function refuses: Terraform stops there too.

    Not where a file cannot be read: it may be there when the configuration is planned.
    """
    values = [
        (f"{without_keys(each.address)}.{name}", value)
        for each in project.resources
        for name, value in each.attributes.items()
    ]
    values += [(f"output.{each.name}", each.value) for each in project.outputs if not each.module]
    for name, value in values:
        if isinstance(value, Unknown) and _REFUSED.match(value.reason):
            yield f"{name}: {value.reason}"


@dataclass
class Mender:
    """Replaces the values of the parameters in `made`, and answers of the cloud, where rules fail with them."""

    path: str
    what_if: WhatIf
    parameters: Mapping[str, Parameter]
    made: frozenset[str]
    plain: Project
    uses: Uses
    validations: int = _VALIDATIONS
    projects: int = _PROJECTS
    _given_up: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.projects = max(3, min(self.projects, _RESOURCES // (len(self.plain.resources) + 1)))

    def with_valid_values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with made up ones replaced until the validations of the parameters hold, as far as possible."""
        values = dict(values)
        rules: Sequence[Rule] = self.what_if.rules(self.path, values)
        while broken := self._first_broken(rules):
            found = self._repaired(values, rules, broken)
            if found is not None:
                values, rules = found
        return values

    def with_needed_values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with something for each parameter that is null (or empty) and that cannot be so.

        A module that is called with a name, say, and has a null name by default: nothing in it can be evaluated.
        """
        values = dict(values)
        project = self._project(values, ())
        for name in self._suspects(values, project):
            parameter = self.parameters[name]
            tried = {**values, name: made_up(parameter, self.uses.get(f"var.{name}"), region_of([project]))}
            if self.projects <= 0 or not _wrong(project):
                break
            if self.what_if.fits(self.path, name, tried[name]) and self._keeps_rules(values, tried):
                found = self._project(tried, ())
                if _wrong(found) < _wrong(project):
                    values, project = tried, found
        return values

    def _suspects(self, values: Mapping[str, Value], project: Project) -> list[str]:
        """The parameters with nothing in them, those first that stand where something cannot be evaluated, then those
        called like arguments that a provider requires."""
        empty = [name for name, value in values.items() if value in (None, "", ()) and self._has_default(name, values)]
        sources = " ".join(each.source for each in project.unknowns)
        named = [name for name in empty if re.search(rf"\bvar\.{re.escape(name)}\b", sources)]
        found = named or (empty[:_SUSPECTS] if project.unknowns else [])
        return list(dict.fromkeys((*called_like(empty, missing(project)), *found)))

    def _keeps_rules(self, values: Mapping[str, Value], tried: Mapping[str, Value]) -> bool:
        before, after = (_failing(self.what_if.rules(self.path, each)) for each in (values, tried))
        return after <= before

    def _first_broken(self, rules: Sequence[Rule]) -> Rule | None:
        return next((rule for rule in rules if rule.holds is False and _key(rule) not in self._given_up), None)

    def _repaired(
        self, values: Mapping[str, Value], rules: Sequence[Rule], broken: Rule
    ) -> tuple[dict[str, Value], Sequence[Rule]] | None:
        """Values with which fewer rules fail, and the rules with them.

        Else such with which this rule holds and another one fails in its place; that only once for each rule.
        """
        now, instead = _failing(rules), None
        for name in self._about(broken, values):
            parameter = self.parameters[name]
            for candidate in candidates(parameter, broken, values[name]):
                if self.validations <= 0:
                    return None
                if candidate is None or not self.what_if.fits(self.path, name, candidate):
                    continue
                self.validations -= 1
                tried = {**values, name: candidate}
                found = self.what_if.rules(self.path, tried)
                if _failing(found) < now:
                    return tried, found
                if instead is None and _failing(found) == now and not _fails(broken, found):
                    instead = tried, found
        self._given_up.add(_key(broken))
        return instead

    def _about(self, rule: Rule, values: Mapping[str, Value]) -> list[str]:
        """The parameters that a rule is about and that may change: made up ones, then those that have their default.

        A rule in a module is about what the call hands over.
        """
        module, _, own = rule.subject.rpartition("var.")
        module = without_keys(module.rstrip(".") or _module_of(rule.subject))
        names = dict.fromkeys([own, *rule.parameters])
        if module:
            inputs = [call.inputs for call in self.plain.calls if without_keys(call.address) == module]
            handed = (reference for each in inputs for name in names for reference in references(each.get(name)))
            names = dict.fromkeys(each.address.removeprefix("var.") for each in handed)
        known = [name for name in names if name in self.parameters]
        soft = [name for name in known if name not in self.made and self._has_default(name, values)]
        return [*(name for name in known if name in self.made), *soft]

    def _has_default(self, name: str, values: Mapping[str, Value]) -> bool:
        parameter = self.parameters[name]
        return not parameter.required and name in values and values[name] == parameter.default

    def with_sound_project(
        self, values: Mapping[str, Value], overrides: Sequence[Override], plain: Project
    ) -> tuple[dict[str, Value], list[Override]]:
        """Values and overrides with which everything holds, as far as some are found."""
        values, overrides = dict(values), list(overrides)
        project = self._project(values, overrides)
        count = len(list(problems_of(project, plain)))
        while count and self.projects > 0:
            for tried, answers in self._others(values, overrides, project):
                made = self._project(tried, answers)
                left = len(list(problems_of(made, plain)))
                if left < count:
                    values, overrides, project, count = tried, answers, made, left
                    break
                if self.projects <= 0:
                    break
            else:
                break
        return values, overrides

    def _project(self, values: Mapping[str, Value], overrides: Sequence[Override]) -> Project:
        self.projects -= 1
        return self.what_if.project(self.path, values, known_of(overrides))

    def _others(
        self, values: Mapping[str, Value], overrides: Sequence[Override], project: Project
    ) -> Iterator[tuple[dict[str, Value], list[Override]]]:
        """Other values and answers, for each rule that fails the likeliest first."""
        for rule in [rule for rule in project.rules if rule.holds is False]:
            for answers in itertools.islice(_other_answers(rule, overrides), _TRIES):
                yield dict(values), answers
            for name in self._about(rule, values):
                tries = itertools.islice(candidates(self.parameters[name], rule, values[name]), _TRIES)
                for candidate in tries:
                    if candidate is not None and self.what_if.fits(self.path, name, candidate):
                        yield {**values, name: candidate}, list(overrides)


def _other_answers(rule: Rule, overrides: Sequence[Override]) -> Iterator[list[Override]]:
    """The overrides with the constants of a rule for the attributes that its condition names."""
    for place, override in enumerate(overrides):
        for path in steps_in(rule, override.address):
            if not path or not isinstance(path[0], str):
                continue
            for constant in rule.constants:
                changed = _changed(override.values.get(path[0]), path[1:], constant)
                values = {**override.values, path[0]: changed}
                yield [*overrides[:place], replace(override, values=values), *overrides[place + 1 :]]
            if override.values.get(path[0]) == ():
                continue


def _changed(value: Value, path: Sequence[str | int], constant: Value) -> Value:
    """A value with something else at a path; a list takes the constant as its elements, a number as their count."""
    if path:
        step, *rest = path
        if isinstance(value, Mapping) and isinstance(step, str):
            return {**value, step: _changed(value.get(step), rest, constant)}
        if isinstance(value, tuple) and value:
            return tuple(_changed(item, rest, constant) for item in value)
        return value
    if isinstance(value, tuple) and isinstance(constant, int) and value:
        wanted = max(constant, 0)
        return (value * (wanted // len(value) + 1))[:wanted]
    if isinstance(value, tuple) and not isinstance(constant, tuple):
        return (constant,)
    return constant


def _module_of(subject: str) -> str:
    """The module that a resource, output or check is in."""
    parts, plain = [], without_keys(subject).split(".")
    while plain[0] == "module" and len(plain) > 2:
        parts += plain[:2]
        plain = plain[2:]
    return ".".join(parts)


def _fails(rule: Rule, rules: Sequence[Rule]) -> bool:
    return any(each.holds is False and _key(each) == _key(rule) for each in rules)


def _wrong(project: Project) -> int:
    """In how many places something cannot be evaluated, or is not there though a provider requires it."""
    return len({(each.subject, each.attribute) for each in project.unknowns}) + len(missing(project))


def _failing(rules: Sequence[Rule]) -> int:
    return sum(rule.holds is False for rule in rules)


def _key(rule: Rule) -> str:
    return f"{rule.subject} {rule.position}"
