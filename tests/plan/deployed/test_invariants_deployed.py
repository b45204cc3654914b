from __future__ import annotations

import json

import pytest
from plan.deployed.fakes import Fakes, Program, Run, call, entry

from scaffold.catalog.pulumi.attributes import canonical_attributes
from scaffold.model.checks import Choice
from scaffold.model.deployed import DeployedCase, Subject, Truth, Truths
from scaffold.model.deployments import Evaluation, Variant
from scaffold.model.facts import Relation
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Reference, Unknown, Value
from scaffold.plan.deployed.invariants import plan_invariants
from scaffold.plan.deployed.view import View

ENTRY = entry()
POLICY = {"Version": "2012-10-17", "Statement": ({"Effect": "Allow", "Action": ("sqs:SendMessage",), "Resource": "*"},)}


def canonical(evaluation: Evaluation) -> Project:
    resources = (
        Resource(
            each.address,
            each.type,
            each.token,
            each.name,
            Mode.MANAGED,
            canonical_attributes(each.type, each.inputs),
            each.position,
        )
        for each in evaluation.registrations
    )
    return Project("shop", "pulumi", ".", tuple(resources))


def planned(program: Program, choice: Choice | None = None) -> dict[str, DeployedCase]:
    found = Fakes([(ENTRY, program)], project=canonical).evaluate(Variant(ENTRY))
    return {case.title: case for case in plan_invariants(View(found), choice or Choice())}


def truths(case: DeployedCase) -> tuple[Truth, ...]:
    (expect,) = case.expect
    assert isinstance(expect, Truths)
    return expect.truths


ROWS: list[tuple[str, dict[str, Value], str, tuple[str | int, ...], Relation, Value]] = [
    (
        "aws:dynamodb/table:Table",
        {"pointInTimeRecovery": {"enabled": True}},
        "table it can be restored to any point in time",
        ("pointInTimeRecovery", "enabled"),
        Relation.EQUALS,
        True,
    ),
    (
        "aws:lambda/function:Function",
        {"tracingConfig": {"mode": "Active"}},
        "function it is traced",
        ("tracingConfig", "mode"),
        Relation.EQUALS,
        "Active",
    ),
    (
        "aws:cloudwatch/logGroup:LogGroup",
        {"retentionInDays": 14},
        "log group it drops old events",
        ("retentionInDays",),
        Relation.AT_LEAST,
        1,
    ),
    (
        "aws:iam/rolePolicy:RolePolicy",
        {"policy": call("jsonencode", POLICY)},
        "role policy it does not allow everything",
        ("policy",),
        Relation.EXCLUDES,
        (("Action",), ("*",)),
    ),
    (
        "aws:iam/rolePolicy:RolePolicy",
        {"policy": json.dumps({"Statement": {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "x"}})},
        "role policy it does not allow everything",
        ("policy",),
        Relation.EXCLUDES,
        (("Action",), ("*",)),
    ),
    (
        "aws:ec2/securityGroup:SecurityGroup",
        {"ingress": ({"fromPort": 22, "toPort": 22, "protocol": "tcp", "cidrBlocks": ("10.0.0.0/8",)},)},
        "security group it opens no port for administration or data to the world",
        ("ingress",),
        Relation.EXCLUDES,
        (("cidrBlocks", "ipv6CidrBlocks"), ("0.0.0.0/0", "::/0")),
    ),
    (
        "aws:kms/key:Key",
        {"enableKeyRotation": True},
        "key it can be kept for two weeks after its deletion",
        ("deletionWindowInDays",),
        Relation.ABSENT,
        None,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[2]}" for row in ROWS])
def test_an_invariant_is_said_in_native_words(
    row: tuple[str, dict[str, Value], str, tuple[str | int, ...], Relation, Value],
) -> None:
    token, inputs, title, path, relation, value = row
    resolved = {name: json.dumps(POLICY) if name == "policy" else given for name, given in inputs.items()}

    def program(run: Run) -> None:
        run.make(1, token, "it", inputs, resolved=resolved)

    # Which says the same of policies, and more.
    choice = Choice(ignore=("iam-service-wildcard",))
    assert truths(planned(program, choice)[title]) == (Truth(Subject(token, "it"), path, relation, value),)


def test_an_invariant_of_several_resources_names_each() -> None:
    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    flags: dict[str, Value] = dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )

    def program(run: Run) -> None:
        bucket = run.make(1, "aws:s3/bucket:Bucket", "data")
        run.make(2, token, "block", {"bucket": Reference(bucket, ("id",)), **flags})

    found = truths(planned(program)["bucket data blocks public access"])
    assert found[0] == Truth(
        Subject(token, "block"), ("bucket",), Relation.EQUALS, Reference("aws_s3_bucket.data", ("id",))
    )
    assert {truth.path for truth in found[1:]} == {(name,) for name in flags}


def test_a_flag_that_arrives_as_text_is_pinned_as_it_shows() -> None:
    def program(run: Run) -> None:
        run.make(1, "aws:kms/key:Key", "it", {"enableKeyRotation": True}, resolved={"enableKeyRotation": "true"})

    (truth,) = truths(planned(program)["key it rotates automatically"])
    assert (truth.relation, truth.value) == (Relation.EQUALS, "true")


def test_what_the_inputs_do_not_show_is_no_case() -> None:
    def program(run: Run) -> None:
        dark = Unknown("nobody knows")
        run.make(1, "aws:kms/key:Key", "it", {"enableKeyRotation": True}, resolved={"enableKeyRotation": dark})
        run.make(2, "aws:kms/key:Key", "perhaps", {"enableKeyRotation": True}, condition=Reference("args.x"))

    found = planned(program)
    assert "key perhaps rotates automatically" not in found


def test_only_the_checks_asked_for() -> None:
    def program(run: Run) -> None:
        run.make(1, "aws:kms/key:Key", "it", {"enableKeyRotation": True})

    assert not planned(program, Choice(ignore=("kms",)))


def test_without_a_model_there_is_nothing_to_judge() -> None:
    found = Fakes([(ENTRY, lambda run: None)]).evaluate(Variant(ENTRY))  # noqa: ARG005
    assert not list(plan_invariants(View(found), Choice()))


def test_an_invariant_that_another_one_includes_is_left_out() -> None:
    def program(run: Run) -> None:
        inputs = {"role": "r", "policy": call("jsonencode", POLICY)}
        run.make(1, "aws:iam/rolePolicy:RolePolicy", "it", inputs, resolved={"role": "r", "policy": json.dumps(POLICY)})

    assert "role policy it allows no whole service on everything" in planned(program)
    assert "role policy it does not allow everything" not in planned(program)
    assert list(planned(program, Choice(select=("iam-no-admin",)))) == ["role policy it does not allow everything"]
