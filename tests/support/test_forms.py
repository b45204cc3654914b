"""What the support code makes of each construct, in both languages and from both libraries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

#: Source of an expression, and its form as JSON.
FORMS: list[tuple[str, Any]] = [
    ("null", None),
    ("true", True),
    ("- 5", -5),
    ("1e3", 1000),
    ("0.25", 0.25),
    ("123456789012", 123456789012),
    ('""', ""),
    (r'"a\n\t\"b\" \\ \u00e9 \U0001F600"', 'a\n\t"b" \\ é 😀'),
    ('"$${x} %%{y} $$${z} 5% $"', "${x} %{y} $${z} 5% $"),
    ('"e\u0301"', "é"),
    ('"${var.a}"', {"$ref": "var.a"}),
    ('"${5}"', 5),
    ('"a-${var.a}-${local.b}"', {"$template": ["a-", {"$ref": "var.a"}, "-", {"$ref": "local.b"}]}),
    ('"${var.a}${var.b}"', {"$template": [{"$ref": "var.a"}, {"$ref": "var.b"}]}),
    ('"a${1}b${true}c${"d"}"', "a1btruecd"),
    ('"a${"b${var.c}"}d"', {"$template": ["ab", {"$ref": "var.c"}, "d"]}),
    ('"a  ${~ var.a ~}  b"', {"$template": ["a", {"$ref": "var.a"}, "b"]}),
    ("<<EOT\nplain \\n text\n  EOT", "plain \\n text\n"),
    ("<<EOT\nEOT", ""),
    ("<<-EOT\n    a ${var.a}\n\n      b\n    EOT", {"$template": ["a ", {"$ref": "var.a"}, "\n\n  b\n"]}),
    ("<<-EOT\n    ${var.a}\n  b\n    EOT", {"$template": ["  ", {"$ref": "var.a"}, "\nb\n"]}),
    (
        '"a ${var.x ? 1 : "b"} c"',
        {"$template": ["a ", {"$expr": 'var.x ? "1" : "b"'}, " c"]},
    ),
    (
        '"a %{ if var.x }${var.y}%{ else }b%{ endif } c"',
        {"$template": ["a ", {"$expr": 'var.x ? var.y : "b"'}, " c"]},
    ),
    ("var.a >= 0100 && var.b < 1e3 ? 1.50 : 2.0", {"$expr": "var.a >= 100 && var.b < 1000 ? 1.5 : 2"}),
    (
        "var.x ? { b = { d = 1, c = [2, 1] }, a = 2 } : null",
        {"$expr": "var.x ? { a = 2, b = { c = [2, 1], d = 1 } } : null"},
    ),
    ("[for s in var.x : {\n  b = s\n  (a) = 1\n}]", {"$expr": "[for s in var.x : { (a) = 1, b = s }]"}),
    ('"%{ if var.x }a%{ endif }"', {"$expr": 'var.x ? "a" : ""'}),
    (
        '"%{ for k, v in var.m ~}  ${k}=${v}, %{ endfor }"',
        {
            "$template": [
                {"$expr": "%{ for k, v in var.m }"},
                {"$ref": "k"},
                "=",
                {"$ref": "v"},
                ", ",
                {"$expr": "%{ endfor }"},
            ]
        },
    ),
    ("tags", {"$ref": "tags"}),
    ("local.größe", {"$ref": "local.größe"}),
    ("var.a . b  [0].c.1.d", {"$ref": "var.a.b[0].c[1].d"}),
    ("aws_x.y.*.id", {"$ref": "aws_x.y[*].id"}),
    ("aws_x.y[*].id[0]", {"$ref": "aws_x.y[*].id[0]"}),
    ("a.b.0", {"$ref": "a.b[0]"}),
    ('var.m[ "key" ]', {"$ref": 'var.m["key"]'}),
    ('var.m["key-${ var.a }"].z', {"$ref": 'var.m["key-${var.a}"].z'}),
    ("var.l[count.index+1]", {"$ref": "var.l[count.index + 1]"}),
    ("(var.a)", {"$ref": "var.a"}),
    ("f()", {"$call": "f", "args": []}),
    ("f(1, [var.a,], )", {"$call": "f", "args": [1, [{"$ref": "var.a"}]]}),
    ("provider::aws::arn_parse(var.a)", {"$call": "provider::aws::arn_parse", "args": [{"$ref": "var.a"}]}),
    ("core::upper(var.a)", {"$call": "core::upper", "args": [{"$ref": "var.a"}]}),
    ("f(<<EOT\na\nEOT\n, 2)", {"$call": "f", "args": ["a\n", 2]}),
    ("f(var.a...)", {"$expr": "f(var.a...)"}),
    ("f(var.a)[0].b", {"$expr": "f(var.a)[0].b"}),
    ("[1, # one\n  2,\n]", [1, 2]),
    ("{}", {}),
    ('{ a = 1, "b" : 2, "c d" = 3, 4 = 5 }', {"a": 1, "b": 2, "c d": 3, "4": 5}),
    ("{\n a = 1 # one\n\n b = { c = null }\n}", {"a": 1, "b": {"c": None}}),
    ('{ (var.k) = 1, "${var.l}" = 2, "a-${var.b}" = 3 }', {"(var.k)": 1, "(var.l)": 2, '("a-${var.b}")': 3}),
    ("{ aws.east = aws.west }", {"aws.east": {"$ref": "aws.west"}}),
    ("var.a?1:2.50", {"$expr": "var.a ? 1 : 2.5"}),
    ('"${1.50} ${100.0} ${var.a}"', {"$template": ["1.5 100 ", {"$ref": "var.a"}]}),
    ("!var.a && -var.b<(3+ 4)", {"$expr": "!var.a && -var.b < (3 + 4)"}),
    ('"${var.a == "x" ? "y" : "z"}"', {"$expr": 'var.a == "x" ? "y" : "z"'}),
    ('[for s in var.l : "${s}" if s != ""]', {"$expr": '[for s in var.l : s if s != ""]'}),
    ("{ for k, v in var.m : k => v... }", {"$expr": "{ for k, v in var.m : k => v... }"}),
    ('[for s in var.l : {\n a = s /* x */\n "b": 2\n}]', {"$expr": "[for s in var.l : { a = s, b = 2 }]"}),
    ("(\n  var.a\n  .b\n  || true\n)", {"$expr": "var.a.b || true"}),
    ("{ for s in var.l :\n s\n => 1 }", {"$expr": "{ for s in var.l : s => 1 }"}),
    ("f(var.a) + a.*.b", {"$expr": "f(var.a) + a[*].b"}),
]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose locals are the sources of `FORMS`."""
    folder = tmp_path_factory.mktemp("forms")
    lines = [f"  x{number} = {source}\n" for number, (source, _) in enumerate(FORMS)]
    (folder / "main.tf").write_text("locals {\n" + "".join(lines) + "}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def in_python(everything: Path, support: ModuleType, encode: Callable[[Any], Any]) -> dict[str, Any]:
    found: dict[str, Any] = encode(support.load(everything).block("locals"))
    return found


@pytest.fixture(scope="module")
def in_javascript(everything: Path, javascript: Callable[..., Any]) -> dict[str, Any]:
    found: dict[str, Any] = javascript("return (await terraform.load(input)).block('locals')", str(everything))
    return found


@pytest.mark.parametrize("number", range(len(FORMS)), ids=[source for source, _ in FORMS])
def test_form(number: int, in_python: dict[str, Any], in_javascript: dict[str, Any]) -> None:
    expected = FORMS[number][1]
    found = in_python[f"x{number}"]
    assert (found, type(found)) == (expected, type(expected))
    assert in_javascript[f"x{number}"] == expected


def test_json_strings_are_templates(
    tmp_path: Path, support: ModuleType, encode: Callable[[Any], Any], javascript: Callable[..., Any]
) -> None:
    (tmp_path / "main.tf.json").write_text(
        r"""{
  "//": "dropped",
  "locals": {
    "a": "${var.a}", "b": "x-${f(\"y\\n\")}", "c": "$${d} \\n", "e": {"${var.k}": [1.5, true, null], "//": "dropped"}
  },
  "resource": [
    {"aws_x": {"one": [{"dynamic": {"rule": {"for_each": "${var.l}", "content": {"a": 1}}}}]}},
    {"aws_x": {"two": {"rule": {"a": 1}}}}
  ]
}"""
    )
    expected = {
        "locals": {
            "a": {"$ref": "var.a"},
            "b": {"$template": ["x-", {"$call": "f", "args": ["y\n"]}]},
            "c": "${d} \\n",
            "e": {"(var.k)": [1.5, True, None]},
        },
        "one": {"dynamic rule": [{"for_each": {"$ref": "var.l"}, "content": {"a": 1}}]},
        "two": {"rule": {"a": 1}},
    }
    terraform = support.load(tmp_path)
    assert encode(terraform.block("locals")) == expected["locals"]
    assert encode(terraform.block("resource", "aws_x", "one")) == expected["one"]
    assert encode(terraform.block("resource", "aws_x", "two")) == expected["two"]
    script = """
      const { block } = Object.fromEntries([['block', await terraform.load(input)]]);
      const [one, two] = ['one', 'two'].map((name) => block.block('resource', 'aws_x', name));
      return { locals: block.block('locals'), one, two };
    """
    assert javascript(script, str(tmp_path)) == expected


REFERENCES = [
    ('{ a = "${var.x ? aws_a.b.arn : null}", c = [d.e[*].f] }', ["aws_a.b.arn", "d.e[*].f", "var.x"]),
    ("{ a = [for s in var.l : s.id if s.on], b = f(var.x) }", ["var.l", "var.x"]),
    ('{ a = "%{ for x in var.l }${x.id}%{ endfor }" }', ["var.l"]),
    ("{ (var.k) = var.m[each.key] }", ["each.key", "var.k", "var.m[each.key]"]),
    ('{ a = [{ b = 1 }] == "${c.d}-${e::f(g.h)}" ? true : null }', ["c.d", "g.h"]),
    ("{ a = 1 }", []),
]


@pytest.mark.parametrize(("source", "expected"), REFERENCES)
def test_references(source: str, expected: list[str], forms: ModuleType) -> None:
    assert sorted(forms.references(forms.parse(source))) == expected


def test_references_in_javascript(tmp_path: Path, javascript: Callable[..., Any]) -> None:
    lines = [f'output "x{number}" {{\n value = {source}\n}}\n' for number, (source, _) in enumerate(REFERENCES)]
    (tmp_path / "main.tf").write_text("".join(lines))
    script = """
      const read = await terraform.load(input.folder);
      return Array.from({ length: input.count }, (_, at) => read.references('output', `x${at}`, ['value']));
    """
    found = javascript(script, {"folder": str(tmp_path), "count": len(REFERENCES)})
    assert found == [expected for _, expected in REFERENCES]


def test_builders_ignore_layout_and_show_how_they_are_written(support: ModuleType) -> None:
    assert support.ref("a . b [ 0 ]") == support.ref("a.b[0]")
    assert support.expression("a?\n(b) :c # d") == support.expression("a ? (b) : c")
    assert support.expression('{ "a" : 1\n b = "${c}" }["a"]') == support.expression('{ a = 1, b = c, }[ "a" ]')
    assert support.ref("a.b") != support.expression("a.b")
    assert support.template("a", support.ref("b.c")) != support.template("a", support.ref("b.d"))
    shown = "call('f', ref('a.b'), template('x', expression('!c')), [1])"
    built = support.call("f", support.ref("a.b"), support.template("x", support.expression("! c")), [1])
    assert repr(built) == shown


def test_jest_tells_forms_from_each_other_and_from_plain_data(javascript: Callable[..., Any]) -> None:
    script = """
      const { call, expression, ref, template } = terraform;
      expect({ a: [ref('a . b')] }).toEqual({ a: [ref('a.b')] });
      expect(call('f', ref('a'))).toEqual(call('f', ref('a')));
      expect(expression('a+b')).toEqual(expression('a + b'));
      expect(ref('a')).not.toEqual(ref('b'));
      expect(ref('a')).not.toEqual(expression('a'));
      expect(ref('a')).not.toEqual({ ref: 'a' });
      expect(template('a', ref('b'))).not.toEqual(template('a', ref('c')));
      expect(template('a')).not.toEqual({ template: ['a'] });
      expect(() => expect({ a: ref('a.b') }).toEqual({ a: ref('a.c') })).toThrow('"ref": "a.b"');
      return 'done';
    """
    assert javascript(script) == "done"
