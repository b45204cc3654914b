"""What is known of a file after a run that was killed, and after branches were merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scaffold.merge import Known, Language
from scaffold.merge.ordering import order_digest
from scaffold.merge.outline import Outline, outlined
from scaffold.output.lock import Entry
from scaffold.output.standing import content_digest


def known_of(entry: Entry, present: bytes, text: str, language: Language) -> Mapping[str, Known]:
    """What is known of a file, so that what is not in it can be taken for deleted by a person, and what differs for
    edited.

    That is without the units that a run was about to add and has not, and without those that only the other one of two
    merged branches has. Raises `UnparsableError`.
    """
    written = content_digest(present) in entry.digests
    if not written and not entry.coming and not any(len(known.orders) > 1 for known in entry.units.values()):
        return entry.units
    outline = outlined(language.parse(text))
    there = dict(zip(outline.paths, outline.digests, strict=True))
    known = _arrived(entry, there)
    if written:
        # Whatever the lock says, perhaps of the other branch: this is what we wrote, and nobody has touched it.
        return {
            name: replace(each, digests=each.digests | {there[each.at]})
            for name, each in known.items()
            if each.at in there
        }
    elsewhere = set(_elsewhere(known, entry.deleted, outline))
    return {name: each for name, each in known.items() if name not in elsewhere}


def _arrived(entry: Entry, there: Mapping[tuple[str, ...], str]) -> Mapping[str, Known]:
    """Without what a run did not get to; and if it did, without what stood in the same place before."""
    arrived = {
        name: entry.units[name].at
        for name in entry.coming
        if not entry.units[name].at or there.get(entry.units[name].at) in entry.units[name].digests
    }
    taken = set(arrived.values())
    return {
        name: known
        for name, known in entry.units.items()
        if name in arrived or (name not in entry.coming and known.at not in taken)
    }


def _elsewhere(known: Mapping[str, Known], deleted: frozenset[str], outline: Outline) -> Iterator[str]:
    """The units that are not there although nobody deleted them: where two branches wrote a group, and it is as one of
    them wrote it, those of the other one."""
    there, untouched = set(outline.paths), set(_untouched(known, outline))
    for name, each in sorted(known.items(), key=lambda pair: len(pair[1].at)):
        if each.at not in there and each.at and each.at[:-1] in untouched and name not in deleted:
            # So is all that would stand in it.
            untouched.add(each.at)
            yield name


def _untouched(known: Mapping[str, Known], outline: Outline) -> Iterator[tuple[str, ...]]:
    """Where the groups are that two branches wrote and that are as one of them did."""
    ids = {each.at: name for name, each in known.items()}
    for index, path in enumerate(outline.paths):
        group = known.get(ids.get(path, ""))
        if group and len(group.orders) > 1:
            children = (ids.get(outline.paths[child], "") for child in outline.children[index])
            if order_digest(children) in group.orders:
                yield path
