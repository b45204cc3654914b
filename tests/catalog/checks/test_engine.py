"""Rows of the catalog: what they must have, and how they are judged."""

from __future__ import annotations

import pytest

from scaffold.catalog.checks import Outcome, all_checks, all_invariants, invariants_for, thing
from scaffold.catalog.checks.engine import invariant
from scaffold.catalog.checks.estate import without_keys
from scaffold.model.project import Mode
from scaffold.model.testplan import Weight

ROW = {
    "title": "is on",
    "why": "Because.",
    "link": "https://example.com",
    "weight": "high",
    "for": ["aws_sqs_queue"],
    "check": "is_true",
    "at": "on",
    "finding": "{thing} ({name}) is off: {reason}",
    "hint": "Switch it on.",
}


def test_a_row_is_a_check():
    check = invariant("sqs", "sqs-on", ROW).check
    assert (check.id, check.service, check.title, check.weight) == ("sqs-on", "sqs", "is on", Weight.HIGH)
    assert check.invariant


@pytest.mark.parametrize(
    ("service", "changes", "message"),
    [
        ("sns", {}, "sqs-on does not begin with sns-"),
        ("sqs", {"check": "is_nice"}, "there is no predicate 'is_nice'"),
        ("sqs", {"at": None, "path": "on"}, "is_true: "),
        ("sqs", {"weight": "huge"}, "huge"),
        ("sqs", {"when": {"check": "is_true"}}, "is_true: missing a required argument: 'at'"),
        ("sqs", {"check": "any_of", "at": None, "of": [{"check": "gone"}]}, "there is no predicate 'gone'"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(service, changes, message):
    said = {key: value for key, value in {**ROW, **changes}.items() if value is not None}
    with pytest.raises(ValueError, match=message):
        invariant(service, "sqs-on", said)


def test_only_the_types_and_modes_of_a_row_are_judged(estate, resource):
    queue, topic = resource("aws_sqs_queue.q", on=True), resource("aws_sns_topic.t", on=True)
    data = resource("data.aws_sqs_queue.d", on=True)
    row = invariant("sqs", "sqs-on", ROW)
    assert [row.judge(one, estate(one)).outcome for one in (queue, topic, data)] == [
        Outcome.HOLDS,
        Outcome.NOT_APPLICABLE,
        Outcome.NOT_APPLICABLE,
    ]
    data_row = invariant("sqs", "sqs-on", {**ROW, "modes": ["data"]})
    assert data_row.modes == (Mode.DATA,)
    assert data_row.judge(data, estate(data)).holds


@pytest.mark.parametrize(
    ("fifo", "outcome"), [(True, Outcome.HOLDS), (False, Outcome.NOT_APPLICABLE), (None, Outcome.NOT_APPLICABLE)]
)
def test_a_row_may_be_for_some_resources_only(fifo, outcome, estate, resource):
    row = invariant("sqs", "sqs-on", {**ROW, "when": {"check": "is_true", "at": "fifo"}})
    queue = resource("aws_sqs_queue.q", on=True, fifo=fifo)
    assert row.judge(queue, estate(queue)).outcome is outcome


def test_whether_a_row_is_for_a_resource_may_not_be_known(estate, resource):
    from scaffold.model.values import Unknown

    row = invariant("sqs", "sqs-on", {**ROW, "when": {"check": "is_true", "at": "fifo"}})
    queue = resource("aws_sqs_queue.q", on=False, fifo=Unknown("who knows"))
    assert row.judge(queue, estate(queue)).outcome is Outcome.UNKNOWN


def test_the_sentence_of_a_finding(estate, resource):
    queue = resource("aws_sqs_queue.q{thing}", on=False)
    row = invariant("sqs", "sqs-on", ROW)
    said = row.sentence(queue, row.judge(queue, estate(queue)))
    assert said == "queue q{thing} (q{thing}) is off: on is false"


def test_a_thing_in_words(resource):
    assert thing(resource("module.a.aws_sqs_queue.q[0]")) == "queue q"


def test_the_catalog_is_in_order_and_complete():
    rows = all_invariants()
    ids = [row.check.id for row in rows]
    assert ids == sorted(set(ids))
    assert {check.id for check in all_checks()} >= set(ids)
    assert all(row in invariants_for(type_) for row in rows for type_ in row.types)
    assert invariants_for("aws_nothing") == ()


@pytest.mark.parametrize("row", all_invariants(), ids=lambda row: row.check.id)
def test_every_row_says_what_it_must(row):
    assert row.check.title[0].islower() or row.check.title[0].isupper()
    assert not row.check.title.endswith(".")
    assert row.check.why.endswith(".")
    assert row.check.link.startswith("https://")
    assert row.types
    assert "{thing}" in row.finding or "{name}" in row.finding
    assert not row.finding.endswith(".")
    assert row.hint.endswith(".")


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("aws_a.b", "aws_a.b"),
        ("aws_a.b[0]", "aws_a.b"),
        ('module.m["x.y"].aws_a.b["a]b"]', "module.m.aws_a.b"),
        ('aws_a.b["say \\"]\\" twice"]', "aws_a.b"),
    ],
)
def test_addresses_without_keys(address, plain):
    assert without_keys(address) == plain
