"""The merged file, unit by unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.merge.naming import Names
from scaffold.merge.ordering import Ordering, Slot
from scaffold.merge.outline import lines_of, margin
from scaffold.merge.renaming import relabelled, still_renamed
from scaffold.merge.spacing import spaced
from scaffold.merge.standing import Scene, Standing
from scaffold.merge.units import Unit

#: What a file may begin with; it is no line.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of the merged file: its slot and texts. `order` is the digest of the order of what is in it."""

    slot: Slot
    lead: str
    head: str
    children: tuple[Piece, ...] = ()
    inner: str = ""
    tail: str = ""
    order: str = ""

    def texts(self) -> Iterator[str]:
        """All of its text in pieces."""
        yield self.lead
        yield self.head
        for child in self.children:
            yield from child.texts()
        yield self.inner
        yield self.tail


def composed(scene: Scene, names: Names) -> Piece:
    """The merged file."""
    return _Composer(scene, names).piece(Slot(0, 0 if scene.fresh.there else None), "")


def written(piece: Piece, line_end: str) -> str:
    """The text of a merged file: a line that has no end, at the end of a file, gets one where something follows."""
    parts: list[str] = []
    for text in filter(None, piece.texts()):
        if parts and not parts[-1].endswith(("\n", BYTE_ORDER_MARK)):
            parts.append(line_end)
        parts.append(text)
    return "".join(parts)


class _Composer:
    def __init__(self, scene: Scene, names: Names) -> None:
        self.scene, self.names, self.ordering = scene, names, Ordering(scene, names)

    def piece(self, slot: Slot, lead: str) -> Piece:
        """One unit with all in it."""
        scene = self.scene
        if slot.completion is not None:
            return Piece(slot, lead, self._converted(slot.completion.text))
        here = scene.present.units[slot.present] if slot.present is not None else None
        fresh = scene.fresh.outline.units[slot.wanted] if slot.wanted is not None else None
        unit = self._source(slot, here, fresh)
        head, tail = self._head(slot, unit), unit.tail
        if slot.present == 0:
            lead = unit.lead
        group = here if here is not None else fresh
        outline, index = (scene.present, slot.present) if here is not None else (scene.fresh.outline, slot.wanted)
        if group is None or index is None or not outline.is_group(index):
            return Piece(slot, lead, head, tail=tail)
        order = self.ordering.sequenced(slot.present, slot.wanted)
        space = spaced(scene, self.ordering, order.slots, slot.present, slot.wanted)
        children = tuple(self.piece(each, its) for each, its in zip(order.slots, space.leads, strict=True))
        return Piece(slot, lead, head, children, space.inner, tail, order.order)

    def _source(self, slot: Slot, here: Unit | None, fresh: Unit | None) -> Unit:
        """Whose text a unit has: that of what is there wherever it says the same."""
        if here is None or fresh is None:
            unit = here or fresh
            assert unit is not None
            return unit
        assert slot.present is not None
        if slot.present == 0:
            return here
        moves = slot.present in self.names.choice.moving
        if not self.scene.refreshed(slot.present) or (self.scene.same(slot.present) and not moves):
            return here
        return fresh

    def _head(self, slot: Slot, unit: Unit) -> str:
        scene = self.scene
        if slot.wanted is None:
            return self.names.reworded.get(-1 if slot.present is None else slot.present, unit.head)
        taken = slot.present is None or scene.refreshed(slot.present)
        if taken and slot.wanted in self.names.narrowed:
            return self._narrowed(slot, self.names.narrowed[slot.wanted])
        pairs = scene.past.pairs.get(scene.fresh.ids[slot.wanted])
        if not taken and pairs and slot.present is not None and scene.standings[slot.present] is Standing.EDITED:
            fresh = scene.fresh.outline.units[slot.wanted]
            said = scene.language.renamed(unit, fresh.name, still_renamed(pairs, fresh.head))
            return relabelled(said, pairs)
        return unit.head

    def _narrowed(self, slot: Slot, text: str) -> str:
        """An import without the names that a person has made otherwise; as it is there if it says just that."""
        if slot.present is not None:
            here = self.scene.present.units[slot.present]
            alone = "".join(line.removeprefix(margin(text)) for line in lines_of(text))
            if not text or self.scene.language.parse(alone).children[0].shape == here.shape:
                return here.head
        return self._converted(text)

    def _converted(self, text: str) -> str:
        return re.sub(r"\r?\n", self.scene.line_end, text)
