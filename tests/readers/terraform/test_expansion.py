"""`count` and `for_each`: which addresses there are; the graph between them; what is not known and why."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_projects import Reader

from scaffold.model.project import Edge, Project
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value

DECLARATIONS = """
variable "n" { type = number }
variable "on" { type = bool }
variable "names" { type = list(string) }
variable "zones" { type = map(string) }
data "a_zones" "z" {}
resource "a_b" "one" {}
"""


def addresses(project: Project) -> list[str]:
    return [resource.address for resource in project.resources if resource.type == "x_y"]


KNOWN: list[tuple[str, list[str]]] = [
    ("count = 0", []),
    ("count = 1", ["[0]"]),
    ("count = 3", ["[0]", "[1]", "[2]"]),
    ('count = "2"', ["[0]", "[1]"]),
    ("count = length([1, 2])", ["[0]", "[1]"]),
    ("count = true ? 1 : 0", ["[0]"]),
    ('count = 1 == 2 ? 1 : "0"', []),
    ("count = 2.0", ["[0]", "[1]"]),
    ("for_each = {}", []),
    ("for_each = { b = 1, a = 2 }", ['["a"]', '["b"]']),
    ('for_each = toset(["b", "a", "b"])', ['["a"]', '["b"]']),
    ('for_each = toset([1, "a"])', ['["1"]', '["a"]']),
    ("for_each = toset([])", []),
    ('for_each = true ? toset(["a"]) : []', ['["a"]']),
    ('for_each = false ? toset(["a"]) : []', []),
    ("for_each = false ? { a = 1 } : {}", []),
    ("for_each = false ? toset(tolist(null)) : []", []),
    ('for_each = { for x in ["a", "b"] : x => x if x != "a" }', ['["b"]']),
    ("for_each = { 10 = 1, 9 = 2 }", ['["10"]', '["9"]']),
    ('for_each = { "a b" = 1, "c.d" = 2, "é" = 3 }', ['["a b"]', '["c.d"]', '["é"]']),
    (r'for_each = { "q\"q" = 1 }', [r'["q\"q"]']),
    (r'for_each = { "b\\s" = 1 }', [r'["b\\s"]']),
    (r'for_each = { "n\nl\tt" = 1 }', [r'["n\nl\tt"]']),
    ('for_each = { "$${x}" = 1, "%%{y}" = 2 }', ['["$${x}"]', '["%%{y}"]']),
    ('for_each = { "`" = 1, "*/" = 2, "\'" = 3 }', ['["\'"]', '["*/"]', '["`"]']),
    ('for_each = { "" = 1 }', ['[""]']),
    ('for_each = { k = a_b.one.id, ("l") = var.n }', ['["k"]', '["l"]']),
    ("for_each = { for k, v in { a = var.n } : k => v }", ['["a"]']),
    ("for_each = toset(keys({ a = var.n, b = a_b.one.id }))", ['["a"]', '["b"]']),
    ("count = length([var.n, a_b.one.id])", ["[0]", "[1]"]),
    ("", [""]),
]


@pytest.mark.parametrize(("line", "keys"), KNOWN)
def test_known_instances_have_their_own_addresses(line: str, keys: list[str], reader: Reader) -> None:
    project = reader.project(f'{DECLARATIONS}\nresource "x_y" "z" {{\n{line}\n}}\n')
    assert addresses(project) == [f"x_y.z{key}" for key in keys]
    assert [each.address for each in project.dormant] == ([] if keys else ["x_y.z"])
    assert not any(resource.repeated or resource.condition for resource in project.resources)


def test_each_instance_knows_its_key_and_value(reader: Reader) -> None:
    project = reader.project(
        """
        resource "x_y" "c" {
          count = 2
          name  = "n${count.index}"
          next  = count.index + 1
        }
        resource "x_y" "f" {
          for_each = { a = { size = 1 }, b = { size = 2 } }
          name     = each.key
          size     = each.value.size
          block { inner = "${each.key}-${each.value["size"]}" }
        }
        resource "x_y" "s" {
          for_each = toset(["a"])
          same     = each.key == each.value
        }
        """
    )
    assert [(each.key, dict(each.attributes)) for each in project.resources] == [
        (0, {"name": "n0", "next": 1}),
        (1, {"name": "n1", "next": 2}),
        ("a", {"name": "a", "size": 1, "block": ({"inner": "a-1"},)}),
        ("b", {"name": "b", "size": 2, "block": ({"inner": "b-2"},)}),
        ("a", {"same": True}),
    ]


UNKNOWN: list[tuple[str, Value]] = [
    ("count = var.n", Reference("var.n")),
    ("count = var.on ? 1 : 0", Reference("var.on")),
    ("count = length(var.names)", Call("length", (Reference("var.names"),))),
    ("count = length(data.a_zones.z.names)", Call("length", (Reference("data.a_zones.z", ("names",)),))),
    ("for_each = var.zones", Reference("var.zones")),
    ("for_each = toset(var.names)", Call("toset", (Reference("var.names"),))),
    ("for_each = var.on ? { a = 1 } : {}", Reference("var.on")),
    ("for_each = { for n in var.names : n => n }", None),
]


@pytest.mark.parametrize(("line", "condition"), UNKNOWN)
def test_unknown_instances_are_one_repeated_entry(line: str, condition: Value, reader: Reader) -> None:
    project = reader.project(f'{DECLARATIONS}\nresource "x_y" "z" {{\n{line}\nfixed = 1\n}}\n')
    (found,) = [resource for resource in project.resources if resource.type == "x_y"]
    assert (found.address, found.repeated, found.key, found.attributes) == ("x_y.z", True, None, {"fixed": 1})
    if condition is not None:
        assert found.condition == condition
    assert ("x_y.z", "") in [(each.subject, each.attribute) for each in project.unknowns]


def test_names_of_unknown_instances_are_references(reader: Reader) -> None:
    project = reader.project(
        f"""
        {DECLARATIONS}
        resource "x_y" "c" {{
          count = var.n
          name  = "n-${{count.index}}"
        }}
        resource "x_y" "f" {{
          for_each = var.zones
          name     = each.key
          zone     = each.value
          both     = "${{each.key}}-${{each.value}}"
        }}
        output "c" {{ value = x_y.c[0].id }}
        output "all" {{ value = x_y.c[*].id }}
        output "f" {{ value = x_y.f["k"].id }}
        """
    )
    first, second = [dict(resource.attributes) for resource in project.resources if resource.type == "x_y"]
    assert first == {"name": Template(("n-", Reference("count", ("index",))))}
    key, value = Reference("each", ("key",)), Reference("each", ("value",))
    assert second == {"name": key, "zone": value, "both": Template((key, "-", value))}
    found = {output.name: output.value for output in project.outputs}
    assert found["c"] == Reference("x_y.c", (0, "id"))
    assert found["f"] == Reference("x_y.f", ("k", "id"))


MISTAKEN: list[tuple[str, str]] = [
    ("count = -1", "a count is a whole number that is not negative"),
    ("count = 1.5", "a count is a whole number that is not negative"),
    ('count = "many"', "a number is required"),
    ("count = null", "number required"),
    ("count = [1]", "number required"),
    ("count = 1000000000", "1000000000 instances are more than the 10000 that are read"),
    ("for_each = [1, 2]", "for_each takes a map or a set of strings"),
    ('for_each = "a"', "for_each takes a map or a set of strings"),
    ("for_each = null", "for_each takes a map or a set of strings"),
    ("for_each = toset([1])", "the elements of a set in for_each are strings"),
    ("for_each = local.gone", "there is no local value 'gone'"),
    (
        'for_each = { for p in setproduct(range(101), range(100)) : join("-", p) => 1 }',
        "10100 instances are more than the 10000 that are read",
    ),
]


@pytest.mark.parametrize(("line", "reason"), MISTAKEN)
def test_what_cannot_be_expanded_is_told_and_stays_one_entry(line: str, reason: str, reader: Reader) -> None:
    found = reader.reading(f'\nresource "x_y" "z" {{\n  name = 1\n  {line}\n}}\nresource "x_y" "rest" {{}}\n')
    (told,) = found.diagnostics
    assert (told.code, str(told.position)) == ("cannot-expand", "main.tf:4")
    assert told.summary.endswith(reason)
    assert addresses(found.projects[0]) == ["x_y.z", "x_y.rest"]
    assert found.projects[0].resources[0].repeated


def test_both_count_and_for_each_are_told(reader: Reader) -> None:
    assert reader.broken('resource "x_y" "z" {\n  count = 1\n  for_each = {}\n}\n') == ["cannot-expand main.tf:2"]


REFERENCES: list[tuple[str, Any]] = [
    ("a_b.s.id", Reference("a_b.s", ("id",))),
    ("a_b.s", Reference("a_b.s")),
    ("a_b.s.list[0].x", Reference("a_b.s", ("list", 0, "x"))),
    ('a_b.s.map["k k"]', Reference("a_b.s", ("map", "k k"))),
    ("a_b.s.list[*].x", Reference("a_b.s", ("list", "*", "x"))),
    ("a_b.s.list.*.x", Reference("a_b.s", ("list", "*", "x"))),
    ("a_b.s.list[*].x[*].y", Reference("a_b.s", ("list", "*", "x", "*", "y"))),
    ("a_b.s[*].id", (Reference("a_b.s", ("id",)),)),
    ("a_b.s.list[a_b.t.n]", Call("index", (Reference("a_b.s", ("list",)), Reference("a_b.t", ("n",))))),
    ("a_b.c[1].id", Reference("a_b.c[1]", ("id",))),
    ('a_b.c["1"].id', Reference("a_b.c[1]", ("id",))),
    ("a_b.c.0.id", Reference("a_b.c[0]", ("id",))),
    ("a_b.c[local.one].id", Reference("a_b.c[1]", ("id",))),
    ("a_b.c[*].id", (Reference("a_b.c[0]", ("id",)), Reference("a_b.c[1]", ("id",)))),
    ("a_b.c.*.id", (Reference("a_b.c[0]", ("id",)), Reference("a_b.c[1]", ("id",)))),
    ("[for r in a_b.c : r.id][1]", Reference("a_b.c[1]", ("id",))),
    ("a_b.c", (Reference("a_b.c[0]"), Reference("a_b.c[1]"))),
    ("length(a_b.c)", 2),
    ('a_b.f["x"].id', Reference('a_b.f["x"]', ("id",))),
    ("a_b.f.x.id", Reference('a_b.f["x"]', ("id",))),
    ("a_b.f[local.key].id", Reference('a_b.f["x"]', ("id",))),
    ("values(a_b.f)[*].id", (Reference('a_b.f["x"]', ("id",)), Reference('a_b.f["y"]', ("id",)))),
    ("{ for k, r in a_b.f : k => r.id }", {k: Reference(f'a_b.f["{k}"]', ("id",)) for k in "xy"}),
    ("keys(a_b.f)", ("x", "y")),
    ("data.a_b.d.id", Reference("data.a_b.d", ("id",))),
    ("one(a_b.none[*].id)", None),
    ("try(a_b.none[0].id, null)", None),
    ("length(a_b.none)", 0),
    ("a_b.s.x + 1", Call("+", (Reference("a_b.s", ("x",)), 1))),
    ("!a_b.s.x", Call("!", (Reference("a_b.s", ("x",)),))),
    ("-a_b.s.x", Call("-", (Reference("a_b.s", ("x",)),))),
    ("a_b.s.x == 1", Call("==", (Reference("a_b.s", ("x",)), 1))),
    ("true && a_b.s.x", Reference("a_b.s", ("x",))),
    ("false && a_b.s.x", False),
    ("a_b.s.x || true", True),
    ("a_b.s.x ? 1 : 2", Conditional(Reference("a_b.s", ("x",)), 1, 2)),
    ('a_b.s.x ? 1 : "a"', Conditional(Reference("a_b.s", ("x",)), "1", "a")),
    ("a_b.s.x ? 1 : 1", 1),
    ("(a_b.s.x ? a_b.s : a_b.t).id", None),
    ('"p-${a_b.s.x}-${1}"', Template(("p-", Reference("a_b.s", ("x",)), "-1"))),
    ('"${a_b.s.x}"', Reference("a_b.s", ("x",))),
    ('"${"a${a_b.s.x}"}b"', Template(("a", Reference("a_b.s", ("x",)), "b"))),
    ("upper(a_b.s.x)", Call("upper", (Reference("a_b.s", ("x",)),))),
    ("merge({ a = a_b.s.x }, { b = 1 })", {"a": Reference("a_b.s", ("x",)), "b": 1}),
    ("concat([a_b.s.x], [1])", (Reference("a_b.s", ("x",)), 1)),
    ("try(a_b.s.x, 1)", Reference("a_b.s", ("x",))),
    ("can(a_b.s.x)", True),
    ("max([a_b.s.x, 1]...)", Call("max", (Reference("a_b.s", ("x",)), 1))),
    ("max(a_b.s.x...)", Call("max...", (Reference("a_b.s", ("x",)),))),
    ("provider::aws::arn_parse(1)", Call("provider::aws::arn_parse", (1,))),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES, ids=[text for text, _ in REFERENCES])
def test_what_depends_on_resources_stays_symbolic(text: str, expected: Any, reader: Reader) -> None:
    project = reader.project(
        f"""
        locals {{
          one = 1
          key = "x"
        }}
        resource "a_b" "s" {{}}
        resource "a_b" "t" {{}}
        resource "a_b" "none" {{ count = 0 }}
        resource "a_b" "c" {{ count = 2 }}
        resource "a_b" "f" {{ for_each = toset(["x", "y"]) }}
        data "a_b" "d" {{}}
        output "o" {{
          value = {text}
        }}
        """
    )
    value = project.outputs[0].value
    if text.startswith("(a_b.s.x ?"):
        condition = Reference("a_b.s", ("x",))
        expected = Conditional(condition, Reference("a_b.s", ("id",)), Reference("a_b.t", ("id",)))
    assert value == expected
    assert not project.unknowns


FAILING: list[tuple[str, str]] = [
    ("a_b.gone.id", "there is no resource a_b.gone"),
    ("data.a_b.gone.id", "there is no data.a_b.gone"),
    ("a_b", "there is nothing called 'a_b'"),
    ("nonsense", "there is nothing called 'nonsense'"),
    ("a_b.c[5].id", "index 5 is outside a list of 2"),
    ('a_b.f["z"].id', "there is no element 'z'"),
    ("a_b.c.id", "a list has no element 'id'"),
    ("var.gone", "there is no variable 'gone'"),
    ("var", "var is followed by a name"),
    ("local.gone", "there is no local value 'gone'"),
    ("each.key", "each is not available here"),
    ("uuid()", "its result is random"),
    ("timestamp()", "it is the time of the apply"),
    ('bcrypt("x")', "its result has a random salt"),
    ("path.cwd", "path.cwd depends on where Terraform is run"),
    ("gone()", "there is no function gone"),
]


@pytest.mark.parametrize(("text", "reason"), FAILING, ids=[text for text, _ in FAILING])
def test_what_is_not_known_is_listed_with_its_place_and_reason(text: str, reason: str, reader: Reader) -> None:
    project = reader.project(
        f"""
