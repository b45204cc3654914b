"""Hostile programs: they end within their budget, a diagnostic says where, and what was before them is there."""

from __future__ import annotations

import pytest

from scaffold.diagnostics import Severity
from scaffold.readers.programs.machine import Budget
from scaffold.readers.programs.values import MISSING

#: Enough for any of these to be ended, and little enough for a test.
BUDGET = Budget(steps=20_000, depth=150, size=100_000, seconds=5.0)
START = 'import { Thing, on } from "things";\nnew Thing("before");\n'

ENDLESS = {
    "a while loop": "while (true) {}",
    "a loop without a condition": "for (;;) {}",
    "a do loop": "do {} while (1);",
    "a loop that goes on": "a: while (true) { continue a; }",
    "a loop that catches": "while (true) { try { throw 1 } catch {} }",
    "a loop that adds": "const all: any[] = []; while (true) all.push(all.length);",
    "a loop that remembers": "const o: any = {}; for (let i = 0; ; i++) o['k' + i] = i;",
    "recursion": "function f(): any { return f(); } f();",
    "recursion of two": "const f = (n: number): any => g(n + 1); const g = (n: number): any => f(n + 1); f(0);",
    "recursion through catch": "function f() { try { f() } catch { f() } finally { f() } } f();",
    "recursion through a default": "function f(a: any = f()) {} f();",
    "a class that makes itself": "class A { a = new A() } new A();",
    "a getter that gets itself": "const o: any = { get x() { return this.x } }; o.x;",
    "text that is its own": "const o: any = { toString() { return `${this}` } }; `${o}`;",
    "an asynchronous one": "async function f(): Promise<any> { await f() } f();",
    "a large array": "Array(1e9).fill(0);",
    "a large array by length": "const a: any[] = []; a.length = 4e9;",
    "a large array by index": "const a: any[] = []; a[4e9] = 1;",
    "a large array from": "Array.from({ length: 1e9 }, () => 1);",
    "a large text": "'x'.repeat(1e9);",
    "a padded text": "'x'.padStart(1e9);",
    "a text that doubles": "let s = 'x'; for (let i = 0; i < 60; i++) s += s;",
    "a list that doubles": "let a = [1]; for (let i = 0; i < 60; i++) a = [...a, ...a];",
    "a list that is joined to itself": "let a = [1]; for (let i = 0; i < 60; i++) a = a.concat(a);",
    "an endless generator that gives nothing": "function* g() { while (true) {} } [...g()];",
    "an endless generator that is spread": "function* g() { while (true) yield 1; } [...g()];",
    "an endless generator in a loop": "function* g() { while (true) yield 1; } for (const x of g()) {}",
    "an endless generator, step by step": "function* g() { while (true) yield 1; } const i = g(); for (;;) i.next();",
    "an endless generator as a list": "function* g() { while (true) yield 1; } Array.from(g());",
    "an endless iterator": "const o: any = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }) }) }; [...o];",
    "a sort that never ends": "[3, 2, 1].sort(() => { while (true) {} });",
    "prototypes in a circle": "const a: any = {}, b: any = { __proto__: a }; Object.setPrototypeOf(a, b); a.nothing;",
    "deep JSON": "JSON.parse('['.repeat(100000));",
}  # fmt: skip


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_ended(evaluate, body):
    run = evaluate(f"{START}{body}\nnew Thing('after');", budget=BUDGET, strict=False)
    assert run.names == ["before"]
    (found,) = (found for found in run.evaluator.diagnostics if found.code == "over-budget")
    assert found.severity is Severity.ERROR
    assert found.position is not None
    assert (found.position.file, found.position.line) == ("index.ts", 3)
    assert found.hint
    assert run.platform.finished == 1
    assert run.frozen == {}


HARMLESS = {
    "eval": "eval('1'); new Function('return 1')();",
    "a circle": "const a: any = {}; a.a = a;",
    "an endless generator": "function* g() { while (true) yield 1; } const [x] = g();",
    "an endless generator in a loop that ends": "function* g() { for (;;) yield 1; } for (const x of g()) break;",
    "an endless generator that is closed": "function* g() { while (true) yield 1; } g().return();",
    "an endless generator by steps": "function* g() { while (true) yield 1; } const i = g(); i.next(); i.next();",
    "a prototype that is its own": "const a: any = {}; a.__proto__ = a; a.x;",
    "changed built-ins": "(Object.prototype as any).x = 1; delete (Array.prototype as any).map; [1].map((x) => x);",
    "many brackets": "const x = " + "(" * 3000 + "1" + ")" * 3000 + ";",
    "many lists": "const x = " + "[" * 3000 + "]" * 3000 + ";",
    "a long sum": "const x = " + "+".join(["1"] * 5000) + ";",
    "a regular expression that takes for ever": "/(a+)+$/.test('a'.repeat(40) + 'b');",
    "a promise that is never kept": "(async () => { await new Promise(() => {}) })();",
    "a circle of imports": "import './index'; export * from './index'; import('./index');",
    "an import that is no name": "import './\\0'; import('./' + on); require(on);",
    "an unknown loop": "let n: any = on; while (n > 0) { n--; while (n < 5) n++; }",
    "many unknown conditions in a row": "let x = 0; " + "if (on) { x++ } " * 60,
    "unknown conditions inside one another": "const f = (d): any => d && (on ? f(d - 1) : f(d - 1)); f(50);",
    "a text of unknown parts that doubles": "let s: any = on; for (let i = 0; i < 60; i++) s = `${s}${s}`;",
    "broken text": "const y = ;; function ( { ]]",
}  # fmt: skip


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_what_is_strange_is_survived(evaluate, body):
    run = evaluate(f"{START}{body}\n", {"on": MISSING}, budget=Budget(seconds=20.0), strict=False)
    assert run.names[:1] == ["before"]
    assert run.platform.finished == 1
    run.evaluator.within(lambda: run.evaluator.freeze(run.exports))


def test_a_module_that_does_too_much_ends_alone(evaluate):
    run = evaluate(
        {
            "index.ts": 'import "./deep"; import { Thing } from "things"; new Thing("after");',
            "deep.ts": 'import { Thing } from "things"; new Thing("before"); const f = (): any => f(); f();',
        },
        budget=BUDGET,
    )
    assert run.names == ["before", "after"]
    assert run.codes == ["over-budget"]


def test_an_error_that_nobody_catches_is_the_failure(evaluate):
    run = evaluate(f"{START}function f() {{ throw new RangeError('too few'); }}\nf();\nnew Thing('after');")
    assert run.failure == "RangeError: too few"
    assert run.evaluator.failure.position.line == 3
    assert run.names == ["before"]
    assert run.platform.finished == 1


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("async function f() { throw new Error('late') } f();", "Error: late"),
        ("async function f() { throw new Error('late') } f().catch(() => 1);", ""),
        ("async function f() { throw new Error('late') } (async () => { try { await f() } catch {} })();", ""),
    ],
)
def test_a_rejection_that_nobody_handles_is_the_failure(evaluate, body, failure):
    assert evaluate(body).failure == failure


def test_errors_of_our_own_functions_are_unknown_values(evaluate):
    source = f"{START}export const x = 1;"
    run = evaluate(source, strict=False)

    def broken(*_):
        raise KeyError("a fault of ours")

    machine = run.evaluator
    function = machine.native("broken", broken)
    found = machine.within(lambda: machine.call(function, ()))
    assert machine.freeze(found).reason == "broken cannot be evaluated"
    assert "unsupported-operation" in run.codes
