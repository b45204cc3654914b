#!/usr/bin/env python
import os

from cdktf import App
from web.settings import Settings
from web.site import SiteStack

app = App()
SiteStack(
    app,
    "shop",
    Settings(
        domain=os.environ["DOMAIN"],
        tier=os.getenv("TIER", "basic"),
        owners=app.node.try_get_context("owners") or [],
    ),
    logging=os.environ.get("LOGGING") != "off",
)
app.synth()
