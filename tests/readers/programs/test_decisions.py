"""Branches: which there are, which were taken, and what they depend on."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Reference
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array

GIVEN = {"stage": "prod", "none": UNDEFINED, "some": 1, "on": MISSING, "list": Array(["a"])}
START = 'import { Thing, stage, none, some, on, list } from "things";\n'
STAGE, NONE, SOME = Reference("args.stage"), Reference("args.none"), Reference("args.some")
AT = len(START)


def ways(arms):
    """Arms of the second line on as (offset behind the start, way)."""
    return sorted((arm.at - AT, arm.way) for arm in arms)


@pytest.mark.parametrize(
    ("body", "arms", "taken"),
    [
        ("if (stage) 1; else 2;", [(0, 0), (0, 1)], [(0, 0)]),
        ("if (!stage) 1;", [(0, 0), (0, 1)], [(0, 1)]),
        ("stage ? 1 : 2;", [(0, 0), (0, 1)], [(0, 0)]),
        ("on ? 1 : 2;", [(0, 0), (0, 1)], [(0, 0), (0, 1)]),
        ("stage || 1;", [(0, 0), (0, 1)], [(0, 0)]),
        ("stage && none || 1 && 2;", [(0, way) for way in range(4)], [(0, way) for way in range(4)]),
        ("none ?? (some ?? 1);", [(0, 0), (0, 1), (0, 2)], [(0, 0), (0, 1)]),
        ("stage && 1 ? 2 : 3;", [(0, 0), (0, 1), (1, 0), (1, 1)], [(0, 0), (1, 0), (1, 1)]),
        ("const f = () => 1;", [(10, 0)], []),
        ("function f(a = 1) {} f(); f(2);", [(0, 0), (11, 0)], [(0, 0), (11, 0)]),
        ("const { k = 1 } = { k: 2 };", [(8, 0)], []),
        ("let x: any; x ??= 1;", [(12, 0), (12, 1)], [(12, 0), (12, 1)]),
        (
            "switch (stage) { case 'a': case 'prod': case 'c': break; default: }",
            [(0, way) for way in range(4)],
            [(0, 1), (0, 2)],
        ),
        ("class C { constructor() {} get x() { return 1 } static s() {} }", [(10, 0), (27, 0), (48, 0)], []),
        ("function f() { if (1) return; } ", [(0, 0), (15, 0), (15, 1)], []),
        ("const x = stage?.length;", [], []),
    ],
)
def test_arms(evaluate, body, arms, taken):
    run = evaluate(START + body, GIVEN)
    assert run.failure == ""
    assert ways(run.evaluator.arms) == arms
    assert ways(run.evaluator.taken) == taken
    assert run.evaluator.taken <= run.evaluator.arms
    assert {arm.line for arm in run.evaluator.arms} <= {2}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if (stage === 'dev') 1;", [(1, Call("is", (STAGE, "dev")))]),
        ("stage === 'prod' ? 1 : 2;", [(0, Call("is", (STAGE, "prod")))]),
        ("if (!none) 1;", [(0, Call("not", (NONE,)))]),
        ("if (stage) 1;", [(0, STAGE)]),
        ("none ?? 1;", [(1, Call("absent", (NONE,)))]),
        ("some ?? 1;", [(0, Call("absent", (SOME,)))]),
        ("none || 1;", [(1, NONE)]),
        ("stage || 1;", [(0, STAGE)]),
        ("stage && 1;", [(1, STAGE)]),
        ("((p = 1) => p)(none);", [(0, Call("absent", (NONE,)))]),
        ("((p = 1) => p)(some);", [(0, Call("absent", (SOME,)))]),
        ("const { q = 1 } = { q: none };", [(0, Call("absent", (NONE,)))]),
        ("none?.size ?? 1;", [(1, Call("absent", (Reference("args.none", ("size",)),)))]),
        ("if (list.length > 2) 1;", [(1, Call("greater", (Call("length", (Reference("args.list"),)), 2)))]),
        (
            "if (stage.split('-').length > 1) 1;",
            [(1, Call("greater", (Call("length", (Call("split", (STAGE, "-")),)), 1)))],
        ),
        ("if (stage.startsWith('p')) 1;", [(0, Call("startsWith", (STAGE, "p")))]),
        ("if (['a', 'b'].includes(stage)) 1;", [(1, Call("includes", (("a", "b"), STAGE)))]),
        ("if (({ prod: 3, dev: 1 })[stage] > 2) 1;", [
            (0, Call("greater", (Call("index", ({"prod": 3, "dev": 1}, STAGE)), 2))),
        ]),
        ("({ dev: 1 })[stage] ?? 2;", [(1, Call("absent", (Call("index", ({"dev": 1}, STAGE)),)))]),
        ("const big = stage === 'x'; if (big) 1;", [(1, Call("is", (STAGE, "x")))]),
        ("for (let i = 0; i < 3; i++) { if (some > i) 1; }", [
            (0, Call("greater", (SOME, 0))), (1, Call("greater", (SOME, 1))), (1, Call("greater", (SOME, 2))),
        ]),
        ("for (let i = 0; i < 3; i++) { if (stage) 1; }", [(0, STAGE)]),
        ("if (1 > 2) 1; const y = 2 || 3;", []),
        ("const t = new Thing('a'); if (t.arn === 'x') 1;", [(1, Call("is", (Reference("thing.a", ("arn",)), "x")))]),
        (
            "switch (stage) { case 'a': break; default: }",
            [(0, Call("is", (STAGE, "a"))), (1, Call("and", (Call("is-not", (STAGE, "a")),)))],
        ),
    ],
)  # fmt: skip
def test_decisions_say_what_a_branch_depends_on(evaluate, body, expected):
    run = evaluate(START + body, GIVEN)
    assert run.failure == ""
    assert sorted([(found.arm.way, found.condition) for found in run.evaluator.decisions], key=repr) == sorted(
        expected, key=repr
    )


def test_arms_are_those_of_the_files_that_were_loaded(evaluate):
    run = evaluate({"index.ts": 'import "./a"; if (1) 2;', "a.ts": "if (1) 2;", "b.ts": "if (1) 2;"})
    assert {arm.file for arm in run.evaluator.arms} == {"index.ts", "a.ts"}
    assert len(run.evaluator.taken) == 2


def test_a_program_is_compiled_once_and_evaluated_again(evaluate):
    first = evaluate(f"{START}export const x = stage === 'prod' ? 1 : 2;", GIVEN)
    again = type(first.evaluator)(first.evaluator.program, type(first.platform)({**GIVEN, "stage": "dev"}))
    assert again.freeze(again.run("index.ts")) == {"x": 2}
    assert first.frozen == {"x": 1}
    assert again.arms == first.evaluator.arms
    assert again.taken | first.evaluator.taken == again.arms
