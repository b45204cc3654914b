"""What the file that names a project's dependencies lacks for the suites written beside it: its package.json, or what
Python projects have in its place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold.detect import declared_packages, declared_requirements
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import Target
from scaffold.model.deployed import DeployedSuite
from scaffold.model.position import Position

#: The name of the script that runs the suites.
SCRIPT = "test:infrastructure"


#: Files that name what a Python project is developed with, in the order in which they are looked for.
_DEVELOPMENT = (
    "requirements-dev.txt",
    "requirements_dev.txt",
    "dev-requirements.txt",
    "requirements-test.txt",
    "requirements/dev.txt",
    "requirements/test.txt",
)
#: Tools of projects whose pyproject.toml names their dependencies, by a text in it: how they add some.
_TOOLS = (("[tool.poetry", "poetry add --group dev"), ("[tool.pdm", "pdm add -dG test"), ("[tool.uv", "uv add --dev"))


@dataclass(frozen=True, slots=True)
class Lack:
    """The dev dependencies (name to range of versions) that one file lacks for one target's suites.

    `home` is the folder of the file relative to the project that the user named, `file` its name there. For a `python`
    one that is not `there`, `included` is a requirements file that it should include; `tool` is what adds to it.
    """

    home: str
    target: Target
    packages: Mapping[str, str]
    file: str = "package.json"
    python: bool = False
    there: bool = True
    included: str = ""
    tool: str = "npm install --save-dev"

    @property
    def path(self) -> str:
        """The file, relative to what the user named."""
        return posixpath.normpath(posixpath.join(self.home, self.file))

    @property
    def editable(self) -> bool:
        """Whether what is lacking can be added to the file: a pyproject.toml is left to its own tool."""
        return not self.file.endswith(".toml")

    @property
    def install(self) -> str:
        """The command that installs what is lacking; it runs in `home`."""
        return f"{self.tool} {' '.join(sorted(self.packages))}"

    def note(self) -> Diagnostic:
        """What is lacking, as a note."""
        names = " and ".join(sorted(self.packages))
        nothing = "no requirements file names" if self.python else "no package.json names"
        where = f"{self.file} does not name" if self.there else nothing
        summary = f"{where} {names}, which the {self.target.name} suite runs with"
        further = ", or let --write-config add what is missing" if self.editable else ""
        hint = f"Run `{self.install}`{further}."
        place = Position(self.path) if self.there else None
        return Diagnostic(Severity.NOTE, "missing-packages", summary, place, hint=hint)


def lacks(suites: Iterable[DeployedSuite], targets: Iterable[Target], root: Path) -> Iterator[Lack]:
    """What each file of dependencies lacks for each target of the suites beside it."""
    spoken: dict[str, set[tuple[str, str]]] = {}
    for suite in suites:
        spoken.setdefault(suite.home, set()).add((suite.platform, suite.language))
    wanted = [target for target in targets if target.deployed]
    for home in sorted(spoken):
        for target in wanted:
            languages = {language for platform, language in spoken[home] if target.fits(platform, language)}
            found = _lack(root, home, target, languages) if languages else None
            if found is not None:
                yield found


def integration_lacks(targets: Iterable[Target], sdk: Iterable[str], root: Path) -> Iterator[Lack]:
    """What the project's own file of dependencies lacks for integration suites, which stand in one folder for all of
    its parts. `sdk` are the npm packages of the SDK that they ask with."""
    for target in targets:
        python = "python" in target.languages
        present = declared_requirements(root) if python else declared_packages(root)
        needed = {**dict(target.packages), **({} if python else dict.fromkeys(sdk, "^3.0.0"))}
        missing = {name: versions for name, versions in needed.items() if name not in present}
        lack = Lack(".", target, missing, there=(root / "package.json").is_file())
        if missing:
            yield _python_lack(root, replace(lack, there=True)) if python else lack


def handler_lacks(targets: Iterable[Target], root: Path) -> Iterator[Lack]:
    """What the project's own file of dependencies lacks for tests of functions."""
    for target in targets:
        python = "python" in target.languages
        present = declared_requirements(root) if python else declared_packages(root)
        missing = {name: versions for name, versions in target.packages if name.partition("[")[0] not in present}
        if missing:
            lack = Lack(".", target, missing, there=python or (root / "package.json").is_file())
            yield _python_lack(root, lack) if python else lack


def _lack(root: Path, home: str, target: Target, languages: set[str]) -> Lack | None:
    python = "python" in target.languages
    present = declared_requirements(root / home) if python else declared_packages(root / home)
    needed = {name: versions for name, versions in target.packages if _needs(name, languages)}
    missing = {name: versions for name, versions in needed.items() if name not in present}
    if not missing:
        return None
    return _python_lack(root / home, Lack(home, target, missing)) if python else Lack(home, target, missing)


def _python_lack(folder: Path, lack: Lack) -> Lack:
    """The lack with the file that a Python project names such things in."""
    lack = replace(lack, python=True, file=_DEVELOPMENT[0], tool="pip install")
    file = next((name for name in _DEVELOPMENT if (folder / name).is_file()), "")
    if file:
        return replace(lack, file=file)
    if (folder / "requirements.txt").is_file():
        return replace(lack, there=False, included="requirements.txt")
    if (folder / "pyproject.toml").is_file():
        text = (folder / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
        tool = next((tool for sign, tool in _TOOLS if sign in text), lack.tool)
        return replace(lack, file="pyproject.toml", tool=tool)
    return replace(lack, there=False)


def additions(lacking: Iterable[Lack]) -> Mapping[str, Mapping[str, str]]:
    """What to add to a package.json, by section: what it lacks, and a script that runs the first target's suites."""
    every = tuple(lacking)
    packages = {name: versions for lack in every for name, versions in lack.packages.items()}
    return {"devDependencies": packages, "scripts": {SCRIPT: every[0].target.command.removeprefix("npx ")}}


#: Packages that only programs in one language need.
_ONLY_FOR = {"typescript": "typescript", "pyyaml": "yaml"}


def _needs(package: str, languages: set[str]) -> bool:
    return package not in _ONLY_FOR or _ONLY_FOR[package] in languages
