"""One evaluation of a program or of a component, from what it is given to what it registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.catalog import pulumi as catalog
from scaffold.diagnostics import Diagnostic
from scaffold.model.deployments import DEFAULT_REGION, Entry, Evaluation, Exported, Failure, Invoked, Variant
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.deploying.defaults import written_defaults
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs.budget import Purse, with_deep_stack
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.pulumi.installed import Installed
from scaffold.readers.pulumi.mocked import Learnt, Mocks, learn
from scaffold.readers.pulumi.projects import PulumiProject
from scaffold.readers.pulumi.registrations import registrations
from scaffold.readers.pulumi.run import Given, Run
from scaffold.readers.pulumi.runtime import Runtime

#: Passes after which what mocks give is taken as it is.
_PASSES: Final = 4
#: The stack that mocks have where a variant names none.
_STACK: Final = "test"
_REGION: Final = "config.aws:region"


@dataclass(frozen=True, slots=True)
class Case:
    """A project and what is shared by all its evaluations."""

    project: PulumiProject
    runtime: Runtime
    sources: Sources
    installed: Installed
    learnt: Learnt = field(default_factory=Learnt)
    purse: Purse = field(default_factory=Purse)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one evaluation came to."""

    run: Run
    machine: Evaluator
    exported: tuple[Exported, ...] = ()

    @property
    def failure(self) -> Failure | None:
        """Why the program does not get to its end."""
        return failure_of(self.run, self.machine)

    def values(self) -> Iterator[Value]:
        """Every value that it holds."""
        for record in self.run.records:
            yield from record.native.values()
            yield from record.options.others.values()
            yield record.id
            yield record.condition
        for called in self.run.called.values():
            yield from called.arguments.values()
        for found in self.exported:
            yield found.value
        for decision in self.machine.decisions:
            yield decision.condition


def evaluate(case: Case, given: Given, entry: Entry, overrides: Mapping[str, Mapping[str, Value]]) -> Outcome:
    """Evaluate an entry: again and again, until everything that it reads of outputs is known to the mocks."""
    return with_deep_stack(lambda: _evaluate(case, given, entry, overrides))


def _evaluate(case: Case, given: Given, entry: Entry, overrides: Mapping[str, Mapping[str, Value]]) -> Outcome:
    for _ in range(_PASSES):
        with case.purse.paying():
            outcome = _evaluate_once(case, given, entry, overrides)
        mocks = outcome.run.mocks
        if not given.mocked or outcome.machine.stopped or not (mocks.missing or mocks.unanswered or mocks.lacked):
            break
        tokens = {record.address: record.token for record in outcome.run.records}
        tokens.update({called.address: called.token for called in outcome.run.called.values()})
        learn(mocks, outcome.values(), tokens)
    return outcome


def _evaluate_once(case: Case, given: Given, entry: Entry, overrides: Mapping[str, Mapping[str, Value]]) -> Outcome:
    urn = f"urn:pulumi:{given.stack}::{given.project}"
    mocks = Mocks(case.learnt, overrides, mocked=given.mocked, region=given.region, urn=urn)
    mocks.shape_of = case.installed.output
    run = Run(given, case.sources.program.language, mocks, case.installed)
    run.defaults = written_defaults(case.sources)
    machine = Evaluator(case.sources.program, case.runtime.platform(run), case.purse.budget())
    if entry.export or entry.signature:
        found = _run_component(case, run, machine, entry)
    else:
        found = _run_program(case, run, machine, entry)
    return Outcome(run, machine, found)


# Programs


def _run_program(case: Case, run: Run, machine: Evaluator, entry: Entry) -> tuple[Exported, ...]:
    whole = machine.run(entry.module)
    module = case.sources.module(entry.module)
    if module is None:
        return ()
    return machine.within(lambda: tuple(case.runtime.exported(run, machine, module, whole))) or ()


# Components


def _run_component(case: Case, run: Run, machine: Evaluator, entry: Entry) -> tuple[Exported, ...]:
    namespace = machine.load(entry.module)
    return machine.within(lambda: tuple(case.runtime.component(run, machine, entry, namespace))) or ()


def failure_of(run: Run, machine: Evaluator) -> Failure | None:
    """The first error that nobody handles: the program's own, then those in callbacks."""
    if machine.failure is not None:
        return Failure(run.language.message(machine.failure.value), machine.failure.position)
    if run.failures:
        return run.failures[0]
    stopped = machine.stopped
    return Failure(stopped.summary, stopped.position or Position(""), unread=True) if stopped else None


# Results


def given_for(
    project: PulumiProject, entry: Entry, values: Mapping[str, Value], *, mocked: bool, explore: bool
) -> Given:
    """What an entry is evaluated with, for the values of a variant."""
    stack = values.get("pulumi.stack")
    region = values.get(_REGION)
    return Given(
        project=project.name,
        stack=stack if isinstance(stack, str) else _STACK if mocked else project.stack.name,
        values=values,
        mocked=mocked,
        explore=explore,
        region=region if isinstance(region, str) else DEFAULT_REGION,
    )


def as_evaluation(variant: Variant, outcome: Outcome, **more: Any) -> Evaluation:
    """An outcome as the planner sees it."""
    run, machine = outcome.run, outcome.machine
    return Evaluation(
        variant=variant,
        registrations=registrations(run),
        exports=outcome.exported,
        invoked=tuple(Invoked(called.token, called.resolved, called.position) for called in run.called.values()),
        decisions=machine.decisions,
        arms=machine.arms,
        taken=machine.taken,
        failure=outcome.failure,
        mocks={token: dict(found) for token, found in run.mocks.used.items() if found},
        answers=_answers(run, machine),
        packages=machine.packages,
        files=machine.loaded,
        opaque=tuple(record.address for record in run.records if record.opaque),
        **more,
    )


def _answers(run: Run, machine: Evaluator) -> dict[str, Any]:
    """What the mocks answer: what the program was seen to ask, and what the packages ask that it uses."""
    if not run.given.mocked:
        return {}
    packages = {run.dialect.package(source) for source in machine.packages}
    return {**catalog.asked(sorted(packages), (record.token for record in run.records)), **run.mocks.answered}


def diagnostics_of(outcome: Outcome) -> tuple[Diagnostic, ...]:
    """What there is to say of the program."""
    return outcome.machine.diagnostics


__all__ = ["Case", "Outcome", "as_evaluation", "diagnostics_of", "evaluate", "given_for"]
