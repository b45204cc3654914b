"""What holds for every JavaScript and TypeScript file that can be taken apart."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.merge import Language, Role, Unit, UnparsableError
from scaffold.merge.script import JAVASCRIPT, TYPESCRIPT

RECORDED = (
    Path(__file__).parents[2] / "golden/pulumi/several/expected/network/tests/infrastructure_checks/network.spec.ts"
).read_text()
STATEMENTS = [
    "import a, { b as c } from './a';",
    "import './a'",
    "const { d, e: f } = require('d');",
    "let g;",
    "const { it } = deployed;",
    "beforeAll(async () => {\n  g = await d();\n\n  // why\n});",
    "it('a title', async () => expect(await g()).toBe(1));",
    "it('a title', async () => {\n  expect(`\n  ${g}\n`).toBe(\"it's\");\n});",
    "test.each`\n  h | i\n  ${1} | ${2}\n`('adds $h', ({ h }) => {})",
    "describe('one line', () => { it('b', f); });",
    "describe('given', given);",
    "for (const j of k) it(j, f);",
    "f(); g();",
    "; [1].map(f);",
    "export {};",
    "const l = () => {}",
    "const pattern = /[/'\"]\\//g;",
    "'use strict';",
    "function m() {\n}",
    ";",
    "é('ü');",
    "it('\u2028\U0001f600', f);",
]
TRIVIA = ["", "\n", "// a comment\n", "\t/* one */\n", "/**\n * several\n */\n", "  \n", "// it('b', f);\n", "\f\n"]
BEHIND = ["", " // behind", " /* behind */", "   ", " /* behind\n still */", "\t"]

trivia = st.lists(st.sampled_from(TRIVIA), max_size=3).map("".join)
leaves = st.builds("{}{}{}\n".format, trivia, st.sampled_from(STATEMENTS), st.sampled_from(BEHIND))


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        "{}describe('{}', () => {{{}\n{}{}}});{}\n".format,
        trivia,
        st.sampled_from(["a", "b", "it"]),
        st.sampled_from(BEHIND),
        st.lists(inner, max_size=4).map("".join),
        trivia,
        st.sampled_from(BEHIND),
    )


bodies = st.lists(st.recursive(leaves, groups, max_leaves=8), max_size=6).map("".join)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(["", "#!/usr/bin/env node\n"])) + draw(bodies) + draw(trivia)
    text = draw(st.sampled_from([text, text.rstrip("\n")]))
    ends = draw(st.sampled_from(["\n", "\r\n", "mixed"]))
    if ends == "mixed":
        lines = text.split("\n")
        text = "".join(line + draw(st.sampled_from(["\n", "\r\n"])) for line in lines[:-1]) + lines[-1]
    else:
        text = text.replace("\n", ends)
    return draw(st.sampled_from(["", "\ufeff"])) + text


def hold(text: str, made: Unit) -> None:
    """Everything that is to hold for the units of a text."""
    assert made.text == text
    assert (made.role, made.head, made.tail, made.name) == (Role.FILE, "", "", "")
    paths = [path for path, _ in made.walk()]
    assert len(paths) == len(set(paths))
    pieces = [piece for _, unit in made.walk() for piece in (unit.lead, unit.head, unit.inner, unit.tail)]
    assert all(not piece or piece.endswith("\n") or text.endswith(piece) for piece in pieces)
    for _, unit in made.walk():
        assert unit.head.strip()
        assert bool(unit.notes) == bool(unit.lead.strip())
        assert bool(unit.tail) == (unit.role is Role.GROUP)
        assert bool(unit.name) == (unit.role in (Role.CASE, Role.GROUP))
        assert unit.role is Role.GROUP or not (unit.children or unit.inner)
        place = text.replace("\r\n", "\n").split("\n")[unit.line - 1]
        assert unit.head.replace("\r\n", "\n").split("\n")[0].lstrip("\ufeff") == place.lstrip("\ufeff")


def refused_at(text: str, language: Language) -> int | None:
    """The line for which a text is refused; nothing where everything holds for its units."""
    try:
        made = language.parse(text)
    except UnparsableError as error:
        return error.line
    hold(text, made)
    return None


@settings(deadline=None, max_examples=300)
@given(files())
def test_files_come_back_to_the_last_character(text: str) -> None:
    for language in (TYPESCRIPT, JAVASCRIPT):
        hold(text, language.parse(text))


@settings(deadline=None, max_examples=150)
@given(files())
def test_line_ends_and_a_mark_say_nothing(text: str) -> None:
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")

    def facts(unit: Unit) -> list[object]:
        return [(path, found.shape, found.notes, found.binds, found.uses, found.line) for path, found in unit.walk()]

    assert facts(TYPESCRIPT.parse(text)) == facts(TYPESCRIPT.parse(plain))


@settings(deadline=None, max_examples=150)
@given(files())
def test_a_unit_of_its_own_says_what_it_does_among_others(text: str) -> None:
    """So that a unit can be moved."""
    for unit in TYPESCRIPT.parse(text).children:
        if unit.role is Role.GROUP or not unit.head.endswith("\n"):
            continue
        (alone,) = TYPESCRIPT.parse(unit.lead + unit.head).children
        assert (alone.role, alone.shape, alone.notes, alone.binds, alone.uses) == (
            unit.role,
            unit.shape,
            unit.notes,
            unit.binds,
            unit.uses,
        )


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("it('a`{}()[]=>;,.$/*\n\r\t \"\\é\0\ufeff\u2028<!&|?:1x#@")) | st.text(), st.booleans())
def test_no_text_ends_otherwise(text: str, typed: bool) -> None:
    line = refused_at(text, TYPESCRIPT if typed else JAVASCRIPT)
    assert line is None or 1 <= line <= text.count("\n") + 1


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(RECORDED)), st.integers(0, 60), st.sampled_from(["", "}", "//", "`", "/*", "é", "\r"]))
def test_no_torn_file_ends_otherwise(start: int, length: int, instead: str) -> None:
    text = RECORDED[:start] + instead + RECORDED[start + length :]
    line = refused_at(text, TYPESCRIPT)
    assert line is None or 1 <= line <= text.count("\n") + 1
