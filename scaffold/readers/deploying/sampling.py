"""Values for the parameters of an entry with which it gets to its end, found by evaluating it with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.model.deployments import Entry, Evaluation, Variant
from scaffold.model.project import Parameter
from scaffold.model.values import Value, unknowns
from scaffold.readers.deploying.samples import made_up

#: How the messages of errors begin that the engine raises, and nobody on purpose.
_ENGINE: Final = (
    *("TypeError", "ReferenceError", "RangeError"),
    *("AttributeError", "ImportError", "IndexError", "KeyError", "NameError", "UnboundLocalError"),
)
#: Names of parameters that are paths: a program that reads these needs ones that there are.
_PATH: Final = re.compile(r"(?i)path|dir(ectory)?$|folder|file")
#: Texts for what a program makes something else of: a number, a flag, addresses, documents.
_TEXTS: Final = ("3", "true", "10.0.0.0/16", "{}", "[]")


def candidates(parameter: Parameter, paths: Iterable[str]) -> Iterator[Value]:
    """Values for a parameter, made up: its default, what looks real, what else it may be read as. `paths` are ones that
    there are."""
    if parameter.default is not None:
        yield parameter.default
    made = made_up(parameter)
    yield made
    if _PATH.search(parameter.name):
        yield from paths
    if isinstance(made, str) and not parameter.shape.choices:
        yield from _TEXTS


@dataclass(frozen=True, slots=True)
class Sampling:
    """Looks for such values. `evaluate` says what an entry does with some, `candidates` what a parameter may be, the
    likely first, `paths` are files and folders that there are."""

    evaluate: Callable[[Variant], Evaluation]
    candidates: Callable[[Entry, Parameter], Iterator[Value]]
    paths: tuple[str, ...] = (".",)

    def works(self, entry: Entry, values: Mapping[str, Value]) -> bool:
        """Whether a component gets to its end with made up arguments; one that takes resources does not."""
        failure = self.evaluate(Variant(entry, values)).failure
        return failure is None or not failure.message.startswith(_ENGINE)

    def sample(self, entry: Entry, chosen: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values chosen before, and others for what the entry cannot do without."""
        best, reached = chosen, self._reached(entry, chosen)
        # It needs more than it declares as required, or another value: one after the other, as long as it gets further.
        for parameter in entry.parameters if not reached[0] else ():
            for value in self.candidates(entry, parameter):
                more = {**best, parameter.name: value}
                further = self._reached(entry, more)
                if further > reached:
                    best, reached = more, further
                if reached[0]:
                    return self._with_files(entry, best)
        return self._with_files(entry, best) if reached[0] else best

    def _with_files(self, entry: Entry, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values with paths that there are in the place of made up ones, where that tells more."""
        best = values
        for parameter in entry.parameters:
            if not _PATH.search(parameter.name) or not isinstance(best.get(parameter.name), str):
                continue
            before = self._open(entry, best)
            for path in self.paths if before else ():
                more = {**best, parameter.name: path}
                left = self._open(entry, more)
                if left is not None and left < (before or 0):
                    best, before = more, left
        return best

    def _open(self, entry: Entry, values: Mapping[str, Value]) -> int | None:
        """How many inputs of a program are not known; nothing where it does not get to its end."""
        found = self.evaluate(Variant(entry, values))
        inputs = (value for each in found.registrations for value in each.resolved.values())
        return sum(any(unknowns(value)) for value in inputs) if found.complete else None

    def _reached(self, entry: Entry, values: Mapping[str, Value]) -> tuple[bool, int, int]:
        """How far a program gets: whether to its end, and else how much it registers, and the line."""
        found = self.evaluate(Variant(entry, values))
        line = found.failure.position.line if found.failure else 0
        return found.complete, len(found.registrations), line
