"""Plugins: packages that are installed for a moment, by a folder on the search path with the metadata of a package."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.diagnostics import RefusedError
from scaffold.emit import TARGETS, EmitError, EmitOptions, all_targets, emit
from scaffold.emit.plugins import plugins
from scaffold.model.families import Family
from scaffold.model.testplan import Case, Inventory, Suite, TestPlan
from scaffold.templating import Origin, template_path

Install = Callable[..., Path]
FOLDER = "tests/infrastructure_checks"
TARGET = """
from pathlib import Path
from scaffold.emit import Evidence, Layout, Plugin, PluginTarget, Target

ROW = Target("bats", "Bats", ("terraform",), (Evidence("*.bats"),), "bats tests", ())
LAYOUT = Layout("{name}.bats", "bats/suite.bats.j2", {"setup.bash": "bats/setup.bash.j2"}, {"lib": "bats/lib/"})
HERE = Path(__file__).parent
"""
WHOLE = TARGET + "PLUGIN = Plugin((HERE / 'acme_templates',), (PluginTarget(ROW, LAYOUT),))\n"
TEMPLATES = {
    "bats/suite.bats.j2": "@test {{ suite.name }}\n",
    "bats/setup.bash.j2": "load\n",
    "bats/lib/help.bash.j2": "help\n",
    "pytest/package.py.j2": "# Acme.\n",
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package with one module and an entry point that names what is in it."""

    def installed(text: str, *, value: str = "{module}:PLUGIN", package: str = "acme", place: str = "site") -> Path:
        site = tmp_path / place
        module = f"{package}_plugin_{abs(hash((text, str(tmp_path))))}"
        metadata = site / f"{package}-1.2.dist-info"
        metadata.mkdir(parents=True)
        (site / f"{module}.py").write_text(text, encoding="utf-8")
        for name, template in TEMPLATES.items():
            file = site / "acme_templates" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(template, encoding="utf-8")
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n", encoding="utf-8")
        named = f"[scaffold.plugins]\n{package} = {value.format(module=module)}\n"
        (metadata / "entry_points.txt").write_text(named, encoding="utf-8")
        monkeypatch.setattr(sys, "path", [*sys.path, str(site)] if str(site) not in sys.path else sys.path)
        return site

    return installed


def plan() -> TestPlan:
    case = Case(
        "inventory:resource", Family.INVENTORY, "declares", "", Inventory("resource", {"aws_sqs_queue": ("a",)})
    )
    return TestPlan("terraform", (Suite("root", ".", (case,)),))


def test_without_plugins_there_are_the_built_in_targets() -> None:
    assert plugins() == ()
    assert all_targets() is TARGETS


def test_a_plugin_adds_a_target_and_templates(install: Install, tmp_path: Path) -> None:
    site = install(WHOLE)
    path = template_path(tmp_path)
    assert [*all_targets()] == [*TARGETS, "bats"]
    assert [(level.name, level.origin) for level in path.levels[:-1]] == [("plugin acme 1.2", Origin.PLUGIN)]
    assert path.folders == (site / "acme_templates",)
    files = emit(plan(), "bats", EmitOptions(path.folders))
    assert files == {
        f"{FOLDER}/lib/help.bash": "help\n",
        f"{FOLDER}/root.bats": "@test root\n",
        f"{FOLDER}/setup.bash": "load\n",
    }
    assert [case.id for case in files[f"{FOLDER}/root.bats"].cases] == ["inventory:resource"]
    assert files[f"{FOLDER}/root.bats"].target == "bats"


def test_a_plugins_templates_stand_between_the_built_in_ones_and_the_users(install: Install, tmp_path: Path) -> None:
    install(WHOLE)
    own = tmp_path / "own"
    (own / "pytest").mkdir(parents=True)
    assert emit(plan(), "pytest", EmitOptions(template_path(tmp_path).folders))[f"{FOLDER}/__init__.py"] == "# Acme.\n"
    (own / "pytest" / "package.py.j2").write_text("# Own.\n", encoding="utf-8")
    path = template_path(tmp_path, (own,))
    assert emit(plan(), "pytest", EmitOptions(path.folders))[f"{FOLDER}/__init__.py"] == "# Own.\n"


