"""An app with two stacks and an aspect."""

import os
import sys

import jsii
from cdktn import App, Aspects, IAspect
from cdktn_provider_aws.sqs_queue import SqsQueue
from lib.stacks import Network, Web


@jsii.implements(IAspect)
class Tier:
    def __init__(self, tier):
        self.tier = tier

    def visit(self, node):
        if isinstance(node, SqsQueue):
            node.tags = {**(node.tags_input or {}), "tier": self.tier}


app = App(outdir="somewhere", context={"tier": "none", "own": "yes"})
assert __name__ == "__main__"
assert sys.argv[1:] == ["--tier", "very good"]
assert sys.argv[0].endswith("main.py")
assert app.node.try_get_context("own") == "yes"
assert os.environ.get("CDKTF_OUTDIR") is None
network = Network(app, "network", size=app.node.try_get_context("size"))
Aspects.of(network).add(Tier(app.node.try_get_context("tier")))
Web(app, "web", network)
app.synth()
