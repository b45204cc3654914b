from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, List, Mapping, Optional

import pulumi
import pulumi_aws as aws

from . import logs
from .base import Component


class PriceClass(str, enum.Enum):
    """Where a site is served from."""

    CHEAP = "PriceClass_100"
    EVERYWHERE = "PriceClass_All"


@dataclass
class SiteArgs:
    """What a site is made of."""

    domain: str
    aliases: List[str] = field(default_factory=list)
    price_class: PriceClass = PriceClass.CHEAP
    logging: bool = False
    index: pulumi.Input[str] = "index.html"


class Site(Component):
    """A bucket and what serves it."""

    def __init__(self, name: str, args: SiteArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__(name, opts)
        if "." not in args.domain:
            raise ValueError(f"{args.domain} is no domain")
        self.bucket = aws.s3.Bucket(f"{name}-content", tags={"Domain": args.domain}, opts=self.child(retain_on_delete=True))
        self.log = logs.Log(f"{name}-log", days=90, opts=self.child()) if args.logging else None
        access = aws.cloudfront.OriginAccessControl(
            name,
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self.child(),
        )
        origin = aws.cloudfront.DistributionOriginArgs(
            origin_id="content",
            domain_name=self.bucket.bucket_regional_domain_name,
            origin_access_control_id=access.id,
        )
        behaviour = dict(
            target_origin_id=origin.origin_id,
            viewer_protocol_policy="redirect-to-https",
            allowed_methods=["GET", "HEAD"],
            cached_methods=["GET", "HEAD"],
            compress=True,
            cache_policy_id="658327ea-f89d-4fab-a63d-7e88639e58f6",
        )
        self.distribution = aws.cloudfront.Distribution(
            name,
            enabled=True,
            aliases=[args.domain, *args.aliases],
            price_class=args.price_class.value,
            default_root_object=args.index,
            origins=[origin],
            default_cache_behavior=behaviour,
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            viewer_certificate={"cloudfront_default_certificate": True},
            logging_config={"bucket": self.log.domain, "prefix": f"{args.domain}/"} if self.log else None,
            opts=self.child(delete_before_replace=True, ignore_changes=["tags"]),
        )
        self.url = pulumi.Output.format("https://{}/", self.distribution.domain_name)
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        return {"url": self.url}
