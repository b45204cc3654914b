"""The state of one evaluation of a program: what it was given, and the constructs that it has made so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scaffold.model.values import Value
from scaffold.readers.cdktf.bindings import Bindings
from scaffold.readers.cdktf.blocks import StackSynthesis
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.deploying.asked import Asked
from scaffold.readers.programs.values import Foreign, Language, Object

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Given:
    """What a program is evaluated with: `values` by parameter name (`env.STAGE`, `context.region`, `args.size`), as in
    `Variant`; what is not there is not given. `context` is that of cdktf.json. With `explore` every parameter may be
    anything: every way through the program is gone. With `firm` one that is not given is not there, as in a test; else
    what is required and not given is not known.

    `project` is the `projectId` of cdktf.json, `output` the folder that is synthesised to, `home` that of the project's
    package.json (or what Python has in its place), relative to what the user named; `bindings` are those that are
    generated for it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    context: Mapping[str, Value] = field(default_factory=dict)
    explore: bool = False
    firm: bool = False
    project: str = ""
    output: str = "cdktf.out"
    home: str = "."
    bindings: Bindings = field(default_factory=Bindings)


class Run(Asked):
    """One evaluation. `folder` is that of cdktf.json, in which the program runs, relative to what the user named.

    `twins` are what stands behind the instances that the program holds, by the identity of the instance (which is kept
    beside it); `made` are those of all constructs, in the order in which they were made. `spelling` is how the
    program's language calls the members of the library. `synthesised` are the stacks that were, in order;
    `opaque` the paths of constructs below which packages may make others, of which nothing is known.
    """

    def __init__(self, given: Given, language: Language, folder: str, spelling: Spelling) -> None:
        super().__init__(given.values, given.explore)
        self.given, self.language, self.folder, self.spelling = given, language, folder, spelling
        self.twins: dict[int, tuple[Any, Any]] = {}
        self.made: list[Any] = []
        self.synthesised: list[StackSynthesis] = []
        self.opaque: dict[str, None] = {}
        self._parts: dict[Any, Any] = {}

    def part(self, kind: Callable[[Run], _T]) -> _T:
        """What a part of the library keeps in this evaluation: `kind(run)`, made when it is first asked for."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        return self._parts[kind]  # type: ignore[no-any-return]

    def adopt(self, instance: Any, twin: Any) -> None:
        """Say what stands behind an instance: an object of a class of the program, or one of the library's own."""
        self.twins[id(instance)] = (instance, twin)
        twin.instance = instance

    def give_away(self, arguments: Iterable[Any]) -> None:
        """Note that something of which nothing is known was given these: it may make anything in a construct."""
        for argument in arguments:
            path = getattr(self.twin_of(argument), "path", None)
            if isinstance(path, str):
                self.opaque[path] = None

    def twin_of(self, value: Any) -> Any:
        """The `Twin` that stands behind a value; nothing for what is none of the library's."""
        if isinstance(value, Object | Foreign):
            found = self.twins.get(id(value))
            return found[1] if found else None
        return None
