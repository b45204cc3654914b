"""One evaluation as the families of cases see it: what is certainly registered, how it is found, what it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from scaffold import catalog
from scaffold.model.deployed import Subject
from scaffold.model.deployments import Evaluation, Registration, Role
from scaffold.model.values import Value, references
from scaffold.plan.deployed.spelling import Speller

#: The platform whose programs make a configuration and deploy nothing themselves.
SYNTHESISING = "cdktf"


class View:
    """One evaluation, prepared for planning. It `synthesises` where it makes the configuration of stacks."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        named = Counter((each.token, each.name) for each in evaluation.registrations)
        self.by_address = {each.address: each for each in evaluation.registrations}
        self._shared = frozenset(key for key, count in named.items() if count > 1)
        self.synthesises = evaluation.variant.entry.platform == SYNTHESISING

    @cached_property
    def certain(self) -> tuple[Registration, ...]:
        """What is certainly registered, and can be told from everything else."""
        found = [each for each in self.evaluation.registrations if each.condition is None and not each.repeated]
        subjects = Counter(self.subject(each) for each in found)
        return tuple(each for each in found if subjects[self.subject(each)] == 1)

    @cached_property
    def speller(self) -> Speller:
        """Spells the values of this evaluation."""
        return Speller(frozenset(each.address for each in self.certain))

    @cached_property
    def subjects(self) -> Mapping[str, Subject]:
        """What each address leads to, in a test."""
        return {each.address: self.subject(each) for each in self.certain}

    def subject(self, registration: Registration) -> Subject:
        """How a test finds a registration."""
        shared = (registration.token, registration.name) in self._shared
        return Subject(registration.token, registration.name, self._parent(registration) if shared else "")

    def inputs(self, registration: Registration) -> dict[str, Value]:
        """What it is given, as a test can spell it."""
        return {
            name: self.speller.spelled(value, registration.resolved.get(name, value))
            for name, value in registration.inputs.items()
        }

    def thing(self, registration: Registration) -> str:
        """A registration in a sentence: `queue events`, `TapStack shop`, `aws provider east`."""
        return self._called(registration, catalog.noun)

    def full_name(self, registration: Registration) -> str:
        """A registration by type and name: `SQS queue events`."""
        return self._called(registration, catalog.type_words)

    def met(self, value: Value, own: str = "") -> list[Registration]:
        """What a value refers to, each once, without the one at `own`."""
        found = {each.address: self.by_address.get(each.address) for each in references(value) if each.address != own}
        return [each for each in found.values() if each is not None and each.type not in catalog.SURROUNDINGS]

    def things(self, registrations: Iterable[Registration]) -> list[str]:
        """Registrations in words."""
        return [self.thing(each) for each in registrations]

    def _called(self, registration: Registration, word: Callable[[str], str]) -> str:
        behind = ""
        if (registration.token, registration.name) in self._shared and self._parent(registration):
            behind = f" of {self._parent(registration)}"
        return f"{_kind(registration, word)} {self._name(registration)}{behind}".rstrip()

    def _name(self, registration: Registration) -> str:
        """A name as a sentence says it: that of a construct without its stack's, where there is only one."""
        stack, _, rest = registration.name.partition("/")
        if registration.token.startswith(("backend.", "cloud")) or registration.token == "terraform":
            return "" if self.stacks == (stack,) else f"of {stack}"  # there is one in each
        return rest if self.synthesises and rest and self.stacks == (stack,) else registration.name

    @cached_property
    def stacks(self) -> tuple[str, ...]:
        """The stacks that are synthesised, sorted."""
        names = (each.name for each in self.evaluation.registrations) if self.synthesises else ()
        return tuple(sorted({name.partition("/")[0] for name in names}))

    def _parent(self, registration: Registration) -> str:
        parent = self.by_address.get(registration.options.parent)
        return parent.name if parent else ""


def _kind(registration: Registration, word: Callable[[str], str]) -> str:
    last = registration.token.rpartition(":")[2]
    if registration.role is Role.ELEMENT:
        first, _, kind = registration.token.partition(".")
        return f"{catalog.type_words(f'_{kind}')} {first}".strip()
    if registration.role is Role.PROVIDER:
        return f"{last.removeprefix('provider.')} provider"
    if registration.role in (Role.COMPONENT, Role.REMOTE) or not registration.type:
        return last or "resource"
    return word(registration.type)
