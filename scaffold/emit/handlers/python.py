"""Handler suites in Python: pytest, with moto in the place of the cloud."""

from __future__ import annotations

import builtins
import keyword
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.emit.handlers.calls import named_calls
from scaffold.emit.handlers.context import HandlerCaseView, HandlerGroupView, WiredView, suite_view
from scaffold.emit.handlers.events import told
from scaffold.emit.handlers.python_speech import Named, Speech, given
from scaffold.emit.handlers.readable import readable
from scaffold.emit.labels import path
from scaffold.emit.literals import PYTHON_STYLE
from scaffold.emit.names import distinct, snake, spaced
from scaffold.emit.paths import FileNames
from scaffold.emit.render import Renderer
from scaffold.model.handlers import HandlerCase, HandlerSuite, Verdict, Wired
from scaffold.model.written import CaseLabel, Written

#: What a test file calls its own things and those that it imports.
_TAKEN = (
    "as_base64",
    "as_json",
    "changed",
    "created",
    "each_in_a_list",
    "fails",
    "joined",
    "n",
    "md5_of",
    "now",
    "outcome",
    "pytest",
    "resources",
    "row",
    "self",
    "signature",
    "some",
    "support",
)
_RESERVED = frozenset({*_TAKEN, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
_LONGEST_NAME = 100
#: The sections of a suite in order, and what each is about.
_SECTIONS = {
    "loading": "loading",
    "requests": "requests",
    "batches": "batches",
    "events": "events",
    "failures": "failures",
    "observed": "what it was seen to do",
}


def emit_pytest(
    suites: Sequence[HandlerSuite], renderer: Renderer, folder: str, project: str, names: FileNames
) -> Mapping[str, str]:
    """The files by their path below the suites' folder."""
    world = _World(suites)
    files: dict[str, str] = {
        name: renderer.render(f"handlers-pytest/{template}.j2")
        for name, template in {
            "__init__.py": "package.py",
            "conftest.py": "conftest.py",
            "pytest.ini": "pytest.ini",
        }.items()
    }
    files[".coveragerc"] = renderer.render(
        "handlers-pytest/coveragerc.j2", folder=folder, sources=tuple(_sources(suites, project))
    )
    if world.resources:
        files["resources.py"] = _resources(world, renderer)
    made = {names.name(*_file(suite)): _module(suite, world, renderer, folder, project) for suite in suites}
    names.refuse(files)
    files.update(made)
    for name, text in renderer.files("handlers-pytest/support/"):
        files[f"support/{name}"] = text
    return files


def _file(suite: HandlerSuite) -> tuple[str, str, str]:
    return suite.name.replace("-", "_"), "test_", ".py"


class _World:
    """All that the functions are wired to, each under one name: what is made in the same way is the same."""

    def __init__(self, suites: Iterable[HandlerSuite]) -> None:
        found: dict[str, Wired] = {}
        for suite in suites:
            for wired in suite.wired:
                found.setdefault(_mark(wired), wired)
        names = distinct(f"{name}_resource" if name in _RESERVED else name for name in map(_name, found.values()))
        self._names = dict(zip(found, names, strict=True))
        self.resources = dict(zip(names, found.values(), strict=True))

    def names(self, suite: HandlerSuite) -> Mapping[str, str]:
        """The name of each resource of a suite by its address."""
        return {wired.address: self._names[_mark(wired)] for wired in suite.wired}


def _mark(wired: Wired) -> str:
    return repr((wired.address, wired.title, wired.identifiers, wired.create))


#: The end of an address: a name, and maybe a key in brackets.
_LAST = re.compile(r"[\w-]+(?:\[[^\]]*\])?$")


def _name(wired: Wired) -> str:
    """`events_table` for the table at `aws_dynamodb_table.events`."""
    last = _LAST.search(wired.address)
    label, kind = snake(spaced(last[0] if last else wired.title)), snake(wired.kind)
    name = label if label.endswith(kind) else snake(f"{label}_{kind}", _LONGEST_NAME)
    return name if name[0].isalpha() else f"resource_{name}"


def _resources(world: _World, renderer: Renderer) -> str:
    speech = Speech()
    resources = tuple(
        WiredView(
            speech.call("Wired", [wired.title, *map(readable, wired.create)], _known(wired), f"{name} = "),
            wired.address,
            wired.title,
        )
        for name, wired in world.resources.items()
    )
    imports = tuple(_imports("support", {*speech.used, "Wired"}))
    return renderer.render("handlers-pytest/resources.py.j2", resources=resources, imports=imports)


def _known(wired: Wired) -> Mapping[str, Any]:
    return given(address=wired.address, names=wired.identifiers)


def _module(suite: HandlerSuite, world: _World, renderer: Renderer, folder: str, project: str) -> Written:
    resources = world.names(suite)
    function = _function_name(suite, {*resources.values()})
    events = told(suite.cases, digests=True, lists=True)
    calls = named_calls(suite.cases)
    tables = {wired.name: resources[wired.address] for wired in suite.wired if wired.kind == "table"}
    speech = Speech(function, resources, tables, events.events, calls)
    way = _Ways(folder, project)
    definition = speech.call("Function", [suite.title], _settings(suite, resources, way), f"{function} = ")
    constants = tuple(speech.constant(name, event) for name, event in {**events.named, **calls}.items())
    groups = tuple(_groups(suite, speech))
    text = renderer.render(
        "handlers-pytest/test_module.py.j2",
        suite=suite_view(suite, way.from_root(suite.requirements)),
        definition=definition,
        events=constants,
        groups=groups,
        needs_pytest=any(case.mark for group in groups for case in group.cases),
        imports=(*_imports("resources", {*resources.values()}), *_imports("support", {*speech.used, "Function"})),
    )
    labels = (
        CaseLabel(case.id, (path([group.name, case.name]),), suite.address) for group in groups for case in group.cases
    )
    return Written(text, labels)


def _function_name(suite: HandlerSuite, others: set[str]) -> str:
    name = snake(suite.name, _LONGEST_NAME)
    name = name if name[0].isalpha() else f"function_{name}"
    taken = _RESERVED | others
    return next(each for each in _candidates(name) if each not in taken)


def _candidates(name: str) -> Iterator[str]:
    yield name
    yield f"{name}_function"
    number = 2
    while True:
        yield f"{name}_function_{number}"
        number += 1


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways to files of the project: from the suites' folder, and from the output root."""

    folder: str
    project: str

    def from_suites(self, file: str) -> str:
        """As support code finds it."""
        return posixpath.relpath(posixpath.join(self.project, file), self.folder)

    def from_root(self, file: str) -> str:
        """As a person does who stands there; empty for no file."""
        return posixpath.normpath(posixpath.join(self.project, file)) if file else ""


def _settings(suite: HandlerSuite, resources: Mapping[str, str], ways: _Ways) -> Mapping[str, Any]:
    """What a function is made of; what is usual goes without saying."""
    said: dict[str, Any] = {
        "folder": ways.from_suites(suite.folder),
        "entry": suite.entry,
        "handler": suite.handler,
    }
    inside = all(posixpath.join(suite.folder, name) == posixpath.normpath(at) for name, at in suite.files.items())
    if suite.files and inside:
        said["files"] = tuple(suite.files)
    elif suite.files:
        said["files"] = {name: ways.from_suites(at) for name, at in suite.files.items()}
    said.update(given(texts=dict(suite.texts), name=suite.function, environment=dict(suite.environment)))
    said.update(given(wired=tuple(Named(resources[wired.address]) for wired in suite.wired)))
    usual = {"region": "us-east-1", "runtime": "", "timeout": 3, "memory": 128}
    said.update({key: getattr(suite, key) for key, value in usual.items() if getattr(suite, key) != value})
    needs = given(requirements=ways.from_root(suite.requirements)) or given(packages=suite.packages)
    return {**said, **needs}


def _groups(suite: HandlerSuite, speech: Speech) -> Iterator[HandlerGroupView]:
    order = list(dict.fromkeys((*_SECTIONS, *(case.section for case in suite.cases))))
    for section in order:
        cases = [case for case in suite.cases if case.section == section]
        if cases:
            name = "Test" + "".join(word.capitalize() for word in snake(section).split("_"))
            yield HandlerGroupView(name, _SECTIONS.get(section, section), section, tuple(_cases(cases, speech)))


def _cases(cases: Sequence[HandlerCase], speech: Speech) -> Iterator[HandlerCaseView]:
    names = distinct(f"test_{snake(case.title, _LONGEST_NAME)}" for case in cases)
    for case, name in zip(cases, names, strict=True):
        reason = (case.reason or "it does not hold") if case.verdict is Verdict.FAILS else ""
        mark = speech.mark(reason) if reason else ""
        yield HandlerCaseView(case.id, case.title, name, mark, reason, speech.body(case))


def _imports(module: str, names: set[str]) -> list[str]:
    """An import as a formatter lays it out, its names in the order of linters: constants, classes, functions."""
    if not names:
        return []
    ordered = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name))
    line = f"from .{module} import {', '.join(ordered)}"
    return (
        [line]
        if len(line) <= PYTHON_STYLE.width
        else [f"from .{module} import (", *(f"    {name}," for name in ordered), ")"]
    )


def _sources(suites: Iterable[HandlerSuite], project: str) -> Iterable[str]:
    """The folders whose coverage counts: those of handlers, and of all that is in their packages."""
    found = set()
    for suite in suites:
        places = [posixpath.dirname(file) for file in suite.files.values() if file.endswith(".py")]
        if not suite.files and not suite.texts:
            places.append(suite.folder)
        found |= {posixpath.normpath(posixpath.join(project, place)) for place in places}
    return sorted(found)
