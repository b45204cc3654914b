"""Several root modules in one repository: which they are, and that each is read on its own."""

from __future__ import annotations

import pytest
from terraform_projects import Files, Reader

EMPTY = ""

ROOTS: dict[str, tuple[Files, list[str]]] = {
    "one": ({"main.tf": EMPTY}, ["."]),
    "only below": ({"infra/main.tf": EMPTY, "docs/x.md": EMPTY}, ["infra"]),
    "several": ({"live/dev/main.tf": EMPTY, "live/prod/main.tf.json": "{}"}, ["live/dev", "live/prod"]),
    "module": ({"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": EMPTY}, ["."]),
    "module on one line": ({"main.tf": 'module "m" { source = "./m" }\n', "m/main.tf": EMPTY}, ["."]),
    "module in JSON": ({"main.tf.json": '{"module":{"m":{"source":"./m"}}}', "m/main.tf": EMPTY}, ["."]),
    "module of a module": (
        {
            "a/main.tf": 'module "m" { source = "../m" }\n',
            "m/main.tf": 'module "n" { source = "./n/" }\n',
            "m/n/main.tf": EMPTY,
        },
        ["a"],
    ),
    "module of two roots": (
        {
            "a/main.tf": 'module "m" { source = "../m" }\n',
            "b/main.tf": 'module "m" { source = "../m" }\n',
            "m/main.tf": EMPTY,
        },
        ["a", "b"],
    ),
    "example that calls the root": (
        {"main.tf": EMPTY, "examples/simple/main.tf": 'module "m" { source = "../../" }\n'},
        [".", "examples/simple"],
    ),
    "call in a comment": ({"main.tf": '# module "m" { source = "./m" }\n', "m/main.tf": EMPTY}, [".", "m"]),
    "call in a string": (
        {"main.tf": 'locals { x = "module m { source = \\"./m\\" }" }\n', "m/main.tf": EMPTY},
        [".", "m"],
    ),
    "another attribute named source": (
        {"main.tf": 'resource "a_b" "c" { source = "./m" }\n', "m/main.tf": EMPTY},
        [".", "m"],
    ),
    "each calls the other": (
        {"a/main.tf": 'module "m" { source = "../b" }\n', "b/main.tf": 'module "m" { source = "../a" }\n'},
        ["a", "b"],
    ),
    "calls itself": ({"a/main.tf": 'module "m" { source = "./" }\n'}, ["a"]),
    "remote modules": ({"main.tf": 'module "m" { source = "x/y/z" }\n', "y/main.tf": EMPTY}, [".", "y"]),
    "left out": (
        {
            "main.tf": EMPTY,
            ".terraform/modules/m/main.tf": EMPTY,
            ".hidden/main.tf": EMPTY,
            "node_modules/p/main.tf": EMPTY,
            "venv/p/main.tf": EMPTY,
        },
        ["."],
    ),
    "broken call": ({"main.tf": 'module "m" {\n  source = "./m"\n', "m/main.tf": EMPTY}, ["."]),
}


@pytest.mark.parametrize("name", ROOTS)
def test_the_roots_are_what_nothing_calls(name: str, reader: Reader) -> None:
    files, expected = ROOTS[name]
    found = reader.reading(files)
    assert sorted(project.path for project in found.projects) == expected


def test_each_root_is_read_on_its_own(reader: Reader) -> None:
    files = {
        "dev/main.tf": 'variable "n" {}\nmodule "m" {\n  source = "../m"\n  n = var.n\n}\n',
        "dev/terraform.tfvars": "n = 1\n",
        "prod/main.tf": 'variable "n" {}\nmodule "m" {\n  source = "../m"\n  n = var.n\n}\n',
        "prod/terraform.tfvars": "n = 2\n",
        "m/main.tf": 'variable "n" {}\nresource "a_b" "c" { count = var.n }\n',
    }
    dev, prod = reader.reading(files).projects
    assert [each.address for each in dev.resources] == ["module.m.a_b.c[0]"]
    assert [each.address for each in prod.resources] == ["module.m.a_b.c[0]", "module.m.a_b.c[1]"]
    assert (dev.name, dev.path, prod.name, prod.path) == ("dev", "dev", "prod", "prod")
    assert [module.path for module in prod.modules] == ["prod", "m"]
    assert str(prod.parameters[0].position) == "prod/main.tf:1"


def test_a_mistake_in_a_shared_module_is_told_once(reader: Reader) -> None:
    call = 'module "m" { source = "../m" }\n'
    found = reader.broken({"a/main.tf": call, "b/main.tf": call, "m/main.tf": "locals {\n  x =\n}\n"})
    assert found == ["syntax-error m/main.tf:2"]


def test_one_broken_root_costs_only_itself(reader: Reader) -> None:
    found = reader.reading({"a/main.tf": b"\xff", "b/main.tf": 'resource "a_b" "c" {}\n'})
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == ["unreadable-file a/main.tf:1"]
    assert [len(project.resources) for project in found.projects] == [0, 1]


def test_several_processes_give_what_one_gives(reader: Reader) -> None:
    files = {
        f"r{i}/main.tf": f'module "m" {{\n  source = "../m{i % 2}"\n  x = {i}\n}}\n'
        f'resource "a_b" "c" {{ count = {i} }}\noutput "o" {{ value = [a_b.c[*].id, uuid(), local.gone] }}\n'
        for i in range(6)
    }
    for i in range(2):
        files[f"m{i}/main.tf"] = 'variable "x" {}\nvariable "missing" {}\noutput "x" { value = "${var.x}-x" }\n'
    files["r3/broken.tf"] = "locals { x = }\n"
    one, several = reader.reading(files, jobs=1), reader.reading(files, jobs=3)
    assert one == several
    assert len(one.projects) == 6
    assert one.projects[0].modules[0].blocks
    assert one.diagnostics


def test_a_flag_that_no_root_knows_is_told_and_one_that_some_know_is_used(reader: Reader) -> None:
    files = {"a/main.tf": 'variable "x" { default = 1 }\n', "b/main.tf": 'variable "y" { default = 1 }\n'}
    found = reader.reading(files, variables={"x": "2", "z": "3"})
    assert [(each.code, each.summary) for each in found.diagnostics] == [
        ("undeclared-variable", "There is no variable 'z'")
    ]
    assert found.diagnostics[0].hint == "The variables are: x, y."
    assert found.projects[0].parameters[0].value == "2"


def test_declarations_are_read_where_they_are_asked_for(reader: Reader) -> None:
    files = {"main.tf": 'module "m" { source = "./m" }\n', "m/main.tf": 'resource "a_b" "c" { x = [1, var.y] }\n'}
    assert all(module.blocks for module in reader.reading(files).projects[0].modules)
    assert not any(module.blocks for module in reader.reading(files, declarations=False).projects[0].modules)
