"""A generated file: its text, and which cases stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """A case that a file holds.

    `id` is the plan's, unique in the file, `subject` the address that the case is about (empty for none). `names` are
    those that the test may have in the file: a function's, a title's, a run's. The labels of a file stand in the order
    of its tests.
    """

    id: str
    names: tuple[str, ...]
    subject: str = ""


class Written(str):
    """The text of a generated file together with the `cases` in it, in order; a plain `str` is a file without any.

    `target` is the name of the target whose suite it belongs to, `also` are those of others whose suites share it.
    """

    cases: tuple[CaseLabel, ...]
    target: str
    also: frozenset[str]

    def __new__(cls, text: str, cases: Iterable[CaseLabel] = (), target: str = "", also: Iterable[str] = ()) -> Written:
        """The text with its labels."""
        made = super().__new__(cls, text)
        made.cases = tuple(cases)
        made.target = target
        made.also = frozenset(also) - {target}
        return made
