"""A case's project made in an emulator, for its integration suites."""

from __future__ import annotations

import contextlib
import json
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.goldens.producing import Production
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.output import write_file
from scaffold.rehearse.environment import clean
from scaffold.rehearse.making import make_all
from scaffold.rehearse.outputs import flat, values_of
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.server import emulator


class NotDeployableError(RefusedError):
    """The whole of a project cannot be made in the emulator."""

    def __init__(self, summary: str) -> None:
        super().__init__(Diagnostic(Severity.ERROR, "not-deployable", summary, hint="Try `scaffold rehearse`."))


@contextlib.contextmanager
def deployed(now: Production, folder: Path) -> Iterator[Mapping[str, str]]:
    """The environment in which suites find the project of `folder`, which is made in an emulator until the end.

    Its flat outputs are written where the suites look for them, and suites that write do so. Raises `EmulatorError`
    where there is none, and `NotDeployableError` where not all of the project can be made.
    """
    suites, projects = now.made.plan.integration, now.made.reading.projects
    if len({project.path for project in projects}) != 1 or not suites:
        raise NotDeployableError("its projects are in several folders: each is a deployment of its own")
    with emulator() as cloud:
        known: dict[str, Any] = {}
        values = []
        for project in projects:
            stage = make_all(project, folder, cloud.client, PROVISIONERS, known)
            for address, outcome in stage.lacking.items():
                raise NotDeployableError(f"the emulator cannot make {address}: {outcome.reason}")
            found, _ = values_of(project, stage)
            known.update(found)
            values.append(found)
        text = json.dumps(flat(projects, values), indent=2, ensure_ascii=False) + "\n"
        for place in {posixpath.join(suite.path, suite.outputs_file) for suite in suites}:
            write_file(folder, posixpath.normpath(place), text.encode())
        switches = {"SCAFFOLD_REQUIRE_DEPLOYMENT": "1", "SCAFFOLD_WRITES": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        yield clean(suites[0].region or DEFAULT_REGION, cloud.endpoint, CI="1", NO_COLOR="1", **switches)
