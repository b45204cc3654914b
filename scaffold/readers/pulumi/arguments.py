"""What a component's constructor is called with, when it is evaluated alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.project import Parameter
from scaffold.readers.deploying.arguments import Supply, without_end
from scaffold.readers.programs.values import UNDEFINED, Machine, Symbol
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run

OPTIONS: Final = "opts"
#: How the declared type of what must be an output begins.
_OUTPUT: Final = re.compile(r"(pulumi\.)?Output<")
#: What the component is called where nobody says.
DEFAULT_NAME: Final = "test"


def arguments_for(run: Run, machine: Machine, entry: Entry) -> Sequence[Any]:
    """The arguments of the constructor, in the order of its signature; what is not given at its end is left out."""

    def wrapped(parameter: Parameter | None, value: Symbol) -> Any:
        is_output = parameter is not None and _OUTPUT.match(parameter.type) and value.concrete is not UNDEFINED
        return Output(run, value) if is_output else value

    supply = Supply(run, entry, run.given.explore, run.given.mocked, wrapped)
    return without_end([_argument(supply, machine, name, place) for place, name in enumerate(entry.signature)])


def _argument(supply: Supply, machine: Machine, name: str, place: int) -> Any:
    if name == OPTIONS:
        return UNDEFINED
    if place == 0:
        value = supply.run.values.get(name, DEFAULT_NAME)
        return value if isinstance(value, str) else DEFAULT_NAME
    return supply.argument(machine, name)
