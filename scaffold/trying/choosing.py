"""Which of all that was found is worth to be pinned: few cases that reach everything, one of each kind of outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scaffold.trying.exploring import Found

#: Of outcomes that reach nothing more but are of another kind, how many are kept, and of edges.
_KINDS: Final = 12
_EDGES: Final = 8


def chosen(found: Sequence[Found], goals: frozenset[str]) -> list[Found]:
    """In the order that they were found in: what is planned comes first. What is odd is taken only where it alone
    reaches one of the `goals`."""
    usable = [each for each in found if not (each.tried.lost or each.tried.unknown)]
    likely = [each for each in usable if not each.odd]
    kept = list(_covering(likely, _reached(likely)))
    kept += _covering(usable, _reached(usable) & goals - _reached(kept))
    known = {each.tried.kind(each.trial.event) for each in kept}
    most = len(kept) + _KINDS
    for each in _by_worth(likely, kept):
        kind = each.tried.kind(each.trial.event)
        if kind not in known and len(kept) < most:
            known.add(kind)
            kept.append(each)
    kept += [each for each in likely if each.edge and each not in kept][:_EDGES]
    return [each for each in usable if any(each is one for one in kept)]


def _reached(found: Sequence[Found]) -> frozenset[str]:
    return frozenset[str]().union(*(each.tried.reached for each in found))


def _covering(found: Sequence[Found], left: frozenset[str]) -> Iterator[Found]:
    """As few as reach what is left, the one that reaches most first."""
    while left:
        best = max(found, key=lambda each: len(each.tried.reached & left))
        if not best.tried.reached & left:
            return
        yield best
        left -= best.tried.reached


def _by_worth(found: Sequence[Found], kept: Sequence[Found]) -> list[Found]:
    """What answers before what fails."""
    others = [each for each in found if not any(each is one for one in kept)]
    return sorted(others, key=lambda each: each.tried.error is not None)
