"""`scaffold outputs`: the flat outputs that integration suites read, and what is still to be exported for them."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import loaded_settings, reading_options
from scaffold.cli.terminal import located, say, say_diagnostics, say_text

FORMS = ("terraform", "pulumi", "cdktf", "cloudformation")


@click.group(short_help="Flatten a deployment's outputs, suggest outputs to export.")
def outputs() -> None:
    """What a deployment says of itself, for integration suites to find it by."""


@outputs.command(short_help="Make a flat outputs file of what a deployment tells.")
@click.argument("source", type=click.File("r", encoding="utf-8-sig"), default="-")
@click.option("--from", "form", type=click.Choice(FORMS), help="What told the outputs.  [default: what they look like]")
@click.option("--stack", default="", help="Take the outputs of this stack only.")
@click.option("--sensitive", is_flag=True, help="Keep sensitive values, which are left out otherwise.")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write this file, and its folder.")
def flatten(source: IO[str], form: str | None, stack: str, sensitive: bool, path: Path | None) -> int:
    """Read what `terraform output -json`, `pulumi stack output --json`, `cdktf output` or `aws cloudformation
    describe-stacks` says from SOURCE (default: standard input), and print one flat object of texts, lists as JSON."""
    from scaffold.flattening import FlattenError
    from scaffold.flattening import flatten as flattened

    try:
        text = source.read()
    except UnicodeDecodeError as error:
        raise FlattenError("the outputs are no UTF-8 text", "Give the command's JSON output.") from error
    found = flattened(text, form or "", stack, sensitive=sensitive)
    say_diagnostics(found.notes, Path())
    if path is None:
        say_text(found.text())
        return ExitCode.DONE
    from scaffold.pipeline import write_outputs

    write_outputs(path, found)
    say(f"wrote {path}: {len(found.values)} outputs")
    return ExitCode.DONE


@outputs.command(short_help="Show the outputs that would let more be tested, as a patch.")
@reading_options
@click.option("--apply", "applied", is_flag=True, help="Change the project's files as the patch says.")
def suggest(path: Path, applied: bool, **given: Any) -> int:
    """Print, as a unified diff, the outputs that the project at PATH (default: this folder) would have to export for
    integration suites to find what they cannot find now. Nothing is changed unless with --apply."""
    from scaffold import pipeline

    found = pipeline.suggest(path, loaded_settings(path, given), apply=applied)
    say_diagnostics(found.reading.diagnostics, path, quiet=True)
    for patch in found.patches:
        say_text(patch.diff)
        if applied:
            say(f"changed   {located(path, patch.path)}", error=True)
    for each in found.unpatched:
        place = each.missing.position
        say(f"# {located(path, place.file)}:{place.line}: {each.missing.title} has to be exported by hand:")
        say(f"#     {each.line}")
    if not found.patches and not found.unpatched:
        say("Everything that is worth testing can be found.", error=True)
    return ExitCode.DONE if found.reading.clean else ExitCode.UNCLEAN
