"""What the library has for tests, as far as programs use it."""

from __future__ import annotations

import json
from typing import Any, Final

from scaffold.model.values import is_known
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tree.app import APP, App
from scaffold.readers.cdktf.tree.aspects import apply_aspects
from scaffold.readers.cdktf.tree.stack import STACK, Stack
from scaffold.readers.cdktf.tree.synthesis import check, configuration
from scaffold.readers.cdktf.tree.tables import NONE, entries, holds, no_instances, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

#: What the next version of the library does: apps for tests do so already.
_FUTURE: Final = ("failOnConstructsOutsideOfStacks", "canonicalAssetHashes")
_APP: Final = Signature(("app",))
_STACK: Final = Signature(("stack", "runValidations"))


def _app(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    given = entries(machine, arguments[0], at)
    app = class_of(kind.run, APP).construct(machine, [Object(given)], {}, at)
    twin = kind.run.twin_of(app)
    if given.get("stubVersion") is not False:
        _stub(kind, machine, [app], at)
    if given.get("enableFutureFlags") is not False:
        _future(kind, machine, [app], at)
    if holds(machine, given.get("fakeCdktfJsonPath", UNDEFINED)):
        twin.context["cdktfRelativeModules"] = machine.thaw(("./",))
    return app


def _stub(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    twin = twin_of(kind.run, arguments[0])
    if isinstance(twin, App):
        twin.context["cdktfVersion"] = "stubbed"
    return arguments[0]


def _future(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    twin = twin_of(kind.run, arguments[0])
    if isinstance(twin, App) and tokens_of(kind.run).terrain:
        twin.context.update(dict.fromkeys(_FUTURE, "true"))
    return arguments[0]


def _synth(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    stack = twin_of(kind.run, arguments[0])
    if not isinstance(stack, Stack):
        return machine.unknown("which stack is synthesised is not known", at)
    apply_aspects(stack, machine, at)
    if tokens_of(kind.run).terrain:
        stack.prepare_references(machine, at)
    if holds(machine, arguments[1]):
        check(stack, machine, at)
    document = _without_comments(configuration(stack, machine, at).document)
    if not is_known(document):
        return machine.unknown("not all of this stack is known", at)
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True)


def _without_comments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_comments(item) for key, item in value.items() if key != "//"}
    return tuple(_without_comments(item) for item in value) if isinstance(value, tuple) else value


def _scoped(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    app = _app(kind, machine, [UNDEFINED], at)
    stack = class_of(kind.run, STACK).construct(machine, [app, "stack"], {}, at)
    machine.call(arguments[0], [stack], at=at)
    return _synth(kind, machine, [stack, False], at)


def _folder(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    return machine.unknown("where a test synthesises to is not known", at)


def _nothing(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    return UNDEFINED


TESTING = Definition(
    "Testing",
    no_instances,
    NONE,
    static=static(
        {
            "app": (_app, Signature(("options",), struct=True)),
            "stubVersion": (_stub, _APP),
            "enableFutureFlags": (_future, _APP),
            "synth": (_synth, _STACK),
            "synthScope": (_scoped, Signature(("fn",))),
            "fullSynth": (_folder, _STACK),
            "setupJest": (_nothing, NONE),
        }
    ),
)
