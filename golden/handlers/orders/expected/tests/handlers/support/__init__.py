"""Calls functions as their triggers do, in an emulated cloud."""

from .function import Function
from .outcome import Outcome
from .terms import (
    Call,
    as_base64,
    as_json,
    changed,
    created,
    each_in_a_list,
    fails,
    joined,
    md5_of,
    now,
    signature,
    some,
)
from .world import Wired, row

__all__ = [
    "Call",
    "Function",
    "Outcome",
    "Wired",
    "as_base64",
    "as_json",
    "changed",
    "created",
    "each_in_a_list",
    "fails",
    "joined",
    "md5_of",
    "now",
    "row",
    "signature",
    "some",
]
