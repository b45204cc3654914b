"""Resources: what they are registered with, and what their properties are."""

from __future__ import annotations

from scaffold.model.deployments import Options, Role
from scaffold.model.project import Mode
from scaffold.model.values import Call, Reference, Unknown


def test_a_resource_in_the_canonical_model(program) -> None:
    found = program("""
    const topic = new aws.sns.Topic("alerts");
    const queue = new aws.sqs.Queue("orders", { visibilityTimeoutSeconds: 30, tags: { camelCase: "kept" } });
    new aws.sns.TopicSubscription("link", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
    """)
    queue = found.resources["aws_sqs_queue.orders"]
    assert (queue.type, queue.native_type, queue.name) == ("aws_sqs_queue", "aws:sqs/queue:Queue", "orders")
    assert queue.attributes == {"visibility_timeout_seconds": 30, "tags": {"camelCase": "kept"}}
    assert str(queue.position) == "index.ts:5"
    link = found.resources["aws_sns_topic_subscription.link"]
    assert link.attributes["topic_arn"] == Reference("aws_sns_topic.alerts", ("arn",))
    assert [(edge.target, edge.attribute) for edge in found.project.edges] == [
        ("aws_sns_topic.alerts", "topic_arn"),
        ("aws_sqs_queue.orders", "endpoint"),
    ]


def test_what_is_undefined_is_not_sent_and_null_in_lists_is(program) -> None:
    text = """
    const nothing: any = [1].map(() => undefined)[0];
    new aws.sqs.Queue("q", { name: undefined, delaySeconds: nothing, tags: { a: "b", c: nothing } });
    new aws.ec2.SecurityGroup("g", { ingress: [undefined as any, null as any], description: null as any });
    """
    found = program(text).registered()
    assert found["aws_sqs_queue.q"].resolved == {"tags": {"a": "b"}}
    assert found["aws_security_group.g"].resolved == {"ingress": (None, None), "description": "Managed by Pulumi"}


def test_functions_are_not_sent(program) -> None:
    found = program('new aws.sqs.Queue("q", { a: () => 1, b: class {} } as any);').registered()
    assert found["aws_sqs_queue.q"].inputs == {}


def test_a_resource_among_inputs_is_sent_as_its_id(program) -> None:
    found = program("""
    const role = new aws.iam.Role("r", { assumeRolePolicy: "{}" });
    new aws.iam.RolePolicyAttachment("a", { role, policyArn: "arn" });
    """).registered()
    attachment = found["aws_iam_role_policy_attachment.a"]
    assert attachment.inputs["role"] == Reference("aws_iam_role.r", ("id",))
    assert str(attachment.resolved["role"]).startswith("r-")


def test_an_output_echoes_what_was_given_and_else_has_the_form_of_the_cloud(program) -> None:
    found = program("""
    const q = new aws.sqs.Queue("q", { name: "given" });
    export const name = q.name;
    export const arn = q.arn;
    export const url = q.url;
    """)
    assert found.exported() == {
        "name": "given",
        "arn": "arn:aws:sqs:us-east-1:123456789012:given",
        "url": "https://sqs.us-east-1.amazonaws.com/123456789012/given",
    }
    evaluation = found.evaluate()
    assert evaluation.exports[0].value == Reference("aws_sqs_queue.q", ("name",))
    assert set(evaluation.mocks["aws:sqs/queue:Queue"]) == {"id", "arn", "url"}


def test_the_region_is_that_of_the_configuration(program) -> None:
    found = program('export const arn = new aws.sqs.Queue("q", { name: "n" }).arn;')
    assert found.exported({"config.aws:region": "eu-west-1"}) == {"arn": "arn:aws:sqs:eu-west-1:123456789012:n"}


def test_an_output_may_be_replaced(program) -> None:
    text = 'export const n = new aws.sqs.Queue("q").arn.apply(arn => arn ? arn.length : -1);'
    outputs = {"aws_sqs_queue.q": {"arn": "four"}}
    assert program(text).evaluate(outputs=outputs).exports[0].resolved == 4
    assert program(text).evaluate(outputs={"aws_sqs_queue.q": {"arn": None}}).exports[0].resolved == -1


