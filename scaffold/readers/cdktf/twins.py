"""What stands behind the instances of the library's classes, and the classes themselves as programs see them.

An instance of a class that the program does not extend is an `Instance`; one of a class of the program's own is an
`Object` of the evaluator, which `Run.adopt` ties to its twin. Either way its members are those of the twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from scaffold.model.values import Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine, Object, ThrownError

_NOTHING: Final = Signature()
_CONSTRUCT: Final = Signature(("scope", "id", "config"), struct=True)
#: What a function of the library does with its arguments, which are as many as its signature says.
Work: TypeAlias = Callable[[Machine, list[Any], int], Any]


class Twin:
    """What stands behind an instance. `kind` is the library's class that made it; members are called as in
    TypeScript."""

    #: The instance that the program holds.
    instance: Any = UNDEFINED

    def __init__(self, run: Run, kind: LibraryClass) -> None:
        self.run, self.kind = run, kind

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its member `name`; `UNDEFINED` if it has none."""
        return UNDEFINED

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set its member `name`; whether it has one that can be set."""
        return False

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether its class has a member `name`, set or not."""
        return self.get(machine, name, at) is not UNDEFINED

    def freeze(self, machine: Machine) -> Value:
        """The instance as a model value."""
        return machine.freeze(machine.unknown("this is no value", 0))

    def keys(self, machine: Machine) -> list[str]:
        """What a spread sees of it."""
        return []

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """Its element `key`."""
        return self.get(machine, key, at) if isinstance(key, str) else UNDEFINED


def member_of(machine: Machine, twin: Twin, name: str, at: int) -> Any:
    """What the program finds under a name in an instance; `UNDEFINED` where there is no such member."""
    spelling = twin.run.spelling
    member = spelling.member(name)
    found = twin.get(machine, member, at) if member else UNDEFINED
    if found is UNDEFINED and not (member and twin.has(machine, member, at)):
        return twin.kind.get(machine, name, at) if spelling.calls_classes else UNDEFINED
    return spelling.shown(machine, found, at)


def set_member(machine: Machine, twin: Twin, name: str, value: Any, at: int) -> bool:
    """Set what the program calls `name` of an instance; whether that is a member of the library that can be set."""
    spelling = twin.run.spelling
    member = spelling.member(name)
    if not member or not twin.has(machine, member, at):
        return False
    return twin.set(machine, member, spelling.given(machine, value, at), at)


class Instance(Foreign):
    """An instance of a class of the library."""

    __slots__ = ("__weakref__", "own", "twin")

    def __init__(self, run: Run, twin: Twin) -> None:
        self.twin = twin
        self.own: dict[str, Any] = {}
        run.adopt(self, twin)

    @property
    def kind(self) -> LibraryClass:
        """Its class."""
        return self.twin.kind

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What the program put on it, else a member of the class."""
        return self.own[name] if name in self.own else member_of(machine, self.twin, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Set a member."""
        if not set_member(machine, self.twin, name, value, at):
            self.own[name] = value

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether there is such a member."""
        member = self.twin.run.spelling.member(name)
        return name in self.own or (bool(member) and self.twin.has(machine, member, at))

    def keys(self, machine: Machine) -> list[str]:
        """What a spread sees."""
        return [*self.own, *self.twin.keys(machine)]

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """Its element `key`."""
        return self.twin.index(machine, key, at)

    def freeze(self, machine: Machine) -> Value:
        """It as a model value."""
        return self.twin.freeze(machine)


class Method(Foreign):
    """A function of the library."""

    __slots__ = ("name", "run", "signature", "work")

    def __init__(self, run: Run, name: str, work: Work, signature: Signature = _NOTHING) -> None:
        self.run, self.name, self.work, self.signature = run, name, work, signature

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call it."""
        del this
        given = self.run.spelling.arguments(machine, self.signature, arguments, keywords, at)
        return self.run.spelling.shown(machine, self.work(machine, given, at), at)


