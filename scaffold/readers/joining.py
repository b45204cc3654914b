"""What several readers found in one folder, as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scaffold.model.deployments import Entry, Evaluation, Programs, Variant
from scaffold.model.values import Value
from scaffold.readers.reading import Reading


def joined(readings: Sequence[Reading]) -> Reading:
    """All that several readings hold; a folder of Terraform's that a program calls is a module of that."""
    called = {
        call.path
        for reading in readings
        for project in reading.projects
        for call in project.calls
        if project.platform != "terraform" and call.path
    }
    programs = [reading.programs for reading in readings if reading.programs is not None]
    return Reading(
        tuple(
            project
            for reading in readings
            for project in reading.projects
            if project.platform != "terraform" or project.path not in called
        ),
        tuple(found for reading in readings for found in reading.diagnostics),
        next((reading.what_if for reading in readings if reading.what_if), None),
        JoinedPrograms(programs) if len(programs) > 1 else next(iter(programs), None),
    )


class JoinedPrograms:
    """The programs of several platforms; see `Programs`."""

    def __init__(self, programs: Iterable[Programs]) -> None:
        self._every = tuple(programs)
        self._of: dict[tuple[str, str, str, str], Programs] = {}

    def entries(self, path: str) -> tuple[Entry, ...]:
        """What can be loaded of the project at `path`."""
        found: list[Entry] = []
        for programs in self._every:
            for entry in programs.entries(path):
                self._of[_key(entry)] = programs
                found.append(entry)
        return tuple(found)

    def evaluate(self, variant: Variant) -> Evaluation:
        """What the variant declares."""
        return self._programs(variant.entry).evaluate(variant)

    def sample(self, entry: Entry) -> Mapping[str, Value]:
        """Values for every parameter that the entry cannot do without."""
        return self._programs(entry).sample(entry)

    def _programs(self, entry: Entry) -> Programs:
        if _key(entry) not in self._of:
            self.entries(entry.folder)
        return self._of[_key(entry)]


def _key(entry: Entry) -> tuple[str, str, str, str]:
    return entry.platform, entry.folder, entry.module, entry.export
