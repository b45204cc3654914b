"""The names that constructs get: ids, logical ids, addresses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.deploying.spelled import UNKNOWN, spelled
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine

_LONGEST: Final = 255
_READABLE: Final = 240
_NOT_ALLOWED: Final = re.compile(r"[^A-Za-z0-9_-]")
#: What is left out of logical ids as older versions of the library made them.
LETTERS_ONLY: Final = re.compile(r"[^A-Za-z0-9]")
_RELEASE: Final = re.compile(r"[\^~=v ]*0\.([0-9]+)\.[0-9]+")
_SEPARATORS: Final = re.compile(r"[/\n]")
_SNAKE: Final = (
    (re.compile(r"^[^A-Za-z0-9]*|[^A-Za-z0-9]*$"), ""),
    (re.compile(r"([a-z0-9])([A-Z])"), r"\1_\2"),
    (re.compile(r"[^A-Za-z0-9]+|_+"), "_"),
)


class Scheme:
    """How logical ids are made: `old` is the way before version 0.17, which goes by what the context says."""

    def __init__(self, run: Run) -> None:
        del run
        self.old = False


def is_old(version: str) -> bool:
    """Whether a project that wants this version of the library has logical ids of the old way."""
    found = _RELEASE.match(version)
    return found is not None and int(found[1]) < 17 and found[0].strip("^~=v ") != "0.0.0"


def is_known(id_: str) -> bool:
    """Whether all of an id is known, or what is not stands for one text."""
    return UNKNOWN not in id_


def id_text(machine: Machine, value: Any, at: int = 0) -> str:
    """What a construct is called by what the program gives; what is not known of it stands in braces."""
    concrete = machine.concrete(value)
    if concrete is MISSING:
        return spelled(machine.freeze(value))
    if concrete is UNDEFINED or concrete is None:
        return ""
    text = machine.concrete(machine.text(concrete, at))
    return text if isinstance(text, str) else UNKNOWN


def clean(id_: str) -> str:
    """An id without what separates the parts of a path."""
    return _SEPARATORS.sub("--", id_)


def address(ids: Sequence[str]) -> str:
    """The address of a construct, given the ids from the root on."""
    digest = hashlib.sha1(usedforsecurity=False)
    for id_ in ids:
        if id_ != "Default":
            digest.update(f"{id_}\n".encode("utf-8", "surrogatepass"))
    return f"c8{digest.hexdigest()}"


def unique_id(ids: Sequence[str], not_allowed: re.Pattern[str] = _NOT_ALLOWED) -> str:
    """The logical id of an element, given the ids below its stack; empty where they hold nothing."""
    parts = [id_ for id_ in ids if id_ != "Default"]
    if not parts:
        return ""
    if len(parts) == 1:
        plain = not_allowed.sub("", parts[0])
        if len(plain) <= _LONGEST:
            return plain
    digest = hashlib.md5("/".join(parts).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    shown: list[str] = []
    for part in parts:
        if not shown or not shown[-1].endswith(part):
            shown.append(part)
    readable = "_".join(not_allowed.sub("", part) for part in shown if part != "Resource")
    return f"{readable[:_READABLE]}_{digest[:8].upper()}"


def snake_case(name: str) -> str:
    """A name in the way of Terraform."""
    for pattern, put in _SNAKE:
        name = pattern.sub(put, name)
    return name.lower()
