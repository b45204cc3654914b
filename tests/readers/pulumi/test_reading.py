"""What the reader tells beside resources: outputs, suppressions, providers, conditions, unknowns; and the entries."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Reference


@pytest.mark.parametrize(
    "text",
    [
        'export const a = "x"; export const b = 1;',
        'export = { a: "x", b: 1 };',
        'export = () => ({ a: "x", b: 1 });',
        'export = async () => { await Promise.resolve(); return { a: "x", b: 1 }; };',
        'module.exports = { a: "x", b: 1 };',
        'exports.a = "x"; exports.b = 1;',
        'export default { a: "x", b: 1 };',
        'export default async function main() { return { a: "x", b: 1 }; }',
        'const a = "x", b = 1; export { a, b };',
        'export * from "./other";',
    ],
)
def test_the_ways_to_export(program, text: str) -> None:
    files = {"other.ts": 'export const a = "x"; export const b = 1;'}
    assert program(text, files).outputs == {"a": "x", "b": 1}


def test_outputs_have_positions_and_secrets(program) -> None:
    found = program('const a = 1;\nexport const hush = pulumi.secret("s");\nexport { a as one };').project.outputs
    assert [(each.name, str(each.position), each.sensitive) for each in found] == [
        ("one", "index.ts:3", False),
        ("hush", "index.ts:4", True),
    ]


def test_functions_and_undefined_are_no_outputs(program) -> None:
    assert program(
        "export const f = () => 1; export const u = undefined; export class C {} export const n = null;"
    ).outputs == {"n": None}


def test_a_whole_resource_is_an_output(program) -> None:
    assert program('export const q = new aws.sqs.Queue("q");').outputs == {"q": Reference("aws_sqs_queue.q")}


def test_a_branch_on_an_output_is_a_condition_in_the_model(program) -> None:
    found = program("""
    const q = new aws.sqs.Queue("q");
    q.fifoQueue.apply(fifo => { if (fifo) { new aws.sns.Topic("t"); } });
    """)
    assert found.resources["aws_sns_topic.t"].condition == Reference("aws_sqs_queue.q", ("fifo_queue",))


def test_a_loop_over_an_output_is_repeated_in_the_model(program) -> None:
    found = program("""
    aws.getAvailabilityZonesOutput().names.apply(names => names.map(name => new aws.ec2.Subnet(name, { vpcId: "v" })));
    """)
    (subnet,) = (each for each in found.project.resources if each.type == "aws_subnet")
    assert subnet.repeated
    assert any("instances" in each.reason for each in found.project.unknowns)


def test_what_is_not_known_is_listed(program) -> None:
    found = program('import mystery from "mystery";\nnew aws.sqs.Queue("q", { name: mystery.name() });')
    (unknown,) = found.project.unknowns
    assert (unknown.subject, unknown.attribute) == ("aws_sqs_queue.q", "name")
    assert "mystery" in unknown.reason


def test_providers_with_their_versions(program) -> None:
    files = {"package.json": '{"dependencies": {"@pulumi/aws": "^7.0.0", "@pulumi/pulumi": "^3"}}'}
    found = program('new aws.sqs.Queue("q"); new aws.Provider("west", { region: "us-west-2" });', files).project
    assert [(each.address, each.source, each.version, each.configured) for each in found.providers] == [
        ("aws", "@pulumi/aws", "^7.0.0", False),
        ("aws.west", "@pulumi/aws", "^7.0.0", True),
    ]
    assert found.providers[1].attributes == {"region": "us-west-2"}


def test_suppressions(program) -> None:
    found = program("""
    // scaffold:ignore sqs-encryption: holds nothing
    const q = new aws.sqs.Queue("q", {
        delaySeconds: 3,
    });
    class A extends pulumi.ComponentResource {
        constructor(name: string) {
            super("shop:index:A", name);
            new aws.sns.Topic("t", {
                displayName: "x", // scaffold:ignore sns, sns-encryption: public
            }, { parent: this });
        }
    }
    new aws.sqs.Queue("z"); // scaffold:ignore sqs: here
    /* scaffold:ignore sqs */
    new A("a");
    """)
    assert [(each.ids, each.reason, each.first, each.last) for each in found.project.suppressions] == [
        (("sqs-encryption",), "holds nothing", 5, 7),
        (("sns", "sns-encryption"), "public", 11, 13),
        (("sqs",), "here", 16, 16),
    ]
    assert found.codes == ["suppression-without-reason"]


def test_json_is_a_document_in_the_model(program) -> None:
    text = """
    const q = new aws.sqs.Queue("q");
    new aws.sqs.Queue("r", { redrivePolicy: q.arn.apply(arn => JSON.stringify({ deadLetterTargetArn: arn })) });
    """
    found = program(text).resources["aws_sqs_queue.r"].attributes
    assert found == {
        "redrive_policy": Call("jsonencode", ({"deadLetterTargetArn": Reference("aws_sqs_queue.q", ("arn",))},))
    }


def test_an_evaluation_says_what_was_loaded(program) -> None:
    files = {"lib/a.ts": 'import "@pulumi/random";\nexport const x = 1;'}
    text = 'import { x } from "./lib/a"; export { x }; export const stack = pulumi.getStack();'
    found = program(text, files).evaluate()
    assert found.files == ("index.ts", "lib/a.ts")
    assert found.packages == ("@pulumi/pulumi", "@pulumi/random")  # what is not used is not imported
    assert found.project is not None
    assert found.complete


def test_evaluations_do_not_touch_each_other(program) -> None:
    found = program('new aws.sqs.Queue(new pulumi.Config().get("n") ?? "none");')
    one = found.evaluate({"config.shop:n": "a"})
    two = found.evaluate({"config.shop:n": "b"})
    three = found.evaluate({"config.shop:n": "a"})
    assert (one.registrations, two.registrations[0].name) == (three.registrations, "b")


def test_nested_outputs_of_unknown_types_are_as_they_are_read(program) -> None:
    text = """
    import * as acme from "@pulumi/acme";
    const c = new acme.Cluster("c");
    export const issuer = c.identities[0].oidcs[0].issuer;
    export const count = c.nodeIds.apply((ids: string[]) => ids.map(id => id).length);
    """
    found = program(text).evaluate()
    assert found.failure is None
    mocks = found.mocks["acme:index/cluster:Cluster"]
    assert list(mocks["identities"][0]["oidcs"][0]) == ["issuer"]
    assert isinstance(found.exports[0].resolved, str)


def test_installed_packages_say_what_their_classes_do(program) -> None:
    files = {
        "node_modules/@pulumi/acme/package.json": '{"name": "@pulumi/acme", "version": "1.0.0"}',
        "node_modules/@pulumi/acme/thing.d.ts": """
            import * as pulumi from "@pulumi/pulumi";
            export declare class Thing extends pulumi.CustomResource {
                readonly size: pulumi.Output<number>;
                readonly hosts: pulumi.Output<string[]>;
            }
        """,
        "node_modules/@pulumi/acme/thing.js": """
            class Thing extends pulumi.CustomResource {
                constructor(name, args, opts) {
                    let resourceInputs = {};
                    opts = opts || {};
                    if (opts.id) {
                        const state = args;
                        resourceInputs["size"] = state?.size;
                    }
                    else {
                        if (args?.password === undefined && !opts.urn) {
                            throw new Error("Missing required property 'password'");
                        }
                        resourceInputs["size"] = (args?.size) ?? 3;
                        resourceInputs["kind"] = "fixed";
                        resourceInputs["password"] = args?.password ? pulumi.secret(args.password) : undefined;
                        resourceInputs["hosts"] = undefined /*out*/;
                    }
                    super(Thing.__pulumiType, name, resourceInputs, opts);
                }
            }
            Thing.__pulumiType = 'acme:odd/token:Thing';
        """,
    }
    found = program(
        """
        import * as acme from "@pulumi/acme";
        const t = new acme.Thing("t", { password: "p", hosts: ["no"], typo: 1 } as any);
        export const gone = (t as any).nothing === undefined;
        export const host = t.hosts[0];
        """,
        files,
    ).evaluate()
    (thing,) = found.registrations
    assert thing.token == "acme:odd/token:Thing"
    assert thing.resolved == {"size": 3, "kind": "fixed", "password": "p"}
    assert thing.inputs["password"] == Call("secret", ("p",))
    assert found.exports[0].resolved is True
    assert isinstance(found.exports[1].resolved, str)
    without = program('import * as acme from "@pulumi/acme"; new acme.Thing("t", {});', files).evaluate()
    assert without.failure is not None
    assert "Missing required property 'password'" in without.failure.message
