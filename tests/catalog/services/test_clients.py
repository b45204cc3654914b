"""Names of the SDKs, held to the models that both SDKs are made of, and to the npm packages that are installed."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import botocore
import pytest
from botocore.loaders import Loader
from node_projects import NODE_MODULES

from scaffold.catalog.services import services
from scaffold.catalog.services.clients import client, clients, command, method

#: Operations whose names boto3 writes in a way that no rule gives.
EXCEPTIONS = {operation for operation, _ in botocore._xform_cache}


@cache
def model(name: str) -> Any:
    return Loader().load_service_model(name, "service-2")


@pytest.mark.parametrize("name", clients())
def test_names_follow_from_the_service_id(name: str) -> None:
    service_id = model(name)["metadata"]["serviceId"]
    found = client(name)
    assert found.name == name
    assert found.package == "@aws-sdk/client-" + service_id.lower().replace(" ", "-")
    assert found.class_name == "".join(word[0].upper() + word[1:] for word in service_id.split()) + "Client"


@pytest.mark.parametrize("name", clients())
def test_methods_are_those_of_the_python_sdk(name: str) -> None:
    wrong = {
        operation: method(operation)
        for operation in model(name)["operations"]
        if operation not in EXCEPTIONS and method(operation) != botocore.xform_name(operation)
    }
    assert not wrong


def test_no_question_needs_an_exception() -> None:
    asked = {ask.operation for service in services().values() for ask in service.asks.values()}
    assert not asked & EXCEPTIONS


def test_methods_by_example() -> None:
    assert method("DescribeDBInstances") == "describe_db_instances"
    assert method("ListWebACLs") == "list_web_acls"
    assert method("GetBucketAcl") == "get_bucket_acl"


def test_every_client_of_the_catalog_has_its_names() -> None:
    used = {ask.client for service in services().values() for ask in service.asks.values()}
    assert not used - set(clients())


def test_unknown_clients_are_refused() -> None:
    with pytest.raises(KeyError):
        client("nothing")


def test_installed_packages_have_the_classes() -> None:
    """Every client and command that the catalog needs, where the package is installed."""
    wanted: dict[str, set[str]] = {}
    for service in services().values():
        for ask in service.asks.values():
            known = client(ask.client)
            if (NODE_MODULES / known.package / "package.json").is_file():
                wanted.setdefault(known.package, {known.class_name}).add(command(ask.operation))
    assert len(wanted) > 40, "no Node packages: run `make setup`"
    script = (
        "const wanted = JSON.parse(process.argv[1]);"
        "const lacking = Object.entries(wanted).flatMap(([name, classes]) => {"
        "  const found = require(name);"
        "  return classes.filter((one) => typeof found[one] !== 'function').map((one) => `${name} ${one}`);"
        "});"
        "console.log(JSON.stringify(lacking));"
    )
    listed = json.dumps({name: sorted(classes) for name, classes in wanted.items()})
    done = subprocess.run(
        ["node", "-e", script, listed], cwd=NODE_MODULES.parent, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(done.stdout) == []
