"""The values of stacks as tests compare them: the same on every machine, and whatever Terraform calls things."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .documents import comparable, document_of, parsed

#: A text as it is shown.
Change = Callable[[str], str]

_TOKEN = re.compile(r"(?:[$#&]\{)?TfToken(?:\[[^\]]*\]\}?)?", re.IGNORECASE)
#: Numbers that stand for ones that are not known yet begin with these bits; a text with one in it is like this.
_MARKERS = (b"\xfb\xff", b"\xfd\xff")
_NUMBER = re.compile(r"-\d(?:\.\d+)?e\+\d+")
_HASH = re.compile("[0-9A-Fa-f]{32}")


class Places:
    """Paths and contents: the working folder is `.`, and an asset is called by its construct."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._shown: list[tuple[re.Pattern[str], str]] = []
        shown = "."
        for place in (folder, *folder.parents):
            for spelled in dict.fromkeys([str(place), os.path.realpath(place)]):
                self._shown.append((re.compile(rf"(?<![\w./:-]){re.escape(spelled)}(?![\w.-])"), shown))
            if place == root or root not in place.parents:
                break
            shown = ".." if shown == "." else f"../{shown}"

    def short(self, text: str, assets: Sequence[Any]) -> str:
        """The text with these in the place of what differs from machine to machine, and with every edit of a file."""
        for asset in assets:
            # One that the program gives says nothing of the content.
            if _HASH.fullmatch(asset.hash):
                text = text.replace(asset.place, asset.shown).replace(asset.hash, f"hash of {asset.path}")
        for spelled, shown in self._shown:
            text = spelled.sub(shown, text)
        return text


def shown(value: Any, change: Change) -> Any:
    """A value with all its texts changed; those that are JSON are documents."""
    if isinstance(value, str):
        document = parsed(value)
        if document is None:
            return change(value)
        return document_of(_members(document, change), value)
    return _members(value, change) if isinstance(value, (Mapping, list)) else comparable(value)


def _members(value: Any, change: Change) -> Any:
    if isinstance(value, Mapping):
        return {change(key): _again(item, change) for key, item in value.items()}
    return [_again(item, change) for item in value]


def _again(value: Any, change: Change) -> Any:
    """A value in a document may be one itself."""
    return shown(getattr(value, "text", value), change)


def tokens(value: Any, path: str) -> Iterator[str]:
    """Where tokens are left that should have become values or expressions."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from tokens(key, path)
            yield from tokens(item, f"{path}.{key}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from tokens(item, f"{path}.{at}")
    elif isinstance(value, str):
        numbers = (found for found in _NUMBER.findall(value) if _stands_for_another(float(found)))
        yield from (f"{path}: {found}" for found in (*_TOKEN.findall(value), *numbers))
    elif isinstance(value, float) and _stands_for_another(value):
        yield f"{path}: {value}"


def _stands_for_another(number: float) -> bool:
    return struct.pack(">d", number)[:2] in _MARKERS
