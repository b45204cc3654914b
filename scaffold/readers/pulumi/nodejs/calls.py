"""Calls of provider functions, as the SDK for Node.js gives what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.readers.programs.values import UNDEFINED, Machine, Promise
from scaffold.readers.pulumi.calls import answered
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run


def call_function(run: Run, machine: Machine, token: str, arguments: Sequence[Any], lifted: bool, at: int) -> Any:
    """Call a provider's function: gives an output where it is `lifted` (`getXOutput`), else a promise."""
    value, secret = answered(run, machine, token, arguments[0] if arguments else UNDEFINED, at)
    return Output(run, value, secret) if lifted else Promise(value)
