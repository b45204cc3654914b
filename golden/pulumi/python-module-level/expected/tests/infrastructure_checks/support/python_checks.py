"""That the tests of this folder would fail: each check runs a small program with a fault in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pulumi

from .deployment import Deployment
from .documents import json_text
from .home import HOME
from .results import ProgramError, Settings
from .values import secret

TYPE = "check:index:Thing"


class Program:
    """A program that can make resources; the attributes that are set on it are what it exports."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        work(self)

    def make(self, _name: str, **inputs: Any) -> pulumi.CustomResource:
        return pulumi.CustomResource(TYPE, _name, inputs)


def _stack(work: Callable[[Any], Any]) -> Deployment:
    # Nothing here takes any time.
    return Deployment(Settings(folder=HOME, main=HOME, create=lambda _: Program(work), patience=0.2))


def _raises(kind: type[Exception], message: str, ask: Callable[[], Any]) -> None:
    try:
        ask()
    except kind as error:
        assert re.search(message, str(error)), str(error)
    else:
        raise AssertionError(f"nothing was raised: {message}")


def _refused(message: str, work: Callable[[Any], Any]) -> Callable[[], None]:
    """Checks that a program is refused with this in the message, whatever is asked of it."""

    def check() -> None:
        stack = _stack(work)
        assert re.search(message, stack.failure()), stack.failure()
        _raises(ProgramError, message, stack.inventory)

    return check


def _fault(*_: Any) -> Any:
    raise ValueError("a fault")


async def _later_fault() -> None:
    await asyncio.sleep(0)
    _fault()


async def _never() -> None:
    await asyncio.get_running_loop().create_future()


def _nobody_waits(program: Any) -> None:
    program.task = None
    asyncio.ensure_future(_later_fault())


def _unknown_function(program: Any) -> None:
    program.answer = pulumi.runtime.invoke_output("check:index:ask", {})


def _exports(program: Any, value: Any) -> None:
    program.value = value


def tells_of_an_output_that_the_mocks_do_not_know() -> None:
    stack = _stack(lambda program: program.make("a", size=None).size.apply(str))
    assert stack.unanswered() == [f"{TYPE}::a.size"]


def finds_no_resource_output_or_export_that_is_not_there() -> None:
    stack = _stack(lambda program: program.make("a"))
    _raises(LookupError, "called b; there is a", lambda: stack.inputs(TYPE, "b"))
    _raises(LookupError, "say nothing of arn", lambda: stack.output(TYPE, "a", "arn"))
    _raises(LookupError, "nothing is exported as a", lambda: stack.exported("a"))


def tells_values_apart() -> None:
    def work(program: Any) -> None:
        program.make("a", text='{"b": [1, "2"]}', key=pulumi.Output.secret("c"))
        program.key = pulumi.Output.secret("c")

    stack = _stack(work)
    inputs = stack.inputs(TYPE, "a")
    assert inputs == {"text": json_text({"b": [1, "2"]}), "key": "c"}
    assert inputs != {"text": json_text({"b": [1, 2]}), "key": "c"}
    assert inputs != {"text": {"b": [1, "2"]}, "key": "c"}
    assert stack.exported("key") == secret("c")
    assert stack.exported("key") != "c"


CHECKS: dict[str, Callable[[], None]] = {
    "refuses a program that raises": _refused("a fault", _fault),
    "refuses an input that never settles": _refused(
        "a resource never settles", lambda program: program.make("a", size=_never())
    ),
    "refuses an input that fails": _refused("a fault", lambda program: program.make("a", size=_later_fault())),
    "refuses an error in apply": _refused("a fault", lambda program: program.make("a").urn.apply(_fault)),
    "refuses an error in a resource of an apply": _refused(
        "a fault", lambda program: program.make("a").urn.apply(lambda _: program.make("b", size=_later_fault()))
    ),
    "refuses an error that nobody waits for": _refused("a fault", _nobody_waits),
    "refuses an output that never settles": _refused(
        "an export never settles", lambda program: _exports(program, _never())
    ),
    "refuses a provider function that the mocks do not know": _refused(
        "no answer of the provider function check:index:ask", _unknown_function
    ),
    "tells of an output that the mocks do not know": tells_of_an_output_that_the_mocks_do_not_know,
    "finds no resource, output or export that is not there": finds_no_resource_output_or_export_that_is_not_there,
    "tells values apart": tells_values_apart,
}
