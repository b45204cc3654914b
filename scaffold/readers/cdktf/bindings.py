"""The providers and modules for which a project has bindings generated, as its cdktf.json names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORDS: Final = re.compile(r"[/.:]+")
_SEPARATORS: Final = re.compile(r"[-_]")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A provider or module that cdktf.json names, for which bindings are generated: `name` is what these are called,
    empty where the source says."""

    source: str
    version: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bindings:
    """What bindings a project has; `folder` is where their generated code is, relative to what the user named."""

    providers: tuple[Constraint, ...] = ()
    modules: tuple[Constraint, ...] = ()
    folder: str = ""

    def provider(self, name: str) -> Constraint | None:
        """The provider whose bindings are called so."""
        own = (each for each in self.providers if _plain(each.name or _last(each.source)) == _plain(name))
        return next(own, None)

    def module(self, path: str) -> Constraint | None:
        """The module whose bindings stand at a path: `vpc`, `terraform-aws-modules/aws/vpc`."""
        words = {_plain(word) for word in path.split("/") if word}
        named = (each for each in self.modules if each.name and words == {_plain(each.name)})
        found = next(named, None)
        if found is not None or not words:
            return found
        return next((each for each in self.modules if not each.name and words <= set(_words(each.source))), None)


def _words(source: str) -> Iterator[str]:
    for word in _WORDS.split(source.partition("?")[0]):
        yield _plain(word)


def _last(source: str) -> str:
    return source.rpartition("/")[2]


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()
