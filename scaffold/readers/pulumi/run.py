"""The state of one evaluation of a Pulumi program: what it was given, and what it has done so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.values import Value
from scaffold.readers.deploying.asked import Asked
from scaffold.readers.programs.functions import is_function
from scaffold.readers.programs.values import (
    Foreign,
    Language,
    Machine,
    Object,
    Symbol,
    ThrownError,
)
from scaffold.readers.pulumi.dialect import Dialect
from scaffold.readers.pulumi.records import Called, Record

if TYPE_CHECKING:
    from scaffold.model.deployments import Failure
    from scaffold.readers.pulumi.installed import Installed
    from scaffold.readers.pulumi.mocked import Mocks

#: What the organization is where nobody says: Pulumi's own word for none.
ORGANIZATION: Final = "organization"
#: What the parameter is called that is the stack's name.
STACK: Final = "pulumi.stack"


@dataclass(frozen=True, slots=True)
class Given:
    """What a program is evaluated with: `values` by parameter name, as in `Variant`; what is not there is not given.

    Only with `mocked` do outputs have values, and is a missing configuration the program's error; else what is required
    and not given stays a reference, of which nothing is known. With `explore` that is so of every parameter: every way
    through the program is gone.
    """

    project: str
    stack: str
    values: Mapping[str, Value] = field(default_factory=dict)
    mocked: bool = False
    explore: bool = False
    region: str = DEFAULT_REGION


#: What a resource's class has beside its outputs: asked with the run, the record, the resource and a name.
Helpers: TypeAlias = "Callable[[Run, Record, Any, str], Any]"


class Run(Asked):
    """One evaluation. `tokens` are those of what stands at addresses. `instances` are the program's own objects that
    are resources, by identity; `data` is what their `initialize` gave; `made` is what classes of packages make when it
    is asked for, by record. `dialect` is how the SDK of the program's language does things, which its platform sets."""

    #: No value of a program that means it is deeper.
    DEPTH: Final = 100

    def __init__(self, given: Given, language: Language, mocks: Mocks, installed: Installed) -> None:
        super().__init__(given.values, given.explore)
        self.given, self.language, self.mocks, self.installed = given, language, mocks, installed
        self.records: list[Record] = []
        self.called: dict[tuple[str, str], Called] = {}
        self.failures: list[Failure] = []
        self.instances: dict[int, tuple[Object, Record]] = {}
        self.addresses: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        self.transformations: list[Any] = []
        self.data: dict[int, Any] = {}
        self.sdk: Object | None = None
        self.notifications: dict[int, tuple[Any, Any, list[Any]]] = {}
        self.helpers: Helpers | None = None
        self.made: dict[int, Any] = {}
        self.dialect = Dialect()

    @property
    def folder(self) -> str:
        """The folder of the project's package.json, relative to what the user named: paths are seen from it."""
        return self.installed.folder

    def record_of(self, value: Any) -> Record | None:
        """The record of a resource; nothing for what is none."""
        if isinstance(value, Object):
            found = self.instances.get(id(value))
            return found[1] if found else None
        record = getattr(value, "record", None) if isinstance(value, Foreign) else None
        return record if isinstance(record, Record) else None

    def is_resource(self, value: Any) -> bool:
        """Whether a value is a resource."""
        return self.record_of(value) is not None

    def adopt(self, instance: Object, record: Record) -> None:
        """Say that an object of the program is a resource."""
        self.instances[id(instance)] = (instance, record)

    def members(self, machine: Machine, value: Object) -> Iterator[tuple[Any, Any]]:
        """The members of an object, getters included."""
        yield from self.dialect.members(self, machine, value)

    def fail(self, machine: Machine, error: ThrownError, at: int) -> Symbol:
        """What becomes of a callback or promise that throws: the program fails in the end, and its value is unknown."""
        from scaffold.model.deployments import Failure

        message = self.language.message(error.value)
        self.failures.append(Failure(message, error.position))
        if not self.given.mocked:
            hint = (
                "The value is taken as unknown; look at what it reads, or give a value to the parameter it depends on."
            )
            summary = f"A callback throws: {message.splitlines()[0] if message else 'an error'}"
            machine.say(Diagnostic(Severity.NOTE, "callback-throws", summary, error.position, hint=hint))
        return machine.unknown(f"a callback throws: {message}", at)

    def note_text(self, machine: Machine, at: int) -> None:
        """An output is used where text is wanted: its text is Pulumi's complaint."""
        summary = "An output is used as text, which gives Pulumi's error message as text"
        place, hint = machine.position(at), self.dialect.hint
        machine.say(Diagnostic(Severity.WARNING, "output-as-text", summary, place, hint=hint))

    def stack(self, machine: Machine, at: int) -> Symbol:
        """The name of the stack."""
        self.see(STACK, machine.position(at), default=self.given.stack)
        return self.parameter(machine, STACK, self.given.stack)

    def organization(self, machine: Machine, at: int) -> Symbol:
        """The name of the organization."""
        self.see("pulumi.organization", machine.position(at), default=ORGANIZATION)
        return self.parameter(machine, "pulumi.organization", ORGANIZATION)


__all__ = ["ORGANIZATION", "Given", "Run", "is_function"]
