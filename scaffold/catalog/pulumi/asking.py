"""What packages ask of providers themselves, so that mocks have an answer although no program calls the function."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.catalog.pulumi.mocking import Pattern, answer


def asked(packages: Iterable[str], tokens: Iterable[str]) -> dict[str, Pattern]:
    """The answers, by function token, that a program needs which imports these packages (by their names without the
    scope) and registers resources of these types."""
    rows = _rows()
    functions = {function for package in packages for function in rows["packages"].get(package, ())}
    types = set(tokens)
    for pattern, more in rows["types"].items():
        if any(re.fullmatch(pattern, token) for token in types):
            functions.update(more)
    answers = {function: answer(function) for function in sorted(functions)}
    own: Mapping[str, Any] = rows["answers"]
    return {function: {**given, **own.get(function, {})} for function, given in answers.items() if given is not None}


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "asked.toml").read_text(encoding="utf-8"))
