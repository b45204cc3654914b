"""What a project's package.json lacks for the suites written beside it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.detect import declared_packages
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import Target
from scaffold.model.deployed import DeployedSuite
from scaffold.model.position import Position

#: The name of the script that runs the suites.
SCRIPT = "test:infrastructure"


@dataclass(frozen=True, slots=True)
class Lack:
    """The dev dependencies (name to range of versions) that one package.json lacks for one target's suites.

    `home` is the folder of the package.json relative to the project that the user named.
    """

    home: str
    target: Target
    packages: Mapping[str, str]

    @property
    def path(self) -> str:
        """The package.json, relative to what the user named."""
        return posixpath.normpath(posixpath.join(self.home, "package.json"))

    @property
    def install(self) -> str:
        """The command that installs what is lacking; it runs in `home`."""
        return f"npm install --save-dev {' '.join(sorted(self.packages))}"

    def note(self) -> Diagnostic:
        """What is lacking, as a note."""
        names = " and ".join(sorted(self.packages))
        summary = f"package.json does not name {names}, which the {self.target.name} suite runs with"
        hint = f"Run `{self.install}`, or let --write-config add what is missing."
        return Diagnostic(Severity.NOTE, "missing-packages", summary, Position(self.path), hint=hint)


def lacks(suites: Iterable[DeployedSuite], targets: Iterable[Target], root: Path) -> Iterator[Lack]:
    """What each package.json lacks for each target of the suites beside it."""
    languages: dict[str, set[str]] = {}
    for suite in suites:
        languages.setdefault(suite.home, set()).add(suite.language)
    wanted = [target for target in targets if target.deployed]
    for home in sorted(languages):
        present = declared_packages(root / home)
        for target in wanted:
            needed = {name: versions for name, versions in target.packages if _needs(name, languages[home])}
            missing = {name: versions for name, versions in needed.items() if name not in present}
            if missing:
                yield Lack(home, target, missing)


def additions(lacking: Iterable[Lack]) -> Mapping[str, Mapping[str, str]]:
    """What to add to a package.json, by section: what it lacks, and a script that runs the first target's suites."""
    every = tuple(lacking)
    packages = {name: versions for lack in every for name, versions in lack.packages.items()}
    return {"devDependencies": packages, "scripts": {SCRIPT: every[0].target.command.removeprefix("npx ")}}


def _needs(package: str, languages: set[str]) -> bool:
    return package != "typescript" or "typescript" in languages
