"""Whose each unit of a file is: as it was written, edited by a person, or a person's own."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.merge.identifying import FILE_ID, Fresh
from scaffold.merge.known import Known, digest
from scaffold.merge.matching import Matches, matched
from scaffold.merge.outline import Outline
from scaffold.merge.renaming import Past
from scaffold.merge.units import Language, Role, Unit

#: What is put before the comments at a group's end, to tell their digest from one of those before it.
_INNER = "inner "


class Standing(enum.Enum):
    """What a unit that is there is."""

    #: As it was written, or as it would be generated now.
    PRISTINE = "pristine"
    #: Written by us, changed by a person.
    EDITED = "edited"
    #: Written by us and given away.
    EJECTED = "ejected"
    #: A person's own.
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to merge: `prune` removes orphans that nobody edited, `force` gives up what was edited or deleted, `adopt`
    says that a file of which nothing is known may be merged at all. `renames` leads from a subject's address to its
    new one. `refresh` are ids of cases that are generated anew, whatever became of them. Without `complete`, what is
    generated may lack something because the project could not be read: nothing goes for that."""

    prune: bool = False
    force: bool = False
    adopt: bool = False
    renames: Mapping[str, str] = field(default_factory=dict)
    refresh: frozenset[str] = frozenset()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a merge is made from: what is there, what would be generated, what is known, which unit is which, and
    what each unit that is there is. `groups` are the ids of known groups by their paths,
    `line_end` is how the file's lines end."""

    present: Outline
    fresh: Fresh
    past: Past
    matches: Matches
    standings: tuple[Standing, ...]
    groups: Mapping[tuple[str, ...], str]
    manner: Manner
    language: Language
    line_end: str = "\n"

    def wanted(self, index: int) -> int | None:
        """The unit that would be generated for one that is there."""
        return self.fresh.by_id.get(self.matches.ids.get(index, ""))

    def known(self, index: int) -> Known | None:
        """What is known of a unit that is there."""
        return self.past.known.get(self.matches.ids.get(index, ""))

    def refreshed(self, index: int) -> bool:
        """Whether a unit that is there becomes what would be generated."""
        free = self.standings[index] is Standing.PRISTINE or self.given_up(self.matches.ids.get(index, ""))
        return free and self.wanted(index) is not None

    def given_up(self, id_: str) -> bool:
        """Whether a unit of ours is generated anew although a person edited or deleted it."""
        known = self.past.known.get(id_)
        ejected = known is not None and known.ejected
        return id_ in self.manner.refresh or (self.manner.force and id_ in self.fresh.by_id and not ejected)

    def same(self, index: int) -> bool:
        """Whether a unit that is there says what would be generated."""
        wanted = self.wanted(index)
        return wanted is not None and self.present.digests[index] == self.fresh.outline.digests[wanted]

    def noted(self, index: int) -> bool:
        """Whether the comments before a unit that is there are a person's, at least in part."""
        notes = plain_notes(self.present.units[index])
        known, wanted = self.known(index), self.wanted(index)
        if self.standings[index] is Standing.OWN:
            return bool(notes)
        if wanted is not None and notes == plain_notes(self.fresh.outline.units[wanted]):
            return False
        return bool(notes) if known is None or not known.notes else digest(notes) not in known.notes

    def remarked(self, index: int) -> bool:
        """Whether the comments at a group's end are a person's, at least in part."""
        inner = plain_inner(self.present.units[index])
        known, wanted = self.known(index), self.wanted(index)
        if not inner or (wanted is not None and inner == plain_inner(self.fresh.outline.units[wanted])):
            return False
        return known is None or _inner_digest(inner) not in known.notes

    def moved(self, index: int) -> bool:
        """Whether a person put a unit of ours elsewhere: not in the group that it was written into."""
        known, wanted = self.known(index), self.wanted(index)
        if known is None:
            return False
        if known.moved:
            return wanted is None or self.matches.ids.get(self.present.parents[index]) != self.fresh.parent_id(wanted)
        return self.matches.ids.get(self.present.parents[index]) != self.group_at(known.at[:-1])

    def group_at(self, path: tuple[str, ...]) -> str | None:
        """The id of the group that was written at a path."""
        return FILE_ID if not path else self.groups.get(path)


def scene(
    present: Outline, fresh: Fresh, past: Past, manner: Manner, language: Language, line_end: str = "\n"
) -> Scene:
    """Find out what each unit that is there is."""
    matches = matched(present, fresh, past)
    standings = tuple(_standing(index, present, fresh, past, matches) for index in range(len(present.units)))
    groups = {each.at: id_ for id_, each in past.known.items() if each.role == Role.GROUP.value}
    return Scene(present, fresh, past, matches, standings, groups, manner, language, line_end)


def _standing(index: int, present: Outline, fresh: Fresh, past: Past, matches: Matches) -> Standing:
    id_ = matches.ids.get(index)
    if id_ is None:
        return Standing.OWN
    known, wanted = past.known.get(id_), fresh.by_id.get(id_)
    if known is not None and known.ejected:
        return Standing.EJECTED
    text = present.digests[index]
    same = wanted is not None and text == fresh.outline.digests[wanted]
    written = known is not None and text in known.digests
    return Standing.PRISTINE if same or written or index == 0 else Standing.EDITED


def plain_notes(unit: Unit) -> str:
    """The comments before a unit, the same whatever the line ends in its text are."""
    return unit.notes.replace("\r\n", "\n")


def plain_inner(unit: Unit) -> str:
    """The comments at the end of a group without the space around them."""
    return "\n".join(filter(None, map(str.strip, unit.inner.splitlines())))


def notes_of(unit: Unit) -> frozenset[str]:
    """The digests by which the comments before a unit and at its end are known again."""
    notes, inner = plain_notes(unit), plain_inner(unit)
    return frozenset([digest(notes)] * bool(notes) + [_inner_digest(inner)] * bool(inner))


def _inner_digest(inner: str) -> str:
    return digest(_INNER + inner)
