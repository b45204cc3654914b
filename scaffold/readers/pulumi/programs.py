"""The programs of what was read, for the planner: what can be loaded, and what it declares with chosen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.model.deployments import Entry, Evaluation, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.values import Value
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.parameters import seen_parameters, shapes_read, with_observed
from scaffold.readers.deploying.sampling import Sampling, candidates
from scaffold.readers.pulumi.canonical import Surroundings, canonical_project
from scaffold.readers.pulumi.evaluation import Case, Outcome, as_evaluation, evaluate, given_for

_STACK: Final = "pulumi.stack"
#: Settings that every deployment has, although programs may read them as if they were optional.
_ALWAYS: Final = frozenset({"config.aws:region", "config.aws-native:region"})
_PATHS: Final = (".", "Pulumi.yaml")


class PulumiPrograms:
    """Evaluates the programs and components of projects again; see `Programs`. `cases` are by project path."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self.cases = cases
        self._programs: dict[str, Entry] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._samples: dict[Entry, Mapping[str, Value]] = {}
        self._sampling = Sampling(self.evaluate, self._candidates, _PATHS)

    def program(self, path: str) -> Entry:
        """The program of the project at `path`."""
        if path not in self._programs:
            self._programs[path] = program_entry(self.cases[path])
        return self._programs[path]

    def entries(self, path: str) -> tuple[Entry, ...]:
        """What can be loaded of the project at `path`: its program first, then its components; nothing of a project
        that is none of Pulumi's."""
        if path not in self.cases:
            return ()
        if path not in self._entries:
            case = self.cases[path]
            found = [self.program(path)] if case.project.main else []
            components = case.runtime.components(case.sources, case.sources.inside(case.project.path))
            made = (component_entry(case, component) for component in components)
            found.extend(entry for entry in made if self._sampling.works(entry, self.sample(entry)))
            self._entries[path] = tuple(found)
        return self._entries[path]

    def evaluate(self, variant: Variant) -> Evaluation:
        """What the variant declares under the mocks."""
        case = self.cases[variant.entry.folder]
        given = given_for(case.project, variant.entry, variant.values, mocked=True, explore=False)
        outcome = evaluate(case, given, variant.entry, variant.outputs)
        entry = variant.entry
        around = Surroundings(entry.parameters, versions=case.installed.versions, language=entry.language)
        project = canonical_project(case.project, outcome.run, outcome.exported, around)
        return as_evaluation(variant, outcome, project=project)

    def sample(self, entry: Entry) -> Mapping[str, Value]:
        """Values for every parameter that the entry cannot do without, made up to look real."""
        key = replace(entry, parameters=())
        if key not in self._samples:
            self._samples[key] = self._sample(entry)
        return self._samples[key]

    def _candidates(self, entry: Entry, parameter: Parameter) -> Iterator[Value]:
        return _candidates(self.cases[entry.folder], parameter)

    def _sample(self, entry: Entry) -> Mapping[str, Value]:
        case = self.cases[entry.folder]
        chosen = {found.name: next(_candidates(case, found)) for found in entry.parameters if found.required}
        names = {parameter.name for parameter in entry.parameters}
        if _STACK in names:
            chosen[_STACK] = case.project.stack.name
        for parameter in entry.parameters:
            if parameter.name in _ALWAYS and parameter.name not in chosen:
                chosen[parameter.name] = next(_candidates(case, parameter))
        return self._sampling.sample(entry, chosen)


def _candidates(case: Case, parameter: Parameter) -> Iterator[Value]:
    """Values for a parameter: what the project's files say unless it is a secret, its default, and what is made up."""
    key = parameter.name.removeprefix("config.")
    if key != parameter.name:
        for stack in (case.project.stack, *case.project.stacks):
            if key in stack.values and key not in stack.secrets and not parameter.sensitive:
                yield stack.values[key]
        setting = case.project.settings.get(key)
        if setting is not None and setting.default is not None:
            yield setting.default
    yield from candidates(parameter, _PATHS)


# Entries


def program_entry(case: Case) -> Entry:
    """The program of a project, with every parameter that it may read."""
    project = case.project
    bare = Entry(
        title=project.name,
        module=project.main,
        folder=project.path,
        home=case.installed.folder,
        project=project.name,
        position=Position(project.main),
        language=_language(case, project.main),
    )
    seen = explored(case, bare)
    shapes = shapes_read(seen.values(), seen.run.parameters)
    parameters = seen_parameters(project.settings, seen.run.parameters.values(), shapes, stack_values(case))
    return replace(bare, parameters=parameters)


def _language(case: Case, path: str) -> str:
    module = case.sources.module(path)
    return module.language if module is not None else case.runtime.language


def component_entry(case: Case, component: Component) -> Entry:
    """A component, with its arguments and everything else that it may read."""
    bare = Entry(
        title=component.name,
        module=component.module.path,
        folder=case.project.path,
        home=case.installed.folder,
        project=case.project.name,
        export=component.export,
        token=component.token,
        parameters=component.parameters,
        signature=component.signature,
        position=component.position,
        optional=component.optional,
        arguments=component.arguments,
        language=component.module.language,
    )
    seen = explored(case, bare)
    shapes = shapes_read(seen.values(), [*seen.run.parameters, *(found.name for found in component.parameters)])
    own = with_observed(component.parameters, seen.run.parameters.values(), shapes)
    own = tuple(_with_default(parameter, seen) for parameter in own)
    others = seen_parameters(case.project.settings, seen.run.parameters.values(), shapes, {})
    token = next((record.token for record in seen.run.records), bare.token)
    return replace(bare, parameters=(*own, *others), token=token)


def _with_default(parameter: Parameter, seen: Outcome) -> Parameter:
    """A parameter with the default that stands beside its reading."""
    found = seen.run.parameters.get(parameter.name)
    if parameter.default is not None or found is None or not isinstance(found.default, str | int | float | bool):
        return parameter
    return replace(parameter, default=found.default)


def explored(case: Case, entry: Entry) -> Outcome:
    """An evaluation in which nothing is given, so that every way through the program is gone."""
    return evaluate(case, given_for(case.project, entry, {}, mocked=False, explore=True), entry, {})


def stack_values(case: Case) -> dict[str, Value]:
    """The configuration that the model is read with, by parameter name."""
    defaults = {name: setting.default for name, setting in case.project.settings.items() if setting.default is not None}
    values = {**defaults, **case.project.stack.values}
    return {f"config.{name}": value for name, value in values.items()}
