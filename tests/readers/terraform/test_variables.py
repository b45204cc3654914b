"""Variables: where their values come from, and what type they have then."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.project import Parameter, Project
from scaffold.model.values import Reference, Template, Unknown, ValueSet
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform.reader import read


def values(project: Project) -> dict[str, object]:
    return {parameter.name: parameter.value for parameter in project.parameters}


def only(project: Project) -> Parameter:
    (parameter,) = project.parameters
    return parameter


def test_a_declaration_keeps_everything(reader: Reader) -> None:
    parameter = only(
        reader.project(
            """
            variable "size" {
              type        = number
              default     = 3
              description = "how many"
              sensitive   = true
              nullable    = false
              ephemeral   = true
              validation {
                condition     = var.size > 0
                error_message = "Must be positive, not ${var.size}."
              }
              validation {
                condition     = var.size < 10
                error_message = "Too many."
              }
            }
            """
        )
    )
    assert (parameter.name, parameter.type, parameter.required) == ("size", "number", False)
    assert (parameter.default, parameter.value, parameter.description) == (3, 3, "how many")
    assert (parameter.sensitive, parameter.nullable, parameter.ephemeral) == (True, False, True)
    assert [(each.kind, each.condition, each.message) for each in parameter.rules] == [
        ("validation", "var.size > 0", "Must be positive, not 3."),
        ("validation", "var.size < 10", "Too many."),
    ]
    assert str(parameter.position) == "main.tf:2"


def test_a_required_variable_is_a_reference_to_itself(reader: Reader) -> None:
    project = reader.project(
        """
        variable "name" {}
        output "a" { value = var.name }
        output "b" { value = "x-${var.name}" }
        output "c" { value = var.name.deep[0] }
        """
    )
    parameter = only(project)
    assert (parameter.required, parameter.default, parameter.type) == (True, None, "")
    assert parameter.value == Reference("var.name")
    assert [output.value for output in project.outputs] == [
        Reference("var.name"),
        Template(("x-", Reference("var.name"))),
        Reference("var.name", ("deep", 0)),
    ]
    assert not project.unknowns


def test_a_default_of_null_is_not_required(reader: Reader) -> None:
    parameter = only(reader.project('variable "x" {\n  type = string\n  default = null\n}\n'))
    assert (parameter.required, parameter.value, parameter.nullable) == (False, None, True)


ORDER: list[tuple[str, dict[str, str]]] = [
    ("default", {}),
    ("terraform.tfvars", {"terraform.tfvars": 'x = "terraform.tfvars"'}),
    ("terraform.tfvars.json", {"terraform.tfvars.json": '{"x": "terraform.tfvars.json"}'}),
    ("a.auto.tfvars", {"a.auto.tfvars": 'x = "a.auto.tfvars"'}),
    ("b.auto.tfvars.json", {"b.auto.tfvars.json": '{"x": "b.auto.tfvars.json"}'}),
    ("c.auto.tfvars", {"c.auto.tfvars": 'x = "c.auto.tfvars"'}),
]


@pytest.mark.parametrize("count", range(1, len(ORDER) + 1))
def test_later_files_win(count: int, reader: Reader) -> None:
    files = {"main.tf": 'variable "x" { default = "default" }\n'}
    for _, more in ORDER[:count]:
        files |= more
    assert only(reader.project(files)).value == ORDER[count - 1][0]
    assert only(reader.project(files)).default == "default"


def test_named_files_win_over_automatic_ones_and_flags_over_all(reader: Reader) -> None:
    files = {
        "main.tf": 'variable "x" {}\nvariable "y" {}\nvariable "z" {}\n',
        "z.auto.tfvars": 'x = "auto"\ny = "auto"\nz = "auto"\n',
        "env/one.tfvars": 'x = "one"\ny = "one"\n',
        "env/two.tfvars.json": '{"y": "two"}',
    }
    reader.write(files)
    named = (reader.folder / "env/one.tfvars", reader.folder / "env/two.tfvars.json")
    assert values(reader.project({}, var_files=named)) == {"x": "one", "y": "two", "z": "auto"}
    assert values(reader.project({}, var_files=named[::-1])) == {"x": "one", "y": "one", "z": "auto"}
    assert values(reader.project({}, var_files=named, variables={"y": "flag"})) == {
        "x": "one",
        "y": "flag",
        "z": "auto",
    }


def test_other_files_of_values_are_left_alone(reader: Reader) -> None:
    files = {"main.tf": 'variable "x" { default = 1 }\n', "prod.tfvars": "x = 2\n", "env/z.auto.tfvars": "x = 3\n"}
    assert only(reader.project(files)).value == 1


def test_a_named_file_is_placed_where_it_is(reader: Reader) -> None:
    reader.write({"infra/main.tf": "", "bad.tfvars": "a = {\n"})
    for name in ("bad.tfvars", "missing.tfvars"):
        found = read(reader.folder / "infra", ReadOptions(var_files=(reader.folder / name,)))
        assert {each.position.file for each in found.diagnostics if each.position} == {f"../{name}"}


def test_a_named_file_may_be_outside_the_project(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("elsewhere") / "x.tfvars"
    path.write_text("x = 2\n")
    assert only(reader.project('variable "x" { default = 1 }\n', var_files=(path,))).value == 2


CONVERSIONS: list[tuple[str, str, object]] = [
    ("string", '"a"', "a"),
    ("string", "1", "1"),
    ("string", "1.50", "1.5"),
    ("string", "true", "true"),
    ("string", "null", None),
    ("number", '"5"', 5),
    ("number", "5", 5),
    ("bool", '"true"', True),
    ("bool", "false", False),
    ("any", "[1]", (1,)),
    ("list(string)", '[1, true, "a"]', ("1", "true", "a")),
    ("list(number)", '["1"]', (1,)),
    ("list(any)", '[1, "a"]', ("1", "a")),
    ("list", "[1]", (1,)),
    ("set(string)", '["b", "a", "b"]', ValueSet(("a", "b"))),
    ("set(number)", "[10, 9, 9]", ValueSet((9, 10))),
    ("map(string)", "{ b = 1, a = true }", {"a": "true", "b": "1"}),
    ("map(list(number))", '{ a = ["1"] }', {"a": (1,)}),
    ("tuple([string, number])", '[1, "2"]', ("1", 2)),
    ("object({ a = string, b = number })", '{ a = 1, b = "2", c = 3 }', {"a": "1", "b": 2}),
    ("object({ a = optional(string) })", "{}", {"a": None}),
    ("object({ a = optional(string, 5) })", "{}", {"a": "5"}),
    ("object({ a = optional(number, 5) })", "{ a = null }", {"a": 5}),
    ("object({ a = optional(list(string), []) })", "{}", {"a": ()}),
    (
        "object({ a = optional(object({ b = optional(bool, true), c = optional(string) }), {}) })",
        "{}",
        {"a": {"b": True, "c": None}},
    ),
    ("list(object({ n = string, p = optional(number, 80) }))", '[{ n = "a" }]', ({"n": "a", "p": 80},)),
    (
        "map(object({ n = optional(string) }))",
        '{ b = {}, a = { n = "x", z = 1 } }',
        {"a": {"n": "x"}, "b": {"n": None}},
    ),
]


@pytest.mark.parametrize(("constraint", "given", "expected"), CONVERSIONS)
def test_values_take_the_type_of_the_variable(constraint: str, given: str, expected: object, reader: Reader) -> None:
    declaration = f'variable "x" {{\n  type = {constraint}\n}}\n'
    from_default = declaration.replace("\n}", f"\n  default = {given}\n}}", 1)
    for project in (
        reader.project(from_default),
        reader.project({"main.tf": declaration, "terraform.tfvars": f"x = {given}\n"}),
    ):
        value = only(project).value
        assert value == expected
        assert [type(value), repr(value)] == [type(expected), repr(expected)]


FLAGS: list[tuple[str, str, object]] = [
    ("", "5", "5"),
    ("", "[1]", "[1]"),
    ("type = string", "5", "5"),
    ("type = string", '"quoted"', '"quoted"'),
    ("type = string", "${x}", "${x}"),
    ("type = string", "", ""),
    ("type = number", "5", 5),
    ("type = bool", "true", True),
    ("type = list(string)", '["a", "b"]', ("a", "b")),
    ("type = list(string)", "[]", ()),
    ("type = set(string)", '["b", "a"]', ValueSet(("a", "b"))),
    ("type = map(number)", "{ a = 1 }", {"a": 1}),
    ("type = object({ a = optional(number, 3) })", "{}", {"a": 3}),
    ("type = any", "[1, 2]", (1, 2)),
    ("type = any", '"text"', "text"),
    ('type = "string"', "5", "5"),
    ('type = "list"', "[1]", (1,)),
    ('type = "map"', "{ a = 1 }", {"a": 1}),
]


@pytest.mark.parametrize(("constraint", "text", "expected"), FLAGS)
def test_a_flag_is_text_or_an_expression_by_the_type(
    constraint: str, text: str, expected: object, reader: Reader
) -> None:
    project = reader.project(f'variable "x" {{\n{constraint}\n}}\n', variables={"x": text})
    assert only(project).value == expected


def test_null_for_a_variable_that_is_not_nullable_means_the_default(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              variable "a" {
                default  = "default"
                nullable = false
              }
              variable "b" { default = "default" }
              module "m" {
                source = "./m"
                a      = null
                b      = null
              }
            """,
            "m/main.tf": """
              variable "a" {
                type     = number
                default  = "7"
                nullable = false
              }
              variable "b" { default = 7 }
            """,
            "terraform.tfvars": "a = null\nb = null\n",
        }
    )
    assert [(each.module, each.name, each.value) for each in project.parameters] == [
        ("", "a", "default"),
        ("", "b", None),
        ("module.m", "a", 7),
        ("module.m", "b", None),
    ]


