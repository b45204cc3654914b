"""Template strings and heredocs: each row is an expression and what `terraform console` answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scaffold.model.values import Unknown, to_json
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.tokens import ExpressionError

#: Terraform refuses to evaluate it, and so do we.
ERROR = "<error>"

DECLARATIONS = """
locals {
  n     = 3
  s     = "text"
  t     = true
  nil   = null
  list  = ["a", "b"]
  map   = { x = 1, y = 2 }
  set   = toset(["b", "a"])
  empty = []
  lines = "one\\ntwo\\n"
}
"""

QUOTED: list[tuple[str, Any]] = [
    ('""', ""),
    ('"a"', "a"),
    ('"${1}"', 1),
    ('"${true}"', True),
    ('"${null}"', None),
    ('"${[1]}"', [1]),
    ('"${ { a = 1 } }"', {"a": 1}),
    ('"${local.nil}"', None),
    ('" ${1}"', " 1"),
    ('"${1} "', "1 "),
    ('"${1}${2}"', "12"),
    ('"a${1}b"', "a1b"),
    ('"x${true}"', "xtrue"),
    ('"x${1.50}"', "x1.5"),
    ('"x${1e3}"', "x1000"),
    ('"x${null}"', ERROR),
    ('"x${[1]}"', ERROR),
    ('"x${ {} }"', ERROR),
    ('"x${local.missing}"', ERROR),
    ('"${local.s}-${local.n}"', "text-3"),
    ('"${"a"}"', "a"),
    ('"${"${"${"deep"}"}"}"', "deep"),
    ('"a ${"b ${"c"}"} d"', "a b c d"),
    ('"${"}"}"', "}"),
    ('"${"\\"{"}"', '"{'),
    ('"${ { a = "}" }.a }"', "}"),
    ('"${ local.t ? "y" : "n" }"', "y"),
    ('"${\n  local.n\n}"', 3),
    ('"x${\n  local.n\n  +\n  1\n}"', "x4"),
    ('"x${ /* } */ 1 }"', "x1"),
    ('"x${ 1 # }\n}"', "x1"),
    ('"x${ 1 // }\n}"', "x1"),
    ('"$${a}"', "${a}"),
    ('"%%{a}"', "%{a}"),
    ('"$${a} ${1}"', "${a} 1"),
    ('"$"', "$"),
    ('"$$"', "$$"),
    ('"$$$"', "$$$"),
    ('"%"', "%"),
    ('"100%"', "100%"),
    ('"5% of ${1}"', "5% of 1"),
    ('"$a $b"', "$a $b"),
    ('"$ {a}"', "$ {a}"),
    ('"{a}"', "{a}"),
    ('"$1${1}$"', "$11$"),
    ('"$${"', "${"),
    ('"a$${b}c%%{d}"', "a${b}c%{d}"),
    ('"\\n\\t\\r\\"\\\\"', '\n\t\r"\\'),
    ('"\\u00e9\\U0001F600"', "é😀"),
    ('"é😀"', "é😀"),
    ('"e\u0301"', "\u00e9"),
    ('"\\u0065\\u0301"', "\u00e9"),
    ('"\\\\n"', "\\n"),
    ('"\\\\${1}"', "\\1"),
    ("\"it's `x` */ '''\"", "it's `x` */ '''"),
    ('"# no // comment /* here */"', "# no // comment /* here */"),
    ('"<<EOT"', "<<EOT"),
    ('"\t"', "\t"),
    ('"a  ${~ 1 ~}  b"', "a1b"),
    ('"a  ${~ 1}  b"', "a1  b"),
    ('"a  ${1 ~}  b"', "a  1b"),
    ('"a\\n  ${~ 1 ~}\\n  b"', "a1b"),
    ('"${~ 1 ~}"', 1),
    ('"%{ if true }a%{ endif }"', "a"),
    ('"%{ if false }a%{ endif }"', ""),
    ('"%{ if true }a%{ else }b%{ endif }"', "a"),
    ('"%{if false}a%{else}b%{endif}"', "b"),
    ('"x%{ if local.t }${local.n}%{ endif }y"', "x3y"),
    ('"%{ if true }${1}%{ endif }"', "1"),
    ('"%{ if true }%{ if false }a%{ else }b%{ endif }%{ else }c%{ endif }"', "b"),
    ('"%{ if null }a%{ endif }"', ERROR),
    ('"%{ if "true" }a%{ endif }"', "a"),
    ('"%{ if 1 }a%{ endif }"', ERROR),
    ('"%{ for x in [1, 2] }${x},%{ endfor }"', "1,2,"),
    ('"%{ for x in [] }${x},%{ endfor }"', ""),
    ('"%{ for i, x in local.list }${i}=${x} %{ endfor }"', "0=a 1=b "),
    ('"%{ for k, v in local.map }${k}${v};%{ endfor }"', "x1;y2;"),
    ('"%{ for x in local.set }${x}%{ endfor }"', "ab"),
    ('"%{ for x in local.list }%{ if x == "a" }A%{ else }${x}%{ endif }%{ endfor }"', "Ab"),
    ('"%{ for x in [1, 2] }%{ for y in [3, 4] }${x * y} %{ endfor }%{ endfor }"', "3 4 6 8 "),
    ('"%{ for x in null }${x}%{ endfor }"', ERROR),
    ('"a %{ if true ~} b %{~ endif } c"', "a b c"),
    ('"a %{~ if true } b %{ endif ~} c"', "a b c"),
    ('"a %{~ if true ~} b %{~ endif ~} c"', "abc"),
    ('"[%{ for x in local.list ~} ${x} %{~ endfor }]"', "[ab]"),
    ('"a%{ for x in local.list }\\n${x}%{ endfor }"', "a\na\nb"),
    ('"${join(", ", [for x in local.list : "<${x}>"])}"', "<a>, <b>"),
    ('"${local.map["x"]}${local.list[0]}"', "1a"),
    ('"${ for }"', ERROR),
]

HEREDOCS: list[tuple[str, Any]] = [
    ("<<EOT\nEOT", ""),
    ("<<EOT\na\nEOT", "a\n"),
    ("<<EOT\na\nb\nEOT", "a\nb\n"),
    ("<<EOT\n\nEOT", "\n"),
    ("<<EOT\n\n\na\n\nEOT", "\n\na\n\n"),
    ("<<EOT\n  a\n    b\nEOT", "  a\n    b\n"),
    ("<<EOT\n  a\n  EOT", "  a\n"),
    ("<<-EOT\n  a\n    b\n  EOT", "a\n  b\n"),
    ("<<-EOT\n    a\n  b\n    EOT", "  a\nb\n"),
    ("<<-EOT\n  a\n\n  b\n  EOT", "a\n\nb\n"),
    ("<<-EOT\n  a\n \n  b\n  EOT", "a\n \nb\n"),
    ("<<-EOT\n  a\n      \n  b\n  EOT", "a\n      \nb\n"),
    ("<<-EOT\n\ta\n\t\tb\n\tEOT", "a\n\tb\n"),
    ("<<-EOT\n\ta\n  b\n\tEOT", "a\n b\n"),
    ("<<-EOT\na\n  b\nEOT", "a\n  b\n"),
    ("<<-EOT\n  ${local.s}\n    x\n  EOT", "text\n  x\n"),
    ("<<-EOT\n  ${local.s} a\n  b ${local.n}\n  EOT", "text a\nb 3\n"),
    ("<<-EOT\n  a\n${local.s}\n  EOT", "  a\ntext\n"),
    ("<<-EOT\n  ${local.lines}  x\n  EOT", "one\ntwo\n  x\n"),
    ("<<-EOT\n\n  EOT", "\n"),
    ("<<-EOT\n  EOT", ""),
    ("<<EOT\n${local.s}\nEOT", "text\n"),
    ("<<EOT\n${1}\nEOT", "1\n"),
    ('<<EOT\n\\n \\t \\\\ \\" \\x\nEOT', '\\n \\t \\\\ \\" \\x\n'),
    ("<<EOT\n\"quoted\" 'single' `tick`\nEOT", "\"quoted\" 'single' `tick`\n"),
    ("<<EOT\n# no comment\n// none\n/* none */\nEOT", "# no comment\n// none\n/* none */\n"),
    ("<<EOT\n$${a} %%{b} $ % $$ %%\nEOT", "${a} %{b} $ % $$ %%\n"),
    ("<<EOT\nEOTX\n EOT x\nxEOT\nEOT", "EOTX\n EOT x\nxEOT\n"),
    ('<<EOT\nresource "a" "b" {\n}\nEOT', 'resource "a" "b" {\n}\n'),
    ("<<EOT\n{ } [ ( ] }\nEOT", "{ } [ ( ] }\n"),
    ('<<JSON\n{"a": "${local.s}"}\nJSON', '{"a": "text"}\n'),
    ("<<_e-1\na\n_e-1", "a\n"),
    ("<<EOT\né😀\nEOT", "é😀\n"),
    ("<<EOT\n${ <<IN\ninner\nIN\n}x\nEOT", "inner\nx\n"),
    ('<<EOT\n${ join(",", [\n  "a",\n  "b"\n]) }\nEOT', "a,b\n"),
    ("<<EOT\n%{ if true }\nyes\n%{ endif }\nEOT", "\nyes\n\n"),
    ("<<EOT\n%{ if true ~}\nyes\n%{ endif ~}\nEOT", "yes\n"),
    ("<<EOT\n%{ if false ~}\nyes\n%{ else ~}\nno\n%{ endif ~}\nEOT", "no\n"),
    ("<<EOT\n%{ for x in local.list ~}\n${x}\n%{ endfor ~}\nEOT", "a\nb\n"),
    ("<<EOT\n%{ for x in local.list }\n${x}\n%{ endfor }\nEOT", "\na\n\nb\n\n"),
    ("<<EOT\n%{~ for x in local.list ~}\n${x}\n%{~ endfor ~}\nEOT", "ab"),
    (
        "<<EOT\nhead\n%{ for k, v in local.map ~}\n  ${k} = ${v}\n%{ endfor ~}\ntail\nEOT",
        "head\n  x = 1\n  y = 2\ntail\n",
    ),
    (
        "<<-EOT\n  head\n  %{ for x in local.list ~}\n  - ${x}\n  %{ endfor ~}\n  tail\n  EOT",
        "head\n  - a\n  - b\n  tail\n",
    ),
    ("<<-EOT\n    %{ if local.t }\n    a\n    %{ endif }\n    EOT", "\na\n\n"),
    ("<<-EOT\n    %{ if local.t ~}\n    a\n    %{~ endif ~}\n    b\n    EOT", "        a\n    b\n"),
    ("<<EOT\na ${~ local.s ~} b\nEOT", "atextb\n"),
    ("<<EOT\na\n  ${~ local.s ~}\n\n  b\nEOT", "a\ntext\n  b\n"),
    ("<<EOT\na\n\n  ${~ local.s }\nEOT", "a\n\ntext\n"),
    ("<<EOT\n${local.s ~}\n\n\nb\nEOT", "text\n\nb\n"),
    ("upper(<<EOT\na\nEOT\n)", "A\n"),
    ('[<<EOT\na\nEOT\n, "b"]', ["a\n", "b"]),
    ("{\n  a = <<EOT\nx\nEOT\n  b = 1\n}", {"a": "x\n", "b": 1}),
    ("{\n  a = <<-EOT\n    x\n  EOT\n  b = <<-EOT\n    y\n  EOT\n}", {"a": "x\n", "b": "y\n"}),
    ("(\n<<EOT\na\nEOT\n)", "a\n"),
    ('jsondecode(<<EOT\n{"a": [1, 2]}\nEOT\n).a[1]', 2),
    ("trimspace(<<EOT\n  a\nEOT\n)", "a"),
]

TABLES = [("quoted", QUOTED), ("heredocs", HEREDOCS)]

#: What is no template, or no string.
BROKEN: list[str] = [
    '"a',
    '"a\nb"',
    '"\\x"',
    '"\\u12"',
    '"\\ud800"',
    '"${"',
    '"${1"',
    '"${}"',
    '"${1 2}"',
    '"${1 ~ }"',
    '"%{"',
    '"%{ nonsense }"',
    '"%{ if true }a"',
    '"%{ if }a%{ endif }"',
    '"a%{ endif }"',
    '"%{ else }"',
    '"%{ if true }%{ endfor }"',
    '"%{ for x in [] }%{ endif }"',
    '"%{ for x in [] }"',
    '"%{ if true }%{ else }%{ else }%{ endif }"',
    '"%{ for x [] }%{ endfor }"',
    "<<EOT\na",
    "<<EOT\na\nEOTX",
    "<<EOT a\nEOT",
    "<< EOT\nEOT",
    "<<EOT",
]


@pytest.mark.parametrize("table", [rows for _, rows in TABLES], ids=[name for name, _ in TABLES])
def test_templates_have_the_values_that_terraform_gives_them(
    table: list[tuple[str, Any]], evaluate: Callable[[str, list[str]], list[object]]
) -> None:
    found = evaluate(DECLARATIONS, [text for text, _ in table])
    plain = [ERROR if isinstance(value, Unknown) else to_json(value) for value in found]
    pairs = zip(table, plain, strict=True)
    assert [f"{text!r} is {got!r}" for (text, value), got in pairs if (type(got), got) != (type(value), value)] == []


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert 0 <= caught.value.offset <= len(text)
