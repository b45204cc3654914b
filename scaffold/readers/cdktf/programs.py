"""The programs of what was read, for the planner: what can be loaded, and what it synthesises with chosen values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.model.deployments import Entry, Evaluation, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.model.values import Value
from scaffold.readers.cdktf.canonical import Surroundings, joined_project
from scaffold.readers.cdktf.evaluation import Case, Outcome, as_evaluation, evaluate, given_for
from scaffold.readers.deploying.component import Component
from scaffold.readers.deploying.parameters import Setting, seen_parameters, shapes_read, with_observed
from scaffold.readers.deploying.sampling import Sampling, candidates
from scaffold.readers.programs.values import MISSING

_CONTEXT: Final = "context."
_ENVIRONMENT: Final = "env."
#: Kinds that say less of a parameter than a value that it has.
_LOOSE: Final = (Kind.ANY, Kind.STRING, Kind.OBJECT)
_PATHS: Final = (".", "cdktf.json")


class CdktfPrograms:
    """Evaluates the programs and classes of stacks of projects again; see `Programs`. `cases` are by project path."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self.cases = cases
        self._programs: dict[str, Entry] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._samples: dict[tuple[str, str, str], Mapping[str, Value]] = {}
        self._sampling = Sampling(self.evaluate, self._candidates, _PATHS)

    def program(self, path: str) -> Entry:
        """The program of the project at `path`."""
        if path not in self._programs:
            self._programs[path] = program_entry(self.cases[path])
            main = self._main(path)
            names = {stack.name for stack in main.stacks} if main is not None else set()
            if len(names) == 1:  # with what is written for its parameters, where they have something
                self._programs[path] = replace(self._programs[path], title=next(iter(names)))
        return self._programs[path]

    def entries(self, path: str) -> tuple[Entry, ...]:
        """What can be loaded of the project at `path`: its program first, then its classes of stacks; nothing of a
        project that is none of CDKTF's."""
        if path not in self.cases:
            return ()
        if path not in self._entries:
            self._entries[path] = tuple(self._found(path))
        return self._entries[path]

    def _found(self, path: str) -> Iterator[Entry]:
        case = self.cases[path]
        main = self._main(path)
        # One that only synthesises where it is what is run does nothing for those who import it, but give its classes.
        idle = main is not None and main.failure is None and not main.stacks
        main = self._main(path, firm=False) if idle else main
        if case.project.main and not idle:
            yield self.program(path)
        for stack in case.runtime.stacks(case.sources, case.sources.inside(case.project.path)):
            if idle or stack.module.path != case.project.main:
                entry = stack_entry(case, stack, main)
                if self._sampling.works(entry, self.sample(entry)) and not self._runs_itself(entry):
                    yield entry

    def _runs_itself(self, entry: Entry) -> bool:
        """Whether the module of a class makes an app itself: it is a program of its own, and needs no other suite."""
        case = self.cases[entry.folder]
        return evaluate(case, given_for(case, self.sample(entry), firm=True), entry).apps > 1

    def _main(self, path: str, *, firm: bool = True) -> Outcome | None:
        """The program as it gets furthest."""
        case = self.cases[path]
        if not case.project.main:
            return None
        entry = self.program(path)
        return evaluate(case, given_for(case, self.sample(entry), firm=firm), entry)

    def evaluate(self, variant: Variant) -> Evaluation:
        """What the variant synthesises."""
        entry = variant.entry
        case = self.cases[entry.folder]
        outcome = evaluate(case, given_for(case, variant.values, firm=True), entry)
        around = Surroundings(
            root=case.sources.root,
            path=case.project.path,
            parameters=entry.parameters,
            versions=case.versions,
            language=entry.language,
            terraform_version=case.project.terraform_version,
        )
        return as_evaluation(variant, outcome, project=joined_project(outcome.stacks, around))

    def sample(self, entry: Entry) -> Mapping[str, Value]:
        """Values for every parameter that the entry cannot do without, made up to look real."""
        key = (entry.folder, entry.module, entry.export)
        if key not in self._samples:
            self._samples[key] = self._sample(entry)
        return self._samples[key]

    def _candidates(self, entry: Entry, parameter: Parameter) -> Iterator[Value]:
        project = self.cases[entry.folder].project
        name = parameter.name
        if name.startswith(_ENVIRONMENT) and name.removeprefix(_ENVIRONMENT) in project.environment:
            yield project.environment[name.removeprefix(_ENVIRONMENT)]
        if name.removeprefix(_CONTEXT) in project.context and name.startswith(_CONTEXT):
            yield project.context[name.removeprefix(_CONTEXT)]
        yield from candidates(parameter, _PATHS)

    def _sample(self, entry: Entry) -> Mapping[str, Value]:
        required = (found for found in entry.parameters if found.required and not _has_value(found))
        chosen = {found.name: next(self._candidates(entry, found)) for found in required}
        known = {f"{_ENVIRONMENT}{name}": value for name, value in self._environment(entry).items()}
        names = {found.name for found in entry.parameters}
        chosen.update({name: value for name, value in known.items() if name in names})
        return self._sampling.sample(entry, chosen)

    def _environment(self, entry: Entry) -> Mapping[str, str]:
        return self.cases[entry.folder].project.environment


