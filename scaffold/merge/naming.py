"""Names: what is kept, brought back or imported because something that stays in a file uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from scaffold.merge.choosing import Choice
from scaffold.merge.standing import Scene, Standing
from scaffold.merge.units import Role, Unit

#: What stands in the id of an import of our own between the import that it completes and the names.
COMPLETING = " + "
#: The groups that lead to a unit, by the numbers they have in the file, or less than zero: those that are added.
Scope: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """An import that we add to another one, with its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """A choice with what names need. `behind` are imports that come behind others, by the number of a unit that is
    there; `instead` what takes the place of one that is there; `narrowed` is what to write for an import that would
    be generated, where a person has some of its names otherwise. `reworded` are texts of statements that are kept for
    an edited case of a resource that is called otherwise now."""

    choice: Choice
    behind: Mapping[int, tuple[Completion, ...]] = field(default_factory=dict)
    instead: Mapping[int, Completion] = field(default_factory=dict)
    narrowed: Mapping[int, str] = field(default_factory=dict)
    reworded: Mapping[int, str] = field(default_factory=dict)


def settle(scene: Scene, choice: Choice) -> Names:
    """See to it that the names are there which the units of a file use that were not written by a person."""
    return _Settling(scene, choice).settled()


class _Settling:
    def __init__(self, scene: Scene, choice: Choice) -> None:
        self.scene, self.choice = scene, choice
        self.present, self.fresh = scene.present, scene.fresh
        self.added = set(choice.added)
        self.loose = set(choice.loose)
        self.scopes: dict[int, Scope] = {}
        #: Which scopes a name is made in: by anything, and by what a person wrote.
        self.made: set[tuple[int, str]] = set()
        self.theirs: set[tuple[int, str]] = set()
        #: The scopes in which a name is used: by what is kept as it is, and by what is as it would be generated.
        self.kept: dict[str, set[Scope]] = defaultdict(set)
        self.ours: dict[str, set[Scope]] = defaultdict(set)
        self.behind: dict[int, list[Completion]] = defaultdict(list)
        self.instead: dict[int, Completion] = {}
        self.narrowed: dict[int, str] = {}
        self.reworded: dict[int, str] = {}

    def settled(self) -> Names:
        """All of it, in the order in which one thing follows from another."""
        self._take_in()
        self._narrow()
        self._pass_over()
        self._bring_back()
        self._keep_loose()
        self._complete()
        choice = replace(self.choice, added=frozenset(self.added), loose=frozenset(self.loose))
        behind = {index: tuple(each) for index, each in self.behind.items()}
        return Names(choice, behind, self.instead, self.narrowed, self.reworded)

    # What is there.

    def _role(self, wanted: int) -> Role:
        return self.fresh.outline.units[wanted].role

    def _scope(self, index: int) -> Scope:
        """The groups that a unit stands in which is there."""
        if index not in self.scopes:
            parent = self.present.parents[index]
            self.scopes[index] = () if parent < 0 else (*self._scope(parent), parent)
        return self.scopes[index]

    def _fresh_scope(self, wanted: int) -> Scope:
        """The groups that a unit comes into which is added or moves."""
        parent = self.fresh.outline.parents[wanted]
        if parent < 0:
            return ()
        there = self.scene.matches.found.get(self.fresh.ids[parent])
        return (*self._fresh_scope(parent), -parent) if there is None else (*self._scope(there), there)

    def _take_in(self) -> None:
        """Note who makes and uses what."""
        gone = self.choice.gone | self.choice.loose
        for index in range(1, len(self.present.units)):
            if index in gone:
                continue
            wanted = self.scene.wanted(index)
            if wanted is not None and self.scene.refreshed(index):
                moves = index in self.choice.moving
                scope = self._fresh_scope(wanted) if moves else self._scope(index)
                self._enter(self.fresh.outline.units[wanted], scope, self.ours)
            else:
                self._enter(self.present.units[index], self._scope(index), self.kept)
                if self.scene.standings[index] is not Standing.PRISTINE:
                    self.theirs.update((self._scope(index)[-1], name) for name in self.present.units[index].binds)
        for wanted in self.added:
            self._enter(self.fresh.outline.units[wanted], self._fresh_scope(wanted), self.ours)

    def _enter(self, unit: Unit, scope: Scope, users: dict[str, set[Scope]]) -> None:
        self.made.update((scope[-1], name) for name in unit.binds)
        for name in unit.uses:
            users[name].add(scope)

    def _needed(self, names: Iterable[str], scope: Scope, users: Mapping[str, set[Scope]]) -> frozenset[str]:
        """Those of the names that, made in a scope, someone would use, and that nothing makes nearer or as near."""
        depth = len(scope)
        return frozenset(
            name
            for name in names
            for user in users.get(name, ())
            if user[:depth] == scope and not any((group, name) in self.made for group in user[depth - 1 :])
        )

    # What follows.

    def _narrow(self) -> None:
        """Leave out of imports what a person has already made under the same name, in the same place. What an import
        there has already may stay: a person may have made something of it."""
        scene = self.scene
        had: dict[int, frozenset[str]] = {wanted: frozenset() for wanted in self.added}
        for index in scene.matches.ids:
            wanted = scene.wanted(index)
            if wanted is not None and scene.refreshed(index) and not scene.same(index):
                had[wanted] = self.present.units[index].binds
        for wanted in sorted(each for each in had if self._role(each) is Role.IMPORT):
            unit, group = self.fresh.outline.units[wanted], self._fresh_scope(wanted)[-1]
            free = frozenset(name for name in unit.binds if name in had[wanted] or (group, name) not in self.theirs)
            if free != unit.binds:
                self.narrowed[wanted] = scene.language.imports(unit, free) if free else ""
                if not free:
                    self.added.discard(wanted)

    def _pass_over(self) -> None:
        """Do not add statements that make what a person has already made there."""
        for wanted in list(self.added):
            unit = self.fresh.outline.units[wanted]
            if unit.role is Role.SETUP and unit.binds:
                group = self._fresh_scope(wanted)[-1]
                if all((group, name) in self.theirs for name in unit.binds):
                    self.added.discard(wanted)

    def _keep_loose(self) -> None:
        """Keep statements of ours that would go while something that is kept needs their names."""
        again = True
        while again:
            again = False
            for index in sorted(self.loose):
                unit, scope = self.present.units[index], self._scope(index)
                needed = self._needed(unit.binds, scope, self.kept)
                if self._completes(index):
                    needed |= self._needed(unit.binds, scope, self.ours)
                if needed:
                    self.loose.discard(index)
                    self._keep(index, unit, scope, needed)
                    again = True

    def _keep(self, index: int, unit: Unit, scope: Scope, needed: frozenset[str]) -> None:
        double = any((scope[-1], name) in self.made for name in unit.binds)
        if double and unit.role is Role.IMPORT:
            self.instead[index] = self._completion(self.scene.matches.ids[index], unit, needed)
            unit = replace(unit, binds=needed)
        pairs = self._carried(needed)
        if pairs and unit.role is Role.SETUP:
            self.reworded[index] = self.scene.language.renamed(unit, unit.name, pairs)
        self._enter(unit, scope, self.kept)

    def _carried(self, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """What to put for what in a statement that edited cases need which are carried over to another resource."""
        scene = self.scene
        found: dict[str, str] = {}
        for id_, pairs in scene.past.pairs.items():
            index = scene.matches.found.get(id_)
            if index is not None and scene.standings[index] is Standing.EDITED:
                found.update(pairs if names & self.present.units[index].uses else ())
        return tuple(found.items())

    def _completes(self, index: int) -> bool:
        """Whether a unit is an import that an earlier merge added."""
        role = self.present.units[index].role
        return role is Role.IMPORT and COMPLETING in self.scene.matches.ids.get(index, "")

    def _completion(self, id_: str, unit: Unit, names: frozenset[str]) -> Completion:
        base = id_.partition(COMPLETING)[0]
        return Completion(f"{base}{COMPLETING}{', '.join(sorted(names))}", self.scene.language.imports(unit, names))

    def _bring_back(self) -> None:
        """Bring back what a person deleted and what is generated needs."""
        missing = set(self.choice.missing)
        again = True
        while again:
            again = False
            for wanted in sorted(missing):
                unit, scope = self.fresh.outline.units[wanted], self._fresh_scope(wanted)
                if self._needed(unit.binds, scope, self.ours):
                    missing.discard(wanted)
                    self.added.add(wanted)
                    if unit.role is Role.IMPORT:
                        self._narrow_back(wanted, unit, scope)
                    self._enter(unit, scope, self.ours)
                    again = True

    def _narrow_back(self, wanted: int, unit: Unit, scope: Scope) -> None:
        free = frozenset(name for name in unit.binds if (scope[-1], name) not in self.made)
        if free != unit.binds:
            self.narrowed[wanted] = self.scene.language.imports(unit, free)

    def _complete(self) -> None:
        """Import what an import lacks that a person edited, and what one that we refresh has no longer."""
        gone = self.choice.gone | self.loose
        for index, unit in enumerate(self.present.units):
            wanted = self.scene.wanted(index)
            if unit.role is not Role.IMPORT or wanted is None or index in gone:
                continue
            fresh, scope = self.fresh.outline.units[wanted], self._scope(index)
            if not self.scene.refreshed(index):
                lacking = self._needed(fresh.binds - unit.binds, scope, self.ours)
                source = fresh
            else:
                lacking = self._needed(unit.binds - fresh.binds, scope, self.kept)
                source = unit
            if lacking:
                self.behind[index].append(self._completion(self.fresh.ids[wanted], source, lacking))
                self.made.update((scope[-1], name) for name in lacking)
