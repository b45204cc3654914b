"""The `scaffold` command: its subcommands, and how errors become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from scaffold import __version__
from scaffold.cli.check import check
from scaffold.cli.diff import diff
from scaffold.cli.eject import eject
from scaffold.cli.exit_codes import MEANINGS, ExitCode
from scaffold.cli.generate import generate
from scaffold.cli.golden import golden
from scaffold.cli.inspect import inspect
from scaffold.cli.listing import list_command
from scaffold.cli.outputs import outputs
from scaffold.cli.rehearse import rehearse
from scaffold.cli.review import review
from scaffold.cli.templates import templates
from scaffold.cli.terminal import say, say_diagnostics
from scaffold.diagnostics import RefusedError

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="scaffold")
def scaffold() -> None:
    """Read infrastructure as code and write the tests its authors never got to."""


for command in (generate, diff, check, eject, rehearse, outputs, review, inspect, list_command, templates, golden):
    scaffold.add_command(command)


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every error has been printed."""
    try:
        return int(scaffold.main(list(arguments), prog_name="scaffold", standalone_mode=False) or ExitCode.DONE)
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        say("interrupted", error=True)
        return ExitCode.INTERRUPTED
    except SystemExit:  # click's answer when whoever reads our output has gone
        return ExitCode.INTERRUPTED
    except RefusedError as error:
        say_diagnostics([error.diagnostic], Path())
        return ExitCode.USAGE
    except Exception as error:
        return _fault(error, arguments)


def _fault(error: Exception, arguments: Sequence[str]) -> int:
    # The flags are looked for by hand because the fault may have come before they were parsed.
    verbose = "-v" in arguments or "--verbose" in arguments
    advice = "report it with this output" if verbose else "run it again with -v and report it with the output"
    summary = str(error).partition("\n")[0]
    say(f"internal error: {type(error).__name__}: {summary} (a fault of scaffold: {advice})", error=True)
    if verbose:
        import traceback

        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line, error=True)
    return ExitCode.FAULT
