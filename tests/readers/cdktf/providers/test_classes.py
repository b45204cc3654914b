"""The members of generated classes, as programs use them."""

from __future__ import annotations

import json

import pytest

from .conftest import Read

_QUEUE = "import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';\n"


def test_attributes_are_set_and_taken_back(ours: Read) -> None:
    found = ours(
        _QUEUE
        + """
        const queue = new SqsQueue(stack, 'queue', { name: 'a', delaySeconds: 3, tags: { Team: 'x' } });
        queue.name = 'b';
        queue.resetDelaySeconds();
        queue.putTimeouts({ create: '5m' });
        new TerraformOutput(stack, 'given', { value: [queue.nameInput, queue.delaySecondsInput, queue.tagsInput] });
        new TerraformOutput(stack, 'read', { value: `${queue.arn}/${queue.delaySeconds}` });
        """
    )

    assert not found.error
    assert found.block("resource", "aws_sqs_queue", "queue") == {
        "name": "b",
        "tags": {"Team": "x"},
        "timeouts": {"create": "5m"},
    }
    assert found.output("given") == ["b", {"Team": "x"}]
    assert found.output("read") == "${aws_sqs_queue.queue.arn}/${aws_sqs_queue.queue.delay_seconds}"


def test_members_that_no_type_has_are_left_out(ours: Read) -> None:
    found = ours(_QUEUE + "const more: any = { name: 'a', nameless: 1 };\nnew SqsQueue(stack, 'queue', { ...more });")

    assert found.block("resource", "aws_sqs_queue", "queue") == {"name": "a"}


def test_a_block_of_which_nothing_is_given_is_not_there(ours: Read) -> None:
    found = ours(
        """
        import { OpensearchDomain } from '@cdktf/provider-aws/lib/opensearch-domain';
        new OpensearchDomain(stack, 'domain', {
          domainName: 'x',
          advancedSecurityOptions: { enabled: true, masterUserOptions: { masterUserName: undefined } },
          clusterConfig: { zoneAwarenessConfig: { availabilityZoneCount: undefined } },
          snapshotOptions: {},
        } as any);
        """
    )

    assert found.block("resource", "aws_opensearch_domain", "domain") == {
        "domain_name": "x",
        "advanced_security_options": {"enabled": True},
        "snapshot_options": {},
    }


def test_objects_in_resources_are_read_by_their_place(ours: Read) -> None:
    found = ours(
        """
        import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
        import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
        import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
        const certificate = new AcmCertificate(stack, 'certificate', { domainName: 'example.org' });
        const cluster = new EksCluster(stack, 'cluster', { name: 'c', roleArn: 'r', vpcConfig: { subnetIds: ['s'] } });
        const zones = new DataAwsAvailabilityZones(stack, 'zones', { state: 'available' });
        const show = (name, value) => new TerraformOutput(stack, name, { value });
        show('set', certificate.domainValidationOptions.get(0).resourceRecordName);
        show('one', cluster.vpcConfig.clusterSecurityGroupId);
        show('list', cluster.certificateAuthority.get(0).data);
        show('names', zones.names);
        show('name', Fn.element(zones.names, 0));
        show('whole', cluster.fqn);
        show('input', cluster.vpcConfigInput.subnetIds);
        show('type', EksCluster.tfResourceType);
        """
    )

    assert not found.error
    assert {name: found.output(name) for name in found.document["output"]} == {
        "set": "${tolist(aws_acm_certificate.certificate.domain_validation_options).0.resource_record_name}",
        "one": "${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}",
        "list": "${aws_eks_cluster.cluster.certificate_authority[0].data}",
        "names": "${data.aws_availability_zones.zones.names}",
        "name": "${element(data.aws_availability_zones.zones.names, 0)}",
        "whole": "${aws_eks_cluster.cluster}",
        "input": ["s"],
        "type": "aws_eks_cluster",
    }


def test_blocks_may_be_repeated_for_each_of_a_list(ours: Read) -> None:
    found = ours(
        """
        import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
        import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
        const each = TerraformIterator.fromList(['a', 'b']);
        new SecurityGroup(stack, 'group', { ingress: each.dynamic({ description: each.value }) });
        new S3Bucket(stack, 'bucket', { corsRule: each.dynamic({ allowed_methods: [each.value] }) });
        """
    )

    assert not found.error
    group = found.block("resource", "aws_security_group", "group")
    assert "dynamic" not in group
    assert group["ingress"].startswith("${[ for")
    assert list(found.block("resource", "aws_s3_bucket", "bucket")["dynamic"]) == ["cors_rule"]


