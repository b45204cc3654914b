"""Expectations about programs: evaluated by Node with the support library, they are what the mocks would show."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scaffold.emit.deployed_literals import JAVASCRIPT
from scaffold.emit.errors import EmitError
from scaffold.emit.render import Renderer
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value

call_names, is_speakable = JAVASCRIPT.helpers, JAVASCRIPT.is_speakable
expected, expected_call = JAVASCRIPT.expected, JAVASCRIPT.expected_call
given_value, given_call = JAVASCRIPT.given, JAVASCRIPT.given_call

NASTY = [*"'\"\\`$}\n\r\0\u2028\u202e\ud800\udfff😀 a", "${", "*/", "__proto__"]
TEXTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=30), max_size=6).map("".join)
#: Not -0, which JavaScript tells from 0, but its JSON does not.
FLOATS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number or 0)
DATA = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | FLOATS | TEXTS
HEADS = st.sampled_from(["", "    value: ", "value = " + "x" * 65])
REFERENCES = st.sampled_from(
    [
        Reference("orders", ("arn",)),
        Reference("orders", ("port",)),
        Reference("$work2", ("endpoints", 0, "odd 'name'`${x}")),
    ]
)
#: Pieces of JSON, so that templates are documents now and then.
PIECES = st.sampled_from(
    [
        '{"a":"',
        '"}',
        '{"b":',
        "}",
        "[",
        "]",
        '["',
        '"]',
        '"',
        ",",
        " ",
        '{"\ue0000\ue001":"',
        '{"c":"\\ue0000\\ue001',
        "1",
    ]
)
DOCUMENTS = st.builds(
    lambda *parts: Template(parts),
    st.sampled_from(['{"a":"', '{"a":{"b":["x","', ' ["a\\n', '{"${":"`']),
    REFERENCES,
    st.sampled_from(['"}', '"]}}', ' ${x}"]', '"}']),
)
TEMPLATES = st.lists(TEXTS | PIECES | REFERENCES, min_size=1, max_size=5).map(lambda parts: Template(tuple(parts)))
VALUES = st.recursive(
    DATA | REFERENCES | TEMPLATES | DOCUMENTS,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=4)
        | st.dictionaries(TEXTS, inner, max_size=3).map(lambda document: Call("jsonencode", (document,)))
    ),
    max_leaves=15,
)


def output(reference: Reference) -> Any:
    """What the resources of these tests answer."""
    return 8080 if reference.path == ("port",) else f"arn:{reference.address}:{len(reference.path)}"


def concrete(value: Value) -> Any:
    """A value as a program under mocks computes it."""
    if isinstance(value, Reference):
        return output(value)
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else str(output(part)) for part in value.parts)
    if isinstance(value, Call):
        return json.dumps(concrete(value.arguments[0]))
    if isinstance(value, Mapping):
        return {key: concrete(item) for key, item in value.items()}
    return [concrete(item) for item in value] if isinstance(value, tuple) else value


@pytest.fixture(scope="module")
def support(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suite") / "support"
    folder.mkdir()
    for templates in ("programs/support/", "pulumi/support/"):
        for name, text in Renderer().files(templates):
            (folder / name).write_text(text)
    return folder


def evaluated(support: Path, body: str) -> Any:
    """What an async function with this body gives as JSON, with the support library and two resources at hand."""
    script = (
        f"const {{ comparable, ...helpers }} = require({json.dumps(str(support / 'values'))});\n"
        "const { isDeepStrictEqual } = require('node:util');\n"
        "const { json, secret, textAsset, fileAsset, assetArchive, fileArchive, resource } = helpers;\n"
        "const named = (name) => ({\n"
        "  output: async (...path) => (path[0] === 'port' ? 8080 : `arn:${name}:${path.length}`),\n"
        "  urn: async () => `urn:${name}`,\n"
        "});\n"
        "const orders = named('orders');\nconst $work2 = named('$work2');\n"
        f"(async () => {{\n{body}\n}})().then((found) => process.stdout.write(JSON.stringify(found)));\n"
    )
    done = subprocess.run(["node", "-"], input=script.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-2000:] + script[-3000:]
    return json.loads(done.stdout)


@settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(VALUES, HEADS), min_size=10, max_size=20))
def test_expectations_are_what_the_mocks_show(support, pairs):
    """Many values in one process; the support library's own view of what the program computes is the measure."""
    rows = [
        f"[{expected(value, head)},\ncomparable(JSON.parse({json.dumps(json.dumps(concrete(value)))}))],"
        for value, head in pairs
    ]
    body = (
        "const rows = [\n" + "\n".join(rows) + "\n];\nreturn rows.map(([one, other]) => isDeepStrictEqual(one, other));"
    )
    found = evaluated(support, body)
    assert [value for (value, _), same in zip(pairs, found, strict=True) if not same] == []


def test_a_difference_shows(support):
    value: Value = {"policy": Call("jsonencode", ({"Resource": Reference("orders", ("arn",))},))}
    for other in ('{"Resource":"arn:orders:2"}', '{"Resource":"arn:orders:1","x":1}', {"Resource": "arn:orders:1"}):
        body = f"return isDeepStrictEqual({expected(value)}, comparable({json.dumps({'policy': other})}));"
        assert evaluated(support, body) is False


