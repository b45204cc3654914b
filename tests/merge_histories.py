"""Histories of a project and its suite: both are changed, the suite is generated again, and nothing may be lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from merge_dialects import Dialect, Project, Suite, Thing
from merge_editing import Person, Touched

from scaffold.merge import Known, Manner, Merged, Role, State, Unit, merge

TOKEN = re.compile(r"mine\d+")
NAMES = ("logs", "orders", "news", "audit", "mail", "jobs")
#: States of cases that nobody edited.
AS_WRITTEN = (State.PRISTINE, State.NEW)


class LossError(AssertionError):
    """What was done, and what went wrong."""


@dataclass(slots=True)
class Step:
    """One time that a suite is generated: from what is there, what would be generated, and what is known."""

    present: str
    suite: Suite
    known: Mapping[str, Known]
    manner: Manner
    touched: Touched
    made: Merged


class History:
    """A project and its suite over some time."""

    def __init__(self, random: Random, dialect: Dialect) -> None:
        self.random, self.dialect = random, dialect
        self.person = Person(random, dialect)
        self.project = Project("Shop", tuple(Thing(random.choice(dialect.kinds), name) for name in NAMES[:3]))
        suite = dialect.suite(self.project)
        self.made = self._merge(None, suite, {}, Manner())
        must(self.made.text == suite.text, "a new file is not what is generated")
        self.deleted: set[str] = set()
        #: Cases that were edited and moved at once: nothing says any more which they are, so they are a person's own.
        self.given_up: set[str] = set()
        self.edited: set[str] = set()
        self.groups_deleted = False
        self.pure = True
        self.steps: list[Step] = []

    def run(self, times: int) -> None:
        """Change the project and the suite, and generate it again, so many times."""
        for _ in range(times):
            self.step()

    def step(self) -> None:
        """Change both and generate once, twice, and as after a crash."""
        renames = self._change_project()
        suite = self.dialect.suite(self.project)
        present, touched = self._edited()
        manner = Manner(prune=self.random.random() < 0.5, renames=renames)
        known = dict(self.made.known)
        made = self._merge(present, suite, known, manner)
        step = Step(present, suite, known, manner, touched, made)
        self.steps.append(step)
        self._nothing_is_lost(step)
        self._twice_is_as_once(step)
        self._a_crash_does_no_harm(step)
        self._cases_are_as_they_should(step)
        self._names_are_bound(step)
        self.made = made

    def _merge(self, present: str | None, suite: Suite, known: Mapping[str, Known], manner: Manner) -> Merged:
        return merge(present, suite.text, suite.labels, known, self.dialect.language, manner)

    # What happens.

    def _edited(self) -> tuple[str, Touched]:
        text = self.made.text
        if self.random.random() < (0.5 if self.pure else 0.2):
            return text, Touched()
        returns = "\r\n" in text
        text = text.replace("\r\n", "\n")
        text += "" if text.endswith("\n") or not text else "\n"
        ids = {each.at: each.id for each in self.made.cases if each.line}
        text, touched = self.person.edit(self.dialect.language.parse(text), ids, self.random.randint(1, 6))
        if self.random.random() < 0.1:
            text = text.removesuffix("\n")
        if self.random.random() < 0.1:
            returns = not returns
        return text.replace("\n", "\r\n") if returns else text, touched

    def _change_project(self) -> dict[str, str]:
        """Change the project; gives the addresses of things that are called otherwise."""
        renames: dict[str, str] = {}
        for _ in range(self.random.randint(0, 3)):
            things = list(self.project.things)
            action = self.random.choice(
                ["add", "add", "remove", "version", "version", "rename", "order", "title", "trait"]
            )
            free = [name for name in NAMES if name not in {thing.name for thing in things}]
            place = self.random.randrange(len(things)) if things else 0
            if action == "add" and free:
                things.insert(place, Thing(self.random.choice(self.dialect.kinds), self.random.choice(free)))
            elif action == "remove" and things:
                del things[place]
            elif action == "version" and things:
                things[place] = replace(things[place], version=things[place].version + 1)
            elif action == "rename" and things and free and not renames:
                old = things[place]
                things[place] = replace(old, name=self.random.choice(free))
                renames[old.address] = things[place].address
            elif action == "order":
                self.random.shuffle(things)
            title = self.random.choice(["Shop", "Store", "Market"]) if action == "title" else self.project.title
            traits = self.project.traits ^ ({"later"} if action == "trait" else set())
            self.project = Project(title, tuple(things), frozenset(traits))
        there = {thing.address for thing in self.project.things}
        return {old: new for old, new in renames.items() if new in there and old not in there}

    # What must hold.

    def _nothing_is_lost(self, step: Step) -> None:
        before, after = _lines(step.present), _lines(step.made.text)
        if step.manner.renames:
            before, after = Counter(_tokens(step.present)), Counter(_tokens(step.made.text))
        must(before == after, f"lines of a person: {before - after} are lost, {after - before} are new")
        if "\n" not in step.present.replace("\r\n", "") and "\n" in step.present:
            must("\n" not in step.made.text.replace("\r\n", ""), "line ends are mixed")
        self.pure = self.pure and not step.touched.anything and step.present == self.made.text
        orphans = any(each.state is State.ORPHANED and each.line for each in step.made.cases)
        if self.pure and not orphans:
            must(step.made.text == step.suite.text, "nobody touched it, but it is not what is generated")

    def _twice_is_as_once(self, step: Step) -> None:
        again = self._merge(step.made.text, step.suite, step.made.known, step.manner)
        must(again.text == step.made.text, "generating again changes it")
        must(again.known == step.made.known, "generating again changes what is known")
        must(not any(each.changed for each in again.cases), "generating again says that cases are changed")

    def _a_crash_does_no_harm(self, step: Step) -> None:
        """A run that was killed has left the old file or the new one, and a lock with both."""
        joined = dict(step.known)
        for id_, new in step.made.known.items():
            old = joined.get(id_)
            if old is not None:
                orders, notes = old.orders | new.orders, old.notes | new.notes
                joined[id_] = replace(old, digests=old.digests | new.digests, notes=notes, orders=orders)
        for text in (step.present, step.made.text):
            again = self._merge(text, step.suite, joined, step.manner)
            must(_lines(again.text) == _lines(step.made.text), "a crash loses lines of a person")
            lost_track = step.manner.renames and any(each.moved for each in step.known.values())
            if not step.touched.anything and not self.given_up and not lost_track:
                here = {each.id: each.state in AS_WRITTEN for each in again.cases if each.line}
                there = {each.id: each.state in AS_WRITTEN for each in step.made.cases if each.line}
                must(here == there, f"a crash changes what cases there are: {here.items() ^ there.items()}")

    def _cases_are_as_they_should(self, step: Step) -> None:
        """Each case is as it must be, by what it was before and what was done to it."""
        new_ids = _renamed(step.known, step.suite, step.manner.renames)
        self.deleted = {new_ids.get(id_, id_) for id_ in self.deleted}
        deleted = {new_ids.get(id_, id_) for id_ in step.touched.deleted}
        edited = {new_ids.get(id_, id_) for id_ in step.touched.edited}
        self.deleted |= deleted
        self.groups_deleted = self.groups_deleted or step.touched.groups
        wanted = {label.id for label in step.suite.labels}
        self.deleted &= wanted
        now = {each.id: each for each in step.made.cases}
        was = {new_ids.get(each.id, each.id): each for each in self.made.cases if each.line}
        fresh, merged = self._by_id(step), _by_path(self.dialect.language.parse(step.made.text))
        moved = {new_ids.get(id_, id_) for id_ in step.touched.moved}
        self.edited = {new_ids.get(id_, id_) for id_ in self.edited} | edited
        changed = moved & self.edited
        self.given_up = (
            {new_ids.get(id_, id_) for id_ in self.given_up} | changed | (self.deleted if changed else set())
        )
        for id_ in wanted:
            case = now.get(id_)
            must(case is not None, f"nothing is said of {id_}")
            assert case is not None
            there = merged[case.at] if case.line else None
            same = there is not None and there.shape.replace("\r\n", "\n") == fresh[id_].shape
            if id_ in self.given_up:
                continue
            if id_ in self.deleted:
                must(there is None or id_ not in deleted or same, f"{id_} was deleted and is there")
                must(there is None, f"{id_} was deleted and comes back")
            elif id_ in edited and id_ in was:
                must(there is not None and (case.state is State.EDITED or same), f"{id_} is edited, not {case.state}")
            elif id_ in was and was[id_].state in AS_WRITTEN:
                must(case.state is State.PRISTINE and same, f"{id_} is pristine, but {case.state}, same: {same}")
            elif id_ in was:
                must(there is not None, f"{id_} is lost")
            else:
                must(same or self.groups_deleted, f"{id_} is new and not there: {case.state}")
        for id_, case in was.items():
            if id_ not in wanted and id_ not in deleted | self.given_up:
                there = id_ in now and bool(now[id_].line)
                as_written = case.state in AS_WRITTEN and id_ not in edited
                must(there or step.manner.prune, f"{id_} is an orphan and lost")
                alone = there and not [path for path in merged if _beside(path, now[id_].at)]
                must(not (there and step.manner.prune and as_written and not alone), f"{id_} is an orphan, not pruned")
                must(there or case.state is not State.EDITED, f"{id_} is edited and pruned")

    def _by_id(self, step: Step) -> dict[str, Unit]:
        """The units that would be generated, by the ids of their cases."""
        units = _by_path(self.dialect.language.parse(step.suite.text))
        new = self._merge(None, step.suite, {}, Manner())
        return {each.id: units[each.at] for each in new.cases}

    def _names_are_bound(self, step: Step) -> None:
        """What a case that is as generated uses and what is generated makes, is made where the case stands."""
        file = self.dialect.language.parse(step.made.text)
        generated = self.dialect.language.parse(step.suite.text)
        fresh = {each.id: each.at for each in self._merge(None, step.suite, {}, Manner()).cases}
        units = _by_path(generated)
        for case in step.made.cases:
            if case.state in AS_WRITTEN and case.line and case.at == fresh[case.id]:
                names = units[case.at].uses & _made(generated, case.at)
                missing = names - _made(file, case.at)
                must(not missing, f"{case.id} uses {missing}, and nothing makes it")


def must(holds: bool, what: str) -> None:
    """Say what went wrong."""
    if not holds:
        raise LossError(what)


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def _lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.split("\n") if TOKEN.search(line))


def _by_path(file: Unit) -> dict[tuple[str, ...], Unit]:
    return dict(file.walk())


def _made(file: Unit, path: tuple[str, ...]) -> set[str]:
    """All names that are made in the groups that a path leads through."""
    names: set[str] = set()
    unit: Unit | None = file
    for key in path:
        if unit is None or unit.role not in (Role.FILE, Role.GROUP):
            break
        for child in unit.children:
            names |= child.binds
        unit = next((child for child in unit.children if child.key == key), None)
    return names


def _beside(path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return path != other and path[:-1] == other[:-1]


def _renamed(known: Mapping[str, Known], suite: Suite, renames: Mapping[str, str]) -> dict[str, str]:
    """The ids that are other ones now."""
    wanted = {label.id for label in suite.labels}
    found = {}
    for id_ in known:
        new = id_
        for old, name in renames.items():
            new = re.sub(rf"{re.escape(old)}(?!\w)", name, id_)
        if new != id_ and id_ not in wanted and new in wanted and new not in known:
            found[id_] = new
    return found


def lived(seed: int, dialect: Dialect, times: int = 4) -> History:
    """A history by its number."""
    history = History(Random(f"{dialect.name} {seed}"), dialect)
    history.run(times)
    return history
