"""What the world can reach."""

from __future__ import annotations

import pytest

from scaffold.catalog.checks import Outcome
from scaffold.model.facts import Relation
from scaffold.model.values import Call, Reference

HOLDS, FAILS, UNKNOWN, NOT_APPLICABLE = Outcome.HOLDS, Outcome.FAILS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
SOMETHING = Reference("var.something")
SSH = {"check": "not_open_to_world", "ports": [22, 3389]}
WEB = {"check": "not_open_to_world", "allow": [80, 443]}
WORLD = "0.0.0.0/0"


def rule(cidr, first=22, last=None, protocol="tcp"):
    cidrs = {"cidr_blocks": cidr if isinstance(cidr, tuple) else (cidr,)}
    return {"from_port": first, "to_port": last or first, "protocol": protocol, **cidrs}


RULES = [
    (SSH, rule(WORLD), FAILS),
    (SSH, rule("10.0.0.0/8"), HOLDS),
    (SSH, rule(("10.0.0.0/8", WORLD)), FAILS),
    (SSH, {**rule(()), "ipv6_cidr_blocks": ("::/0",)}, FAILS),
    (SSH, rule(WORLD, 0, 65535), FAILS),
    (SSH, rule(WORLD, 0, 0, "-1"), FAILS),
    (SSH, rule(WORLD, "22"), FAILS),
    (SSH, rule(WORLD, 443), HOLDS),
    (SSH, rule(WORLD, 8, 0, "icmp"), HOLDS),
    (SSH, rule(SOMETHING), UNKNOWN),
    (SSH, rule(WORLD, SOMETHING), UNKNOWN),
    (SSH, rule(WORLD, protocol=SOMETHING), UNKNOWN),
    (SSH, rule(Reference("aws_vpc.main", ("cidr_block",))), HOLDS),
    (SSH, rule(SOMETHING, 443), HOLDS),
    (WEB, rule(WORLD, 443), HOLDS),
    (WEB, rule(WORLD, 8080), FAILS),
    (WEB, rule(WORLD, 80, 443), FAILS),
]


@pytest.mark.parametrize(("row", "given", "outcome"), RULES)
def test_rules_in_a_group(row, given, outcome, judge, resource):
    assert judge(row, resource("aws_security_group.g", ingress=(given,))).outcome is outcome
    assert judge(row, resource("aws_security_group.g", ingress=given)).outcome is outcome  # one alone, as an object


@pytest.mark.parametrize(("row", "given", "outcome"), RULES)
def test_rules_of_their_own(row, given, outcome, judge, resource):
    assert judge(row, resource("aws_security_group_rule.r", type="ingress", **given)).outcome is outcome
    assert judge(row, resource("aws_security_group_rule.r", type="egress", **given)).outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"cidr_ipv4": WORLD}, FAILS),
        ({"cidr_ipv6": "::/0"}, FAILS),
        ({"cidr_ipv4": "10.0.0.0/8"}, HOLDS),
        ({"cidr_ipv4": SOMETHING}, UNKNOWN),
        ({"referenced_security_group_id": Reference("aws_security_group.g", ("id",))}, HOLDS),
    ],
)
def test_ingress_rules(given, outcome, judge, resource):
    one = resource("aws_vpc_security_group_ingress_rule.r", ip_protocol="tcp", from_port=22, to_port=22, **given)
    assert judge(SSH, one).outcome is outcome
    assert bool(judge(SSH, one).evidence) is (outcome is HOLDS)


def test_a_group_without_rules_of_its_own_says_nothing(judge, resource):
    assert judge(SSH, resource("aws_security_group.g")).outcome is NOT_APPLICABLE


def test_rules_that_are_not_known(judge, resource):
    dynamic = Call("for", (SOMETHING, rule("10.0.0.0/8")))
    assert judge(SSH, resource("aws_security_group.g", ingress=(dynamic,))).outcome is UNKNOWN


def test_evidence_of_closed_rules_is_of_all_of_them(judge, resource):
    (fact,) = judge(SSH, resource("aws_security_group.g", ingress=(rule("10.0.0.0/8"), rule("10.1.0.0/16")))).evidence
    assert (fact.subject.path, fact.relation) == (("ingress",), Relation.EXCLUDES)


def test_evidence_of_an_open_port_is_the_port(judge, resource):
    given = (rule("10.0.0.0/8"), rule(WORLD, 443))
    facts = judge(SSH, resource("aws_security_group.g", ingress=given)).evidence
    assert [fact.subject.path for fact in facts] == [
        ("ingress", 0),
        ("ingress", 1, "protocol"),
        ("ingress", 1, "from_port"),
        ("ingress", 1, "to_port"),
    ]
