"""Which resources are the same under another name: by `moved` blocks, or because all but the name is equal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from scaffold.model.addresses import without_keys
from scaffold.output.lock import Entry, Lock
from scaffold.output.run import Regeneration

_MODULE = re.compile(r"module\.[^.\[]+(?:\[(?:[^\]\"]|\"[^\"]*\")*\])?\.")


def renamed_subjects(lock: Lock, options: Regeneration) -> Mapping[str, str]:
    """The subjects of cases in the lock that have another name now.

    A resource is taken for another one's successor if it is new, the other one is gone, nothing but the name differs,
    and there is no third that either could be.
    """
    subjects = frozenset(_subjects(entry for entry in lock.files.values() if options.judges(entry)))
    pairs = {**_alike(lock, options, subjects), **_followed(options.moved)}
    found = {subject: _renamed(subject, pairs) for subject in subjects}
    return {old: new for old, new in sorted(found.items()) if old != new}


def remembered(lock: Lock, options: Regeneration, files: Mapping[str, Entry]) -> Mapping[str, frozenset[str]]:
    """What the lock says of the resources after this run: those that there are, and those gone whose cases still are
    in one of `files`, perhaps of a target that another run generates."""
    before = lock.resources.get(options.project, {})
    fresh = {address: frozenset({digest}) for address, digest in options.resources.items()}
    subjects = set(
        map(without_keys, _subjects(entry for entry in files.values() if options.project in _projects(entry)))
    )
    kept = {
        address: digests
        for address, digests in before.items()
        if address not in fresh and (not options.complete or _spoken(address, subjects))
    }
    return {**kept, **fresh}


def _projects(entry: Entry) -> frozenset[str]:
    return frozenset(project for _, project in entry.owners)


def _alike(lock: Lock, options: Regeneration, subjects: frozenset[str]) -> Mapping[str, str]:
    if not options.complete:
        return {}
    known, spoken = lock.resources.get(options.project, {}), set(map(without_keys, subjects))
    fresh = options.resources
    gone = {old: known[old] for old in known if old not in fresh and _spoken(old, spoken)}
    # Another target's run may have seen a new resource already: what counts is that no case is about it.
    new = {address: digest for address, digest in fresh.items() if not _spoken(address, spoken)}
    unseen = {address: digest for address, digest in new.items() if address not in known}
    found: dict[str, str] = {}
    for old, digests in gone.items():
        rivals = [other for other in gone if other != old and known[other] & digests]
        heirs = [address for address, digest in unseen.items() if digest in digests]
        heirs = heirs or [address for address, digest in new.items() if digest in digests]
        if not rivals and len(heirs) == 1:
            found[old] = heirs[0]
    return found


def _followed(moved: Mapping[str, str]) -> Mapping[str, str]:
    """Each address with where it is in the end: one may have been moved several times."""
    found = {}
    for start, end in moved.items():
        seen = {start}
        while end in moved and end not in seen:
            seen.add(end)
            end = moved[end]
        found[start] = end
    return found


def _renamed(subject: str, pairs: Mapping[str, str]) -> str:
    """A subject under its new name. The longest address that fits counts; it may be given as seen from its module."""
    for old, new in sorted(pairs.items(), key=lambda pair: -len(pair[0])):
        for one, other in _tails(old, new):
            for start in _starts(subject):
                rest = subject[start:]
                if rest == one or rest.startswith((f"{one}.", f"{one}[")):
                    return subject[:start] + other + rest[len(one) :]
    return subject


def _tails(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Both addresses, and both as seen from each module that both are in."""
    yield old, new
    while (module := _MODULE.match(old)) and new.startswith(module[0]):
        old, new = old[module.end() :], new[module.end() :]
        yield old, new


def _starts(address: str) -> Iterator[int]:
    """Where an address begins as seen from each of the modules that it is in."""
    start = 0
    yield start
    while module := _MODULE.match(address, start):
        start = module.end()
        yield start


def _subjects(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from (known.subject for name, known in entry.units.items() if known.subject and name not in entry.coming)


def _spoken(address: str, subjects: set[str]) -> bool:
    """Whether a case is about it; subjects are without keys, and may be as seen from a module."""
    return any(address[start:] in subjects for start in _starts(address))
