"""Terraform's built-in functions: https://developer.hashicorp.com/terraform/language/functions.

`FUNCTIONS` has all that give the same result for the same arguments (`try` and `can` are the evaluator's: they need
their arguments unevaluated), `IMPURE` the others with the reason why a test cannot know their result.
"""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.readers.terraform.functions import (
    collections,
    conversion,
    datetime,
    encoding,
    filesystem,
    hashing,
    network,
    numeric,
    sets,
    strings,
)
from scaffold.readers.terraform.functions.registry import Function

FUNCTIONS: Mapping[str, Function] = {
    **collections.FUNCTIONS,
    **conversion.FUNCTIONS,
    **datetime.FUNCTIONS,
    **encoding.FUNCTIONS,
    **filesystem.FUNCTIONS,
    **hashing.FUNCTIONS,
    **network.FUNCTIONS,
    **numeric.FUNCTIONS,
    **sets.FUNCTIONS,
    **strings.FUNCTIONS,
}

IMPURE: Mapping[str, str] = {
    "base64gzip": "its bytes depend on the compressor",
    "bcrypt": "its result has a random salt",
    "plantimestamp": "it is the time of the plan",
    "timestamp": "it is the time of the apply",
    "uuid": "its result is random",
}

_CORE = "core::"


def find_function(name: str) -> Function | None:
    """The pure function of this name, also as `core::name`; None where there is none."""
    return FUNCTIONS.get(name.removeprefix(_CORE))
