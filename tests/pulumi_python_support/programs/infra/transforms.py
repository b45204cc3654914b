import pulumi
import pulumi_aws as aws


def transformed(args):
    return pulumi.ResourceTransformationResult({**args.props, "tags": {"by": "transformation"}}, args.opts)


pulumi.runtime.register_stack_transformation(transformed)
pulumi.runtime.register_resource_transform(lambda _: None)
aws.sns.Topic("a", opts=pulumi.ResourceOptions(transforms=[lambda _: None]))
component = pulumi.ComponentResource("eks:index:Cluster", "main", {"size": 1}, remote=True)
