"""Predicates on attributes: where they hit, miss, do not know, and read another platform's spelling."""

from __future__ import annotations

import pytest

from scaffold.catalog.checks import Outcome
from scaffold.model.facts import Relation
from scaffold.model.position import Position
from scaffold.model.project import Dormant, Mode, ModuleCall
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, ValueSet

HOLDS, FAILS, UNKNOWN, NOT_APPLICABLE = Outcome.HOLDS, Outcome.FAILS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
SOMETHING = Reference("var.something")
KEY = Reference("aws_kms_key.main", ("arn",))


def either(then: object, otherwise: object) -> Conditional:
    return Conditional(SOMETHING, then, otherwise)


IS_TRUE = {"check": "is_true", "at": "x"}
IS_FALSE = {"check": "is_false", "at": "x"}
ONE_OF = {"check": "one_of", "at": "x", "values": ["a", "b"]}
NONE_OF = {"check": "none_of", "at": "x", "values": ["a"]}
LEAST = {"check": "at_least", "at": "x", "value": 30, "also": [0]}
MOST = {"check": "at_most", "at": "x", "value": 30, "without": [0]}
EQUALS = {"check": "equals", "at": "x", "value": "on"}
PRESENT = {"check": "present", "at": "x"}
ABSENT = {"check": "absent", "at": "x"}


@pytest.mark.parametrize(
    ("row", "value", "outcome"),
    [
        (IS_TRUE, True, HOLDS),
        (IS_TRUE, "true", HOLDS),
        (IS_TRUE, "True", HOLDS),
        (IS_TRUE, False, FAILS),
        (IS_TRUE, "no", FAILS),
        (IS_TRUE, 1, FAILS),
        (IS_TRUE, None, FAILS),
        (IS_TRUE, SOMETHING, UNKNOWN),
        (IS_TRUE, Unknown("who knows"), UNKNOWN),
        (IS_TRUE, either(True, "true"), HOLDS),
        (IS_TRUE, either(True, False), UNKNOWN),
        (IS_TRUE, either(False, False), FAILS),
        (IS_TRUE, either(True, SOMETHING), UNKNOWN),
        ({**IS_TRUE, "default": True}, None, HOLDS),
        ({**IS_TRUE, "default": False}, None, FAILS),
        (IS_FALSE, False, HOLDS),
        (IS_FALSE, "false", HOLDS),
        (IS_FALSE, True, FAILS),
        (IS_FALSE, None, FAILS),
        ({**IS_FALSE, "default": False}, None, HOLDS),
        (EQUALS, "on", HOLDS),
        (EQUALS, "off", FAILS),
        ({**EQUALS, "value": 1}, "1", HOLDS),
        ({**EQUALS, "value": 1}, True, FAILS),
        (ONE_OF, "b", HOLDS),
        (ONE_OF, "c", FAILS),
        (ONE_OF, KEY, UNKNOWN),
        ({**ONE_OF, "reference": True}, KEY, HOLDS),
        (NONE_OF, "b", HOLDS),
        (NONE_OF, "a", FAILS),
        (NONE_OF, None, HOLDS),
        ({**NONE_OF, "default": "a"}, None, FAILS),
        (LEAST, 30, HOLDS),
        (LEAST, "45", HOLDS),
        (LEAST, 29, FAILS),
        (LEAST, 0, HOLDS),
        (LEAST, "many", FAILS),
        (LEAST, None, FAILS),
        ({**LEAST, "default": 35}, None, HOLDS),
        (LEAST, either(30, 90), HOLDS),
        (LEAST, either(1, 90), UNKNOWN),
        (LEAST, Call("max", (SOMETHING, 30)), UNKNOWN),
        (MOST, 30, HOLDS),
        (MOST, 31, FAILS),
        (MOST, 0, FAILS),
        (PRESENT, KEY, HOLDS),
        (PRESENT, "alias/x", HOLDS),
        (PRESENT, Template(("arn:", KEY)), HOLDS),
        (PRESENT, False, HOLDS),
        (PRESENT, "", FAILS),
        (PRESENT, (), FAILS),
        (PRESENT, None, FAILS),
        (PRESENT, SOMETHING, UNKNOWN),
        (PRESENT, Reference("module.a.var.key"), UNKNOWN),
        (PRESENT, Unknown("who knows"), UNKNOWN),
        (PRESENT, either(KEY, None), UNKNOWN),
        (PRESENT, either(KEY, "x"), HOLDS),
        (ABSENT, None, HOLDS),
        (ABSENT, (), HOLDS),
        (ABSENT, "x", FAILS),
        (ABSENT, SOMETHING, UNKNOWN),
    ],
)
def test_a_value(row, value, outcome, judge, resource):
    verdict = judge(row, resource("aws_x.y", x=value))
    assert verdict.outcome is outcome
    assert bool(verdict.evidence) == (outcome is HOLDS)


