"""Facts about resource types and runtimes, as data files beside this module. Nothing else knows a cloud service."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: In `wiring.toml`, the source or target type that stands for all without a row of their own.
ANY = "any"

#: Data sources that say where the configuration runs: a reference to one connects nothing.
SURROUNDINGS = frozenset({"aws_availability_zones", "aws_caller_identity", "aws_partition", "aws_region"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language of function code: the runtimes that run it begin with one of `runtimes`, files end with `endings`."""

    name: str
    runtimes: tuple[str, ...]
    endings: tuple[str, ...]


def noun(type_: str) -> str:
    """What a resource type is called in a sentence: `queue` for `aws_sqs_queue`."""
    return _load("nouns.toml")["nouns"].get(type_) or type_words(type_)


def type_words(type_: str) -> str:
    """A resource type in words, without its provider: `SQS queue` for `aws_sqs_queue`."""
    words = type_.split("_")
    acronyms, services = _acronyms(), _load("nouns.toml")["services"]
    return " ".join(word.upper() if word in acronyms else services.get(word, word) for word in words[1:] or words)


def required(type_: str) -> tuple[str, ...]:
    """The arguments that a resource type cannot do without, and that modules may leave null; only some types have any
    here."""
    return tuple(_load("required.toml").get(type_, ()))


def may_be_empty(type_: str) -> tuple[str, ...]:
    """Those of the `required` arguments that may be empty text."""
    return tuple(_load("required.toml")["may_be_empty"].get(type_, ()))


def sentences(source: str, path: str, target: str) -> tuple[str, ...]:
    """What it means that `path` of a `source` refers to a `target` (types): patterns to try in order, maybe none.

    `path` has dots, no positions. A pattern has `{source}`, `{target}`, `{key}` (the last step of the path), and names
    of attributes of the source, for what those refer to.
    """
    rows = _load("wiring.toml")
    last = path.rpartition(".")[2]
    parent = path.rpartition(".")[0]
    places = ((source, path), (source, f"{parent}.*"), (ANY, last))
    for row, key in places:
        means: Mapping[str, Any] = rows.get(row, {}).get(key, {})
        found = means.get(target) or means.get(ANY)
        if found:
            return (found,) if isinstance(found, str) else tuple(found)
    return ()


def language(runtime: str) -> Language | None:
    """The language that a function's runtime (`python3.12`, `nodejs20.x`) runs, if its files can be checked."""
    for name, facts in _load("languages.toml").items():
        if runtime.startswith(tuple(facts["runtimes"])):
            return Language(name, tuple(facts["runtimes"]), tuple(facts["endings"]))
    return None


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(_load("nouns.toml")["acronyms"].split())


@cache
def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