def test_options(program) -> None:
    found = program("""
    const q = new aws.sqs.Queue("q", {}, { protect: true });
    const p = new aws.Provider("west", { region: "us-west-2", maxRetries: 3 });
    new aws.sns.Topic("t", {}, {
        dependsOn: [q, pulumi.output(p)], provider: p, ignoreChanges: ["tags"], retainOnDelete: true,
        deleteBeforeReplace: true, customTimeouts: { create: "5m" }, aliases: [{ name: "old" }],
    });
    """)
    registered = found.registered()
    assert registered["aws_sqs_queue.q"].options == Options(protect=True)
    topic = registered["aws_sns_topic.t"]
    assert topic.options.depends_on == ("aws_sqs_queue.q", "aws.west")
    assert topic.options.provider == "aws.west"
    assert topic.options.others == {
        "ignoreChanges": ("tags",),
        "retainOnDelete": True,
        "deleteBeforeReplace": True,
        "customTimeouts": {"create": "5m"},
        "aliases": ({"name": "old"},),
    }
    assert registered["aws.west"].role is Role.PROVIDER
    assert registered["aws.west"].token == "pulumi:providers:aws"
    assert registered["aws.west"].resolved == {
        "region": "us-west-2",
        "maxRetries": "3",
        "skipCredentialsValidation": "false",
        "skipRegionValidation": "true",
    }
    canonical = found.resources["aws_sns_topic.t"]
    assert canonical.provider == "aws.west"
    assert canonical.lifecycle == {"ignore_changes": ("tags",), "create_before_destroy": False}
    assert found.resources["aws_sqs_queue.q"].lifecycle == {"prevent_destroy": True}
    assert [provider.address for provider in found.project.providers] == ["aws.west"]


def test_an_existing_resource_is_looked_up(program) -> None:
    found = program("""
    const bucket = aws.s3.Bucket.get("logs", "the-id", { bucket: "the-name" });
    export const id = bucket.id;
    export const name = bucket.bucket;
    """)
    registered = found.registered()["data.aws_s3_bucket.logs"]
    assert (registered.role, registered.id, registered.resolved) == (Role.READ, "the-id", {"bucket": "the-name"})
    assert found.exported() == {"id": "the-id", "name": "the-name"}
    assert found.resources["data.aws_s3_bucket.logs"].mode is Mode.DATA


def test_what_is_imported_has_its_id(program) -> None:
    text = 'export const id = new aws.sqs.Queue("q", {}, { import: "the-id" }).id;'
    assert program(text).exported() == {"id": "the-id"}


def test_assets_and_archives(program) -> None:
    found = program("""
    import * as path from "path";
    new aws.lambda.Function("f", { role: "r", code: new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.StringAsset("exports.x = 1"),
        lib: new pulumi.asset.FileArchive(path.join(__dirname, "lib")),
        far: new pulumi.asset.RemoteAsset("https://example.com/a"),
    }) });
    new aws.s3.BucketObject("o", { bucket: "b", source: new pulumi.asset.FileAsset("./a.txt") });
    """).registered()
    assert found["aws_lambda_function.f"].resolved["code"] == Call(
        "archive.assets",
        (
            {
                "index.js": Call("asset.text", ("exports.x = 1",)),
                "lib": Call("archive.file", ("lib",)),
                "far": Call("asset.remote", ("https://example.com/a",)),
            },
        ),
    )
    assert found["aws_s3_object.o" if "aws_s3_object.o" in found else "aws_s3_bucket_object.o"].resolved[
        "source"
    ] == Call("asset.file", ("./a.txt",))


def test_the_provider_of_a_dynamic_resource_is_no_input(program) -> None:
    found = program("""
    class Thing extends pulumi.dynamic.Resource {
        constructor(name: string, props: any, opts?: pulumi.CustomResourceOptions) {
            super({ async create() { return { id: "x" }; } }, name, props, opts);
        }
    }
    new Thing("thing", { size: 1 });
    """).registered()
    (thing,) = found.values()
    assert (thing.token, thing.resolved) == ("pulumi-nodejs:dynamic:Resource", {"size": 1})


