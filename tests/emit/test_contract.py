"""Every template gets what its contract says, and a contract that changes has a new version.

Run as a program, this records the contract of a version that has no record yet.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import jinja2
import pytest
from jinja2 import nodes

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.emit import INTEGRATION_TARGETS, TARGETS
from scaffold.emit import contract as contract_module
from scaffold.emit.contract import (
    CHANGES,
    VERSION,
    ContextChange,
    changes_since,
    contracts,
    fingerprints,
    row_of,
    views,
)
from scaffold.emit.contract_shapes import Shape, reached, shape_of, view_of
from scaffold.emit.contract_table import ROWS
from scaffold.emit.hcl import Code
from scaffold.emit.kinds import Data, Kind, Macros, Source, Text, Word
from scaffold.emit.paths import placed
from scaffold.emit.render import Renderer, builtin_folder, template_names
from scaffold.model.testplan import Tier

REPOSITORY = Path(__file__).parents[2]
RECORDS = Path(__file__).parent / "contexts.json"
#: Targets that no golden case is recorded for, and a project for each.
OTHERS = {
    "terraform/queue": "vitest",
    "cdktf/python-module-level": "cdktf-unittest",
    "pulumi/module-level": "pulumi-vitest",
    "pulumi/python-component": "pulumi-unittest",
}
#: Templates that put suites into a folder at another depth, and the projects that they are tried with.
ELSEWHERE, MOVED = Path(__file__).parent / "elsewhere", ("pulumi/module-level", "pulumi/python-component")
#: What a word is made of, whatever a project calls its things.
WORD = re.compile(r"[\w./:@$ -]*\Z")


def goldens() -> Iterator[tuple[Path, Settings]]:
    """Every golden project with its settings."""
    for place in sorted((REPOSITORY / "golden").glob("*/*/case.toml")):
        said = tomllib.loads(place.read_text(encoding="utf-8"))
        project = place.parent / "project"
        yield (
            project,
            Settings(
                targets=tuple(said["targets"]),
                tier=Tier(said["tier"]),
                var_files=tuple(project / name for name in said.get("var_files", ())),
            ),
        )


@pytest.fixture(scope="module")
def rendered() -> Mapping[str, list[Mapping[str, Any]]]:
    """What each template was given while all golden suites were written, by the template's name."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    original = Renderer.render

    def render(self: Renderer, name: str, /, **context: Any) -> str:
        found.setdefault(name, []).append(context)
        return original(self, name, **context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "render", render)
        for project, settings in goldens():
            pipeline.produce(project, settings)
        for place, target in OTHERS.items():
            settings = Settings(targets=(target,), template_dirs=(ELSEWHERE,) if place in MOVED else ())
            pipeline.produce(REPOSITORY / "golden" / place / "project", settings)
        for known in (*TARGETS.values(), *INTEGRATION_TARGETS.values()):
            placed(known, Renderer())
    return found


def wrong(value: Any, shape: Shape, way: str) -> Iterator[str]:
    """Where a value is not what a shape says."""
    if shape.maybe and value is None:
        return
    if shape.kind is Kind.VIEW:
        if type(value).__name__ != shape.view:
            yield f"{way} is a {type(value).__name__}, not a {shape.view}"
            return
        assert dataclasses.is_dataclass(value)
        for name, inner in views()[shape.view].fields.items():
            yield from wrong(getattr(value, name), inner, f"{way}.{name}")
    elif shape.kind is Kind.LIST:
        items = [] if isinstance(value, (str, Mapping)) else list(value)
        if not isinstance(value, (tuple, Iterator)):
            yield f"{way} is a {type(value).__name__}, not a tuple"
        for at, item in enumerate(items):
            yield from wrong(item, shape.item or Shape(Kind.DATA), f"{way}[{at}]")
    elif shape.kind is Kind.TABLE:
        if not isinstance(value, Mapping):
            yield f"{way} is no table"
            return
        for key, item in value.items():
            yield from wrong(key, Shape(shape.keys or Kind.TEXT), f"a key of {way}")
            yield from wrong(item, shape.item or Shape(Kind.DATA), f"{way}[{key!r}]")
    elif not FITS[shape.kind](value):
        yield f"{way} is no {shape.kind.value}: {value!r}"


FITS = {
    Kind.WORD: lambda value: isinstance(value, str) and WORD.match(value) is not None,
    Kind.REMARK: lambda value: isinstance(value, str) and value.isprintable(),
    Kind.CODE: lambda value: isinstance(value, (str, Code)),
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.DATA: lambda _: True,
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.NUMBER: lambda value: isinstance(value, (int, float)),
}


def test_templates_get_what_their_contracts_say(rendered: Mapping[str, list[Mapping[str, Any]]]) -> None:
    for name, calls in rendered.items():
        contract = contracts()[name]
        for context in calls:
            assert context.keys() == contract.variables.keys(), name
            found = [fault for key, value in context.items() for fault in wrong(value, contract.variables[key], key)]
            assert found == [], name


def test_the_golden_suites_render_every_template(rendered: Mapping[str, list[Mapping[str, Any]]]) -> None:
    reached_by = {*rendered}
    waiting = list(reached_by)
    while waiting:
        for other in referred(waiting.pop()):
            if other not in reached_by:
                reached_by.add(other)
                waiting.append(other)
    plain = {name for name in template_names() if not any(mark in source(name) for mark in ("{{", "{%", "{#"))}
    assert {name for name in contracts() if contracts()[name].variables} - plain <= reached_by


def source(name: str) -> str:
    return (builtin_folder() / name).read_text(encoding="utf-8")


def parsed(name: str) -> nodes.Template:
    return jinja2.Environment(autoescape=True).parse(source(name))


