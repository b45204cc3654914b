"""Integration suites in Python: pytest and boto3."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.catalog.services.clients import method
from scaffold.emit.integration.context import DefinitionView, PythonCaseView, PythonGroupView, suite_view
from scaffold.emit.integration.views import (
    IntegrationView,
    SubjectView,
    document,
    integration_view,
    is_followed,
    shown_steps,
)
from scaffold.emit.labels import path
from scaffold.emit.layout import Atom, Call, Node, Prefixed
from scaffold.emit.literals import PYTHON_STYLE, Python, write
from scaffold.emit.names import distinct, snake
from scaffold.emit.paths import FileNames
from scaffold.emit.render import Renderer
from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Found,
    Given,
    IntegrationCase,
    IntegrationSuite,
    Joined,
    Member,
    OutputForm,
    Picks,
    Question,
    Row,
    Surrounding,
)
from scaffold.model.written import CaseLabel, Written

#: What a test file calls its own things and those that it imports.
_TAKEN = (
    "deployment",
    "pytest",
    "self",
    "after",
    "ask",
    "before",
    "found",
    "hop",
    "joined",
    "last",
    "member",
    "output",
    "row",
)
#: The modules of the support library that behaviours are in which are not in the usual one.
_MODULES = {"answers": "endpoints", "follow": "following"}
_LONGEST_NAME = 100


def emit_pytest(
    suites: Sequence[IntegrationSuite], renderer: Renderer, folder: str, project: str, names: FileNames
) -> Mapping[str, str]:
    """The files by their path below the suites' folder."""
    files: dict[str, str] = {
        name: renderer.render(f"integration-pytest/{template}.j2")
        for name, template in {
            "__init__.py": "package.py",
            "conftest.py": "conftest.py",
            "pytest.ini": "pytest.ini",
        }.items()
    }
    made = {names.name(*_file(suite)): _module(suite, renderer, folder, project) for suite in suites}
    names.refuse(files)
    files.update(made)
    for library in ("support", *(("live",) if any(map(is_followed, suites)) else ())):
        for name, text in renderer.files(f"integration-pytest/{library}/"):
            files[f"support/{name}"] = text
    return files


def pytest_names(suite: IntegrationSuite) -> Mapping[str, str]:
    """The id of each case by the name of its test, as pytest reports it: `TestOutputs.test_is_there`."""
    view = integration_view(suite, "", "", _reserved(suite))
    return {f"{group.name}.{case.name}": case.id for group in _groups(view, _Speech(view)) for case in group.cases}


def file_name(suite: IntegrationSuite) -> str:
    """The usual file of a suite."""
    name, start, ending = _file(suite)
    return start + name + ending


def _file(suite: IntegrationSuite) -> tuple[str, str, str]:
    return suite.name.replace("-", "_"), "test_", ".py"


def _module(suite: IntegrationSuite, renderer: Renderer, folder: str, project: str) -> Written:
    view = integration_view(suite, folder, project, _reserved(suite))
    speech = _Speech(view)
    deployment = {"region": suite.region} if suite.region else {}
    definitions = tuple(
        DefinitionView(speech.definition(each), each.subject.through, each.subject.address, each.subject.type)
        for each in view.subjects
    )
    groups = _groups(view, speech)
    text = renderer.render(
        "integration-pytest/test_module.py.j2",
        suite=suite_view(suite),
        deployment=speech.call("Deployment", [view.outputs_file], deployment, "deployment = "),
        definitions=definitions,
        groups=groups,
        needs_pytest=any(group.mark or any(case.writes for case in group.cases) for group in groups),
        imports=tuple(_imports("support", speech.used | {"Deployment"})),
        behaviours=tuple(
            line
            for module in ("behaviours", "endpoints", "following")
            if speech.kinds.get(module)
            for line in _imports(f"support.{module}", speech.kinds[module])
        ),
    )
    cases = [(group.name, each) for group in groups for each in group.cases]
    labels = (CaseLabel(each.id, (path([name, each.name]),), each.subject) for name, each in cases)
    return Written(text, labels)


def _imports(module: str, names: set[str]) -> list[str]:
    """An import as a formatter lays it out, its names in the order of linters: constants, classes, functions."""
    ordered = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name))
    line = f"from .{module} import {', '.join(ordered)}"
    return (
        [line]
        if len(line) <= PYTHON_STYLE.width
        else [f"from .{module} import (", *(f"    {name}," for name in ordered), ")"]
    )


def _reserved(suite: IntegrationSuite) -> list[str]:
    """What no resource can be called."""
    steps = (step for case in suite.cases for step in shown_steps(case.expect, case.subject))
    kinds = {expect.kind for _, _, expect in steps if isinstance(expect, Behaves)}
    return sorted({*_TAKEN, *kinds, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)})


def _groups(view: IntegrationView, speech: _Speech) -> tuple[PythonGroupView, ...]:
    """The classes of a file: outputs, each resource, and what goes through several."""
    found = [("outputs", "", "", view.outputs)]
    found += [(each.name, each.subject.address, each.subject.type, each.cases) for each in view.subjects]
    found += [("flows", "", "", view.flows)]
    names = distinct(
        "Test" + "".join(word[:1].upper() + word[1:] for word in name.split("_")) for name, _, _, _ in found
    )
    return tuple(
        PythonGroupView(name, speech.mark(address) if address else "", tuple(_cases(cases, speech)), address, type_)
        for name, (_, address, type_, cases) in zip(names, found, strict=True)
        if cases
    )


def _cases(cases: Sequence[IntegrationCase], speech: _Speech) -> Iterator[PythonCaseView]:
    names = distinct(f"test_{snake(case.phrase or case.title, _LONGEST_NAME)}" for case in cases)
    for case, name in zip(cases, names, strict=True):
        yield PythonCaseView(case.id, case.subject, case.title, name, case.writes, speech.body(case))


