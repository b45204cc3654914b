import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

import pulumi  # noqa: E402
import pulumi_aws as aws  # noqa: E402
from websites import Site, SiteArgs  # noqa: E402

provider = aws.Provider("frankfurt", region="eu-central-1", default_tags={"tags": {"Owner": "web"}})
site = Site(
    "main",
    SiteArgs(domain="example.com", aliases=["www.example.com"], logging=True),
    opts=pulumi.ResourceOptions(providers=[provider], protect=True),
)
pulumi.export("bucket", site.bucket.bucket)
pulumi.export("url", site.url)
