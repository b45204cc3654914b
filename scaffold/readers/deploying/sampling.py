"""Values for the parameters of an entry with which it gets to its end, found by evaluating it with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from scaffold.model.deployments import Entry, Evaluation, Variant
from scaffold.model.project import Parameter
from scaffold.model.values import Call, Reference, Value, unknowns, walk
from scaffold.readers.deploying.samples import made_up

#: How the messages of errors begin that the engine raises, and nobody on purpose.
_ENGINE: Final = (
    *("TypeError", "ReferenceError", "RangeError"),
    *("AttributeError", "ImportError", "IndexError", "KeyError", "NameError", "UnboundLocalError"),
)
#: Names of parameters that are paths: a program that reads these needs ones that there are.
_PATH: Final = re.compile(r"(?i)path|dir(ectory)?$|folder|file")
_WORD: Final = re.compile(r"\w+")
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


def _short(parameter: Parameter) -> str:
    return parameter.name.rpartition(".")[2]


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
        first = best = self._further(entry, chosen)
        if not self._reached(entry, best)[0]:
            best = self._further(entry, self._named(entry, chosen))
        if not self._reached(entry, best)[0]:  # it may need several at once
            every = {found.name: next(self.candidates(entry, found)) for found in entry.parameters}
            best = self._fewer(entry, {**every, **chosen}, chosen)
        return self._with_files(entry, best) if self._reached(entry, best)[0] else first

    def _named(self, entry: Entry, chosen: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values chosen before, and one for each parameter that an error calls by its name."""
        best = chosen
        for _ in entry.parameters:
            failure = self.evaluate(Variant(entry, best)).failure
            words = set(_WORD.findall(failure.message)) if failure is not None else set()
            lacking = [each for each in entry.parameters if _short(each) in words and each.name not in best]
            if not lacking:
                break
            best = {**best, **{each.name: next(self.candidates(entry, each)) for each in lacking}}
        return best

    def _further(self, entry: Entry, chosen: Mapping[str, Value]) -> Mapping[str, Value]:
        """The same with more than it declares as required, or with other values: one after the other, as long as it
        gets further."""
        best, reached = chosen, self._reached(entry, chosen)
        for parameter in entry.parameters if not reached[0] else ():
            for value in chain(self.candidates(entry, parameter), self._compared(entry, best, parameter)):
                more = {**best, parameter.name: value}
                further = self._reached(entry, more)
                if further > reached:
                    best, reached = more, further
                if reached[0]:
                    return best
        return best

    def _compared(self, entry: Entry, chosen: Mapping[str, Value], parameter: Parameter) -> Iterator[Value]:
        """What the program compares a parameter with on the way that it goes with the values chosen before."""
        for decision in self.evaluate(Variant(entry, chosen)).decisions:
            for part in walk(decision.condition):
                if isinstance(part, Call) and Reference(parameter.name) in part.arguments:
                    for other in part.arguments:
                        given = other if isinstance(other, tuple) else (other,)
                        yield from (each for each in given if isinstance(each, str | int | float))

    def _fewer(self, entry: Entry, values: Mapping[str, Value], chosen: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values without those that it gets to its end without."""
        best = dict(values)
        if not self._reached(entry, best)[0]:
            return best
        for name in values:
            fewer = {other: value for other, value in best.items() if other != name}
            if name not in chosen and self._reached(entry, fewer)[0]:
                best = fewer
        return best

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
