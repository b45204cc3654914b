"""Promises and what is asynchronous: everything is settled at once."""

from __future__ import annotations

import pytest

from scaffold.model.values import Reference, Unknown
from scaffold.readers.programs.values import MISSING


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("const f = async () => (await g()) + 1; const g = async () => { await null; return 1 }; return await f();", 2),
        ("return await Promise.all([1, Promise.resolve(2), (async () => 3)()]);", (1, 2, 3)),
        ("try { await (async () => { throw new Error('a') })() } catch (e: any) { return e.message }", "a"),
        ("return await Promise.reject(1).catch((x) => x + 1).then((x) => x * 2).finally(() => {});", 4),
        (
            "const r = []; for await (const x of (async function* () { yield 1; yield 2 })()) r.push(x); return r;",
            (1, 2),
        ),
        ("const r = []; for await (const x of [Promise.resolve(1), 2]) r.push(x); return r;", (1, 2)),
        ("return await new Promise((keep) => keep(5)).then((x) => { throw x }).catch((e) => e);", 5),
        ("const wait = (ms) => new Promise((r) => setTimeout(r, ms)); await wait(1); return 'waited';", "waited"),
        ("const r = []; for (const n of [1, 2]) r.push(await (async () => n * 2)()); return r;", (2, 4)),
        ("return (await Promise.all(['a', 'b'].map(async (n, i) => `${n}${i}`))).join();", "a0,b1"),
        ("class A { async f() { return this.g() } async g() { return 'g' } } return await new A().f();", "g"),
        ("const { a, b = 2 } = await (async () => ({ a: 1 }))(); return [a, b];", (1, 2)),
        ("const t = { then(keep) { keep('thenable') } }; return await t;", "thenable"),
        ("const f = (done) => done(null, 'v'); return await new Promise((r, j) => f((e, v) => e ? j(e) : r(v)));", "v"),
        ("const later = async () => c; const c = 5; return await later();", 5),
    ],
)
def test_what_is_awaited_is_there(evaluate, body, expected):
    run = evaluate(f"export const found = (async () => {{ {body} }})();")
    assert run.failure == ""
    assert run.frozen == {"found": expected}


def test_what_is_never_kept_is_unknown(evaluate):
    run = evaluate("export const found = (async () => await new Promise(() => {}))();")
    assert isinstance(run.frozen["found"], Unknown)


def test_a_variable_that_is_read_too_early_is_unknown(evaluate):
    run = evaluate(
        'import { Thing } from "things"; main(); const late = 5;\n'
        'async function main() { await null; new Thing("x", { late }); }'
    )
    found = run.made[0].inputs["late"]
    assert isinstance(found, Unknown)
    assert found.reason == "late is read before it is set"


def test_an_awaited_symbol_is_itself(evaluate):
    run = evaluate('import { on } from "things"; export const x = (async () => (await on).a)();', {"on": MISSING})
    assert run.frozen == {"x": Reference("args.on", ("a",))}
