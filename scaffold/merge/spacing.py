"""What stands before each unit: comments and blank lines, a person's and ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.merge.ordering import Ordering, Slot
from scaffold.merge.outline import blank, lines_of, margin, without_blank
from scaffold.merge.standing import Scene, Standing, plain_inner, plain_notes
from scaffold.merge.units import Role, Unit


@dataclass(frozen=True, slots=True)
class Spaced:
    """The leads of a group's slots, in order, and what stands before its end."""

    leads: tuple[str, ...]
    inner: str


def spaced(scene: Scene, ordering: Ordering, slots: Sequence[Slot], group: int | None, wanted: int | None) -> Spaced:
    """What stands before each slot of a group, and before its end."""
    return _Spacing(scene, ordering, slots, group, wanted).spaced()


class _Spacing:
    def __init__(
        self, scene: Scene, ordering: Ordering, slots: Sequence[Slot], group: int | None, wanted: int | None
    ) -> None:
        self.scene, self.ordering, self.slots, self.group, self.wanted = scene, ordering, slots, group, wanted
        self.units = scene.present.units
        self.there = scene.present.children[group] if group is not None else ()
        self.first = self.there[0] if self.there else -1
        self.staying = frozenset(ordering.staying(group)) if group is not None else frozenset[int]()
        self.header = self._header()

    def spaced(self) -> Spaced:
        """All of it."""
        carried, rest = self._carried()
        leads = []
        for place, slot in enumerate(self.slots):
            lead = self._lead(place, slot)
            if place == 0 and self.header:
                lead = without_blank(lead) if self._adds_to_header() else ""
            if slot.present in self.staying:
                lead = carried.get(slot.present, "") + lead
            leads.append(lead if place else self.header + lead)
        return Spaced(tuple(leads), (rest if leads else self.header + rest) + self._inner())

    # What a person wrote before something that goes.

    def _carried(self) -> tuple[dict[int, str], str]:
        """Comments of a person before units that go: by the units before which they stand then, and what is left."""
        found: dict[int, str] = {}
        text = ""
        for child in self.there:
            if child in self.staying:
                found[child], text = text, ""
            elif not self.ordering.moves(child) and self._speaks(child):
                text += self._own_lead(child)
        return found, text

    def _speaks(self, child: int) -> bool:
        return bool(self.units[child].notes) and self.scene.noted(child)

    def _own_lead(self, child: int) -> str:
        """A unit's lead without what became the file's header."""
        lead = self.units[child].lead
        return lead[len(self.header) :] if child == self.first else lead

    def _header(self) -> str:
        """What a person wrote at the top of the file, where something else comes first now."""
        if self.group != 0 or self.first < 0 or not self._speaks(self.first):
            return ""
        if self.slots and self.slots[0].present == self.first:
            return ""
        lines = lines_of(self.units[self.first].lead)
        said = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
        ends = [place for place, line in enumerate(lines) if not line.strip() and place > said]
        if not ends:
            return "".join(lines) if self._had_header() else ""
        return "".join(lines[: ends[-1] + 1])

    def _had_header(self) -> bool:
        """Whether there was a comment of ours where the file begins."""
        known = self.scene.known(self.first)
        return known is not None and bool(known.notes)

    def _adds_to_header(self) -> bool:
        """Whether what stands before the first unit of the file comes behind a person's header, or has it instead."""
        index = self.slots[0].present
        return not self._had_header() or (index is not None and self.scene.noted(index))

    # What stands before what stays.

    def _lead(self, place: int, slot: Slot) -> str:
        if slot.present is None:
            return "" if slot.wanted is None else self._fresh_lead(place, slot.wanted)
        unit = self.units[slot.present]
        own = self._own_lead(slot.present)
        headed = bool(self.header) and slot.present == self.first
        kept = slot.wanted is None or not self.scene.refreshed(slot.present)
        if kept or (self.scene.noted(slot.present) and (own.strip() or not headed)):
            return self._kept_lead(place, slot, own)
        assert slot.wanted is not None
        fresh = self.scene.fresh.outline.units[slot.wanted]
        if headed or plain_notes(unit) != plain_notes(fresh) or not self._stays_behind(place, slot.present):
            return self._fresh_lead(place, slot.wanted)
        before = self.slots[place - 1].wanted if place else -1
        as_generated = before == self.scene.fresh.outline.before[slot.wanted]
        return self._fresh_lead(place, slot.wanted) if as_generated and not self.scene.same(slot.present) else own

    def _stays_behind(self, place: int, index: int) -> bool:
        """Whether a unit stands behind the same one as before."""
        if index not in self.staying:
            return False
        return (self.slots[place - 1].present if place else -1) == self.scene.present.before[index]

    def _kept_lead(self, place: int, slot: Slot, lead: str) -> str:
        """A lead that stays as it is, but for blank lines where the unit is now the first or is no longer."""
        assert slot.present is not None
        unit = self.units[slot.present]
        if self._stays_behind(place, slot.present):
            return lead
        if slot.present not in self.staying and slot.wanted is not None:
            lead = _indented(lead, margin(unit.head), margin(self.scene.fresh.outline.units[slot.wanted].head))
        return without_blank(lead) if place == 0 else self._apart(place, unit, lead)

    def _fresh_lead(self, place: int, wanted: int) -> str:
        """The lead that would be generated, fitted to what stands before it here."""
        outline = self.scene.fresh.outline
        unit, before = outline.units[wanted], outline.before[wanted]
        if self._says_again(wanted):
            return self._apart(place, unit, blank(unit.lead)) if place else ""
        here = self.slots[place - 1].wanted if place else -1
        if here == before:
            return unit.lead
        if place == 0:
            return without_blank(unit.lead)
        siblings = outline.children[outline.parents[wanted]]
        if before < 0 and len(siblings) > 1 and not blank(unit.lead):
            return self._apart(place, unit, blank(outline.units[siblings[1]].lead) + unit.lead)
        return self._apart(place, unit, unit.lead)

    def _says_again(self, wanted: int) -> bool:
        """Whether the lead that would be generated is the file's header, and that is there already."""
        notes = plain_notes(self.scene.fresh.outline.units[wanted])
        if wanted != 1 or self.group != 0 or self.first < 0 or not notes or self.slots[0].present != self.first:
            return False
        return self.slots[0].wanted != wanted and notes in plain_notes(self.units[self.first])

    def _apart(self, place: int, unit: Unit, lead: str) -> str:
        """A lead with a blank line at its beginning if the unit is not to stand close to the one before it."""
        before = self._unit(self.slots[place - 1])
        close = before is None or (before.role is unit.role and unit.role in (Role.IMPORT, Role.SETUP))
        return lead if close or blank(lead) else self.scene.line_end + lead

    def _unit(self, slot: Slot) -> Unit | None:
        if slot.present is not None:
            return self.units[slot.present]
        return self.scene.fresh.outline.units[slot.wanted] if slot.wanted is not None else None

    # What stands before the end.

    def _inner(self) -> str:
        """What stands before a group's end."""
        here = self.units[self.group] if self.group is not None else None
        fresh = self.scene.fresh.outline.units[self.wanted] if self.wanted is not None else None
        if here is None or fresh is None:
            unit = here or fresh
            return unit.inner if unit is not None else ""
        assert self.group is not None
        theirs = self.scene.remarked(self.group) or self.scene.standings[self.group] is Standing.EJECTED
        return here.inner if theirs or plain_inner(here) == plain_inner(fresh) else fresh.inner


def _indented(lead: str, old: str, new: str) -> str:
    """Comments with the margin of what they stand before."""
    return "".join(new + line[len(old) :] if line.strip() and line.startswith(old) else line for line in lines_of(lead))
