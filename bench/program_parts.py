"""What is measured of programs: reading them, how right the reading is, and how long their suites run."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import measure
import programs
from measure import REPOSITORY, Pass, Run
from results import Check, Report

EXAMPLES = REPOSITORY / "examples"
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
SUITE = "tests/infrastructure_checks"
JEST = ("node", NODE_MODULES / "jest" / "bin" / "jest.js", "--config", f"{SUITE}/jest.config.js")
PROVIDER = "@pulumi/aws"
MILLISECONDS = 1000


def examples(options: argparse.Namespace, ending: str = "") -> list[Path]:
    """The examples that are programs and can be run (in a language with this ending), or those that are asked for."""
    found = [path for path in sorted(EXAMPLES.glob(f"pulumi-*{ending}")) if not path.name.endswith("-yaml")]
    return [path for path in found if not options.examples or path.name in options.examples]


def installed(example: Path, folder: Path) -> Path:
    """A copy of an example with the packages that it needs."""
    copy = folder / example.name
    shutil.copytree(example, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    packages, place = (sys.prefix, ".venv") if example.name.endswith("-py") else (NODE_MODULES, "node_modules")
    (copy / place).symlink_to(packages)
    return copy


def reading_part(folder: Path, options: argparse.Namespace) -> Report:
    """Reading a stack, beside Node.js that imports the provider's package and does nothing with it."""
    stack = folder / "stack"
    lines = programs.write_program(stack, options.lines)
    contestants: dict[str, Callable[[], Pass]] = {
        f"node imports {PROVIDER}, nothing more": _import,
        "read, after start-up": lambda: measure.work("program", stack, "started"),
        "read, and what is loaded once": lambda: measure.work("program", stack),
        "read again in the same process": lambda: measure.work("program-again", stack),
        "evaluate another variant": lambda: measure.work("evaluation", stack),
    }
    best = race(contestants, options.rounds)
    node, read, *_ = best.values()
    report = Report(
        f"Reading a Pulumi program of {lines} lines; best of {options.rounds}", ("milliseconds", "of the import")
    )
    for name, found in best.items():
        report.rows.append((name, (found.seconds * MILLISECONDS, found.seconds / node.seconds)))
    report.checks.append(Check(f"milliseconds for {lines} lines", read.seconds * MILLISECONDS, 150, " ms"))
    return report


def _import() -> Pass:
    done = measure.run(["node", "-e", f"require('{PROVIDER}')"], NODE_MODULES.parent)
    return Pass(done.wall, done.cpu, 0)


def race(contestants: dict[str, Callable[[], Pass]], rounds: int) -> dict[str, Pass]:
    """The best pass of each; they take turns."""
    best: dict[str, Pass] = {}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            found = contestant()
            best[name] = min(found, best.get(name, found), key=lambda each: each.seconds)
    return best


def observation_part(folder: Path, options: argparse.Namespace) -> Report:
    """What is read of the examples, judged by running them under mocks."""
    columns = ("found", "registered", "equal", "compared", "unknown", "wrong")
    report = Report("Reading judged by observation: resources, and values of their attributes", columns)
    for example in examples(options):
        for title, numbers, wrong in _judged(installed(example, folder / "observed")):
            report.rows.append((f"{example.name}: {title}", numbers))
            report.notes += [f"wrong: {each}" for each in wrong]
    sums = [sum(numbers[at] or 0 for _, numbers in report.rows) for at in range(len(columns))]
    found, registered, equal, compared, _, wrong_values = sums
    report.checks.append(Check("resources found : registered", found / registered, 1, at_least=True))
    report.checks.append(Check("values equal : compared", equal / compared, 0.99, at_least=True))
    report.checks.append(Check("values wrong", wrong_values, 0))
    return report


def _judged(project: Path) -> Iterator[tuple[str, tuple[float | None, ...], tuple[str, ...]]]:
    """The numbers of each entry of a project, deployed with values made up where it needs some."""
    from scaffold.emit.render import builtin_folder
    from scaffold.model.deployments import Variant
    from scaffold.readers.observing import Mocks, compared, observe
    from scaffold.readers.pulumi import read
    from scaffold.readers.reading import ReadOptions

    reading = read(project, ReadOptions(declarations=False))
    deployable = reading.programs
    assert deployable is not None
    for entry in (entry for found in reading.projects for entry in deployable.entries(found.path)):
        evaluation = deployable.evaluate(Variant(entry, deployable.sample(entry)))
        addresses = {each.address: (each.token, each.name) for each in evaluation.registrations}
        mocks = Mocks(evaluation.mocks, evaluation.answers)
        observed = observe(project, evaluation.variant, mocks, builtin_folder(), addresses=addresses)
        if observed.failure:
            raise measure.WorkError(f"{project.name}, {entry.title}: {observed.failure}")
        judged = compared(evaluation, observed)
        numbers = (judged.found, judged.registered, judged.equal, judged.compared, judged.unknown, len(judged.wrong))
        yield entry.title, numbers, judged.wrong


def suites_part(folder: Path, options: argparse.Namespace) -> Report:
    """The examples' suites with Jest, beside a test file that imports the same packages and does nothing with them."""
    report = Report(
        f"Running the suites of programs with Jest; best of {options.rounds}",
        ("seconds", "processor s", "empty", "its processor", "ratio", "tests"),
    )
    for example in examples(options, "-ts"):
        full = installed(example, folder / "suites")
        measure.scaffold("generate", full, "--target", "pulumi-jest", "-q")
        empty = folder / "empty" / example.name
        shutil.copytree(full, empty, symlinks=True)
        _emptied(empty)
        jest(full)  # what is transformed is kept
        jest(empty)
        runs = [(jest(full), jest(empty)) for _ in range(options.rounds)]
        suite, nothing = (min((pair[at] for pair in runs), key=lambda run: run.wall) for at in (0, 1))
        row = (suite.wall, suite.cpu, nothing.wall, nothing.cpu, suite.wall / nothing.wall, _tests(full))
        report.rows.append((example.name, row))
        report.checks.append(Check(f"{example.name}: seconds", suite.wall, nothing.wall * 1.5 + 1, " s"))
    return report


def _emptied(project: Path) -> None:
    """Leave one test file, which only imports what the project's sources import."""
    for path in (project / SUITE).glob("*.test.*"):
        path.unlink()
    sources = [path.read_text() for path in project.rglob("*.ts") if "tests" not in path.relative_to(project).parts]
    packages = sorted({found for text in sources for found in re.findall(r"from '(@[^']+)'", text)})
    imports = "".join(f"import '{package}';\n" for package in packages)
    (project / SUITE / "empty.test.ts").write_text(f"{imports}\nit('is empty', () => {{}});\n")


def jest(project: Path) -> Run:
    """One run of all tests of a project."""
    return measure.run([*JEST, "--silent"], project, quiet=True)


def _tests(project: Path) -> int:
    """How many tests the suite says it has."""
    return sum(
        len(re.findall(r"^ +it\(", path.read_text(), re.MULTILINE)) for path in (project / SUITE).glob("*.test.*")
    )
