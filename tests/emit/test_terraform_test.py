"""The native target: which files there are, and that nothing of a project can get out of its place in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from native_suites import NativeFile, parse
from native_terraform import needs_terraform, unformatted

from scaffold.emit import EmitError, EmitOptions, emit
from scaffold.emit.terraform_test import run_names
from scaffold.model.facts import Fact, Relation
from scaffold.model.scenarios import Expectation, Mock, Override, Phase, Run, RunFamily, Scenarios, Target
from scaffold.model.testplan import TestPlan
from scaffold.model.values import Reference

NAME = Expectation(
    Fact(Reference("aws_sqs_queue.q", ("name",)), Relation.EQUALS, "orders"), "the queue has another name"
)
SUITE = Scenarios(
    name="root",
    root=".",
    module="",
    values={"name": "orders", "size": 3},
    mocks=(Mock("aws"), Mock("aws", "dr", {"aws_sqs_queue": {"arn": "arn:x"}, "data.aws_region": {"name": "y"}})),
    overrides=(
        Override(Target.DATA, "data.aws_region.current", {"name": "eu-central-1"}),
        Override(
            Target.RESOURCE,
            "module.a.aws_sqs_queue.q",
            {"arn": "a"},
            ('module.a["x"].aws_sqs_queue.q', 'module.a["y"].aws_sqs_queue.q'),
        ),
        Override(Target.MODULE, "module.far", {"url": "https://example.com"}),
    ),
    runs=(
        Run("declared", RunFamily.DECLARED, "plans as declared", expects=(NAME,)),
        Run("wired", RunFamily.WIRING, "connects", expects=(NAME,), phase=Phase.APPLY),
        Run("refused", RunFamily.REFUSED, "name is too short", {"name": "x"}, refused=("var.name",)),
    ),
)
MODULE = replace(SUITE, name="modules-queue", module="./modules/queue", providers={"aws": "aws", "aws.far": "aws.dr"})

PLANNED = replace(SUITE, runs=SUITE.runs[::2], early=True)


def written(*suites: Scenarios, **options: Any) -> dict[str, str]:
    return dict(emit(TestPlan("terraform", (), (), suites), "terraform-test", EmitOptions(**options)))


def only(*suites: Scenarios, **options: Any) -> str:
    (text,) = written(*suites, **options).values()
    return text


def test_there_is_one_file_for_each_folder_beside_the_configuration() -> None:
    below = replace(SUITE, name="live", root="live/eu")
    same = replace(MODULE, name="modules_queue")
    assert list(written(SUITE, MODULE, below, same)) == [
        "tests/infrastructure.tftest.hcl",
        "tests/infrastructure_modules_queue.tftest.hcl",
        "live/eu/tests/infrastructure.tftest.hcl",
        "tests/infrastructure_modules_queue_2.tftest.hcl",
    ]
    assert list(written(below, project="infra")) == ["infra/live/eu/tests/infrastructure.tftest.hcl"]
    assert "terraform -chdir=live/eu test -filter=tests/infrastructure.tftest.hcl\n" in only(below)


def test_opentofu_gets_nothing_that_it_does_not_know() -> None:
    early = replace(SUITE, early=True)
    ours, theirs = written(early), written(early, dialect="opentofu")
    assert list(theirs) == ["tests/infrastructure.tofutest.hcl"]
    text = theirs["tests/infrastructure.tofutest.hcl"]
    assert "override_during" in ours["tests/infrastructure.tftest.hcl"]
    assert "override_during" not in text
    assert "tofu test" in text
    assert targets(parse(text)) == ["data.aws_region.current", "module.a.aws_sqs_queue.q", "module.far"]
    with pytest.raises(EmitError, match="no dialect 'pulumi'"):
        written(SUITE, dialect="pulumi")


def test_terraform_finds_what_is_in_modules_with_keys() -> None:
    assert targets(parse(only(SUITE))) == [
        "data.aws_region.current",
        'module.a["x"].aws_sqs_queue.q',
        'module.a["y"].aws_sqs_queue.q',
        "module.far",
    ]


def test_overrides_count_during_plan_only_where_that_is_known() -> None:
    assert "override_during" not in only(SUITE)
    assert only(PLANNED).count("override_during = plan") == 4


def test_what_is_applied_has_a_file_of_its_own_where_overrides_count_early() -> None:
    planned, applied = written(replace(SUITE, early=True)).items()
    assert planned == ("tests/infrastructure.tftest.hcl", only(PLANNED))
    assert applied[0] == "tests/infrastructure_applied.tftest.hcl"
    assert "override_during" not in applied[1]
    assert [run.labels[0] for run in parse(applied[1]).runs] == ["connects"]
    no_resource = replace(SUITE, early=True, overrides=SUITE.overrides[::2])
    assert len(written(no_resource)) == 1


def targets(file: NativeFile) -> list[str]:
    from scaffold.readers.terraform.spell import spell

    return [
        spell(block.body.attributes["target"].expression)
        for block in file.body.blocks
        if "target" in block.body.attributes
    ]


def test_runs_that_apply_stand_last() -> None:
    assert [run.labels[0] for run in parse(only(SUITE)).runs] == ["plans_as_declared", "name_is_too_short", "connects"]


def test_a_module_is_named_by_every_run_with_its_providers() -> None:
    file = parse(only(MODULE))
    for run in file.runs:
        assert [block.type for block in run.body.blocks if block.type == "module"] == ["module"]
    assert only(MODULE).count('    source = "./modules/queue"\n') == 3
    assert only(MODULE).count("    aws     = aws\n    aws.far = aws.dr\n") == 3


def test_the_whole_file() -> None:
    assert only(PLANNED) == WHOLE


WHOLE = """\
# Tests of the root module: what it declares, what it refuses, and what each flag changes.
# Nothing is created, and no credentials are needed. Run them with:
#
#   terraform test -filter=tests/infrastructure.tftest.hcl

