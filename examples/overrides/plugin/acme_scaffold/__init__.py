"""A target of scaffold: tests of Terraform files for Node's own test runner."""

from __future__ import annotations

from pathlib import Path

from scaffold.emit import Evidence, Layout, Plugin, PluginTarget, Target

NODE_TEST = Target(
    name="node-test",
    title="JavaScript file checks with Node's own test runner",
    platforms=("terraform",),
    detects=(Evidence("package.json", '"node --test'),),
    command="node --test tests/infrastructure_checks/*.test.mjs",
    requirements=("npm install --save-dev @cdktn/hcl2json",),
)

#: The library that reads Terraform at run time is the one of Jest's suites.
LAYOUT = Layout(
    file="{name}.test.mjs",
    suite="node-test/suite.test.mjs.j2",
    fixed={"package.json": "jest/package.json.j2"},
    support={"support": "jest/support/"},
)

PLUGIN = Plugin(
    templates=(Path(__file__).parent / "templates",),
    targets=(PluginTarget(NODE_TEST, LAYOUT),),
)
