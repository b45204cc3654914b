from __future__ import annotations

import pytest
from plan.deployed.fakes import Run, call, entry, parameter

from scaffold.model.deployments import Variant
from scaffold.model.shapes import Kind, Member, Shape
from scaffold.model.values import Conditional, Reference, Template, Value
from scaffold.plan.deployed.conditions import Conditions
from scaffold.plan.deployed.slots import Slots

SIZE = Reference("args.size")
STAGE = Reference("args.stage")
FLAG = Reference("args.enabled")
TAGS = Reference("args.tags")
ZONES = Reference("args.zones")
NETWORK = Reference("args.network")
ENV = Reference("env.STAGE")
UNDEFINED = Reference("undefined")

ENTRY = entry(
    parameter("args.size", Kind.NUMBER),
    parameter("args.stage"),
    parameter("args.enabled", Kind.BOOL),
    parameter("args.tags", Kind.MAP),
    parameter("args.zones", Kind.LIST),
    parameter("args.tier", choices=("small", "large")),
    parameter(
        "args.network",
        Kind.OBJECT,
        shape=Shape(Kind.OBJECT, members={"cidr": Member(Shape(Kind.STRING), optional=True)}),
    ),
)

CONDITIONS: list[Value] = [
    FLAG,
    STAGE,
    TAGS,
    ENV,
    call("not", FLAG),
    call("is", STAGE, "prod"),
    call("is", "prod", STAGE),
    call("is-not", STAGE, "prod"),
    call("is", SIZE, 3),
    call("is", FLAG, True),
    call("is-not", FLAG, False),
    call("is", STAGE, UNDEFINED),
    call("is-not", STAGE, UNDEFINED),
    call("absent", STAGE),
    call("absent", SIZE),
    call("less", SIZE, 5),
    call("less-equal", SIZE, 5),
    call("greater", SIZE, 5),
    call("greater-equal", 5, SIZE),
    call("and", FLAG, STAGE),
    call("or", FLAG, STAGE),
    call("and", FLAG, call("is", STAGE, "prod"), call("greater", SIZE, 2)),
    call("or", call("is", STAGE, "prod"), call("is", STAGE, "staging")),
    call("not", call("and", FLAG, call("not", STAGE))),
    call("nullish", FLAG, True),
    call("is", call("nullish", STAGE, "dev"), "prod"),
    call("is", call("toLowerCase", STAGE), "prod"),
    call("is", call("typeof", STAGE), "string"),
    call("is", call("typeof", STAGE), "undefined"),
    call("greater", call("length", STAGE), 20),
    call("greater", call("length", ZONES), 2),
    call("length", ZONES),
    call("includes", ("prod", "staging"), STAGE),
    call("includes", STAGE, "prod"),
    call("includes", ZONES, "b"),
    call("in", "Owner", TAGS),
    call("startsWith", STAGE, "pr-"),
    call("endsWith", STAGE, "-eu"),
    call("isArray", ZONES),
    call("is", call("Number", ENV), 3),
    call("is", call("add", SIZE, 2), 7),
    call("is", call("subtract", 10, SIZE), 7),
    call("is", call("multiply", SIZE, 2), 8),
    call("is", call("divide", SIZE, 2), 8),
    call("is", call("modulo", SIZE, 2), 1),
    call("is", Template(("app-", STAGE)), "app-prod"),
    call("is", call("index", call("split", STAGE, "-"), 1), "eu"),
    call("pop", call("split", STAGE, ":")),
    call("is", Reference("args.network", ("cidr",)), "10.1.0.0/16"),
    Reference("args.network", ("cidr",)),
    NETWORK,
    call("is", call("index", NETWORK, "cidr"), "10.1.0.0/16"),
    call("is", Conditional(FLAG, "on", "off"), "on"),
    Conditional(FLAG, STAGE, False),
    call("test", "^[a-z]+$", STAGE),
    call("test", call("regex", r"^\d{12}$", ""), STAGE),
    call("test", call("regex", "^(?<name>[a-z", ""), STAGE),
    call("match", STAGE, call("regex", "^[A-Z]+$", "i")),
    call("is", Reference("args.tier"), "large"),
    Template((STAGE,)),
    call("is", Reference("config.a"), Reference("config.b")),
    call("is", call("trim", STAGE), "prod"),
]


@pytest.mark.parametrize(
    "given", [{}, {"args.stage": "dev", "args.size": 4, "args.enabled": True, "args.zones": ("a",)}]
)
@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_guess_turns_a_condition_round(condition: Value, given: dict[str, Value]) -> None:
    variant = Variant(ENTRY, given)
    slots = Slots(variant)
    now = Run(variant).holds(condition)
    turned = [Run(slots.choose(chosen)).holds(condition) for chosen in Conditions(slots).guesses(condition, not now)]
    assert (not now) in turned[:4]


def test_what_stands_in_the_environment_is_chosen_as_text() -> None:
    """`process.env.ONLY?.split(',')` asks for a member of a text."""
    slots = Slots(Variant(ENTRY, {}))
    chosen = [slots.choose(each) for each in Conditions(slots).guesses(Reference("env.ONLY", ("split",)), True)]
    assert chosen
    assert all(isinstance(variant.values["env.ONLY"], str) for variant in chosen)
