"""What a program is read to is what its suite finds when it works it out itself: two ways that know nothing of each
other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.deployments import Registration
from scaffold.model.values import Call, Reference, Unknown
from scaffold.readers.programs.values import Array, Object
from scaffold.readers.pulumi.tokens import is_remote
from scaffold.readers.pulumi.yaml.deploying import full_token, function_token
from scaffold.readers.pulumi.yaml.interpolation import Access, InterpolationError, parts_of
from scaffold.readers.pulumi.yaml.language import json_text, text_of
from scaffold.readers.pulumi.yaml.scalars import plain_value

from .conftest import Both, Judge, Library

ASSETS = {
    "asset.file": "file_asset",
    "asset.text": "text_asset",
    "asset.remote": "remote_asset",
    "archive.file": "file_archive",
    "archive.remote": "remote_archive",
    "archive.assets": "asset_archive",
}


def shown(value: Any, values: Any) -> Any:
    """A model value as tests compare it."""
    if isinstance(value, Call) and value.function == "resource":
        return values.resource(*value.arguments)
    if isinstance(value, Call):
        return getattr(values, ASSETS[value.function])(shown(value.arguments[0], values))
    if isinstance(value, tuple):
        return [shown(item, values) for item in value]
    if isinstance(value, Mapping):
        return {key: shown(item, values) for key, item in value.items()}
    return values.comparable(value)


def agree(found: Both, values: Any) -> None:
    """Everything that is read is what is run."""
    assert found.evaluation.failure is None, found.evaluation.failure
    assert found.stack.failure() == ""
    registrations = found.evaluation.registrations
    names: dict[str, list[str]] = {}
    for each in registrations:
        names.setdefault(each.token, []).append(each.name)
    assert found.stack.inventory() == {token: sorted(names[token]) for token in sorted(names)}
    addresses = {each.address: each for each in registrations}

    def urn(address: str) -> str:
        return str(found.stack.urn(addresses[address].token, addresses[address].name))

    for each in registrations:
        assert found.stack.inputs(each.token, each.name) == shown(each.resolved, values), each.address
        options = found.stack.options(each.token, each.name)
        options.pop("providers", None)
        assert options == expected_options(each, urn, values), each.address
    exports = {}
    for export in found.evaluation.exports:
        if isinstance(export.resolved, Unknown) and isinstance(export.value, Reference):
            whole = addresses[export.value.address]
            exports[export.name] = values.resource(whole.token, whole.name)
        else:
            value = shown(export.resolved, values)
            exports[export.name] = values.secret(value) if export.secret else value
    assert found.stack.exports() == exports


def expected_options(registration: Registration, urn: Any, values: Any) -> dict[str, Any]:
    """The options of a resource by the names of the wire, resources as URNs."""
    options = registration.options
    found: dict[str, Any] = {name: shown(value, values) for name, value in options.others.items()}
    found.pop("hideDiffs", None)
    found.pop("pluginDownloadURL", None)
    found.update({"parent": urn(options.parent)} if options.parent else {})
    found.update({"provider": urn(options.provider)} if options.provider else {})
    found.update({"dependsOn": [urn(address) for address in options.depends_on]} if options.depends_on else {})
    found.update({"protect": options.protect} if options.protect is not None else {})
    return found


PROGRAMS = {
    "resources": """
        resources:
          queue:
            type: aws:sqs:Queue
            properties:
              name: ${prefix}-${topic.name}
              tags: {Number: 1_000, Octal: 0o17, Date: 2024-01-31, Yes: yes, Nothing: null, "Odd ${prefix}": x}
            options: {dependsOn: ["${topic}"], protect: true, ignoreChanges: [tags], version: 7.0.0}
          topic: {type: "aws:sns/topic:Topic", name: alerts, options: {parent: "${key}", retainOnDelete: true}}
          key: {type: "aws:kms:Key", get: {id: "1234", state: {description: old}}}
        variables: {prefix: "${pulumi.project}-${pulumi.stack}"}
        outputs: {whole: "${topic}", list: ["${queue.arn}", "${key.id}"], urn: "${topic.urn}"}
    """,
    "providers": """
        resources:
          east: {type: "pulumi:providers:aws", defaultProvider: true, options: {version: 7.1.0}}
          west: {type: "pulumi:providers:aws", properties: {defaultTags: {tags: {a: b}}}}
          one: {type: "aws:sqs:Queue"}
          two: {type: "aws:sqs:Queue", options: {provider: "${west}"}}
          three: {type: "aws:sqs:Queue", options: {parent: "${two}"}}
    """,
    "functions": """
        variables:
          zones: {"fn::invoke": {function: "aws:getAvailabilityZones", arguments: {state: available}, return: names}}
        resources:
          function:
            type: aws:lambda:Function
            properties:
              code: {"fn::assetArchive": {a.txt: {"fn::fileAsset": ./a.txt}, b: {"fn::stringAsset": "${zones[0]}"}}}
              image: {"fn::remoteArchive": "https://example.com/${zones[1]}"}
              environment:
                variables:
                  A: {"fn::join": [",", ["${zones[0]}", b]]}
                  B: {"fn::select": [1, {"fn::split": ["-", a-b-c]}]}
                  C: {"fn::toBase64": "${zones[0]}"}
                  D: {"fn::fromBase64": cGxhaW4=}
                  E: {"fn::readFile": a.txt}
                  F: {"fn::sha1": "${zones[0]}"}
                  G: {"fn::toJSON": {b: "${zones[0]}", a: [null, true, 1.5, "<&>"]}}
                  H: "$${plain} costs $$5, ${zones}"
                  I: {"fn::filebase64": a.txt}
                  J: {"fn::filebase64sha256": a.txt}
              size: {"fn::length": "${zones}"}
              one: {"fn::singleOrNone": [5]}
              name: {"fn::pulumiResourceName": "${function2}"}
              type: {"fn::pulumiResourceType": "${function2}"}
          function2: {type: "aws:lambda:Function", name: other}
        outputs: {secret: {"fn::secret": "${zones[0]}"}, open: {"fn::unsecret": {"fn::secret": 1}}}
    """,
    "other stacks": """
        resources:
          network: {type: "pulumi:pulumi:StackReference", properties: {name: acme/network/prod}}
          queue:
            type: aws:sqs:Queue
            properties:
              name: ${network.outputs["name"]}
              tags: {Role: {"fn::stackReference": [acme/roles/prod, role]}, Zone: "${network.outputs.zones[1].id}"}
    """,
    "kubernetes": """
        resources:
          space: {type: "kubernetes:core/v1:Namespace"}
          app: {type: "kubernetes:apps/v1:Deployment", properties: {metadata: {namespace: "${space.metadata.name}"}}}
          chart: {type: "kubernetes:helm.sh/v3:Release", properties: {chart: nginx}}
    """,
    "others' components": """
        packages: {parts: ../parts}
        resources:
          part: {type: "parts:index:Part", properties: {size: 3}}
          vpc: {type: "awsx:ec2:Vpc", options: {parent: "${part}"}}
          queue: {type: "aws:sqs:Queue", properties: {name: "${part.text}", vpc: "${vpc.vpcId}"}}
    """,
    "keys from elsewhere": """
        config: {env: {type: string, default: dev}}
        resources:
          oidc: {type: "aws:iam:OpenIdConnectProvider", properties: {url: "https://x"}}
          role:
            type: aws:iam:Role
            properties:
              assumeRolePolicy: {"fn::toJSON": {"${oidc.url}:aud": a, "${oidc.arn}": "${env}"}}
              tags: {"${oidc.arn}": x, "${env}": {"fn::secret": y}}
    """,
    "properties from elsewhere": """
        variables: {given: {size: 3, name: {"fn::secret": x}}}
        resources:
          a: {type: "test:index:Thing", properties: "${given}"}
          b: {type: "test:index:Thing", properties: {"fn::toJSON": kept}}
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str, both: Judge, library: Library) -> None:
    agree(both(PROGRAMS[name], {"a.txt": "text\n"}), library.module("values"))