def test_evidence_is_the_fact_that_was_asked_for(judge, resource):
    (fact,) = judge(LEAST, resource("aws_x.y", x=90)).evidence
    assert (fact.subject, fact.relation, fact.value) == (Reference("aws_x.y", ("x",)), Relation.AT_LEAST, 30)


def test_evidence_of_an_exception_is_the_value(judge, resource):
    (fact,) = judge(LEAST, resource("aws_x.y", x=0)).evidence
    assert (fact.relation, fact.value) == (Relation.EQUALS, 0)


def test_evidence_of_a_default_is_that_nothing_is_written(judge, resource):
    (fact,) = judge({**IS_TRUE, "at": "a.b", "default": True}, resource("aws_x.y", a=({},))).evidence
    assert (fact.subject.path, fact.relation) == (("a", 0, "b"), Relation.ABSENT)


BLOCKS = {"check": "is_true", "at": "a.b.c"}


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (({"b": ({"c": True},)},), HOLDS),
        ({"b": {"c": True}}, HOLDS),  # a platform that spells a single block as an object
        (({"b": ({"c": True}, {"c": False})},), FAILS),
        (({"b": ()},), FAILS),
        ((), FAILS),
        (None, FAILS),
        ((Call("for", (SOMETHING, {"b": ({"c": True},)})),), UNKNOWN),
        (({"b": Unknown("who knows")},), UNKNOWN),
    ],
)
def test_a_path_through_nested_blocks(value, outcome, judge, resource):
    assert judge(BLOCKS, resource("aws_x.y", a=value)).outcome is outcome


def test_one_block_is_enough_where_a_row_says_so(judge, resource):
    one = resource("aws_x.y", a=({"b": ({"c": False}, {"c": True})},))
    assert judge(BLOCKS, one).fails
    (fact,) = judge({**BLOCKS, "some": True}, one).evidence
    assert fact.subject.path == ("a", 0, "b", 1, "c")


NESTED = {
    "check": "nested",
    "at": "setting",
    "where": {"name": "insights"},
    "of": {"check": "equals", "at": "value", "value": "on"},
}


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (({"name": "other"}, {"name": "insights", "value": "on"}), HOLDS),
        (({"name": "insights", "value": "off"},), FAILS),
        (({"name": "other", "value": "on"},), FAILS),
        ((), FAILS),
        (({"name": SOMETHING, "value": "on"},), UNKNOWN),
        ((Unknown("who knows"),), UNKNOWN),
        ({"name": "insights", "value": "on"}, HOLDS),
        (ValueSet(({"name": "insights", "value": "on"},)), HOLDS),
    ],
)
def test_a_block_among_others(value, outcome, judge, resource):
    assert judge(NESTED, resource("aws_x.y", setting=value)).outcome is outcome


def test_evidence_in_a_block_says_which_and_what(judge, resource):
    verdict = judge(NESTED, resource("aws_x.y", setting=({}, {"name": "insights", "value": "on"})))
    assert [(fact.subject.path, fact.value) for fact in verdict.evidence] == [
        (("setting", 1, "name"), "insights"),
        (("setting", 1, "value"), "on"),
    ]


@pytest.mark.parametrize(("none", "outcome"), [("fails", FAILS), ("skips", NOT_APPLICABLE), ("holds", HOLDS)])
def test_no_block_is_what_the_row_says(none, outcome, judge, resource):
    assert judge({**NESTED, "none": none}, resource("aws_x.y")).outcome is outcome


def test_all_and_any(judge, resource):
    rows = [{"check": "is_true", "at": "a"}, {"check": "is_true", "at": "b"}]
    both, one, unclear = ({"a": True, "b": True}, {"a": True, "b": False}, {"a": SOMETHING, "b": False})
    outcomes = {
        check: [judge({"check": check, "of": rows}, resource("aws_x.y", **given)).outcome for given in (both, one)]
        for check in ("all_of", "any_of")
    }
    assert outcomes == {"all_of": [HOLDS, FAILS], "any_of": [HOLDS, HOLDS]}
    assert judge({"check": "any_of", "of": rows}, resource("aws_x.y", **unclear)).outcome is UNKNOWN
    assert judge({"check": "all_of", "of": rows}, resource("aws_x.y", **unclear)).outcome is FAILS


REFERS = {"check": "refers", "at": "x", "to": ["aws_kms_key"]}


def test_refers(judge, resource):
    key, topic = resource("aws_kms_key.main"), resource("aws_sns_topic.t")
    said = [
        judge(REFERS, resource("aws_x.y", x=value), key, topic).outcome
        for value in (KEY, (KEY,), Reference("aws_sns_topic.t", ("arn",)), "alias/aws/s3", SOMETHING, None)
    ]
    assert said == [HOLDS, HOLDS, FAILS, FAILS, UNKNOWN, FAILS]


# --- Pairs. ---

PAIRED = {
    "check": "paired",
    "type": ["aws_pair"],
    "by": "bucket",
    "names": ["bucket"],
    "of": {"check": "is_true", "at": "on"},
}
BUCKET = Reference("aws_s3_bucket.b", ("id",))


