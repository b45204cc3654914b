"""References in registrations: spelled, they are what the suites' support libraries make of what is synthesised."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Template, Value
from scaffold.readers.cdktf.addresses import addresses_of
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.linking import Linking

CASES = json.loads((Path(__file__).parents[2] / "cdktf_support_cases.json").read_text(encoding="utf-8"))
PREFIXES = {"var": "variable", "local": "locals"}
HERE = Position("main.ts")


def block(name: str, path: str, body: Value = None) -> Block:
    """The block that expressions call by this name."""
    first, _, rest = name.partition(".")
    if first in ("module", "var", "local"):
        return Block(PREFIXES.get(first, first), "", rest, path, "orders", body or {}, HERE)
    kind = "data" if first == "data" else "resource"
    type_, _, key = (rest if first == "data" else name).partition(".")
    return Block(kind, type_, key, path, "orders", body or {}, HERE)


def paths_of(stack: StackSynthesis) -> dict[str, str]:
    """What is written for each address: what it is of, and the path of its construct."""
    addresses = addresses_of(stack)
    written = {}
    for name, path in CASES["names"].items():
        found = addresses.by_reference[name]
        written[addresses.of(found)] = path
    return written


STACK = StackSynthesis(
    "orders", "orders", HERE, tuple(block(name, path.split(".")[-1]) for name, path in CASES["names"].items())
)


def spelled(value: Value, bare: bool = False) -> Any:
    """A value as a test has it."""
    match value:
        case Reference(address, path):
            text = paths_of(STACK)[address] + str(Reference("", path))
            return text if bare else f"${{{text}}}"
        case Call("address", (reference,)):
            return spelled(reference, bare=True)
        case Call("jsonencode", (document,)):
            return {"json": spelled(document)}
        case Template(parts):
            return "".join(part if isinstance(part, str) else spelled(part) for part in parts)
        case tuple():
            return [spelled(item) for item in value]
        case dict():
            return {key: spelled(item) for key, item in value.items()}
    return value


def frozen(value: Any) -> Value:
    """JSON data as a model value, in which the hashes of assets are marked."""
    if isinstance(value, list):
        return tuple(map(frozen, value))
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    value = re.sub(rf"(?<![\w./:-]){CASES['root']}(?![\w.-])", "/(project)", value)
    parts: list[Value] = [value]
    for asset in CASES["assets"]:
        if len(asset["hash"]) == 32:
            pieces = value.split(asset["hash"])
            parts = [each for piece in pieces for each in (Call("asset.hash", (asset["path"],)), piece)][1:]
    return value if len(parts) == 1 else Template(tuple(part for part in parts if part != ""))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["title"])
def test_it_is_what_the_support_libraries_show(case: dict[str, Any]) -> None:
    given, shown = case["given"], case["shown"]
    if case["title"] == "assets":  # one whose hash the program gives is plain text here
        given, shown = (
            [value for value in each if "v1" not in value and "files" not in value] for each in (given, shown)
        )
    folder = CASES["folder"].removeprefix(f"{CASES['root']}/")
    assert spelled(Linking(addresses_of(STACK), folder).value(frozen(given))) == shown


@pytest.mark.parametrize("text", ['${"' * 100_000, "${" * 100_000, '${f("' + "}" * 100_000, '["' * 50_000])
def test_hostile_texts_stay_text(text: str) -> None:
    assert Linking(addresses_of(STACK)).value(text) == text
