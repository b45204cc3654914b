"""Which cases stand in a generated file, so that they are known again when it is generated anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scaffold.model.written import CaseLabel, Written

#: What stands between the titles of groups and of a test.
BELOW = " > "


def of_target(files: Mapping[str, str], target: str) -> Mapping[str, Written]:
    """The files with the name of the target that they were made for."""
    return {path: Written(text, _cases(text), target) for path, text in files.items()}


def path(titles: Iterable[str]) -> str:
    """Titles of groups and a test as one; those that are empty do not count."""
    return BELOW.join(filter(None, titles))


def _cases(text: str) -> tuple[CaseLabel, ...]:
    return text.cases if isinstance(text, Written) else ()
