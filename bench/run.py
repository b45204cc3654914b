"""Measures what the project promises of its speed: `python bench/run.py [PART ...] [--json]`.

    read      reading a tree of configuration, beside other programs that go through the same tree in the same run
    startup   `scaffold --help` and `scaffold generate` on an example, cold
    check     `scaffold check` on an unchanged project of 200 resources, beside generating for it
    scale     reading, planning and emitting one root module of 1,000 to 10,000 resources
    programs  reading a Pulumi program, beside Node.js that imports the provider's package alone
    observed  what is read of the examples, judged by running them under mocks
    suites    the suites of the examples with Jest, beside an empty test file that imports the same packages
    python    the suites of the examples with pytest, beside an empty test file that imports the same packages
    synthesis the CDKTF examples: reading them and running their suites, beside their own synthesis

Contestants take turns and the best of their runs counts, because other programs may be running.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import tempfile
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import checking_parts
import measure
import program_parts
import python_parts
import synthesis_parts
import tree
from measure import Pass
from results import Check, Report, to_json

EXAMPLE = measure.REPOSITORY / "examples" / "terraform-webhook"


def main() -> None:
    """Run the parts asked for, or all."""
    parts = {
        "read": read_part,
        "startup": startup_part,
        "check": checking_parts.check_part,
        "scale": scale_part,
        "programs": program_parts.reading_part,
        "observed": program_parts.observation_part,
        "suites": program_parts.suites_part,
        "python": python_parts.python_suites_part,
        "synthesis": synthesis_parts.synthesis_part,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *parts], metavar="part", help="all of them by default")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--megabytes", type=float, default=10, help="size of the tree to read (10)")
    parser.add_argument("--resources", type=int, nargs="+", default=[1000, 3000, 10_000], help="sizes to scale through")
    parser.add_argument("--checked", type=int, default=200, help="resources of the project to check (200)")
    parser.add_argument("--lines", type=int, default=700, help="length of the program to read (700)")
    parser.add_argument("--examples", nargs="+", metavar="NAME", help="the examples to judge and run (all programs)")
    options = parser.parse_args()
    reports = []
    with tempfile.TemporaryDirectory(prefix="scaffold-bench-") as folder:
        for name in options.parts or parts:
            reports.append(parts[name](Path(folder).resolve(), options))
            if not options.json:
                print(reports[-1], flush=True)
    if options.json:
        print(to_json(reports))


def read_part(folder: Path, options: argparse.Namespace) -> Report:
    """Reading beside tree-sitter, python-hcl2 and `terraform fmt`."""
    made = tree.write_tree(folder / "tree", int(options.megabytes * 1e6))
    sample = str(min(made.bytes, 300_000))
    contestants: dict[str, Callable[[], Pass]] = {
        "tree-sitter, parse alone": lambda: measure.work("tree-sitter", made.folder),
        "read to the evaluated model, one process": lambda: measure.work("read", made.folder, "1"),
        "read to the evaluated model, by default": lambda: measure.work("read", made.folder, "0"),
        "the same, and the blocks as written": lambda: measure.work("read", made.folder, "0", "declarations"),
        "python-hcl2, parse alone, of a sample": lambda: measure.work("python-hcl2", made.folder, sample),
    }
    terraform = shutil.which("terraform")
    if terraform:
        contestants["terraform fmt -check -recursive"] = lambda: _fmt(terraform, made)
    best = program_parts.race(contestants, options.rounds)
    size = f"{made.bytes / 1e6:.1f} MB, {made.roots} root modules, {made.files:,} files, {made.resources:,} resources"
    report = Report(f"Reading {size}; best of {options.rounds}", ("seconds", "processor s", "MB/s"))
    report.rows = [(name, (found.seconds, found.cpu, found.speed)) for name, found in best.items()]
    _, alone, default, _, hcl2, *fmt = (found.speed for found in best.values())
    if fmt:
        report.notes.append(f"one process : terraform fmt is {alone / fmt[0]:.2f} x")
        report.checks.append(Check("default : terraform fmt", default / fmt[0], 1, " x", at_least=True))
    else:
        report.notes.append("terraform is not present")
    report.checks.append(Check("default : python-hcl2", default / hcl2, 10, " x", at_least=True))
    report.checks.append(Check("default : one process (two processors)", default / alone, 1.6, " x", at_least=True))
    return report


def _fmt(terraform: str, made: tree.Tree) -> Pass:
    done = measure.run([terraform, "fmt", "-check", "-recursive"], made.folder, accepted=(0, 3))
    return Pass(done.wall, done.cpu, made.bytes)


def startup_part(folder: Path, options: argparse.Namespace) -> Report:
    """Cold starts; the files of Python itself are in the page cache."""

    def generate() -> measure.Run:
        copy = folder / "example"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(EXAMPLE, copy)
        return measure.scaffold("generate", "-q", copy)

    commands = {"scaffold --help": lambda: measure.scaffold("--help"), "scaffold generate (example)": generate}
    times = options.rounds * 3
    report = Report(f"Starting, each of {times} times a new process", ("median ms", "best ms", "processor ms"))
    for (name, command), wanted in zip(commands.items(), (150, 500), strict=True):
        command()  # compiles what is imported
        runs = [command() for _ in range(times)]
        median = statistics.median(run.wall for run in runs) * 1000
        best, cpu = (min(map(attrgetter(of), runs)) * 1000 for of in ("wall", "cpu"))
        report.rows.append((name, (median, best, cpu)))
        report.checks.append(Check(name, median, wanted, " ms"))
    return report


def scale_part(folder: Path, options: argparse.Namespace) -> Report:
    """Growth: a root module read, planned and emitted by one command."""
    report = Report("Generating for one root module, by resource blocks", ("resources", "MB", "seconds", "peak MB"))
    found: list[tuple[int, measure.Run]] = []
    for count in options.resources:
        made = tree.write_root(folder / f"resources-{count}", count)
        runs = [_generate(made.folder, folder / "out") for _ in range(options.rounds)]
        best = min(runs, key=lambda run: run.wall)
        found.append((made.resources, best))
        row = (made.resources, made.bytes / 1e6, best.wall, max(run.peak for run in runs))
        report.rows.append((f"scaffold generate, {count:,} resources", row))
    largest = found[-1][1]
    report.checks.append(Check(f"seconds for {found[-1][0]:,} resources", largest.wall, 20, " s"))
    report.checks.append(Check("peak memory", max(run.peak for _, run in found), 500, " MB"))
    if len(found) > 1:
        report.checks.append(Check("growth: exponent of time over resources", _exponent(found), 1.1))
    return report


def _generate(project: Path, out: Path) -> measure.Run:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    return measure.scaffold("generate", project, "--out", out, "--target", "pytest", "-q")


def _exponent(found: list[tuple[int, measure.Run]]) -> float:
    """The slope of a straight line through the logarithms of time and size: 1 is linear."""
    return statistics.linear_regression(
        [math.log(count) for count, _ in found], [math.log(run.wall) for _, run in found]
    ).slope


if __name__ == "__main__":
    main()
