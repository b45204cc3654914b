"""What a JavaScript or TypeScript suite is made of."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from scaffold.merge import Role, Unit, UnparsableError
from scaffold.merge.script import JAVASCRIPT, TYPESCRIPT

ROOT = Path(__file__).parents[2]
RECORDED = sorted(
    path
    for folder in (ROOT / "golden").glob("*/*/expected")
    for path in folder.rglob("*")
    if path.suffix in (".js", ".ts", ".mjs", ".cjs")
)
INSTALLED = sorted(
    path
    for pattern in ("*.test.js", "*.test.ts", "*.spec.js", "*.spec.ts")
    for path in (ROOT / "tests/node/node_modules").rglob(pattern)
    if path.is_file()
)


def parsed(text: str) -> Unit:
    made = TYPESCRIPT.parse(textwrap.dedent(text).removeprefix("\n"))
    assert made.text == textwrap.dedent(text).removeprefix("\n")
    return made


def only(text: str) -> Unit:
    (child,) = parsed(text).children
    return child


def outline(unit: Unit) -> list[tuple[str, ...]]:
    return [(found.role.value, *path) for path, found in unit.walk()]


@pytest.mark.parametrize("path", [*RECORDED, *INSTALLED], ids=lambda path: path.relative_to(ROOT).as_posix()[-60:])
def test_suites_come_back_to_the_last_character(path: Path) -> None:
    text = path.read_bytes().decode()
    language = TYPESCRIPT if path.suffix.endswith("ts") else JAVASCRIPT
    for given in (text, text.replace("\r\n", "\n").replace("\n", "\r\n"), "\ufeff" + text, text.rstrip()):
        made = language.parse(given)
        assert made.text == given
        paths = [found for found, _ in made.walk()]
        assert len(paths) == len(set(paths))


def test_every_recorded_test_is_a_case() -> None:
    text = (ROOT / "golden/integration/orders/expected/tests/integration/root.int.test.js").read_text()
    cases = [unit for _, unit in JAVASCRIPT.parse(text).walk() if unit.role is Role.CASE]
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith(("it(", "it.writes("))
    ]
    assert [case.line for case in cases] == lines


def test_a_suite_has_imports_setup_groups_and_cases() -> None:
    made = parsed("""
        import path from 'node:path';
        const { call, ref } = require('./support');

        let terraform;

        beforeAll(async () => {
          terraform = await load(path.join(__dirname, '..'));
        });

        describe('inventory', () => {
          const { it } = deployed;
          it('declares all', () => {});
          describe('deeper', function () {
            test.only("says \\"so\\"", async function () {});
          });
        });

        it.each([1, 2])('adds %i', (n) => {});
    """)
    assert outline(made) == [
        ("import", "import node:path"),
        ("import", "import ./support"),
        ("setup", "const terraform"),
        ("setup", "beforeAll"),
        ("group", "inventory"),
        ("setup", "inventory", "const it"),
        ("case", "inventory", "declares all"),
        ("group", "inventory", "deeper"),
        ("case", "inventory", "deeper", 'says "so"'),
        ("case", "adds %i"),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("it('a', () => {});", "a"),
        ('test("it\'s", async () => {})', "it's"),
        ("it(`plain`, done => done());", "plain"),
        ("it('caf\\u00e9 \\x41 \\u{1F600} \\ud83d\\ude00 a\\\nb', f);", "café A 😀 😀 ab"),
        ("it(`so ${much}`, f);", "`so ${much}`"),
        ('it("a" +\n  "b", f);', "'a' + 'b'"),
        ("it.skip('a', f);", "a"),
        ("it.concurrent.only('a', f);", "a"),
        ("it.each([[1], [2]])('a %i', (n) => {});", "a %i"),
        ("it.each`\n  n\n  ${1}\n`('a $n', ({ n }) => {});", "a $n"),
        ("test.todo('a');", "a"),
        ("test('pending');", "pending"),
        ("xit('a', f);", "a"),
        ("deployed.it('a', () => {});", "a"),
        ("it.writes('a', () => {});", "a"),
        ("deployed.it.writes(`a`, () => {});", "a"),
        ("await test('a', async () => {});", "a"),
        ("void test('a', async () => {});", "a"),
        ("it('a', { timeout: 1 }, () => {});", "a"),
        ("it('a', () => {}, 1000);", "a"),
        ("it('a', async () => expect(await f()).toBe(1));", "a"),
        ("it(/* why */ 'a', () => {});", "a"),
        ("it('a', function* () {})", "a"),
        ("Deno.test('a', () => {});", "a"),
        ("test.skipIf(windows)('a', () => {});", "a"),
    ],
)
def test_a_test_is_a_case(source: str, name: str) -> None:
    unit = only(source)
    assert (unit.role, unit.name, unit.key) == (Role.CASE, name, name)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("const a = 1, b = 2;", "const a"),
        ("let terraform;", "const terraform"),
        ("var { x, y: [z] } = w();", "const x"),
        ("export const a = 1;", "export const a"),
        ("declare const a: number;", "declare const a"),
        ("function help() {}", "function help"),
        ("async function* help() {}", "function help"),
        ("export default function help() {}", "export default"),
        ("export default {};", "export default"),
        ("export {};", "export"),
        ("export * from './x';", "export ./x"),
        ("class Help {}", "class Help"),
        ("abstract class Help {}", "class Help"),
        ("interface Help {}", "interface Help"),
        ("type Help = string;", "type Help"),
        ("enum Help { A }", "enum Help"),
        ("namespace Help {}", "namespace Help"),
        ("beforeEach(() => {});", "beforeEach"),
        ("test.beforeEach('x', () => {});", "test.beforeEach x"),
        ("test.use({ a: 1 });", "test.use"),
        ("jest.mock('./x', () => ({}));", "jest.mock ./x"),
        ("jest.setTimeout(10);", "jest.setTimeout"),
        ("pattern.test('x');", "pattern.test x"),
        ("module.exports = { a };", "module.exports ="),
        ("'use strict';", "use strict"),
        ('"use strict"', "use strict"),
        ("for (const x of y) it(x, f);", "for"),
        ("if (a) {\n  it('b', () => {});\n}", "if"),
        ("try {} finally {}", "try"),
        ("new Thing('a');", "new Thing a"),
        ("describe('x', () => it('y', f));", "x"),
        ("describe('x', given);", "x"),
        ("describe('x', () => { it('y', f); });", "x"),
        ("describe('x', () => { it('y', f);\n});", "x"),
        ("describe('x', () => {\n  it('y', f); });", "x"),
        ("describe('x', () => {});", "x"),
        ("it('a', f); it('b', f);", "a; b"),
        ("const a = 1; // one\n", "const a"),
        (";", ";"),
    ],
)
def test_any_other_statement_is_setup(source: str, key: str) -> None:
    unit = only(source)
    assert (unit.role, unit.key, unit.name) == (Role.SETUP, key, "")


@pytest.mark.parametrize(
    ("source", "key", "binds"),
    [
        ("import x, { a as b, type C } from './x';", "import ./x", {"x", "b", "C"}),
        ("import x, * as all from './x';", "import ./x", {"x", "all"}),
        ("import type { A } from './x';", "import type ./x", {"A"}),
        ("import './x';", "import ./x", set[str]()),
        ("import x = require('./x');", "import ./x", {"x"}),
        ("import data from './x.json' with { type: 'json' };", "import ./x.json", {"data"}),
        ("const x = require('x');", "import x", {"x"}),
        ("const { a, b: c, d: { e }, f = 1, ...g } = require(`x`);", "import x", {"a", "c", "e", "f", "g"}),
        ("const { a } = require('x').b;", "import x", {"a"}),
        ("const { a } = await import('x');", "import x", {"a"}),
        ("const a = (await import('x')).default;", "import x", {"a"}),
        ("require('x');", "import x", set[str]()),
    ],
)
def test_what_gets_names_from_elsewhere_is_an_import(source: str, key: str, binds: set[str]) -> None:
    unit = only(source)
    assert (unit.role, unit.key, unit.binds) == (Role.IMPORT, key, binds)
    assert not unit.uses & unit.binds


def test_titles_that_are_the_same_give_different_keys() -> None:
    made = parsed("it('a', f);\nit('a', f);\nit('a #2', f);\nit('a', f);\n")
    assert [unit.key for unit in made.children] == ["a", "a #2", "a #2 #2", "a #3"]
    assert [unit.name for unit in made.children] == ["a", "a", "a #2", "a"]


def test_comments_belong_to_what_they_stand_before_or_behind() -> None:
    made = parsed("""
        #!/usr/bin/env node
        // The file's.
        import a from 'a'; // a's

        /**
         * Of the group.
         */
        describe('g', () => { // opens
          // Before the case.

          it('c', f); /* of the case,
          still */ // and still
          // At the end of the group.
        }); // closes

        // At the end.
    """)
    lead, group = made.children
    assert made.lead == "#!/usr/bin/env node\n"
    assert (lead.lead, lead.head, lead.line) == ("// The file's.\n", "import a from 'a'; // a's\n", 3)
    assert (group.lead, group.notes) == ("\n/**\n * Of the group.\n */\n", "/**\n* Of the group.\n*/")
    assert (group.head, group.tail) == ("describe('g', () => { // opens\n", "}); // closes\n")
    (case,) = group.children
    assert (case.lead, case.notes) == ("  // Before the case.\n\n", "// Before the case.")
    assert case.head == "  it('c', f); /* of the case,\n  still */ // and still\n"
    assert group.inner == "  // At the end of the group.\n"
    assert made.inner == "\n// At the end.\n"


def test_comments_behind_statements_without_semicolons_do_too() -> None:
    made = parsed("""
        const a = b // a's
        // Before c.
        const c = d, e = () => {} // c's

        /* of f */ f() // f's
        // At the end.
    """)
    assert [(unit.lead, unit.head) for unit in made.children] == [
        ("", "const a = b // a's\n"),
        ("// Before c.\n", "const c = d, e = () => {} // c's\n"),
        ("\n", "/* of f */ f() // f's\n"),
    ]
    assert made.inner == "// At the end.\n"


def test_a_semicolon_before_a_statement_is_on_its_line() -> None:
    made = parsed("const a = b\n;(c as any).d()\n;[1].map(e)\n")
    assert [unit.head for unit in made.children] == ["const a = b\n", ";(c as any).d()\n", ";[1].map(e)\n"]


@pytest.mark.parametrize(
    "opening",
    [
        "describe('g', () => {",
        "describe('g', function () {",
        "describe.skip('g', async () => {",
        "describe.each([1, 2])('g', (n) => {",
        "describe.each`\n  n\n  ${1}\n`('g', ({ n }) => {",
        "describe('g', { timeout: 1 }, () => {",
        "describe(\n  'g',\n  () => {",
        "suite('g', () => {",
        "context('g', () => {",
        "test.describe('g', () => {",
        "describe.only.each([1])('g', () => {",
        "await describe('g', async () => {",
    ],
)
def test_a_describe_with_a_body_is_a_group(opening: str) -> None:
    made = only(f"{opening}\n  it('c', f);\n}});\n")
    assert (made.role, made.name, made.head, made.tail) == (Role.GROUP, "g", f"{opening}\n", "});\n")
    assert [unit.name for unit in made.children] == ["c"]


def test_names_that_occur_are_used_and_those_declared_are_bound() -> None:
    made = parsed("""
        const stack = deployment({ project, load: () => import('x') });
        describe(title, () => {
          it('c', async () => {
            expect(await stack.of<Shape>(`${site}`)).toBe({ region });
          });
        });
    """)
    setup, group = made.children
    assert setup.binds == {"stack"}
    assert {"deployment", "project"} <= setup.uses
    assert "load" not in setup.uses
    assert {"describe", "title"} <= group.uses
    assert "stack" not in group.uses
    assert {"expect", "stack", "site", "region", "Shape"} <= group.children[0].uses


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("it('a', () => {\n  f(\n});\n", 2, "`(` is never closed"),
        ("const a = 1;\n\nconst = 2;\n", 3, "not expected"),
        ("it('a', () => {\n", 1, "`{` is never closed"),
        ("it('a');\n}\n", 2, "`}`"),
        ("<<<<<<< ours\nit('a');\n=======\n>>>>>>> theirs\n", 1, "not expected"),
        ("\ufeffa\n\nb b b\n", 3, "`b b` is not expected here"),
        ("a\r\n\r\nb b b\r\n", 3, "`b b` is not expected here"),
    ],
)
def test_a_text_that_is_no_program_is_refused_with_its_line(source: str, line: int, message: str) -> None:
    with pytest.raises(UnparsableError, match=re.escape(message)) as caught:
        TYPESCRIPT.parse(source)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "source",
    [
        "let a: typeof import('./x').b;\n",
        "let a: Array<import('./x').B>;\n",
        "{\n  using a = f();\n}\n",
        "await using a = f();\n",
        "export { a } from './x' with { type: 'json' };\n",
        "export type * from './x';\n",
        "const { abstract } = f(abstract);\n",
        "const a = b satisfies C;\n",
        "let a = b!;\n",
        "const a = /[/]'/.test(b);\n",
        "const a = <const>['b'];\n",
        "it('é\u2028\0😀', () => {});\n",
    ],
)
def test_syntax_that_is_rare_is_not_refused(source: str) -> None:
    assert TYPESCRIPT.parse(source).text == source


def test_javascript_may_hold_markup() -> None:
    source = "it('a', () => {\n  render(<Page title='b'>  two  spaces </Page>);\n});\n"
    made = JAVASCRIPT.parse(source)
    assert made.text == source
    assert made.children[0].shape != JAVASCRIPT.parse(source.replace("two  spaces", "two spaces")).children[0].shape


def test_groups_nested_beyond_measure_are_taken_as_they_are() -> None:
    depth = 3_000
    source = "describe('g', () => {\n" * depth + "it('c', () => {});\n" + "});\n" * depth
    made = TYPESCRIPT.parse(source)
    assert made.text == source
    assert Role.SETUP in {unit.role for _, unit in made.walk()}


@pytest.mark.parametrize(
    "source",
    ["(" * 50_000, "[" * 5_000 + "]" * 5_000, "a+" * 20_000 + "a", "!" * 20_000 + "a", "`${" * 3_000 + "}`" * 3_000,
     "f(" * 9_000 + ")" * 9_000, "x => " * 9_000 + "x", "if (a) " * 9_000 + "b"],
    ids=lambda source: source[:8],
)  # fmt: skip
def test_deep_nesting_ends(source: str) -> None:
    try:
        made = TYPESCRIPT.parse(source).text
    except UnparsableError as error:
        made = source if error.line == 1 else ""
    assert made == source


def test_an_empty_file_has_no_units() -> None:
    for source in ("", "\n", "\ufeff", "// only this", "#!/usr/bin/env node", "\r\n \t\r\n"):
        made = TYPESCRIPT.parse(source)
        assert made.text == source
        assert made.children == ()
