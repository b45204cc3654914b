"""The targets for programs: suites that run them under mocks, beside the package.json or pyproject.toml of each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from scaffold.emit.deployed_context import deployed_labels, deployed_view
from scaffold.emit.deployed_python import PYTHON
from scaffold.emit.deployed_settings import Place, way
from scaffold.emit.names import distinct, snake
from scaffold.emit.paths import CHECKS, FileNames, parts, suites_folder
from scaffold.emit.plugins import all_targets, plugin_targets
from scaffold.emit.render import Renderer
from scaffold.emit.runners import RUNNERS, Runner
from scaffold.model.deployed import DeployedSuite
from scaffold.model.values import Value
from scaffold.model.written import Written

#: The test file that proves that the others would fail.
_SUPPORT = "support"
#: How many folders lead from the home to the suites, as long as no template says otherwise.
_DEPTH = CHECKS.count("/") + 1
#: The packages of CDKTF and of CDK Terrain.
_CDKTF = ("cdktf", "cdktn")
_ENDINGS = {"typescript": "ts", "javascript": "js"}


def emit_deployed(
    suites: Iterable[DeployedSuite], target: str, renderer: Renderer, folder: str, project: str
) -> Mapping[str, str]:
    """The files by their path below the output root; `folder` is the usual one of suites, below a package.json's.

    Suites of platforms and in languages that the target is not for are left out.
    """
    runner, kind = _runner(target), all_targets()[target]
    own = (suite for suite in suites if kind.fits(suite.platform, suite.language) and _has_cases(suite))
    files: dict[str, str] = {}
    folder = suites_folder(renderer, kind, folder, importable=runner.file.endswith(".py"))
    for home, group in groupby(sorted(own, key=lambda suite: suite.home), key=lambda suite: suite.home):
        place = Place(posixpath.normpath(posixpath.join(home, folder)), project)
        made = _Home(list(group), home, place, runner, renderer, FileNames(renderer, kind)).files(folder)
        files.update((posixpath.join(place.folder, name), made[name]) for name in sorted(made))
    return files


def _runner(target: str) -> Runner:
    if target in RUNNERS:
        return RUNNERS[target]
    layout = plugin_targets()[target].layout
    assert isinstance(layout, Runner)  # no other plugin is loaded
    return layout


@dataclass(frozen=True, slots=True)
class _Home:
    """The suites that share a folder; its files are named by their path in it."""

    suites: Sequence[DeployedSuite]
    home: str
    place: Place
    runner: Runner
    renderer: Renderer
    names: FileNames

    def files(self, folder: str) -> Mapping[str, str]:
        """All files; `folder` is theirs, from the home."""
        languages = tuple(sorted({suite.language for suite in self.suites}))
        own, *names = distinct([_SUPPORT, *(self._name(suite.name) for suite in self.suites)])
        files = {self._file(own, self.suites[0]): self.renderer.render(self.runner.support, languages=languages)}
        for suite, name in zip(self.suites, names, strict=True):
            view = deployed_view(replace(suite, name=name), self.place, self.runner.speech)
            if view.deployments:
                text = self.renderer.render(self.runner.template, suite=view)
                files[self._file(name, suite)] = Written(text, deployed_labels(view))
        configs = self._configs(folder)
        self.names.refuse(configs)
        return {**files, **configs, **self._library(languages, folder)}

    def _name(self, name: str) -> str:
        """A suite's name as it is in that of its file: one for Python can be imported."""
        return snake(name) if self.runner.speech is PYTHON else name

    def _file(self, name: str, suite: DeployedSuite) -> str:
        start, _, ending = parts(self.runner.file.replace("{ending}", _ENDINGS.get(suite.language, "py")))
        return self.names.name(name, start, ending)

    def _configs(self, folder: str) -> Mapping[str, str]:
        """The runner's configuration, with the files whose coverage counts: programs, not what is only read."""
        sources = {posixpath.join(self.place.project, file) for suite in self.suites for file in suite.files}
        infrastructure = tuple(sorted(way(self.home, source) for source in sources))
        covered = tuple(path for path in infrastructure if path.endswith(".py"))
        outside = sorted({posixpath.dirname(path) for path in covered if path.startswith("../")})
        context = {
            "infrastructure": covered if self.runner.speech is PYTHON else infrastructure,
            "sources": (".", *outside),
            "folder": folder,
            "target": self.runner.folder,
        }
        wanted = {name: text for name, text in self.runner.config.items() if name != ".coveragerc" or covered}
        return {name: self.renderer.render(template, **context) for name, template in wanted.items()}

    def _library(self, languages: Sequence[str], folder: str) -> Mapping[str, str]:
        tables = {
            "mocks": _merged(suite.mocks for suite in self.suites),
            "answers": _sorted({token: answer for suite in self.suites for token, answer in suite.answers.items()}),
            "region": self.suites[0].region,
            "variables": tuple(sorted({name for suite in self.suites for name in _variables(suite)})),
            "library": next((name for suite in self.suites for name in suite.packages if name in _CDKTF), _CDKTF[0]),
        }
        folders = [place for name in ("", *languages) for place in self.runner.library.get(name, ())]
        files = {f"support/{name}": text for place in folders for name, text in self.renderer.files(place, **tables)}
        return {**files, **self._home_elsewhere(folder, files)}

    def _home_elsewhere(self, folder: str, support: Iterable[str]) -> Mapping[str, str]:
        """What says where the home is, where the suites are not as many folders below it as usual."""
        depth = folder.count("/") + 1
        homes = {f"support/home.{ending}": f"programs/home.{ending}.j2" for ending in ("js", "py")}
        elsewhere = {name: template for name, template in homes.items() if name in support and depth != _DEPTH}
        return {name: self.renderer.render(template, depth=depth) for name, template in elsewhere.items()}


def _variables(suite: DeployedSuite) -> Iterator[str]:
    """The environment variables that its programs read."""
    names = (parameter.name for entry in suite.entries for parameter in entry.parameters)
    return (name.removeprefix("env.") for name in names if name.startswith("env."))


def _has_cases(suite: DeployedSuite) -> bool:
    return any(deployment.cases for deployment in suite.deployments)


def _merged(tables: Iterable[Mapping[str, Mapping[str, Value]]]) -> Mapping[str, Mapping[str, Value]]:
    """The outputs of all tables by type, sorted by type and name."""
    merged: dict[str, dict[str, Any]] = {}
    for table in tables:
        for token, outputs in table.items():
            merged.setdefault(token, {}).update(outputs)
    return _sorted({token: _sorted(outputs) for token, outputs in merged.items()})


def _sorted(table: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items()))
