"""The shape of the package: who may import whom, who prints, how long a file may be."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "scaffold"
LONGEST = 400

#: Each part of the package and the other parts that it may import.
ALLOWED: Mapping[str, frozenset[str]] = {
    "__init__": frozenset(),
    "model": frozenset(),
    "diagnostics": frozenset({"model"}),
    "catalog": frozenset({"model", "diagnostics"}),
    "watching": frozenset(),
    "grammar": frozenset(),
    "readers": frozenset({"model", "diagnostics", "catalog", "grammar", "watching"}),
    "plan": frozenset({"model", "diagnostics", "catalog"}),
    "emit": frozenset({"model", "diagnostics", "catalog"}),
    "merge": frozenset({"model", "grammar"}),
    "output": frozenset({"model", "diagnostics", "merge"}),
    "config": frozenset({"model", "diagnostics"}),
    "detect": frozenset(),
    "selection": frozenset({"model", "diagnostics", "catalog", "detect", "emit"}),
    "lacking": frozenset({"model", "diagnostics", "detect", "emit"}),
    "templating": frozenset({"__init__", "model", "diagnostics", "config", "emit"}),
    "checking": frozenset(
        {"__init__", "model", "diagnostics", "config", "merge", "output", "pipeline", "templating", "watching"}
    ),
    "goldens": frozenset(
        {"__init__", "model", "diagnostics", "config", "detect", "emit", "output", "pipeline", "rehearse", "templating"}
    ),
    "flattening": frozenset({"model", "diagnostics"}),
    "sandbox": frozenset({"diagnostics"}),
    "trying": frozenset({"model", "diagnostics", "sandbox"}),
    "rehearse": frozenset({"model", "diagnostics", "catalog", "readers", "sandbox"}),
    "settling": frozenset({"model", "diagnostics", "emit", "readers"}),
    "suggesting": frozenset({"model", "catalog"}),
    "keeping": frozenset({"model", "diagnostics", "detect", "output"}),
    "equipping": frozenset({"model", "detect", "lacking", "output"}),
    "integrating": frozenset(
        {"model", "diagnostics", "config", "detect", "lacking", "selection", "plan", "emit", "suggesting"}
    ),
    "handling": frozenset(
        {"model", "diagnostics", "catalog", "config", "detect", "lacking", "readers", "plan", "emit", "trying"}
    ),
    "pipeline": frozenset(
        {
            "handling",
            "model",
            "diagnostics",
            "config",
            "detect",
            "flattening",
            "equipping",
            "integrating",
            "keeping",
            "lacking",
            "merge",
            "selection",
            "settling",
            "suggesting",
            "templating",
            "readers",
            "plan",
            "emit",
            "output",
        },
    ),
    "cli": frozenset(
        {
            "__init__",
            "model",
            "diagnostics",
            "catalog",
            "checking",
            "config",
            "flattening",
            "goldens",
            "handling",
            "integrating",
            "merge",
            "pipeline",
            "rehearse",
            "templating",
            "watching",
            "selection",
            "output",
            "readers",
            "emit",
        }
    ),
    "__main__": frozenset({"cli"}),
}
#: The command line may look at the tables of the stages and their data, and leave joining them to the pipeline.
TABLES = {
    "readers": {"READERS"},
    "emit": {"HANDLER_TARGETS", "INTEGRATION_TARGETS", "TARGETS", "Target", "all_targets", "template_names"},
    "output": {"Change", "Regeneration", "Verb"},
    "catalog": {"all_checks", "services"},
}
#: Programs of their own, in other processes: nothing of ours imports them.
RUN_ELSEWHERE = {
    *(f"scaffold.readers.observing.observe_{name}" for name in ("python", "stacks")),
    "scaffold.rehearse.serving",
    "scaffold.rehearse.functions.live.workers.python_worker",
    "scaffold.sandbox.confine",
    "scaffold.trying.drive_python",
}
PRINTERS = {"print", "input", "exit", "quit"}
PRINTING_CALLS = {
    ("click", "echo"),
    ("click", "secho"),
    ("sys", "exit"),
    ("os", "_exit"),
    ("sys", "stdout"),
    ("sys", "stderr"),
}


@cache
def modules() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(name: str, path: Path) -> Iterator[tuple[str, str]]:
    """What a module imports of ours: (module, name), relative imports resolved."""
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "scaffold")
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(
                    [*package.split(".")[: len(package.split(".")) - node.level + 1], *filter(None, [base])]
                )
            if base.split(".")[0] == "scaffold":
                yield from ((base, alias.name) for alias in node.names)


def part(name: str) -> str:
    """The part of the package that a module belongs to."""
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def target(module: str, name: str) -> str:
    """The module that an import reaches: `from scaffold import pipeline` reaches scaffold.pipeline."""
    return f"{module}.{name}" if f"{module}.{name}" in modules() else module


@pytest.mark.parametrize("name", modules())
def test_imports_go_one_way(name: str) -> None:
    own = part(name)
    reached = {part(target(*found)) for found in imports(name, modules()[name])}
    assert reached - {own} <= ALLOWED[own], f"{name} imports what it must not"


def test_only_the_pipeline_joins_stages() -> None:
    joining = {own for own, allowed in ALLOWED.items() if len(allowed & {"readers", "plan", "emit", "output"}) > 1}
    assert joining == {"handling", "integrating", "goldens", "pipeline", "settling", "cli"}
    for name, path in modules().items():
        if part(name) == "cli":
            for module, imported in imports(name, path):
                if part(module) in TABLES:
                    assert imported in TABLES[part(module)], f"{name} imports {module}.{imported}"


def test_nothing_imports_what_runs_elsewhere() -> None:
    assert modules().keys() >= RUN_ELSEWHERE
    importing = [
        name for name, path in modules().items() if RUN_ELSEWHERE & {target(*found) for found in imports(name, path)}
    ]
    assert importing == []


def test_a_rehearsal_shares_nothing_with_what_it_is_to_try() -> None:
    ways = ("scaffold.catalog.services", "scaffold.plan", "scaffold.emit")
    for name, path in modules().items():
        if part(name) == "rehearse":
            assert not [found for found in imports(name, path) if target(*found).startswith(ways)], name


def test_only_the_command_line_prints_and_exits() -> None:
    for name, path in modules().items():
        if part(name) == "cli" or name in RUN_ELSEWHERE:
            continue
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in PRINTERS, f"{name}:{node.lineno} calls {node.func.id}"
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in PRINTING_CALLS, f"{name}:{node.lineno} prints or exits"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                assert "click" not in ast.unparse(node).split(), f"{name}:{node.lineno} imports click"
            if isinstance(node, ast.Raise):
                raised = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
                assert "SystemExit" not in raised, f"{name}:{node.lineno} exits"


@pytest.mark.parametrize("name", modules())
def test_files_stay_short(name: str) -> None:
    path = modules()[name]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST, f"{path} should be two files"


def test_there_is_no_import_cycle() -> None:
    graph = {
        name: {target(*found) for found in imports(name, path)} - {name} - _ancestors(name)
        for name, path in modules().items()
    }
    assert list(graphlib.TopologicalSorter(graph).static_order())


def _ancestors(name: str) -> set[str]:
    pieces = name.split(".")
    return {".".join(pieces[:at]) for at in range(1, len(pieces))}
