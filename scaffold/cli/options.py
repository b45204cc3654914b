"""What several commands share: the project's path, the options that say how to read it, and how settings are loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scaffold.config import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def _assignments(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """`name=value` as pairs, split at the first equals sign; a usage error where there is none."""
    pairs = [text.partition("=") for text in given]
    for name, sign, value in pairs:
        if not sign or not name.strip():
            raise click.BadParameter(f"{name + sign + value!r} is not name=value", context, parameter)
    return tuple((name.strip(), value) for name, _, value in pairs)


def reading_options(command: Command) -> Command:
    """PATH, --var-file, --var and --plan."""
    for decorate in (
        click.option("--plan", type=FILE, help="Output of `terraform show -json`: sharpens what is not known."),
        click.option(
            "--var",
            "variables",
            callback=_assignments,
            multiple=True,
            metavar="NAME=VALUE",
            help="Give a variable a value.",
        ),
        click.option("--var-file", "var_files", type=FILE, multiple=True, help="Read variables from a tfvars file."),
        click.argument("path", type=FOLDER, default="."),
    ):
        command = decorate(command)
    return command


def _names(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names, each option's split at commas; a usage error where there is none."""
    names = [(text, [name.strip() for name in text.split(",") if name.strip()]) for text in given]
    for text, found in names:
        if not found:
            raise click.BadParameter(f"{text!r} names nothing", context, parameter)
    return tuple(dict.fromkeys(name for _, found in names for name in found))


def choice_options(command: Command) -> Command:
    """--select and --ignore."""
    metavar = "ID|SERVICE"
    for decorate in (
        click.option(
            "--ignore", callback=_names, multiple=True, metavar=metavar, help="Leave these checks out; likewise."
        ),
        click.option(
            "--select",
            callback=_names,
            multiple=True,
            metavar=metavar,
            help="Look at these checks only; may be repeated, or name several between commas.",
        ),
    ):
        command = decorate(command)
    return command


def loaded_settings(path: Path, given: Mapping[str, Any]) -> Settings:
    """The settings of the project at `path` with the options that were given over them. Raises `ConfigError`."""
    from scaffold.config import Flags, load_settings
    from scaffold.model.testplan import Tier

    tier = Tier(given["tier"]) if given.get("tier") else None
    return load_settings(path, Flags(**{**given, "tier": tier, "variables": dict(given["variables"])}))
