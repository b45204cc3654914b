"""What provider packages for Python mean, beside what they register themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

_AWS = """
import json

from pulumi_aws import ec2, lambda_, s3
from pulumi_aws.sqs import Queue, QueueArgs

region = aws.get_region()
me = aws.get_caller_identity_output()
zones = aws.get_availability_zones(state="available", filters=[{"name": "zone-type", "values": ["local-zone"]}])
queue = Queue("jobs", QueueArgs(visibility_timeout_seconds=30, tags={"my_tag": "x"}, name=None))
site = s3.BucketWebsiteConfiguration(
    "site",
    bucket="files",
    index_document={"suffix": "index.html"},
    routing_rules=[s3.BucketWebsiteConfigurationRoutingRuleArgs(redirect={"host_name": "h", "protocol": None})],
    opts=pulumi.ResourceOptions(ignore_changes=["index_document", "routing_rules[0].redirect"], depends_on=[queue]),
)
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": []}))
handler = lambda_.Function(
    "handler",
    role=role.arn,
    handler="index.handler",
    runtime=lambda_.Runtime.PYTHON3D11,
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")}),
    environment={"variables": {"QUEUE_URL": queue.url, "REGION": region.name}},
)
document = aws.iam.get_policy_document_output(
    statements=[{"actions": ["sqs:SendMessage"], "resources": [queue.arn, pulumi.Output.concat(queue.arn, "/x")]}]
)
aws.iam.RolePolicy("send", role=role.id, policy=document.json)
known = ec2.Vpc.get("known", "vpc-1")
for at, zone in enumerate(zones.names[:2]):
    ec2.Subnet(f"subnet-{at}", vpc_id=known.id, cidr_block=f"10.0.{at}.0/24", availability_zone=zone)
east = aws.Provider("east", region="us-east-1", default_tags={"tags": {"a_b": "c"}})
aws.sns.Topic("news", opts=pulumi.ResourceOptions(provider=east))

