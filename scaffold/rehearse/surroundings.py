"""What a deployment finds in its account: a network, a zone, a certificate, keys, made when they are first needed.

Projects take such things as parameters, look them up by data sources, or get them from other deployments. What they are
is guessed from the name that they go by.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Text that every API takes as the document of a role's trust.
TRUST: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":'
    '["lambda.amazonaws.com","ecs-tasks.amazonaws.com","ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}]}'
)
_NAME: Final = "rehearsal"
_DOMAIN: Final = "example.com"


def partition_of(region: str) -> str:
    """The partition that a region is in."""
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"


def dns_suffix_of(region: str) -> str:
    """How the names of services end there."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def archive() -> bytes:
    """A zip file with a function in it, for Python and for JavaScript."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in (
            ("index.py", "def handler(event, context):\n    return event\n"),
            ("index.js", "exports.handler = async (event) => event;\n"),
        ):
            made.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


@dataclass(frozen=True)
class Surroundings:
    """The things of one region, each made once."""

    clients: Callable[[str, str], Any]
    region: str
    account: str
    _made: dict[str, Any] = field(default_factory=dict)

    def called(self, name: str) -> Any:
        """What a name such as `vpc_id`, `public_subnet_ids` or `certificate_arn` means; nothing where it says none."""
        plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_")
        return next((make(self) for pattern, make in _NAMES if re.search(pattern, plain)), None)

    def once(self, what: str, make: Callable[[], Any]) -> Any:
        """A thing, made when it is first asked for."""
        if what not in self._made:
            self._made[what] = make()
        return self._made[what]

    def text(self, what: str, make: Callable[[], Any]) -> str:
        """A thing that is known by a text: an id, an ARN, a URL."""
        return str(self.once(what, make))

    def client(self, service: str) -> Any:
        """A client in this region."""
        return self.clients(service, self.region)

    @property
    def partition(self) -> str:
        """The partition that the region is in."""
        return partition_of(self.region)

    def arn(self, service: str, rest: str, *, everywhere: bool = False) -> str:
        """The ARN of something in this region and account (or with no region)."""
        region = "" if everywhere else self.region
        return f"arn:{self.partition}:{service}:{region}:{self.account}:{rest}"

    def vpc(self) -> str:
        """The id of the default network."""
        return self.text("vpc", self._vpc)

    def _vpc(self) -> str:
        ec2 = self.client("ec2")
        found = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
        return str(found[0]["VpcId"] if found else ec2.create_vpc(CidrBlock="172.31.0.0/16")["Vpc"]["VpcId"])

    def subnets(self) -> list[str]:
        """The ids of the subnets of the default network, one in each zone."""
        found: list[str] = self.once("subnets", self._subnets)
        return found

    def _subnets(self) -> list[str]:
        found = self.client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [self.vpc()]}])["Subnets"]
        return [each["SubnetId"] for each in sorted(found, key=lambda each: each["AvailabilityZone"])]

    def zones(self) -> list[str]:
        """The names of the availability zones."""
        found = self.once("zones", lambda: self.client("ec2").describe_availability_zones()["AvailabilityZones"])
        return sorted(each["ZoneName"] for each in found)

    def security_group(self) -> str:
        """The id of the default network's default security group."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc()]}, {"Name": "group-name", "Values": ["default"]}]
        describe = self.client("ec2").describe_security_groups
        return self.text("group", lambda: describe(Filters=filters)["SecurityGroups"][0]["GroupId"])

    def route_table(self) -> str:
        """The id of the default network's route table."""
        filters = [{"Name": "vpc-id", "Values": [self.vpc()]}]
        describe = self.client("ec2").describe_route_tables
        return self.text("routes", lambda: describe(Filters=filters)["RouteTables"][0]["RouteTableId"])

    def image(self) -> str:
        """The id of an image that instances start from."""
        owned = {"Owners": ["amazon"]}
        return self.text("image", lambda: self.client("ec2").describe_images(**owned)["Images"][0]["ImageId"])

    def key_pair(self) -> str:
        """The name of a key pair."""
        return self.text("key pair", lambda: self.client("ec2").create_key_pair(KeyName=_NAME)["KeyName"])

    def zone(self, name: str = _DOMAIN) -> str:
        """The id of a hosted zone."""
        name = name.rstrip(".")
        ask = {"Name": name, "CallerReference": f"{_NAME}-{name}"}
        make = self.client("route53").create_hosted_zone
        return self.text(f"zone {name}", lambda: make(**ask)["HostedZone"]["Id"].rpartition("/")[2])

    def certificate(self, domain: str = _DOMAIN) -> str:
        """The ARN of a certificate."""
        make = self.client("acm").request_certificate
        return self.text(f"certificate {domain}", lambda: make(DomainName=domain)["CertificateArn"])

    def key(self) -> Mapping[str, Any]:
        """What KMS says of a key."""
        found: Mapping[str, Any] = self.once("key", lambda: self.client("kms").create_key()["KeyMetadata"])
        return found

    def topic(self, name: str = _NAME) -> str:
        """The ARN of a topic."""
        make = self.client("sns").create_topic
        return self.text(f"topic {name}", lambda: make(Name=name)["TopicArn"])

    def queue(self, name: str = _NAME) -> str:
        """The URL of a queue."""
        fifo = {"Attributes": {"FifoQueue": "true"}} if name.endswith(".fifo") else {}
        make = self.client("sqs").create_queue
        return self.text(f"queue {name}", lambda: make(QueueName=name, **fifo)["QueueUrl"])

    def role(self, name: str = _NAME) -> Mapping[str, Any]:
        """What IAM says of a role."""
        ask = {"RoleName": name, "AssumeRolePolicyDocument": TRUST}
        make = self.client("iam").create_role
        found: Mapping[str, Any] = self.once(f"role {name}", lambda: make(**ask)["Role"])
        return found

    def bucket(self, name: str = f"{_NAME}-bucket") -> str:
        """The name of a bucket."""
        return self.text(f"bucket {name}", lambda: self._bucket(name))

    def _bucket(self, name: str) -> str:
        elsewhere = {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
        self.client("s3").create_bucket(Bucket=name, **({} if self.region == "us-east-1" else elsewhere))
        return name

    def secret(self, name: str = _NAME) -> str:
        """The ARN of a secret."""
        make = self.client("secretsmanager").create_secret
        value = '{"username":"rehearsal","password":"rehearsal"}'
        return self.text(f"secret {name}", lambda: make(Name=name, SecretString=value)["ARN"])


_Maker = Callable[[Surroundings], Any]
#: What a name means by its end, the most telling first.
_NAMES: tuple[tuple[str, _Maker], ...] = (
    (r"vpc_?id$|^vpc$", Surroundings.vpc),
    (r"subnet(_group)?_?ids?$|^(\w+_)?subnets$", lambda here: here.subnets()),
    (r"security_?group_?ids$|security_groups$|sg_ids$", lambda here: [here.security_group()]),
    (r"security_?group(_?id)?$|sg_id$", Surroundings.security_group),
    (r"route_table_ids$", lambda here: [here.route_table()]),
    (r"route_table_id$", Surroundings.route_table),
    (r"(availability_?zones|(^|_)azs)(_names)?$", lambda here: here.zones()[:2]),
    (r"availability_?zone$|(^|_)az$", lambda here: here.zones()[0]),
    (r"zone_?id$", Surroundings.zone),
    (r"(certificate|cert|acm)_?arn$", Surroundings.certificate),
    (r"(kms|key|encryption)\w*_arn$", lambda here: here.key()["Arn"]),
    (r"kms_(master_)?key(_?id)?$", lambda here: here.key()["KeyId"]),
    (r"(topic|sns|notification)\w*_?arn$", Surroundings.topic),
    (r"role_?arn$", lambda here: here.role()["Arn"]),
    (r"secret\w*_?arn$", Surroundings.secret),
    (r"(^|_)(ami|image)_?id$|^ami$", Surroundings.image),
    (r"(^|_)(key_?pair|key_name|ssh_key_name|key_pair_name)$", Surroundings.key_pair),
    (r"account_?id$", lambda here: here.account),
    (r"(^|_)region(_name)?$", lambda here: here.region),
    (r"partition$", lambda here: here.partition),
)
