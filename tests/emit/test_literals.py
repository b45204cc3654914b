"""Literals: what is written reads back as what it was, whatever it holds, and looks as a formatter would have it."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scaffold.emit import literals
from scaffold.model.source import Expression, Interpolation, Invocation, Ref

NASTY = [
    *[
        "'",
        '"',
        "\\",
        "`",
        "${",
        "}",
        "*/",
        "//",
        "#",
        '"""',
        "\n",
        "\r",
        "\t",
        "\0",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
    ],
    *["\u202e", "\ufeff", "\ud800", "\udfff", "é", "日", "😀", "__proto__", "constructor", "%{", "{{", "{%", " ", "a"],
]
TEXTS = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=30), max_size=6).map("".join)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=25,
)
FORMS = st.recursive(
    SCALARS | TEXTS.map(Ref) | TEXTS.map(Expression),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=4)
        | st.lists(inner, max_size=4).map(lambda parts: Interpolation(tuple(parts)))
        | st.builds(Invocation, TEXTS, st.lists(inner, max_size=4).map(tuple))
    ),
    max_leaves=25,
)
HEADS = st.sampled_from(["", "    assert x == ", "        ", "value = " + "x" * 75])


def plain(value: Any) -> Any:
    """Tuples as lists, as both languages have it."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def as_javascript(value: Any) -> Any:
    """Integers as floats and two halves of a surrogate pair as one character, which JavaScript does not tell apart."""
    if isinstance(value, dict):
        return {as_javascript(key): as_javascript(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(as_javascript, value))
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return float(value) if type(value) is int else value


def rebuilt(node: ast.expr) -> Any:
    """The form that a written Python expression spells; nothing but literals and the four helpers is accepted."""
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        arguments = tuple(map(rebuilt, node.args))
        makers = {
            "ref": lambda: Ref(*arguments),
            "expression": lambda: Expression(*arguments),
            "template": lambda: Interpolation(arguments),
            "call": lambda: Invocation(arguments[0], arguments[1:]),
        }
        return makers[node.func.id]()
    if isinstance(node, ast.Dict):
        return {rebuilt(key): rebuilt(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, ast.List):
        return tuple(map(rebuilt, node.elts))
    return ast.literal_eval(node)


@given(DATA, HEADS)
def test_python_data_reads_back(value, head):
    text = literals.python(value, head)
    assert ast.literal_eval(text) == plain(value)
    text.encode()


@given(FORMS, HEADS)
def test_python_forms_read_back(form, head):
    text = literals.python(form, head)
    assert rebuilt(ast.parse(f"({text})", mode="eval").body) == form


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(st.lists(st.tuples(DATA, HEADS), min_size=5, max_size=15))
def test_javascript_data_reads_back(pairs):
    """Many values in one process, as starting one takes longer than reading a thousand values."""
    rows = ",\n".join(literals.javascript(value, head) for value, head in pairs)
    script = f"process.stdout.write(JSON.stringify([\n{rows}\n]))"
    done = subprocess.run(["node", "-"], input=script.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout, parse_int=float) == [as_javascript(plain(value)) for value, _ in pairs]


@given(TEXTS)
def test_string_literals_stand_on_one_line_of_visible_characters(text):
    for literal in (literals.python_string(text), literals.javascript_string(text)):
        assert literal.isprintable()
        literal.encode()


@given(TEXTS)
def test_javascript_members_are_names_or_strings(name):
    member = literals.javascript_member(name)
    assert member == f".{name}" or member == f"[{literals.javascript_string(name)}]"


@pytest.mark.parametrize("value", [float("nan"), object(), {1}])
def test_what_is_no_literal_is_refused(value):
    for write in (literals.python, literals.javascript):
        with pytest.raises(TypeError):
            write(value)


def test_infinity_has_a_literal():
    assert ast.literal_eval(literals.python(float("-inf"))) == float("-inf")
    assert literals.javascript((float("inf"), float("-inf"), -0.0)) == "[Infinity, -Infinity, 0]"


BODY = {
    "name": Interpolation((Ref("var.prefix"), "-events")),
    "a-b": None,
    "__proto__": True,
    "empty": {},
    "policy": Invocation(
        "jsonencode",
        (
            {
                "Version": "2012-10-17",
                "Statement": ({"Effect": "Allow", "Action": ("sqs:SendMessage", "sqs:ReceiveMessage"), "Sid": "it's"},),
            },
        ),
    ),
    "text": "The first of two lines is quite long indeed\nand the second one is not short either\n",
    "pairs": ({"a": 1, "b": 2}, {"a": 3, "b": 4.0}),
    "choice": Expression("var.create_something && var.create_something_else ? aws_thing.this[0].arn : null"),
}


def test_python_is_laid_out_as_a_formatter_would():
    assert literals.python(BODY, "    assert block == ") == PYTHON


def test_javascript_is_laid_out_as_a_formatter_would():
    assert literals.javascript_call("expect(block).toEqual", [BODY], "  ", 1) == JAVASCRIPT


PYTHON = """{
        "name": template(ref("var.prefix"), "-events"),
        "a-b": None,
        "__proto__": True,
        "empty": {},
        "policy": call(
            "jsonencode",
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"],
                        "Sid": "it's",
                    },
                ],
            },
        ),
        "text": (
            "The first of two lines is quite long indeed\\n"
            "and the second one is not short either\\n"
        ),
        "pairs": [{"a": 1, "b": 2}, {"a": 3, "b": 4.0}],
        "choice": expression(
            "var.create_something && var.create_something_else ? aws_thing.this[0].arn : null",
        ),
    }"""

JAVASCRIPT = """expect(block).toEqual({
    name: template(ref('var.prefix'), '-events'),
    'a-b': null,
    ['__proto__']: true,
    empty: {},
    policy: call('jsonencode', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
          Sid: "it's",
        },
      ],
    }),
    text: [
      'The first of two lines is quite long indeed',
      'and the second one is not short either',
      '',
    ].join('\\n'),
    pairs: [
      { a: 1, b: 2 },
      { a: 3, b: 4.0 },
    ],
    choice: expression(
      'var.create_something && var.create_something_else ? aws_thing.this[0].arn : null',
    ),
  })"""