@pytest.mark.parametrize(
    ("bucket", "on", "outcome"),
    [
        (BUCKET, True, HOLDS),
        (BUCKET, "true", HOLDS),
        ("my-bucket", True, HOLDS),
        (BUCKET, False, FAILS),
        (BUCKET, SOMETHING, UNKNOWN),
        (Reference("aws_s3_bucket.other", ("id",)), True, FAILS),
        ("other-bucket", True, FAILS),
        (SOMETHING, True, UNKNOWN),
        (Unknown("who knows"), True, UNKNOWN),
        (Reference("module.remote", ("name",)), True, UNKNOWN),
        (either(BUCKET, "other-bucket"), True, UNKNOWN),
        (None, True, FAILS),
    ],
)
def test_a_pair(bucket, on, outcome, judge, resource):
    verdict = judge(
        PAIRED, resource("aws_s3_bucket.b", bucket="my-bucket"), resource("aws_pair.p", bucket=bucket, on=on)
    )
    assert verdict.outcome is outcome


def test_a_pair_that_fails_is_where_to_look(judge, resource):
    pair = resource("aws_pair.p", bucket=BUCKET, on=False)
    assert judge(PAIRED, resource("aws_s3_bucket.b"), pair).position == pair.position
    assert judge(PAIRED, resource("aws_s3_bucket.b")).position is None


def test_evidence_of_a_pair_is_that_it_points_here_and_what_it_says(judge, resource):
    verdict = judge(PAIRED, resource("aws_s3_bucket.b"), resource("aws_pair.p", bucket=BUCKET, on=True))
    assert [(str(fact.subject), fact.value) for fact in verdict.evidence] == [
        ("aws_pair.p.bucket", BUCKET),
        ("aws_pair.p.on", True),
    ]


def test_instances_pair_by_their_keys(judge, resource):
    mine = resource('aws_s3_bucket.b["x"]', {"key": "x"})
    x, y = (
        resource(f'aws_pair.p["{key}"]', {"key": key}, bucket=Reference(f'aws_s3_bucket.b["{key}"]', ("id",)), on=on)
        for key, on in (("x", False), ("y", True))
    )
    assert judge(PAIRED, mine, x, y).fails
    assert judge(PAIRED, mine, y).fails


MANY = {"repeated": True, "condition": Reference("var.names")}
EACH = Call("index", (Call("index", (Reference("aws_s3_bucket.b"), Reference("each", ("key",)))), "id"))


@pytest.mark.parametrize(
    ("also", "bucket", "outcome"),
    [
        (MANY, EACH, HOLDS),
        ({"repeated": True, "condition": Reference("aws_s3_bucket.b")}, Reference("each", ("value", "id")), HOLDS),
        ({"repeated": True, "condition": Reference("var.others")}, EACH, UNKNOWN),
        ({"condition": SOMETHING}, BUCKET, UNKNOWN),
    ],
)
def test_pairs_of_an_unknown_number(also, bucket, outcome, judge, resource):
    mine = resource("aws_s3_bucket.b", MANY)
    assert judge(PAIRED, mine, resource("aws_pair.p", also, bucket=bucket, on=True)).outcome is outcome


def test_both_under_one_condition_are_a_pair(judge, resource):
    mine, pair = (
        resource(name, {"repeated": True, "condition": SOMETHING}, **attributes)
        for name, attributes in (("aws_s3_bucket.b", {}), ("aws_pair.p", {"bucket": BUCKET, "on": True}))
    )
    assert judge(PAIRED, mine, pair).holds


def test_a_module_that_is_told_of_a_resource_may_hold_its_pair(judge, resource):
    def call(**inputs):
        return ModuleCall("module.m", "m", "remote/m", "1.0", inputs, Position("main.tf"))

    mine = resource("aws_s3_bucket.b", bucket="my-bucket")
    assert judge(PAIRED, mine, calls=(call(bucket=BUCKET),)).outcome is UNKNOWN
    assert judge(PAIRED, mine, calls=(call(names=("my-bucket",)),)).outcome is UNKNOWN
    assert judge(PAIRED, mine, calls=(call(bucket="other-bucket"),)).outcome is FAILS


def test_a_pair_that_is_switched_off_is_not_known(judge, resource):
    asleep = Dormant("aws_pair.p", "aws_pair", "p", Mode.MANAGED, Position("main.tf"))
    assert judge(PAIRED, resource("aws_s3_bucket.b"), dormant=(asleep,)).outcome is UNKNOWN


@pytest.mark.parametrize(("none", "outcome"), [("fails", FAILS), ("skips", NOT_APPLICABLE), ("holds", HOLDS)])
def test_no_pair_is_what_the_row_says(none, outcome, judge, resource):
    assert judge({**PAIRED, "none": none}, resource("aws_s3_bucket.b")).outcome is outcome
