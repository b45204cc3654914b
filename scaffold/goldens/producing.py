"""What a case gives now: the files of a fresh generation, and the model that its project is read to."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.detect import way
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.goldens.cases import GoldenCase
from scaffold.model.document import as_json
from scaffold.model.written import Written

MODEL = "model.json"
EXPECTED = "expected"
#: The folder beside tests that holds their support code.
SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Production:
    """What a case gives now.

    `kept` is what the case should have on disk, by path relative to its folder: the model, and files in `expected/`.
    `made` is all that was generated, `out` the way from the project to the folder that its files go to.
    """

    case: GoldenCase
    settings: Settings
    made: pipeline.Produced
    kept: Mapping[str, str]
    out: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def clean(self) -> bool:
        """Whether the project was read without an error, or what is wrong with it is recorded as it is to be."""
        return self.case.model or all(each.severity is not Severity.ERROR for each in self.diagnostics)


def produced(case: GoldenCase, template_dirs: Sequence[Path] = (), *, trust_project: bool = False) -> Production:
    """What a case gives now, with more folders of templates over its own, and those that come with its project where
    they are trusted; nothing is written.

    Raises `RefusedError` for what cannot be generated: a target that does not exist, a template that is broken.
    """
    settings = case.settings(template_dirs, trust_project=trust_project)
    made = pipeline.produce(case.project, settings)
    said = (*made.diagnostics, *(lack.note() for lack in made.lacking))
    support = frozenset() if case.support else _support(made.files)
    files = {f"{EXPECTED}/{path}": str(text) for path, text in made.files.items() if path not in support}
    model = {MODEL: _model(case, settings, said)} if case.model else {}
    return Production(case, settings, made, {**model, **files}, way(case.project, made.out), said)


def _support(files: Mapping[str, Written]) -> frozenset[str]:
    """The support code: what is in a folder of that name beside tests. Templates may give other folders this name."""
    folders = {f"{posixpath.dirname(path)}/{SUPPORT}/".lstrip("/") for path, text in files.items() if text.cases}
    return frozenset(path for path in files if path.startswith(tuple(folders)))


def _model(case: GoldenCase, settings: Settings, diagnostics: Sequence[Diagnostic]) -> str:
    """The model and what was said about it, without what only this machine has: declarations of installed packages."""
    reading = pipeline.read(case.project, settings, declarations=False)
    document = {"projects": as_json(reading.projects), "diagnostics": as_json(diagnostics)}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
