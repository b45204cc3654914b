"""Expressions spelled again, and the forms of configurations as written."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.forms import form
from scaffold.readers.terraform.spell import spell

SPELLINGS: list[tuple[str, str]] = [
    ("1", "1"),
    ("1.50", "1.5"),
    ("- 1", "-1"),
    ("1e3", "1000"),
    ("null", "null"),
    ('"a"', '"a"'),
    ('"a\\nb\\t\\"\\\\"', '"a\\nb\\t\\"\\\\"'),
    ('"$${a}%%{b}"', '"$${a}%%{b}"'),
    ('"é"', '"é"'),
    ("a . b [ 0 ] . c", "a.b[0].c"),
    ("a.0.b", "a[0].b"),
    ('a["b c"]', 'a["b c"]'),
    ('a["b"]', 'a["b"]'),
    ("a[b.c]", "a[b.c]"),
    ("a[*].b", "a[*].b"),
    ("a.*.b", "a[*].b"),
    ("a[*].b[0].c[*].d", "a[*].b[0].c[*].d"),
    ("f( 1 ,2, )", "f(1, 2)"),
    ("f(a...)", "f(a...)"),
    ("provider::x::f(1)", "provider::x::f(1)"),
    ("(1+2)*3", "(1 + 2) * 3"),
    ("!a&&b||c", "!a && b || c"),
    ("a?b:c", "a ? b : c"),
    ("[ 1,\n 2, ]", "[1, 2]"),
    ('{a=1\n"b":2,(c)=3}', "{ a = 1, b = 2, (c) = 3 }"),
    ("{}", "{}"),
    ("[]", "[]"),
    ("[for x in y:x if z]", "[for x in y : x if z]"),
    ("{for k,v in y:k=>v...}", "{ for k, v in y : k => v... }"),
    ('"${a}"', '"${a}"'),
    ('"a${ b }c"', '"a${b}c"'),
    ('"%{if a}b%{else}c%{endif}"', '"%{ if a }b%{ else }c%{ endif }"'),
    ('"%{for k,v in a}${v}%{endfor}"', '"%{ for k, v in a }${v}%{ endfor }"'),
    ("<<EOT\na\n  ${b}\nEOT", '"a\\n  ${b}\\n"'),
    ("<<-EOT\n  a\n  EOT", '"a\\n"'),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS, ids=[text for text, _ in SPELLINGS])
def test_spelling_is_canonical_and_reads_back(text: str, expected: str) -> None:
    node = parse_expression(text)
    assert spell(node) == expected
    assert spell(parse_expression(expected)) == expected


FORMS: list[tuple[str, Form]] = [
    ("1", 1),
    ("true", True),
    ("null", None),
    ('"a"', "a"),
    ("<<EOT\na\nEOT", "a\n"),
    ("a.b.c", Ref("a.b.c")),
    ("a.b.0.c", Ref("a.b[0].c")),
    ("a.b.*.c", Ref("a.b[*].c")),
    ("(a.b)", Ref("a.b")),
    ('"${a.b}"', Ref("a.b")),
    ('"x-${a.b}"', Interpolation(("x-", Ref("a.b")))),
    ('"x-${"y"}-${1}"', "x-y-1"),
    ('"x${true}"', "xtrue"),
    ('jsonencode({ a = b.c, "d" = [1] })', Invocation("jsonencode", ({"a": Ref("b.c"), "d": (1,)},))),
    ("[a.b, [1], {}]", (Ref("a.b"), (1,), {})),
    ("{ (a.b) = 1 }", {"(a.b)": 1}),
    ("{ 1 = 2 }", {"1": 2}),
    ("a.b  ==  1", Expression("a.b == 1")),
    ("f(a...)", Expression("f(a...)")),
    ("[for x in a.b : x]", Expression("[for x in a.b : x]")),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_forms_keep_what_decides(text: str, expected: Form) -> None:
    found = form(parse_expression(text))
    assert found == expected
    assert type(found) is type(expected)


def test_declarations_have_every_block_as_written(reader: Reader) -> None:
    project = reader.project('resource "a_b" "c" {\n  x = var.y\n  z {\n    w = 1\n  }\n}\nvariable "y" {}\n')
    resource, variable = project.modules[0].blocks
    assert (resource.name, dict(resource.attributes), str(resource.position)) == (
        "resource.a_b.c",
        {"x": Ref("var.y")},
        "main.tf:1",
    )
    assert [(inner.name, dict(inner.attributes), str(inner.position)) for inner in resource.blocks] == [
        ("z", {"w": 1}, "main.tf:3")
    ]
    assert (variable.name, str(variable.position)) == ("variable.y", "main.tf:7")
