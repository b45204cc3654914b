"""A program as it is synthesised with chosen values: what tests ask about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .documents import omitted, steps_of
from .library import LIBRARY
from .results import Element, ProgramError, Result, Settings

SUITE = Path(__file__).resolve().parents[1]

#: What the tests of this session are about.
ALL: list[Synthesis] = []

#: What pytest shows of a failure are the test's own lines and what went wrong, and none of this file.
__tracebackhide__ = True


def synthesis(
    program: str = "",
    *,
    create: Callable[[Callable[[str], Any], Any], Any] | None = None,
    folder: str = "../..",
    main: str = ".",
    library: str = LIBRARY,
    env: Mapping[str, str | None] | None = None,
    context: Mapping[str, Any] | None = None,
) -> Synthesis:
    """What `program` is synthesised to, or what `create` makes: it is given `load`, which imports modules, and an app.

    It is synthesised once, when the first test asks; every question of every test is answered from that. If the program
    fails, each question but `failure` raises that.

    `folder` is that of `cdktf.json`, from the folder of the tests; files are named from there. `main` is the folder
    from which the program imports. `library` is what the app is one of: `cdktf` or `cdktn`. Variables of `env` that are
    `None` are not set; `context` goes before what `cdktf.json` says.
    """
    home = (SUITE / folder).resolve()
    app = Synthesis(Settings(home, program, create, home / main, library, env or {}, context or {}))
    ALL.append(app)
    return app


class Synthesis:
    """A program as it is synthesised."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._outcome: Result | ProgramError | None = None

    def stacks(self) -> list[str]:
        """The paths of all stacks, sorted."""
        return sorted(self._result().stacks)

    def inventory(self, *, without: Sequence[str] = ()) -> dict[str, list[str]]:
        """The construct paths of all elements by type, sorted; `without` are types that are left out."""
        paths = defaultdict(list)
        for each in self._result().elements:
            if each.type not in without:
                paths[each.type].append(each.path)
        return {type: sorted(paths[type]) for type in sorted(paths)}

    def configuration(self, type: str, path: str, *, without: Sequence[str] = ()) -> dict[str, Any]:
        """What an element is declared with; `without` are paths (`a.0.b`) in it that are left out."""
        found = self._find(type, path).configuration
        for each in without:
            found = omitted(found, steps_of(each))
        return found

    def address(self, type: str, path: str) -> str:
        """What Terraform calls an element: what is there under another name is made anew."""
        return self._find(type, path).address

    def outputs(self) -> dict[str, dict[str, Any]]:
        """The outputs by name; of several stacks, by `stack/name`."""
        return self._result().outputs

    def output(self, name: str) -> dict[str, Any]:
        """One of these: its value and what else is said of it."""
        outputs = self.outputs()
        if name not in outputs:
            raise LookupError(f"there is no output {name}; there is {', '.join(sorted(outputs)) or 'none'}")
        return outputs[name]

    def unresolved(self) -> list[str]:
        """Places in the stacks where a token is left that should have become a value."""
        return self._result().unresolved

    def failure(self) -> str:
        """Why the program does not get to its end; empty if it does."""
        try:
            self._result()
        except ProgramError as error:
            return str(error)
        return ""

    def _result(self) -> Result:
        if self._outcome is None:
            from .program import run

            try:
                self._outcome = run(self.settings)
            except ProgramError as error:
                self._outcome = error
        if isinstance(self._outcome, ProgramError):
            raise self._outcome.with_traceback(None)
        return self._outcome

    def _find(self, type: str, path: str) -> Element:
        typed = [each for each in self._result().elements if each.type == type]
        found = [each for each in typed if each.path == path]
        if len(found) == 1:
            return found[0]
        if found:
            raise LookupError(f"{len(found)} elements of type {type} are at {path}")
        paths = ", ".join(sorted(each.path for each in typed))
        there = f"is {paths}" if typed else "is none of that type"
        raise LookupError(f"no element of type {type} is at {path}; there {there}")
