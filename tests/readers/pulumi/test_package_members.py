"""What classes of packages make beside what programs give them."""

from __future__ import annotations

from scaffold.model.deployments import Role
from scaffold.model.values import Call, Reference, Unknown, unknowns


def test_a_custom_resource_of_kubernetes_has_the_type_that_its_inputs_say(program) -> None:
    found = program("""
    import * as k8s from "@pulumi/kubernetes";
    new k8s.apiextensions.CustomResource("rule", { apiVersion: "shop.io/v1", kind: "Rule", spec: { size: 3 } });
    k8s.apiextensions.CustomResource.get("old", { apiVersion: "shop.io/v1", kind: "Rule", id: "shop/old" });
    """).registered()
    rule, old = found.values()
    assert (rule.token, rule.inputs["spec"]) == ("kubernetes:shop.io/v1:Rule", {"size": 3})
    assert (old.token, old.role, old.id, old.inputs) == ("kubernetes:shop.io/v1:Rule", Role.READ, "shop/old", {})


def test_a_cluster_makes_one_provider_when_it_is_asked_for(program) -> None:
    found = program("""
    import * as eks from "@pulumi/eks";
    import * as k8s from "@pulumi/kubernetes";
    const cluster = new eks.Cluster("shop");
    new k8s.core.v1.Namespace("a", {}, { provider: cluster.provider });
    new k8s.core.v1.Namespace("b", {}, { provider: cluster.provider });
    """).registered()
    made = [each for each in found.values() if each.token == "pulumi:providers:kubernetes"]
    assert [each.name for each in made] == ["shop-provider"]
    assert made[0].options.parent == "module.shop"
    assert made[0].inputs == {"kubeconfig": Reference("module.shop", ("kubeconfigJson",))}


def test_what_packages_make_themselves_is_unknown(program) -> None:
    done = program("""
    import * as awsx from "@pulumi/awsx";
    const api = new awsx.classic.apigateway.API("shop", {});
    new aws.sqs.Queue("q", { name: api.url });
    """).evaluate()
    assert done.opaque == ("module.shop",)
    queue = next(each for each in done.registrations if each.token == "aws:sqs/queue:Queue")
    assert isinstance(queue.inputs["name"], Unknown)
    assert "aws:ec2/getVpc:getVpc" in done.answers


def test_resources_in_a_list_are_exported_as_a_whole(program) -> None:
    found = program("""
    export const queues = ["a", "b"].map((name) => new aws.sqs.Queue(name));
    export const named = { first: queues[0], arn: queues[1].arn };
    """).exported()
    token = "aws:sqs/queue:Queue"
    assert found["queues"] == (Call("resource", (token, "a")), Call("resource", (token, "b")))

    assert found["named"]["first"] == Call("resource", (token, "a"))


def test_the_json_of_a_resource_as_a_whole_is_unknown(program) -> None:
    found = program("""
    const queue = new aws.sqs.Queue("q");
    new aws.sns.Topic("t", { policy: JSON.stringify({ size: 3, queue }) });
    """).registered()
    assert any(unknowns(found["aws_sns_topic.t"].resolved["policy"]))


def test_a_custom_resource_does_not_take_several_providers(program) -> None:
    found = program("""
    const provider = new aws.Provider("p", { region: "us-east-1" });
    new aws.sqs.Queue("q", {}, { providers: [provider] } as any);
    """).evaluate()
    assert found.failure is not None
    assert found.failure.message.startswith("Error: Do not supply 'providers' option to a CustomResource.")


def test_how_many_there_are_of_a_name_that_is_not_known_is_not_known(program) -> None:
    found = program("new aws.sqs.Queue(`q-${Date.now()}`);").registered()
    assert [each.repeated for each in found.values()] == [True]


def test_a_component_of_a_package_is_registered_as_its_code_wants(program) -> None:
    found = program("""
    import * as awsx from "@pulumi/awsx";
    const cluster = new awsx.classic.ecs.Cluster("shop", {});
    new aws.sqs.Queue("q", {}, { parent: cluster });
    """).evaluate()
    assert [each.token for each in found.registrations] == ["aws:sqs/queue:Queue"]


def test_an_output_that_a_stack_must_have(program) -> None:
    read = program("""
    const network = new pulumi.StackReference("shop/network/dev");
    export const vpc = network.requireOutput("vpc");
    export const zone = network.getOutput("zone");
    """)
    assert read.evaluate().failure is None
    address = next(iter(read.registered()))
    failure = read.evaluate(outputs={address: {"outputs": {"zone": "a"}}}).failure
    assert failure is not None
    assert "Required output 'vpc' does not exist on stack 'shop/network/dev'." in failure.message
    assert read.evaluate(outputs={address: {"outputs": {"vpc": "v"}}}).failure is None


def test_a_provider_is_deployed_by_none_of_its_parents(program) -> None:
    found = program("""
    const outer = new aws.Provider("outer", { region: "us-east-1" });
    class Part extends pulumi.ComponentResource {
        constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
            super("shop:Part", name, {}, opts);
            new aws.Provider("inner", { region: "us-west-2" }, { parent: this });
            new aws.sqs.Queue("q", {}, { parent: this });
        }
    }
    new Part("p", { providers: { aws: outer } });
    """).registered()
    providers = {each.name: each.options.provider for each in found.values()}
    assert providers["inner"] == ""
    assert providers["q"] == "aws.outer"
