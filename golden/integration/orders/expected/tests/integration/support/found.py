"""What is found in an answer: the path language, and parts of texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

_READING = r":(?:json|keys|count|dns)(?![^.:\[])|:object\([^()]*\)|:list\([^()]*\)"
#: A piece of a path: a dot, a name in quotes, brackets, a reading, or a name.
_PIECE = re.compile(
    r"\.|\[(?P<exact>\"(?:[^\"\\]|\\.)*\")\]|\[(?P<inside>[^\]]*)\]"
    r"|:(?P<reading>(?:json|keys|count|dns)(?![^.:\[])|(?:object|list)\([^()]*\))"
    rf"|(?P<name>(?:(?!{_READING})[^.\[])+)"
)


def find(value: Any, path: str) -> Any:
    """What is at `path`, or None.

    Names have dots between them; `Name["a.b"]` is one with a dot in it. Of a list,
    `Name[Key=Value]` is the first element whose member is that text (`Key~Value`
    without case), `Name[0]` one by position, `Name[]` all of them and
    `Name[Key=Value][]` all with that member: the rest of the path counts for each.
    `Name:json` is what a text says as JSON, `Name:object(Key,Value)` a list of members
    as an object, `Name:keys` the names of an object's members, `Name:list(,)` the parts
    of a text, `Name:count` how many elements a list has, `Name:dns` a name of the DNS
    without the dot at its end.
    """
    return _walk(value, list(_steps(path)))


def choose(elements: Sequence[Any], where: Mapping[str, Any]) -> Any:
    """The first element whose members are as `where` says, by path; or None."""
    return next((each for each in elements if _fits(each, where)), None)


def pick(value: Any, picks: Sequence[Sequence[str]]) -> Any:
    """A part of a text, or of each text of a list: after, before or after the last."""
    if isinstance(value, list):
        return [pick(item, picks) for item in value]
    if isinstance(value, str):
        for verb, sign in picks:
            value = _picked(value, verb, sign)
    return value


def text_of(value: Any) -> Any:
    """A number or a truth as text; what is neither stays."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value) if whole else value)
    return value


def document(value: Any) -> Any:
    """What a text says as JSON, which may be encoded or escaped; else it stays."""
    if not isinstance(value, str):
        return value
    for read in (json.loads, _encoded, _escaped):
        try:
            return read(value)
        except (TypeError, ValueError):
            continue
    return value


def _encoded(text: str) -> Any:
    """JSON that is encoded as in a URL, as IAM does."""
    return json.loads(unquote(text))


def _escaped(text: str) -> Any:
    """JSON in JSON that lacks its quotes, as API Gateway does."""
    return json.loads(json.loads(f'"{text}"'))


def _steps(path: str) -> Iterator[tuple[str, str]]:
    """The steps of a path: what is done, and with what."""
    at = 0
    while at < len(path):
        match = _PIECE.match(path, at)
        if match is None:
            raise ValueError(f"{path} is no path")
        at = match.end()
        if match["name"]:
            yield "name", match["name"]
        elif match["exact"]:
            yield "name", json.loads(match["exact"])
        elif match["reading"]:
            reading, _, argument = match["reading"].rstrip(")").partition("(")
            yield reading, argument
        elif match["inside"] is not None:
            inside = match["inside"]
            every = re.search("[=~]", inside) and path.startswith("[]", at)
            at += 2 if every else 0
            yield _bracket(inside, bool(every)), inside


def _bracket(inside: str, every: bool) -> str:
    if not inside:
        return "all"
    return "those" if every else "at" if inside.isdigit() else "one"


def _walk(value: Any, steps: Sequence[tuple[str, str]]) -> Any:
    for at, (kind, argument) in enumerate(steps):
        if kind in _MANY:
            found = _those(value, argument) if kind == "those" else value
            return _each(found, steps[at + 1 :])
        value = _STEPS[kind](value, argument)
        if value is None:
            return None
    return value


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _element(value: Any, at: str) -> Any:
    there = isinstance(value, list) and int(at) < len(value)
    return value[int(at)] if there else None


def _one(value: Any, inside: str) -> Any:
    return next(iter(_those(value, inside) or ()), None)


def _those(value: Any, inside: str) -> Any:
    """The elements of a list whose member has a text: `Key=Value`, `Key~value`."""
    if not isinstance(value, list):
        return None
    key, sign, wanted = re.split("([=~])", inside, maxsplit=1)
    change = str.lower if sign == "~" else str
    return [
        item
        for item in value
        if (found := find(item, key)) is not None
        and change(str(text_of(found))) == change(wanted)
    ]


def _object(value: Any, argument: str) -> Any:
    """Members as an object: `Tags:object(Key,Value)`."""
    if not isinstance(value, list):
        return value
    key, _, member = argument.partition(",")
    return {
        str(text_of(name)): find(item, member)
        for item in value
        if (name := find(item, key)) is not None
    }


def _list(value: Any, sign: str) -> Any:
    """The parts of a text between signs: `Subnets:list(,)`."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(sign) if part.strip()]


def _keys(value: Any) -> Any:
    """The names of the members that an object has."""
    if not isinstance(value, Mapping):
        return None
    return sorted(name for name, item in value.items() if item is not None)


def _dns(value: Any) -> Any:
    """A name of the DNS as authors write it: no dot at its end, `*` as it is."""
    if not isinstance(value, str):
        return value
    return value.lower().removesuffix(".").replace("\\052", "*")


_MANY = ("all", "those")
_STEPS: Mapping[str, Callable[[Any, str], Any]] = {
    "name": _member,
    "at": _element,
    "one": _one,
    "object": _object,
    "list": _list,
    "json": lambda value, _: document(value),
    "keys": lambda value, _: _keys(value),
    "count": lambda value, _: len(value) if isinstance(value, list) else None,
    "dns": lambda value, _: _dns(value),
}


def _each(value: Any, steps: Sequence[tuple[str, str]]) -> Any:
    if not isinstance(value, list):
        return None
    found = [_walk(item, steps) for item in value]
    there = [item for item in found if item is not None]
    nested = any(kind in _MANY for kind, _ in steps)
    return [item for inner in there for item in inner] if nested else there


def _fits(element: Any, where: Mapping[str, Any]) -> bool:
    for path, wanted in where.items():
        found = find(element, path)
        candidates = found if isinstance(found, list) else [found]
        texts = [text_of(item) for item in candidates if item is not None]
        if text_of(wanted) not in texts:
            return False
    return True


def _picked(text: str, verb: str, sign: str) -> str:
    if sign not in text:
        return text
    if verb == "before":
        return text.partition(sign)[0]
    return text.rpartition(sign)[2] if verb == "last" else text.partition(sign)[2]
