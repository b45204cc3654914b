"""Small suites as a target would emit them, and what generating them does. As a program, it is killed, often."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scaffold.merge import digest
from scaffold.model.written import CaseLabel, Written
from scaffold.output import Regenerated, Regeneration, carry_out, load_lock, regenerate

TARGET = "pytest"
SUPPORT = "tests/support.py"
#: File to the addresses of its resources, each with the name that a test expects.
Site = Mapping[str, Mapping[str, str]]


def title(address: str) -> str:
    """What the test of a resource is called."""
    return "test_" + re.sub(r"\W", "_", address)


def case(address: str, name: str) -> str:
    """The test of one resource."""
    return f'\n\ndef {title(address)}() -> None:\n    assert named("{address}") == "{name}"\n'


def module(resources: Mapping[str, str]) -> Written:
    """A file with a test of each resource."""
    text = "from support import named\n" + "".join(case(address, name) for address, name in resources.items())
    labels = [CaseLabel(f"names:{address}", (title(address),), address) for address in resources]
    return Written(text, labels, TARGET)


def suite(site: Site, version: int = 1) -> Mapping[str, Written]:
    """A file for each module, and support code of a version."""
    files = {f"tests/{name}": module(resources) for name, resources in site.items() if resources}
    return {**files, SUPPORT: Written(f"VERSION = {version}\n\n\ndef named(it):\n    return it\n", target=TARGET)}


def compared(root: Path, site: Site, version: int = 1, **options: Any) -> Regenerated:
    """What generating the suite below a folder would do."""
    alike = {address: digest(name) for resources in site.values() for address, name in resources.items()}
    manner = Regeneration(targets=frozenset({TARGET}), resources=alike, **options)
    return regenerate(suite(site, version), root, load_lock(root), manner)


def generate(root: Path, site: Site, version: int = 1, **options: Any) -> Regenerated:
    """Generate the suite below a folder."""
    found = compared(root, site, version, **options)
    carry_out(found, root)
    return found


def contents(root: Path) -> dict[str, bytes]:
    """All files below a folder, but for what git keeps."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


#: What there is when a process is killed: a change, a new test, one under another name, a file that is new, one that is
#: not needed any more.
OLD: Site = {
    "test_a.py": {"aws_q.a": "a", "aws_q.b": "b", "aws_q.c": "c", "aws_q.old": "same", "aws_q.gone": "gone"},
    "test_b.py": {"aws_t.a": "a"},
    "test_gone.py": {"aws_t.gone": "gone"},
}
NEW: Site = {
    "test_a.py": {"aws_q.a": "a2", "aws_q.added": "new", "aws_q.b": "b2", "aws_q.c": "c", "aws_q.new": "same"},
    "test_b.py": {"aws_t.a": "a"},
    "test_c.py": {"aws_t.c": "c"},
}


def before(root: Path) -> None:
    """The old suite below a folder, as a person has changed it since: a test edited, one deleted, one of their own."""
    generate(root, OLD)
    place = root / "tests/test_a.py"
    text = place.read_text().replace(case("aws_q.c", "c"), "")
    text = text.replace('named("aws_q.b") ==', 'named("aws_q.b").strip() ==')
    text = text.replace('named("aws_q.old") ==', 'named("aws_q.old").lower() ==')
    place.write_text(text + "\n\n# mine\ndef test_of_my_own() -> None:\n    assert 1 + 1 == 2\n")


def after(root: Path) -> None:
    """The new suite into what there is."""
    generate(root, NEW, version=2, prune=True)


def _at_call(moment: int) -> Callable[[], None]:
    """Kills this process at the given call of what changes a file system; says so if there are fewer."""
    left = [moment]

    def counted(name: str) -> None:
        real = getattr(os, name)

        def call(*args: Any, **keywords: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **keywords)

        setattr(os, name, call)

    for name in ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "chmod"):
        counted(name)
    return lambda: None


def _killed(root: Path, moment: int, seconds: float) -> bool:
    """Generate in another process and kill it at its given call, or after a time; whether it was."""
    child = os.fork()
    if not child:
        if moment:
            _at_call(moment)
        after(root)
        os._exit(0)
    if not moment:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def main(folder: Path, times: int) -> None:
    """Leave in `folder` one folder for each moment at which a process was killed, in some of them twice."""
    pattern = folder / "pattern"
    before(pattern)
    started = time.perf_counter()
    shutil.copytree(pattern, folder / "whole")
    after(folder / "whole")
    whole = time.perf_counter() - started
    moment = 1
    while _killed(Path(shutil.copytree(pattern, folder / f"call-{moment}")), moment, 0):
        moment += 1
    for first in range(1, moment, 2):
        _killed(Path(shutil.copytree(folder / f"call-{first}", folder / f"again-{first}")), moment - first, 0)
    for number in range(times):
        _killed(Path(shutil.copytree(pattern, folder / f"time-{number}")), 0, random.random() * whole)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