CONFIG = """
    config:
      size: {type: integer, default: 3}
      name: {type: string, default: "5"}
      flag: {type: boolean, default: true}
      list: {type: "List<String>", default: [a]}
      token: {type: string, secret: true, default: none}
      shown: {name: hidden, default: 1.5}
    outputs:
      size: ${size}
      name: ${name}
      flag: ${flag}
      list: ${list[0]}
      token: ${token}-${size}
      shown: ${shown}
"""


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"config.shop:size": 12, "config.shop:flag": False, "config.shop:list": ("x", "y")},
        {"config.shop:size": "12", "config.shop:flag": "false", "config.shop:list": '["x"]'},
        {"config.shop:name": 7, "config.shop:token": "007", "config.shop:hidden": "1e3"},
    ],
)
def test_configuration(values: dict[str, Any], both: Judge, library: Library) -> None:
    agree(both(CONFIG, values=values), library.module("values"))


@pytest.mark.parametrize(
    "text",
    [
        "config: {size: {type: integer}}",
        "config: {size: {type: integer, default: x}}",
        "config: {size: {type: number, default: true}}",
        "config: {size: {type: nonsense}}",
        "variables: {a: '${missing.x}'}",
        "variables: {a: {'${b}': 1, c: 2}, b: 3}",
        "variables: {a: '${b.x}', b: text}",
        "variables: {a: '${b[3]}', b: [1]}",
        "variables: {a: '${b.x}', b: [1]}",
        "variables: {a: '${b[0]}', b: {x: 1}}",
        "variables: {a: {'fn::join': ['-', x]}}",
        "variables: {a: {'fn::join': ['-', [1]]}}",
        "variables: {a: {'fn::split': ['-', 1]}}",
        "variables: {a: {'fn::select': [1.5, [1, 2]]}}",
        "variables: {a: {'fn::select': [5, [1, 2]]}}",
        "variables: {a: {'fn::fromBase64': '*'}}",
        "variables: {a: {'fn::readFile': missing.txt}}",
        "variables: {a: {'fn::length': 5}}",
        "variables: {a: {'fn::singleOrNone': [1, 2]}}",
        "variables: {a: {'fn::toBase64': 1}}",
        "variables: {a: {'fn::pulumiResourceName': x}}",
        "resources: {a: {type: 'aws:sqs:Queue', properties: text}}",
        "resources: {a: {type: 'aws:sqs:Queue', get: {id: 1}}}",
        "resources: {a: {type: 'aws:sqs:Queue', options: {parent: x}}}",
        "resources: {a: {type: 'aws:sqs:Queue', options: {dependsOn: x}}}",
        "resources: {a: {type: 'aws:sqs:Queue', options: {dependsOn: [x]}}}",
        "resources: {a: {type: 'aws:sqs:Queue', options: {protect: x}}}",
        "resources: {a: {type: 'pulumi:pulumi:StackReference', properties: {name: 5}}}",
        "resources: {a: {type: 'pulumi:pulumi:StackReference', properties: {name: {'fn::secret': x}}}}",
    ],
)
def test_errors(text: str, both: Judge) -> None:
    found = both(text)
    assert found.evaluation.failure is not None
    assert found.evaluation.failure.message.splitlines()[0] in found.stack.failure()


