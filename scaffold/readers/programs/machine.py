"""The evaluator: runs programs with symbolic values, and says what happened.

    program = Program(root, read_module, JavaScript())
    evaluator = Evaluator(program, platform)
    exports = evaluator.run("index.ts")
    evaluator.failure, evaluator.decisions, evaluator.taken, ...

A `Program` is parsed and compiled once; an `Evaluator` is one evaluation of it, with the values that its platform
gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from scaffold.diagnostics import Diagnostic
from scaffold.model.deployments import Arm, Decision
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.budget import Budget, Meter, after_the_end, with_deep_stack
from scaffold.readers.programs.importing import MAIN, Importing
from scaffold.readers.programs.packages import Search
from scaffold.readers.programs.program import Program
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.values import OverBudgetError, Platform, Symbol, ThrownError

__all__ = ["Budget", "Evaluator", "Program"]

_T = TypeVar("_T")
#: Of what is said, what leaves a part of the program out: no run of it would come to the same.
_STOPPING = frozenset({"over-budget", "cannot-read", "syntax-error"})


class Evaluator(Importing):
    """One evaluation of a program. It is the `Machine` that runtimes and platforms see.

    `failure` is the error that the program does not catch; with `strict`, errors of native functions are not taken for
    something unknown (for tests).
    """

    def __init__(
        self,
        program: Program,
        platform: Platform,
        budget: Budget | None = None,
        strict: bool = False,
        arguments: Sequence[str] = (),
    ) -> None:
        super().__init__(program.language, platform, budget or Budget())
        self.program, self.strict, self.arguments = program, strict, arguments
        self.states, self.package_values = {}, {}
        self.imports = []
        self.search = Search(program.files, program.places)
        self.rejections = {}
        self.unordered = False
        self.failure: ThrownError | None = None
        self.globals = program.language.names(self)

    def run(self, path: str, *, imported: bool = False) -> Any:
        """Run the program whose entry is this file; gives what it exports, or what it had exported when it failed. One
        that is `imported`, as tests do, can tell (in languages where that shows in `require`)."""
        self.main_path = None if imported else path
        exports = self.load(path, MAIN)
        self.within(lambda: self.platform.finish(self))
        return exports

    def load(self, path: str, name: str = "") -> Any:
        """Run a module and what it imports; gives what it exports. Where modules have names, it is imported by this
        one, or by its own."""
        self.within(lambda: self.load_as(path, name))
        state = self.states.get(path)
        return state.exports if state is not None else None

    def within(self, work: Callable[[], _T]) -> _T | None:
        """Do something with the program's values under its budget; `None` where it fails (see `failure`)."""
        if self.meter.spent:
            self.meter = Meter(after_the_end(self.budget))
        try:
            result = with_deep_stack(work)
            broken = next((error for promise, error in self.rejections.values() if not promise.handled), None)
            self.failure = self.failure or broken
            return result
        except ThrownError as error:
            self.failure = self.failure or error
        except (OverBudgetError, NotKnownError, RecursionError, MemoryError) as error:
            self.stop(error)
        return None

    @property
    def files(self) -> ProjectFiles:
        """The files of the project."""
        return self.program.files

    @property
    def loaded(self) -> tuple[str, ...]:
        """The files that were loaded, in order."""
        return tuple(self.states)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to say of the files that were loaded, and of what they do."""
        written = (found for path in self.states for found in self.program.diagnostics.get(path, ()))
        return (*written, *self.said.values())

    @property
    def stopped(self) -> Diagnostic | None:
        """Why the program is not read to its end: it does too much, or a file of it cannot be read as a whole."""
        return next((found for found in self.diagnostics if found.code in _STOPPING), None)

    @property
    def arms(self) -> frozenset[Arm]:
        """All ways through the branches of the files that were loaded."""
        every = self.program.arms
        return frozenset(every[place] for state in self.states.values() for place in state.unit.arms)

    @property
    def taken(self) -> frozenset[Arm]:
        """The ways that were taken."""
        return frozenset(self.program.arms[place] for place in self.hit)

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that were imported, in order."""
        return tuple(self.imports)

    @property
    def unknown_packages(self) -> tuple[str, ...]:
        """Those of them that nobody knows."""
        return tuple(source for source in self.imports if isinstance(self.package_values.get(source), Symbol))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The branches that depend on parameters and outputs, in the order in which they were come to."""
        every = self.program.arms
        return tuple(Decision(every[place], value) for place, values in self.noted.items() for value in values)