ARN, PORT = Reference("orders", ("arn",)), Reference("orders", ("port",))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ARN, "await orders.output('arn')"),
        (Reference("orders", ("a", 0, "b c")), "await orders.output('a', 0, 'b c')"),
        (Reference("orders"), "await orders.urn()"),
        (Template((ARN, "/*")), "`${await orders.output('arn')}/*`"),
        (Template(("a`", ARN, "${x}\\\n")), r"`a\`${await orders.output('arn')}\${x}\\\n`"),
        (Template(("$", ARN)), "`$${await orders.output('arn')}`"),
        (Template(("a", Template(("b", "c")))), "'abc'"),
        (Template((Call("secret", (ARN,)), "!")), "`${await orders.output('arn')}!`"),
        (Template(("n", 1, True)), "'n1true'"),
        ('{"a": [1, 2.50]}', "json({ a: [1, 2.5] })"),
        ("[]", "json([])"),
        ("{a}", "'{a}'"),
        ('{"a": NaN}', "'{\"a\": NaN}'"),
        ("[" * 100_000, f"'{'[' * 100_000}'"),
        (
            Template(('{"Resource":"', ARN, '/*"}')),
            "json({ Resource: `${await orders.output('arn')}/*` })",
        ),
        (
            Template(('{"port":', PORT, "}")),
            "json(`{\"port\":${await orders.output('port')}}`)",
        ),
        (Call("jsonencode", ({"a": '{"b":1}'},)), "json({ a: json({ b: 1 }) })"),
        (Call("jsonencode", ("text",)), "JSON.stringify('text')"),
        (Call("jsonencode", (ARN,)), "json(JSON.stringify(await orders.output('arn')))"),
        (Call("secret", ({"a": 1},)), "secret({ a: 1 })"),
        (Call("asset.text", ('{"a": 1}',)), "textAsset('{\"a\": 1}')"),
        (
            Call("archive.assets", ({"index.js": Call("asset.file", ("a.js",))},)),
            "assetArchive({ 'index.js': fileAsset('a.js') })",
        ),
        (Call("resource", ("t", "n")), "resource('t', 'n')"),
        (Call("undefined", ()), "undefined"),
        ((1.0, -0.0, 1e21, 0.5), "[1, 0, 1e21, 0.5]"),
        ({"__proto__": 1, "a-b": None}, "{ ['__proto__']: 1, 'a-b': null }"),
    ],
)
def test_spellings(value, text):
    assert expected(value) == text
    assert is_speakable(value)


@pytest.mark.parametrize(
    "value",
    [
        Unknown("no idea"),
        {"a": (Unknown("no idea"),)},
        Conditional(True, 1, 2),
        Reference("aws_sqs_queue.orders", ("arn",)),
        Reference("a b", ()),
        Reference("", ("arn",)),
        Template(("a", Unknown("no idea"))),
        Template(("a", {"b": 1})),
        Call("split", ("a,b", ",")),
        Call("jsonencode", ()),
        float("nan"),
        object(),
    ],
)
def test_what_has_no_spelling_is_refused(value):
    assert not is_speakable(value)
    with pytest.raises(EmitError):
        expected(value)


def test_nesting_without_end_is_refused():
    value: Value = ()
    for _ in range(100_000):
        value = (value,)
    assert not is_speakable(value)


def test_what_a_program_is_given_stays_text():
    assert given_value({"rules": '{"a": 1}'}) == "{ rules: '{\"a\": 1}' }"
    assert given_call("new Orders", ["a", {"b": Call("secret", ("c",))}]) == "new Orders('a', { b: secret('c') })"


def test_the_helpers_of_a_value_are_known():
    archive = Call("archive.assets", ({"a": Call("asset.text", ("json('x')",))},))
    value: Value = {"a": ('{"b": 1}', Call("secret", (archive,)))}
    assert call_names(value) == {"json", "secret", "assetArchive", "textAsset"}
    assert call_names("secret('x')") == set()
    assert call_names('{"b": 1}', documents=False) == set()


def test_values_are_laid_out_as_a_formatter_would():
    code = "exports.handler = async (event) => {\n  return `the order ${event.number} is ready`;\n};\n"
    number, arn = Reference("orders", ("number",)), Reference("ordersDeadLetterQueue", ("arn",))
    statement = {"Effect": "Allow", "Action": ("sqs:SendMessage",), "Resource": arn}
    value: Value = {
        "code": Call("asset.text", (code,)),
        "greeting": Template(("Dear customer,\nyour order ", number, " has left us.\nBye, " + "x" * 30)),
        "ports": tuple(range(8000, 8020)),
        "policy": Call("jsonencode", ({"Version": "2012-10-17", "Statement": (statement,)},)),
    }
    assert expected_call("expect(given).toStrictEqual", [value], "  ", 1) + ";\n" == LAID_OUT


LAID_OUT = """\
expect(given).toStrictEqual({
    code: textAsset(
      [
        'exports.handler = async (event) => {',
        '  return `the order ${event.number} is ready`;',
        '};',
        '',
      ].join('\\n'),
    ),
    greeting: [
      'Dear customer,',
      `your order ${await orders.output('number')} has left us.`,
      'Bye, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ].join('\\n'),
    ports: [
      8000, 8001, 8002, 8003, 8004, 8005, 8006, 8007, 8008, 8009, 8010, 8011,
      8012, 8013, 8014, 8015, 8016, 8017, 8018, 8019,
    ],
    policy: json({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:SendMessage'],
          Resource: await ordersDeadLetterQueue.output('arn'),
        },
      ],
    }),
  });
"""
