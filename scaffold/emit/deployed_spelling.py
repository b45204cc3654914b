"""How a platform is spoken of in tests: what things are called, and how values of the model are spelled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scaffold.emit.deployed_expressions import Speech
from scaffold.emit.kinds import Word
from scaffold.model.deployed import Exports, Subject
from scaffold.model.values import Call, Reference, Template, Unknown, Value

#: Outputs that are one text for every type.
_TEXTS = frozenset({"arn", "id", "urn", "name"})
#: How expressions begin to call what stands in these blocks.
_CALLED = {"variable": "var"}


@dataclass(frozen=True, slots=True)
class Words:
    """What the support library calls things: `maker` is its function that runs a program (`deployment`, for CDKTF
    `synthesis`), `subject` the constant that holds what it gives (`stack`, `app`), `holder` the method of that for one
    registration (`resource`; empty for CDKTF, where tests have no constants for these). `questions` are its methods by
    the kind of what is expected (see `ExpectView`)."""

    subject: Word
    maker: Word
    holder: Word
    questions: Mapping[Word, Word]


_MOCKED = Words(
    "stack",
    "deployment",
    "resource",
    {
        "inventory": "inventory",
        "given": "inputs",
        "inputs": "inputs",
        "options": "options",
        "read": "id",
        "exported": "exported",
        "export names": "exports",
        "refuses": "failure",
    },
)
_SYNTHESISED = Words(
    "app",
    "synthesis",
    "",
    {
        "inventory": "inventory",
        "given": "configuration",
        "inputs": "configuration",
        "address": "address",
        "exported": "output",
        "export names": "outputs",
        "settled": "unresolved",
        "refuses": "failure",
    },
)


@dataclass(slots=True)
class Spelling(ABC):
    """How values are spelled in a deployment; `used` are the constants of registrations that were needed so far."""

    subjects: Mapping[str, Subject]
    names: Mapping[Subject, str]
    mocks: Mapping[str, Mapping[str, Value]]
    speech: Speech
    used: set[str] = field(default_factory=set)
    words: ClassVar[Words]

    @staticmethod
    def arguments(subject: Subject) -> tuple[Any, ...]:
        """The arguments by which the support library's functions find a registration."""
        name = {"name": subject.name, "parent": subject.parent} if subject.parent else subject.name
        return subject.token, name

    @abstractmethod
    def inputs(self, value: Value) -> Value:
        """A value as it is given to a resource."""

    @abstractmethod
    def options(self, value: Value) -> Value:
        """A value of a resource option."""

    @abstractmethod
    def exported(self, exports: Exports) -> Value:
        """What is exported."""

    @abstractmethod
    def is_plain(self, value: Value, spelled: Value) -> bool:
        """Whether a value is one text, number or truth value; `spelled` is the same as tests have it."""

    def _is_plain(self, spelled: Value) -> bool:
        return isinstance(spelled, (str, bool, int, float, Template)) and not self.speech.helpers(spelled)


