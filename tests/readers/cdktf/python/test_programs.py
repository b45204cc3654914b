"""Programs as they are read, beside what the real library synthesises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NAMES = ("classes", "ends", "faults", "given", "loops", "others", "resources", "structs", "tokens")
#: What depends on the machine, or on packages that the program's folder has not.
ASIDE = (("//", "metadata", "version"), ("terraform", "required_providers"))
STATES = ".tfstate"


def without(document: dict[str, Any]) -> Any:
    for *path, last in ASIDE:
        holder: Any = document
        for step in path:
            holder = holder.get(step, {})
        holder.pop(last, None)
    return plain(document)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, str) and value.endswith(STATES):
        return value.rpartition("/")[2]
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_programs_come_to_what_the_library_synthesises(
    name: str, really: dict[str, Any], read: Callable[..., Any], programs: Any
) -> None:
    environment, context = programs.ENVIRONMENTS.get(name), programs.CONTEXTS.get(name)
    found = read(programs.HEAD + programs.PROGRAMS[name], environment, context)
    assert bool(found.error) == bool(really[name].error), found.error or really[name].error
    assert {stack: without(document) for stack, document in found.stacks.items()} == {
        stack: without(document) for stack, document in really[name].stacks.items()
    }


def test_every_program_is_compared(programs: Any) -> None:
    assert set(NAMES) == set(programs.PROGRAMS)