@dataclass(frozen=True, slots=True)
class Definition:
    """A class of the library: how an instance's twin is made (given the class, the machine, the arguments and the
    place), what it extends, and its static members, which are asked by name. What `abstract` says cannot be
    constructed as it is."""

    name: str
    make: Callable[[LibraryClass, Machine, list[Any], int], Twin]
    signature: Signature = _CONSTRUCT
    base: Definition | None = None
    static: Callable[[LibraryClass, Machine, str, int], Any] = lambda _kind, _machine, _name, _at: UNDEFINED
    facts: Mapping[str, Any] = field(default_factory=dict)


class LibraryClass(Foreign):
    """A class of the library as programs see it. There is one for each definition and run, so that they are equal."""

    __slots__ = ("__weakref__", "definition", "run")

    sets = True

    def __init__(self, run: Run, definition: Definition) -> None:
        self.run, self.definition = run, definition

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A static member."""
        if name in ("name", "__name__"):
            return self.definition.name
        member = self.run.spelling.member(name)
        found = self.definition.static(self, machine, member, at) if member else UNDEFINED
        if found is UNDEFINED:
            return self.bases[0].get(machine, name, at) if self.bases else UNDEFINED
        return self.run.spelling.shown(machine, found, at)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """A static member; of an enumeration that is numbers, the name of one."""
        return self.get(machine, str(key), at) if isinstance(key, str | int) else UNDEFINED

    @property
    def name(self) -> str:
        """What it is called."""
        return self.definition.name

    @property
    def bases(self) -> tuple[LibraryClass, ...]:
        """What it extends."""
        base = self.definition.base
        return () if base is None else (class_of(self.run, base),)

    @property
    def mro(self) -> tuple[Any, ...]:
        """Itself and all that it extends."""
        root = self.run.language.root
        return (self, *(self.bases[0].mro if self.bases else () if root is None else (root,)))

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Calling it makes an instance, or is an error."""
        del this
        if self.run.spelling.calls_classes:
            return self.construct(machine, arguments, keywords, at)
        message = f"Class constructor {self.definition.name} cannot be invoked without 'new'"
        raise machine.throw(message, at, "TypeError")

    def _made(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Twin:
        given = self.run.spelling.arguments(machine, self.definition.signature, arguments, keywords, at)
        self.run.spelling.check(machine, self.definition.name, given, at)
        before = len(self.run.made)
        try:
            return self.definition.make(self, machine, given, at)
        except ThrownError:
            for each in self.run.made[before:]:
                each.broken = True
            raise

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new Class(...)`."""
        return Instance(self.run, self._made(machine, arguments, keywords, at))

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """`super(...)` of a class of the program that extends it."""
        self.run.adopt(instance, self._made(machine, arguments, keywords, at))

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """What an instance of a class that extends it inherits."""
        twin = self.run.twin_of(instance)
        return UNDEFINED if twin is None else member_of(machine, twin, name, at)

    def set_member(self, machine: Machine, instance: Object, name: str, value: Any, at: int) -> bool:
        """Set a member of an instance of a class that extends it; whether it has one that can be set."""
        twin = self.run.twin_of(instance)
        return twin is not None and set_member(machine, twin, name, value, at)

    def has_instance(self, value: Any) -> bool:
        """Whether a value is an instance of this class, or of one that extends it."""
        twin = self.run.twin_of(value)
        definition = twin.kind.definition if twin else None
        while definition is not None:
            if definition is self.definition:
                return True
            definition = definition.base
        return False


class _Classes:
    """The classes of one evaluation, by the identity of what defines them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made: dict[int, tuple[Definition, LibraryClass]] = {}

    def of(self, definition: Definition) -> LibraryClass:
        """The class of a definition."""
        if id(definition) not in self.made:
            self.made[id(definition)] = definition, LibraryClass(self.run, definition)
        return self.made[id(definition)][1]


def class_of(run: Run, definition: Definition) -> LibraryClass:
    """The class that a definition is to programs: the same one throughout an evaluation."""
    return run.part(_Classes).of(definition)
