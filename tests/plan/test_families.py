"""What each family of cases makes of a folder of configuration."""

from __future__ import annotations

import pytest

from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource, SourceFile, SourceModule
from scaffold.model.source import Block, Interpolation, Invocation, Ref
from scaffold.model.testplan import Attribute, Declared, FilePresent, Inventory, SymbolDefined, Tier
from scaffold.model.values import Reference, Value
from scaffold.plan import plan

AT = Position("main.tf", 1)


def test_inventory_lists_each_kind_that_exists_by_type_and_name(block, cases):
    found = cases(
        block("resource aws_sqs_queue b"),
        block("resource aws_sns_topic a"),
        block("resource aws_sqs_queue a"),
        block("module network"),
    )
    assert found["inventory:resource"].expect == Inventory(
        "resource", {"aws_sns_topic": ("a",), "aws_sqs_queue": ("a", "b")}
    )
    assert found["inventory:module"].expect == Inventory("module", {"": ("network",)})
    assert "inventory:ephemeral" not in found


def test_the_first_data_source_or_module_is_noticed_too(block, cases):
    found = cases(block("resource aws_sqs_queue a"))
    assert found["inventory:data"].expect == Inventory("data", {})
    assert found["inventory:data"].title == "declares no data sources"
    assert found["inventory:module"].expect == Inventory("module", {})
    assert cases(block("output url", value=1))["inventory:resource"].title == "declares no resources"


def test_providers_are_counted_under_their_names(block, cases):
    found = cases(block("provider aws", region="a"), block("provider aws", alias="east"), block("provider archive"))
    assert found["settings:providers"].expect == Inventory("provider", {"": ("archive", "aws", "aws")})
    assert "settings:providers" not in cases(block("resource aws_sqs_queue a"))


def test_configuration_compares_the_whole_body_with_nested_blocks_as_lists(block, cases):
    found = cases(
        block(
            "resource aws_lambda_function f",
            block("tracing_config", mode="Active"),
            block("dynamic env", block("content", name=Ref("env.value")), for_each=("a",)),
            block("dynamic env", block("content"), for_each=("b",)),
            timeout=30,
        )
    )
    case = found["configuration:aws_lambda_function.f"]
    assert case.title == "Lambda function f is configured as declared"
    assert case.phrase == "is configured as declared"
    assert case.expect == Declared(
        "resource",
        ("aws_lambda_function", "f"),
        {
            "timeout": 30,
            "tracing_config": ({"mode": "Active"},),
            "dynamic env": (
                {"for_each": ("a",), "content": ({"name": Ref("env.value")},)},
                {"for_each": ("b",), "content": ({},)},
            ),
        },
    )


def test_local_values_are_one_case_each_over_all_blocks(block, cases):
    found = cases(block("locals", a=1), block("locals", b=Ref("local.a")))
    assert found["configuration:local.a"].expect == Attribute("locals", (), "a", 1)
    assert found["configuration:local.b"].expect == Attribute("locals", (), "b", Ref("local.a"))


def test_blocks_of_the_same_name_are_told_apart_by_their_index(block, cases):
    found = cases(block("provider aws", region="a"), block("provider aws", alias="east", region="b"))
    assert found["settings:provider.aws"].expect == Declared("provider", ("aws",), {"region": "a"})
    second = found["settings:provider.aws#2"]
    assert second.title == "provider aws.east is configured as declared"
    assert second.expect == Declared("provider", ("aws",), {"alias": "east", "region": "b"}, index=1)


def test_terraform_blocks_count_as_one(block, cases):
    found = cases(
        block("terraform", required_version=">= 1.6"),
        block("terraform", block("backend s3", bucket="state")),
    )
    case = found["settings:terraform"]
    assert case.title == "terraform keeps its required version and backend s3"
    assert case.expect == Declared(
        "terraform", (), {"required_version": ">= 1.6", "backend s3": ({"bucket": "state"},)}
    )


