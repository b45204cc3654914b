"""Operators, calls, chains, displays, functions: what they become."""

from __future__ import annotations

from typing import Any

import pytest
from typescript_shapes import body, expression, nodes, opaque, read, shape

from scaffold.readers.programs.ir import Assign, Binary, Chain, Function, Invoke, Name
from scaffold.readers.programs.syntax.lowering import MAX_DEPTH

A, B, C = (("Name", name) for name in "abc")


@pytest.mark.parametrize(
    ("sign", "operator"),
    [("+", "add"), ("-", "subtract"), ("*", "multiply"), ("/", "divide"), ("%", "modulo"), ("**", "power"),
     ("<<", "shift-left"), (">>", "shift-right"), (">>>", "shift-right-unsigned"), ("&", "bit-and"), ("|", "bit-or"),
     ("^", "bit-xor"), ("===", "is"), ("!==", "is-not"), ("==", "equals"), ("!=", "not-equals"), ("<", "less"),
     ("<=", "less-equal"), (">", "greater"), (">=", "greater-equal"), ("in", "in"), ("instanceof", "instanceof")],
)  # fmt: skip
def test_binary_operators(sign: str, operator: str) -> None:
    assert expression(f"a {sign} b") == ("Binary", operator, A, B)


@pytest.mark.parametrize(("sign", "operator"), [("&&", "and"), ("||", "or"), ("??", "nullish")])
def test_logical_operators(sign: str, operator: str) -> None:
    assert expression(f"a {sign} b") == ("Logical", operator, A, B)
    assert body(f"a {sign}= b") == (("Evaluate", ("Assign", ("BindName", "a"), B, ("operator", operator))),)


@pytest.mark.parametrize(
    ("sign", "operator"),
    [("!", "not"), ("-", "negate"), ("+", "plus"), ("~", "invert"), ("typeof ", "typeof"), ("void ", "void")],
)
def test_unary_operators(sign: str, operator: str) -> None:
    assert expression(f"{sign}a") == ("Unary", operator, A)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a - b - c", ("Binary", "subtract", ("Binary", "subtract", A, B), C)),
        ("a - (b - c)", ("Binary", "subtract", A, ("Binary", "subtract", B, C))),
        ("a ** b ** c", ("Binary", "power", A, ("Binary", "power", B, C))),
        ("a || b && c", ("Logical", "or", A, ("Logical", "and", B, C))),
        ("a ? b : c", ("Choose", A, B, C)),
        ("a ? a : b ? b : c", ("Choose", A, A, ("Choose", B, B, C))),
        ("(a, b)", ("Sequence", (A, B))),
        ("a = b", ("Assign", ("BindName", "a"), B)),
        ("a.x += b", ("Assign", ("BindPlace", ("Member", A, "x")), B, ("operator", "add"))),
        ("++a", ("Update", ("BindName", "a"), 1, True)),
        ("a[b]--", ("Update", ("BindPlace", ("Index", A, B)), -1, False)),
        ("delete a.b", ("Delete", ("Member", A, "b"))),
        ("delete a?.b", ("Chain", ("Delete", ("Member", A, "b", ("optional", True))))),
        ("await a", ("Await", A)),
        ("import('x')", ("ImportCall", ("Constant", "x"))),
        ("import.meta.url", ("Member", ("Name", "import.meta"), "url")),
        ("[a, , ...b]", ("Items", (A, ("Hole",), ("Spread", B)))),
        ("[a, b,]", ("Items", (A, B))),
        ("#x in a", ("Binary", "in", ("Constant", "#x"), A)),
        ("undefined", ("Name", "undefined")),
        ("null", ("Constant", None)),
    ],
)
def test_expressions(text: str, found: Any) -> None:
    assert expression(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.b(c)", ("Invoke", ("Member", A, "b"), (("Argument", C),))),
        ("new A", ("Invoke", ("Name", "A"), (), ("new", True))),
        ("new A(...b).c", ("Member", ("Invoke", ("Name", "A"), (("Argument", ("Spread", B)),), ("new", True)), "c")),
        ("a?.b.c", ("Chain", ("Member", ("Member", A, "b", ("optional", True)), "c"))),
        ("(a?.b).c", ("Member", ("Chain", ("Member", A, "b", ("optional", True))), "c")),
        ("a?.[b]?.(c)", ("Chain", ("Invoke", ("Index", A, B, ("optional", True)), (("Argument", C),),
                                   ("optional", True)))),
        ("a?.b!.c", ("Chain", ("Member", ("Member", A, "b", ("optional", True)), "c"))),
        ("super.a", ("Member", ("Name", "super"), "a")),
        ("this.#a", ("Member", ("Name", "this"), "#a")),
    ],
)  # fmt: skip
def test_members_calls_and_chains(text: str, found: Any) -> None:
    assert expression(text) == found


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a as B", "a"), ("<B>a", "a"), ("a satisfies B", "a"), ("a!", "a"), ("a as const", "a"), ("(a as B).c", "a.c"),
        ("a as b.C", "a"), ("a as b.c.D || e", "a || e"), ("a.x satisfies b.c.D", "a.x"), ("f(a as b.C)", "f(a)"),
        ("a<B>(c)", "a(c)"), ("new A<B>(c)", "new A(c)"), ("a + b!.c", "a + b.c"), ("a! + b!", "a + b"), ("!a!", "!a"),
        ("'x' + a!.b + 'y'", "'x' + a.b + 'y'"), ("a!==b", "a !== b"), ("a![0]!.b!()", "a[0].b()"),
        ("await f<T>(a)", "await f(a)"), ("!f<T>(a).b", "!f(a).b"), ("a ?? f<T>(b)", "a ?? f(b)"),
        ("typeof f<T>(a)", "typeof f(a)"), ("a as T || b", "a || b"), ("a as T === b", "a === b"),
        ("await a as T ?? b", "await a ?? b"), ("async <T,>(x: T): Promise<T> => x", "async (x) => x"),
        ("f(a /* x */, /* y */ b)", "f(a, b)"), ("{ a: /* x */ 1, /* y */ }", "{ a: 1 }"), ("[ /* x */ a ]", "[a]"),
        ("a /* x */ . /* y */ b", "a.b"), ("a ? /* x */ b : /* y */ c", "a ? b : c"), ("((a))", "a"),
    ],
)  # fmt: skip
def test_types_comments_and_brackets_leave_no_trace(text: str, same: str) -> None:
    assert expression(text) == expression(same)


