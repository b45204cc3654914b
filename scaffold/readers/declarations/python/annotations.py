"""Python's annotations in the spelling of types that declarations are read in: `Optional[Sequence['outputs.Rule']]` is
`Array<s3.outputs.Rule> | undefined`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scaffold.readers.declarations.text import split

_PLAIN: Final = {
    "str": "string",
    "bool": "boolean",
    "int": "number",
    "float": "number",
    "None": "undefined",
    "Any": "any",
    "dict": "Record<string, any>",
    "list": "any[]",
}
_LISTS: Final = frozenset({"Sequence", "List", "list", "Iterable"})
_MAPS: Final = frozenset({"Mapping", "Dict", "dict", "MutableMapping"})
#: Types that only say how a value comes.
_WRAPPERS: Final = {"Output": "Output", "Input": "Input", "InputType": "Input", "Awaitable": "Promise"}
_DEEPEST: Final = 40
_LONGEST: Final = 10_000

#: Says where in the package the class of a name stands, dotted.
Qualify = Callable[[str], str]


def spelled(annotation: str, qualify: Qualify) -> str:
    """An annotation in the other spelling; `any` for what is not understood."""
    return _type(annotation, qualify, 0) if len(annotation) <= _LONGEST else "any"


def _type(text: str, qualify: Qualify, depth: int) -> str:
    text = text.strip()
    if depth > _DEEPEST or not text:
        return "any"
    quoted = text[0] in "'\""
    if quoted and text[-1] == text[0]:
        text = text[1:-1]
    choices = split(text, "|")
    if len(choices) > 1:
        return _union(choices, qualify, depth)
    if text.endswith("]") and "[" in text:
        head, _, inner = text[:-1].partition("[")
        return _generic(head.rpartition(".")[2], split(inner, ","), qualify, depth)
    plain = _PLAIN.get(text.rpartition(".")[2]) if not quoted else None
    return plain or (qualify(text) if _is_name(text) else "any")


def _generic(head: str, items: list[str], qualify: Qualify, depth: int) -> str:
    if head == "Literal":
        return " | ".join(f'"{item[1:-1]}"' if item[:1] in "'\"" else "any" for item in items)
    if head == "Optional":
        return f"{_type(items[0], qualify, depth + 1)} | undefined"
    if head == "Union":
        return _union(items, qualify, depth)
    if head in _LISTS:
        return f"Array<{_type(items[0], qualify, depth + 1)}>"
    if head in _MAPS:
        return f"Record<string, {_type(items[-1], qualify, depth + 1)}>"
    if head in _WRAPPERS:
        return f"{_WRAPPERS[head]}<{_type(items[0], qualify, depth + 1)}>"
    return "any"


def _union(choices: list[str], qualify: Qualify, depth: int) -> str:
    """The choices, without the dictionaries that stand for classes which are choices too."""
    found = [_type(choice, qualify, depth + 1) for choice in choices if not choice.strip("'\"").endswith("ArgsDict")]
    return " | ".join(dict.fromkeys(found)) or "any"


def _is_name(text: str) -> bool:
    return all(step.isidentifier() for step in text.split("."))
