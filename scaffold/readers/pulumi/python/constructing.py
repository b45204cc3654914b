"""What a component's constructor is called with, when it is evaluated alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.project import Parameter
from scaffold.readers.deploying.arguments import ARGS, Supply
from scaffold.readers.deploying.python_arguments import Values
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.values import UNDEFINED, Symbol
from scaffold.readers.pulumi.arguments import DEFAULT_NAME, OPTIONS
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run

#: How the annotation of what must be an output begins.
_OUTPUT: Final = re.compile(r"""["']?(pulumi\.)?Output\[""")


def arguments_for(run: Run, machine: Evaluator, entry: Entry) -> tuple[list[Any], Mapping[str, Any]]:
    """What the constructor is given, in order and by name."""

    def wrapped(parameter: Parameter | None, value: Symbol) -> Any:
        return Output(run, value) if parameter is not None and _OUTPUT.match(parameter.type) else value

    supply = Supply(run, entry, run.given.explore, run.given.mocked, wrapped)
    values = Values(supply, machine)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for at, name in enumerate(entry.signature):
        if name == OPTIONS:
            continue
        if at == 0:
            given = run.values.get(name, DEFAULT_NAME)
            found: Any = given if isinstance(given, str) else DEFAULT_NAME
        else:
            found = values.argument(machine, name)
        if found is UNDEFINED:
            continue
        if at == len(positional) and (at == 0 or name == ARGS):
            positional.append(found)
        else:
            named[name] = found
    return positional, named
