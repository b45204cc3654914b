"""Measures what tests of handlers see: `python bench/handler_mutants.py FILE ... --folder PROJECT --command COMMAND`.

Each mutant is one small mistake in the code of a function (Python, JavaScript or TypeScript): a comparison the other
way round, another status, an early return that is gone, another variable for a table, a failure that nobody sees. The
command runs in a copy of the folder, once as it is and once for each mutant; a mutant is killed where it fails. The
files are named relative to the folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Queue

from mutations import KINDS, Mutant, mutants

#: Folders that a copy shares with what it is a copy of: large, and nothing that a test changes.
SHARED = ("node_modules", ".venv", "venv")
#: A mutant may take this much longer than the code as it is before it counts as killed.
_PATIENCE = 5


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant: `killed`, `survived` or `late` (killed because it did not end)."""

    file: str
    line: int
    kind: str
    change: str
    verdict: str


@dataclass
class Copies:
    """Copies of a folder, one for each mutant that is tried at a time."""

    folder: Path
    many: int
    places: Queue[Path] = field(default_factory=Queue)

    def __enter__(self) -> Copies:
        self.base = Path(tempfile.mkdtemp(prefix="mutants-"))
        for number in range(self.many):
            place = self.base / str(number)
            shutil.copytree(self.folder, place, symlinks=True, ignore=shutil.ignore_patterns(*SHARED, ".git"))
            _share(self.folder, place)
            self.places.put(place)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.base, ignore_errors=True)


def _share(folder: Path, place: Path) -> None:
    """Link what copies share to where it is."""
    for above, names, _ in os.walk(folder):
        for name in [each for each in names if each in SHARED]:
            names.remove(name)
            (place / Path(above).relative_to(folder) / name).symlink_to(Path(above) / name)


def main() -> None:
    """Run the command for each mutant and print what it killed, by kind."""
    options = _options()
    with Copies(options.folder.resolve(), options.jobs) as copies:
        seconds = _as_it_is(copies, options.command)
        limit = options.timeout or _PATIENCE + seconds * _PATIENCE
        chosen = choose(found(options.folder, options.files), options.most, options.seed)
        with ThreadPoolExecutor(options.jobs) as pool:
            verdicts = list(pool.map(lambda each: tried(each, copies, options.command, limit), chosen))
    if options.json:
        sys.stdout.write(json.dumps([asdict(verdict) for verdict in verdicts], indent=2) + "\n")
    else:
        sys.stdout.write(report(verdicts, seconds))
    killed = sum(verdict.verdict != "survived" for verdict in verdicts)
    sys.exit(0 if not verdicts or 100 * killed >= options.least * len(verdicts) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", help="the files with handler code, relative to the folder")
    parser.add_argument("--folder", type=Path, default=Path(), help="what is copied for each mutant")
    parser.add_argument("--command", required=True, help="what runs the tests, in the copy")
    parser.add_argument("--most", type=int, default=100, help="how many mutants, of all kinds alike")
    parser.add_argument("--least", type=int, default=0, help="percent that must be killed")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    parser.add_argument("--seed", type=int, default=0, help="which mutants, where there are more")
    parser.add_argument("--timeout", type=float, default=0, help="seconds for one mutant")
    parser.add_argument("--json", action="store_true", help="print each mutant and its verdict")
    return parser.parse_args()


def _as_it_is(copies: Copies, command: str) -> float:
    """How long the command takes on the code as it is, which it must not fail on; each copy is warm then."""
    slowest = 0.0
    for place in list(copies.places.queue):
        started = time.perf_counter()
        if _run(command, place, None) != 0:
            sys.exit("The command fails on the code as it is.")
        slowest = max(slowest, time.perf_counter() - started)
    return slowest


def found(folder: Path, files: Sequence[str]) -> Iterator[Mutant]:
    """Every mutant of the files."""
    for name in files:
        yield from mutants(name, (folder / name).read_text(encoding="utf-8"))


def choose(every: Iterator[Mutant], most: int, seed: int) -> list[Mutant]:
    """At most so many mutants, as many of each kind as there are of the others, spread over the files by chance."""
    order = random.Random(seed)
    waiting: dict[str, list[Mutant]] = {kind: [] for kind in KINDS}
    for mutant in every:
        waiting[mutant.kind].append(mutant)
    for several in waiting.values():
        order.shuffle(several)
    chosen: list[Mutant] = []
    while len(chosen) < most and any(waiting.values()):
        for several in waiting.values():
            if several and len(chosen) < most:
                chosen.append(several.pop())
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.line, mutant.kind, mutant.change))


def tried(mutant: Mutant, copies: Copies, command: str, limit: float) -> Verdict:
    """Run the command on one mutant, in a copy of its own."""
    place = copies.places.get()
    target = place / mutant.file
    before = target.read_bytes()
    try:
        target.write_text(mutant.text, encoding="utf-8")
        # Caches of compiled code go by time and size, which a mutant may share with another.
        shutil.rmtree(target.parent / "__pycache__", ignore_errors=True)
        status = _run(command, place, limit)
    finally:
        target.write_bytes(before)
        copies.places.put(place)
    verdict = "late" if status is None else "killed" if status else "survived"
    return Verdict(mutant.file, mutant.line, mutant.kind, mutant.change, verdict)


def _run(command: str, folder: Path, limit: float | None) -> int | None:
    """The status that a command ends with; `None` where it was stopped because it did not end."""
    running = subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        return running.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return None


def report(verdicts: Sequence[Verdict], seconds: float) -> str:
    """What was killed by kind, and what was not by place."""
    lines = [f"The command takes {seconds:.1f} s on the code as it is."]
    for kind in KINDS:
        some = [verdict for verdict in verdicts if verdict.kind == kind]
        lines.append(_share_of(kind, some))
    lines.append(_share_of("all", verdicts))
    lines += [
        f"survived: {verdict.file}:{verdict.line}: {verdict.kind}: {verdict.change}"
        for verdict in verdicts
        if verdict.verdict == "survived"
    ]
    return "\n".join(lines) + "\n"


def _share_of(title: str, verdicts: Sequence[Verdict]) -> str:
    killed = sum(verdict.verdict != "survived" for verdict in verdicts)
    share = f"{100 * killed / len(verdicts):3.0f} %" if verdicts else "  -"
    return f"{title:12} {killed:4} of {len(verdicts):4} killed  {share}"


if __name__ == "__main__":
    main()