def test_a_function_can_give_the_plugin(install: Install) -> None:
    install("from scaffold.emit import Plugin\ndef made():\n    return Plugin()\n", value="{module}:made")
    assert [(found.name, found.version) for found in plugins()] == [("acme", "1.2")]


def test_a_plugin_can_add_a_runner_for_programs(install: Install) -> None:
    install(
        "from dataclasses import replace\n"
        "from scaffold.emit import Plugin, PluginTarget, TARGETS\n"
        "from scaffold.emit.runners import RUNNERS\n"
        "target = replace(TARGETS['pulumi-jest'], name='pulumi-bun')\n"
        "PLUGIN = Plugin(targets=(PluginTarget(target, RUNNERS['pulumi-jest']),))\n"
    )
    assert all_targets()["pulumi-bun"].deployed
    assert emit(plan(), "pulumi-bun") == {}


def test_of_a_package_that_is_there_twice_the_first_counts(install: Install) -> None:
    install("from scaffold.emit import Plugin\nPLUGIN = Plugin()\n")
    install("raise ValueError('never looked at')\n", place="later")
    assert len(plugins()) == 1


def test_what_stands_in_the_current_folder_is_not_installed(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    site = install("raise ValueError('a project has run code')\n")
    monkeypatch.chdir(site)
    assert plugins() == ()
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert plugins() == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("raise ValueError('broken inside')", "ValueError: broken inside"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import there_is_no_such_module", "No module named 'there_is_no_such_module'"),
        ("OTHER = 1", "has no attribute 'PLUGIN'"),
        ("PLUGIN = 'text'", "is no scaffold.emit.Plugin"),
        (TARGET + "PLUGIN = Plugin((HERE / 'gone',))", "there is no template folder"),
        (TARGET + "PLUGIN = Plugin(('acme_templates',))", "there is no template folder"),
        (TARGET + "PLUGIN = Plugin((), (ROW,))", "is no scaffold.emit.PluginTarget"),
        (TARGET + "PLUGIN = Plugin((), (PluginTarget(ROW, None),))", "takes a Layout as its layout"),
        (
            TARGET.replace('"bats",', '"Bats!",') + "PLUGIN = Plugin((), (PluginTarget(ROW, LAYOUT),))",
            "cannot be called",
        ),
        (TARGET.replace('"bats",', '"jest",') + "PLUGIN = Plugin((), (PluginTarget(ROW, LAYOUT),))", "a target 'jest'"),
        (
            TARGET.replace("())\nLAYOUT", "(), deployed=True)\nLAYOUT")
            + "PLUGIN = Plugin((), (PluginTarget(ROW, LAYOUT),))",
            "takes a Runner as its layout",
        ),
        (
            TARGET.replace("())\nLAYOUT", "(), scenarios=True)\nLAYOUT")
            + "PLUGIN = Plugin((), (PluginTarget(ROW, LAYOUT),))",
            "neither for checks of files nor for programs",
        ),
    ],
)
def test_a_broken_plugin_is_named(install: Install, text: str, says: str) -> None:
    install(text)
    with pytest.raises(RefusedError) as caught:
        all_targets()
    found = caught.value.diagnostic
    assert found.summary.startswith("the plugin acme of the package acme cannot be used: ")
    assert says in found.summary
    assert found.hint == "Bring acme up to date, or uninstall it."


def test_two_plugins_cannot_have_the_same_target(install: Install) -> None:
    install(WHOLE)
    install(WHOLE, package="other")
    with pytest.raises(RefusedError, match="there is a target 'bats' already, of acme"):
        all_targets()


def test_a_target_that_nobody_has_is_an_error(install: Install) -> None:
    install(WHOLE)
    with pytest.raises(EmitError, match=r"there is no target 'mocha'; there are .*bats"):
        emit(plan(), "mocha")
