"""A program as it is deployed with chosen values, under mocks: what tests ask about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Union

from .documents import omitted, steps_of
from .results import ProgramError, Registration, Result, Settings
from .values import comparable

SUITE = Path(__file__).resolve().parents[1]

#: What pytest shows of a failure are the test's own lines and what went wrong, and none of this file.
__tracebackhide__ = True

#: A resource by its name; where two of a type share it, by its name and that of its parent.
Name = Union[str, Mapping[str, str]]
#: The outputs of resources by type and name.
Outputs = Mapping[str, Mapping[str, Mapping[str, Any]]]


def deployment(
    program: str = "",
    *,
    create: Callable[[Callable[[str], Any]], Any] | None = None,
    folder: str = "../..",
    main: str = ".",
    project: str = "project",
    stack: str = "test",
    organization: str = "organization",
    config: Mapping[str, Any] | None = None,
    env: Mapping[str, str | None] | None = None,
    outputs: Outputs | None = None,
    patience: float = 2.0,
) -> Deployment:
    """A deployment of `program`, or of the component that `create` makes of a module's class: `load` imports modules.

    It runs once, when the first test asks; every question of every test is answered from that run. If the program
    fails, or something in it never ends, each question but `failure` raises that.

    `folder` is that of `Pulumi.yaml`, from the folder of the tests; files are named from there. `main` is the folder
    from which the program imports. `config` is by full name (`shop:size`): texts, what JSON can say, or `secret(...)`
    of these; variables of `env` that are `None` are not set. `outputs` are what the mocks say of single resources, by
    type, name and output, in place of `outputs.py`. `patience` are the seconds in which nothing happens until something
    counts as never ending.
    """
    home = (SUITE / folder).resolve()
    settings = Settings(
        folder=home,
        program=program,
        create=create,
        main=home / main,
        project=project,
        stack=stack,
        organization=organization,
        config=config or {},
        env=env or {},
        outputs=outputs or {},
        patience=patience,
    )
    return Deployment(settings)


class Deployment:
    """A program as it is deployed under mocks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._outcome: Result | ProgramError | None = None

    def inventory(self, *, without: Sequence[str] = ()) -> dict[str, list[str]]:
        """The names of all resources by type, sorted; `without` are types that are left out."""
        names = defaultdict(list)
        for each in self._result().registrations:
            if each.type not in without:
                names[each.type].append(each.name)
        return {type: sorted(names[type]) for type in sorted(names)}

    def resource(self, type: str, name: Name) -> Resource:
        """One resource, to ask about without naming it each time."""
        return Resource(self, type, name)

    def inputs(self, type: str, name: Name, *, without: Sequence[str] = ()) -> dict[str, Any]:
        """What a resource is given; `without` are paths (`a.0.b`) that are left out."""
        inputs = self._find(type, name).inputs
        for path in without:
            inputs = omitted(inputs, steps_of(path))
        return inputs

    def output(self, type: str, name: Name, *path: str | int) -> Any:
        """What the mocks say of a resource at a path: `"arn"`, `"endpoints[0].address"`, or its steps one by one."""
        steps = steps_of(str(path[0])) if len(path) == 1 else path
        value: Any = self._find(type, name).state
        for step in steps:
            value = _below(value, step)
        if value is None:
            where = ".".join(map(str, steps))
            named = f"{where} of {type} {_spoken(name)}"
            raise LookupError(f"the mocks say nothing of {named}: put it into support/outputs.py")
        return value

    def id(self, type: str, name: Name) -> Any:
        """The id that an existing resource is looked up by, or that one is imported with."""
        found = self._find(type, name)
        return comparable(found.given or found.id)

    def urn(self, type: str, name: Name) -> str:
        """The name of a resource throughout the stack."""
        return self._find(type, name).urn

    def options(self, type: str, name: Name) -> dict[str, Any]:
        """The resource options that are set; other resources in them are URNs."""
        return self._find(type, name).options

    def exports(self) -> dict[str, Any]:
        """The outputs of the program, or the properties of the component; secrets are marked so."""
        return self._result().exports

    def exported(self, name: str) -> Any:
        """One of these."""
        exports = self.exports()
        if name not in exports:
            raise LookupError(f"nothing is exported as {name}; there is {', '.join(sorted(exports)) or 'nothing'}")
        return exports[name]

    def unanswered(self) -> list[str]:
        """Outputs that the program looks into although the mocks say nothing of them: code behind them may not run."""
        return self._result().unanswered

    def failure(self) -> str:
        """Why the program does not get to its end; empty if it does."""
        try:
            self._result()
        except ProgramError as error:
            return str(error)
        return ""

    def _result(self) -> Result:
        if self._outcome is None:
            try:
                self._outcome = _runner(self._settings)(self._settings)
            except ProgramError as error:
                self._outcome = error
        if isinstance(self._outcome, ProgramError):
            raise self._outcome.with_traceback(None)
        return self._outcome

    def _find(self, type: str, given: Name) -> Registration:
        name, parent = (given, None) if isinstance(given, str) else (given["name"], given.get("parent"))
        typed = [each for each in self._result().registrations if each.type == type]
        found = [
            each
            for each in typed
            if each.name == name and (parent is None or each.parent.rpartition("::")[2] == parent)
        ]
        if found and all(each.parent == found[0].parent for each in found):
            return found[0]
        if found:
            raise LookupError(f"{len(found)} resources of type {type} are called {name}: name the parent, too")
        names = ", ".join(sorted(each.name for each in typed))
        there = f"is {names}" if names else "is none of that type"
        raise LookupError(f"no resource of type {type} is called {name}; there {there}")


class Resource:
    """A resource of a deployment; what it answers is what `Deployment` says of it."""

    def __init__(self, stack: Deployment, type: str, name: Name) -> None:
        self._stack = stack
        self._type = type
        self._name = name

    def inputs(self, *, without: Sequence[str] = ()) -> dict[str, Any]:
        return self._stack.inputs(self._type, self._name, without=without)

    def output(self, *path: str | int) -> Any:
        return self._stack.output(self._type, self._name, *path)

    def id(self) -> Any:
        return self._stack.id(self._type, self._name)

    def urn(self) -> str:
        return self._stack.urn(self._type, self._name)

    def options(self) -> dict[str, Any]:
        return self._stack.options(self._type, self._name)


def _runner(settings: Settings) -> Callable[[Settings], Result]:
    """What runs the program: YAML is evaluated here, Python by Pulumi's SDK."""
    if settings.program.endswith((".yaml", ".yml", ".json")):
        from .yaml_program import run
    else:
        from .python_program import run
    return run


def _spoken(name: Name) -> str:
    return name if isinstance(name, str) else name["name"]


def _below(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and str(step).isdigit():
        return value[int(step)] if int(step) < len(value) else None
    return None
