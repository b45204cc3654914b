"""Imports of single names, and cases under another name."""

from __future__ import annotations

import pytest

from scaffold.merge import Role
from scaffold.merge.script import JAVASCRIPT, TYPESCRIPT


def imported(source: str, *names: str) -> str:
    return TYPESCRIPT.imports(TYPESCRIPT.parse(source).children[0], frozenset(names))


@pytest.mark.parametrize(
    ("source", "names", "expected"),
    [
        ("import { a, b } from './x';\n", "a", "import { a } from './x';\n"),
        ('import { a, b } from "./x"\n', "b", 'import { b } from "./x"\n'),
        ("import x, { a as b, type C } from './x';", "b", "import { a as b } from './x';\n"),
        ("import x, { a as b, type C } from './x';", "x C", "import x, { type C } from './x';\n"),
        ("import x, { a } from './x';", "x", "import x from './x';\n"),
        ("import x, * as all from './x';", "all", "import * as all from './x';\n"),
        ("import x, * as all from './x';", "x", "import x from './x';\n"),
        ("import type { A, B } from './x';\r\n", "B", "import type { B } from './x';\n"),
        ("import { a, b } from './x' with { type: 'json' };", "a", "import { a } from './x' with { type: 'json' };\n"),
        ("import {\n  a, // one\n  b,\n} from './x'; // all\n", "a", "import { a } from './x';\n"),
        ("import { a, b } from './x' // all\n", "a", "import { a } from './x'\n"),
        ("import x = require('./x');\n", "x", "import x = require('./x');\n"),
        ("  const { a, b: c, d = 1 } = require('./x');\n", "c d", "  const { b: c, d = 1 } = require('./x');\n"),
        ("const { a: { b, c }, d } = require('x').y;\n", "b", "const { a: { b, c } } = require('x').y;\n"),
        ("const { a, ...b } = await import('x');\n", "b", "const { ...b } = await import('x');\n"),
        ("const a = require('x'); // why\n", "a", "const a = require('x');\n"),
        ("const [a, b] = require('x');\n", "a", "const [a, b] = require('x');\n"),
        ("import { a } from './x';\n", "a b", "import { a } from './x';\n"),
        ("import { a } from './x';\n", "b", ""),
        ("import './x';\n", "b", ""),
    ],
)
def test_an_import_of_some_names(source: str, names: str, expected: str) -> None:
    made = imported(source, *names.split())
    assert made == expected


@pytest.mark.parametrize("kept", [{"a"}, {"c"}, {"f", "i"}, {"a", "c", "d", "f", "h", "i"}])
@pytest.mark.parametrize(
    "source",
    [
        "import a, { b as c, d, type e as f, default as g, h, i } from './a/module/of/some/length';",
        "const { a, b: c, d = 1, 'e': f, g: { g }, h, ...i } = require('./a/module/of/some/length');",
    ],
)
def test_it_binds_what_was_asked_for(source: str, kept: set[str]) -> None:
    whole = TYPESCRIPT.parse(source).children[0]
    made = TYPESCRIPT.imports(whole, frozenset(kept))
    (unit,) = TYPESCRIPT.parse(made).children
    assert (unit.role, unit.key, unit.binds) == (Role.IMPORT, whole.key, kept)
    assert made.endswith("\n")
    assert all(len(line) <= 80 for line in made.split("\n")) or len(kept) == 1


def test_many_names_stand_on_lines_of_their_own() -> None:
    names = [f"aNameOfSomeLength{number}" for number in range(4)]
    made = imported(f"import {{ {', '.join(names)}, other }} from './x';", *names)
    assert made == "import {\n" + "".join(f"  {name},\n" for name in names) + "} from './x';\n"


def renamed(source: str, name: str, **pairs: str) -> str:
    (unit,) = JAVASCRIPT.parse(source).children
    return JAVASCRIPT.renamed(unit, name if unit.name else "", tuple(pairs.items()))


def test_a_case_under_another_name_keeps_everything_else() -> None:
    source = (
        "  // Of orders.\n"
        "  it('orders is there', async () => { // orders\r\n"
        "    expect(f(orders, 'orders', `orders`, \"orders\")).toBe({ orders: 'the orders', 'orders': /orders/ });\r\n"
        "  }); // mine"
    )
    assert renamed(source, "jobs is there", orders="jobs") == (
        "  it('jobs is there', async () => { // orders\r\n"
        "    expect(f(orders, 'jobs', `jobs`, \"jobs\")).toBe({ orders: 'the orders', 'jobs': /orders/ });\r\n"
        "  }); // mine"
    )


@pytest.mark.parametrize("quote", ["'", '"', "`"])
def test_names_are_escaped(quote: str) -> None:
    name = 'it\'s "so" `much` ${x} \\ \n \u2028 é'
    source = f"it({quote}a{quote}, () => f({quote}b{quote}));\n"
    made = renamed(source, name, b=name)
    (unit,) = JAVASCRIPT.parse(made).children
    assert unit.name == name
    assert f"{quote}a{quote}" not in made
    assert renamed(made, "a", **{name: "b"}) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("test.each([['a']])('a', f);\n", "test.each([['b']])('new', f);\n"),
        ("await it.writes('a', () => f);\n", "await it.writes('new', () => f);\n"),
        ("it(`a ${b}`, f);\n", "it(`a ${b}`, f);\n"),
        ("const orders = stack.resource('a', 'aa');\n", "const orders = stack.resource('b', 'aa');\n"),
        ("jest.mock('./x', () => f('a'));\n", "jest.mock('./x', () => f('b'));\n"),
        ("it(title, () => f('a'));\n", "it(title, () => f('b'));\n"),
        ("it('new', () => f('a'));\n", "it('new', () => f('b'));\n"),
        ("it('a', () => f('\\x61', 'aa'));\n", "it('new', () => f('b', 'aa'));\n"),
    ],
)
def test_titles_are_replaced_where_they_are_text(source: str, expected: str) -> None:
    assert renamed(source, "new", a="b") == expected