def test_refactoring_blocks_say_what_they_do(block, cases):
    found = cases(
        block("moved", **{"from": Ref("aws_a.old"), "to": Ref("aws_a.new")}),
        block("import", to=Ref("aws_a.new"), id="x"),
        block("removed", **{"from": Ref("aws_a.gone")}),
        block("check health"),
    )
    assert [case.title for case in found.values() if case.family is Family.SETTINGS] == [
        "aws_a.old moves to aws_a.new",
        "aws_a.new is imported",
        "aws_a.gone is given up as declared",
        "check health asserts what it declares",
    ]


def test_outputs_are_listed_and_compared_whole(block, cases):
    found = cases(block("output url", value=Ref("aws_a.b.url")), block("output key", value="k", sensitive=True))
    assert found["outputs"].expect == Inventory("output", {"": ("key", "url")})
    assert found["outputs:output.url"].title == "output url gives its declared value"
    assert found["outputs:output.key"].title == "output key gives its declared value as a secret"
    assert found["outputs:output.key"].expect == Declared("output", ("key",), {"value": "k", "sensitive": True})


@pytest.mark.parametrize(
    ("attributes", "title"),
    [
        ({}, "variable v is declared"),
        ({"description": "text"}, "variable v keeps its description"),
        ({"description": "text", "type": Ref("string")}, "variable v keeps its type"),
        (
            {"default": 1, "type": Ref("number"), "sensitive": True},
            "variable v keeps its type, default and sensitivity",
        ),
    ],
)
def test_a_variable_says_what_it_keeps(block, cases, attributes, title):
    found = cases(block("variable v", **attributes))
    assert found["parameters"].expect == Inventory("variable", {"": ("v",)})
    assert found["parameters:var.v"].title == title
    assert found["parameters:var.v"].expect == Declared("variable", ("v",), attributes)


def test_files_that_exist_are_expected_where_the_folder_sees_them(cases, block):
    referred = (SourceFile("modules/a/x.tpl", True, AT), SourceFile("shared/y.json", True, AT))
    found = cases(block("locals", a=1), referred=(*referred, SourceFile("modules/a/gone", False, AT)), path="modules/a")
    files = [case.expect for case in found.values() if case.family is Family.FILES]
    assert files == [FilePresent("x.tpl"), FilePresent("../../shared/y.json")]


def resource(type_: str, name: str, **attributes: Value) -> Resource:
    prefix, mode = ("data.", Mode.DATA) if type_ == "archive_file" else ("", Mode.MANAGED)
    return Resource(f"{prefix}{type_}.{name}", type_, type_, name, mode, attributes, AT)


ARCHIVE = Reference("data.archive_file.code", ("output_path",))
CODE = SourceFile("src/app.py", True, AT, ("handler",))


@pytest.mark.parametrize(
    ("archive", "files", "handler"),
    [
        ({"source_file": "src/app.py"}, (CODE,), "app.handler"),
        ({"source_dir": "./src"}, (SourceFile("src", True, AT), CODE), "app.handler"),
        ({"source_dir": "."}, (CODE,), "src/app.handler"),
    ],
)
def test_a_handler_is_looked_for_in_what_the_archive_packs(cases, block, archive, files, handler):
    resources = (
        resource("aws_lambda_function", "f", handler=handler, runtime="python3.12", filename=ARCHIVE),
        resource("archive_file", "code", **archive),
    )
    found = cases(block("locals", a=1), referred=files, resources=resources)
    case = found[f"files:aws_lambda_function.f:{handler}"]
    assert case.title == f"handler {handler} of function f is defined in src/app.py"
    assert case.expect == SymbolDefined("src/app.py", "handler", "python")


