"""What imports mean, and what crosses between programs and the library where the real one is not asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scaffold.model.values import Unknown
from scaffold.readers.cdktf.bindings import Bindings, Constraint

BINDINGS = Bindings(
    providers=(Constraint("hashicorp/aws", "~> 5.0"), Constraint("kreuzwerker/docker", "~> 3.0")),
    modules=(
        Constraint("terraform-aws-modules/vpc/aws", "2.77.0", "vpc"),
        Constraint("crayon/vm/azurerm", "1.10.1"),
    ),
)
START = """
from cdktf import App, TerraformStack, TerraformOutput, Token
app = App()
stack = TerraformStack(app, "stack")
"""


@pytest.fixture
def document(read: Callable[..., Any]) -> Callable[..., Any]:
    """What the one stack of a program comes to."""

    def work(text: str) -> Any:
        found = read(START + text + "\napp.synth()\n", bindings=BINDINGS)
        assert not found.error
        return found.stacks["stack"]

    return work


PROVIDERS = {
    "a module of its own": "from cdktf_cdktf_provider_aws.provider import AwsProvider\n"
    "from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue",
    "the package whole": "import cdktf_cdktf_provider_aws as aws\n"
    "AwsProvider, SqsQueue = aws.provider.AwsProvider, aws.sqs_queue.SqsQueue",
    "modules of the package": "from cdktf_cdktf_provider_aws import provider, sqs_queue\n"
    "AwsProvider, SqsQueue = provider.AwsProvider, sqs_queue.SqsQueue",
    "by service": "from cdktf_cdktf_provider_aws import AwsProvider, sqs\nSqsQueue = sqs.SqsQueue",
    "everything": "from cdktf_cdktf_provider_aws.provider import *\nfrom cdktf_cdktf_provider_aws.sqs_queue import *",
    "bindings": "from imports.aws.provider import AwsProvider\nfrom imports.aws.sqs_queue import SqsQueue",
    "bindings in one": "from imports.aws import AwsProvider, SqsQueue",
}


@pytest.mark.parametrize("imports", PROVIDERS.values(), ids=PROVIDERS)
def test_every_way_to_import_a_class_leads_to_it(imports: str, document: Callable[..., Any]) -> None:
    text = f'{imports}\nAwsProvider(stack, "aws", region="x")\nSqsQueue(stack, "q", delay_seconds=3)'
    assert document(text)["resource"]["aws_sqs_queue"]["q"]["delay_seconds"] == 3


def test_modules_are_those_that_the_project_file_names(document: Callable[..., Any]) -> None:
    found = document(
        """
from imports.vpc import Vpc, VpcConfig
from imports.crayon.vm.azurerm import CrayonVmAzurerm
vpc = Vpc(stack, "vpc", cidr="10.0.0.0/16", tags={"a_b": "c"}, enable_nat_gateway=True)
CrayonVmAzurerm(stack, "vm", name="x", depends_on=[vpc])
TerraformOutput(stack, "id", value=vpc.vpc_id_output)
TerraformOutput(stack, "own", value=[vpc.cidr, Token.as_list(vpc.private_subnets_output)])
"""
    )
    vpc, vm = found["module"]["vpc"], found["module"]["vm"]
    assert (vpc["source"], vpc["version"]) == ("terraform-aws-modules/vpc/aws", "2.77.0")
    assert (vpc["cidr"], vpc["tags"], vpc["enable_nat_gateway"]) == ("10.0.0.0/16", {"a_b": "c"}, True)
    assert (vm["source"], vm["version"], vm["depends_on"]) == ("crayon/vm/azurerm", "1.10.1", ["module.vpc"])
    assert found["output"]["id"]["value"] == "${module.vpc.vpc_id}"
    assert found["output"]["own"]["value"] == ["10.0.0.0/16", "${module.vpc.private_subnets}"]


def test_a_provider_of_which_nothing_is_known_is_read_by_its_names(document: Callable[..., Any]) -> None:
    found = document(
        """
from imports.somewhere.provider import SomewhereProvider
from imports.somewhere.small_thing import SmallThing, SmallThingInnerPart
SomewhereProvider(stack, "somewhere")
SmallThing(stack, "thing", inner_part=[SmallThingInnerPart(is_small=True)], tags={"a_b": "c"}, a_size=2.0)
"""
    )
    thing = found["resource"]["somewhere_small_thing"]["thing"]
    assert thing["a_size"] == 2
    assert thing["inner_part"] == [{"is_small": True}]
    assert thing["tags"] == {"a_b": "c"}


def test_where_a_module_is_from_may_not_be_known(document: Callable[..., Any]) -> None:
    found = document('from imports.my_net import MyNet\nMyNet(stack, "net", a_size=1)')
    assert found["module"]["net"]["a_size"] == 1
    assert isinstance(found["module"]["net"]["source"], Unknown)


def test_values_are_given_as_they_are_at_that_time(document: Callable[..., Any]) -> None:
    found = document(
        """
import enum

class Stage(str, enum.Enum):
    TEST = "test"

class Names(dict):
    pass

held = {"a": [1], "stage": Stage.TEST, 3: Names(x=1.0)}
TerraformOutput(stack, "held", value=held)
held["a"].append(2)
"""
    )
    assert found["output"]["held"]["value"] == {"a": [1], "stage": "test", "3": {"x": 1}}


HOSTILE = {
    "without an end": "held = []\nheld.append(held)\n",
    "deep": "held = []\nfor _ in range(5000):\n    held = [held]\n",
    "deep in dictionaries": "held = {}\nfor _ in range(5000):\n    held = {'a': held}\n",
    "large": "held = 10 ** 400\n",
    "odd keys": "held = {(1, 2): 3}\n",
    "no names": "held = {'': {'__class__': 1}}\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_programs_give_is_too_much(text: str, read: Callable[..., Any]) -> None:
    found = read(f"{START}{text}TerraformOutput(stack, 'held', value=held)\napp.synth()\n")
    assert found.error or found.stacks


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("vpc", "terraform-aws-modules/vpc/aws"),
        ("crayon/vm/azurerm", "crayon/vm/azurerm"),
        ("azurerm/vm", "crayon/vm/azurerm"),
        ("other", ""),
        ("", ""),
    ],
)
def test_bindings_are_found_by_where_they_stand(path: str, source: str) -> None:
    found = BINDINGS.module(path)
    assert (found.source if found else "") == source
