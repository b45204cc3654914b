"""Suites without what the emulator cannot do, and without what was not made: nothing is left out silently."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rehearsals import asking, configured, exists, given, output, row, subject, suite

from scaffold.model.integration import (
    Behaves,
    Configured,
    Flow,
    Found,
    Hop,
    IntegrationCase,
    IntegrationSuite,
    Joined,
    Member,
    Row,
)
from scaffold.rehearse.limits import LeftOut, Limits, fitted

NONE = Limits()
TABLE, QUEUE = "aws_dynamodb_table.t", "aws_sqs_queue.q"
SUBJECTS = (
    subject(TABLE, asking("table", "DescribeTable", TableName=given("table")), asking("ttl", "DescribeTimeToLive")),
    subject(QUEUE, asking("queue", "GetQueueAttributes", "sqs", QueueUrl=Found(TABLE, "table", "Url"))),
)


def fit(
    *cases: IntegrationCase, limits: Limits = NONE, unmade: dict[str, str] | None = None, outputs: Any = ("table",)
) -> tuple[IntegrationSuite, list[LeftOut]]:
    found, left_out = fitted(suite(*cases, subjects=SUBJECTS), limits, unmade or {}, outputs)
    return found, list(left_out)


def told(left_out: list[LeftOut]) -> list[tuple[str, str, str, bool]]:
    return [(each.case, each.part, each.reason, each.unmade) for each in left_out]


def behaving(kind: str, *needs: str, **arguments: Any) -> IntegrationCase:
    return IntegrationCase(f"b:{kind}", "behaviour", kind, QUEUE, kind, Behaves(kind, arguments), True, needs)


def test_without_limits_all_of_it_stays() -> None:
    cases = (exists(TABLE), configured(TABLE, row("a")), output("table"), behaving("send_and_receive", "anything"))
    assert fit(*cases) == (suite(*cases, subjects=SUBJECTS), [])


def test_needs_and_behaviours() -> None:
    limits = Limits(needs={"code": "no code"}, behaviours={"answers": "no web"})
    found, left_out = fit(behaving("invoke", "code"), behaving("answers"), behaving("send", "other"), limits=limits)
    assert [case.id for case in found.cases] == ["b:send"]
    assert told(left_out) == [("b:invoke", "", "no code", False), ("b:answers", "", "no web", False)]


def test_types_go_with_all_that_is_found_through_them() -> None:
    limits = Limits(types={"aws_dynamodb_table": "no tables"})
    cases = (exists(TABLE), exists(QUEUE), configured(QUEUE, row("a", ask="queue")), output("table"))
    found, left_out = fit(*cases, limits=limits)
    assert [case.id for case in found.cases] == ["output:table"]
    assert found.subjects == ()
    assert told(left_out)[0] == (f"exists:{TABLE}", "", "no tables", False)
    assert told(left_out)[1] == (f"exists:{QUEUE}", "", f"{TABLE}: no tables", False)


def test_attributes_members_of_blocks_and_all_below() -> None:
    blocks = Row(
        "rule", "table", "Rules", ({"id": "a", "filter.prefix": "x", "more": 1},),
        each={name: Member(name) for name in ("id", "filter.prefix", "more")},
    )  # fmt: skip
    only = Row("index", "table", "Indexes", ({"name": "a"},), each={"name": Member("name")})
    names = {"class": "none", "rule.filter.*": "no filters", "index.name": "no names", "logging.*": "no logs"}
    rows = (row("class"), row("logging.format"), row("loggings"), blocks, only)
    found, left_out = fit(configured(TABLE, *rows), limits=Limits(attributes={"aws_dynamodb_table": names}))
    expect = found.cases[0].expect
    assert isinstance(expect, Configured)
    kept = replace(blocks, declared=({"id": "a", "more": 1},), each={"id": Member("id"), "more": Member("more")})
    assert expect.rows == (row("loggings"), kept)
    assert [(each.part, each.reason) for each in left_out] == [
        ("class", "none"),
        ("logging.format", "no logs"),
        ("rule.filter.prefix", "no filters"),
        ("index.name", "no names"),
    ]
    nothing, _ = fit(configured(TABLE, row("class")), limits=Limits(attributes={"aws_dynamodb_table": names}))
    assert nothing.cases == ()


def test_questions_without_an_answer_take_their_rows_with_them() -> None:
    limits = Limits(questions={"aws_dynamodb_table": {"DescribeTimeToLive": "no time"}})
    found, left_out = fit(exists(TABLE), configured(TABLE, row("a"), row("ttl", ask="ttl")), limits=limits)
    assert [question.name for question in found.subjects[0].questions] == ["table"]
    assert found.cases[1].expect == Configured((row("a"),))
    assert told(left_out) == [(f"configured:{TABLE}", "ttl", "no time", False)]


def test_what_says_that_something_works_may_be_limited_alone() -> None:
    limits = Limits(active={"aws_dynamodb_table": {"Status": "no status"}})
    found, left_out = fit(exists(TABLE, {"Status": ("ACTIVE",), "Other": ("ON",)}), limits=limits)
    assert found.cases == (exists(TABLE, {"Other": ("ON",)}),)
    assert told(left_out) == [(f"exists:{TABLE}", "Status", "no status", False)]


def test_paths_that_lead_nowhere() -> None:
    limits = Limits(paths={"aws_dynamodb_table": {"Ur": "no addresses"}})
    declared = Joined(("x", Found(TABLE, "table", "Name")))
    found, left_out = fit(exists(QUEUE), configured(TABLE, row("name", declared)), limits=limits)
    assert [case.id for case in found.cases] == [f"configured:{TABLE}"]
    assert told(left_out) == [(f"exists:{QUEUE}", "", f"{TABLE}: no addresses", False)]


def test_what_was_not_made_and_outputs_without_a_value() -> None:
    cases = (
        exists(TABLE),
        exists(QUEUE),
        output("table"),
        output("other"),
        configured(TABLE, row("a", given("other"))),
    )
    found, left_out = fit(*cases, unmade={QUEUE: "refused"})
    assert [case.id for case in found.cases] == [f"exists:{TABLE}", "output:table"]
    missing = "output other has no value here"
    assert told(left_out) == [
        (f"exists:{QUEUE}", "", "refused", True),
        ("output:other", "", missing, True),
        (f"configured:{TABLE}", "a", missing, True),
    ]
    found, left_out = fit(*cases, outputs=())
    assert found.cases == ()
    assert found.subjects == ()
    assert len(left_out) == len(cases)


def test_flows_lose_the_hops_that_cannot_be_made() -> None:
    hops = (
        Hop("one", TABLE, Configured((row("a"), row("b")))),
        Hop("two", TABLE, Behaves("answers", {})),
        Hop("three", QUEUE, Configured((row("a", ask="queue"),))),
    )
    flow = IntegrationCase("flow", "flows", "flow", TABLE, "", Flow(hops))
    limits = Limits(behaviours={"answers": "no web"}, attributes={"aws_dynamodb_table": {"b": "none"}})
    found, left_out = fit(flow, limits=limits)
    assert found.cases[0].expect == Flow((Hop("one", TABLE, Configured((row("a"),))), hops[2]))
    assert [(each.part, each.reason) for each in left_out] == [("one", "none"), ("two", "no web")]
    gone, left_out = fit(flow, unmade={TABLE: "refused"})
    assert gone.cases == ()
    assert [each.part for each in left_out] == ["one", "two", "three"]
