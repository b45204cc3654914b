"""How a deployment is made: the arguments of the support library's `deployment`, as each language takes them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from scaffold.emit.deployed_expressions import APP, Speech
from scaffold.emit.deployed_names import class_name
from scaffold.emit.deployed_python import CREATE, OBJECT
from scaffold.emit.kinds import Data, Text, Word
from scaffold.model.constructing import below, by_name, in_order
from scaffold.model.deployed import DeployedSuite, Subject
from scaffold.model.deployments import Entry, Variant
from scaffold.model.values import Call, Value

#: Endings that imports of JavaScript leave out.
_SOURCE_ENDINGS = (".ts", ".tsx", ".js", ".jsx")
_UNDEFINED = Call("undefined", ())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a suite stands: `folder` is its own, `project` the way to the project, both from the output root."""

    folder: str
    project: str = "."

    def way(self, path: str) -> str:
        """The way from the suite's folder to a path of the project's, with forward slashes."""
        return way(self.folder, posixpath.join(self.project, path))


@dataclass(frozen=True, slots=True)
class CreateView:
    """How a component is made: the name under which its module exports it, the constructor's arguments.

    `class_name` is what the test calls it, which can be something else (for a default export). `given` is what its
    arguments are spelled with, if anything: `pulumi` for the SDK (`pulumi.secret`, `pulumi.output`), `app` for the app
    that a stack is made in.
    """

    export: Text
    class_name: Word
    arguments: tuple[Data, ...]
    given: Word = ""


def way(folder: str, path: str) -> str:
    """The way from a folder below some root to a path that is seen from there, with forward slashes."""
    path = posixpath.normpath(path)
    if path.split("/")[0] == "..":
        return posixpath.normpath(posixpath.join(posixpath.relpath("/", f"/{folder}"), path))
    return posixpath.relpath(f"/{path}", f"/{folder}")


def settings(
    variant: Variant, suite: DeployedSuite, place: Place, subjects: Mapping[str, Subject]
) -> Mapping[str, Any]:
    """The arguments that are plain data, without those that say nothing."""
    entry, values = variant.entry, variant.values
    given: dict[str, Any] = {"folder": place.way(entry.folder)}
    if suite.platform == "cdktf":
        given |= {"context": below("context.", values), "env": below("env.", values)}
    else:
        given |= {
            "project": entry.project or suite.project,
            "stack": _default(entry, "pulumi.stack", values) or "test",
            "organization": _default(entry, "pulumi.organization", values),
            "config": below("config.", values),
            "env": below("env.", values),
            "outputs": _outputs(variant.outputs, subjects),
        }
    if given["folder"] == "../..":
        del given["folder"]
    return {key: value for key, value in given.items() if value}


def module(entry: Entry, place: Place) -> str:
    """The way to an entry's module, as JavaScript imports it."""
    path = place.way(entry.module)
    return next((path.removesuffix(ending) for ending in _SOURCE_ENDINGS if path.endswith(ending)), path)


def python_start(variant: Variant, suite: DeployedSuite, speech: Speech) -> Mapping[str, Any]:
    """What is run, in a suite in Python: the program's file, or what makes the component; files as its folder has them.

    `main` is the folder from which the program's imports begin, where a component alone does not show it.
    """
    entry = variant.entry
    program = {"program": way(entry.folder, entry.module)}
    if not entry.export:
        return program
    if entry.language == "yaml":
        return {**program, "create": _python_create(entry, variant.values, speech)}
    programs = (each for each in suite.entries if not each.export and each.folder == entry.folder)
    main = next((posixpath.dirname(way(each.folder, each.module)) for each in programs), "")
    return {"create": _python_create(entry, variant.values, speech), **({"main": main} if main else {})}


def create(entry: Entry, values: Mapping[str, Value], speech: Speech) -> CreateView:
    """The constructor's arguments as far as the last one that is given; the first is the component's name."""
    arguments = in_order(entry, _given(entry, values, speech))
    spelled = tuple(_UNDEFINED if item is None else item for item in arguments)
    sdk = "pulumi" if any(speech.uses_sdk(item) for item in spelled) else ""
    given = "app" if entry.platform == "cdktf" else sdk
    return CreateView(entry.export, class_name(entry.export, speech.naming), spelled, given)


def _python_create(entry: Entry, values: Mapping[str, Value], speech: Speech) -> Call:
    """The call of the class: its name first, all else by the names of the constructor's arguments."""

    def instance(file: str, name: str, members: Mapping[str, Value]) -> Call:
        return Call(OBJECT, (way(entry.folder, file), name, (), members))

    positional, named = by_name(entry, _given(entry, values, speech), instance)
    return Call(CREATE, (way(entry.folder, entry.module), entry.export, tuple(positional), named))


def _given(entry: Entry, values: Mapping[str, Value], speech: Speech) -> Mapping[str, Value]:
    """The values as the program takes them: as outputs, where it asks for these; a stack gets its app and its id."""
    if entry.platform == "cdktf":
        return {"scope": Call(APP, ()), "id": entry.id or entry.export, **values}
    outputs = {parameter.name for parameter in entry.parameters if parameter.type.startswith(speech.outputs)}
    return {
        name: Call("pulumi.output", (_of_sdk(value),)) if name in outputs and not _is_secret(value) else _of_sdk(value)
        for name, value in values.items()
    }


def _default(entry: Entry, name: str, values: Mapping[str, Value]) -> Value:
    """What a parameter is: the variant's value, else its default."""
    if name in values:
        return values[name]
    return next((parameter.default for parameter in entry.parameters if parameter.name == name), "")


def _outputs(
    outputs: Mapping[str, Mapping[str, Value]], subjects: Mapping[str, Subject]
) -> Mapping[str, Mapping[str, Mapping[str, Value]]]:
    """What the mocks say otherwise in this deployment, by type token and name; null stands for undefined."""
    found: dict[str, dict[str, dict[str, Value]]] = {}
    for address, values in outputs.items():
        if address in subjects:
            subject = subjects[address]
            named = found.setdefault(subject.token, {}).setdefault(subject.name, {})
            named.update((name, _UNDEFINED if value is None else value) for name, value in values.items())
    return found


def _of_sdk(value: Value) -> Value:
    """A value as a program is given it: secrets are the SDK's."""
    if isinstance(value, Mapping):
        return {key: _of_sdk(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_of_sdk, value))
    return Call("pulumi.secret", tuple(map(_of_sdk, value.arguments))) if _is_secret(value) else value


def _is_secret(value: Value) -> TypeGuard[Call]:
    return isinstance(value, Call) and value.function == "secret"