@pytest.mark.parametrize(
    ("function", "archive", "file"),
    [
        ({"handler": "app.other"}, {"source_file": "src/app.py"}, CODE),
        ({"handler": "index.handler"}, {"source_file": "src/app.py"}, CODE),
        ({"handler": "pp.handler"}, {"source_file": "src/app.py"}, CODE),
        ({"runtime": "provided.al2023"}, {"source_file": "src/app.py"}, CODE),
        ({"runtime": "nodejs20.x"}, {"source_file": "src/app.py"}, CODE),
        ({"filename": "app.zip"}, {"source_file": "src/app.py"}, CODE),
        ({"handler": Reference("var.handler")}, {"source_file": "src/app.py"}, CODE),
        ({}, {"source_file": Reference("var.file")}, CODE),
        ({}, {"source_file": "src/app.py"}, SourceFile("src/app.py", False, AT, ("handler",))),
    ],
)
def test_a_handler_that_is_not_surely_there_is_no_case(cases, block, function, archive, file):
    attributes = {"handler": "app.handler", "runtime": "python3.12", "filename": ARCHIVE, **function}
    resources = (resource("aws_lambda_function", "f", **attributes), resource("archive_file", "code", **archive))
    found = cases(block("locals", a=1), referred=(file,), resources=resources)
    assert not [case for case in found.values() if isinstance(case.expect, SymbolDefined)]


def test_tiers_contain_each_other(block, cases):
    blocks = (
        block("terraform", required_version="1"),
        block("resource aws_sqs_queue q", name="q", fifo_queue=True),
        block("output url", value=Ref("aws_sqs_queue.q.url")),
        block("variable v"),
    )
    smoke, standard, exhaustive = (cases(*blocks, tier=tier) for tier in Tier)
    assert {case.family for case in smoke.values()} == {Family.INVENTORY, Family.OUTPUTS, Family.SETTINGS}
    assert smoke.keys() < standard.keys() < exhaustive.keys()
    assert exhaustive.keys() - standard.keys() == {
        "configuration:aws_sqs_queue.q:name",
        "configuration:aws_sqs_queue.q:fifo_queue",
    }
    case = exhaustive["configuration:aws_sqs_queue.q:fifo_queue"]
    assert case.expect == Attribute("resource", ("aws_sqs_queue", "q"), "fifo_queue", True)
    assert case.title == "SQS queue q has its fifo_queue"


def test_titles_are_unique(block, cases):
    found = cases(
        block("resource aws_instance a"),
        block("resource custom_instance a"),
        block("resource other_instance a"),
    )
    titles = [case.title for case in found.values()]
    assert len(set(titles)) == len(titles)
    assert "instance a is configured as declared (3)" in titles


def test_a_folder_read_from_two_roots_is_one_suite():
    shared = SourceModule("modules/a", ("main.tf",), (Block("locals", (), {"x": 1}, (), AT),))
    roots = [
        Project(
            "p", "terraform", path, modules=(SourceModule(path, (), (Block("module", ("a",), {}, (), AT),)), shared)
        )
        for path in ("envs/prod", "envs/dev")
    ]
    assert [suite.path for suite in plan(roots).suites] == ["envs/dev", "envs/prod", "modules/a"]


def test_suites_have_names_fit_for_files():
    paths = [".", "root", "modules/Net_Work", "modules/net-work", "aux", "日本", "x" * 300]
    blocks = (Block("locals", (), {"x": 1}, (), AT),)
    project = Project("p", "terraform", ".", modules=tuple(SourceModule(path, (), blocks) for path in paths))
    suites = {suite.path: suite.name for suite in plan([project]).suites}
    assert suites.pop("x" * 300).startswith("x" * 80 + "-")
    assert suites == {
        ".": "root",
        "root": "root-2",
        "aux": "aux-module",
        "modules/Net_Work": "modules-net-work",
        "modules/net-work": "modules-net-work-2",
        "日本": "module",
    }


def test_folders_without_blocks_make_no_suite():
    assert plan([]).suites == ()
    assert plan([Project("p", "terraform", ".", modules=(SourceModule(".", ("main.tf",)),))]).suites == ()


def test_module_calls_are_compared_with_their_inputs(block, cases):
    forms = {"source": "./m", "name": Interpolation(("a-", Ref("var.b"))), "tags": Invocation("merge", ({}, {}))}
    found = cases(block("module m", **forms))
    assert found["configuration:module.m"].title == "module m is called as declared"
    assert found["configuration:module.m"].expect == Declared("module", ("m",), forms)
