"""Generated files and cases by the names that people have for them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from scaffold.merge import Role
from scaffold.output.errors import OutputError
from scaffold.output.lock import Lock

#: A file and the id of a case in it, or of the whole file nothing.
Place: TypeAlias = tuple[str, str | None]
_SHOWN = 5


def called(lock: Lock, names: Iterable[str]) -> tuple[Place, ...]:
    """What these names mean: a file's path below the output root, a case's id or name, or `path::name` where several
    files have such a case.

    Raises `OutputError` for a name that nothing, or more than one case, has.
    """
    wanted = tuple(names)
    known = {place: frozenset(_names(lock, place)) for place in _places(lock)} if wanted else {}
    return tuple(_found(known, name) for name in wanted)


def _places(lock: Lock) -> Iterator[Place]:
    for path, entry in sorted(lock.files.items()):
        yield path, None
        yield from ((path, case) for case, known in entry.units.items() if known.role == Role.CASE.value)


def _names(lock: Lock, place: Place) -> Iterator[str]:
    path, case = place
    if case is None:
        yield path
        return
    at = lock.files[path].units[case].at
    titles = [" > ".join(at[start:]) for start in range(len(at))]
    for name in (case, *titles, "::".join(at)):
        yield name
        yield f"{path}::{name}"


def _found(known: dict[Place, frozenset[str]], name: str) -> Place:
    found = [place for place, names in known.items() if name in names]
    # An id is meant before a name that is like it.
    exact = [place for place in found if name in (place[1], f"{place[0]}::{place[1]}")]
    found = exact or found
    if len(found) == 1:
        return found[0]
    if found:
        several = [f"{path}::{case}" for path, case in found]
        raise OutputError(f"{name!r} is the name of {len(found)} cases", hint=f"Name one of {_listed(several)}.")
    near = difflib.get_close_matches(name, sorted(set().union(*known.values())), _SHOWN)
    hint = f"Did you mean {_listed(near)}?" if near else "The lock has no generated file or case with a name like it."
    raise OutputError(f"no generated file or case is called {name!r}", hint=hint)


def _listed(names: Sequence[str]) -> str:
    shown: Iterable[str] = [*names[:_SHOWN], *(["..."] if len(names) > _SHOWN else [])]
    return ", ".join(shown)
