"""Statements, declarations and classes: what they become."""

from __future__ import annotations

from typing import Any

import pytest
from typescript_shapes import body, nodes, read, shape

from scaffold.readers.programs.ir import Class
from scaffold.readers.programs.ir_statements import Declare

A, B = ("Name", "a"), ("Name", "b")
FIRST, SECOND = ("Evaluate", A), ("Evaluate", B)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if (a) b", ("If", A, (SECOND,))),
        ("if (a) { a } else b", ("If", A, (FIRST,), ("otherwise", (SECOND,)))),
        ("if (a) a; else if (b) b; else a", ("If", A, (FIRST,), ("otherwise", (
            ("If", B, (SECOND,), ("otherwise", (FIRST,))),)))),
        ("while (a) b", ("While", A, (SECOND,))),
        ("do a; while (b)", ("While", B, (FIRST,), ("first", True))),
        ("for (;;) a", ("For", (), None, None, (FIRST,))),
        ("for (let i = 0, j = a; i < 3; i++, j--) {}", ("For", (
            ("Declare", "let", ("BindName", "i"), ("Constant", 0)), ("Declare", "let", ("BindName", "j"), A)),
            ("Binary", "less", ("Name", "i"), ("Constant", 3)),
            ("Sequence", (("Update", ("BindName", "i"), 1, False), ("Update", ("BindName", "j"), -1, False))), ())),
        ("for (i = 0; a; ) b", ("For", (("Evaluate", ("Assign", ("BindName", "i"), ("Constant", 0))),), A, None,
                                (SECOND,))),
        ("for (const [k, v] of a) b", ("ForEach", "const", ("BindItems", (("BindName", "k"), ("BindName", "v"))), A,
                                       (SECOND,))),
        ("for (var k in a) b", ("ForEach", "var", ("BindName", "k"), A, (SECOND,), ("keys", True))),
        ("for (a.b of a) b", ("ForEach", "", ("BindPlace", ("Member", A, "b")), A, (SECOND,))),
        ("for await (const x of a) b", ("ForEach", "const", ("BindName", "x"), A, (SECOND,), ("asynchronous", True))),
        ("l: for (;;) { continue l; break }", ("Labelled", "l", ("For", (), None, None, (
            ("Continue", ("label", "l")), ("Break",))))),
        ("{ a; { b } }", ("Block", (FIRST, ("Block", (SECOND,))))),
        ("throw a", ("Throw", ("value", A))),
        ("try { a } catch ({ message }) { b } finally { a }", ("Try", (FIRST,), (("Handler", ("BindEntries", (
            (("Constant", "message"), ("BindName", "message")),)), (SECOND,)),), ("last", (FIRST,)))),
        ("try { a } catch { b }", ("Try", (FIRST,), (("Handler", None, (SECOND,)),))),
        ("switch (a) { case 1: case b: a; break; default: b }", ("Switch", A, (
            ("Case", ("Constant", 1), ()), ("Case", B, (FIRST, ("Break",))), ("Case", None, (SECOND,))))),
        ("const { a = 1, ...b } = c", ("Declare", "const", ("BindEntries", (
            (("Constant", "a"), ("BindDefault", ("BindName", "a"), ("Constant", 1))),), ("rest", ("BindName", "b"))),
            ("Name", "c"))),
        ("let a!: string", ("Declare", "let", ("BindName", "a"), None)),
        ("using a = b", ("Declare", "const", ("BindName", "a"), B)),
        ("async function f() { return }", ("Declare", "function", ("BindName", "f"), (
            "Function", "f", (), (("Return",),), ("asynchronous", True)))),
    ],
)  # fmt: skip
def test_statements(text: str, found: Any) -> None:
    assert body(text) == (found,)


@pytest.mark.parametrize(
    "text",
    ["", ";;", "debugger;", "// c", "interface A { b: string }", "type A = 'b'", "declare const a: string",
     "declare function f(): void", "function f(a: string): void", "declare module 'm' { const a: 1 }",
     "declare global { interface Window {} }", "namespace N { export type T = 1 }", "export as namespace N",
     "declare enum E { A }", "#!/usr/bin/env node"],
)  # fmt: skip
def test_what_only_types_need_leaves_nothing(text: str) -> None:
    assert body(text) == ()


def test_shebang_mark_and_line_ends() -> None:
    module = read("\ufeff#!/usr/bin/env node\r\nconst a = `x\r\ny`;\r\n// end\r\n")
    assert shape(module.body) == (("Declare", "const", ("BindName", "a"), ("Constant", "x\ny")),)
    (declared,) = module.body
    assert module.text[declared.at : declared.end] == "a = `x\r\ny`"