def test_a_factor_of_a_call_with_types_begins_where_it_is_written() -> None:
    module = read("const x = await f<T>(a).b;")
    (call,) = [node for node in nodes(module.body) if isinstance(node, Invoke)]
    assert module.text[call.at : call.end] == "f<T>(a)"


def test_objects() -> None:
    found = expression(
        "{ a, 'b-c': 1, 2.50: 3, [d]: 4, ...e, get f() { return 1 }, set f(v) {}, g() {}, async *h() {} }"
    )
    kind, entries = found
    assert kind == "Entries"
    assert [entry[:2] for entry in entries] == [
        ("Entry", ("Constant", "a")), ("Entry", ("Constant", "b-c")), ("Entry", ("Constant", "2.5")),
        ("Entry", ("Name", "d")), ("Spread", ("Name", "e")), ("Entry", ("Constant", "f")), ("Entry", ("Constant", "f")),
        ("Entry", ("Constant", "g")), ("Entry", ("Constant", "h")),
    ]  # fmt: skip
    assert [entry[3] for entry in entries if len(entry) > 3] == [("kind", "get"), ("kind", "set")]
    assert entries[-1][2][4:] == (("asynchronous", True), ("generator", True))


def test_functions() -> None:
    arrow = expression("async ({ a, b: c = 1 }, [d] = [], ...e) => a")
    assert arrow == (
        "Function", "",
        (
            ("Parameter", ("BindEntries", (
                (("Constant", "a"), ("BindName", "a")),
                (("Constant", "b"), ("BindDefault", ("BindName", "c"), ("Constant", 1))),
            ))),
            ("Parameter", ("BindDefault", ("BindItems", (("BindName", "d"),)), ("Items", ()))),
            ("Parameter", ("BindName", "e"), ("kind", "rest")),
        ),
        (("Return", ("value", A)),), ("lexical", True), ("asynchronous", True),
    )  # fmt: skip
    assert expression("x => ({ y: x })") == (
        "Function", "", (("Parameter", ("BindName", "x")),),
        (("Return", ("value", ("Entries", (("Entry", ("Constant", "y"), ("Name", "x")),)))),), ("lexical", True),
    )  # fmt: skip
    generator = expression("function* named(this: A, b?: string) { yield b; yield* b }")
    assert generator[1:3] == ("named", (("Parameter", ("BindName", "b"), ("optional", True)),))
    assert generator[3] == (
        ("Evaluate", ("Yield", ("value", B))), ("Evaluate", ("Yield", ("value", B), ("each", True)))
    )  # fmt: skip