# Every value that the runs rely on. A run names only what it changes.
variables {
  name = "orders"
  size = 3
}

mock_provider "aws" {}

mock_provider "aws" {
  alias = "dr"

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:x" }
  }

  mock_data "aws_region" {
    defaults = { name = "y" }
  }
}

override_data {
  target          = data.aws_region.current
  override_during = plan
  values          = { name = "eu-central-1" }
}

override_resource {
  target          = module.a["x"].aws_sqs_queue.q
  override_during = plan
  values          = { arn = "a" }
}

override_resource {
  target          = module.a["y"].aws_sqs_queue.q
  override_during = plan
  values          = { arn = "a" }
}

override_module {
  target          = module.far
  override_during = plan
  outputs         = { url = "https://example.com" }
}

# What the configuration declares
# ----------------------------------------------------------------------

# Plans as declared.
run "plans_as_declared" {
  command = plan

  assert {
    condition     = aws_sqs_queue.q.name == "orders"
    error_message = "The queue has another name."
  }
}

# Values that break exactly one rule
# ----------------------------------------------------------------------

# name is too short.
run "name_is_too_short" {
  command = plan

  variables {
    name = "x"
  }

  expect_failures = [
    var.name,
  ]
}
"""


def test_runs_that_refuse_may_assert_as_well() -> None:
    run = replace(SUITE.runs[2], expects=(NAME,))
    (found,) = parse(only(replace(SUITE, runs=(run,)))).runs
    assert "expect_failures" in found.body.attributes
    assert [block.type for block in found.body.blocks] == ["variables", "assert"]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["plans", "Plans!", "plans 2"], ["plans", "plans_2", "plans_2_2"]),
        (["", "42 is refused", "  --  "], ["case", "run_42_is_refused", "case_2"]),
        (["größe = ÿ", "日本"], ["gr_e", "run"]),
        (["x" * 300], ["x" * 100]),
    ],
)
def test_names_of_runs_are_identifiers_and_differ(titles: list[str], names: list[str]) -> None:
    assert run_names(titles) == names


@pytest.mark.parametrize(
    "suite",
    [
        replace(SUITE, overrides=(Override(Target.DATA, "data.x.y }", {}),)),
        replace(SUITE, runs=(Run("a", RunFamily.REFUSED, "a", refused=("var.a]\n}",)),)),
        replace(SUITE, providers={"aws": "aws }"}),
        replace(SUITE, mocks=(Mock('aws" {'),)),
        replace(SUITE, mocks=(Mock("aws", "", {"a b": {}}),)),
    ],
)
def test_what_is_no_address_is_never_written(suite: Scenarios) -> None:
    with pytest.raises(EmitError):
        written(suite)


def test_what_cannot_be_said_of_a_value_is_left_out() -> None:
    odd = Expectation(Fact(Reference("a.b c"), Relation.PRESENT), "odd")
    (run,) = parse(only(replace(SUITE, runs=(replace(SUITE.runs[0], expects=(odd, NAME)),)))).runs
    assert [block.type for block in run.body.blocks] == ["assert"]


def test_variables_may_have_names_in_any_letters() -> None:
    text = only(replace(SUITE, values={"größe": 1, "no name": 2, "x": 3}))
    assert "variables {\n  größe = 1\n  x     = 3\n}" in text


NASTY = st.sampled_from(
    ['"', "${x}", "%{ if a }", "\n}", "\n", "#", "*/", "\u2028", "\0", "{{", "{%", "é", " ", "a", "\\"]
)
TEXTS = st.lists(NASTY, max_size=8).map("".join)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
DATA = (
    st.none()
    | TEXTS
    | st.integers()
    | st.lists(TEXTS, max_size=3).map(tuple)
    | st.dictionaries(TEXTS, TEXTS, max_size=3)
)


@st.composite
def suites(draw: st.DrawFn) -> Scenarios:
    """Suites with odd texts wherever text can stand."""
    facts = st.builds(
        Fact,
        st.builds(Reference, st.just("aws_sqs_queue.q"), st.lists(NAMES | TEXTS, min_size=1, max_size=3).map(tuple)),
        st.sampled_from([Relation.EQUALS, Relation.PRESENT, Relation.ABSENT]),
        DATA,
    )
    run = st.builds(
        Run,
        id=TEXTS,
        family=st.sampled_from(RunFamily),
        title=TEXTS,
        values=st.dictionaries(NAMES, DATA, max_size=3),
        expects=st.lists(st.builds(Expectation, facts, TEXTS), max_size=3).map(tuple),
        phase=st.sampled_from(Phase),
    )
    return Scenarios(
        name=draw(TEXTS),
        root=".",
        module=draw(st.just("") | TEXTS.map("./".__add__)),
        values=draw(st.dictionaries(NAMES | TEXTS, DATA, max_size=4)),
        mocks=draw(
            st.lists(
                st.builds(Mock, NAMES, TEXTS, st.dictionaries(NAMES, st.dictionaries(TEXTS, DATA))), max_size=2
            ).map(tuple)
        ),
        overrides=(Override(Target.DATA, "data.a.b", draw(st.dictionaries(TEXTS, DATA, max_size=3))),),
        runs=draw(st.lists(run, min_size=1, max_size=4).map(tuple)),
        early=draw(st.booleans()),
    )


@settings(deadline=None, max_examples=150)
@given(suites(), st.sampled_from(["terraform", "opentofu"]))
def test_whatever_a_project_says_stays_in_its_place(suite: Scenarios, dialect: str) -> None:
    file = parse(only(suite, dialect=dialect))
    assert len(file.runs) == len(suite.runs)
    assert len(file.blocks("mock_provider")) == len(suite.mocks)
    assert sum(len(run.body.blocks) for run in file.runs) == sum(
        len(run.expects) + bool(run.values) + bool(suite.module) for run in suite.runs
    )


@needs_terraform
def test_terraform_would_not_format_it_otherwise(tmp_path: Path) -> None:
    drawn: list[Scenarios] = [SUITE, MODULE]

    @settings(deadline=None, max_examples=40, database=None)
    @given(suites())
    def draw(suite: Scenarios) -> None:
        drawn.append(suite)

    draw()
    for number, suite in enumerate(drawn):
        (tmp_path / f"f{number}.tftest.hcl").write_text(only(suite))
    assert unformatted(tmp_path) == ""


def test_a_block_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "terraform-test").mkdir()
    (tmp_path / "terraform-test" / "suite.tftest.hcl.j2").write_text(
        '{% extends "builtin/terraform-test/suite.tftest.hcl.j2" %}{% block header %}\n# Ours\n{% endblock %}'
    )
    text = only(SUITE, template_dirs=(tmp_path,))
    assert text.startswith("# Ours\n\n# Every value")
    assert parse(text).runs


def test_a_suite_without_runs_has_no_file() -> None:
    assert written(replace(SUITE, runs=())) == {}
    assert len(written(replace(SUITE, runs=()), MODULE)) == 1
