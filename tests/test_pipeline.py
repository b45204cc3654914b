"""The stages joined, with small stand-ins for the stages themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit import EmitError, EmitOptions
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.testplan import Case, Family, Inventory, Suite, TestPlan, Tier
from scaffold.output import OutputError
from scaffold.readers import Reader
from scaffold.readers.reading import Reading, ReadOptions

PLACE = Position("main.tf", 3)
QUEUE = Resource("aws_sqs_queue.q", "aws_sqs_queue", "aws_sqs_queue", "q", Mode.MANAGED, {}, PLACE)
PROJECT = Project(name="demo", platform="fake", path=".", resources=(QUEUE,))
BROKEN = Diagnostic(Severity.ERROR, "syntax-error", "unbalanced brace", Position("bad.tf", 7), hint="Close it.")
CASE = Case("inventory", Family.INVENTORY, "declares exactly", "", Inventory("resource", {"aws_sqs_queue": ("q",)}))


class Stages:
    """Stand-ins that remember what they were asked."""

    def __init__(self) -> None:
        self.reading = Reading((PROJECT,))
        self.cases: tuple[Case, ...] = (CASE,)
        self.asked: list[object] = []
        self.files = {"tests/infrastructure_checks/test_demo.py": "assert 1\n"}

    def read(self, root: Path, options: ReadOptions) -> Reading:
        self.asked += [root, options]
        return self.reading

    def plan(self, projects: Sequence[Project], tier: Tier) -> TestPlan:
        self.asked.append(tier)
        return TestPlan("fake", (Suite("demo", ".", self.cases),) if projects and self.cases else ())

    def emit(self, _: TestPlan, target: str, options: EmitOptions) -> dict[str, str]:
        self.asked += [target, options]
        return self.files


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Stages:
    made = Stages()
    reader = Reader("fake", "Fake", "*.fake", lambda root: any(root.glob("*.fake")), made.read)
    monkeypatch.setattr(pipeline, "READERS", {"fake": reader})
    monkeypatch.setattr(pipeline, "plan", made.plan)
    monkeypatch.setattr(pipeline, "emit", made.emit)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "main.fake").touch()
    return tmp_path / "project"


def test_reads_plans_emits_and_writes(stages: Stages, root: Path) -> None:
    settings = Settings(tier=Tier.SMOKE, variables={"x": "1"})
    outcome = pipeline.generate(root, settings)
    assert stages.asked == [root, ReadOptions(variables={"x": "1"}), Tier.SMOKE, "pytest", EmitOptions()]
    assert (root / "tests/infrastructure_checks/test_demo.py").read_text() == "assert 1\n"
    assert [change.verb.value for change in outcome.changes] == ["create"]
    assert [target.name for target in outcome.targets] == ["pytest"]


def test_a_dry_run_writes_nothing(stages: Stages, root: Path) -> None:
    outcome = pipeline.generate(root, Settings(), dry_run=True)
    assert [change.path for change in outcome.changes] == list(stages.files)
    assert [path.name for path in root.rglob("*")] == ["main.fake"]


def test_another_output_root_knows_the_way_back(stages: Stages, root: Path) -> None:
    out = root.parent / "elsewhere" / "suites"
    pipeline.generate(root, Settings(out=out))
    assert EmitOptions(project="../../project") in stages.asked
    assert (out / ".scaffold" / "manifest.json").is_file()
    assert not (root / ".scaffold").exists()


@pytest.mark.usefixtures("stages")
def test_nothing_to_read_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    outcome = pipeline.generate(tmp_path, Settings())
    (found,) = outcome.diagnostics
    assert (found.severity, found.code) == (Severity.ERROR, "nothing-to-read")
    assert "Fake: *.fake" in found.hint
    assert outcome.changes == ()
    assert list(tmp_path.iterdir()) == []


def test_what_could_be_read_is_written_beside_errors(stages: Stages, root: Path) -> None:
    stages.reading = Reading((PROJECT,), (BROKEN,))
    outcome = pipeline.generate(root, Settings())
    assert outcome.diagnostics == (BROKEN,)
    assert not outcome.reading.clean
    assert len(outcome.changes) == 1


def test_no_cases_means_no_files(stages: Stages, root: Path) -> None:
    stages.cases = ()
    assert pipeline.generate(root, Settings()).changes == ()
    assert [path.name for path in root.iterdir()] == ["main.fake"]


def test_a_conflict_is_a_warning_with_its_place(stages: Stages, root: Path) -> None:
    out = root.parent / "out"
    pipeline.generate(root, Settings(out=out))
    (out / "tests/infrastructure_checks/test_demo.py").write_text("edited\n")
    stages.files = {"tests/infrastructure_checks/test_demo.py": "assert 2\n"}
    (found,) = pipeline.generate(root, Settings(out=out)).diagnostics
    assert (found.severity, found.code) == (Severity.WARNING, "conflict")
    assert str(found.position) == "../out/tests/infrastructure_checks/test_demo.py:1"


@pytest.mark.usefixtures("stages")
def test_a_broken_manifest_is_a_warning(root: Path) -> None:
    (root / ".scaffold").mkdir()
    (root / ".scaffold" / "manifest.json").write_text("<<<<")
    assert [found.code for found in pipeline.generate(root, Settings()).diagnostics] == ["bad-manifest"]


@pytest.mark.usefixtures("stages")
def test_an_unknown_target_is_refused_before_anything_is_read(root: Path) -> None:
    with pytest.raises(pipeline.UsageError, match="there is no target 'mocha'"):
        pipeline.generate(root, Settings(targets=("mocha",)))


def test_targets_are_those_that_the_repository_uses(stages: Stages, root: Path) -> None:
    (root / "package.json").write_text('{"devDependencies": {"jest": "30"}}')
    (root / "pytest.ini").touch()
    outcome = pipeline.generate(root, Settings())
    assert {target.name for target in outcome.targets} == {"pytest", "jest"}
    assert {"pytest", "jest"} <= {asked for asked in stages.asked if isinstance(asked, str)}


@pytest.mark.usefixtures("stages")
def test_native_tests_are_noted(root: Path) -> None:
    (root / "main.tftest.hcl").touch()
    assert [found.code for found in pipeline.generate(root, Settings()).diagnostics] == ["native-tests"]


def test_a_fault_of_a_users_template_is_usage_and_of_ours_is_not(
    stages: Stages, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> dict[str, str]:
        raise EmitError("suite.py.j2:3: unexpected '}'")

    monkeypatch.setattr(pipeline, "emit", failing)
    with pytest.raises(pipeline.UsageError, match=r"suite\.py\.j2:3"):
        pipeline.generate(root, Settings(template_dirs=(root,)))
    with pytest.raises(EmitError):
        pipeline.generate(root, Settings())
    assert stages.asked


def test_an_emitted_path_outside_the_root_is_refused(stages: Stages, root: Path) -> None:
    stages.files = {"../evil.py": "x"}
    with pytest.raises(OutputError):
        pipeline.generate(root, Settings())
    assert not (root.parent / "evil.py").exists()
