"""`scaffold list`: what is built in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.terminal import say, table


def _targets() -> Sequence[Sequence[str]]:
    from scaffold.emit import TARGETS

    return [(target.name, target.title, ", ".join(target.platforms)) for target in TARGETS.values()]


def _readers() -> Sequence[Sequence[str]]:
    from scaffold.readers import READERS

    return [(reader.name, reader.title, reader.looks_for) for reader in READERS.values()]


def _templates() -> Sequence[Sequence[str]]:
    from scaffold.emit.render import template_names

    return [(name,) for name in template_names()]


LISTS: dict[str, Callable[[], Sequence[Sequence[str]]]] = {
    "targets": _targets,
    "readers": _readers,
    "templates": _templates,
}


@click.command("list", short_help="List the built-in targets, readers or templates.")
@click.argument("what", type=click.Choice(tuple(LISTS)))
def list_command(what: str) -> int:
    """List what is built in, one a line."""
    for line in table(LISTS[what]()):
        say(line)
    return ExitCode.DONE
