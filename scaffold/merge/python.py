"""Python's test files as units. LibCST, which takes them apart, is only imported when there is one to take apart."""

from __future__ import annotations

from scaffold.merge.units import Language, Unit


def _parse(text: str) -> Unit:
    from scaffold.merge.python_units import parse

    return parse(text)


def _imports(unit: Unit, names: frozenset[str]) -> str:
    from scaffold.merge.python_rewriting import imports

    return imports(unit, names)


def _renamed(unit: Unit, name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    from scaffold.merge.python_rewriting import renamed

    return renamed(unit, name, pairs)


PYTHON = Language(parse=_parse, imports=_imports, renamed=_renamed)
