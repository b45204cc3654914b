"""The app, which all stacks are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.manifest import MANIFEST
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.stack import Stack
from scaffold.readers.cdktf.tree.synthesis import synthesise
from scaffold.readers.cdktf.tree.tables import NONE, Work, entries, holds, member, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object

#: What the library keeps in the context for itself: no parameter of a program.
_INTERNAL = ("cdktf", "@cdktf/", "@cdktn/")


class App(Construct):
    """An app. `outer_context` is what cdktf.json and the program give it as context; `unchecked` that no validation is
    run."""

    is_app = True

    def __init__(self, kind: LibraryClass, machine: Machine, config: Any, at: int) -> None:
        super().__init__(kind, machine, UNDEFINED, "", at)
        self.unchecked = holds(machine, member(machine, config, "skipValidation", at))
        outdir = member(machine, config, "outdir", at)
        self.fields["outdir"] = outdir if outdir not in (UNDEFINED, None) else self.run.given.output
        self.fields["skipValidation"] = self.unchecked
        self.fields["hclOutput"] = member(machine, config, "hclOutput", at)
        file = {key: machine.thaw(value) for key, value in self.run.given.context.items()}
        self.outer_context = {**entries(machine, member(machine, config, "context", at), at), **file}
        given = [internal_context(self, "cdktfVersion"), self.fields["outdir"], self.fields["hclOutput"]]
        self.fields["manifest"] = class_of(self.run, MANIFEST).construct(machine, given, {}, at)
        if member(machine, config, "stackTraces", at) is False:
            self.context["@cdktf/disable_stack_trace_in_metadata"] = True

    def ask(self, machine: Machine, name: str, at: int, required: bool = False) -> Any:
        """A context value that the program reads: what it is given, else what stands in cdktf.json."""
        known = self.outer_context.get(name, UNDEFINED)
        if name.startswith(_INTERNAL):
            return known
        full = f"context.{name}"
        plain = machine.concrete(known)
        default = self.run.default_at(machine, at)
        if plain is not UNDEFINED and plain is not MISSING:
            default = machine.freeze(plain)
        self.run.see(full, machine.position(at), default=default, required=required, kind=_kind(plain))
        return self.run.parameter(machine, full, known)

    def synth(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`synth`."""
        self.only_stacks(machine, at)
        synthesise(self.run, machine, self, at)
        return UNDEFINED

    def only_stacks(self, machine: Machine, at: int = 0) -> None:
        """Raise the program's error where other constructs than stacks are in it, and the context forbids that."""
        wanted = self.context.get(
            "failOnConstructsOutsideOfStacks", self.outer_context.get("failOnConstructsOutsideOfStacks")
        )
        if not tokens_of(self.run).terrain:
            return
        others = [child.path for child in self.children if not isinstance(child, Stack)]
        if others and holds(machine, wanted):
            raise fault(self.run, machine, f"There are constructs outside of stacks: {', '.join(others)}", at)

    methods: ClassVar[Mapping[str, Work]] = {**Construct.methods, "synth": (synth, NONE)}


def _kind(value: Any) -> str:
    """What a context value is read as."""
    kinds = {bool: "boolean", int: "number", float: "number", Array: "array", Object: "object"}
    return kinds.get(type(value), "string")


def _made(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> App:
    return App(kind, machine, arguments[0], at)


def _of(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    host = twin_of(kind.run, arguments[0])
    if not isinstance(host, Place):
        return machine.unknown("whose app is asked for is not known", at)
    if not isinstance(host.root, App):
        raise fault(kind.run, machine, f"The construct at '{host.path}' is in no app", at)
    return host.root.shown()


def _is_app(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), App)


APP = Definition(
    "App",
    _made,
    Signature(("config",), struct=True),
    CONSTRUCT,
    static({"of": (_of, Signature(("construct",))), "isApp": (_is_app, Signature(("x",)))}),
)