pulumi.export("host", site.routing_rules[0].redirect.host_name)
pulumi.export("item", site.routing_rules.apply(lambda rules: rules[0]["redirect"]["host_name"]))
pulumi.export("rules", site.routing_rules)
pulumi.export("account", me.account_id)
pulumi.export("zones", [zone.upper() for zone in zones.zone_ids[:1]])
"""


def test_the_package_registers_what_is_read(agreed: Callable[..., Any]) -> None:
    found = agreed(_AWS)
    registered = {each.address: each for each in found.registrations}
    assert registered["aws_sqs_queue.jobs"].inputs == {"visibilityTimeoutSeconds": 30, "tags": {"my_tag": "x"}}
    site = registered["aws_s3_bucket_website_configuration.site"]
    assert site.options.others["ignoreChanges"] == ("indexDocument", "routing_rules[0].redirect")
    assert site.options.depends_on == ("aws_sqs_queue.jobs",)


def test_references_lead_to_names_of_the_wire(python: Callable[..., Any]) -> None:
    read = python(
        """
        cluster = aws.eks.Cluster("main", role_arn="arn:aws:iam::1:role/x", vpc_config={"subnet_ids": ["subnet-1"]})
        pulumi.export("ca", cluster.certificate_authority.data)
        pulumi.export("group", cluster.kubernetes_network_config["service_ipv4_cidr"])
        pulumi.export("tag", cluster.tags_all["my_tag"])
        """
    )
    values = {each.name: str(each.value) for each in read.evaluate().exports}
    assert values["ca"] == "aws_eks_cluster.main.certificateAuthority.data"
    assert values["group"] == "aws_eks_cluster.main.kubernetesNetworkConfig.serviceIpv4Cidr"


@pytest.mark.parametrize(
    ("line", "address", "token"),
    [
        ("aws.lambda_.Permission('p', action='a', function='f', principal='x')", "aws_lambda_permission.p", "lambda/"),
        ("__import__('pulumi_aws').s3.bucket.Bucket('b')", "aws_s3_bucket.b", "aws:s3/bucket:Bucket"),
        ("aws.Provider('p', region='eu-west-1')", "aws.p", "pulumi:providers:aws"),
        ("aws.sqs.Queue(resource_name='q', opts=None)", "aws_sqs_queue.q", "aws:sqs/queue:Queue"),
    ],
)
def test_classes_are_found_where_they_are_written(
    python: Callable[..., Any], line: str, address: str, token: str
) -> None:
    if "__import__" in line:
        line = "from pulumi_aws.s3.bucket import Bucket\nBucket('b')"
    registered = python(line).registered()
    assert token in registered[address].token


def test_what_a_class_of_the_program_adds_is_its_own(python: Callable[..., Any]) -> None:
    read = python(
        """
        class Jobs(aws.sqs.Queue):
            def __init__(self, name, **inputs):
                super().__init__(name, visibility_timeout_seconds=60, **inputs)
                self.title = name.upper()

        jobs = Jobs("jobs", fifo_queue=True)
        assert isinstance(jobs, aws.sqs.Queue) and isinstance(jobs, pulumi.CustomResource)
        pulumi.export(jobs.title, jobs.arn)
        """
    )
    found = read.evaluate()
    assert found.failure is None
    assert dict(found.registrations[0].inputs) == {"visibilityTimeoutSeconds": 60, "fifoQueue": True}
    assert [each.name for each in found.exports] == ["JOBS"]


def test_what_mocks_lack_is_learnt_from_what_is_read(python: Callable[..., Any]) -> None:
    read = python(
        """
        address = aws.vendor.Address("a")
        pulumi.export("name", address.dns_settings.apply(lambda found: found.labels[0].host_name.split(".")[0]))
        """
    )
    (name,) = read.evaluate().exports
    assert isinstance(name.resolved, str)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import pulumi_shop.lost as lost", "ModuleNotFoundError: No module named 'pulumi_shop.lost'"),
        ("from pulumi_shop import lost", "ImportError: cannot import name 'lost' from 'pulumi_shop'"),
        ("from pulumi_shop.web import Page", "ImportError: cannot import name 'Page' from 'pulumi_shop.web'"),
        ("import pulumi_shop; pulumi_shop.web.Page('p')", "AttributeError: module 'pulumi_shop.web' has no attribute"),
        ("import pulumi_shop.web.site; from pulumi_shop.web import Site, outputs", ""),
    ],
)
def test_what_an_installed_package_lacks_cannot_be_imported(
    python: Callable[..., Any], line: str, message: str
) -> None:
    folder = ".venv/lib/python3.12/site-packages/pulumi_shop"
    files = {
        f"{folder}/pulumi-plugin.json": '{"name": "shop"}',
        f"{folder}/__init__.py": "web = _utilities.lazy_import('pulumi_shop.web')\n",
        f"{folder}/web/__init__.py": "from .site import *\nfrom . import outputs\n",
        f"{folder}/web/site.py": "class Site(pulumi.CustomResource):\n    pass\n",
    }
    failure = python(line, files).evaluate().failure
    assert message in str(failure) if message else not failure, failure


def test_providers_of_others_are_for_what_a_component_makes(python: Callable[..., Any]) -> None:
    read = python(
        """
        import pulumi_eks as eks
        import pulumi_kubernetes as k8s

        provider, own = k8s.Provider("p"), eks.Provider("own")
        eks.Cluster("main", opts=pulumi.ResourceOptions(provider=provider))
        eks.Cluster("other", opts=pulumi.ResourceOptions(provider=own))
        k8s.helm.v3.Chart("chart", k8s.helm.v3.ChartOpts(chart="c"), pulumi.ResourceOptions(provider=provider))
        """
    )
    options = {each.name: each.options for each in read.evaluate().registrations}
    assert (options["main"].provider, options["other"].provider, options["chart"].provider) == ("", "eks.own", "")


def test_resources_that_components_give_are_sent_as_ids(python: Callable[..., Any]) -> None:
    read = python(
        """
        import pulumi_awsx as awsx

        balancer = awsx.lb.ApplicationLoadBalancer("lb")
        aws.ssm.Parameter("group", type="String", value=balancer.default_target_group)
        """
    )
    found = read.evaluate().registrations[-1]
    assert str(found.inputs["value"]).endswith(".lb.defaultTargetGroup.id")


def test_entries_of_maps_are_learnt_and_prefixes_are_part_of_names(python: Callable[..., Any]) -> None:
    read = python(
        """
        import pulumi_kubernetes as k8s

        stack = aws.cloudformation.get_stack(name="network")
        for each in ("a", "b"):
            k8s.helm.v3.Chart("web", k8s.helm.v3.ChartOpts(chart="c", resource_prefix=each))
        pulumi.export("group", stack.outputs["Group"])
        bucket = aws.s3.Bucket("files", tags={"a": "b"})
        pulumi.export("own", bucket.tags["a"])
        """
    )
    found = read.evaluate()
    assert not found.failure
    assert [each.name for each in found.registrations[:2]] == ["a-web", "b-web"]
    assert all(isinstance(each.resolved, str) for each in found.exports)


def test_functions_are_called_as_their_package_calls_them(python: Callable[..., Any]) -> None:
    folder = ".venv/lib/python3.12/site-packages/pulumi_shop"
    files = {
        f"{folder}/pulumi-plugin.json": '{"name": "shop"}',
        f"{folder}/__init__.py": "from .get_ip import *\n",
        f"{folder}/get_ip.py": (
            "import pulumi\n\ndef get_ip(name: Optional[str] = None, opts = None):\n    __args__ = dict()\n"
            "    __args__['name'] = name\n"
            "    __ret__ = pulumi.runtime.invoke('shop:net/getIP:getIP', __args__, opts=opts, typ=GetIPResult).value\n"
        ),
    }
    read = python("import pulumi_shop\npulumi.export('ip', pulumi_shop.get_ip(name='a').address)", files)
    assert list(read.evaluate().answers) == ["shop:net/getIP:getIP"]


def test_arguments_that_are_spread_and_not_known_may_be_any(python: Callable[..., Any]) -> None:
    """Where every way through a program is gone: the options after such a resource are seen too."""
    folder = ".venv/lib/python3.12/site-packages/pulumi_shop"
    site = """
