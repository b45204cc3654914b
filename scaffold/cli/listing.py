"""`scaffold list`: what is built in, and what plugins add."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.terminal import say, table


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list, and the lines below it that `-v` shows."""

    cells: tuple[str, ...]
    more: tuple[str, ...] = ()


def _targets() -> Iterable[Row]:
    from scaffold.emit import HANDLER_TARGETS, INTEGRATION_TARGETS, all_targets

    every = (*all_targets().values(), *INTEGRATION_TARGETS.values(), *HANDLER_TARGETS.values())
    return [Row((target.name, target.title, ", ".join(target.platforms))) for target in every]


def _readers() -> Iterable[Row]:
    from scaffold.readers import READERS

    return [Row((reader.name, reader.title, reader.looks_for)) for reader in READERS.values()]


def _templates() -> Iterable[Row]:
    from scaffold.emit.render import template_names

    return [Row((name,)) for name in template_names()]


def _invariants() -> Iterable[Row]:
    from scaffold.catalog.checks import all_checks

    for check in all_checks():
        kind = "invariant" if check.invariant else "advice"
        yield Row(
            (check.id, check.service, check.weight.value, kind, check.title),
            tuple(filter(None, (check.why, check.link))),
        )


def _services() -> Iterable[Row]:
    from scaffold.catalog.services import services

    return [Row((known.type, known.client, str(len(known.attributes)))) for known in services().values()]


LISTS: dict[str, Callable[[], Iterable[Row]]] = {
    "targets": _targets,
    "readers": _readers,
    "templates": _templates,
    "invariants": _invariants,
    "services": _services,
}


@click.command("list", short_help="List what is built in: targets, invariants, services, ...")
@click.argument("what", type=click.Choice(tuple(LISTS)))
@click.option("-v", "--verbose", is_flag=True, help="Say why an invariant matters; print the traceback of a fault.")
def list_command(what: str, verbose: bool) -> int:
    """List what is built in, one a line.

    Services are the resource types that integration suites ask about, each with its client and the number of attributes
    that are compared. Invariants come with id, service, weight and what holds. One becomes a test where it holds and a
    finding where it does not; advice is only ever a finding.
    """
    rows = tuple(LISTS[what]())
    for line, row in zip(table([row.cells for row in rows]), rows, strict=True):
        say(line)
        for more in row.more if verbose else ():
            say(f"    {more}")
    return ExitCode.DONE
