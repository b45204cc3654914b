"""The command that accepts a difference: `scaffold generate` with the options that the comparison was given."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.core import ParameterSource


def generate_command(context: click.Context, *more: str) -> str:
    """The command for a shell, with every option of this command that `generate` has too, and `more` flags."""
    from scaffold.cli.generate import generate

    known = {parameter.name for parameter in generate.params} - {"shape", "quiet", "verbose", "dry_run"}
    given = [
        parameter for parameter in context.command.params if parameter.name in known and _is_given(context, parameter)
    ]
    words = [word for option in given for word in _words(option, context.params[option.name or ""])]
    flags = [flag for flag in more if flag not in words]
    place = context.params["path"].as_posix()
    arguments = [] if place == "." else ["--", place] if place.startswith("-") else [place]
    return shlex.join(["scaffold", "generate", *words, *flags, *arguments])


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
