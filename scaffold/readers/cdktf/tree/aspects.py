"""What is applied to whole trees of constructs, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.tables import NONE, Getter, Tabled, Work, array, no_instances, static, twin_of
from scaffold.readers.cdktf.twins import Definition, Instance, LibraryClass, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine

_SCOPE: Final = Signature(("scope",))
_MESSAGE: Final = Signature(("message",))
#: What a message is called in the metadata of a construct.
_LEVELS: Final = {"INFO": "@cdktf/info", "WARN": "@cdktf/warn", "ERROR": "@cdktf/error"}
ERROR: Final = _LEVELS["ERROR"]


class AspectsOf(Tabled):
    """The aspects of a construct."""

    def __init__(self, kind: LibraryClass, host: Place) -> None:
        super().__init__(kind.run, kind)
        self.host = host

    def add(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """Take one more."""
        self.host.aspects.append(arguments[0])
        return UNDEFINED

    getters: ClassVar[Mapping[str, Getter]] = {"all": lambda self, _m, _at: array(self.host.aspects)}
    methods: ClassVar[Mapping[str, Work]] = {"add": (add, Signature(("aspect",)))}


def apply_aspects(root: Place, machine: Machine, at: int = 0) -> None:
    """Have all aspects visit what is below where they were applied, each once."""
    applied: dict[str, list[Any]] = {}
    _apply(root, machine, [], applied, at)


def _apply(here: Place, machine: Machine, inherited: list[Any], applied: dict[str, list[Any]], at: int) -> None:
    machine.spend(1)
    found = [*inherited, *here.aspects]
    done = applied.setdefault(here.path, [])
    for aspect in found:
        if not any(aspect is other for other in done):
            here.run.spelling.ask(machine, aspect, "visit", [here.shown()], at)
            done.append(aspect)
    for child in here.children:
        _apply(child, machine, found, applied, at)


class AnnotationsOf(Tabled):
    """What is said of a construct."""

    def __init__(self, kind: LibraryClass, host: Place) -> None:
        super().__init__(kind.run, kind)
        self.host = host
        self.traced = internal_context(host, "@cdktf/disable_stack_trace_in_metadata") is not True

    def say(self, level: Any, message: Any) -> Any:
        """Say something of it."""
        if message is not None and message is not UNDEFINED:
            self.host.metadata.append({"type": level, "data": message})
        return UNDEFINED

    methods: ClassVar[Mapping[str, Work]] = {
        "addWarning": (lambda self, _m, given, _at: self.say(_LEVELS["WARN"], given[0]), _MESSAGE),
        "addInfo": (lambda self, _m, given, _at: self.say(_LEVELS["INFO"], given[0]), _MESSAGE),
        "addError": (lambda self, _m, given, _at: self.say(ERROR, given[0]), _MESSAGE),
        "addMessage": (lambda self, _m, given, _at: self.say(given[0], given[1]), Signature(("level", "message"))),
    }


def errors_said(root: Place) -> list[tuple[str, Any]]:
    """The errors that are said of constructs, with their paths."""
    return [(each.path, said["data"]) for each in root.walk() for said in each.metadata if said["type"] == ERROR]


class _Known:
    """The aspects that were asked for, by construct."""

    def __init__(self, run: Any) -> None:
        del run
        self.by_host: dict[int, Instance] = {}


def _aspects(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    host = twin_of(kind.run, arguments[0])
    if not isinstance(host, Place):
        return machine.unknown("what aspects are applied to is not known", at)
    known = kind.run.part(_Known).by_host
    if id(host) not in known:
        known[id(host)] = Instance(kind.run, AspectsOf(kind, host))
    return known[id(host)]


def _annotations(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    host = twin_of(kind.run, arguments[0])
    if not isinstance(host, Place):
        return machine.unknown("what annotations are made of is not known", at)
    return Instance(kind.run, AnnotationsOf(class_of(kind.run, ANNOTATIONS), host))


ASPECTS = Definition("Aspects", no_instances, NONE, static=static({"of": (_aspects, _SCOPE)}))
ANNOTATIONS = Definition("Annotations", no_instances, _SCOPE, static=static({"of": (_annotations, _SCOPE)}))
LEVELS = Definition("AnnotationMetadataEntryType", no_instances, NONE, static=static(_LEVELS))
