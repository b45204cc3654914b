"""That the tests of this folder would fail: each check runs a small program in YAML with a fault in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

from .deployment import Deployment
from .documents import json_text
from .results import ProgramError, Settings
from .values import secret

TYPE = "check:index/thing:Thing"


def _stack(program: str) -> Deployment:
    """A deployment of a program, which is worked out before its file goes."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "Main.yaml").write_text(dedent(program), encoding="utf-8")
        stack = Deployment(Settings(folder=Path(folder), program="Main.yaml"))
        stack.failure()
        return stack


def _raises(kind: type[Exception], message: str, ask: Callable[..., Any], *given: Any) -> None:
    try:
        ask(*given)
    except kind as error:
        assert re.search(message, str(error)), str(error)
    else:
        raise AssertionError(f"nothing was raised: {message}")


def _refused(message: str, program: str) -> Callable[[], None]:
    """Checks that a program is refused with this in the message, whatever is asked of it."""

    def check() -> None:
        stack = _stack(program)
        assert re.search(message, stack.failure()), stack.failure()
        _raises(ProgramError, message, stack.inventory)

    return check


def _thing(inputs: str) -> str:
    """A program with one resource that is given this."""
    return "resources: {a: {type: 'check:index:Thing', properties: {" + inputs + "}}}"


def _tells_of_outputs() -> None:
    stack = _stack(_thing("") + "\noutputs: {size: '${a.size}'}")
    assert stack.unanswered() == [f"{TYPE}::a.size"]


def _finds_nothing_else() -> None:
    stack = _stack(_thing(""))
    _raises(LookupError, "called b; there is a", stack.inputs, TYPE, "b")
    _raises(LookupError, "say nothing of arn", stack.output, TYPE, "a", "arn")
    _raises(LookupError, "nothing is exported as a", stack.exported, "a")


def _tells_values_apart() -> None:
    program = _thing("""text: '{"b": [1, "2"]}', key: {"fn::secret": c}""")
    stack = _stack(program + "\noutputs: {key: {'fn::secret': c}}")
    inputs = stack.inputs(TYPE, "a")
    assert inputs == {"text": json_text({"b": [1, "2"]}), "key": "c"}
    assert inputs != {"text": json_text({"b": [1, 2]}), "key": "c"}
    assert inputs != {"text": {"b": [1, "2"]}, "key": "c"}
    assert stack.exported("key") == secret("c")
    assert stack.exported("key") != "c"


CHECKS: dict[str, Callable[[], None]] = {
    "refuses a file that is no YAML": _refused("Main.yaml", "resources: ["),
    "refuses a name that is not declared": _refused("called other", _thing("size: '${other}'")),
    "refuses what depends on itself": _refused("depends on itself", "variables: {a: '${b}', b: '${a}'}"),
    "refuses a reference that cannot be read": _refused("no reference", _thing("size: '${a'")),
    "refuses a type without a package": _refused("needs a package", "resources: {a: {type: Thing}}"),
    "refuses a file that is not there": _refused("missing.txt", _thing("text: {'fn::readFile': missing.txt}")),
    "refuses a provider function that the mocks do not know": _refused(
        "no answer of the provider function check:index/ask:ask",
        "variables: {a: {'fn::invoke': {function: 'check:ask'}}}",
    ),
    "refuses a missing configuration value": _refused("project:size", "config: {size: {type: number}}"),
    "tells of an output that the mocks do not know": _tells_of_outputs,
    "finds no resource, output or export that is not there": _finds_nothing_else,
    "tells values apart": _tells_values_apart,
}
