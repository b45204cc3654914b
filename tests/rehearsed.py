"""Examples deployed to an emulator, with their suite beside them: to be run, drifted and run again."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from golden_cases import NODE_MODULES, REPOSITORY

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.emit import INTEGRATION_TARGETS
from scaffold.integrating import integration_files, integration_suites
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.rehearse.limits import fitted, limits
from scaffold.rehearse.making import Stage, make_all
from scaffold.rehearse.outputs import flat, values_of
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.run import Tried, run, write_files
from scaffold.rehearse.server import Emulator, emulator


@dataclass(frozen=True)
class Rehearsed:
    """A deployed project in `folder`, whose suite is there too; `region` is where it is."""

    folder: Path
    cloud: Emulator
    region: str
    runner: str
    stage: Stage

    def client(self, name: str, region: str = "") -> Any:
        """A client of the emulator."""
        return self.cloud.client(name, region or self.region)

    def run(self) -> Sequence[Tried]:
        """Run the suite once, writes included."""
        suite, outputs = self.folder / "tests" / "integration", self.folder / "cfn-outputs" / "flat-outputs.json"
        return run(self.runner, self.folder, suite, self.folder, outputs, self.cloud.endpoint, self.region)


@contextlib.contextmanager
def rehearsed(example: str, target: str, folder: Path) -> Iterator[Rehearsed]:
    """An example of one project, deployed, with the suite for one target, without what the emulator cannot do."""
    shutil.copytree(REPOSITORY / "examples" / example, folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    reading = pipeline.read(folder, Settings())
    (project,) = reading.projects
    (suite,) = integration_suites(reading.projects, Settings())
    with emulator() as cloud:
        stage = make_all(project, folder, cloud.client, PROVISIONERS, {})
        values, _ = values_of(project, stage)
        outputs = flat([project], [values])
        unmade = {address: each.reason for address, each in stage.lacking.items()}
        fitting, _ = fitted(suite, limits(), unmade, outputs)
        files = integration_files([fitting], INTEGRATION_TARGETS[target], Settings(), folder)
        told = {"cfn-outputs/flat-outputs.json": json.dumps(outputs, indent=2)}
        write_files(folder, {**files, **told})
        runner = INTEGRATION_TARGETS[target].runner
        yield Rehearsed(folder, cloud, suite.region or DEFAULT_REGION, runner, replace(stage))