class _Expressions(Python):
    """Terms, rows and questions as calls of the support library; `used` are the names that are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._makers.update(
            {
                Given: lambda term: self.called("output", [term.key, *term.path], term.picks),
                Found: lambda term: self.called("found", [term.address, term.ask, term.path], term.picks),
                Joined: lambda term: self.called("joined", list(term.parts), term.picks),
                Surrounding: self.surrounding,
                Member: self.member,
                Row: self.row,
                Question: self.question,
            }
        )

    def called(
        self, name: str, arguments: Sequence[Any], picks: Picks = (), named: Mapping[str, Any] | None = None
    ) -> Node:
        """A call of the support library: arguments, picks as further ones, and named arguments."""
        self.used.add(name)
        nodes = [*map(self.node, arguments), *self.picks(picks)]
        return Call(name, [*nodes, *self.named(named or {})])

    def named(self, named: Mapping[str, Any]) -> list[Node]:
        """Named arguments in order; from the first on whose name is none in Python, they are in a dictionary."""
        keys = list(named)
        odd = next((at for at, key in enumerate(keys) if not key.isidentifier() or keyword.iskeyword(key)), len(keys))
        nodes: list[Node] = [Prefixed(f"{key}=", self.node(named[key])) for key in keys[:odd]]
        rest = {key: named[key] for key in keys[odd:]}
        return [*nodes, Prefixed("**", self.node(rest))] if rest else nodes

    def picks(self, picks: Picks) -> list[Node]:
        """Picks as calls: `after("/")`."""
        return [self.called(verb, [sign]) for verb, sign in picks]

    def surrounding(self, term: Surrounding) -> Node:
        """A constant."""
        self.used.add(term.name.upper())
        return Atom(term.name.upper())

    def member(self, member: Member) -> Node:
        """A path, or more where more is to be said."""
        named = _given(normal=member.normal, default=member.default)
        return self.called("member", [member.path], named=named) if named else self.node(member.path)

    def row(self, row: Row, first: str = "") -> Node:
        """A row; the first question goes without saying."""
        ask = "" if row.ask == first else row.ask
        picks = tuple(_Verbatim(node) for node in self.picks(row.picks))
        named = _given(ask=ask, normal=row.normal, picks=picks, default=row.default, each=dict(row.each))
        return self.called("row", [row.attribute, row.path, document(row)], named=named)

    def question(self, question: Question) -> Node:
        """A question with all that makes it different from others."""
        named = _given(result=question.result, where=dict(question.where), missing=question.missing)
        return self.called("ask", [question.client, method(question.operation), question.inputs], named=named)

    def node(self, form: Any) -> Node:
        """The node of a form, which may be made already."""
        return form.node if isinstance(form, _Verbatim) else super().node(form)


@dataclass(frozen=True, slots=True)
class _Verbatim:
    """A node in the place of a form."""

    node: Node


def _given(**named: Any) -> Mapping[str, Any]:
    """Named arguments but for those that say nothing."""
    return {key: value for key, value in named.items() if value is not None and value not in ("", (), {})}


class _Speech:
    """The statements of one file. `kinds` are the behaviours that it needs, by their modules."""

    def __init__(self, view: IntegrationView) -> None:
        self._expressions = _Expressions()
        self._names = view.names()
        self._first = {each.subject.address: each.subject.questions[0].name for each in view.subjects}
        self.kinds: dict[str, set[str]] = {}

    @property
    def used(self) -> set[str]:
        """The names of the support library that were needed until now."""
        return self._expressions.used

    def call(self, name: str, arguments: Sequence[Any], named: Mapping[str, Any], after: str, tail: int = 0) -> str:
        """A call laid out to stand behind `after`."""
        nodes = [self._expressions.node(argument) for argument in arguments]
        nodes += self._expressions.named(named)
        return after + write(Call(name, nodes), PYTHON_STYLE, after, tail)

    def mark(self, address: str) -> str:
        """The mark above a class that says which resource it is about."""
        return self.call("pytest.mark.resource", [address], {}, "@")

    def definition(self, view: SubjectView) -> str:
        """A resource with its questions, under its name."""
        named: dict[str, Any] = {"in_region": view.subject.region} if view.subject.region else {}
        named |= {question.name: question for question in view.subject.questions}
        return self.call("deployment.resource", [view.subject.address], named, f"{view.name} = ")

    def body(self, case: IntegrationCase) -> str:
        """The statements of a test, indented."""
        margin = " " * 8
        if isinstance(case.expect, OutputForm):
            form = case.expect
            detail = [form.detail] if form.detail != "" or form.form == "literal" else []
            return self.call("deployment.check_output", [form.key, form.form, *detail], {}, margin)
        lines = []
        for title, subject, expect in shown_steps(case.expect, case.subject):
            if title:
                self.used.add("hop")
                lines.append(self.call("hop", [title], {}, f"{margin}with ", 1) + ":")
            lines.append(self._check(subject, expect, f"{margin}    " if title else margin))
        return "\n".join(lines)

    def _check(self, address: str, expect: Exists | Configured | Behaves, margin: str) -> str:
        name = self._names[address]
        if isinstance(expect, Exists):
            active = [dict(expect.active)] if expect.active else []
            return self.call(f"{name}.check_exists", active, {}, margin)
        if isinstance(expect, Configured):
            rows = [_Verbatim(self._expressions.row(row, self._first[address])) for row in expect.rows]
            return self.call(f"{name}.check", rows, {}, margin)
        module = _MODULES.get(expect.kind, "behaviours")
        self.kinds.setdefault(module, set()).add(expect.kind)
        return self.call(expect.kind, [_Verbatim(Atom(name))], expect.arguments, margin)
