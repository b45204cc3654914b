"""What the package `pulumi` means, beside what the SDK itself makes of the same programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

#: Many small things in one program: starting the SDK takes longer than all of them.
_ALL = """
import json
from dataclasses import dataclass
from enum import Enum
from typing import Optional

import pulumi
from pulumi import Config, Output, ResourceOptions, export


class Thing(pulumi.CustomResource):
    size: Output[int]

    def __init__(self, name, props=None, opts=None):
        super().__init__("shop:index:Thing", name, props, opts)


class Box(pulumi.ComponentResource):
    def __init__(self, name: str, size: int = 3, opts: Optional[ResourceOptions] = None):
        super().__init__("shop:index:Box", name, {"kind": "box"}, opts)
        self.thing = Thing(f"{name}-thing", {"size": size}, ResourceOptions(parent=self))
        self.size = self.thing.size
        self.register_outputs({})


class Color(str, Enum):
    RED = "red"


config = Config()
one = Thing("one", {"size": 3, "nothing": None, "text": "a b", "color": Color.RED, "in": {"a_b": None, "c_d": 1}})
two = Thing("two", {"size": one.size, "items": [one.size, None, ("x", 1.5)]}, ResourceOptions(depends_on=[one]))
box = Box("box", opts=ResourceOptions.merge(ResourceOptions(protect=True), ResourceOptions(depends_on=one)))

export("all", Output.all(one.size, b="x") if False else Output.all(one.size, "x"))
export("named", Output.all(size=one.size, text="t").apply(lambda found: f"{found['text']}-{found['size']}"))
export("concat", Output.concat("a", one.text, "-", "b"))
export("format", Output.format("{0}/{x:>4}/{1!r}", one.size, "q", x="y"))
later = one.size.apply(lambda size: {"s": size, "t": one.text})
export("dumps", Output.json_dumps({"size": one.size, "list": [1, one.text], "later": later}))
export("loads", Output.json_loads(Output.from_input('{"a": [1, 2]}'))["a"][1])
export("secret", Output.secret({"a": 1}))
export("unsecret", Output.unsecret(Output.secret("open")))
export("lifted", two.items[2][0])
export("nested", one.size.apply(lambda size: one.text.apply(lambda text: [text] * size)))
export("complaint", f"{one.size}"[:44])
export("true", bool(one.size))
export("stack", pulumi.get_stack() + "/" + pulumi.get_project())
export("int", (config.get_int("count") or 2) + 1)
export("float", config.get_float("ratio", 0.5))
export("bool", config.get_bool("flag") is None)
export("object", config.get_object("thing")["a"][0])
export("hidden", config.require_secret("token"))
export("color", Color.RED)
export("nothing", None)
export("tuple", (1, 2))
export("keys", {1: "a", "b": {"c": None}})
export("box", box.size)
export("kind", box.kind)
export("component", box.id)

for wrong in (
    lambda: Output.all(1, a=2),
    lambda: list(one.size),
    lambda: json.dumps({"a": one.size}),
    lambda: "a" + one.size,
    lambda: one.missing,
    lambda: config.require("absent"),
    lambda: config.require_int("word"),
    lambda: config.get_bool("word"),
    lambda: Thing("", {}),
    lambda: Thing(3, {}),
    lambda: Thing("x", {}, {"parent": one}),
    lambda: pulumi.FileAsset(3),
    lambda: pulumi.StringAsset(one.text),
    lambda: ResourceOptions(depends_on=["x"]),
    lambda: pulumi.nothing,
):
    try:
        wrong()
        found = "no error"
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    export(f"error {len(found)} {found[:12]}", found)
"""
_GIVEN = {
    "config.shop:thing": {"a": ("x",)},
    "config.shop:token": "hush",
    "config.shop:word": "three",
    "pulumi.stack": "dev",
}


def test_everything_comes_to_what_the_sdk_makes_of_it(agreed: Callable[..., Any]) -> None:
    found = agreed(_ALL, _GIVEN, preamble="")
    shown = {each.name: each.resolved for each in found.exports}
    assert shown["dumps"] == '{"size": 3, "list": [1, "a b"], "later": {"s": 3, "t": "a b"}}'
    assert sum(name.startswith("error") for name in shown) == 15


def test_outputs_stay_what_they_are_made_of(python: Callable[..., Any]) -> None:
    found = python(
        """
        queue = aws.sqs.Queue("jobs", visibility_timeout_seconds=30)
        aws.sns.Topic("news", display_name=pulumi.Output.concat("to ", queue.name))
        pulumi.export("url", queue.url)
        """
    ).evaluate()
    assert str(found.registrations[1].inputs["displayName"]).count("aws_sqs_queue.jobs") == 1
    assert [(each.name, str(each.value)) for each in found.exports] == [("url", "aws_sqs_queue.jobs.url")]


def test_transformations_see_and_change_what_is_given(python: Callable[..., Any]) -> None:
    registered = python(
        """
        def tag(args):
            if args.type_ == "aws:sqs/queue:Queue":
                args.props["tags"] = {**(args.props["tags"] or {}), "team": "shop"}
                return pulumi.ResourceTransformationResult(args.props, args.opts)

        pulumi.runtime.register_stack_transformation(tag)
        aws.sqs.Queue("one", tags={"own": "x"})
        aws.sns.Topic("two")
        """
    ).registered()
    assert registered["aws_sqs_queue.one"].inputs["tags"] == {"own": "x", "team": "shop"}
    assert registered["aws_sns_topic.two"].inputs == {}


def test_dynamic_resources_keep_their_code_to_themselves(python: Callable[..., Any]) -> None:
    registered = python(
        """
        from pulumi.dynamic import CreateResult, Resource, ResourceProvider

        class Provider(ResourceProvider):
            def create(self, props):
                return CreateResult("1", outs=props)

        class Schema(Resource, module="db", name="Schema"):
            def __init__(self, name, size, opts=None):
                super().__init__(Provider(), name, {"size": size, "hash": None}, opts)

        schema = Schema("main", 3)
        pulumi.export("size", schema.size)
        """
    ).registered()
    (only,) = registered.values()
    assert (only.token, dict(only.inputs)) == ("pulumi-python:dynamic/db:Schema", {"size": 3})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("config.require('size')", "Missing required configuration variable 'shop:size'\n\tplease set a value using"),
        ("config.get_int('word')", "Configuration 'shop:word' value 'x' is not a valid 'int'"),
        ("config.require_object('word')", "Configuration 'shop:word' value 'x' is not a valid 'JSON object'"),
    ],
)
def test_configuration_is_refused_in_the_words_of_the_sdk(python: Callable[..., Any], line: str, message: str) -> None:
    read = python(f"config = pulumi.Config()\n{line}\n")
    failure = read.evaluate({"config.shop:word": "x"}).failure
    assert failure is not None
    assert message in failure.message


def test_other_stacks_have_what_is_asked_of_them(python: Callable[..., Any]) -> None:
    found = python(
        """
        network = pulumi.StackReference("acme/network/dev")
        aws.ec2.Instance("web", subnet_id=network.require_output("subnetId"), instance_type="t3.micro")
        aws.ec2.Instance("db", subnet_id=network.get_output("subnet_ids")[0], instance_type="t3.micro")
        """
    ).registered()
    assert str(found["aws_instance.web"].inputs["subnetId"]).endswith(".outputs.subnetId")
    assert str(found["aws_instance.db"].inputs["subnetId"]).endswith(".outputs.subnet_ids[0]")
