"""What arguments become of functions that the library makes for classes of the program."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from scaffold.readers.programs.binding import missing_arguments, too_many_arguments
from scaffold.readers.programs.python.native import Given


def fitted(
    given: Given,
    title: str,
    places: Sequence[str],
    others: Sequence[str],
    optional: Collection[str],
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
) -> dict[str, Any]:
    """The values by the names of parameters, which are given by place (behind the instance) or only by name.

    Raises the program's TypeError where they do not fit.
    """
    if len(arguments) > len(places):
        least = sum(name not in optional for name in places)
        raise given.error(too_many_arguments(title, least + 1, len(places) + 1, len(arguments) + 1))
    values = dict(zip(places, arguments, strict=False))
    for name, value in keywords.items():
        if name not in places and name not in others:
            raise given.error(f"{title}() got an unexpected keyword argument '{name}'")
        if name in values:
            raise given.error(f"{title}() got multiple values for argument '{name}'")
        values[name] = value
    for kind, names in (("positional", places), ("keyword-only", others)):
        missing = [name for name in names if name not in values and name not in optional]
        if missing:
            raise given.error(missing_arguments(title, missing, kind))
    return values
