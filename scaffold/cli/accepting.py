"""Commands that go with a check: those that show and accept what it found, with the options that it was given."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.core import ParameterSource

#: Options that say how to report, not what is generated.
_OWN = frozenset({"shape", "quiet", "verbose", "no_cache"})


def like(context: click.Context, name: str, *more: str) -> str:
    """The command `generate` or `diff`, for a shell, with what of the options that were given decides about what is
    generated, and `more` flags."""
    given = [
        parameter
        for parameter in context.command.params
        if parameter.name not in _OWN and _is_given(context, parameter)
    ]
    words = [word for option in given for word in _words(option, context.params[option.name or ""])]
    flags = [flag for flag in more if flag not in words]
    place = context.params["path"].as_posix()
    arguments = [] if place == "." else ["--", place] if place.startswith("-") else [place]
    return shlex.join(["scaffold", name, *words, *flags, *arguments])


def _is_given(context: click.Context, parameter: click.Parameter) -> bool:
    given = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    return given and isinstance(parameter, click.Option)


def _words(option: click.Parameter, value: Any) -> Iterator[str]:
    name = max(option.opts, key=len)
    if isinstance(value, bool):
        yield from [name] if value else []
        return
    values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    for each in values:
        text = "=".join(each) if isinstance(each, tuple) else str(each)
        # A value that begins like an option would be taken for one.
        yield from [f"{name}={text}"] if text.startswith("-") else [name, text]
