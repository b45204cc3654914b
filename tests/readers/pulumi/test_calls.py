"""Provider functions and references to stacks: what a program is told by others."""

from __future__ import annotations

import json

from scaffold.model.project import Mode
from scaffold.model.values import Call, Reference, Template


def test_a_function_is_a_data_source_in_the_model(program) -> None:
    found = program("""
    const me = aws.getCallerIdentityOutput();
    const zones = aws.getAvailabilityZones({ state: "available" });
    new aws.sqs.Queue("q", { tags: { account: me.accountId, zone: zones.then(z => z.names[0]) } });
    """)
    assert found.resources["data.aws_caller_identity.current"].mode is Mode.DATA
    assert found.resources["data.aws_availability_zones.selected"].attributes == {"state": "available"}
    assert found.resources["aws_sqs_queue.q"].attributes["tags"] == {
        "account": Reference("data.aws_caller_identity.current", ("account_id",)),
        "zone": Reference("data.aws_availability_zones.selected", ("names", 0)),
    }


def test_what_the_mocks_answer_stands_in_the_inputs(program) -> None:
    found = program("""
    const me = aws.getCallerIdentityOutput();
    const q = new aws.sqs.Queue("q");
    new aws.sns.Topic("t", { displayName: pulumi.interpolate`${me.accountId}/${q.name}!`, name: me.accountId });
    """)
    topic = found.registered()["aws_sns_topic.t"]
    assert topic.inputs["name"] == "123456789012"
    assert topic.inputs["displayName"] == Template(("123456789012/", Reference("aws_sqs_queue.q", ("name",)), "!"))
    evaluation = found.evaluate()
    assert [each.token for each in evaluation.invoked] == ["aws:index/getCallerIdentity:getCallerIdentity"]
    assert evaluation.answers.keys() == {"aws:index/getCallerIdentity:getCallerIdentity"}


def test_a_loop_over_an_answer(program) -> None:
    text = """
    const main = async () => {
        const zones = await aws.getAvailabilityZones();
        const add = (zone: string, i: number) => new aws.ec2.Subnet(`s${i}`, { vpcId: "v", availabilityZone: zone });
        zones.names.slice(0, 2).forEach(add);
    };
    export = main;
    """
    found = program(text)
    assert [each.resolved["availabilityZone"] for each in found.registered().values()] == ["us-east-1a", "us-east-1b"]


def test_the_same_question_is_one_data_source(program) -> None:
    found = program("""
    aws.getRegionOutput(); aws.getRegionOutput();
    aws.ec2.getVpcOutput({ id: "a" }); aws.ec2.getVpcOutput({ id: "b" });
    """)
    assert list(found.resources) == ["data.aws_region.current", "data.aws_vpc.selected", "data.aws_vpc.selected_2"]


def test_arguments_win_over_answers(program) -> None:
    text = 'export const id = aws.ec2.getVpcOutput({ id: "vpc-1" }).id;'
    assert program(text).exported() == {"id": "vpc-1"}


def test_a_policy_document_is_its_json(program) -> None:
    text = """
    const q = new aws.sqs.Queue("q");
    const doc = aws.iam.getPolicyDocumentOutput({ statements: [{
        sid: "A", actions: ["sqs:SendMessage"], resources: [q.arn], principals: [{ type: "AWS", identifiers: ["*"] }],
        conditions: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] }],
    }] });
    new aws.sqs.QueuePolicy("p", { queueUrl: q.url, policy: doc.json });
    """
    policy = program(text).registered()["aws_sqs_queue_policy.p"]
    statement = {
        "Sid": "A",
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": Reference("aws_sqs_queue.q", ("arn",)),
        "Principal": {"AWS": "*"},
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    }
    assert policy.inputs["policy"] == Call("jsonencode", ({"Version": "2012-10-17", "Statement": (statement,)},))
    shown = json.loads(str(policy.resolved["policy"]))
    assert shown["Statement"][0]["Resource"].startswith("arn:aws:sqs:")


def test_documents_in_a_policy_document(program) -> None:
    text = """
    const one = aws.iam.getPolicyDocumentOutput({ statements: [{ sid: "A", actions: ["a:b"], resources: ["*"] }] });
    export const both = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [one.json], statements: [
        { sid: "B", effect: "Deny", actions: ["c:d"], resources: ["*"] }] }).json;
    """
    found = json.loads(program(text).exported()["both"])
    assert [statement["Sid"] for statement in found["Statement"]] == ["A", "B"]


def test_outputs_of_another_stack(program) -> None:
    found = program("""
    const net = new pulumi.StackReference(`acme/net/${pulumi.getStack()}`);
    const other = new pulumi.StackReference("named", { name: "acme/other/dev" });
    export const vpc = net.getOutput("vpcId");
    export const host = other.outputs["cluster"].apply((c: any) => c.endpoints[0].host);
    export const count = net.requireOutput("subnetIds").apply((ids: any) => ids.map((id: any) => id).length);
    """)
    evaluation = found.evaluate()
    assert evaluation.failure is None
    outputs = evaluation.mocks["pulumi:pulumi:StackReference"]["outputs"]
    assert outputs.keys() == {"vpcId", "cluster", "subnetIds"}
    assert str(evaluation.exports[0].resolved).startswith("vpc-")
    assert isinstance(outputs["cluster"]["endpoints"], list)
    assert evaluation.registrations[0].id == "acme/net/test"
    assert evaluation.registrations[1].resolved == {"name": "acme/other/dev"}
    assert found.outputs["vpc"].path == ("outputs", "vpcId")


def test_an_unknown_function_answers_what_is_read_of_it(program) -> None:
    found = program("""
    import * as acme from "@pulumi/acme";
    const thing = acme.things.getThingOutput({ name: "x" });
    export const deep = thing.parts[1].label;
    export const short = thing.name;
    """)
    evaluation = found.evaluate()
    assert evaluation.failure is None
    assert evaluation.answers["acme:things/getThing:getThing"].keys() >= {"parts"}
    assert isinstance(evaluation.exports[0].resolved, str)
    assert evaluation.exports[1].resolved == "x"


def test_helpers_of_the_aws_package(program) -> None:
    text = """
    const principal = aws.iam.Principals.LambdaPrincipal;
    new aws.iam.Role("r", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal(principal) });
    """
    found = program(text)
    document = {
        "Version": "2012-10-17",
        "Statement": (
            {
                "Sid": "AllowAssumeRole",
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            },
        ),
    }
    assert found.registered()["aws_iam_role.r"].resolved == {"assumeRolePolicy": document}
    text = found.resources["aws_iam_role.r"].attributes["assume_role_policy"]
    assert json.loads(str(text))["Statement"] == [dict(document["Statement"][0])]