def of_class(text: str) -> Class:
    return next(node for node in nodes(read(text).body) if isinstance(node, Class))


def test_class_members() -> None:
    found = of_class(
        """
        /** What it is for. */
        @decorated() export abstract class A<T> extends mixin(B)<T> implements C {
          private readonly a?: string = 'x';
          static #b = 1;
          declare c: number;
          [key]: string;
          abstract d(): void;
          over(a: string): void;
          over(a: any) {}
          get e() { return 1 }
          set e(v) {}
          static async *f() {}
          static { this.g = 1; }
          'quoted-name' = () => this;
          constructor(private readonly h: string, i = 2, public j?: number) { super(h); }
        }"""
    )
    assert (found.name, shape(found.bases)) == ("A", (("Invoke", ("Name", "mixin"), (("Argument", ("Name", "B")),)),))
    assert shape(found.decorators) == (("Invoke", ("Name", "decorated"), ()),)
    found_members = [
        (one.kind, getattr(one.key, "value", one.key), one.static, one.abstract, one.access) for one in found.members
    ]
    found_members[2] = (found_members[2][0], "[key]", *found_members[2][2:])
    assert found_members == [
        ("field", "a", False, False, "private"), ("field", "#b", True, False, ""), ("field", "[key]", False, False, ""),
        ("method", "d", False, True, ""), ("method", "over", False, False, ""), ("get", "e", False, False, ""),
        ("set", "e", False, False, ""), ("method", "f", True, False, ""), ("block", "", True, False, ""),
        ("field", "quoted-name", False, False, ""), ("constructor", "constructor", False, False, ""),
    ]  # fmt: skip
    constructor: Any = found.members[-1].value
    assert [parameter.property for parameter in constructor.parameters] == [True, False, True]
    assert found.members[2].value is None
    assert found.members[3].value is None


def test_documentation_is_one_line() -> None:
    module = read(
        """
        // not this
        /**
         * Makes a queue,
         * and its alarm.
         */
        export async function make() {}

        /** The size. */
        const size = 1;
        /* no */ const other = 2;
        """
    )
    declared = [node for node in module.body if isinstance(node, Declare)]
    assert [one.documentation for one in declared] == ["Makes a queue, and its alarm.", "The size.", ""]


def enum(text: str) -> dict[str, Any]:
    (declared,) = [node for node in read(text).body if isinstance(node, Declare)]
    assert declared.kind == "enum"
    entries: Any = declared.value
    return {shape(entry.key)[1]: shape(entry.value)[-1] for entry in entries.entries}


def test_enums() -> None:
    assert enum("const enum E { A, B = 5, C, 'd-e' = 'x' }") == {
        "A": 0, "0": "A", "B": 5, "5": "B", "C": 6, "6": "C", "d-e": "x"
    }  # fmt: skip
    assert enum("enum E { A = 1 << 3, B = A | 1, C = ~E.A, D = -1, F = `${'p'}q`, G = 'r' + F }") == {
        "A": 8, "8": "A", "B": 9, "9": "B", "C": -9, "-9": "C", "D": -1, "-1": "D", "F": "pq", "G": "rpq"
    }  # fmt: skip
    assert enum("enum E { A = f(), }") == {"A": ()}


def test_a_namespace_is_an_object_of_what_it_exports() -> None:
    assert body("namespace N { const a = 1; export const b = a; export function f() {} }") == (
        ("Declare", "var", ("BindName", "N"), ("Invoke", ("Function", "", (), (
            ("Declare", "const", ("BindName", "a"), ("Constant", 1)),
            ("Declare", "const", ("BindName", "b"), ("Name", "a")),
            ("Declare", "function", ("BindName", "f"), ("Function", "f", (), ())),
            ("Return", ("value", ("Entries", (
                ("Entry", ("Constant", "b"), ("Name", "b")), ("Entry", ("Constant", "f"), ("Name", "f")))))),
        ), ("lexical", True)), ())),
    )  # fmt: skip


def test_a_namespace_adds_to_what_has_its_name() -> None:
    first, second = body("class N {} namespace N { export const a = 1 }")
    assert first[:3] == ("Declare", "class", ("BindName", "N"))
    assert second[1][1] == ("Member", ("Name", "Object"), "assign")
    assert second[1][2][0] == ("Argument", ("Name", "N"))


def test_namespaces_in_namespaces() -> None:
    ((kind, sort, target, call),) = body("namespace A.B { export const c = 1 }")
    assert (kind, sort, target) == ("Declare", "var", ("BindName", "A"))
    inner, result = call[1][3]
    assert inner[2] == ("BindName", "B")
    assert result == ("Return", ("value", ("Entries", (("Entry", ("Constant", "B"), ("Name", "B")),))))
