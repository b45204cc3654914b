"""A generated suite runs as it is, with the library's own matchers, too, and notices changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cdktf_samples import sample_plan
from node_projects import REPOSITORY, SUITE, Project

from scaffold.emit import EmitOptions, emit

STACK = "lib/orders-stack.ts"
#: Changes of the stack, and the title of a test that must notice each.
CHANGES = {
    "named('orders', stage, 'dead')": ("'orders-dead'", "aws_sqs_queue orders/queues/dead > is configured as declared"),
    "maxReceiveCount: 3": ("maxReceiveCount: 1", "queue main puts what fails into a dead letter queue"),
    "OWNER: owner.stringValue": ("OWNER: zone.asString", "function worker learns OWNER from variable owner"),
    "bucket.overrideLogicalId('kept');": ("", "bucket files keeps its address"),
    "staticId: true, description: 'Where orders go'": ("description: 'Where'", "exports queue-url of queue main"),
    "key: `${id}.tfstate`": ("key: 'state'", "backend.s3 orders/backend > is configured as declared"),
    "'west', { region: 'us-west-2'": ("'east', { region: 'us-west-2'", "declares exactly these resources"),
}
#: What Jest puts between titles.
SIGN = " \u203a "
MATCHERS = REPOSITORY / "examples" / "overrides" / "official-matchers"


@pytest.fixture(scope="module")
def project(make_project: Callable[..., Project]) -> Project:
    return make_project()


def write(project: Project, options: EmitOptions | None = None) -> str:
    written = emit(sample_plan(), "cdktf-jest", options)
    for path, text in written.items():
        project.write(path, text)
    return written[f"{SUITE}/orders.test.ts"]


def test_it_passes_and_notices_changes(project: Project) -> None:
    write(project)
    done = project.runner("jest")
    assert done.returncode == 0, done.stderr
    assert "28 passed, 28 total" in done.stderr
    text = (project.folder / STACK).read_text(encoding="utf-8")
    changed = text
    for before, (after, _) in CHANGES.items():
        assert changed.count(before) == 1, before
        changed = changed.replace(before, after)
    project.write(STACK, changed)
    done = project.runner("jest")
    project.write(STACK, text)
    assert done.returncode == 1
    for before, (_, title) in CHANGES.items():
        assert f"{title}\n".replace(" > ", SIGN) in done.stderr, (before, done.stderr)


def test_the_librarys_own_matchers_can_be_used(project: Project) -> None:
    text = write(project, EmitOptions(template_dirs=(MATCHERS,)))
    assert "import { Testing } from 'cdktf';" in text
    assert text.count("toHaveResourceWithProperties(") == 2
    assert text.count("toHaveDataSourceWithProperties(") == 1
    assert text.count("toHaveProviderWithProperties(") == 1
    original = (project.folder / STACK).read_text(encoding="utf-8")
    project.write(STACK, original.replace("maxReceiveCount: 3", "maxReceiveCount: 4"))
    done = project.runner("jest")
    project.write(STACK, original)
    assert f"aws_sqs_queue orders/queues/main{SIGN}is configured as declared" in done.stderr
    assert "1 failed, 27 passed, 28 total" in done.stderr