class Mocked(Spelling):
    """Pulumi's programs, run under mocks: a reference is the output of a constant that holds a resource."""

    __slots__ = ()
    words = _MOCKED

    def inputs(self, value: Value) -> Value:
        """A value as it is given to a resource: secrets are shown open, and a resource passed whole is its id."""
        return self._named(value, ("id",), secrets=False)

    def options(self, value: Value) -> Value:
        """A value of a resource option: a resource is its URN."""
        return self._named(value, (), secrets=False)

    def exported(self, exports: Exports) -> Value:
        """A value that is exported: secrets show, and a resource passed whole is named."""
        secret = exports.secret and not _is_secret(exports.value)
        shown = Call("secret", (exports.value,)) if secret else exports.value
        return self._named(shown, None, secrets=True)

    def is_plain(self, value: Value, spelled: Value) -> bool:
        """Whether a value is one text, number or truth value as the mocks have it."""
        if isinstance(value, Reference) and isinstance(spelled, Reference):
            if not value.path:
                return True
            known = self.mocks.get(self.subjects[value.address].token, {}).get(str(value.path[0]))
            # The text of a document is shown as the document.
            is_text = isinstance(known, str) and not known.lstrip().startswith(("{", "["))
            return len(value.path) == 1 and (value.path[0] in _TEXTS or is_text)
        return self._is_plain(spelled)

    def _named(self, value: Value, whole: tuple[str, ...] | None, *, secrets: bool) -> Value:
        if isinstance(value, Reference):
            return self._reference(value, whole)
        if isinstance(value, Mapping):
            return {key: self._named(item, whole, secrets=secrets) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(self._named(item, whole, secrets=secrets) for item in value)
        if isinstance(value, Template):
            return Template(tuple(self._named(part, ("id",), secrets=False) for part in value.parts))
        if isinstance(value, Call):
            if value.function == "secret" and not secrets and value.arguments:
                return self._named(value.arguments[0], whole, secrets=False)
            return Call(value.function, tuple(self._named(item, whole, secrets=secrets) for item in value.arguments))
        return value

    def _reference(self, value: Reference, whole: tuple[str, ...] | None) -> Value:
        subject = self.subjects.get(value.address)
        if subject is None:
            return Unknown("it is no resource of this deployment")
        if not value.path and whole is None:
            return Call("resource", self.arguments(subject))
        self.used.add(self.names[subject])
        return Reference(self.names[subject], value.path or whole or ())


class Synthesised(Spelling):
    """Stacks of CDKTF: a reference is the text of an expression, with the construct's path in the place of its id."""

    __slots__ = ()
    words = _SYNTHESISED

    def inputs(self, value: Value) -> Value:
        """A value as it stands in a block."""
        if isinstance(value, Mapping):
            return {key: self.inputs(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(map(self.inputs, value))
        if isinstance(value, Template):
            return self._text(value)
        if isinstance(value, Reference):
            called = self._called(value)
            return f"${{{called}}}" if isinstance(called, str) else called
        if isinstance(value, Call) and value.function == "address":
            return self._address(value)
        if isinstance(value, Call):
            return Call(value.function, tuple(map(self.inputs, value.arguments)))
        return value

    def options(self, value: Value) -> Value:
        """A value of an option, which is what it is."""
        return value

    def exported(self, exports: Exports) -> Value:
        """The whole block of an output."""
        sensitive: Mapping[str, Value] = {"sensitive": True} if exports.secret else {}
        return self.inputs({"value": exports.value, **sensitive, **exports.others})

    def is_plain(self, value: Value, spelled: Value) -> bool:  # noqa: ARG002 - the value is what it is spelled as
        """Whether a value is one text, number or truth value."""
        return self._is_plain(spelled)

    def _text(self, value: Template) -> Value:
        """One text, if all its parts are."""
        text = ""
        for part in value.parts:
            spelled = self.inputs(part)
            if isinstance(spelled, (bool, type(None))) or not isinstance(spelled, (str, int, float)):
                return spelled if isinstance(spelled, Unknown) else Unknown("a part of a text is none")
            text += str(spelled)
        return text

    def _address(self, value: Call) -> Value:
        argument = value.arguments[0] if len(value.arguments) == 1 else None
        return self._called(argument) if isinstance(argument, Reference) else Unknown("it is no address")

    def _called(self, value: Reference) -> Value:
        """How an expression calls what a reference leads to."""
        subject = self.subjects.get(value.address)
        if subject is None:
            return Unknown("it is no element of this app")
        steps = "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in value.path)
        return f"{_CALLED.get(subject.token, subject.token)}.{subject.name}{steps}"


#: By platform.
SPELLINGS: Mapping[str, type[Spelling]] = {"pulumi": Mocked, "cdktf": Synthesised}


def _is_secret(value: Value) -> bool:
    return isinstance(value, Call) and value.function == "secret"
