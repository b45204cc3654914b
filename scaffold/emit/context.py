"""What the templates get: simple objects that say what to write, in the order in which to write it.

This is the interface for templates of the user's own, described in `templates/README.md`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated, Any

from scaffold.emit.kinds import Data, Kind, Remark, Text, Word
from scaffold.emit.labels import path
from scaffold.emit.lookups import LookupView, lookups
from scaffold.emit.names import comment, function_names, plain
from scaffold.model.families import Family
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.testplan import (
    AllHold,
    Attribute,
    Case,
    Declared,
    Expectation,
    FilePresent,
    Inventory,
    Suite,
    SymbolDefined,
    Wired,
)
from scaffold.model.written import CaseLabel

_HEADINGS = {
    Family.INVENTORY: "inventory",
    Family.CONFIGURATION: "configuration",
    Family.WIRING: "wiring",
    Family.INVARIANTS: "invariants",
    Family.OUTPUTS: "outputs",
    Family.PARAMETERS: "variables",
    Family.SETTINGS: "settings",
    Family.FILES: "files",
}

_KINDS: Mapping[type[Expectation], str] = {
    Inventory: "inventory",
    Declared: "declared",
    Attribute: "attribute",
    Wired: "wired",
    FilePresent: "file",
    SymbolDefined: "symbol",
    AllHold: "invariant",
}

_HELPERS: Mapping[type, str] = {Ref: "ref", Interpolation: "template", Invocation: "call", Expression: "expression"}


@dataclass(frozen=True, slots=True)
class CaseView:
    """One test.

    `kind` says what it checks: `inventory`, `declared`, `attribute`, `wired`, `file`, `symbol` or `invariant`. `title`
    is its sentence, `name` the same as a Python function, `phrase` what is left to say inside its group. `arguments`
    and `named` are those of the support library's function, `attribute` is a name below what that returns, `expected`
    is what it should be. An invariant has `lookups` instead of all these. `subject` is the address that it is about.
    `id` stays the same over runs.
    """

    id: Text
    kind: Word
    title: Text
    phrase: Text
    name: Word
    arguments: tuple[Data, ...]
    named: Mapping[Word, Data]
    attribute: Text
    expected: Annotated[Form, Kind.DATA]
    lookups: tuple[LookupView, ...] = ()
    subject: Text = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Cases that belong together, with a heading: of one resource, or a whole section.

    Of a resource or data source `subject` is the address, `type` the type (`aws_sqs_queue`, `data.aws_iam_policy`), and
    `arguments` and `named` are those of the support library's `block`; else they are empty.
    """

    title: Text
    cases: tuple[CaseView, ...]
    subject: Text = ""
    type: Text = ""
    arguments: tuple[Data, ...] = ()
    named: Mapping[Word, Data] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The cases of one family: `title` is its heading."""

    family: Word
    title: Remark
    groups: tuple[GroupView, ...]

    @property
    def cases(self) -> tuple[CaseView, ...]:
        """The cases of all groups."""
        return tuple(case for group in self.groups for case in group.cases)


@dataclass(frozen=True, slots=True)
class SuiteView:
    """One test file, of the configuration in the folder `path`, which `title` says in words.

    `way` leads from the file's folder to the configuration, with forward slashes. `helpers` are those of `call`,
    `expression`, `ref` and `template` that its literals need. `sections` are there by family, each one, with cases or
    without: `inventory`, `configuration`, `wiring`, `invariants`, `outputs`, `parameters`, `settings`, `files`.
    `without` are the names of files in that configuration which the suite leaves out, because they cannot be read.
    """

    name: Word
    path: Text
    title: Remark
    way: Text
    helpers: tuple[Word, ...]
    sections: Mapping[Word, SectionView]
    without: tuple[Text, ...] = ()


def suite_view(suite: Suite, folder: str, project: str) -> SuiteView:
    """The view of a suite whose file is in `folder`, where `project` leads from the output root to the project."""
    names = function_names(case.title for case in suite.cases)
    views = [_case_view(case, name) for case, name in zip(suite.cases, names, strict=True)]
    sections: dict[str, SectionView] = {
        family.value: SectionView(family.value, _HEADINGS[family], ()) for family in Family
    }
    pairs = sorted(zip(suite.cases, views, strict=True), key=lambda pair: _ORDER[pair[0].family])
    for family, members in groupby(pairs, key=lambda pair: pair[0].family):
        groups = tuple(_groups(family, list(members)))
        sections[family.value] = SectionView(family.value, _HEADINGS[family], groups)
    place = "the root folder" if suite.path == "." else comment(suite.path)
    way = posixpath.normpath(posixpath.join(posixpath.relpath(".", folder), project, suite.path))
    return SuiteView(suite.name, suite.path, place, way, helpers(suite), sections, suite.without)


def helpers(suite: Suite) -> tuple[str, ...]:
    """The names of the support library's forms that spelling the suite takes, sorted."""
    found: set[str] = set()
    for case in suite.cases:
        if isinstance(case.expect, Declared):
            _collect(case.expect.body, found)
        elif isinstance(case.expect, Attribute):
            _collect(case.expect.value, found)
        elif isinstance(case.expect, AllHold):
            for fact in case.expect.facts:
                _collect(fact.value, found)
        if len(found) == len(_HELPERS):
            break
    return tuple(sorted(found))


