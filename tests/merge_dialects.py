"""Suites of an invented project in each language that is merged, and what a person might write into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from merge_plain import PLAIN

from scaffold.merge import Language
from scaffold.merge.hcl import HCL
from scaffold.merge.python import PYTHON
from scaffold.merge.script import TYPESCRIPT
from scaffold.model.written import CaseLabel

KINDS = ("bucket", "queue", "topic")


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource: what is generated for it depends on its version."""

    kind: str
    name: str
    version: int = 1

    @property
    def address(self) -> str:
        return f"{self.kind}.{self.name}"


@dataclass(frozen=True, slots=True)
class Project:
    """What suites are generated for; `traits` are what else there may be in them."""

    title: str
    things: tuple[Thing, ...]
    traits: frozenset[str] = frozenset()


def remembering(language: Language) -> Language:
    """A language that takes no text apart twice: histories have the same ones again and again."""
    return replace(language, parse=lru_cache(64)(language.parse))


@dataclass(frozen=True, slots=True)
class Suite:
    text: str
    labels: tuple[CaseLabel, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """A language: how a suite is generated, and how a person writes. `token` is a word that occurs nowhere else.

    `case`, `setup`, `bring` (an import) and `group` are statements of a person's own, for a place with so much margin.
    `into` edits a case. `formatted` is a text as a formatter might leave it. `step` is a margin inside a group.
    """

    name: str
    language: Language
    suite: Callable[[Project], Suite]
    case: Callable[[str, str], str]
    setup: Callable[[str, str], str]
    bring: Callable[[str], str]
    group: Callable[[str, str], str]
    into: Callable[[str, str], str]
    formatted: Callable[[str], str]
    remark: str
    step: str
    kinds: tuple[str, ...] = KINDS


def _label(family: str, thing: Thing, *names: str) -> CaseLabel:
    return CaseLabel(f"{family}:{thing.address}", names, thing.address)


def _kinds(project: Project) -> list[str]:
    return sorted({thing.kind for thing in project.things})


def _pairs(project: Project) -> Iterator[tuple[Thing, Thing]]:
    """Things of which the first is said to reach the second."""
    for first in project.things:
        for second in project.things:
            if first.kind == "queue" and second.kind == "topic" and second.version % 2:
                yield first, second


# The language of tests.


def plain_suite(project: Project) -> Suite:
    labels = []
    lines = [f"# What {project.title} is.", f"use support: {', '.join(['stack', *_kinds(project)])}"]
    if "later" in project.traits:
        lines.append("use later: soon")
    for kind in _kinds(project):
        lines += ["", f"group {project.title}.{kind}"]
        things = [thing for thing in project.things if thing.kind == kind]
        lines += [f"  set {kind}_{thing.name} = {kind} stack {thing.name}" for thing in things]
        for thing in things:
            lines += ["", f"  test {thing.name}: {kind}_{thing.name}", f"    - version {thing.version}"]
            labels.append(_label("configuration", thing, thing.name))
            if thing.version % 2:
                lines += ["", "  # Kept.", f"  test kept_{thing.name}: {kind}_{thing.name} stack"]
                labels.append(_label("kept", thing, f"kept_{thing.name}"))
        lines.append("end")
    for first, second in _pairs(project):
        lines += ["", f"test {first.name}_{second.name}: stack"]
        labels.append(CaseLabel(f"reach:{first.address}:{second.address}", (f"{first.name}_{second.name}",)))
    return Suite("\n".join(lines) + "\n", tuple(labels))


# Python.


def python_suite(project: Project) -> Suite:
    labels = [CaseLabel("inventory", (f"Test{project.title} > test_declares_exactly_these",))]
    lines = [f'"""What {project.title} is."""', ""]
    if "later" in project.traits:
        lines += ["import pytest", ""]
    names = sorted(["deployment", *_kinds(project)])
    lines.append(f"from .support import {', '.join(names)}")
    if "later" in project.traits:
        lines += ["", 'REGION = "eu-1"']
    lines += ["", "", f"class Test{project.title}:", f'    stack = deployment("{project.title}")']
    lines += [f'    {thing.kind}_{thing.name} = {thing.kind}("{thing.name}")' for thing in project.things]
    lines += ["", "    def test_declares_exactly_these(self):"]
    lines += [f"        assert self.stack.inventory() == {[thing.address for thing in project.things]}"]
    for thing in project.things:
        name = f"test_{thing.kind}_{thing.name}"
        lines += ["", f"    def {name}_is_configured(self):"]
        lines += [
            f"        assert self.{thing.kind}_{thing.name}.inputs() == {{",
            f'            "version": {thing.version},',
        ]
        lines += ["        }"]
        labels.append(_label("configuration", thing, f"Test{project.title} > {name}_is_configured"))
        if thing.version % 2:
            mark = ['    @pytest.mark.skipif(REGION == "", reason="none")'] if "later" in project.traits else []
            lines += ["", "    # It is not to be lost.", *mark, f"    def {name}_is_kept(self):"]
            lines += [f'        assert "{thing.address}" in self.stack.kept()']
            labels.append(_label("kept", thing, f"{name}_is_kept"))
    for first, second in _pairs(project):
        name = f"test_{first.name}_reaches_{second.name}"
        lines += ["", "", f"def {name}():", f'    assert queue("{first.name}").reaches("{second.name}")']
        labels.append(CaseLabel(f"reach:{first.address}:{second.address}", (name,), first.address))
    return Suite("\n".join(lines) + "\n", tuple(labels))


def _python_formatted(text: str) -> str:
    text = re.sub(r"\n\n( +)(def|@|#)", r"\n\n\n\1\2", text)
    text = re.sub(r"== (\[.*\])\n", r"== (\n            \1\n        )\n", text)
    return re.sub(r'(?<!")"([a-z0-9.]*)"(?!")', r"'\1'", text)


# TypeScript.


def script_suite(project: Project) -> Suite:
    labels = [CaseLabel("inventory", (f"{project.title} > declares exactly these",))]
    names = ", ".join(sorted(["deployment", *_kinds(project)]))
    lines = [f"// What {project.title} is.", f"import {{ {names} }} from './support';"]
    if "later" in project.traits:
        lines.append("import { later } from './later';")
    lines += ["", f"describe('{project.title}', () => {{", f"  const stack = deployment('{project.title}');"]
    if "later" in project.traits:
        lines += ["", "  beforeAll(async () => {", "    await later(stack);", "  });"]
    lines += ["", "  it('declares exactly these', async () => {"]
    lines += [f"    expect(await stack.inventory()).toEqual({[thing.address for thing in project.things]});", "  });"]
    for thing in project.things:
        title = f"{thing.kind} {thing.name}"
        lines += ["", f"  describe('{title}', () => {{", f"    const {thing.name} = {thing.kind}('{thing.name}');", ""]
        lines += ["    it('is configured', async () => {", f"      expect(await {thing.name}.inputs()).toEqual({{"]
        lines += [f"        version: {thing.version},", f"        name: '{thing.name}',", "      });", "    });"]
        labels.append(_label("configuration", thing, f"{project.title} > {title} > is configured", "is configured"))
        if thing.version % 2:
            lines += ["", "    // It is not to be lost.", "    it('is kept', async () => {"]
            lines += [f"      expect(await stack.kept('{thing.address}')).toBe(true);", "    });"]
            labels.append(_label("kept", thing, f"{title} > is kept"))
        lines.append("  });")
    for first, second in _pairs(project):
        title = f"{first.name} reaches {second.name}"
        lines += ["", f"  it('{title}', async () => {{", f"    expect(await queue('{first.name}').end()).toBe(stack);"]
        lines += ["  });"]
        labels.append(CaseLabel(f"reach:{first.address}:{second.address}", (title,), first.address))
    lines.append("});")
    return Suite("\n".join(lines) + "\n", tuple(labels))


def _script_formatted(text: str) -> str:
    text = re.sub(r"^( +)", r"\1\1", text, flags=re.MULTILINE)
    text = re.sub(r"^import \{ (.*) \} from '(.*)';", r'import {\n    \1,\n} from "\2"', text, flags=re.MULTILINE)
    return re.sub(r"async \(\) => \{\n( *)(expect.*)\n", r"async () => {\n\n\1\2\n", text)


def _inside(text: str, line: str) -> str:
    """A text with a line before its last one."""
    body, _, last = text.rstrip("\n").rpartition("\n")
    return f"{body}\n{line}\n{last}\n"


def _script_into(head: str, token: str) -> str:
    margin = " " * (len(head) - len(head.lstrip()))
    return _inside(head, f"{margin}  expect('{token}').toBe('{token}');") if head.count("\n") > 1 else head


# Terraform's native tests.


def hcl_suite(project: Project) -> Suite:
    labels = []
    lines = [f"# Tests of {project.title}.", "", "# What they rely on.", "variables {", f'  title = "{project.title}"']
    lines += ["}"]
    for kind in _kinds(project):
        lines += ["", f'mock_provider "{kind}" {{', "  source = var.title", "}"]
    for kind in _kinds(project):
        lines += ["", f"# All of {kind}", "# ----"]
        for thing in (each for each in project.things if each.kind == kind):
            name = f"{kind}_{thing.name}_is_configured"
            lines += ["", f"# {thing.address} is what it is.", f'run "{name}" {{', "  command = plan", "", "  assert {"]
            lines += [f"    condition     = {thing.address}.version == {thing.version}"]
            lines += [f'    error_message = "{thing.address} is another."', "  }", "}"]
            labels.append(_label("configuration", thing, name))
            if thing.version % 2:
                lines += ["", f'run "{kind}_{thing.name}_is_kept" {{', "  command = plan", "  variables {"]
                lines += ['    title = "kept"', "  }", "}"]
                labels.append(_label("kept", thing, f"{kind}_{thing.name}_is_kept"))
    return Suite("\n".join(lines) + "\n", tuple(labels))


def _hcl_formatted(text: str) -> str:
    text = re.sub(r"^(  +\w+) += ", r"\1   = ", text, flags=re.MULTILINE)
    return re.sub(r"\{\n  command", "{\n\n    command", text)


def _python_case(margin: str, token: str) -> str:
    return f'{margin}def test_{token}({"self" if margin else ""}):\n{margin}    assert "{token}"\n'


def _script_case(margin: str, token: str) -> str:
    return f"{margin}it('{token}', () => {{\n{margin}  expect(stack{token}).toBe(1);\n{margin}}});\n"


DIALECTS = {
    "plain": Dialect(
        "plain",
        remembering(PLAIN),
        plain_suite,
        lambda margin, token: f"{margin}test {token}: stack\n{margin}  - x\n",
        lambda margin, token: f"{margin}set {token} = stack\n",
        lambda token: f"use {token}: x{token}\n",
        lambda margin, token: f"{margin}group {token}\n{margin}  test in{token}\n{margin}end\n",
        lambda head, token: f"{head}{' ' * (len(head) - len(head.lstrip()))}  - {token}\n",
        lambda text: re.sub(r"^( +)", r"\1 ", text.replace("\n\n", "\n\n\n"), flags=re.MULTILINE),
        "#",
        "  ",
    ),
    "python": Dialect(
        "python",
        remembering(PYTHON),
        python_suite,
        _python_case,
        lambda margin, token: f'{margin}{token} = "{token}"\n',
        lambda token: f"import {token}\n",
        lambda margin, token: f"{margin}class Test{token}:\n{_python_case(margin + '    ', token)}",
        lambda head, token: f'{head}{" " * (len(head) - len(head.lstrip()))}    assert "{token}" != 1\n',
        _python_formatted,
        "#",
        "    ",
    ),
    "script": Dialect(
        "script",
        remembering(TYPESCRIPT),
        script_suite,
        _script_case,
        lambda margin, token: f"{margin}const {token} = '{token}';\n",
        lambda token: f"import {{ x{token} }} from './{token}';\n",
        lambda margin, token: (
            f"{margin}describe('{token}', () => {{\n{_script_case(margin + '  ', token)}{margin}}});\n"
        ),
        _script_into,
        _script_formatted,
        "//",
        "  ",
    ),
    "hcl": Dialect(
        "hcl",
        remembering(HCL),
        hcl_suite,
        lambda margin, token: f'{margin}run "{token}" {{\n{margin}  command = plan\n{margin}}}\n',
        lambda margin, token: f"{margin}override_data {{\n{margin}  target = data.{token}.x\n{margin}}}\n",
        lambda token: f'provider "{token}" {{\n  alias = "x"\n}}\n',
        lambda margin, token: f'{margin}run "{token}" {{\n{margin}}}\n',
        lambda head, token: _inside(head, f"  {token} = 1"),
        _hcl_formatted,
        "#",
        "  ",
    ),
}
