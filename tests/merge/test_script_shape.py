"""The shape of a unit: no formatter changes it, any change of the program does."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_typescript

from scaffold.merge import Unit, UnparsableError
from scaffold.merge.script import TYPESCRIPT

ROOT = Path(__file__).parents[2]
RECORDED = [
    "golden/cdktf/several/expected/tests/infrastructure_checks/project.test.ts",
    "golden/cdktf/hostile-strings/expected/tests/infrastructure_checks/project.test.ts",
    "golden/pulumi/module-level/expected/tests/infrastructure_checks/orders.spec.ts",
    "golden/pulumi/javascript/expected/tests/infrastructure_checks/nightly.test.js",
    "golden/terraform/modules/expected/tests/infrastructure_checks/root.test.js",
    "golden/terraform/hostile-strings/expected/tests/infrastructure_checks/root.test.js",
    "golden/integration/orders/expected/tests/integration/root.int.test.js",
]
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))
WHOLE = ("string", "template_string", "regex", "comment")


def facts(text: str) -> list[object]:
    """Everything about a file that says what is in it."""
    return [
        (path, unit.role, unit.name, unit.shape, unit.notes, unit.binds) for path, unit in TYPESCRIPT.parse(text).walk()
    ]


def shape(text: str) -> str:
    return "\n".join(unit.shape for unit in TYPESCRIPT.parse(text).children)


def tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Each token with its kind and the white space before it."""
    end = 0
    stack = [PARSER.parse(text.encode()).root_node]
    source = text.encode()
    while stack:
        node = stack.pop()
        if node.child_count and node.type not in WHOLE:
            stack.extend(reversed(node.children))
        elif node.start_byte < node.end_byte:
            yield node.type, source[node.start_byte : node.end_byte].decode(), source[end : node.start_byte].decode()
            end = node.end_byte


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f('a');", 'f("a")'),
        ("f('it\\'s');", 'f("it\'s");'),
        ("f('say \"so\"');", 'f("say \\"so\\"");'),
        ("f(\n  a,\n  b,\n);", "f(a, b);"),
        ("f([\n  a,\n], { b, }, (c,) => d);", "f([a], { b }, (c) => d);"),
        ("f([a, // one\n]);", "f([a // one\n]);"),
        ("const a = (\n  b\n);", "const a = b;"),
        ("x = a => a;", "x = (a) => a;"),
        ("x = async a => a;", "x = async (a) => a;"),
        ("x = (a && b) || c;", "x = a && b || c;"),
        ("x = ((a)).b;", "x = a.b;"),
        ("f({ 'a': 1 });", "f({ a: 1 });"),
        ("x = .5 + 1.50 + 0XAB + 1E+5 + 2. + 10n;", "x = 0.5 + 1.5 + 0xab + 1e5 + 2 + 10n;"),
        ("type T = { a: string, b: number };", "type T = {\n  a: string;\n  b: number;\n}"),
        ("type T = 'a' | 'b';", "type T =\n  | 'a'\n  | 'b';"),
        ("class A { a = 1; b() {}; }", "class A {\n  a = 1\n  b() {}\n}"),
        ("it('a', () => {\n\n  f()\n  g() // why\n})", "it('a', () => { f(); g(); // why\n});"),
        (
            "it('a', () => {\n/**\n * b\n */\nf();\n});",
            "it('a', () => {\n      /**\n       * b\n       */\n      f();\n});",
        ),
        ("f();;", "f();"),
        ("x = `a ${ b } c`;", "x = `a ${b} c`;"),
        ("import { a, b, } from 'x'", 'import {\n  a,\n  b,\n} from "x";'),
        ("x = a /* b */ + c;", "x =\n  a /* b */ +\n  c;"),
        ("f(a)\n", "f(a)"),
        ("f(a);\n", "f(a);\r\n"),
        ("f(`a\nb`);\n", "f(`a\r\nb`);\r\n"),
    ],
)
def test_how_it_is_written_says_nothing(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f('a');", "f('b');"),
        ("f('a');", "f('a ');"),
        ("f('a');", "f(a);"),
        ("f('a');", "f(`a`);"),
        ("f('\\'');", "f('\\\\\\'');"),
        ("f('\\n');", "f('n');"),
        ("f([a, , b]);", "f([a, b]);"),
        ("f([,]);", "f([]);"),
        ("f([a, ,]);", "f([a,]);"),
        ("const [, a] = b;", "const [a] = b;"),
        ("x = (a, b);", "x = a, b;"),
        ("f((a, b));", "f(a, b);"),
        ("x = a && (b || c);", "x = a && b || c;"),
        ("x = (a?.b).c;", "x = a?.b.c;"),
        ("x = (a?.b)();", "x = a?.b();"),
        ("x = a - (b - c);", "x = a - b - c;"),
        ("x = -(a ** b);", "x = (-a) ** b;"),
        ("x = new (a())();", "x = new a()();"),
        ("x = () => ({});", "x = () => {};"),
        ("x = () => ({ a });", "x = () => { a };"),
        ("('use strict');", "'use strict';"),
        ("function f() { return (\na); }", "function f() { return\na; }"),
        ("x = a\n++b", "x = a++\nb"),
        ("x = a\n(b)", "x = a;\n(b)"),
        ("for (a; ; b) {}", "for (a; b; ) {}"),
        ("for (;;) ;", "for (;;) { ; f(); }"),
        ("if (a) ; b();", "if (a) b();"),
        ("x = `a ${b} c`;", "x = `a ${b}c`;"),
        ("x = `a ${b}  ${c}`;", "x = `a ${b} ${c}`;"),
        ("x = `  a`;", "x = ` a`;"),
        ("x = /a b/;", "x = /a  b/;"),
        ("x = /a/g;", "x = /a/;"),
        ("let a = 1;", "const a = 1;"),
        ("it('a', f);", "it.skip('a', f);"),
        ("it('a', () => { f(); });", "it('a', async () => { f(); });"),
        ("it('a', () => { f(); });", "it('a', () => { /* g(); */ f(); });"),
        ("f(); // a", "f(); // b"),
        ("f(); // a", "f();"),
        ("f(/* a */ b, c);", "f(b, /* a */ c);"),
        ("f({ a: 1 });", "f({ [a]: 1 });"),
        ("f({ a });", "f({ a: a });"),
        ("x = 1.5;", "x = 15;"),
        ("x = 1e5;", "x = 1e-5;"),
        ("x = 010;", "x = 10;"),
        ("x = 1n;", "x = 1;"),
        ("x = a!;", "x = a;"),
        ("let a: import('x').B;", "let a: import('y').B;"),
        ("export type * from 'x';", "export * from 'x';"),
        ("export { a } from 'x' with { type: 'json' };", "export { a } from 'x';"),
        ("await using a = b;", "using a = b;"),
        ("using a = b;", "const a = b;"),
        ("type T = { a(b): c };", "type T = { a; (b): c };"),
        ("let a: string;", "let a: 'trin';"),
        ("class A { static a = 1 }", "class A { static; a = 1 }"),
        ("f('é');", "f('è');"),
        ("é();", "è();"),
    ],
)
def test_what_it_says_is_its_shape(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_a_group_has_the_shape_of_its_first_and_last_lines() -> None:
    def of(text: str) -> Unit:
        return TYPESCRIPT.parse(text).children[0]

    plain = of("describe('g', () => {\n  it('a', f);\n});\n")
    assert of("describe('g', () => {\n  it('b', f);\n  h();\n  // c\n});\n").shape == plain.shape
    assert of('describe("g", function () {\n  it("a", f);\n});\n').shape != plain.shape
    assert of('describe(\n"g",\n()=>{\n  it("a", f)\n})\n').shape == plain.shape
    for changed in (
        "describe('g', () => { // c\n  it('a', f);\n});\n",
        "describe('g', () => {\n  it('a', f);\n}); // c\n",
        "describe('g', () => {\n  it('a', f)\n/* c */ });\n",
        "/* c */ describe('g', () => {\n  it('a', f);\n});\n",
        "describe('g', () => {\n  it('a', f);\n}, 10);\n",
        "describe('g', async () => {\n  it('a', f);\n});\n",
    ):
        assert of(changed).shape != plain.shape


def reformatted(text: str, chance: random.Random) -> str:
    """The same program with other white space, quotes, commas and semicolons, and lines broken elsewhere."""
    made: list[str] = []
    found = list(tokens(text))
    for place, (kind, token, space) in enumerate(found):
        before = found[place - 1] if place else ("", "", "")
        following = found[place + 1] if place + 1 < len(found) else ("", "", "\n")
        made.append(_spaced(before, space, kind, chance))
        if kind == "," and following[0] in (")", "]", "}"):
            continue
        if kind == ";" and "\n" in following[2] and following[1][:1] not in "([`+-/":
            continue
        if kind == "string" and '"' not in token and "\\" not in token:
            token = f'"{token[1:-1]}"'
        made.append(token)
        if following[0] in ("]", "}") and "\n" in following[2] and kind in ("string", "number", "]", "identifier"):
            made.append(chance.choice(["", ","]) if following[0] == "]" else "")
    return "".join(made)


def _spaced(before: tuple[str, str, str], space: str, kind: str, chance: random.Random) -> str:
    if "\n" in space:
        if before[0] in ("(", "[") and kind != "comment":
            return chance.choice(["", "\n\n"])
        return "\n" + "\t" * chance.randrange(3) if kind == "comment" else re.sub("\n *", "\n\t", space)
    if before[0] in ("(", "[", ",") and kind != "comment":
        return chance.choice(["", "\n", " "])
    if before[0] in ("=", "=>", ":", "?", "&&", "||", "+") or kind in ("=", "=>", "?", "&&", "||", "+"):
        return chance.choice(["", "  "])
    return space


@pytest.mark.parametrize("path", RECORDED)
def test_recorded_suites_are_the_same_however_they_are_formatted(path: str) -> None:
    text = (ROOT / path).read_text()
    expected = facts(text)
    for seed in range(3):
        other = reformatted(text, random.Random(seed))
        assert other != text
        assert facts(other) == expected


def changed(kind: str, token: str) -> str:
    """A token that says something else."""
    if kind in ("string", "template_string"):
        return f"{token[:-1]}x{token[-1]}"
    if kind == "comment":
        return f"{token[:-2]} x {token[-2:]}" if token.endswith("*/") else f"{token}x"
    if kind == "number":
        return f"1{token}"
    return f"{token}x" if re.fullmatch(r"[\w$]+", token) else ""


def variants(text: str) -> Iterator[str]:
    """A text with one token changed, or left out where that says something."""
    found = list(tokens(text))
    for place, (kind, token, _) in enumerate(found):
        behind = next((other for other, *_ in found[place + 1 :] if other != "comment"), "")
        if kind == ";" or (kind == "," and behind in (")", "]", "}")):
            continue
        for other in {changed(kind, token), ""}:
            pieces = [*found[:place], (kind, other, found[place][2]), *found[place + 1 :]]
            yield "".join(itertools.chain.from_iterable((space, piece) for _, piece, space in pieces))


@pytest.mark.parametrize("path", [RECORDED[3], RECORDED[4]])
def test_every_token_of_a_recorded_suite_counts(path: str) -> None:
    text = (ROOT / path).read_text()[:3_000]
    text = text[: text.rindex("\n  });\n") + 7] + "});\n"
    expected = facts(text)
    tried = 0
    for other in variants(text):
        try:
            made = facts(other)
        except UnparsableError:
            continue
        tried += 1
        assert made != expected, other
    assert tried > 200
