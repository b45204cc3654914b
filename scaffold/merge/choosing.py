"""What stays of a file, what goes, what moves and what is added, by the cases; names are seen to in `naming`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scaffold.merge.standing import Scene, Standing
from scaffold.merge.units import Role


@dataclass(frozen=True, slots=True)
class Choice:
    """By their numbers: units that go (`gone`), those that go if nothing needs the names that they make (`loose`),
    cases that move to where they would be generated now (`moving`), and what is added of what would be generated
    (`added`). `missing` are statements that a person deleted, which come back if a name of theirs is needed."""

    gone: frozenset[int]
    loose: frozenset[int]
    moving: frozenset[int]
    added: frozenset[int]
    missing: frozenset[int]


def choose(scene: Scene) -> Choice:
    """Choose for each unit that is there, and each that would be generated."""
    return _Chooser(scene).choice()


class _Chooser:
    def __init__(self, scene: Scene) -> None:
        self.scene, self.present, self.fresh = scene, scene.present, scene.fresh
        self.leaving: set[int] = set()
        self.loose: set[int] = set()
        self.moving: set[int] = set()
        self.open = self._open_groups()
        self.added: set[int] = set()

    def choice(self) -> Choice:
        """All of it."""
        self._see_to_leaves()
        self._see_to_groups()
        self._add_groups()
        missing = self._add_leaves()
        self._leave_none_empty()
        return Choice(
            frozenset(self.leaving), frozenset(self.loose), frozenset(self.moving), frozenset(self.added), missing
        )

    def _open_groups(self) -> set[int]:
        """The groups that would be generated and that a person has not deleted."""
        outline, found = self.fresh.outline, self.scene.matches.found
        groups: set[int] = set()
        asked = self._around(self.scene.manner.refresh)
        for index, id_ in enumerate(self.fresh.ids):
            if not outline.is_group(index):
                continue
            deleted = id_ in self.scene.past.known and not self.scene.given_up(id_) and index not in asked
            if id_ in found or (not deleted and outline.parents[index] in groups):
                groups.add(index)
        return groups

    def _around(self, ids: Iterable[str]) -> set[int]:
        """The groups that some of what would be generated stands in."""
        groups: set[int] = set()
        for id_ in ids:
            index = self.fresh.by_id.get(id_, 0)
            while index > 0:
                index = self.fresh.outline.parents[index]
                groups.add(index)
        return groups

    def _see_to_leaves(self) -> None:
        for index in range(1, len(self.present.units)):
            standing, role = self.scene.standings[index], self.present.units[index].role
            if role is Role.GROUP or standing in (Standing.OWN, Standing.EJECTED):
                continue
            wanted = self.scene.wanted(index)
            if wanted is not None:
                if role is Role.CASE and self._moves(index, wanted):
                    self.moving.add(index)
            elif not self.scene.manner.complete:
                continue
            elif standing is Standing.PRISTINE and role is Role.CASE:
                if self.scene.manner.prune:
                    self.leaving.add(index)
            elif standing is Standing.PRISTINE and not self.scene.moved(index):
                self.loose.add(index)

    def _moves(self, index: int, wanted: int) -> bool:
        """Whether a case goes to another group because it would be generated there now."""
        scene = self.scene
        if not scene.refreshed(index) or scene.moved(index) or scene.known(index) is None:
            return False
        here, there = scene.matches.ids.get(self.present.parents[index]), self.fresh.parent_id(wanted)
        return here != there and self.fresh.outline.parents[wanted] in self.open

    def _see_to_groups(self) -> None:
        """Let groups go that are not generated any more and have nothing left in them, the innermost first."""
        if not self.scene.manner.complete:
            return
        for index in range(len(self.present.units) - 1, -1, -1):
            ours = self.scene.standings[index] in (Standing.PRISTINE, Standing.EDITED, Standing.EJECTED)
            if not ours or not self.present.is_group(index) or self.scene.wanted(index) is not None:
                continue
            children = self.present.children[index]
            loose = self.loose.intersection(children)
            self.loose -= loose
            if self._ends(index, loose):
                self.leaving |= loose | {index}

    def _ends(self, index: int, loose: set[int]) -> bool:
        """Whether a group that is not generated any more goes with the statements in it."""
        scene = self.scene
        if index == 0 and not scene.manner.prune:
            return False
        if scene.standings[index] is not Standing.PRISTINE or scene.remarked(index):
            return False
        leaving = self.leaving | loose
        children = self.present.children[index]
        if any(child not in leaving and child not in self.moving for child in children):
            return False
        return not any(self._speaks(child) for child in children if child in leaving)

    def _speaks(self, index: int) -> bool:
        """Whether a person wrote comments before a unit."""
        return bool(self.present.units[index].notes) and self.scene.noted(index)

    def _add_groups(self) -> None:
        """Add the new groups that something comes into."""
        outline, found = self.fresh.outline, self.scene.matches.found
        moving = {self.scene.wanted(index) for index in self.moving}
        filled: set[int] = set()
        for index in range(len(outline.units) - 1, 0, -1):
            if outline.parents[index] not in self.open:
                continue
            if outline.units[index].role is Role.CASE:
                comes = index in moving or self._comes(index)
            elif outline.units[index].role is Role.GROUP and index in self.open and self.fresh.ids[index] not in found:
                comes = index in filled or not any(
                    outline.units[each].role is Role.CASE for each in outline.under(index)
                )
                if comes:
                    self.added.add(index)
            else:
                continue
            if comes:
                filled.add(outline.parents[index])

    def _comes(self, index: int) -> bool:
        """Whether something that would be generated and is not there is added, if there is where to."""
        id_ = self.fresh.ids[index]
        deleted = id_ in self.scene.past.known and not self.scene.given_up(id_)
        return id_ not in self.scene.matches.found and not deleted

    def _add_leaves(self) -> frozenset[int]:
        """Add new leaves to the groups that there are; gives the statements that were deleted."""
        outline, found = self.fresh.outline, self.scene.matches.found
        missing: set[int] = set()
        for index in range(1, len(outline.units)):
            parent = outline.parents[index]
            there = parent in self.added or (self.fresh.ids[parent] in found)
            if not there or outline.units[index].role is Role.GROUP or self.fresh.ids[index] in found:
                continue
            if self._comes(index):
                self.added.add(index)
            elif outline.units[index].role is not Role.CASE and not self._given_away(index):
                missing.add(index)
        return frozenset(missing)

    def _given_away(self, index: int) -> bool:
        known = self.scene.past.known.get(self.fresh.ids[index])
        return known is not None and known.ejected

    def _leave_none_empty(self) -> None:
        """Keep the last unit of a group that stays and would otherwise have none: not every language allows that."""
        filled = {self.scene.matches.found.get(self.fresh.parent_id(index)) for index in self.added}
        for index in self.moving:
            wanted = self.scene.wanted(index)
            if wanted is not None:
                filled.add(self.scene.matches.found.get(self.fresh.parent_id(wanted)))
        for index in range(len(self.present.units) - 1, 0, -1):
            if index not in filled and not self._goes(index):
                self._keep_one(index)

    def _goes(self, index: int) -> bool:
        return index in self.leaving or index in self.loose or index in self.moving

    def _keep_one(self, group: int) -> None:
        """Keep the last unit of a group if all would go, and so on inside it."""
        children = self.present.children[group]
        if children and all(map(self._goes, children)):
            for each in (self.leaving, self.loose, self.moving):
                each.discard(children[-1])
            self._keep_one(children[-1])
