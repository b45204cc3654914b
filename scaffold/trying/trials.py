"""One call of a handler: what it is given, and what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.model.handlers import Answer, Call, Data, Encoded, Failing, HandlerCase
from scaffold.trying.exchange import call_as_json, encoded

#: Errors whose text says only what the value was.
_REFUSED: Final = "An error occurred ("
_BUGS: Final = ("AttributeError", "TypeError")
_WORDS: Final = re.compile(r"""[^\s"'#:/,;|()\[\]{}=<>]+""")
#: What differs from run to run: numbers and what looks made up, in a text.
_VOLATILE: Final = re.compile(r"[0-9a-fA-F-]{8,}|\d+(\.\d+)?")
#: Data is looked at member by member; nobody means what is deeper.
_DEEPEST: Final = 60


@dataclass(frozen=True, slots=True)
class Trial:
    """What a handler is called with; see `HandlerCase` for each."""

    event: Data
    before: tuple[Call, ...] = ()
    answers: tuple[Answer, ...] = ()
    failing: tuple[Failing, ...] = ()
    without: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, case: HandlerCase) -> Trial:
        """That of a case."""
        return cls(case.event, case.before, case.answers, case.failing, case.without, case.environment)

    def as_json(self) -> Mapping[str, Any]:
        """What the process is asked."""
        return {
            "event": encoded(self.event),
            "before": [call_as_json(call) for call in self.before],
            "answers": [[each.service, each.operation, encoded(each.output)] for each in self.answers],
            "failing": [[each.service, each.operation, each.code, each.first] for each in self.failing],
            "without": list(self.without),
            "environment": dict(self.environment),
        }

    @property
    def key(self) -> str:
        """The same for the same trials."""
        return json.dumps(self.as_json(), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that left the handler: its class, those that it is derived from, and its text."""

    kind: str
    kinds: tuple[str, ...]
    message: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A call that the handler made. `failed` is the code of the error that it was refused with."""

    service: str
    operation: str
    input: Mapping[str, Any]
    failed: str = ""

    @property
    def name(self) -> str:
        """Service and operation."""
        return f"{self.service}.{self.operation}"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial. `result` is plain data; `problem` says why it cannot be sent as JSON.

    `reached` are the places in the code that were reached, in the words of the driver, `missed` others that it learned
    of. `lost` says that the process ended or was ended: nothing is known then but that. `unknown` are calls that the
    emulator does not know. `moment` is when it began, `spent` how long the processor was at it, both in seconds.
    """

    result: Any = None
    problem: str = ""
    error: Raised | None = None
    loaded: bool = True
    calls: tuple[Made, ...] = ()
    reached: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    lost: str = ""
    unknown: tuple[str, ...] = ()
    moment: float = 0.0
    spent: float = 0.0

    @property
    def status(self) -> int | None:
        """The status code of a response."""
        found = self.result.get("statusCode") if isinstance(self.result, Mapping) else None
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def kind(self, event: Data = None) -> str:
        """What kind of outcome it is: the same for those that differ only in what is volatile, in what they repeat of
        the event, or in how often a call is made."""
        given = frozenset(_given(event))
        error = self.error and _said(self.error, given)
        names = dict.fromkeys((call.name, bool(call.failed)) for call in self.calls)
        return json.dumps([self.lost, error, _shape(self.result, given), list(names)], sort_keys=True)


def _said(error: Raised, given: frozenset[str]) -> tuple[str, str]:
    if _REFUSED in error.message:
        return ("refused", _REFUSED)
    return error.kind, "" if error.kind in _BUGS else _steady(error.message, given)


def _given(event: Data) -> Iterator[str]:
    """The texts in an event, and what else in it as a text."""
    if event is None or isinstance(event, str | int | float):
        yield str(event)
    elif isinstance(event, Encoded):
        yield from _given(event.value)
    elif isinstance(event, Mapping):
        for item in event.values():
            yield from _given(item)
    elif isinstance(event, list | tuple):
        for item in event:
            yield from _given(item)


def _shape(value: Any, given: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _shape(item, given) for key, item in value.items()}
    if isinstance(value, list):
        return list({json.dumps(_shape(item, given), sort_keys=True): None for item in value})
    if isinstance(value, str):
        return _text(value, given)
    return value


def _text(value: str, given: frozenset[str]) -> Any:
    if value[:1] in ("{", "["):
        read = parsed(value)
        if read is not None:
            return _shape(read, given)
    return _steady(value, given)


def _steady(text: str, given: frozenset[str]) -> str:
    words = _WORDS.sub(lambda word: "@" if word[0] in given else word[0], text)
    return "@" if text in given else _VOLATILE.sub("#", words)


def parsed(text: str) -> Any:
    """What a text is as JSON; nothing where it is none, or is too deep."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return None if is_deep(found) else found


def is_deep(value: Any) -> bool:
    """Whether there is so much in each other that nobody could follow it."""
    level = [value] if isinstance(value, Mapping | list) else []
    for _ in range(_DEEPEST):
        parts = (each.values() if isinstance(each, Mapping) else each for each in level)
        level = [part for some in parts for part in some if isinstance(part, Mapping | list)]
    return bool(level)