@pytest.mark.parametrize("given", ["{ days: 3 }", "[{ days: 3 }]"])
def test_blocks_of_other_versions_may_stand_once_or_several_times(ours: Read, given: str) -> None:
    found = ours(
        f"""
        import {{ S3BucketLifecycleConfiguration }} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
        new S3BucketLifecycleConfiguration(stack, 'rules', {{
          bucket: 'b', rule: [{{ id: 'old', status: 'Enabled', expiration: {given} }}],
        }});
        """
    )

    [rule] = found.block("resource", "aws_s3_bucket_lifecycle_configuration", "rules")["rule"]
    assert rule["expiration"] == ([{"days": 3}] if given.startswith("[") else {"days": 3})


_OF_VERSION = "import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';\n"


@pytest.mark.parametrize(
    ("version", "expected"),
    [("^9.0.0", [{"name": "x"}]), ("^13.0.0", [{"name": "x"}]), ("^21.0.0", None), ("latest", [{"name": "x"}])],
)
def test_the_version_of_the_project_says_which_blocks_stand_once(ours: Read, version: str, expected: object) -> None:
    manifest = json.dumps({"dependencies": {"@cdktf/provider-aws": version}})
    text = _OF_VERSION + "new Route53Record(stack, 'record', { name: 'n', alias: [{ name: 'x' }] } as any);"

    found = ours(text, **{"package.json": manifest})

    assert not found.error
    assert found.block("resource", "aws_route53_record", "record").get("alias") == expected


@pytest.mark.parametrize(("version", "there"), [("^9.0.0", True), ("15.0.0", True), ("^16.0.0", False), ("*", False)])
def test_what_is_null_depends_on_the_version_of_the_project(ours: Read, version: str, there: bool) -> None:
    manifest = json.dumps({"devDependencies": {"@cdktf/provider-aws": version}})
    text = (
        "import { RouteTable } from '@cdktf/provider-aws/lib/route-table';\n"
        "new RouteTable(stack, 'table', { vpcId: 'v', route: [{ cidrBlock: '0.0.0.0/0' }] });"
    )

    [route] = ours(text, **{"package.json": manifest}).block("resource", "aws_route_table", "table")["route"]

    assert ("instance_id" in route) is there
    assert route["gateway_id"] is None


def test_nothing_given_to_an_attribute_that_must_stand_is_null(ours: Read) -> None:
    found = ours(
        """
        import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
        new SecurityGroup(stack, 'group', { ingress: [{ fromPort: 1 }] });
        """
    )

    [rule] = found.block("resource", "aws_security_group", "group")["ingress"]
    assert rule["from_port"] == 1
    assert rule["description"] is None
    assert rule["cidr_blocks"] is None


def test_null_in_place_of_a_block_is_an_error(ours: Read) -> None:
    found = ours(
        """
        import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
        new S3BucketVersioningA(stack, 'v', { bucket: 'b', versioningConfiguration: null as any });
        """
    )

    assert "TypeError" in found.error


def test_providers_give_what_they_were_given(ours: Read) -> None:
    found = ours(
        """
        import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
        import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
        new AwsProvider(stack, 'aws', { region: 'eu-west-1', defaultTags: [{ tags: { camelKey: 'x' } }] });
        const west = new AwsProvider(stack, 'west', { region: 'us-west-2', alias: 'west' });
        new SqsQueue(stack, 'queue', { name: west.region, provider: west });
        """
    )

    assert not found.error
    assert found.block("provider", "aws") == [
        {"region": "eu-west-1", "default_tags": [{"tags": {"camelKey": "x"}}]},
        {"region": "us-west-2", "alias": "west"},
    ]
    assert found.block("resource", "aws_sqs_queue", "queue") == {"name": "us-west-2", "provider": "aws.west"}


def test_classes_can_be_extended(ours: Read) -> None:
    found = ours(
        _QUEUE
        + """
        class Queue extends SqsQueue {
          constructor(scope, id) { super(scope, id, { name: 'mine' }); this.delaySeconds = 4; }
          label() { return `${this.nameInput}:${this.arn}`; }
        }
        const queue = new Queue(stack, 'queue');
        new TerraformOutput(stack, 'label', { value: queue.label() });
        const kinds = [queue instanceof SqsQueue, 'tags' in queue, 'nothing' in queue];
        new TerraformOutput(stack, 'kinds', { value: kinds });
        """
    )

    assert not found.error
    assert found.block("resource", "aws_sqs_queue", "queue") == {"name": "mine", "delay_seconds": 4}
    assert found.output("label") == "mine:${aws_sqs_queue.queue.arn}"
    assert found.output("kinds") == [True, True, False]


def test_what_exists_is_imported(ours: Read) -> None:
    found = ours(_QUEUE + "SqsQueue.generateConfigForImport(stack, 'queue', 'https://queue');")

    assert not found.error
    assert found.block("import") == [{"id": "https://queue", "to": "aws_sqs_queue.queue"}]
