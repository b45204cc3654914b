"""What functions of the runtime make of symbols: the expression says what they are, its concrete value what
they are taken for."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Reference, Template, Unknown
from scaffold.readers.programs.javascript.buffers import Bytes
from scaffold.readers.programs.values import MISSING, Symbol

ARN = Reference("thing.one", ("arn",))
OPEN = Reference("thing.one", ("unknown",))
STAGE = Reference("env.STAGE")
#: `arn` is taken to be `one-arn`, `open` for nothing; STAGE is a parameter.
PRELUDE = """
import { Thing } from "things";
const one = new Thing("one");
const arn = one.arn, open = one.unknown, stage = process.env.STAGE;
"""


@pytest.fixture
def symbol(evaluate):
    """What an expression gives; errors are errors."""

    def run(expression):
        found = evaluate(f"{PRELUDE}export const found = {expression};", {"env.STAGE": "prod"})
        assert found.failure == ""
        return found.exports.entries["found"]

    return run


@pytest.mark.parametrize(
    ("expression", "value", "concrete"),
    [
        ("['dev', 'prod'].includes(stage)", Call("includes", (("dev", "prod"), STAGE)), True),
        ("['dev', 'prod'].indexOf(stage)", Call("indexOf", (("dev", "prod"), STAGE)), 1),
        ("({dev: 1}).hasOwnProperty(stage)", Call("includes", (("dev",), STAGE)), False),
        ("Object.hasOwn({prod: 1}, stage)", Call("includes", (("prod",), STAGE)), True),
        ("new Set(['prod']).has(stage)", Call("includes", (("prod",), STAGE)), True),
        ("new Map([['dev', 1]]).has(stage)", Call("includes", (("dev",), STAGE)), False),
        ("/^p/i.test(stage)", Call("test", (Call("regex", ("^p", "i")), STAGE)), True),
        ("/^p/.test(open)", Call("test", (Call("regex", ("^p", "")), OPEN)), MISSING),
        ("['a'].some(x => stage === 'dev')", Call("is", (STAGE, "dev")), False),
        ("[1, 2].every(x => stage !== 'x')", Call("and", (Call("is-not", (STAGE, "x")),) * 2), True),
        ("Boolean(stage)", Call("Boolean", (STAGE,)), True),
        ("parseInt(open)", Call("parseInt", (OPEN,)), MISSING),
        ("arn.split('-').pop()", Call("index", (Call("split", (ARN, "-")), 1)), "arn"),
        ("arn.replace(/-/g, '/')", Call("replace", (ARN, Call("regex", ("-", "g")), "/")), "one/arn"),
        ("['a', arn].join('-')", Template(("a-", ARN)), "a-one-arn"),
        ("String(['a', open])", Template(("a,", OPEN)), MISSING),
        ("JSON.stringify({a: arn, b: [1]})", Call("jsonencode", ({"a": ARN, "b": (1,)},)), '{"a":"one-arn","b":[1]}'),
        ("JSON.stringify({a: open})", Call("jsonencode", ({"a": OPEN},)), MISSING),
        ("JSON.parse(JSON.stringify({a: arn})).a", ARN, "one-arn"),
        ("JSON.parse(open).a", Call("index", (Call("jsondecode", (OPEN,)), "a")), MISSING),
        ("Buffer.from(arn).toString('base64')", Call("base64encode", (ARN,)), "b25lLWFybg=="),
        ("Buffer.from(open).toString('base64')", Call("base64encode", (OPEN,)), MISSING),
        ("Buffer.from(arn).toString()", ARN, "one-arn"),
        (
            "require('crypto').createHash('md5').update(arn).digest('hex')",
            Call("md5", (ARN,)),
            "cd29c0df0d53246750578a7e185a6804",
        ),
        ("new URL('https://' + arn + '/').hostname", None, "one-arn"),
        ("require('path').join('/x', arn)", Call("path.join", ("/x", ARN)), "/x/one-arn"),
        ("Object.keys(open)", Call("keys", (OPEN,)), MISSING),
        ("new Map([['a', arn]]).get('a')", ARN, "one-arn"),
        ("Object.fromEntries([['a', arn]]).a", ARN, "one-arn"),
        ("Object.values({...{a: open}})[0]", OPEN, MISSING),
        ("structuredClone({a: [arn]}).a[0]", ARN, "one-arn"),
        ("require('util').format('%s!', arn)", Template((ARN, "!")), "one-arn!"),
    ],
)
def test_a_function_of_a_symbol_is_a_symbol(symbol, expression, value, concrete):
    found = symbol(expression)
    assert isinstance(found, Symbol)
    assert value is None or found.value == value
    assert found.concrete == concrete


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("Date.now()", "this depends on the time"),
        ("new Date().toISOString()", "this depends on the time"),
        ("new Date('2024-01-01T00:00').toISOString()", "this depends on the time zone"),
        ("new Date('2024-01-01').getDate()", "this depends on the time zone"),
        ("Math.random()", "this is random"),
        ("crypto.randomUUID()", "this is random"),
        ("require('crypto').randomBytes(4).toString('hex')", "this is random"),
        ("require('child_process').execSync('ls').toString()", "this runs a command"),
        ("require('os').hostname()", "this depends on the machine"),
        ("require('fs').readFileSync('/etc/passwd', 'utf8')", "this file is outside of the project"),
        ("require('fs').readFileSync('../../x', 'utf8')", "this file is outside of the project"),
        ("require('fs').writeFileSync('x', 'y')", "this writes files"),
        ("eval('1')", "eval runs text"),
        ("new Function('return 1')", "a function is made of text"),
        ("(12.5).toLocaleString('de-DE')", "how this locale and these options write numbers is not known here"),
        ("[3, open].sort()", "the text is not known"),
        (r"/\p{Script=Greek}/u.test('a')", "the class of signs Script=Greek"),
        ("new Date('1/2/2024').getTime()", "how the runtime reads this date is not known here"),
    ],
)
def test_what_cannot_be_known_says_why(symbol, expression, reason):
    found = symbol(expression)
    assert isinstance(found.value, Unknown)
    assert found.value.reason == reason
    assert found.concrete is MISSING


def test_a_loop_over_elements_that_are_not_known_goes_round_once(evaluate):
    run = evaluate(f"{PRELUDE}open.split(',').forEach(name => new Thing(name));")
    assert [(made.name, made.repeated) for made in run.made[1:]] == [
        (Call("index", (Call("split", (OPEN, ",")), "*")), True)
    ]


def test_an_array_of_a_symbol_is_the_programs_own_to_change(evaluate):
    run = evaluate(f"{PRELUDE}const parts = arn.split('-'); parts.push('x'); export const found = parts.join('/');")
    assert run.resolved["found"] == "one/arn/x"


def test_a_map_that_changes_in_one_way_of_a_branch_is_not_known(evaluate):
    run = evaluate(
        f"{PRELUDE}const map = new Map([['a', 1]]); if (open) map.set('a', 2); export const found = map.get('a');"
    )
    assert run.frozen["found"] not in (1, 2)


def test_the_environment_is_the_platforms(symbol):
    assert symbol("process.env.STAGE").value == STAGE
    assert symbol("process.env['OTHER']").value == Reference("env.OTHER")


def test_bytes_of_a_symbol_know_it(symbol):
    found = symbol("Buffer.from(arn)")
    assert isinstance(found, Bytes)
    assert found.source is not None
    assert found.data == b"one-arn"