def test_two_of_one_name_have_addresses_of_their_own(program) -> None:
    found = program('new aws.sqs.Queue("q"); new aws.sqs.Queue("q");').registered()
    assert list(found) == ["aws_sqs_queue.q", "aws_sqs_queue.q[1]"]


def test_a_resource_needs_a_name(program) -> None:
    found = program('new aws.sqs.Queue("");').evaluate()
    assert found.failure is not None
    assert found.failure.message.endswith("Missing resource name argument (for URN creation)")


def test_transformations_change_what_is_registered(program) -> None:
    found = program("""
    pulumi.runtime.registerStackTransformation(args => {
        args.props["tags"] = { ...args.props["tags"], owner: "team" };
        return { props: args.props, opts: pulumi.mergeOptions(args.opts, { protect: true }) };
    });
    new aws.sqs.Queue("q", { tags: { a: "b" } });
    """).registered()
    queue = found["aws_sqs_queue.q"]
    assert queue.resolved == {"tags": {"a": "b", "owner": "team"}}
    assert queue.options.protect is True


def test_a_class_of_the_program_that_extends_a_resource(program) -> None:
    found = program("""
    class Fifo extends aws.sqs.Queue {
        constructor(name: string) { super(name, { fifoQueue: true }); }
        get label() { return pulumi.interpolate`<${this.arn}>`; }
    }
    const q = new Fifo("q");
    export const label = q.label;
    export const is = q instanceof aws.sqs.Queue && pulumi.CustomResource.isInstance(q);
    export const isNot = (q as any) instanceof aws.sns.Topic;
    """)
    assert found.registered()["aws_sqs_queue.q"].resolved == {"fifoQueue": True}
    assert str(found.exported()["label"]).startswith("<arn:aws:sqs:")
    assert (found.exported()["is"], found.exported()["isNot"]) == (True, False)


def test_an_enum_member_that_nobody_knows_stays_what_it_is(program) -> None:
    found = program('new aws.sqs.Queue("q", { name: aws.sqs.NoSuchEnum.First } as any);').registered()[
        "aws_sqs_queue.q"
    ]
    assert found.inputs["name"] == Reference("@pulumi/aws", ("sqs", "NoSuchEnum", "First"))
    assert isinstance(found.resolved["name"], Unknown)


def test_modules_are_imported_in_every_form(program) -> None:
    found = program("""
    import { Topic } from "@pulumi/aws/sns";
    import * as ec2 from "@pulumi/aws/ec2";
    import { sqs, lambda as fn } from "@pulumi/aws";
    const rds = require("@pulumi/aws/rds");
    const { iam } = require("@pulumi/aws");
    new Topic("a"); new ec2.Vpc("b"); new sqs.Queue("c"); new fn.Alias("d", {} as any); new rds.Instance("e", {});
    new iam.User("f");
    """).registered()
    assert [each.token for each in found.values()] == [
        "aws:sns/topic:Topic",
        "aws:ec2/vpc:Vpc",
        "aws:sqs/queue:Queue",
        "aws:lambda/alias:Alias",
        "aws:rds/instance:Instance",
        "aws:iam/user:User",
    ]


def test_kubernetes_classes_say_what_they_are(program) -> None:
    found = program("""
    import * as k8s from "@pulumi/kubernetes";
    const d = new k8s.apps.v1.Deployment("d", { spec: { replicas: 2 } as any });
    new k8s.core.v1.Service("s", { metadata: { labels: { a: "b" } } });
    """).registered()
    deployment, service = found.values()
    assert deployment.token == "kubernetes:apps/v1:Deployment"
    assert deployment.resolved == {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 2}}
    assert service.resolved["apiVersion"] == "v1"


def test_remote_components_have_outputs_and_no_children(program) -> None:
    found = program("""
    import * as eks from "@pulumi/eks";
    const cluster = new eks.Cluster("c", { nodeAmiId: "ami-1" });
    export const config = cluster.kubeconfig;
    """)
    (cluster,) = found.registered().values()
    assert (cluster.role, cluster.token, cluster.address) == (Role.REMOTE, "eks:index:Cluster", "module.c")
    assert found.outputs["config"] == Reference("module.c", ("kubeconfig",))
    assert found.project.calls[0].opaque