class Site(pulumi.CustomResource):
    def __init__(__self__, resource_name: str, opts=None, domain: Optional[pulumi.Input[str]] = None,
                 title: Optional[pulumi.Input[str]] = None, __props__=None):
        __self__._internal_init(resource_name, opts=opts, domain=domain, title=title, __props__=__props__)

    def _internal_init(__self__, resource_name: str, opts=None, domain=None, title=None, __props__=None):
        __props__ = SiteArgs.__new__(SiteArgs)
        if domain is None and not opts.urn:
            raise TypeError("Missing required property 'domain'")
        __props__.__dict__["domain"] = domain
        __props__.__dict__["title"] = title
        super(Site, __self__).__init__('shop:index/site:Site', resource_name, __props__, opts)
"""
    files = {
        f"{folder}/pulumi-plugin.json": '{"name": "shop"}',
        f"{folder}/__init__.py": "from .site import *\n",
        f"{folder}/site.py": site,
    }
    read = python(
        """
        import pulumi_shop

        config = pulumi.Config()
        more = {"domain": "example.com"} if config.get_bool("more") else {"domain": "example.org", "title": "T"}
        pulumi_shop.Site("main", **more)
        if config.get_bool("late"):
            aws.sqs.Queue("late")
        """,
        files,
    )
    (entry, *_) = read.reading.programs.entries(read.project.path)
    assert [(each.name.rpartition(":")[2], each.type) for each in entry.parameters] == [
        ("more", "boolean"),
        ("late", "boolean"),
    ]
