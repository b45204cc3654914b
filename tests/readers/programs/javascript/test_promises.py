"""Promises, and that a rejection nobody looks at ends the program."""

from __future__ import annotations

import pytest

DECLARED = "async function f(x) { await null; if (x > 2) throw new RangeError('big ' + x); return x * 2 }\n"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("await f(1)", 2),
        ("await f(5).catch(e => e.name + e.message)", "RangeErrorbig 5"),
        ("await Promise.all([f(1), 2, Promise.resolve(3)])", (2, 2, 3)),
        ("await Promise.all(new Set([1, 2]))", (1, 2)),
        ("await Promise.allSettled([f(1), f(9)]).then(a => a.map(x => x.status))", ("fulfilled", "rejected")),
        ("await Promise.race([f(1), f(2)])", 2),
        ("await Promise.any([f(9), f(2)])", 4),
        ("await Promise.any([f(9)]).catch(e => e.name + e.errors.length)", "AggregateError1"),
        ("await new Promise(done => setTimeout(() => done('late'), 10))", "late"),
        ("await new Promise((_, fail) => fail(new Error('no'))).then(() => 1, e => e.message)", "no"),
        ("await Promise.resolve(1).then(x => x + 1).then(x => Promise.resolve(x * 10)).finally(() => 9)", 20),
        ("await Promise.resolve(5).finally(() => { throw 'x' }).catch(e => e)", "x"),
        ("await { then(done) { done('thenable') } }", "thenable"),
        ("await Promise.resolve({ then(done) { done(7) } })", 7),
        ("await new Promise((done, fail) => { done(1); fail(2); done(3) })", 1),
        (
            "await (async () => { const all = []; for await (const x of [f(1), f(2)]) all.push(x); return all })()",
            (2, 4),
        ),
        ("await new Promise(done => process.nextTick(done, 1))", 1),
    ],
)
def test_a_promise_gives_what_it_is_settled_with(evaluate, expression, value):
    run = evaluate(f"{DECLARED}export const found = {expression};")
    assert run.failure == ""
    assert run.frozen["found"] == value


@pytest.mark.parametrize(
    "expression", ["Promise.reject(new Error('lost'))", "Promise.resolve().then(() => { throw new Error('lost') })"]
)
def test_a_rejection_that_nobody_looks_at_ends_the_program(evaluate, expression):
    assert evaluate(f"{expression};").failure == "Error: lost"
    assert evaluate(f"{expression}.catch(() => 1);").failure == ""
    assert evaluate(f"{expression}.then(() => 1);").failure == "Error: lost"


def test_the_message_of_an_error_is_what_its_symbols_are_taken_for(evaluate):
    text = "throw new TypeError(`no ${process.env.STAGE}`);"
    assert evaluate(text, {"env.STAGE": "prod"}).failure == "TypeError: no prod"
