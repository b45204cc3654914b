"""What is known of providers, against the installed packages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.catalog import cdktf
from scaffold.catalog.cdktf import Shape
from scaffold.catalog.cdktf import providers as files
from scaffold.readers.cdktf.providers.described import described
from scaffold.readers.cdktf.providers.generated_code import read_generated

from .conftest import NODE

_PACKAGES = [
    ("@cdktf/provider-aws", "aws"),
    ("@cdktn/provider-aws", "aws"),
    ("@cdktf/provider-random", "random"),
]
_FOLDER = Path(files.__file__).parent / "providers"
_NAMES = sorted(path.stem for path in _FOLDER.glob("*.txt"))


def _lib(package: str) -> Path:
    return NODE / "node_modules" / package / "lib"


@pytest.mark.parametrize(("package", "name"), _PACKAGES)
def test_every_class_of_a_package_is_known(package: str, name: str) -> None:
    known = cdktf.provider(name)
    assert known is not None

    modules = [path.name for path in _lib(package).iterdir() if path.is_dir() and path.name != "provider-functions"]

    assert [module for module in modules if known.of_module(module) is None] == []


@pytest.mark.parametrize(("package", "name"), _PACKAGES)
def test_attributes_are_those_of_the_package(package: str, name: str) -> None:
    known = cdktf.provider(name)
    assert known is not None
    modules = sorted(path for path in _lib(package).iterdir() if path.is_dir() and path.name != "provider-functions")

    for folder in modules[::12]:
        usual = known.of_module(folder.name)
        assert usual is not None
        texts = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js")))
        written = described(read_generated(texts), name, usual.class_name)
        assert written is not None, folder.name
        assert (written.kind, written.type) == (usual.kind, usual.type)
        assert list(_differences(written.shape, usual.shape, usual.type, set())) == []


def _differences(real: Shape, ours: Shape, place: str, seen: set[str]) -> Iterator[str]:
    """What an installed package has that is known otherwise. Older versions have more, and give more themselves."""
    if real.struct in seen:
        return
    seen.add(real.struct)
    if real.struct != ours.struct:
        yield f"{place} is {real.struct}, not {ours.struct}"
    for member, there in real.members.items():
        here = ours.members.get(member)
        if here is None:
            yield f"{place}.{member}"
            continue
        if (there.name, there.code, there.nullable) != (here.name, here.code, here.nullable):
            yield f"{place}.{member}: {there.code!r}, not {here.code!r}"
        if there.shape is not None and here.shape is not None:
            yield from _differences(there.shape, here.shape, f"{place}.{member}", seen)


@pytest.mark.parametrize("name", _NAMES)
def test_every_line_can_be_read(name: str) -> None:
    known = cdktf.provider(name)
    assert known is not None

    for key in known.types:
        facts = known.of_type(key)
        assert facts is not None
        assert facts.shape.members is not None
        assert known.of_class(facts.class_name) is facts


def test_files_are_small_and_read_at_once() -> None:
    assert sum(path.stat().st_size for path in _FOLDER.glob("*.txt")) < 3_000_000

    def seconds() -> float:
        start = time.process_time()
        files.ProviderFacts("aws", (_FOLDER / "aws.txt").read_text(encoding="utf-8")).of_class("SqsQueue")
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.03


@pytest.mark.parametrize(
    ("provider", "class_name", "type_"),
    [
        ("aws", "S3BucketVersioningA", "aws_s3_bucket_versioning"),
        ("aws", "DataAwsRegion", "aws_region"),
        ("aws", "AlbListener", "aws_alb_listener"),
        ("aws", "Apigatewayv2Api", "aws_apigatewayv2_api"),
        ("aws", "S3TablesTable", "aws_s3tables_table"),
        ("aws", "AwsProvider", "aws"),
        ("aws", "OpsworksStack", "aws_opsworks_stack"),
        ("random", "StringResource", "random_string"),
        ("null", "Resource", "null_resource"),
        ("google-beta", "GoogleComputeInstance", "google_compute_instance"),
        ("google-beta", "GoogleBetaProvider", "google-beta"),
        ("kubernetes", "DeploymentV1", "kubernetes_deployment_v1"),
    ],
)
def test_classes_are_found_by_their_names(provider: str, class_name: str, type_: str) -> None:
    known = cdktf.provider(provider)
    assert known is not None

    facts = known.of_class(class_name)

    assert facts is not None
    assert facts.type == type_


def test_modules_are_found_however_they_are_spelled() -> None:
    known = cdktf.provider("aws")
    assert known is not None

    found = [known.of_module(name) for name in ("s3-bucket", "s3_bucket", "s3Bucket", "data-aws-region", "provider")]

    assert [facts.class_name if facts else "" for facts in found] == [
        "S3Bucket", "S3Bucket", "S3Bucket", "DataAwsRegion", "AwsProvider",
    ]  # fmt: skip


def test_structs_have_the_names_that_they_have_in_python() -> None:
    known = cdktf.provider("aws")
    assert known is not None
    versioning, target = known.of_type("aws_s3_bucket_versioning"), known.of_type("aws_cloudwatch_event_target")
    assert versioning is not None
    assert target is not None

    assert list(versioning.structs) == ["S3BucketVersioningVersioningConfiguration"]
    assert "CloudwatchEventTargetSagemakerPipelineTargetPipelineParameterListStruct" in target.structs


def test_a_struct_can_stand_in_itself() -> None:
    known = cdktf.provider("aws")
    facts = known.of_type("aws_wafv2_web_acl_rule") if known is not None else None
    assert facts is not None

    assert len(facts.structs) > 100
    assert facts.structs is facts.structs


def test_unknown_providers_have_no_facts() -> None:
    assert cdktf.provider("unheard") is None
    assert cdktf.provider("../aws") is None


@pytest.mark.parametrize(
    ("provider", "class_name", "kind", "type_"),
    [
        ("unheard", "SomeThing", "", "unheard_some_thing"),
        ("unheard", "DataUnheardThing", "data", "unheard_thing"),
        ("un-heard", "DataUnHeardThing", "data", "un_heard_thing"),
        ("unheard", "DataThing", "", "unheard_data_thing"),
        ("unheard", "EphemeralUnheardKey", "ephemeral", "unheard_key"),
        ("unheard", "Ipv6Thing", "", "unheard_ipv6_thing"),
    ],
)
def test_types_are_guessed_from_names(provider: str, class_name: str, kind: str, type_: str) -> None:
    assert cdktf.guessed_type(provider, class_name) == (kind, type_)


def test_shapes_are_read_from_lines() -> None:
    shape = cdktf.read_shape("name size# ^open? block*(:Other inner% again(@2))|arn parts$%", "Thing")

    block = shape.members["block"].shape
    assert block is not None
    assert [(one.name, one.code, one.computed, one.nullable) for one in shape.attributes] == [
        ("name", "", False, False), ("size", "#", False, False), ("open", "?", False, True),
        ("block", "*", False, False), ("arn", "", True, False), ("parts", "$%", True, False),
    ]  # fmt: skip
    assert block.struct == "Other"
    assert block.members["again"].shape is shape
    assert shape.nested("block") is None
    assert block.nested("again") is shape
    assert shape.named("size") is shape.members["size"]