WRONG: list[tuple[str, str]] = [
    ("number", '"five"'),
    ("bool", "1"),
    ("string", "[]"),
    ("list(string)", '"a"'),
    ("list(number)", '["x"]'),
    ("map(string)", "[]"),
    ("object({ a = string })", "{}"),
    ("tuple([string])", "[1, 2]"),
    ("list(any)", "[1, []]"),
]


@pytest.mark.parametrize(("constraint", "given"), WRONG)
def test_a_value_of_the_wrong_type_is_told_and_unknown(constraint: str, given: str, reader: Reader) -> None:
    found = reader.reading(
        {"main.tf": f'\nvariable "x" {{\n  type = {constraint}\n}}\n', "terraform.tfvars": f"x = {given}\n"}
    )
    (told,) = found.diagnostics
    assert (told.code, str(told.position)) == ("wrong-value", "main.tf:2")
    assert isinstance(only(found.projects[0]).value, Unknown)


MISTAKES: dict[str, tuple[dict[str, str], dict[str, object], list[str]]] = {
    "unknown type": ({"main.tf": 'variable "x" {\n  type = strin\n}\n'}, {}, ["wrong-type main.tf:1"]),
    "broken type": ({"main.tf": 'variable "x" {\n  type = list(string, 1)\n}\n'}, {}, ["wrong-type main.tf:1"]),
    "reference in a file": (
        {"main.tf": 'variable "x" {}\n', "terraform.tfvars": "\nx = var.y\n"},
        {},
        ["wrong-value terraform.tfvars:2"],
    ),
    "undeclared in a file": (
        {"main.tf": 'variable "x" {}\n', "terraform.tfvars": 'x = 1\nz = "oops"\n'},
        {},
        ["undeclared-variable terraform.tfvars:2"],
    ),
    "block in a file": (
        {"main.tf": 'variable "x" {}\n', "terraform.tfvars": "x = 1\na {}\n"},
        {},
        ["unexpected-block terraform.tfvars:2"],
    ),
    "syntax error in a file": (
        {"main.tf": 'variable "x" {}\nvariable "y" {}\n', "terraform.tfvars": "x = \ny = 2\n"},
        {},
        ["syntax-error terraform.tfvars:1"],
    ),
    "broken JSON": (
        {"main.tf": 'variable "x" {}\n', "terraform.tfvars.json": '{\n"x": }'},
        {},
        ["syntax-error terraform.tfvars.json:2"],
    ),
    "JSON list": (
        {"main.tf": 'variable "x" {}\n', "terraform.tfvars.json": "[]"},
        {},
        ["syntax-error terraform.tfvars.json:1"],
    ),
    "undeclared flag": ({"main.tf": 'variable "x" {}\n'}, {"variables": {"z": "1"}}, ["undeclared-variable None"]),
    "flag that is no expression": (
        {"main.tf": 'variable "x" {\n  type = list(string)\n}\n'},
        {"variables": {"x": "[a"}},
        ["wrong-value None"],
    ),
    "flag with a reference": (
        {"main.tf": 'variable "x" {\n  type = list(string)\n}\n'},
        {"variables": {"x": "[var.y]"}},
        ["wrong-value None"],
    ),
    "default with a reference": (
        {"main.tf": 'variable "y" { default = 1 }\nvariable "x" {\n  default = var.y\n}\n'},
        {},
        ["wrong-value main.tf:3"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_wrong_with_variables_is_told(name: str, reader: Reader) -> None:
    files, options, expected = MISTAKES[name]
    found = reader.reading(files, **options)
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == expected


def test_a_broken_file_of_values_costs_only_itself(reader: Reader) -> None:
    found = reader.reading(
        {"main.tf": 'variable "x" {}\nvariable "y" {}\n', "terraform.tfvars": "x = \ny = 2\n", "a.auto.tfvars": b"\xff"}
    )
    assert {each.code for each in found.diagnostics} == {"syntax-error", "unreadable-file"}
    assert values(found.projects[0])["y"] == 2


def test_values_of_a_file_may_be_expressions(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'variable "x" {}\n',
            "terraform.tfvars": 'x = {\n  a = <<-EOT\n    text\n  EOT\n  b = [1 + 1, upper("u"), "$${z}"]\n}\n',
        }
    )
    assert only(project).value == {"a": "text\n", "b": (2, "U", "${z}")}


def test_strings_of_a_json_file_are_values_and_not_templates(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'variable "x" {}\n',
            "terraform.tfvars.json": '{"x": {"a": 1, "b": [null, true, "${t}"], "//": 2}, "//": 3}',
        }
    )
    assert only(project).value == {"a": 1, "b": (None, True, "${t}"), "//": 2}


def test_sensitive_values_are_read_like_others(reader: Reader) -> None:
    project = reader.project(
        'variable "x" {\n  default = "s"\n  sensitive = true\n}\noutput "o" {\n  value = var.x\n  sensitive = true\n}\n'
    )
    assert (only(project).sensitive, project.outputs[0].sensitive, project.outputs[0].value) == (True, True, "s")
