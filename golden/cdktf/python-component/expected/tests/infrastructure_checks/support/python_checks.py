"""That the tests of this folder would fail: each check synthesises a small program with a fault in it."""

from __future__ import annotations

import importlib
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import validation
from .documents import json_text
from .home import HOME
from .library import LIBRARY
from .results import ProgramError, Settings
from .spelling import tokens
from .synthesis import Synthesis

TYPE = "check_thing"


class Program:
    """A stack that things can be put into: `things` are what they are given, by id."""

    def __init__(self, app: Any, name: str = "check") -> None:
        self.library = importlib.import_module(LIBRARY)
        self.stack = self.library.TerraformStack(app, name)
        self.by = self.library.TerraformProviderGeneratorMetadata(provider_name="check")

    def provider(self) -> None:
        self.library.TerraformProvider(
            self.stack, "check", terraform_resource_type="check", terraform_generator_metadata=self.by
        )

    def thing(self, id: str, **given: Any) -> Any:
        made = self.library.TerraformResource(
            self.stack, id, terraform_resource_type=TYPE, terraform_generator_metadata=self.by
        )
        for name, value in given.items():
            made.add_override(name, value)
        return made

    def output(self, id: str, value: Any) -> None:
        self.library.TerraformOutput(self.stack, id, value=value)


def _app(work: Callable[[Program], Any]) -> Synthesis:
    return Synthesis(Settings(HOME, create=lambda _, app: work(Program(app)), main=HOME, library=LIBRARY))


def _raises(kind: type[Exception], message: str, ask: Callable[[], Any]) -> None:
    try:
        ask()
    except kind as error:
        assert re.search(message, str(error)), str(error)
    else:
        raise AssertionError(f"nothing was raised: {message}")


def _refused(message: str, app: Synthesis) -> None:
    """Checks that a program is refused with this in the message, whatever is asked of it."""
    assert re.search(message, app.failure()), app.failure()
    _raises(ProgramError, message, app.inventory)


def _fault(*_: Any) -> None:
    raise ValueError("a fault")


def _twice(program: Program) -> None:
    program.thing("a")
    program.thing("a")


def _written(text: str) -> Callable[[str], None]:
    """Checks that a program with this text is refused with this in the message."""

    def check(message: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder).resolve()
            (place / "main.py").write_text(text.format(library=LIBRARY), encoding="utf-8")
            _refused(message, Synthesis(Settings(place, program="main.py", library=LIBRARY)))

    return check


def finds_nothing_that_is_not_there() -> None:
    app = _app(lambda program: program.output("a", "x"))
    _raises(LookupError, "is at check/b; there is none of that type", lambda: app.address(TYPE, "check/b"))
    _raises(LookupError, "no output b; there is a", lambda: app.output("b"))


def tells_values_apart() -> None:
    def work(program: Program) -> None:
        program.provider()
        first = program.thing("a", text='{"b": [1, "2"]}')
        program.thing("c", name="a", depends_on=[first.fqn])
        program.output("url", first.get_string_attribute("url"))

    app = _app(work)
    assert app.inventory(without=["backend.local", "provider.check"]) == {TYPE: ["check/a", "check/c"]}
    found = app.configuration(TYPE, "check/a")
    assert found == {"text": json_text({"b": [1, "2"]})}
    assert found != {"text": json_text({"b": [1, 2]})}
    assert found != {"text": {"b": [1, "2"]}}
    assert app.configuration(TYPE, "check/c", without=["name"]) == {"depends_on": ["${check_thing.check/a}"]}
    assert app.outputs() == {"url": {"value": "${check_thing.check/a.url}"}}
    assert app.unresolved() == []


def tells_of_tokens_that_are_left() -> None:
    texts = [{"b": "${TfToken[TOKEN.7]}"}, "#{TfToken[TOKEN.8]}", "x--8.109562212591381e+298 e-5"]
    left = {"a": texts, "c": -1.8881545897087503e289}
    assert list(tokens(left, "check")) == [
        "check.a.0.b: ${TfToken[TOKEN.7]}",
        "check.a.1: #{TfToken[TOKEN.8]}",
        "check.a.2: -8.109562212591381e+298",
        "check.c: -1.8881545897087503e+289",
    ]


CHECKS: dict[str, Callable[[], None]] = {
    "refuses a program that raises": lambda: _refused("ValueError: a fault", _app(_fault)),
    "refuses two constructs with one name": lambda: _refused("already a [Cc]onstruct with name", _app(_twice)),
    "refuses a resource without a provider": lambda: _refused(
        "[Vv]alidation failed", _app(lambda program: program.thing("a"))
    ),
    "refuses a program that makes no app": lambda: _written("")("it makes no App"),
    "refuses a program that never synthesises": lambda: _written("from {library} import App\nApp()\n")(
        "never calls synth"
    ),
    "refuses a program that ends itself": lambda: _written("import sys\nsys.exit(3)\n")("SystemExit: 3"),
    "finds no element or output that is not there": finds_nothing_that_is_not_there,
    "tells values apart": tells_values_apart,
    "tells of tokens that are left": tells_of_tokens_that_are_left,
}
if validation.BINARY:
    CHECKS[f"{validation.BINARY} accepts all that is synthesised"] = validation.accepts_all
