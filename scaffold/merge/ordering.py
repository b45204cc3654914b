"""In which order the units of a group stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scaffold.merge.known import digest
from scaffold.merge.naming import Completion, Names
from scaffold.merge.standing import Scene
from scaffold.merge.units import Role


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit in its place: the number of the one that is there, of the one that would be generated, or of both; or an
    import of ours (`completion`), which may take the place of the one that is there."""

    present: int | None = None
    wanted: int | None = None
    completion: Completion | None = None


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The slots of a group in order, and the digest by which this order is known again."""

    slots: tuple[Slot, ...]
    order: str


@dataclass(slots=True)
class _Block:
    """A unit that would be generated, and the others that stand behind it."""

    slot: Slot | None
    others: list[Slot] = field(default_factory=list)


class Ordering:
    """The order in all groups of a file. `incoming` are the cases that move, by where they go."""

    def __init__(self, scene: Scene, names: Names) -> None:
        self._scene, self._names = scene, names
        choice = names.choice
        self._going = choice.gone | choice.loose | choice.moving
        self._incoming = {scene.wanted(index): index for index in choice.moving}

    def staying(self, group: int) -> list[int]:
        """The units of a group that stay in it."""
        return [child for child in self._scene.present.children[group] if child not in self._going]

    def moves(self, index: int) -> bool:
        """Whether a unit goes to another group."""
        return index in self._names.choice.moving

    def sequenced(self, group: int | None, wanted: int | None) -> Sequenced:
        """The slots of a group that is there, is to be generated, or both."""
        staying = self.staying(group) if group is not None else []
        spine = self._spine(staying, wanted)
        reordered = self._reordered(group, spine)
        blocks = self._blocks(staying, spine)
        if not reordered:
            blocks = [blocks[0], *sorted(blocks[1:], key=_wanted)]
        self._insert(blocks, wanted)
        slots = tuple(slot for block in blocks for slot in [block.slot, *block.others] if slot is not None)
        ours = sorted(slots, key=lambda slot: -1 if slot.wanted is None else slot.wanted) if reordered else slots
        return Sequenced(slots, order_digest(map(self.id_of, ours)))

    def id_of(self, slot: Slot) -> str:
        """A slot's id, empty for a person's own."""
        if slot.completion is not None:
            return slot.completion.id
        if slot.wanted is not None:
            return self._scene.fresh.ids[slot.wanted]
        return self._scene.matches.ids.get(-1 if slot.present is None else slot.present, "")

    def _spine(self, staying: Iterable[int], wanted: int | None) -> Mapping[int, int]:
        """The units that are there and would be generated in the same group: what is there to what is wanted."""
        found: dict[int, int] = {}
        for index in staying if wanted is not None else ():
            each = self._scene.wanted(index)
            if each is not None and self._scene.fresh.outline.parents[each] == wanted:
                found[index] = each
        return found

    def _reordered(self, group: int | None, spine: Mapping[int, int]) -> bool:
        """Whether a person put the units of a group in another order."""
        if group is None or list(spine.values()) == sorted(spine.values()):
            return False
        scene = self._scene
        known = scene.known(group)
        ids = (scene.matches.ids.get(child, "") for child in scene.present.children[group])
        written = order_digest(scene.past.former(id_) for id_ in ids if id_ in scene.past.known)
        return known is None or written not in known.orders

    def _blocks(self, staying: Sequence[int], spine: Mapping[int, int]) -> list[_Block]:
        """What is there: each unit that would be generated with the others that stand behind it."""
        blocks = [_Block(None)]
        for index in staying:
            if index in spine:
                blocks.append(_Block(Slot(index, spine[index])))
                blocks[-1].others.extend(Slot(completion=each) for each in self._names.behind.get(index, ()))
            else:
                blocks[-1].others.append(Slot(index, self._scene.wanted(index), self._names.instead.get(index)))
        return blocks

    def _insert(self, blocks: list[_Block], wanted: int | None) -> None:
        """Put what is added or moves here behind what it would be generated behind, or before what is next."""
        if wanted is None:
            return
        places: dict[int, _Block] = {block.slot.wanted: block for block in blocks if block.slot and block.slot.wanted}
        children = self._scene.fresh.outline.children[wanted]
        following = next((places[child] for child in children if child in places), None)
        last: _Block | None = None
        for child in children:
            if child in places:
                last = places[child]
                continue
            slot = self._coming(child)
            if slot is None:
                continue
            block = _Block(slot)
            if last is not None:
                if self._is_import(child) and last.slot is not None:
                    _pass_on(self._scene, last, block)
                at = _place(blocks, last) + 1
            else:
                at = _place(blocks, following) if following is not None else len(blocks)
            blocks.insert(at, block)
            last = block

    def _is_import(self, wanted: int) -> bool:
        return self._scene.fresh.outline.units[wanted].role is Role.IMPORT

    def _coming(self, wanted: int) -> Slot | None:
        """A unit that comes into a group: one that moves, or is added."""
        if wanted in self._incoming:
            return Slot(self._incoming[wanted], wanted)
        return Slot(None, wanted) if wanted in self._names.choice.added else None


def order_digest(ids: Iterable[str]) -> str:
    """The digest of an order; ids that are empty do not count."""
    return digest("\n".join(filter(None, ids)))


def _wanted(block: _Block) -> int:
    """Where a block would be generated."""
    return -1 if block.slot is None or block.slot.wanted is None else block.slot.wanted


def _place(blocks: list[_Block], block: _Block) -> int:
    return next(index for index, each in enumerate(blocks) if each is block)


def _pass_on(scene: Scene, last: _Block, block: _Block) -> None:
    """Let what stands behind an import, and is none itself, stand behind the one that is put there."""
    if last.slot is None or last.slot.wanted is None:
        return
    if scene.fresh.outline.units[last.slot.wanted].role is not Role.IMPORT:
        return
    for index, slot in enumerate(last.others):
        imports = slot.completion is not None or (
            slot.present is not None and scene.present.units[slot.present].role is Role.IMPORT
        )
        if not imports:
            block.others, last.others = last.others[index:], last.others[:index]
            return
