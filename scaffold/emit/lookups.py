"""How the facts of an invariant are looked at: one look-up for each block, then what is said of what is in it."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from scaffold.emit.kinds import Data, Kind, Text, Word
from scaffold.emit.names import snake
from scaffold.model.facts import Relation
from scaffold.model.source import Form
from scaffold.model.testplan import Holds

#: Names that mean something else in a test, in Python or in JavaScript.
_TAKEN = """
    await async arguments boolean byte call case catch char const debugger default delete describe do document
    double enum eval export expect expression extends final finally float function global goto implements instanceof
    int interface it jest let list load long native new null package path private process protected public pytest ref
    require short static super switch synchronized template terraform test this throw throws transient typeof type
    undefined values var void volatile window yield
    """
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class CheckView:
    """What is said of a value: `key` is its last step below the look-up, `relation` one of the table below."""

    key: Annotated[str | int, Kind.DATA]
    relation: Word
    value: Annotated[Form, Kind.DATA]


@dataclass(frozen=True, slots=True)
class LookupView:
    """A value with a `name`, which is a variable's in Python, all different in a case, and the checks of what is in it.

    It is a block (`arguments` and `named` are those of the support library's `block`), or with `parent` what is at
    `path` below the look-up so named, or with `keys` the texts that stand under these keys at `path` in a block
    (`named` has both; the support library's `values`), of which each check says that `value` is none of them.
    """

    name: Word
    arguments: tuple[Data, ...] = ()
    named: Mapping[Word, Data] = field(default_factory=dict)
    parent: Word = ""
    path: tuple[Annotated[str | int, Kind.DATA], ...] = ()
    keys: tuple[Text, ...] = ()
    checks: tuple[CheckView, ...] = ()


class _Lookup:
    """A look-up while its checks are gathered."""

    def __init__(self, name: str, **rest: Any) -> None:
        self.name, self.rest = name, rest
        self.checks: list[CheckView] = []

    def view(self) -> LookupView:
        return LookupView(self.name, **self.rest, checks=tuple(self.checks))


class _Lookups:
    """The look-ups of one test, each once, in the order in which they are needed."""

    def __init__(self) -> None:
        self.found: dict[tuple[Any, ...], _Lookup] = {}
        self._names: set[str] = set()

    def add(self, fact: Holds) -> None:
        if fact.relation is Relation.EXCLUDES:
            self._excluded(fact)
        else:
            check = CheckView(fact.path[-1], fact.relation.value, fact.value)
            self._at(fact, fact.path[:-1]).checks.append(check)

    def _excluded(self, fact: Holds) -> None:
        keys, values = cast("tuple[tuple[str, ...], tuple[str, ...]]", fact.value)
        named: dict[str, Any] = {"path": fact.path} if fact.path else {}
        named |= {"keys": keys, **_index(fact)}
        arguments = (fact.kind, *fact.labels)
        key = (arguments, fact.index, fact.path, keys)
        if key not in self.found:
            name = self._name(keys[-1] if len(keys) == 1 else "values")
            self.found[key] = _Lookup(name, arguments=arguments, named=named, keys=keys)
        self.found[key].checks.extend(CheckView("", fact.relation.value, value) for value in values)

    def _at(self, fact: Holds, path: tuple[str | int, ...]) -> _Lookup:
        """The look-up of what is at `path`: of the block, or of a name (and the indices behind it) in another."""
        key = (fact.kind, fact.labels, fact.index, path)
        if key in self.found:
            return self.found[key]
        if not path:
            arguments = (fact.kind, *fact.labels)
            found = _Lookup(self._name((fact.labels or (fact.kind,))[0]), arguments=arguments, named=_index(fact))
        else:
            start = max((at for at, step in enumerate(path) if isinstance(step, str)), default=0)
            parent = self._at(fact, path[:start])
            name = self._name(str(path[start]))
            found = _Lookup(name, parent=parent.name, path=path[start:])
        self.found[key] = found
        return found

    def _name(self, text: str) -> str:
        """A variable's name: the last two words of a name, and a number where there is one already."""
        name = "_".join(snake(text).split("_")[-2:])[-_LONGEST:].strip("_")
        if not name.isascii() or not name.isidentifier() or name in _TAKEN.split() or keyword.iskeyword(name):
            name = f"{name}_block" if name.isascii() and name.isidentifier() else "block"
        free, count = name, 1
        while free in self._names:
            count += 1
            free = f"{name}_{count}"
        self._names.add(free)
        return free


def _index(fact: Holds) -> Mapping[str, Any]:
    return {"index": fact.index} if fact.index else {}


def lookups(facts: Iterable[Holds]) -> tuple[LookupView, ...]:
    """The look-ups and checks for these facts; each look-up comes after the one that it is in."""
    gathered = _Lookups()
    for fact in facts:
        gathered.add(fact)
    return tuple(found.view() for found in gathered.found.values())
