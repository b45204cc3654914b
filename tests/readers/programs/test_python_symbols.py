"""Python programs with values that are not known: conditions, loops, arms, decisions."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Object

START = "from things import Thing, on, off, many, stage, none, items, size, tags\n"
GIVEN = {
    "on": MISSING,
    "off": MISSING,
    "many": MISSING,
    "stage": "prod",
    "none": None,
    "items": Array(["a", "b"]),
    "size": 3,
    "tags": Object({"k": "v"}),
}
ON, OFF, MANY, STAGE = (Reference(f"args.{name}") for name in ("on", "off", "many", "stage"))
NOT_ON = Call("not", (ON,))
AT = len(START)


def conditions(run):
    return {made.name: made.condition for made in run.made}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if on: Thing('a')\nelse: Thing('b')\nThing('c')", {"a": ON, "b": NOT_ON, "c": None}),
        ("if not on: Thing('a')", {"a": NOT_ON}),
        ("if on:\n    if off: Thing('a')", {"a": Call("and", (ON, OFF))}),
        ("x = Thing('a') if on else None", {"a": ON}),
        ("on and Thing('a')\noff or Thing('b')", {"a": ON, "b": Call("not", (OFF,))}),
        ("def f():\n    if on: return\n    Thing('a')\nf()\nThing('b')", {"a": NOT_ON, "b": None}),
        ("for x in [1, 2]:\n    if on: continue\n    Thing(f'a{x}')", {"a1": NOT_ON, "a2": NOT_ON}),
        ("for x in [1, 2]:\n    if on: break\n    Thing(f'a{x}')\nThing('z')", {"a1": NOT_ON, "a2": NOT_ON, "z": None}),
        ("if on: raise ValueError('no')\nThing('a')", {"a": None}),
        ("[Thing(x) for x in ['a', 'b'] if on]", {"a": ON, "b": ON}),
        ("if on == 'x': Thing('a')\nelif on == 'y': Thing('b')\nelse: Thing('c')", {
            "a": Call("equals", (ON, "x")),
            "b": Call("and", (Call("not", (Call("equals", (ON, "x")),)), Call("equals", (ON, "y")))),
            "c": Call("and", (Call("not", (Call("equals", (ON, "x")),)), Call("not", (Call("equals", (ON, "y")),)))),
        }),
        ("if on is None: Thing('a')", {"a": Call("same", (ON, None))}),
        ("if on is not None: Thing('a')", {"a": Call("not-same", (ON, None))}),
        ("if 'x' in on: Thing('a')", {"a": Call("in", ("x", ON))}),
        ("match on:\n    case 'x': Thing('a')\n    case _: Thing('b')", {
            "a": Call("equals", (ON, "x")), "b": Call("not", (Call("equals", (ON, "x")),))
        }),
        ("def g():\n    if on: yield 'a'\n    yield 'b'\nfor n in g(): Thing(n)", {"a": ON, "b": None}),
        ("def g():\n    yield 'a'\n    if on: return\n    yield 'b'\nfor n in g(): Thing(n)", {"a": None, "b": NOT_ON}),
        ("class A:\n    def __init__(self, n):\n        if on: Thing(n)\nA('a')", {"a": ON}),
        ("def make(n, flag=on):\n    if flag: Thing(n)\nmake('a')\nmake('b', False)\nmake('c', True)", {"a": ON, "c": None}),
        ("def f():\n    for n in ['a', 'b']:\n        if on: return n\n        Thing(n)\nf()\nThing('c')", {"a": NOT_ON, "b": NOT_ON, "c": None}),
        ("def g():\n    yield 'a'\n    yield 'b'\ndef f():\n    for n in g():\n        if on: return n\n        Thing(n)\nf()\nThing('c')", {"a": NOT_ON, "b": NOT_ON, "c": None}),
    ],
)  # fmt: skip
def test_what_is_made_under_a_condition_says_so(evaluate_python, body, expected):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    assert conditions(run) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = 1\nif on: x = 2", Conditional(ON, 2, 1)),
        ("x = 1\nif on: x = 2\nelse: x = 2", 2),
        ("if on: x = 1\nelse: x = 2", Conditional(ON, 1, 2)),
        ("x = [1]\nif on: x.append(2)", (1, Conditional(ON, 2, None))),
        ("x = {'a': 1}\nif on: x['a'] = 2", {"a": Conditional(ON, 2, 1)}),
        ("x = [1]\nif on: x += [2]", (1, Conditional(ON, 2, None))),
        ("class A: n = 1\na = A()\nif on: a.n = 2\nx = a.n", Conditional(ON, 2, 1)),
        ("class A: n = 1\nif on: A.n = 2\nx = A.n", Conditional(ON, 2, 1)),
        ("def f():\n    if on: return 1\n    return 2\nx = f()", Conditional(ON, 1, 2)),
        ("x = 1 if on else 2", Conditional(ON, 1, 2)),
        ("x = on and 1", Conditional(ON, 1, ON)),
        ("x = on or 'd'", Conditional(ON, ON, "d")),
        ("x = f'a-{on}-b'", Template(("a-", ON, "-b"))),
        ("x = 'a' + on", Template(("a", ON))),
        ("x = on['k']", Reference("args.on", ("k",))),
        ("x = on.k", Reference("args.on", ("k",))),
        ("x = on[0]", Reference("args.on", (0,))),
        ("x = [on, {'a': on}]", (ON, {"a": ON})),
        ("x = {**tags, 'a': 1}", {"k": "v", "a": 1}),
        ("x = stage.upper()", "PROD"),
        ("x = stage == 'prod'", True),
        ("x = [f'{i}!' for i in items]", ("a!", "b!")),
        ("x = {k: v for k, v in tags.items()}", {"k": "v"}),
        ("x = items[0]", "a"),
        ("x = items[-1]", "b"),
        ("x = items[1:]", ("b",)),
        ("a, b = items\nx = b + a", "ba"),
        ("x = size + 1", 4),
        ("x = list(range(size))", (0, 1, 2)),
        ("x = ['a', 'b', 'c', 'd'][size]", "d"),
        ("x = {'prod': 1}[stage]", 1),
        ("x = {'prod': 1}.get(stage, 2)", 1),
        ("x = none or 'd'", "d"),
        ("x = isinstance(stage, str)", True),
        ("x = len(items)", 2),
        ("x = tags['k']", "v"),
        ("x = tags.get('z', 'd')", "d"),
        ("import os\nx = [on.a for _ in range(1)][0]", Reference("args.on", ("a",))),
        ("def f(a, **kw): return kw\nx = f(1, **tags)", {"k": "v"}),
        ("def f(*a): return a\nx = f(*items)", ("a", "b")),
        ("def f(a, b): return b\nx = f(*on)", Reference("args.on", ("*",))),
        ("def f(a, b=1): return b\nx = f(1, **on)", Reference("args.on", ("b",))),
    ],
)
def test_values(evaluate_python, body, expected):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    assert run.frozen_of("x") == expected


def test_loops_over_what_is_not_known_go_round_once(evaluate_python):
    run = evaluate_python(START + "n = 0\nfor x in many:\n    Thing(f't-{x.id}')\n    n += 1\nThing('z')", GIVEN)
    assert run.failure == ""
    assert [made.repeated for made in run.made] == [True, False]
    assert run.names[0] == Template(("t-", Reference("args.many", ("*", "id"))))
    assert isinstance(run.frozen_of("n"), Unknown)


def test_comprehensions_over_what_is_not_known(evaluate_python):
    run = evaluate_python(
        START + "x = [Thing(f't-{i}') for i in many]\ny = {k for k in many}\nz = [1 for i in many if on]", GIVEN
    )
    assert run.failure == ""
    assert [made.repeated for made in run.made] == [True]
    found = run.frozen_of("x")
    assert isinstance(found, Call)
    assert found.function == "map"
    assert found.arguments[0] == MANY
    assert isinstance(run.frozen_of("y"), Unknown)


def ways(arms):
    """Arms of the second line on as (offset behind the start, way)."""
    return sorted((arm.at - AT, arm.way) for arm in arms)


@pytest.mark.parametrize(
    ("body", "arms", "taken"),
    [
        ("if stage: 1\nelse: 2", [(0, 0), (0, 1)], [(0, 0)]),
        ("if not stage: 1", [(0, 0), (0, 1)], [(0, 1)]),
        ("1 if stage else 2", [(0, 0), (0, 1)], [(0, 0)]),
        ("1 if on else 2", [(0, 0), (0, 1)], [(0, 0), (0, 1)]),
        ("stage or 1", [(0, 0), (0, 1)], [(0, 0)]),
        ("f = lambda: 1", [(4, 0)], []),
        ("def f(a=1): pass\nf(2)", [(0, 0)], [(0, 0)]),
        ("[x for x in items if x == 'a']", [(21, 0), (21, 1)], [(21, 0), (21, 1)]),
        ("try: 1\nexcept ValueError: 2", [(7, 0)], []),
        ("try: raise ValueError\nexcept ValueError: 2", [(22, 0)], [(22, 0)]),
    ],
)
def test_arms(evaluate_python, body, arms, taken):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    assert ways(run.evaluator.arms) == arms
    assert ways(run.evaluator.taken) == taken


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if stage == 'dev': 1", [(1, Call("equals", (STAGE, "dev")))]),
        ("1 if stage == 'prod' else 2", [(0, Call("equals", (STAGE, "prod")))]),
        ("if stage in ('dev', 'prod'): 1", [(0, Call("in", (STAGE, ("dev", "prod"))))]),
        ("if len(items) > 5: 1", [(1, Call("greater", (Call("length", (Reference("args.items"),)), 5)))]),
        ("[1 for x in [1] if stage]", [(0, STAGE)]),
        ("if none is None: 1", [(0, Call("same", (Reference("args.none"), None)))]),
        ("stage or 1", [(0, STAGE)]),
        ("if isinstance(stage, str): 1", [(0, Call("is", (Call("typeof", (STAGE,)), "string")))]),
    ],
)
def test_decisions(evaluate_python, body, expected):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    assert [(found.arm.way, found.condition) for found in run.evaluator.decisions] == expected


def test_what_is_not_given_is_undefined_nowhere(evaluate_python):
    run = evaluate_python("from things import a\nx = a is None", {"a": UNDEFINED})
    assert run.failure == ""
