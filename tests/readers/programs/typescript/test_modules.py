"""Imports and exports."""

from __future__ import annotations

from typing import Any

import pytest
from typescript_shapes import body, read


@pytest.mark.parametrize(
    ("text", "source", "names"),
    [
        ("import 'x'", "x", ()),
        ("import a from 'x'", "x", (("default", "a"),)),
        ("import * as a from 'x'", "x", (("*", "a"),)),
        ("import a, { b, c as d, default as e } from './x'", "./x",
         (("default", "a"), ("b", "b"), ("c", "d"), ("default", "e"))),
        ("import a, * as b from 'x'", "x", (("default", "a"), ("*", "b"))),
        ("import { type A, b } from 'x'", "x", (("b", "b"),)),
        ("import { 'a-b' as c } from 'x'", "x", (("a-b", "c"),)),
        ("import a from './x.json' with { type: 'json' }", "./x.json", (("default", "a"),)),
        ("import a = require('x')", "x", (("=", "a"),)),
        ("import type from 'x'", "x", (("default", "type"),)),
        ("import {} from 'x'", "x", ()),
    ],
)  # fmt: skip
def test_imports(text: str, source: str, names: Any) -> None:
    assert body(text) == (("Import", source, tuple(("Imported", *name) for name in names)),)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("import type A from 'x'", {"A": ("x", "default")}),
        ("import type { A, B as C } from 'x'", {"A": ("x", "A"), "C": ("x", "B")}),
        ("import type * as A from 'x'", {"A": ("x", "*")}),
        ("import { type A, type B as C } from 'x'", {"A": ("x", "A"), "C": ("x", "B")}),
        ("import type A = require('x')", {"A": ("x", "=")}),
        ("import /* c */ type { A } from 'x'", {"A": ("x", "A")}),
        ("export type { A as B } from 'x'", {"B": ("x", "A")}),
        ("export type * from 'x'", {}),
        ("export type { A }", {}),
        ("export { type A }", {}),
    ],
)
def test_imports_and_exports_of_types_are_left_out(text: str, types: Any) -> None:
    module = read(text)
    assert module.body == ()
    assert module.imported_types == types


def test_a_plain_import_may_name_a_type() -> None:
    assert read("import { A } from 'x'").imported_types == {"A": ("x", "A")}


@pytest.mark.parametrize(
    ("text", "source", "names"),
    [
        ("export { a, b as c, d as default }", "", (("a", "a"), ("b", "c"), ("d", "default"))),
        ("export { a, default as b, type C } from 'x'", "x", (("a", "a"), ("default", "b"))),
        ("export * from 'x'", "x", (("*", ""),)),
        ("export * as a from 'x'", "x", (("*", "a"),)),
        ("export { default } from './x.json' with { type: 'json' }", "./x.json", (("default", "default"),)),
    ],
)
def test_exports_of_names(text: str, source: str, names: Any) -> None:
    found = ("Export", tuple(("Exported", *name) for name in names), *([("source", source)] if source else []))
    assert body(text) == (found,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("export const { a, b: [c], ...d } = e, f = 1", ["a", "c", "d", "f"]),
        ("export function f() {}", ["f"]),
        ("export abstract class A {}", ["A"]),
        ("export const enum E { A }", ["E"]),
        ("export namespace N.M { export const a = 1 }", ["N"]),
        ("export import a = require('x')", ["a"]),
        ("export import a = B.c", ["a"]),
    ],
)
def test_an_exported_declaration_is_a_declaration_and_an_export(text: str, names: list[str]) -> None:
    *declared, export = body(text)
    assert declared
    assert export == ("Export", tuple(("Exported", name, name) for name in names))


@pytest.mark.parametrize("text", ["export default function f() {}", "export default class f {}"])
def test_a_default_with_a_name_is_hoisted_like_any_other(text: str) -> None:
    declared, export = body(text)
    assert declared[0] == "Declare"
    assert export == ("Export", (("Exported", "f", "default"),))


@pytest.mark.parametrize("value", ["() => 1", "function () {}", "class {}", "{ a: 1 }", "a ?? b", "async () => {}"])
def test_a_default_without_a_name_is_a_value(value: str) -> None:
    (found,) = body(f"export default {value}")
    assert found[0] == "ExportValue"
    assert len(found) == 2


def test_the_whole_module_is_exported() -> None:
    assert body("export = a") == (("ExportValue", ("Name", "a"), ("whole", True)),)
    ((kind, assign),) = body("module.exports = { a }", "index.js")
    assert (kind, assign[:2]) == ("Evaluate", ("Assign", ("BindPlace", ("Member", ("Name", "module"), "exports"))))


@pytest.mark.parametrize(
    ("path", "language"),
    [("a.ts", "typescript"), ("a.mts", "typescript"), ("a.cts", "typescript"), ("A.TSX", "typescript"),
     ("a.js", "javascript"), ("a.mjs", "javascript"), ("a.cjs", "javascript"), ("a.jsx", "javascript")],
)  # fmt: skip
def test_languages(path: str, language: str) -> None:
    module = read("const a = require('x');", path)
    assert (module.path, module.language) == (path, language)
    assert body("const a = require('x');", path) == (
        ("Declare", "const", ("BindName", "a"), ("Invoke", ("Name", "require"), (("Argument", ("Constant", "x")),))),
    )


def test_the_grammar_lacks_some_names_and_types() -> None:
    module = read("const a: import('./b').C<string> = { using: using.x, abstract: 1 }; import('d').then(e);")
    assert "ImportCall" in str(module.body)
    assert "using" in str(module.body)
    assert body("const a = b ? c : import('d').then(e), f: import('g').H = 1")[0][3][3] == (
        "Invoke", ("Member", ("ImportCall", ("Constant", "d")), "then"), (("Argument", ("Name", "e")),)
    )  # fmt: skip