def test_patterns_that_are_assigned_to() -> None:
    assert body("[a.x, , b[0] = 1, ...c] = d") == (
        ("Evaluate", ("Assign", ("BindItems", (
            ("BindPlace", ("Member", A, "x")), None,
            ("BindDefault", ("BindPlace", ("Index", B, ("Constant", 0))), ("Constant", 1)),
        ), ("rest", ("BindName", "c"))), ("Name", "d"))),
    )  # fmt: skip
    assert body("({ a, b: this.b, ['c']: c = 1, ...d } = e)") == (
        ("Evaluate", ("Assign", ("BindEntries", (
            (("Constant", "a"), ("BindName", "a")),
            (("Constant", "b"), ("BindPlace", ("Member", ("Name", "this"), "b"))),
            (("Constant", "c"), ("BindDefault", ("BindName", "c"), ("Constant", 1))),
        ), ("rest", ("BindName", "d"))), ("Name", "e"))),
    )  # fmt: skip


def test_markup_is_opaque() -> None:
    module = read("const a = <A b={c}>&amp;</A>, d = <></>, e = <F/>;", "page.tsx")
    assert [found.reason for found in opaque(module)] == ["this is markup (JSX)"] * 3


@pytest.mark.parametrize(
    "text", ["a" + ".b" * 5000, "a" + "+1" * 5000, "a" + "()" * 5000, "a ? b : " * 3000 + "c", "1" + "?.x" * 3000]
)
def test_long_rows_of_operations_are_read(text: str) -> None:
    assert not opaque(read(f"x = {text}"))


@pytest.mark.parametrize(
    "text", ["[" * 1000 + "]" * 1000, "(" * 5000 + "a" + ")" * 5000, "!" * 1000 + "a", "() => " * 1000 + "a",
             "{ a: " * 1000 + "1" + "}" * 1000, "a ** " * 1000 + "a", "`${" * 1000 + "a" + "}`" * 1000],
)  # fmt: skip
def test_what_is_nested_without_measure_is_opaque_from_some_depth_on(text: str) -> None:
    module = read(f"x = {text}")
    assert {found.reason for found in opaque(module)} == {"this is nested too deeply"}


def test_what_people_nest_is_read() -> None:
    depth = MAX_DEPTH // 4
    module = read("f(() => {" * (depth // 2) + "}); " * (depth // 2) + "x = " + "{ a: [" * depth + "] }" * depth)
    assert not opaque(module)


def test_places_are_characters() -> None:
    module = read("/* é😀 */ const é = ['😀', b]; // ü\nfoo(é);")
    call = next(node for node in nodes(module.body) if isinstance(node, Invoke))
    assert module.text[call.at : call.end] == "foo(é)"
    assert {module.text[node.at : node.end] for node in nodes(module.body) if isinstance(node, Name)} >= {
        "b",
        "foo",
        "é",
    }
    assert [comment.text for comment in module.comments] == [" é😀 ", " ü"]


def test_every_node_lies_in_the_one_around_it() -> None:
    module = read("const f = async (a: A) => { if (a?.b!) { return [...c, d(e)].map(x => `${x}${y}`) } };")

    def check(outer: Any) -> None:
        for inner in (one for one in nodes(outer) if one is not outer):
            assert outer.at <= inner.at <= inner.end <= outer.end, (shape(outer), shape(inner))

    for node in nodes(module.body):
        if isinstance(node, (Assign, Binary, Chain, Function, Invoke)):
            check(node)
