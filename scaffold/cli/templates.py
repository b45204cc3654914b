"""`scaffold templates`: which templates there are, copies of them to change, and what is wrong with such copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import FOLDER, template_options
from scaffold.cli.terminal import counted, located, say, say_diagnostics, say_text, table

if TYPE_CHECKING:
    from scaffold.templating import Level, TemplatePath

_HERE = Path(".scaffold/templates")


@click.group(short_help="List templates, copy one out to change it, check changed ones.")
def templates() -> None:
    """Templates decide how a test is spelled: each can be replaced, as a whole or one block at a time.

    They are looked for in the folders of --template-dir, in PATH/.scaffold/templates if you trust the project, in
    installed plugins, and among those that are built in; the first one found is used.
    """


@templates.command("list", short_help="Every template, and where it comes from.")
@click.argument("path", type=FOLDER, default=".")
@template_options
@click.option("--why", metavar="NAME", help="All places that have this template, and which of them wins.")
def list_templates(path: Path, template_dirs: tuple[Path, ...], trust_project_templates: bool, why: str | None) -> int:
    """List the templates that suites for the project at PATH (default: this folder) are made from."""
    from scaffold.templating import template_path

    found = template_path(path, template_dirs, trust_project=trust_project_templates)
    say_diagnostics(found.notes, path)
    for line in _why(found, why) if why is not None else _all(found):
        say(line)
    return ExitCode.DONE


@templates.command(short_help="Copy a template out to change it.")
@click.argument("name")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=_HERE, show_default=True)
@click.option("--block", "blocks", multiple=True, metavar="NAME", help="Copy only this block; may be repeated.")
@click.option("--seen", is_flag=True, help="Write nothing but the original to compare with: yours has what is new.")
def eject(name: str, to: Path, blocks: tuple[str, ...], seen: bool) -> int:
    """Copy the template NAME into a folder, where you can change it; no file of yours is overwritten.

    A comment above it says what the template gets. What the original is now is kept beside it, so that `lint` can say
    later what changed.
    """
    from scaffold.templating import template_path
    from scaffold.templating.ejecting import eject as copy_out
    from scaffold.templating.ejecting import refuse_links
    from scaffold.templating.known import known_name

    refuse_links(to, Path())
    upstream = template_path(to, ()).upstream
    done = copy_out(upstream, known_name(upstream, name), to, blocks, seen=seen)
    say(f"{'create':9} {done.file.as_posix()}" if done.file else f"{'update':9} {done.upstream.as_posix()}")
    use = "--trust-project-templates" if to == _HERE else f"--template-dir {to.as_posix()}"
    say(f"Use it with {use}; see what is wrong with it by `scaffold templates lint {to.as_posix()}`")
    return ExitCode.DONE


@templates.command(short_help="What is wrong with templates of yours.")
@click.argument("folder", metavar="DIR", type=FOLDER)
def lint(folder: Path) -> int:
    """Check the templates in DIR without using them.

    Looks for names of templates, blocks, variables and filters that there are not, for text of projects that gets into
    code as it stands, and for what changed in the originals since. Exits with 1 where there is something.
    """
    from scaffold.templating.lint import lint as check

    found = check(folder)
    for each in found:
        place = f"{located(Path(), each.position.file)}:{each.position.line}: " if each.position else ""
        say(f"{place}{each.summary} [{each.code}]")
        if each.hint:
            say(f"  hint: {each.hint}")
        say_text(each.detail)
    say(counted(len(found), "finding") if found else "Nothing is wrong with these templates.")
    return ExitCode.FOUND if found else ExitCode.DONE


def _all(found: TemplatePath) -> list[str]:
    """A line for each template: its name, the level that wins, and those that it hides."""
    rows = []
    for name in found.names():
        first, *hidden = found.having(name)
        rows.append((name, first.name, f"hides {', '.join(level.name for level in hidden)}" if hidden else ""))
    return table(rows)


def _why(found: TemplatePath, given: str) -> list[str]:
    """Each level with what it has under this name."""
    from scaffold.templating.known import known_contracts, known_name

    name = known_name(found, given)
    having = found.having(name)
    contract = known_contracts().get(name)
    rows = [(_state(level, having), level.name, _file(level, name, having)) for level in found.levels]
    return [f"{name}: {contract.makes}" if contract else name, *table(rows)]


def _state(level: Level, having: tuple[Level, ...]) -> str:
    if level not in having:
        return "-"
    return "used" if level == having[0] else "hidden"


def _file(level: Level, name: str, having: tuple[Level, ...]) -> str:
    return (level.folder / name).as_posix() if level in having else ""