_ORDER = {family: order for order, family in enumerate(Family)}


def _collect(form: Form, found: set[str]) -> None:
    helper = _HELPERS.get(type(form))
    if helper:
        found.add(helper)
    if isinstance(form, Mapping):
        for item in form.values():
            _collect(item, found)
    elif isinstance(form, tuple):
        for item in form:
            _collect(item, found)
    elif isinstance(form, Interpolation):
        _collect(form.parts, found)
    elif isinstance(form, Invocation):
        _collect(form.arguments, found)


def _groups(family: Family, members: list[tuple[Case, CaseView]]) -> Iterator[GroupView]:
    """One group for a family; for the configuration one for each block, and one for the local values."""
    if family is not Family.CONFIGURATION:
        yield GroupView(_HEADINGS[family], tuple(view for _, view in members))
        return
    for subject, cases in groupby(members, key=lambda pair: pair[0].subject if pair[0].phrase else "locals"):
        views = tuple(view for _, view in cases)
        yield GroupView(plain(subject), views, *_of_block(views[0]))


def _of_block(view: CaseView) -> tuple[str, str, tuple[Any, ...], Mapping[str, Any]]:
    """Address and type of the resource that a case is about, and what its block is looked up with."""
    if view.kind not in ("declared", "attribute") or view.arguments[0] not in ("resource", "data"):
        return "", "", (), {}
    kind, type_ = view.arguments[:2]
    return view.subject, type_ if kind == "resource" else f"data.{type_}", view.arguments, view.named


def _case_view(case: Case, name: str) -> CaseView:
    title = plain(case.title)
    in_group = case.family is Family.CONFIGURATION and case.phrase
    arguments, named, attribute, expected = _spelling(case.expect)
    phrase = plain(case.phrase) if in_group else title
    kind = _KINDS[type(case.expect)]
    looked = lookups(case.expect.facts) if isinstance(case.expect, AllHold) else ()
    return CaseView(case.id, kind, title, phrase, name, arguments, named, attribute, expected, looked, case.subject)


def _spelling(expect: Expectation) -> tuple[tuple[Any, ...], Mapping[str, Any], str, Form]:
    """Arguments, named arguments, the attribute below, and the expected value."""
    match expect:
        case Inventory(kind, names):
            return (kind,), {}, "", names
        case Declared(kind, labels, body, index):
            return (kind, *labels), _index(index), "", body
        case Attribute(kind, labels, name, value, index):
            return (kind, *labels), _index(index), name, value
        case Wired(kind, labels, path, targets):
            return (kind, *labels), {"path": path}, "", targets
        case FilePresent(path):
            return (path,), {}, "", True
        case SymbolDefined(path, symbol, _):
            return (path, symbol), {}, "", True
        case AllHold():
            return (), {}, "", None


def _index(index: int) -> Mapping[str, Any]:
    return {"index": index} if index else {}


def suite_labels(view: SuiteView) -> Iterator[CaseLabel]:
    """The cases of a suite of file checks, in order."""
    for section in view.sections.values():
        for group in section.groups:
            for case in group.cases:
                yield CaseLabel(case.id, (case.name, path([group.title, case.phrase]), case.phrase), case.subject)