resource "a_b" "c" {{ count = 2 }}
resource "a_b" "f" {{ for_each = toset(["x"]) }}
resource "a_b" "user" {{
  name = "fine"
  deep {{ list = [1, {{ k = {text} }}] }}
}}
"""
    )
    user = project.resources[-1]
    assert user.attributes["name"] == "fine"
    (found,) = project.unknowns
    assert (found.subject, found.reason) == ("a_b.user", reason)
    assert found.attribute in ("deep.list", "deep.list.k")
    assert found.source in (text, f"[1, {{ k = {text} }}]")
    assert str(found.position) == "main.tf:4"


def test_the_graph_has_an_edge_for_each_attribute_and_target(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              resource "a_b" "one" {}
              resource "a_b" "two" { count = 2 }
              resource "a_b" "three" {
                plain    = a_b.one.id
                template = "x-${a_b.one.arn}"
                list     = [a_b.two[0].id, a_b.two[1].id]
                map      = { k = { l = a_b.one.id } }
                block { inner = local.via }
                call     = jsonencode({ x = a_b.one.name })
                self_    = a_b.three.id
                depends_on = [data.a_b.late, module.m]
              }
              locals { via = "${a_b.two[1].id}/x" }
              data "a_b" "late" {}
              module "m" {
                source = "./m"
                x      = a_b.one.id
              }
              resource "a_b" "user" { x = module.m.id }
            """,
            "m/main.tf": 'variable "x" {}\nresource "a_b" "in" { x = var.x }\noutput "id" { value = a_b.in.id }\n',
        }
    )
    assert set(project.edges) == {
        Edge("a_b.three", "a_b.one", "plain"),
        Edge("a_b.three", "a_b.one", "template"),
        Edge("a_b.three", "a_b.two[0]", "list"),
        Edge("a_b.three", "a_b.two[1]", "list"),
        Edge("a_b.three", "a_b.one", "map.k.l"),
        Edge("a_b.three", "a_b.two[1]", "block.inner"),
        Edge("a_b.three", "a_b.one", "call.x"),
        Edge("a_b.three", "data.a_b.late", ""),
        Edge("a_b.three", "module.m", ""),
        Edge("module.m.a_b.in", "a_b.one", "x"),
        Edge("a_b.user", "module.m.a_b.in", "x"),
    }
    assert [each.depends_on for each in project.resources if each.name == "three"] == [("data.a_b.late", "module.m")]