@given(st.text(alphabet="0123456789+-._eExXobBtrueINF~nl: "))
def test_scalars(library: Library, text: str) -> None:
    found, expected = library.module("yaml_source").plain(text), plain_value(text)
    assert (str(found), type(found)) == (str(expected), type(expected))


@given(st.text(alphabet='ab$${}[].0"\\ '))
def test_references(library: Library, text: str) -> None:
    values = library.module("yaml_values")
    try:
        expected = [[part.name, *part.steps] if isinstance(part, Access) else part for part in parts_of(text)]
    except InterpolationError:
        with pytest.raises(values.EvaluationError):
            values.parts(text)
        return
    found = values.parts(text)
    assert found == (expected or [""])


DATA = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def of_reader(value: Any) -> Any:
    """Plain data as a value of the evaluator."""
    if isinstance(value, list):
        return Array([of_reader(item) for item in value])
    return Object({key: of_reader(item) for key, item in value.items()}) if isinstance(value, dict) else value


@given(DATA)
def test_texts(library: Library, value: Any) -> None:
    assert library.module("yaml_values").text(value) == text_of(of_reader(value))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_documents(library: Library, value: Any) -> None:
    class Program:
        """It works nothing out."""

        def value(self, body: Any) -> Any:
            return body

    frozen = tuple(value) if isinstance(value, list) else value
    encode = library.module("yaml_functions").FUNCTIONS["tojson"]
    assert encode(Program(), value) == json_text(frozen)


TYPES = (
    "aws:s3:Bucket aws:s3/bucket:Bucket random:RandomPet eks:Cluster kubernetes:apps/v1:Deployment awsx:ec2:Vpc "
    "azure-native:web:WebApp pulumi:providers:aws synced-folder:S3BucketFolder gcp:storage:Bucket docker-build:Image "
    "command:local:Command parts:index:Part kubernetes:helm.sh/v3:Chart auth0:Client"
)


@pytest.mark.parametrize("type_", TYPES.split())
def test_types(type_: str, library: Library) -> None:
    resources = library.module("yaml_resources")
    own = frozenset({"parts"})
    token = resources.full_token(type_, own)
    assert token == full_token(type_, own)
    remote = resources.Resource.kind_of(token, own) == "remote"
    assert remote == (is_remote(token) or token.startswith("parts:"))


@pytest.mark.parametrize(
    "name", ["aws:getRegion", "aws:ec2:getVpc", "aws:ec2/getAmi:getAmi", "std:split", "azure-native:web:getApp"]
)
def test_functions(name: str, library: Library) -> None:
    assert library.module("yaml_resources").full_token(name, function=True) == function_token(name)
