"""The JSON syntax: its layouts, its comments, its templates, and what is wrong with a file."""

from __future__ import annotations

import json

import pytest
from terraform_projects import Reader

from scaffold.model.project import Mode, Project
from scaffold.model.values import Reference, Template, Unknown


def outputs(project: Project) -> dict[str, object]:
    return {output.name: output.value for output in project.outputs}


LAYOUTS = {
    "objects": {"resource": {"a_b": {"c": {"x": 1}}}},
    "list of blocks": {"resource": [{"a_b": [{"c": [{"x": 1}]}]}]},
    "list at the top": [{"resource": {"a_b": {"c": {"x": 1}}}}],
    "comments": {"//": "c", "resource": {"//": "c", "a_b": {"//": "c", "c": {"//": "c", "x": 1}}}},
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_of_one_resource(name: str, reader: Reader) -> None:
    project = reader.project({"main.tf.json": json.dumps(LAYOUTS[name])})
    assert [(each.address, each.attributes) for each in project.resources] == [("a_b.c", {"x": 1})]


def test_several_blocks_of_each_layout(reader: Reader) -> None:
    data = [
        {"resource": {"a_b": {"c": {}, "d": [{}]}, "e_f": [{"g": {}}, {"h": {}}]}},
        {"data": {"a_b": {"i": {}}}, "ephemeral": {"a_b": {"j": {}}}},
        {"provider": {"aws": [{"region": "a"}, {"alias": "two", "region": "b"}], "other": {}}},
        {"locals": [{"x": 1}, {"y": 2}]},
        {"output": [{"o": {"value": "${local.x + local.y}"}}]},
    ]
    project = reader.project({"main.tf.json": json.dumps(data)})
    assert [(each.address, each.mode) for each in project.resources] == [
        ("a_b.c", Mode.MANAGED),
        ("a_b.d", Mode.MANAGED),
        ("e_f.g", Mode.MANAGED),
        ("e_f.h", Mode.MANAGED),
        ("data.a_b.i", Mode.DATA),
        ("ephemeral.a_b.j", Mode.EPHEMERAL),
    ]
    assert [each.address for each in project.providers] == ["aws", "aws.two", "other"]
    assert outputs(project) == {"o": 3}


def test_every_kind_of_block(reader: Reader) -> None:
    text = r"""
{
  "terraform": {
    "required_version": ">= 1.5",
    "required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5"}},
    "backend": {"s3": {"bucket": "b", "key": "k"}}
  },
  "variable": {
    "size": {
      "type": "number",
      "default": 2,
      "validation": {"condition": "${var.size > 0}", "error_message": "positive"}
    },
    "many": {"type": "list(object({ a = optional(string, \"d\") }))", "default": [{}]}
  },
  "locals": {"name": "n-${var.size}", "list": [1, "${var.size}", null, true]},
  "resource": {
    "a_b": {
      "c": {
        "count": "${var.size}",
        "name": "${local.name}-${count.index}",
        "provider": "aws.east",
        "depends_on": ["a_b.d", "data.a_b.e"],
        "lifecycle": {
          "ignore_changes": ["tags"],
          "prevent_destroy": true,
          "precondition": [{"condition": "${var.size > 1}", "error_message": "m"}]
        },
        "provisioner": [{"local-exec": {"command": "echo ${self.id}"}}],
        "dynamic": {"rule": {"for_each": [80, 443], "content": {"port": "${rule.value}"}}}
      },
      "d": {"for_each": {"k": 1}, "x": "${each.key}"}
    }
  },
  "data": {"a_b": {"e": {}}},
  "module": {"m": {"source": "./m", "x": "${a_b.d[\"k\"].id}", "providers": {"aws": "aws.east"}}},
  "output": {
    "o": {"value": "${module.m.x}", "sensitive": true, "description": "d", "depends_on": ["a_b.d"]}
  },
  "check": {"h": {"assert": {"condition": "${var.size == 2}", "error_message": "no"}}},
  "moved": [{"from": "a_b.x", "to": "a_b.c"}],
  "import": {"to": "a_b.c", "id": "1"},
  "removed": {"from": "a_b.gone", "lifecycle": {"destroy": false}}
}
"""
    module = 'variable "x" {}\nresource "a_b" "in" {}\noutput "x" { value = var.x }\n'
    project = reader.project({"main.tf.json": text, "m/main.tf": module})
    assert project.required_version == ">= 1.5"
    assert project.backend is not None
    assert (project.backend.kind, project.backend.attributes["bucket"]) == ("s3", "b")
    size, many = project.parameters[:2]
    assert (size.type, size.value, [rule.condition for rule in size.rules]) == ("number", 2, ["var.size > 0"])
    assert many.value == ({"a": "d"},)
    first, second, keyed, data, inner = project.resources
    assert [first.address, second.address] == ["a_b.c[0]", "a_b.c[1]"]
    assert first.attributes == {
        "name": "n-2-0",
        "provisioner": ({"type": "local-exec", "command": Template(("echo ", Reference("a_b.c[0]", ("id",))))},),
        "rule": ({"port": 80}, {"port": 443}),
    }
    assert first.provider == "aws.east"
    assert first.depends_on == ("a_b.d", "data.a_b.e")
    assert first.lifecycle == {"ignore_changes": ("tags",), "prevent_destroy": True}
    assert [rule.kind for rule in first.rules] == ["precondition"]
    assert (keyed.address, keyed.attributes) == ('a_b.d["k"]', {"x": "k"})
    assert (data.address, inner.address, inner.provider) == ("data.a_b.e", "module.m.a_b.in", "a")
    assert project.calls[0].providers == {"aws": "aws.east"}
    assert outputs(project) == {"o": Reference('a_b.d["k"]', ("id",)), "x": Reference('a_b.d["k"]', ("id",))}
    assert (project.outputs[0].sensitive, project.outputs[0].description) == (True, "d")
    assert [rule.kind for rule in project.checks] == ["assert"]


TEMPLATES: list[tuple[str, object]] = [
    ("text", "text"),
    ("", ""),
    ("${1 + 1}", 2),
    ("a${1}b", "a1b"),
    ("$${x}", "${x}"),
    ("%{ if true }y%{ endif }", "y"),
    ('${upper("a")}', "A"),
    ('${ { a = "b" }.a }', "b"),
    ('quoted "text"', 'quoted "text"'),
    ("back\\slash \\n", "back\\slash \\n"),
    ("two\nlines", "two\nlines"),
    ("é😀", "é😀"),
]


@pytest.mark.parametrize(("text", "expected"), TEMPLATES)
def test_strings_are_templates(text: str, expected: object, reader: Reader) -> None:
    data = {"output": {"o": {"value": text}, "deep": {"value": {"k": [text]}}}}
    project = reader.project({"main.tf.json": json.dumps(data)})
    assert outputs(project) == {"o": expected, "deep": {"k": (expected,)}}


def test_keys_are_templates_and_plain_data_is_kept(reader: Reader) -> None:
    data = {"locals": {"k": "key"}, "output": {"o": {"value": {"${local.k}": [1, 2.5, True, None, {}, []]}}}}
    project = reader.project({"main.tf.json": json.dumps(data)})
    assert outputs(project) == {"o": {"key": (1, 2.5, True, None, {}, ())}}


def test_both_syntaxes_in_one_module(reader: Reader) -> None:
    project = reader.project(
        {
            "a.tf": 'locals { x = 1 }\noutput "o" { value = local.y }\n',
            "b.tf.json": '{"locals": {"y": "${local.x + 1}"}}',
        }
    )
    assert outputs(project) == {"o": 2}


def test_blocks_have_the_line_of_their_last_label(reader: Reader) -> None:
    text = '{\n  "resource": {\n    "a_b": {\n      "c": {\n        "x": 1\n      },\n      "d": {}\n    }\n  }\n}\n'
    project = reader.project({"main.tf.json": text})
    assert [str(resource.position) for resource in project.resources] == ["main.tf.json:4", "main.tf.json:7"]


def test_byte_order_mark_and_carriage_returns(reader: Reader) -> None:
    project = reader.project({"main.tf.json": b'\xef\xbb\xbf{\r\n"output": {"o": {"value": 1}}\r\n}'})
    assert outputs(project) == {"o": 1}


BROKEN: dict[str, tuple[str, list[str]]] = {
    "not JSON": ('{\n"output": {\n', ["syntax-error main.tf.json:3"]),
    "trailing comma": ('{\n"locals": {},\n}', ["syntax-error main.tf.json:3"]),
    "a comment": ("{\n// no\n}", ["syntax-error main.tf.json:2"]),
    "a number": ("5", ["syntax-error main.tf.json:1"]),
    "a string": ('"x"', ["syntax-error main.tf.json:1"]),
    "null": ("null", ["syntax-error main.tf.json:1"]),
    "empty": ("", ["syntax-error main.tf.json:1"]),
    "unknown block": ('{\n"resources": {}}', ["unknown-block main.tf.json:2"]),
    "block that is text": ('{"locals": "x"}', ["syntax-error main.tf.json:1"]),
    "resource that is text": ('{"resource": {"a_b": {\n"c": 5}}}', ["syntax-error main.tf.json:2"]),
    "broken template": ('{"output": {\n"o": {\n"value": "${1 +"}}}', ["syntax-error main.tf.json:3"]),
    "NaN": ('{"output": {"o": {"value": NaN}}}', ["syntax-error main.tf.json:1"]),
    "infinite": ('{"output": {"o": {"value": 1e9999}}}', ["syntax-error main.tf.json:1"]),
    "huge number": ('{"output": {"o": {"value": %s}}}' % ("9" * 5000), ["syntax-error main.tf.json:1"]),
    "deep": ('{"output": {"o": {"value": ' + "[" * 200 + "1" + "]" * 200 + "}}}", ["syntax-error main.tf.json:1"]),
    "very deep": ("[" * 100_000, ["syntax-error main.tf.json:1"]),
    "deep blocks": ('{"resource": ' + "[" * 5000 + "1" + "]" * 5000 + "}", ["syntax-error main.tf.json:1"]),
    "surrogate": ('{"output": {"o": {"value": "\\ud800"}}}', ["syntax-error main.tf.json:1"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_and_the_others_are_read(name: str, reader: Reader) -> None:
    text, expected = BROKEN[name]
    found = reader.reading({"main.tf.json": text, "rest.tf": 'output "rest" { value = 1 }\n'})
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == expected
    values = outputs(found.projects[0])
    assert values.pop("rest") == 1
    assert all(isinstance(value, Unknown) for value in values.values())


def test_blocks_of_a_key_that_stands_twice_add_up(reader: Reader) -> None:
    text = '{"resource": {"a_b": {"c": {}}}, "resource": [{"a_b": {"d": {}}}], "resource": {"a_b": {"e": {}}}}'
    project = reader.project({"main.tf.json": text})
    assert [resource.address for resource in project.resources] == ["a_b.c", "a_b.d", "a_b.e"]


def test_an_attribute_that_stands_twice_is_told(reader: Reader) -> None:
    assert reader.broken({"main.tf.json": '{"locals": {\n"a": 1,\n"a": 2}}'}) == ["syntax-error main.tf.json:2"]


def test_numbers_are_exact(reader: Reader) -> None:
    project = reader.project({"main.tf.json": '{"output": {"o": {"value": [1.0, 1e2, 0.1, 12345678901234567890]}}}'})
    assert repr(outputs(project)["o"]) == "(1, 100, 0.1, 12345678901234567890)"
