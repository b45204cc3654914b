"""What is known of a merged file, and what became of its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scaffold.merge.composing import Piece
from scaffold.merge.identifying import unused
from scaffold.merge.known import CaseState, Known, State
from scaffold.merge.naming import Names
from scaffold.merge.outline import Outline
from scaffold.merge.standing import Scene, Standing, notes_of
from scaffold.merge.units import Role


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a merged file by id, the states of its cases, and whether anything in it is a person's."""

    known: Mapping[str, Known]
    cases: tuple[CaseState, ...]
    kept: bool


class DisagreementError(Exception):
    """A merged file does not come apart into what it was made of; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__("what is to be merged here does not come apart again")
        self.line = line


def recorded(scene: Scene, names: Names, file: Piece | None, merged: Outline) -> Record:
    """What is known of a merged file, `None` for one that goes. `merged` is its outline. Raises `DisagreementError`."""
    return _Recorder(scene, names, merged).record(file)


class _Recorder:
    def __init__(self, scene: Scene, names: Names, merged: Outline) -> None:
        self.scene, self.names, self.merged = scene, names, merged
        self.known: dict[str, Known] = {}
        self.cases: list[CaseState] = []
        self.kept = False
        #: The ids of what is in the merged file.
        self.there: set[str] = set()

    def record(self, file: Piece | None) -> Record:
        """All of it."""
        for piece, index in self._placed(file, 0) if file is not None else ():
            self._note(piece, index)
        self._note_absent()
        return Record(self.known, tuple(self.cases), self.kept)

    def _placed(self, piece: Piece, index: int) -> Iterator[tuple[Piece, int]]:
        """Each piece with the number of its unit in the merged file."""
        yield piece, index
        children = self.merged.children[index]
        if len(children) != len(piece.children):
            raise DisagreementError(self.merged.units[index].line)
        for child, its in zip(piece.children, children, strict=True):
            yield from self._placed(child, its)

    def _note(self, piece: Piece, index: int) -> None:
        """Note one unit of the merged file."""
        slot, unit, path = piece.slot, self.merged.units[index], self.merged.paths[index]
        if slot.completion is not None:
            own = unused(slot.completion.id, {*self.known, *self.scene.fresh.by_id})
            self.known[own] = Known(path, unit.role.value, frozenset({self.merged.digests[index]}))
            return
        self.kept = self.kept or self._is_theirs(piece)
        id_ = self._id(piece)
        if id_ is None:
            return
        self.there.add(id_)
        known = self._known(piece, id_, path, index)
        if known is not None:
            self.known[id_] = known
        if unit.role is Role.CASE:
            self.cases.append(self._case(piece, id_, index))

    def _id(self, piece: Piece) -> str | None:
        slot = piece.slot
        if slot.present is not None:
            return self.scene.matches.ids.get(slot.present)
        return self.scene.fresh.ids[slot.wanted] if slot.wanted is not None else None

    def _is_theirs(self, piece: Piece) -> bool:
        """Whether something of a unit, or of the comments that belong to it, is a person's."""
        index = piece.slot.present
        if index is None:
            return False
        scene = self.scene
        standing = scene.standings[index]
        theirs = standing is not Standing.PRISTINE and not scene.refreshed(index)
        unit = scene.present.units[index]
        noted = bool(unit.notes) and scene.noted(index)
        return theirs or noted or (scene.present.is_group(index) and scene.remarked(index))

    def _known(self, piece: Piece, id_: str, path: tuple[str, ...], index: int) -> Known | None:
        """What is known of a unit of ours from now on."""
        slot, scene = piece.slot, self.scene
        known = scene.past.known.get(id_)
        if slot.wanted is None:
            known = replace(known, at=path, moved=self._moved(slot.present)) if known is not None else None
            reworded = known is not None and slot.present in self.names.reworded
            return replace(known, digests=frozenset({self.merged.digests[index]})) if known and reworded else known
        fresh = scene.fresh.outline.units[slot.wanted]
        taken = slot.present is None or scene.refreshed(slot.present)
        digests = frozenset({scene.fresh.outline.digests[slot.wanted]})
        if taken and slot.wanted in self.names.narrowed:
            digests = frozenset({self.merged.digests[index]})
        elif not taken and known is not None:
            digests = known.digests
        orders = frozenset({piece.order}) if piece.order else frozenset[str]()
        ejected = known is not None and known.ejected and not taken
        subject = scene.fresh.subjects.get(id_, "")
        moved = self._moved(slot.present)
        return Known(path, fresh.role.value, digests, notes_of(fresh), orders, subject, ejected, moved)

    def _moved(self, index: int | None) -> bool:
        """Whether a person moved a unit to where it stays."""
        leaf = index is not None and not self.scene.present.is_group(index)
        return leaf and index is not None and index not in self.names.choice.moving and self.scene.moved(index)

    def _case(self, piece: Piece, id_: str, index: int) -> CaseState:
        """What became of a case that is in the merged file."""
        slot, scene = piece.slot, self.scene
        known, line = scene.past.known.get(id_), self.merged.units[index].line
        path, was = self.merged.paths[index], scene.past.was.get(id_, "")
        if slot.present is None:
            state = State.NEW if known is None else State.DELETED
            return CaseState(id_, path, state, line, changed=True, was=was)
        standing = scene.standings[slot.present]
        here = scene.present.units[slot.present]
        changed = piece.head != here.head or piece.tail != here.tail or slot.present in self.names.choice.moving
        outdated = False
        if standing is Standing.EDITED and slot.wanted is not None and known is not None:
            outdated = scene.fresh.outline.digests[slot.wanted] not in known.digests and not scene.refreshed(
                slot.present
            )
        orphaned = slot.wanted is None and scene.manner.complete and standing is not Standing.EJECTED
        state = State.ORPHANED if orphaned else State(standing.value)
        return CaseState(id_, path, state, line, outdated, changed, was)

    def _note_absent(self) -> None:
        """Note what a person deleted and what is pruned."""
        scene = self.scene
        fresh = scene.fresh
        for index, id_ in enumerate(fresh.ids):
            if id_ not in self.known and (id_ in scene.past.known or self._within_deleted(index)):
                self._note_deleted(index, id_)
        if not scene.manner.complete:
            self.known.update((id_, each) for id_, each in scene.past.known.items() if id_ not in self.known)
        for index in sorted(scene.matches.ids):
            unit, id_ = scene.present.units[index], scene.matches.ids[index]
            if unit.role is Role.CASE and id_ not in self.known and id_ not in fresh.by_id:
                self.cases.append(CaseState(id_, scene.present.paths[index], State.ORPHANED, changed=True))

    def _within_deleted(self, index: int) -> bool:
        """Whether what would be generated stands in a group that a person deleted."""
        parent = self.scene.fresh.outline.parents[index]
        group = self.scene.fresh.ids[parent]
        return group in self.known and group not in self.there

    def _note_deleted(self, index: int, id_: str) -> None:
        scene = self.scene
        known = scene.past.known.get(id_)
        outline = scene.fresh.outline
        unit, path = outline.units[index], outline.paths[index]
        if known is None:
            digests = frozenset({outline.digests[index]})
            known = Known(path, unit.role.value, digests, notes_of(unit), subject=scene.fresh.subjects.get(id_, ""))
        self.known[id_] = replace(known, at=path)
        if unit.role is Role.CASE:
            state = State.EJECTED if known.ejected else State.DELETED
            self.cases.append(CaseState(id_, path, state, was=scene.past.was.get(id_, "")))
