"""Which unit of a file that is there is which of those that were written."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scaffold.merge.identifying import FILE_ID, Fresh
from scaffold.merge.outline import Outline, plain_key
from scaffold.merge.renaming import Past
from scaffold.merge.units import Role


@dataclass(frozen=True, slots=True)
class Matches:
    """The ids of units that are there, by their number, and the numbers by id. Those without an id are a person's."""

    ids: Mapping[int, str]
    found: Mapping[str, int]


def matched(present: Outline, fresh: Fresh, past: Past) -> Matches:
    """Find what was written again: where it stood, else by what it says elsewhere in the file, and, where nothing is
    known, by what would be generated in that place."""
    search = _Search(present, fresh, past)
    search.take(0, FILE_ID)
    search.go_below(0)
    search.find_generated(whole=True)
    search.find_groups_elsewhere()
    search.find_leaves_elsewhere()
    search.find_edited()
    search.find_generated(whole=False)
    return Matches(search.ids, search.found)


class _Search:
    """A search under way. Each unit and each id is taken at most once."""

    def __init__(self, present: Outline, fresh: Fresh, past: Past) -> None:
        self.present, self.fresh, self.known = present, fresh, past.known
        self.ids: dict[int, str] = {}
        self.found: dict[str, int] = {}
        #: The units that stand where known ones were written, and those that are called like them there.
        self.places: dict[str, int] = {}
        self.alike: dict[str, list[int]] = {}
        #: What is known below a path.
        self.below: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for id_, each in sorted(past.known.items()):
            if each.at:
                self.below[each.at[:-1]].append(id_)

    def take(self, index: int, id_: str) -> None:
        """Say that a unit is this one."""
        self.ids[index] = id_
        self.found[id_] = index

    def fits(self, index: int, id_: str, *, whole: bool) -> bool:
        """Whether a unit may be this known one: with `whole`, only if it says what was written."""
        known = self.known[id_]
        same = self.present.units[index].role.value == known.role and id_ not in self.found
        return same and (not whole or self.present.digests[index] in known.digests)

    def go_below(self, group: int) -> None:
        """Find what is in a group at the place where it was written."""
        id_ = self.ids.get(group)
        known = self.known.get(id_) if id_ is not None else None
        base = known.at if known is not None and group else self.present.paths[group]
        by_key: dict[str, list[str]] = defaultdict(list)
        by_text: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in self.below.get(base, ()):
            key = self.known[each].at[-1]
            by_key[key].append(each)
            for text in self.known[each].digests:
                by_text[plain_key(key), text].append(each)
        children = self.present.children[group]
        keys = {child: self.present.units[child].key for child in children}
        self._pair(((child, by_key.get(keys[child], ())) for child in children), whole=True)
        texts = self.present.digests
        self._pair(((child, by_text.get((plain_key(keys[child]), texts[child]), ())) for child in children), whole=True)
        alike: dict[str, list[int]] = defaultdict(list)
        for child in children:
            alike[plain_key(keys[child])].append(child)
        places = {key: child for child, key in keys.items()}
        for key, ids in by_key.items():
            for each in ids:
                self.places[each], self.alike[each] = places.get(key, -1), alike.get(plain_key(key), [])
        groups = [child for child in children if self.present.units[child].role is Role.GROUP]
        self._pair(((child, by_key.get(keys[child], ())) for child in groups), whole=False)
        for child in groups:
            self.go_below(child)

    def _pair(self, candidates: Iterable[tuple[int, Iterable[str]]], *, whole: bool) -> None:
        for index, ids in candidates:
            if index not in self.ids:
                fitting = next((id_ for id_ in ids if self.fits(index, id_, whole=whole)), None)
                if fitting is not None:
                    self.take(index, fitting)

    def _lost(self, *roles: Role) -> list[str]:
        """Known ids of these roles that were not found, the outermost first."""
        wanted = {role.value for role in roles}
        lost = [id_ for id_, each in self.known.items() if each.role in wanted and id_ not in self.found]
        return sorted(lost, key=lambda id_: (len(self.known[id_].at), self.known[id_].at))

    def _strange(self, *roles: Role) -> list[int]:
        """Units of these roles that nothing is known of."""
        units = enumerate(self.present.units)
        return [index for index, unit in units if unit.role in roles and index not in self.ids]

    def find_groups_elsewhere(self) -> None:
        """Find groups that a person moved or called otherwise: by their first lines, else by what is in them."""
        lost = self._lost(Role.GROUP)
        if not lost:
            return
        for id_ in lost:
            strange = self._strange(Role.GROUP)
            index = next((each for each in strange if self.fits(each, id_, whole=True)), None)
            index = self._most_alike(id_, strange) if index is None else index
            if index is not None and id_ not in self.found:
                self.take(index, id_)
                self.go_below(index)

    def _most_alike(self, id_: str, strange: Iterable[int]) -> int | None:
        """The unknown group with the most units in it that were written in this one."""
        inside = [self.known[each] for each in self.below.get(self.known[id_].at, ()) if each not in self.found]
        written = {(each.at[-1], text) for each in inside for text in each.digests}
        shared: Counter[int] = Counter()
        for group in strange if written else ():
            for child in self.present.children[group]:
                here = (self.present.units[child].key, self.present.digests[child])
                shared[group] += child not in self.ids and here in written
        best = max(shared, key=lambda group: (shared[group], -group), default=None)
        return best if best is not None and shared[best] else None

    def find_leaves_elsewhere(self) -> None:
        """Find what a person moved and left as it was."""
        roles = (Role.CASE, Role.SETUP, Role.IMPORT)
        waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for index in self._strange(*roles):
            waiting[self.present.units[index].role.value, self.present.digests[index]].append(index)
        for id_ in self._lost(*roles) if waiting else ():
            each = self.known[id_]
            for text in sorted(each.digests):
                if waiting.get((each.role, text)):
                    self.take(waiting[each.role, text].popleft(), id_)
                    break

    def find_edited(self) -> None:
        """Take what stands where something was written for just that, edited. A statement that is not generated any
        more is a person's own once it is edited."""
        for exactly in (True, False):
            for id_ in self._lost(Role.CASE, Role.SETUP, Role.IMPORT):
                if self.known[id_].role != Role.CASE.value and id_ not in self.fresh.by_id:
                    continue
                places = [self.places.get(id_, -1)] if exactly else self.alike.get(id_, ())
                free = (each for each in places if each >= 0 and each not in self.ids)
                place = next((each for each in free if self.fits(each, id_, whole=False)), None)
                if place is not None:
                    self.take(place, id_)

    def find_generated(self, *, whole: bool) -> None:
        """Take what stands where something would be generated for just that: a lock was lost, or a run cut short. With
        `whole`, only what says just that."""
        strange: dict[tuple[int, str, Role], int] = {}
        for index in self._strange(Role.CASE, Role.GROUP, Role.SETUP, Role.IMPORT):
            unit = self.present.units[index]
            strange[self.present.parents[index], unit.key, unit.role] = index
        outline = self.fresh.outline
        for wanted, id_ in enumerate(self.fresh.ids if strange else ()):
            unit, group = outline.units[wanted], self.found.get(self.fresh.parent_id(wanted), -1)
            index = strange.get((group, unit.key, unit.role), -1)
            if index < 0 or index in self.ids or id_ in self.found:
                continue
            if not whole or self.present.digests[index] == outline.digests[wanted]:
                self.take(index, id_)
                if unit.role is Role.GROUP:
                    self.go_below(index)