def referred(name: str) -> list[str]:
    """The templates that one extends, imports or includes."""
    tree = parsed(name)
    found = [*tree.find_all((nodes.Extends, nodes.Import, nodes.FromImport, nodes.Include))]
    return [node.template.value for node in found if isinstance(node.template, nodes.Const)]


def test_every_row_speaks_of_a_template() -> None:
    spoken = {id(row_of(name)) for name in template_names()}
    assert [row.templates for row in ROWS if id(row) not in spoken] == []
    assert len({name for row in ROWS for name in row.templates}) == sum(len(row.templates) for row in ROWS)
    with pytest.raises(KeyError, match=r"no contract speaks of the template pytest/other\.j2"):
        row_of("pytest/other.j2")


def test_macros_that_others_call_are_there() -> None:
    """A template that imports another calls only what its contract lists, with no more arguments than it takes."""
    for name in template_names():
        tree = parsed(name)
        aliases = {node.target: node.template.value for node in tree.find_all(nodes.Import)}  # type: ignore[attr-defined]
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name):
                imported = aliases.get(call.node.node.name)
                if imported:
                    parameters = contracts()[imported].macros[call.node.attr]
                    assert len(call.args) <= len(parameters), f"{name}: {imported} {call.node.attr}"


def test_assertions_of_all_runners_have_the_same_macros() -> None:
    for one, other in (
        ("programs/expect.ts.j2", "pulumi/assert.ts.j2"),
        ("pulumi-pytest/check.py.j2", "pulumi-unittest/check.py.j2"),
    ):
        assert contracts()[one].macros.keys() <= contracts()[other].macros.keys()


def test_blocks_in_loops_say_what_they_get() -> None:
    for name, contract in contracts().items():
        scoped = {block.name for block in parsed(name).find_all(nodes.Block) if block.scoped}
        assert scoped <= contract.scoped.keys() <= set(contract.blocks), name


# -- versions


def records() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(RECORDS.read_text(encoding="utf-8"))
    return loaded


def changed(recorded: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The templates whose contract is not what it was, or that are gone; new ones change nothing for anybody."""
    return sorted(name for name, digest in recorded.items() if now.get(name) != digest)


def test_a_changed_contract_has_a_new_version() -> None:
    told = (
        f"what these templates get changed: raise VERSION to {VERSION + 1}, say in CHANGES what changed, "
        f"and run `python {Path(__file__).relative_to(REPOSITORY)}`"
    )
    assert str(VERSION) in records(), told
    assert changed(records()[str(VERSION)], fingerprints()) == [], told
    assert fingerprints().keys() <= records()[str(VERSION)].keys(), "there are new templates: record them"


def test_every_version_says_what_changed() -> None:
    assert sorted(CHANGES) == list(range(1, VERSION + 1)) == sorted(map(int, records()))
    for version, changes in CHANGES.items():
        told = {change.template for change in changes}
        before = records().get(str(version - 1), {})
        assert "*" in told or told >= set(changed(before, records()[str(version)])), version


def test_a_field_more_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprints()
    view = views()["LookupView"]
    more = {**views(), "LookupView": dataclasses.replace(view, fields={**view.fields, "more": Shape(Kind.FLAG)})}
    monkeypatch.setattr(contract_module, "views", lambda: more)
    now = changed(before, fingerprints())
    assert "pytest/test_module.py.j2" in now
    assert "jest/module.test.js.j2" in now
    assert "pulumi-jest/suite.test.ts.j2" not in now


def test_what_changed_since_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, all_ = (ContextChange(name, "is new") for name in ("a.j2", "b.j2", "*"))
    monkeypatch.setattr(contract_module, "CHANGES", {3: (other, all_), 1: (all_,), 2: (one,)})
    assert changes_since(0) == (all_, one, other, all_)
    assert changes_since(1, "a.j2") == (one, all_)
    assert changes_since(2, "a.j2") == (all_,)
    assert changes_since(3) == ()


# -- shapes


@dataclasses.dataclass(frozen=True)
class Inner:
    """What is in it."""

    word: Word
    others: tuple[Inner, ...]


@dataclasses.dataclass(frozen=True)
class Outer:
    """A view."""

    inner: Inner | None
    texts: tuple[Text, ...]
    table: Mapping[Word, Data]
    count: int

    @property
    def inners(self) -> Iterator[Inner]:
        """What is given, too."""
        return iter(())


def test_shapes_say_what_annotations_say() -> None:
    fields = view_of(Outer).fields
    assert {name: str(shape) for name, shape in fields.items()} == {
        "inner": "Inner, or none",
        "texts": "list of text",
        "table": "data by word",
        "count": "number",
        "inners": "list of Inner",
    }
    assert view_of(Outer).doc == "A view."
    assert [made.__name__ for made in reached([Outer])] == ["Outer", "Inner"]


def test_what_is_trusted() -> None:
    trusted = [shape_of(hint).trusted for hint in (Word, Source, bool, int, Macros)]
    untrusted = [shape_of(hint).trusted for hint in (Text, Data, tuple[Word, ...], Annotated[str, Kind.REMARK], Inner)]
    assert trusted == [True] * 5
    assert untrusted == [False] * 5


def test_text_of_which_nothing_is_said_is_refused() -> None:
    with pytest.raises(TypeError, match="does not say what templates may use it for"):
        shape_of(tuple[str, ...])


def record() -> None:
    """Record what templates get now, where this version has no record, or there are new templates."""
    known = records() if RECORDS.is_file() else {}
    old = known.get(str(VERSION), {})
    if different := changed(old, fingerprints()):
        raise SystemExit(
            f"version {VERSION} is recorded, and what these get is not what it was: {', '.join(different)}"
        )
    known[str(VERSION)] = dict(fingerprints())
    RECORDS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
