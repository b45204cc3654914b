"""What the code of a function takes out of its event, as a tree of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.model.functions import EventUse
from scaffold.plan.handlers.reaching import ELEMENT

#: Steps into a text that is taken apart.
DECODED: Final = ("(json)", "(base64)", "(gzip)", "(dynamodb)")


@dataclass(frozen=True, slots=True)
class Place:
    """All that is said of one place in an event: `uses` are those of this very place, `inner` the places below it."""

    path: tuple[str, ...]
    uses: tuple[EventUse, ...]
    inner: Mapping[str, Place]

    @property
    def name(self) -> str:
        """The name that it stands under, through lists and encodings."""
        return next((step for step in reversed(self.path) if step != ELEMENT and step not in DECODED), "")

    @property
    def kinds(self) -> frozenset[str]:
        """All that it must be."""
        return frozenset(kind for use in self.uses for kind in use.kinds)

    @property
    def required(self) -> bool:
        """Whether the code cannot do without it."""
        return any(use.required for use in self.uses)

    def at(self, path: Iterable[str]) -> Place | None:
        """The place at the end of a path below this one."""
        found: Place | None = self
        for step in path:
            found = found.inner.get(step) if found else None
        return found

    def leaves(self) -> Iterator[Place]:
        """The places that nothing else is taken out of, in order."""
        if not self.inner:
            yield self
        for place in self.inner.values():
            yield from place.leaves()

    def all(self) -> Iterator[Place]:
        """This place and all below it, outermost first."""
        yield self
        for place in self.inner.values():
            yield from place.all()


def places(uses: Iterable[EventUse]) -> Place:
    """The tree of what is said by some uses."""
    return _place((), tuple(uses))


def _place(path: tuple[str, ...], uses: tuple[EventUse, ...]) -> Place:
    depth = len(path)
    below: dict[str, list[EventUse]] = {}
    for use in uses:
        if len(use.path) > depth:
            below.setdefault(_step(use.path[depth]), []).append(use)
    inner = {step: _place((*path, step), tuple(found)) for step, found in below.items()}
    return Place(path, tuple(use for use in uses if len(use.path) == depth), inner)


def _step(step: str) -> str:
    """A step, where each element of a list stands for all of them."""
    return ELEMENT if step.lstrip("-").isdigit() else step
