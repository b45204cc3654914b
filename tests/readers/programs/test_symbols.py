"""Values that are only known as expressions: control follows what they are taken to be, data says what they are."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, unknowns
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Object

ARN = Reference("thing.a", ("arn",))
START = 'import { Thing, stage, size, list, map, none, flag } from "things";\nconst a = new Thing("a");\n'
GIVEN = {
    "stage": "prod",
    "size": 3,
    "list": Array(["x", "y"]),
    "map": Object({"k": "v", "deep": Object({"n": 1})}),
    "none": UNDEFINED,
    "flag": MISSING,
}


@pytest.mark.parametrize(
    ("expression", "frozen", "resolved"),
    [
        ("stage", "prod", "prod"),
        ("`x-${stage}-${size}`", "x-prod-3", "x-prod-3"),
        ("stage.toUpperCase() + size * 2", "PROD6", "PROD6"),
        ("a.arn", ARN, "a-arn"),
        ("`${a.arn}/*`", Template((ARN, "/*")), "a-arn/*"),
        ("a.arn + '/' + stage + '/' + 1", Template((ARN, "/prod/1")), "a-arn/prod/1"),
        ("`<${`${a.arn}:x`}>`", Template(("<", ARN, ":x>")), "<a-arn:x>"),
        ("`${stage.toUpperCase()}${a.arn}`", Template(("PROD", ARN)), "PRODa-arn"),
        ("`${none}-${a.arn}-${undefined}`", Template(("undefined-", ARN, "-undefined")), "undefined-a-arn-undefined"),
        ("`${none}-${size}`", "undefined-3", "undefined-3"),
        ("({ prod: 5, dev: 1 })[stage]", 5, 5),
        ("({ dev: 1 })[stage]", None, None),
        ("({ prod: [1] })[stage].length", 1, 1),
        ("a.arn.split('-')[1]", Call("index", (Call("split", (ARN, "-")), 1)), "arn"),
        ("a.arn.split('-').pop()", Call("index", (Call("split", (ARN, "-")), 1)), "arn"),
        ("a.arn.split('-')", Call("split", (ARN, "-")), ("a", "arn")),
        ("a.arn.toUpperCase()", Call("toUpperCase", (ARN,)), "A-ARN"),
        ("a.arn.length", Call("length", (ARN,)), 5),
        ("a.arn === 'a-arn'", Call("is", (ARN, "a-arn")), True),
        ("a.list[0].id", Reference("thing.a", ("list", 0, "id")), "one"),
        ("a.list.map((e) => e.id)", tuple(Reference("thing.a", ("list", at, "id")) for at in (0, 1)), ("one", "two")),
        ("[...a.list].length", 2, 2),
        ("map.deep.n", 1, 1),
        ("map.other", None, None),
        ("map?.other?.more", None, None),
        ("none?.more.and.more", None, None),
        ("{ ...map, z: none }", {"k": "v", "deep": {"n": 1}}, {"k": "v", "deep": {"n": 1}}),
        ("list.includes('x') ? list.length : 0", 2, 2),
        ("[...list, stage]", ("x", "y", "prod"), ("x", "y", "prod")),
        ("a", Reference("thing.a"), Reference("thing.a")),
        ("() => 1", Unknown("it is a function"), Unknown("it is a function")),
        ("NaN", Unknown("it is not a finite number", "nan"), Unknown("it is not a finite number", "nan")),
        ("[1.0, 2.5, 1e3]", (1, 2.5, 1000), (1, 2.5, 1000)),
        ("[undefined, null]", (None, None), (None, None)),
        ("Promise.resolve(stage)", "prod", "prod"),
    ],
)
def test_a_value_is_what_it_refers_to_and_what_it_is_taken_for(evaluate, expression, frozen, resolved):
    run = evaluate(f"{START}export const found = [{expression}];", GIVEN)
    assert run.failure == ""
    assert run.frozen["found"] == (frozen,)
    assert run.resolved["found"] == (resolved,)


@pytest.mark.parametrize(
    ("expression", "frozen"),
    [
        ("flag", Reference("args.flag")),
        ("flag.a[0].b", Reference("args.flag", ("a", 0, "b"))),
        ("`${flag}-x`", Template((Reference("args.flag"), "-x"))),
        ("({ a: 1 })[flag]", Call("index", ({"a": 1}, Reference("args.flag")))),
        ("flag.trim()", Call("trim", (Reference("args.flag"),))),
        ("flag.length", Call("length", (Reference("args.flag"),))),
        ("!flag", Call("not", (Reference("args.flag"),))),
        ("flag > 3", Call("greater", (Reference("args.flag"), 3))),
        ("flag ? 1 : 2", Conditional(Reference("args.flag"), 1, 2)),
        ("flag ? 1 : 1", 1),
        ("flag ?? 'd'", Conditional(Call("absent", (Reference("args.flag"),)), "d", Reference("args.flag"))),
        ("flag || 'd'", Conditional(Reference("args.flag"), Reference("args.flag"), "d")),
        ("flag && 'd'", Conditional(Reference("args.flag"), "d", Reference("args.flag"))),
        ("{ a: 1, ...flag }", Call("merge", ({"a": 1}, Reference("args.flag")))),
        ("[1, ...flag]", Call("concat", ((1,), Reference("args.flag")))),
        ("((x = 5) => x)(flag)", Conditional(Call("absent", (Reference("args.flag"),)), 5, Reference("args.flag"))),
        ("(({ n, ...rest }) => rest)(flag)", Call("omit", (Reference("args.flag"), "n"))),
        ("(([, second]) => second)(flag)", Reference("args.flag", (1,))),
        ("(flag ? a : undefined)?.arn", Conditional(Reference("args.flag"), ARN, None)),
        ("(flag ? a : undefined).arn", ARN),
        ("(flag ? { f: () => 1 } : { f: () => 2 }).f()", Conditional(Reference("args.flag"), 1, 2)),
        ("(flag ? a : undefined) === undefined", Conditional(Reference("args.flag"), False, True)),
        ("typeof flag === 'string'", Call("is", (Call("typeof", (Reference("args.flag"),)), "string"))),
    ],
)
def test_what_is_taken_for_nothing_stays_an_expression(evaluate, expression, frozen):
    run = evaluate(f"{START}export const found = [{expression}];", GIVEN)
    assert run.failure == ""
    assert run.frozen["found"] == (frozen,)


def test_a_parameter_in_an_expression_over_a_resource_is_its_value(evaluate):
    run = evaluate(f"{START}export const found = {{ x: a.arn === stage, y: [a.arn, stage] }};", GIVEN)
    assert run.frozen["found"] == {"x": Call("is", (ARN, "prod")), "y": (ARN, "prod")}


def test_a_list_made_of_a_symbol_can_be_changed(evaluate):
    run = evaluate(
        f"{START}const parts = a.arn.split('-'); const same = [...parts]; parts.push('z');\n"
        "export const found = parts; export const joined = same.join('/');",
        GIVEN,
    )
    pieces = tuple(Call("index", (Call("split", (ARN, "-")), at)) for at in (0, 1))
    assert run.frozen == {"found": (*pieces, "z"), "joined": Template((pieces[0], "/", pieces[1]))}
    assert run.resolved == {"found": ("a", "arn", "z"), "joined": "a/arn"}


def test_what_contains_itself_ends(evaluate):
    run = evaluate("const o: any = { n: 1 }; o.self = o; export { o };")
    assert run.frozen == {"o": {"n": 1, "self": Unknown("it contains itself")}}


def test_concrete_and_thaw(evaluate):
    run = evaluate(f"{START}export const found = [{{ a: [a.arn, size] }}]; export const open = [flag];", GIVEN)
    machine = run.evaluator
    found = machine.concrete(run.exports.entries["found"])
    assert machine.freeze(found) == ({"a": ("a-arn", 3)},)
    assert machine.concrete(run.exports.entries["open"]) is MISSING
    assert machine.freeze(machine.thaw({"a": (1, {"b": ARN})})) == {"a": (1, {"b": ARN})}


def test_an_expression_that_gets_too_large_is_unknown(evaluate):
    run = evaluate(f"{START}let s = flag; for (let i = 0; i < 60; i++) s = `${{s}}-${{s}}`; export {{ s }};", GIVEN)
    assert Unknown("the expression gets too large") in list(unknowns(run.frozen["s"]))
