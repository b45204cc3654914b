"""Conditions and loops that are not known: both ways are taken, and joined."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Conditional, Reference, Unknown
from scaffold.readers.programs.values import MISSING

START = 'import { Thing, on, off, many } from "things";\n'
GIVEN = {"on": MISSING, "off": MISSING, "many": MISSING}
ON, OFF = Reference("args.on"), Reference("args.off")
NOT_ON = Call("not", (ON,))


def conditions(run):
    return {made.name: made.condition for made in run.made}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('if (on) new Thing("a"); else new Thing("b"); new Thing("c");', {"a": ON, "b": NOT_ON, "c": None}),
        ('if (!on) { new Thing("a"); }', {"a": NOT_ON}),
        ('if (on) { if (off) new Thing("a"); }', {"a": Call("and", (ON, OFF))}),
        ('const x = on ? new Thing("a") : undefined;', {"a": ON}),
        ('on && new Thing("a"); off || new Thing("b");', {"a": ON, "b": Call("not", (OFF,))}),
        ('on ?? new Thing("a");', {"a": Call("absent", (ON,))}),
        ('function f() { if (on) return; new Thing("a"); } f(); new Thing("b");', {"a": NOT_ON, "b": None}),
        (
            'function f() { if (on) { if (off) return; new Thing("a"); } new Thing("b"); } f();',
            {
                "a": Call("and", (ON, Call("not", (OFF,)))),
                "b": Conditional(ON, Call("not", (OFF,)), True),
            },
        ),
        ('for (const x of [1, 2]) { if (on) continue; new Thing(`a${x}`); }', {"a1": NOT_ON, "a2": NOT_ON}),
        (
            'for (const x of [1, 2]) { if (on) break; new Thing(`a${x}`); } new Thing("z");',
            {"a1": NOT_ON, "a2": NOT_ON, "z": None},
        ),
        ('if (on) throw new Error("no"); new Thing("a");', {"a": None}),
        ('switch (on) { case 1: new Thing("a"); break; default: new Thing("b"); }', {
            "a": Call("is", (ON, 1)),
            "b": Call("not", (Call("is", (ON, 1)),)),
        }),
    ],
)  # fmt: skip
def test_what_is_made_under_a_condition_says_so(evaluate, body, expected):
    run = evaluate(START + body, GIVEN)
    assert run.failure == ""
    assert conditions(run) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("let x = 1; if (on) x = 2;", Conditional(ON, 2, 1)),
        ("let x = 1; if (on) { x = 2 } else { x = 2 }", 2),
        ("let x: any; if (on) x = 1; else x = 2;", Conditional(ON, 1, 2)),
        ("const x: any = {}; if (on) x.k = 1;", {"k": Conditional(ON, 1, None)}),
        ("const x: any = { k: 0 }; if (on) { x.k = 1 } else { delete x.k }", {"k": Conditional(ON, 1, None)}),
        ("const x: any[] = [0]; if (on) x.push(1); x.push(2);", (0, Conditional(ON, 1, None), 2)),
        ("const x: any[] = [3, 1]; if (on) x.sort();", (Conditional(ON, 1, 3), Conditional(ON, 3, 1))),
        ("const f = () => { if (on) return 1; return 2 }; const x = f();", Conditional(ON, 1, 2)),
        ("const f = () => { if (on) { return 1 } else { return 2 } }; const x = f();", Conditional(ON, 1, 2)),
        ("const f = () => { if (on) throw 1; return 2 }; const x = f();", 2),
        ("const f = () => { if (on) return 1; throw 2 }; let x; try { x = f() } catch { x = 3 }", 3),
        ("class C { v = 1; constructor() { if (on) this.v = 2 } } const x = new C().v;", Conditional(ON, 2, 1)),
        ("let x = 1; const f = () => { x = 5 }; if (on) f();", Conditional(ON, 5, 1)),
        ("const m = new Map(); if (on) m.set('k', 1); const x = m.get('k');", Conditional(ON, 1, None)),
        (
            "let x = 0; if (on) { if (off) x = 1; else x = 2 }",
            Conditional(ON, Conditional(OFF, 1, 2), 0),
        ),
    ],
)  # fmt: skip
def test_both_ways_are_joined(evaluate, body, expected):
    run = evaluate(f"{START}{body} export {{ x }};", GIVEN)
    assert run.failure == ""
    assert run.frozen["x"] == expected


def test_where_both_ways_throw_the_program_does(evaluate):
    run = evaluate(f"{START}if (on) throw new Error('one'); else throw new Error('two');", GIVEN)
    assert run.failure == "Error: two"


def test_a_loop_over_something_unknown_goes_round_once(evaluate):
    run = evaluate(
        f"{START}let n = 0; const ids: any[] = [];\n"
        "for (const m of many) { n++; ids.push(m.id); new Thing(`x-${m}`, { m }); }\n"
        'new Thing("z"); export { n, ids };',
        GIVEN,
    )
    one = Reference("args.many", ("*",))
    assert [(made.inputs, made.repeated) for made in run.made] == [({"m": one}, True), (None, False)]
    assert isinstance(run.frozen["n"], Unknown)
    assert run.frozen["ids"] == (Reference("args.many", ("*", "id")),)


def test_a_while_loop_that_is_not_known_goes_round_once(evaluate):
    run = evaluate(f'{START}let n = 0; while (n < many) {{ n++; new Thing("x") }} export {{ n }};', GIVEN)
    assert [(made.name, made.repeated) for made in run.made] == [("x", True)]
    assert isinstance(run.frozen["n"], Unknown)


def test_callbacks_over_something_unknown_run_once(evaluate):
    run = evaluate(f"{START}many.forEach((m) => new Thing('x', {{ m }}));", GIVEN)
    assert [(made.inputs, made.repeated) for made in run.made] == [({"m": Reference("args.many", ("*",))}, True)]


def test_an_unknown_package_absorbs_everything(evaluate):
    run = evaluate(
        'import { Thing } from "things"; import * as lib from "somewhere"; import other, { b } from "elsewhere";\n'
        'const made = new lib.Maker("x", () => new Thing("never"));\n'
        'class Own extends lib.Base { constructor() { super(); new Thing("own") } }\n'
        "export const found = [made.out.put, lib.f().g(1)[0], other.x, b(1), new Own().inherited];",
    )
    assert run.failure == ""
    assert run.names == ["own"]
    assert all(isinstance(value, Unknown) for value in run.frozen["found"])
    assert run.frozen["found"][0] == Unknown("the package somewhere is not known")
    assert run.evaluator.packages == ("things", "somewhere", "elsewhere")
