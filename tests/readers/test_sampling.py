"""Values with which a program gets to its end, found by trying."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.deployments import Arm, Decision, Entry, Evaluation, Failure, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.values import Call, Reference, Value
from scaffold.readers.deploying.sampling import Sampling

STAGE = Parameter("env.STAGE", "string", required=False, default=None, value=None, position=Position("main.py"))
ENTRY = Entry("orders", "main.py", ".", ".", parameters=(STAGE,))
ASKED = Call("in", (Reference("env.STAGE"), ("test", "prod")))


def evaluate(variant: Variant) -> Evaluation:
    fails = variant.values.get("env.STAGE") != "prod"
    failure = Failure("no such stage", Position("main.py")) if fails else None
    return Evaluation(variant, (), decisions=(Decision(Arm("main.py", 1, 0, 1), ASKED),), failure=failure)


def candidates(entry: Entry, parameter: Parameter) -> Iterator[Value]:
    del entry, parameter
    yield "made-up"


def test_what_a_program_compares_with_is_tried() -> None:
    assert Sampling(evaluate, candidates).sample(ENTRY, {}) == {"env.STAGE": "prod"}