def _has_value(parameter: Parameter) -> bool:
    """Whether a parameter has a value where nobody gives one: the context of cdktf.json is always there."""
    return parameter.name.startswith(_CONTEXT) and parameter.default is not None


# Entries


def program_entry(case: Case) -> Entry:
    """The program of a project, with every parameter that it may read."""
    project = case.project
    bare = Entry(
        title=project.name,
        module=project.main,
        folder=project.path,
        home=case.home,
        project=project.name,
        position=Position(project.main),
        language=_language(case, project.main),
        platform="cdktf",
    )
    seen = _explored(case, bare)
    shapes = shapes_read(seen.values(), seen.run.parameters)
    parameters = seen_parameters(settings(case), seen.run.parameters.values(), shapes, context_values(case))
    return replace(bare, parameters=tuple(_with_shape(case, found) for found in parameters))


def _with_shape(case: Case, parameter: Parameter) -> Parameter:
    """A value of the context with the shape that cdktf.json gives it, where nothing else says what it is."""
    value = case.project.context.get(parameter.name.removeprefix(_CONTEXT))
    if value is None or parameter.shape.kind not in _LOOSE or isinstance(value, str):
        return parameter
    return replace(parameter, shape=_shape(value))


def _shape(value: Value) -> Shape:
    if isinstance(value, bool):
        return Shape(Kind.BOOL)
    if isinstance(value, int | float):
        return Shape(Kind.NUMBER)
    if isinstance(value, Mapping):
        return Shape(Kind.MAP, _shared(value.values()))
    if isinstance(value, tuple):
        return Shape(Kind.LIST, _shared(value))
    return Shape(Kind.STRING) if isinstance(value, str) else ANYTHING


def _shared(values: Iterable[Value]) -> Shape:
    """The shape that all of these have."""
    shapes = [_shape(value) for value in values]
    return shapes[0] if shapes and all(shape == shapes[0] for shape in shapes) else ANYTHING


def _language(case: Case, path: str) -> str:
    module = case.sources.module(path)
    return module.language if module is not None else case.runtime.language


def stack_entry(case: Case, stack: Component, main: Outcome | None) -> Entry:
    """A class of stacks, with its arguments and everything else that it may read. `main` is the program, which says
    what it calls the stack."""
    bare = Entry(
        title=stack.name,
        module=stack.module.path,
        folder=case.project.path,
        home=case.home,
        project=case.project.name,
        export=stack.export,
        parameters=stack.parameters,
        signature=stack.signature,
        position=stack.position,
        optional=stack.optional,
        arguments=stack.arguments,
        language=stack.module.language,
        platform="cdktf",
        id=(main.stack_id(stack.node) if main is not None else "") or stack.name,
    )
    seen = _explored(case, bare)
    shapes = shapes_read(seen.values(), [*seen.run.parameters, *(found.name for found in stack.parameters)])
    own = with_observed(stack.parameters, seen.run.parameters.values(), shapes)
    own = tuple(_with_default(parameter, seen) for parameter in own)
    asked = (each for each in seen.run.parameters.values() if "." in each.name)
    others = tuple(
        _with_shape(case, found) for found in seen_parameters(settings(case), asked, shapes, context_values(case))
    )
    return replace(bare, parameters=(*own, *others))


def _with_default(parameter: Parameter, seen: Outcome) -> Parameter:
    """A parameter with the default that stands beside its reading."""
    found = seen.run.parameters.get(parameter.name)
    if parameter.default is not None or found is None or found.default is MISSING:
        return parameter
    return replace(parameter, default=found.default) if isinstance(found.default, str | int | float) else parameter


def _explored(case: Case, entry: Entry) -> Outcome:
    """An evaluation in which nothing is given, so that every way through the program is gone."""
    return evaluate(case, given_for(case, {}, explore=True), entry)


def settings(case: Case) -> dict[str, Setting]:
    """What the project's file says of parameters: its context."""
    return {f"{_CONTEXT}{name}": Setting(value) for name, value in case.project.context.items()}


def context_values(case: Case) -> dict[str, Value]:
    """The context and the variables that the program is read with, by parameter name."""
    context = {f"{_CONTEXT}{name}": value for name, value in case.project.context.items()}
    return {**context, **{f"{_ENVIRONMENT}{name}": value for name, value in case.project.environment.items()}}
