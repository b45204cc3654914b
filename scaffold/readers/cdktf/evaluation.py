"""One evaluation of a program or of a class of stacks, from what it is given to what it synthesises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import Entry, Evaluation, Failure, Variant
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.cdktf.blocks import StackSynthesis
from scaffold.readers.cdktf.projects import CdktfProject
from scaffold.readers.cdktf.registrations import exports, registrations
from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.cdktf.runtime import Runtime
from scaffold.readers.cdktf.tokens.registry import is_early, tokens_of
from scaffold.readers.cdktf.tree.app import APP, App
from scaffold.readers.cdktf.tree.errors import is_librarys
from scaffold.readers.cdktf.tree.naming import Scheme, is_old
from scaffold.readers.cdktf.tree.stack import Stack
from scaffold.readers.cdktf.tree.synthesis import configuration, synthesise
from scaffold.readers.cdktf.twins import class_of
from scaffold.readers.deploying.defaults import written_defaults
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs.budget import Purse, with_deep_stack
from scaffold.readers.programs.machine import Evaluator


@dataclass(frozen=True, slots=True)
class Case:
    """A project and what is shared by all its evaluations. `home` is the folder of its manifest, `versions` are the
    packages that this names."""

    project: CdktfProject
    runtime: Runtime
    sources: Sources
    home: str
    versions: Mapping[str, str]
    purse: Purse = field(default_factory=Purse)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one evaluation came to."""

    run: Run
    machine: Evaluator

    @property
    def stacks(self) -> tuple[StackSynthesis, ...]:
        """The stacks that were synthesised."""
        return tuple(self.run.synthesised)

    @property
    def failure(self) -> Failure | None:
        """Why the program does not get to its end."""
        if self.machine.failure is not None:
            thrown = self.machine.failure
            # What the library says is its own affair, and changes with its versions: no test holds on to that.
            message = self.run.language.message(thrown.value)
            return Failure(message, thrown.position, unread=is_librarys(self.run, thrown))
        stopped = self.machine.stopped
        return Failure(stopped.summary, stopped.position or Position(""), unread=True) if stopped else None

    def values(self) -> Iterator[Value]:
        """Every value that it holds."""
        for stack in self.stacks:
            for block in stack.blocks:
                yield block.body
                yield block.condition
        for decision in self.machine.decisions:
            yield decision.condition

    def stack_id(self, node: Any) -> str:
        """What the program calls the stack that it makes of a class; empty where it makes none."""
        for made in self.run.made:
            if getattr(getattr(made.instance, "type", None), "node", None) is node:
                found = getattr(made, "id", "")
                return found if isinstance(found, str) else ""
        return ""

    @property
    def apps(self) -> int:
        """How many apps there are."""
        return sum(isinstance(made, App) for made in self.run.made)


def given_for(case: Case, values: Mapping[str, Value], *, explore: bool = False, firm: bool = False) -> Given:
    """What an entry is evaluated with, for the values of a variant."""
    project = case.project
    return Given(
        values=values,
        context={**project.context, "cdktfRelativeModules": project.relative_modules},
        explore=explore,
        firm=firm,
        project=project.project_id,
        output=project.output,
        home=case.home,
        bindings=project.bindings,
    )


def evaluate(case: Case, given: Given, entry: Entry) -> Outcome:
    """Evaluate an entry: a program to its end, a class of stacks as the only stack of an app."""
    return with_deep_stack(lambda: _evaluate(case, given, entry))


def _evaluate(case: Case, given: Given, entry: Entry) -> Outcome:
    run = Run(given, case.sources.program.language, case.project.working, case.runtime.spelling())
    run.defaults = written_defaults(case.sources)
    tokens_of(run).early = is_early(case.versions.get("cdktf", ""))
    run.part(Scheme).old = is_old(case.versions.get("cdktf", ""))
    with case.purse.paying():
        arguments = () if entry.signature else case.project.arguments
        platform, budget = case.runtime.platform(run), case.purse.budget()
        machine = Evaluator(case.sources.program, platform, budget, arguments=arguments)
        if entry.signature:
            _run_stack(case, run, machine, entry)
        else:
            machine.run(entry.module, imported=given.firm)
            if not given.firm and machine.failure is not None and not run.synthesised:
                _as_they_are(run, machine)
    return Outcome(run, machine)


def _as_they_are(run: Run, machine: Evaluator) -> None:
    """Take the stacks of a program that throws as far as they were made, whatever is wrong with them."""
    failure = machine.failure
    for stack in [made for made in run.made if isinstance(made, Stack)]:
        found = machine.within(lambda stack=stack: configuration(stack, machine))  # type: ignore[misc]
        if found is not None:
            run.synthesised.append(found)
    machine.failure = failure


def _run_stack(case: Case, run: Run, machine: Evaluator, entry: Entry) -> None:
    namespace = machine.load(entry.module)
    if machine.failure is not None:
        return
    name = run.values.get("id", entry.id or entry.title)

    def create() -> None:
        # What the module synthesises where it is loaded is none of the stack's.
        run.synthesised.clear()
        app = class_of(run, APP).construct(machine, [], {}, 0)
        case.runtime.create(run, machine, entry, namespace, app, str(name))
        synthesise(run, machine, run.twin_of(app))

    machine.within(create)


def as_evaluation(variant: Variant, outcome: Outcome, **more: Any) -> Evaluation:
    """An outcome as the planner sees it."""
    machine = outcome.machine
    folder, generated = outcome.run.folder, f"{outcome.run.given.bindings.folder}/"
    found = registrations(outcome.stacks, folder)
    return Evaluation(
        variant=variant,
        registrations=found,
        exports=exports(outcome.stacks, folder),
        decisions=machine.decisions,
        arms=frozenset(arm for arm in machine.arms if not arm.file.startswith(generated)),
        taken=frozenset(arm for arm in machine.taken if not arm.file.startswith(generated)),
        failure=outcome.failure,
        packages=machine.packages,
        files=tuple(file for file in machine.loaded if not file.startswith(generated)),
        opaque=tuple(outcome.run.opaque),
        **more,
    )


def diagnostics_of(outcome: Outcome) -> Iterator[Diagnostic]:
    """What there is to say of the program."""
    yield from outcome.machine.diagnostics
    error = outcome.machine.failure
    if error is not None:
        message = outcome.run.language.message(error.value)
        summary = f"The program throws: {message.splitlines()[0] if message else 'an error'}"
        hint = "Give it the context or the variables that it asks for; what it declares before that is read."
        yield Diagnostic(Severity.WARNING, "program-throws", summary, error.position, message, hint)
    elif not outcome.run.synthesised and outcome.machine.stopped is None:
        place = Position(outcome.machine.loaded[0]) if outcome.machine.loaded else None
        unknown = outcome.machine.unknown_packages
        if outcome.run.opaque and unknown:
            summary = f"The stacks are made by what is not in what is read: {', '.join(unknown)}"
            hint = "Name the folder that holds it too: the top of the workspace."
            yield Diagnostic(Severity.NOTE, "stacks-elsewhere", summary, place, hint=hint)
            return
        summary = "The program synthesises nothing: it never calls `synth()` of its app"
        hint = "End it with `app.synth()`: there is nothing to deploy, and nothing to test, without."
        if not any(isinstance(made, Stack) for made in outcome.run.made):
            summary, hint = "The program synthesises nothing: it makes no stack", "Make one in its app."
        yield Diagnostic(Severity.WARNING, "nothing-synthesised", summary, place, hint=hint)