def test_self_is_the_instance(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "c" {
          for_each = toset(["k"])
          provisioner "local-exec" { command = "echo ${self.id} ${each.key}" }
        }
        """
    )
    (block,) = project.resources[0].attributes["provisioner"]
    assert block["command"] == Template(("echo ", Reference('a_b.c["k"]', ("id",)), " k"))


def test_a_policy_document_implies_its_json(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "c" {}
        data "aws_iam_policy_document" "p" {
          statement {
            actions   = ["s3:GetObject"]
            resources = ["${a_b.c.arn}/*"]
          }
        }
        resource "aws_iam_policy" "q" { policy = data.aws_iam_policy_document.p.json }
        """
    )
    document = next(each for each in project.resources if each.name == "p")
    (statement,) = document.implied["json"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (
        "s3:GetObject",
        Template((Reference("a_b.c", ("arn",)), "/*")),
    )
    assert Edge("aws_iam_policy.q", "data.aws_iam_policy_document.p", "policy") in project.edges


def test_a_conditional_whose_arms_fail_keeps_the_other(reader: Reader) -> None:
    project = reader.project(
        """
        variable "on" { type = bool }
        resource "a_b" "c" { count = 0 }
        output "o" { value = var.on ? a_b.c[0].id : "none" }
        """
    )
    value = project.outputs[0].value
    assert isinstance(value, Conditional)
    assert (value.condition, value.otherwise) == (Reference("var.on"), "none")
    assert isinstance(value.then, Unknown)


def test_collections_of_two_kinds_are_never_called_equal(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              variable "names" {
                type    = list(string)
                default = []
              }
              resource "a_b" "unsure" { count = var.names == [] ? 1 : 0 }
              resource "a_b" "sure" { count = var.names == ["x"] ? 1 : 0 }
              output "written" { value = ["a"] == ["a"] }
            """
        }
    )
    assert [(resource.address, resource.repeated) for resource in project.resources] == [("a_b.unsure", True)]
    assert [block.address for block in project.dormant] == ["a_b.sure"]
    assert project.outputs[0].value is True
