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
TIERS = ("smoke", "standard", "exhaustive")
KINDS = ("unit", "integration", "handlers", "all")
DIALECTS = ("terraform", "opentofu")


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


def template_options(command: Command) -> Command:
    """--template-dir and --trust-project-templates."""
    for decorate in (
        click.option(
            "--trust-project-templates", is_flag=True, help="Use the templates in PATH/.scaffold/templates, too."
        ),
        click.option(
            "--template-dir", "template_dirs", type=FOLDER, multiple=True, help="Templates over the built-in ones."
        ),
    ):
        command = decorate(command)
    return command


def generating_options(command: Command) -> Command:
    """All that decides what is generated: the options of reading and choosing, and those of the suites themselves."""
    for decorate in (
        click.option("--write-config", is_flag=True, help="Add what suites run with to package.json or requirements."),
        click.option("--observe", is_flag=True, help="Run programs as their suites do, to settle what is open."),
        template_options,
        click.option("--dialect", type=click.Choice(DIALECTS), help="What runs native tests.  [default: the sources']"),
        choice_options,
        click.option("--tier", type=click.Choice(TIERS), help="How much is tested.  [default: standard]"),
        click.option(
            "--outputs-file", help="Flat outputs, relative to PATH.  [default: cfn-outputs/flat-outputs.json]"
        ),
        click.option(
            "--kind",
            type=click.Choice(KINDS),
            help="Tests of the sources, a deployment, the functions' code, or all.  [default: unit]",
        ),
        click.option(
            "--target", "targets", multiple=True, metavar="NAME", help="Kind of suite; see `scaffold list targets`."
        ),
        click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Output root.  [default: PATH]"),
        reading_options,
    ):
        command = decorate(command)
    return command


def merging_options(command: Command) -> Command:
    """--prune, --adopt and --force: what becomes of files and cases that are there."""
    for decorate in (
        click.option("--force", is_flag=True, help="Overwrite what scaffold did not write or what was edited since."),
        click.option(
            "--adopt", is_flag=True, help="Take over a suite that was generated earlier and whose lock is lost."
        ),
        click.option(
            "--prune",
            is_flag=True,
            help="Remove cases and files that these options do not give any more, unless they were edited.",
        ),
    ):
        command = decorate(command)
    return command


def loaded_settings(path: Path, given: Mapping[str, Any]) -> Settings:
    """The settings of the project at `path` with the options that were given over them. Raises `ConfigError`."""
    from scaffold.config import Flags, load_settings
    from scaffold.model.scales import Tier

    tier = Tier(given["tier"]) if given.get("tier") else None
    return load_settings(path, Flags(**{**given, "tier": tier, "variables": dict(given["variables"])}))
