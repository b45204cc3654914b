"""Hostile programs: bounded time and memory, and nothing of one evaluation is left to the next."""

from __future__ import annotations

import time

import pytest

from scaffold.model.values import Unknown


@pytest.mark.parametrize(
    "expression",
    [
        "'x'.repeat(1e9)",
        "'x'.padStart(1e9)",
        "new Array(1e9).fill(0)",
        "Array.from({length: 1e9})",
        "Array.prototype.slice.call({length: 1e9})",
        "Array(1e6).fill('x'.repeat(1000)).join('')",
        "(() => { let s = 'xx'; for (;;) s = s.replace(/x/g, 'xx') })()",
        "(() => { let a = [1]; for (;;) a = a.concat(a) })()",
        "(() => { const m = new Map(); for (let i = 0;; i++) m.set(i, i) })()",
        "BigInt(2) ** BigInt(1000000000)",
        "BigInt('9'.repeat(1e6))",
        "JSON.parse('['.repeat(100000))",
        "(() => { let a = []; for (let i = 0; i < 5000; i++) a = [a]; return JSON.stringify(a) })()",
        "Buffer.alloc(1e10)",
        "new Uint8Array(1e10)",
        "[...{ [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }) } } }]",
        "(() => { function f() { setTimeout(() => f(), 1) } f() })()",
        "(() => { const a = {}; Object.setPrototypeOf(a, a); return a.x })()",
    ],
)
def test_what_is_too_much_ends_the_evaluation(evaluate, expression):
    start = time.monotonic()
    run = evaluate(f"export const found = {expression};")
    assert run.codes == ["over-budget"]
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "expression",
    [
        r"/(a+)+$/.test('a'.repeat(60) + 'b')",
        r"/(.*)*(.*)*x/.test('a'.repeat(5000))",
        "new RegExp('(((a{1000}){1000}){1000})').test('a')",
        "new RegExp('('.repeat(5000) + ')'.repeat(5000)).test('a')",
    ],
)
def test_a_pattern_that_takes_too_long_is_not_known(evaluate, expression):
    start = time.monotonic()
    assert isinstance(evaluate(f"export const found = {expression};").frozen["found"], Unknown)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("expression", "failure"),
    [
        (
            "(() => { const a = {}; a.a = a; return JSON.stringify(a) })()",
            "TypeError: Converting circular structure to JSON",
        ),
        (
            "(() => { const a = []; a[0] = a; return a.flat(Infinity) })()",
            "RangeError: Maximum call stack size exceeded",
        ),
        ("process.exit(1)", "Error: the program ends itself with process.exit"),
    ],
)
def test_what_the_program_would_throw_is_thrown(evaluate, expression, failure):
    assert evaluate(f"export const found = {expression};").failure == failure


@pytest.mark.parametrize(
    ("change", "look"),
    [
        ("Object.prototype.own = 1", "Object.prototype.own"),
        ("Array.prototype.map = 5", "typeof [].map === 'function' ? undefined : 1"),
        ("Math.max = 5", "Math.max(1) === 1 ? undefined : 1"),
        ("globalThis.own = 1", "globalThis.own"),
        ("Error.own = 1", "Error.own"),
        ("process.own = 1", "process.own"),
    ],
)
def test_one_evaluation_leaves_nothing_to_the_next(evaluate, change, look):
    evaluate(f"{change};", strict=False)
    run = evaluate(f"export const found = ({look}) === undefined;")
    assert run.failure == ""
    assert run.exports.entries["found"] is True
