"""Modules: which file an import means, and what it gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffold.model.values import Unknown

ONE = "export const one = 1;"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"index.ts": 'export { one } from "./a";', "a.ts": ONE}, {"one": 1}),
        ({"index.ts": 'export { one } from "./a.js";', "a.ts": ONE}, {"one": 1}),
        ({"index.ts": 'export { one } from "./a";', "a/index.ts": ONE}, {"one": 1}),
        ({"index.ts": 'export { one } from "./a";', "a.js": "exports.one = 1;"}, {"one": 1}),
        ({"index.ts": 'export * from "./a";', "a.ts": ONE + "export default 3;"}, {"one": 1}),
        ({"index.ts": 'export * as a from "./a";', "a.ts": ONE}, {"a": {"one": 1}}),
        ({"index.ts": 'import * as a from "./a"; export const x = a.one;', "a.ts": ONE}, {"x": 1}),
        ({"index.ts": 'import a, { one } from "./a"; export { a, one };', "a.ts": ONE + "export default 2"},
         {"a": 2, "one": 1}),
        ({"index.ts": 'import a = require("./a"); export const x = a.one;', "a.ts": ONE}, {"x": 1}),
        ({"index.ts": 'import a from "./a"; export const x = a();', "a.js": "module.exports = () => 4;"}, {"x": 4}),
        ({"index.ts": 'const { one } = require("./a"); export const x = one;', "a.ts": ONE}, {"x": 1}),
        ({"index.ts": 'import a from "./a.json"; export const x = a.k[0];', "a.json": '{"k": [5]}'}, {"x": 5}),
        ({"index.ts": 'import * as a from "./a.json"; export const x = a.k;', "a.json": '{"k": 5}'}, {"x": 5}),
        ({"index.ts": 'import { N, make } from "./a"; export const x = make() instanceof N;',
          "a.ts": "export class N {} export const make = () => new N();"}, {"x": True}),
        ({"index.ts": 'export const x = (async () => (await import("./a")).one)();', "a.ts": ONE}, {"x": 1}),
        ({"index.ts": 'export = { k: 1 };'}, {"k": 1}),
        ({"index.ts": 'export default class A {} export const x = 1;'}, None),
        ({"index.ts": 'import { one } from "@lib/a"; export const x = one;', "src/lib/a.ts": ONE,
          "tsconfig.json": '{ // x\n "compilerOptions": { "baseUrl": "src", "paths": { "@lib/*": ["lib/*"], }, }, }'},
         {"x": 1}),
        ({"index.ts": 'import { one } from "lib/a"; export const x = one;', "src/lib/a.ts": ONE,
          "tsconfig.json": '{"compilerOptions": {"baseUrl": "./src"}}'}, {"x": 1}),
        ({"index.ts": 'import { one } from "~a"; export const x = one;', "src/a.ts": ONE,
          "tsconfig.json": '{"extends": "./b"}',
          "b.json": '{"compilerOptions": {"paths": {"~*": ["./src/*"]}}}'}, {"x": 1}),
        ({"index.ts": 'import { one } from "#own/a"; export const x = one;', "lib/a.ts": ONE,
          "package.json": '{"imports": {"#own/*": {"default": "./lib/*.js"}}}'}, {"x": 1}),
        ({"index.ts": 'import { one } from "@me/shared"; export const x = one;', "packages/shared/src/index.ts": ONE,
          "packages/shared/package.json": '{"name": "@me/shared", "main": "dist/index.js"}'}, {"x": 1}),
        ({"index.ts": 'import { one } from "@me/shared/a"; export const x = one;', "packages/shared/a.ts": ONE,
          "packages/shared/package.json": '{"name": "@me/shared"}'}, {"x": 1}),
    ],
)  # fmt: skip
def test_imports(evaluate, files, expected):
    run = evaluate(files)
    assert run.failure == ""
    assert run.codes == []
    if expected is not None:
        assert run.frozen == expected


def test_modules_in_a_circle_see_what_is_there(evaluate):
    run = evaluate(
        {
            "index.ts": 'import { a } from "./a"; export const x = a();',
            "a.ts": 'import { b } from "./b"; export function a(): string { return "a" + b(); } export const k = 1;',
            "b.ts": 'import { a, k } from "./a"; export const b = () => "b" + k + typeof a; export const early = k;',
        }
    )
    assert run.failure == ""
    assert run.frozen == {"x": "ab1function"}


def test_exports_are_live(evaluate):
    run = evaluate(
        {
            "index.ts": 'import { n, up } from "./a"; up(); up(); export const x = n;',
            "a.ts": "export let n = 0; export const up = () => { n += 1; };",
        }
    )
    assert run.frozen == {"x": 2}


def test_a_module_runs_once(evaluate):
    run = evaluate(
        {
            "index.ts": 'import "./a"; import "./a.ts"; import { n } from "./b"; export const x = n.count;',
            "a.ts": 'import { n } from "./b"; n.count++;',
            "b.ts": "export const n = { count: 0 };",
        }
    )
    assert run.frozen == {"x": 1}
    assert run.evaluator.loaded == ("index.ts", "a.ts", "b.ts")


def test_imports_that_only_name_types_are_left_out(evaluate):
    run = evaluate(
        {
            "index.ts": 'import { Shape } from "./a"; import { Event } from "lib"; export const x: Shape = 1 as Event;',
            "a.ts": 'import { Thing } from "things"; export type Shape = 1; new Thing("never");',
        }
    )
    assert run.names == []
    assert run.evaluator.packages == ()


def test_node_tells_a_module_where_it_is(evaluate):
    run = evaluate({"index.ts": 'export * from "./lib/a";', "lib/a.ts": "export const d = __dirname, f = __filename;"})
    assert run.frozen == {"d": "/(project)/lib", "f": "/(project)/lib/a.ts"}


def test_a_module_that_is_not_there_is_unknown(evaluate):
    run = evaluate(
        'import { a } from "./gone"; import { Thing } from "things"; new Thing("x"); export const x = a.b();'
    )
    assert run.codes == ["module-not-found"]
    assert run.names == ["x"]
    assert isinstance(run.frozen["x"], Unknown)


def test_json_that_does_not_parse_is_unknown(evaluate):
    run = evaluate({"index.ts": 'import a from "./a.json"; export const x = a.k;', "a.json": "{"})
    assert run.codes == ["syntax-error"]
    assert isinstance(run.frozen["x"], Unknown)


@pytest.mark.parametrize("source", ["../outside", "./link", "./folder/secret", "/etc/hostname", "./../../outside.ts"])
def test_nothing_outside_of_the_project_is_opened(evaluate, tmp_path: Path, source):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "secret.ts").write_text("export const x = 'secret';")
    (tmp_path.parent / "outside.ts").write_text("export const x = 'secret';")
    os.symlink(outside / "secret.ts", tmp_path / "link.ts")
    os.symlink(outside, tmp_path / "folder")
    run = evaluate(f'import {{ x }} from "{source}"; export const found = x;')
    assert isinstance(run.frozen["found"], Unknown)
    assert "module-not-found" in run.codes


def test_packages_are_never_evaluated(evaluate):
    run = evaluate(
        {
            "index.ts": 'import { x } from "dep"; import { y } from "./node_modules/dep/index"; export { x, y };',
            "node_modules/dep/package.json": '{"name": "dep", "main": "index.js"}',
            "node_modules/dep/index.js": "while (true) {}",
        }
    )
    assert isinstance(run.frozen["x"], Unknown)
    assert isinstance(run.frozen["y"], Unknown)


def test_what_stands_around_a_fault_is_evaluated(evaluate):
    run = evaluate('import { Thing } from "things"; new Thing("a");\nconst = ;\nnew Thing("b");')
    assert run.names == ["a", "b"]
    assert "syntax-error" in run.codes
    assert {found.position.line for found in run.evaluator.diagnostics} == {2}


def test_a_commonjs_program(evaluate):
    run = evaluate(
        {
            "index.js": '"use strict"; const { Thing } = require("things"); const lib = require("./lib");\n'
            'new Thing(lib.name("x")); exports.a = 1; module.exports.b = 2;',
            "lib/index.js": "module.exports = { name: (n) => `${n}-${module.exports.end}`, end: 'z' };",
        },
        entry="index.js",
    )
    assert run.names == ["x-z"]
    assert run.frozen == {"a": 1, "b": 2}
