"""Functions are invoked only with events that their code takes."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.model.functions import Code, EventUse, Function, Guard, Package
from scaffold.model.integration import Behaves, IntegrationCase
from scaffold.model.position import Position
from scaffold.plan.integration.demanding import takes_any

HERE = Position("main.tf", 1)
ADDRESS = "aws_lambda_function.worker"


def case(event: Any, kind: str = "invoke_function") -> IntegrationCase:
    expect = Behaves(kind, {"function_name": "worker", "event": event})
    return IntegrationCase("behaviour:x", "behaviour", "x", ADDRESS, "x", expect, writes=True)


def function(*path: str, outcome: str = "escapes", required: bool = True) -> Function:
    use = EventUse(path, HERE, required=required, guard=Guard(outcome))
    code = Code("python", "worker.py", "worker.py", "handler", uses=(use,))
    return Function(ADDRESS, "function worker", ".", "terraform", HERE, Package("folder", {}, HERE), code=code)


@pytest.mark.parametrize(
    ("path", "event", "taken"),
    [
        (("payment",), {}, False),
        (("payment",), {"payment": {}}, True),
        (("Records", "*", "body"), {"Records": []}, False),
        (("Records", "*", "body"), {"Records": [{"body": "x"}]}, True),
        (("Records", "*", "body"), {"Records": [{}]}, False),
        (("body", "(json)", "id"), {"body": "{}"}, False),
        (("body", "(json)", "id"), {"body": '{"id": 1}'}, True),
        (("body", "(json)", "id"), {"body": "no"}, False),
        (("body", "(base64)", "id"), {"body": "e30="}, True),
        (("id",), "text", False),
    ],
)
def test_what_the_code_needs_has_to_be_in_the_event(path: tuple[str, ...], event: Any, taken: bool) -> None:
    assert takes_any(case(event), [function(*path)]) is taken


def test_what_is_optional_or_answered_may_be_missing() -> None:
    assert takes_any(case({}), [function("id", required=False)])
    assert takes_any(case({}), [function("id", outcome="answered")])


def test_other_cases_and_functions_of_which_nothing_is_known_stay() -> None:
    assert takes_any(case({}, kind="send_and_receive"), [function("id")])
    assert takes_any(case({}), [])
