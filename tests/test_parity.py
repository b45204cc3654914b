"""One stack for Terraform, Pulumi, CDKTF and CDK Terrain, in each language, is read to the same canonical model.

Equal are: the resources with their addresses, types, modes, attributes, references, conditions, dependencies and
lifecycles, the outputs, the values of the parameters, and which resource refers to which. Compared as what they mean:

- JSON text is compared as its document: the order of members is the language's own.
- A policy document that Terraform builds as a data source is compared where it is used: Pulumi has its JSON there.
- An instance's key stands in the name of the Pulumi resource, where Terraform has a name and a key.
- Resources of CDKTF have Terraform's names where their logical ids are overridden: ids of constructs differ in a scope.

Left out is what says how a stack was written: positions, native types, names of projects, files, and the module calls
and components themselves, which show in the addresses of what is in them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from golden_cases import GOLDEN

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.model.integration import Flow, IntegrationCase
from scaffold.model.project import Project, Resource
from scaffold.model.values import Call, Reference, Template, Value
from scaffold.plan.integration import plan_integration

STACKS = sorted((GOLDEN / "parity").iterdir())
TERRAFORM = "terraform"
POLICY_DOCUMENT = "aws_iam_policy_document"


def read(folder: Path) -> Project:
    """The one project there, which must be read without a word; without what it makes others of."""
    reading = pipeline.read(folder, Settings(), declarations=False)
    assert [str(found) for found in reading.diagnostics] == []
    (project,) = (project for project in reading.projects if project.path == ".")
    return project


def compared(project: Project) -> dict[str, Any]:
    """What must be equal."""
    documents = {
        resource.address: resource.implied.get("json")
        for resource in project.resources
        if resource.type == POLICY_DOCUMENT
    }
    kept = [resource for resource in project.resources if resource.type != POLICY_DOCUMENT]
    return {
        "resources": {resource.address: _resource(resource, documents) for resource in kept},
        "outputs": {output.name: _meant(output.value, documents) for output in project.outputs if not output.module},
        "parameters": {
            parameter.name.rpartition(":")[2]: (parameter.required, parameter.default, parameter.value, parameter.shape)
            for parameter in project.parameters
            if not parameter.module and not parameter.name.startswith("pulumi.")
        },
        "references": _references(project, documents.keys()),
    }


def _resource(resource: Resource, documents: Mapping[str, Value]) -> dict[str, Any]:
    key = "" if resource.key is None else f"[{json.dumps(resource.key)}]"
    return {
        "type": resource.type,
        "name": resource.name + key,
        "mode": resource.mode,
        "module": resource.module,
        "provider": resource.provider,
        "attributes": {name: _meant(value, documents) for name, value in resource.attributes.items()},
        "depends on": set(resource.depends_on),
        "lifecycle": dict(resource.lifecycle),
        "repeated": resource.repeated,
        "condition": resource.condition,
    }


def _meant(value: Value, documents: Mapping[str, Value]) -> Any:
    """A value with policy documents put in, and JSON text as its document."""
    match value:
        case Reference() if (found := documents.get(value.address)) is not None:
            return {"JSON": _meant(found, documents)}
        case Call("jsonencode", (document,)):
            return {"JSON": _meant(document, documents)}
        case str() if value[:1] in ("{", "["):
            return {"JSON": json.loads(value)}
        case Template(parts):
            return Template(tuple(_meant(part, documents) for part in parts))
        case tuple():
            return [_meant(item, documents) for item in value]
        case dict():
            return {name: _meant(item, documents) for name, item in value.items()}
    return value


def _references(project: Project, documents: Iterable[str]) -> set[tuple[str, str]]:
    """Which resource refers to which: through a policy document, what the document refers to."""
    targets: dict[str, set[str]] = {}
    for edge in project.edges:
        targets.setdefault(edge.source, set()).add(edge.target)
    for document in documents:
        for found in targets.values():
            if document in found:
                found |= targets.get(document, set())
                found.discard(document)
        targets.pop(document, None)
    return {(source, target) for source, found in targets.items() for target in found}


def others(stack: Path) -> list[Path]:
    """The stack as it is written for other platforms than Terraform."""
    return sorted(folder for folder in stack.iterdir() if folder.name != TERRAFORM)


def test_there_is_one_for_each_language() -> None:
    pulumi = {"pulumi", "pulumi-python", "pulumi-yaml"}
    cdktf = {f"{library}-{language}" for library in ("cdktf", "cdktn") for language in ("ts", "python")}
    assert pulumi | cdktf <= {folder.name for stack in STACKS for folder in others(stack)}


@pytest.mark.parametrize(
    "folder",
    [folder for stack in STACKS for folder in others(stack)],
    ids=lambda folder: f"{folder.parent.name}-{folder.name}",
)
def test_all_are_read_to_the_same(folder: Path) -> None:
    terraform, other = (compared(read(place)) for place in (folder.parent / TERRAFORM, folder))
    assert other["resources"].keys() == terraform["resources"].keys()
    for address, resource in terraform["resources"].items():
        assert other["resources"][address] == resource, address
    assert other == terraform


@pytest.mark.parametrize(
    ("platform", "before", "after"),
    [
        ("pulumi/index.ts", "maxReceiveCount: 3", "maxReceiveCount: 4"),
        ("pulumi/index.ts", "resources: [orders.arn]", "resources: [deadLetters.arn]"),
        ("pulumi/index.ts", "rule: nightly.name", "rule: alarms.name"),
        ("pulumi/index.ts", "dependsOn: [logGroup]", "dependsOn: []"),
        ("pulumi/index.ts", "protect: true", "protect: false"),
        ("pulumi/lib/audit.ts", "days = 30", "days = 31"),
        ("pulumi-python/__main__.py", '"maxReceiveCount": 3', '"maxReceiveCount": 4'),
        ("pulumi-python/__main__.py", "[orders.arn]", "[dead_letters.arn]"),
        ("pulumi-python/__main__.py", "depends_on=[log_group]", "depends_on=[]"),
        ("pulumi-python/audit.py", "days: int = 30", "days: int = 31"),
        ("pulumi-yaml/Pulumi.yaml", "maxReceiveCount: 3", "maxReceiveCount: 4"),
        ("pulumi-yaml/Pulumi.yaml", "- ${orders.arn}", "- ${dead_letters.arn}"),
        ("pulumi-yaml/Pulumi.yaml", "protect: true", "protect: false"),
        ("cdktf-ts/lib/orders.ts", "maxReceiveCount: 3", "maxReceiveCount: 4"),
        ("cdktf-ts/lib/orders.ts", "resources: [this.orders.arn]", "resources: [this.table.arn]"),
        ("cdktf-ts/lib/orders.ts", "rule: nightly.name", "rule: worker.functionName"),
        ("cdktf-ts/lib/orders.ts", "dependsOn: [log]", "dependsOn: []"),
        ("cdktf-ts/lib/orders.ts", "default: 14", "default: 15"),
        ("cdktf-ts/lib/orders.ts", "throttles: 10", "throttles: 11"),
        ("cdktf-ts/lib/audit.ts", "named('log', new", "named('logs', new"),
        ("cdktn-python/main.py", "prevent_destroy=True", "prevent_destroy=False"),
        ("cdktn-python/main.py", '"queue_url", value=self.orders.url', '"queue_url", value=self.orders.arn'),
        ("cdktn-python/audit.py", "days: int = 30", "days: int = 31"),
        ("terraform/main.tf", 'variable = "aws:SourceAccount"', 'variable = "aws:SourceArn"'),
        ("terraform/main.tf", "default = 14", "default = 7"),
        ("terraform/main.tf", "throttles = 10", "throttles = 11"),
        ("terraform/main.tf", "source_bucket = aws_s3_bucket.archive.id", "source_bucket = aws_s3_bucket.archive.arn"),
    ],
)
def test_a_difference_shows(platform: str, before: str, after: str, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "parity" / "orders", tmp_path, dirs_exist_ok=True)
    text = (tmp_path / platform).read_text()
    assert before in text
    (tmp_path / platform).write_text(text.replace(before, after))
    changed, _, _ = platform.partition("/")
    other = TERRAFORM if changed != TERRAFORM else "pulumi"
    assert compared(read(tmp_path / changed)) != compared(read(tmp_path / other))


@pytest.mark.parametrize("stack", STACKS, ids=lambda folder: folder.name)
def test_a_deployment_is_asked_the_same_whatever_it_is_written_in(stack: Path) -> None:
    """The questions, and what must come out; but for titles, where a key stands in a name or beside it."""
    asked = {folder.name: _asked(read(folder)) for folder in sorted(stack.iterdir()) if folder.is_dir()}
    expected = asked.pop(TERRAFORM)
    assert len(expected[1]) > 50
    for language, found in asked.items():
        assert found == expected, language


def _asked(project: Project) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    (suite,) = plan_integration([project])
    subjects = {each.address: (each.type, each.questions, each.region) for each in suite.subjects}
    cases = {
        case.id: (case.section, case.subject, case.writes, case.needs, _without_titles(case)) for case in suite.cases
    }
    return subjects, cases


def _without_titles(case: IntegrationCase) -> object:
    return [hop.expect for hop in case.expect.hops] if isinstance(case.expect, Flow) else case.expect
