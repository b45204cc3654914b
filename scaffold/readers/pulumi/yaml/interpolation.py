"""`${name.member[0]["key"]}` in texts: the parts of a text, and the way that each reference goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

_NAME: Final = re.compile(r"[^.\[}]+")
_INDEX: Final = re.compile(r"[-+]?\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Access:
    """A reference: what it is to, and the steps from there. `at` and `end` are its place in the text's value."""

    name: str
    steps: tuple[str | int, ...]
    at: int
    end: int


Part: TypeAlias = "str | Access"


class InterpolationError(ValueError):
    """A text that cannot be read, for this reason."""


def parts_of(text: str) -> list[Part]:
    """The parts of a text in order, `$$` as the `$` that it stands for. Raises `InterpolationError`."""
    found: list[Part] = []
    plain = ""
    place = 0
    while place < len(text):
        sign = text.find("$", place)
        sign = len(text) if sign < 0 else sign
        plain += text[place:sign]
        follows = text[sign + 1 : sign + 2]
        place = sign + 2
        if follows == "{":
            found += [plain] if plain else []
            access = _access(text, sign)
            found.append(access)
            plain, place = "", access.end
        elif follows == "$":
            plain += "$"
        else:
            plain += text[sign:place]
    return [*found, plain] if plain else found


def _access(text: str, start: int) -> Access:
    """The reference that begins at `start` with `${`."""
    steps: list[str | int] = []
    place = start + 2
    while place < len(text):
        sign = text[place]
        if sign == "}":
            if not steps:
                raise InterpolationError("there is nothing between ${ and }")
            name, *rest = steps
            return Access(str(name), tuple(rest), start, place + 1)
        if sign == ".":
            place += 1
        elif sign == "[":
            step, place = _subscript(text, place + 1)
            if not steps and isinstance(step, int):
                raise InterpolationError("a reference begins with a name, not with a number")
            steps.append(step)
        else:
            name_ = _NAME.match(text, place)
            assert name_ is not None
            steps.append(name_[0])
            place = name_.end()
    raise InterpolationError("a ${ has no }")


def _subscript(text: str, place: int) -> tuple[str | int, int]:
    """What stands between brackets, and the place behind them."""
    if text[place : place + 1] == '"':
        key = ""
        place += 1
        while place < len(text) and text[place] != '"':
            if text.startswith('\\"', place):
                place += 1
            key += text[place]
            place += 1
        if place >= len(text):
            raise InterpolationError('a [" has no end')
        if text[place + 1 : place + 2] != "]":
            raise InterpolationError("a [ has no ]")
        return key, place + 2
    end = text.find("]", place)
    if end < 0:
        raise InterpolationError("a [ has no ]")
    if not _INDEX.fullmatch(text[place:end]):
        raise InterpolationError(f"{text[place:end]!r} is no index of a list: the name of a member needs quotes")
    return int(text[place:end]), end + 1
