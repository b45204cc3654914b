"""The stages joined, with small stand-ins for the stages themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from scaffold import pipeline, selection
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import TARGETS, EmitError, EmitOptions, Evidence, Target
from scaffold.model.checks import Check, Choice
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource, SourceModule, Suppression
from scaffold.model.scenarios import Gap, Scenarios
from scaffold.model.testplan import Case, Finding, Inventory, Suite, TestPlan, Tier, Weight
from scaffold.model.whatif import WhatIf
from scaffold.output import OutputError, Regeneration
from scaffold.readers import Reader
from scaffold.readers.reading import Reading, ReadOptions

PLACE = Position("main.tf", 3)
QUEUE = Resource("aws_sqs_queue.q", "aws_sqs_queue", "aws_sqs_queue", "q", Mode.MANAGED, {}, PLACE)
PROJECT = Project(name="demo", platform="terraform", path=".", resources=(QUEUE,))
BROKEN = Diagnostic(Severity.ERROR, "syntax-error", "unbalanced brace", Position("bad.tf", 7), hint="Close it.")
CASE = Case("inventory", Family.INVENTORY, "declares exactly", "", Inventory("resource", {"aws_sqs_queue": ("q",)}))


CHECKS = tuple(
    Check(name, name.partition("-")[0], "holds", "", "", Weight.HIGH) for name in ("s3-public-access", "sqs-encrypted")
)
FINDING = Finding("sqs-encrypted", "queue q is not encrypted", "aws_sqs_queue.q", PLACE, weight=Weight.MEDIUM)
SCENARIOS = Scenarios("root", ".", "", {}, (), (), ())
NATIVE = Target(
    "native",
    "Native tests",
    ("terraform",),
    (Evidence("*.native"),),
    "terraform test",
    ("terraform init -backend=false",),
    scenarios=True,
)
WHAT_IF = create_autospec(WhatIf, instance=True)


class Stages:
    """Stand-ins that remember what they were asked."""

    def __init__(self) -> None:
        self.reading = Reading((PROJECT,))
        self.cases: tuple[Case, ...] = (CASE,)
        self.scenarios: tuple[Scenarios, ...] = (SCENARIOS,)
        self.asked: list[object] = []
        self.files = {"tests/infrastructure_checks/test_demo.py": "assert 1\n"}

    def read(self, root: Path, options: ReadOptions) -> Reading:
        self.asked += [root, options]
        return self.reading

    def plan(self, projects: Sequence[Project], tier: Tier, choice: Choice) -> TestPlan:
        self.asked += [tier, choice]
        return TestPlan("fake", (Suite("demo", ".", self.cases),) if projects and self.cases else ())

    def plan_scenarios(self, *asked: object) -> tuple[Scenarios, ...]:
        self.asked.append(asked)
        return self.scenarios

    def review(
        self, projects: Sequence[Project], choice: Choice, beside: Sequence[Finding] = ()
    ) -> tuple[Finding, ...]:
        assert beside == ()
        self.asked += [choice]
        return (FINDING,) if projects else ()

    def emit(self, planned: TestPlan, target: str, options: EmitOptions) -> dict[str, str]:
        self.asked += [target, options]
        if target == NATIVE.name:
            return {f"{item.root}/tests/{item.name}.tftest.hcl".removeprefix("./"): "" for item in planned.scenarios}
        return self.files


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Stages:
    made = Stages()
    reader = Reader("fake", "Fake", "*.fake", lambda root: any(root.glob("*.fake")), made.read)
    monkeypatch.setattr(pipeline, "READERS", {"fake": reader})
    monkeypatch.setattr(pipeline, "plan", made.plan)
    monkeypatch.setattr(pipeline, "plan_scenarios", made.plan_scenarios)
    monkeypatch.setattr(pipeline, "review_projects", made.review)
    monkeypatch.setattr(selection, "all_checks", lambda: CHECKS)
    monkeypatch.setattr(selection, "all_targets", lambda: {**TARGETS, NATIVE.name: NATIVE})
    monkeypatch.setattr(pipeline, "emit", made.emit)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "main.fake").touch()
    return tmp_path / "project"


def test_reads_plans_emits_and_writes(stages: Stages, root: Path) -> None:
    choice = Choice(("sqs",), ())
    settings = Settings(tier=Tier.SMOKE, variables={"x": "1"}, choice=choice)
    outcome = pipeline.generate(root, settings)
    assert stages.asked == [root, ReadOptions(variables={"x": "1"}), Tier.SMOKE, choice, "pytest", EmitOptions()]
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
    assert (out / ".scaffold" / "lock.json").is_file()
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
    (out / "tests/infrastructure_checks").mkdir(parents=True)
    (out / "tests/infrastructure_checks/test_demo.py").write_text("somebody's\n")
    stages.files = {"tests/infrastructure_checks/test_demo.py": "assert 2\n"}
    (found,) = pipeline.generate(root, Settings(out=out)).diagnostics
    assert (found.severity, found.code) == (Severity.WARNING, "conflict")
    assert str(found.position) == "../out/tests/infrastructure_checks/test_demo.py:1"


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_broken_lock_is_refused_with_its_place(root: Path, dry_run: bool) -> None:
    (root / ".scaffold").mkdir()
    (root / ".scaffold" / "lock.json").write_text("{\n?\n}\n")
    with pytest.raises(RefusedError) as refused:
        pipeline.generate(root, Settings(), dry_run=dry_run)
    found = refused.value.diagnostic
    assert (found.severity, found.code, str(found.position)) == (Severity.ERROR, "bad-lock", ".scaffold/lock.json:2")
    assert "--adopt" in found.hint
    assert (root / ".scaffold" / "lock.json").read_text() == "{\n?\n}\n"


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize("manner", [Regeneration(adopt=True), Regeneration(force=True)], ids=["adopt", "force"])
def test_a_broken_lock_is_kept_where_it_is_done_without(root: Path, manner: Regeneration) -> None:
    folder = root / ".scaffold"
    folder.mkdir()
    for broken, kept in [("{\n?\n}\n", "lock.json.bad"), ("again", "lock.json.bad.2")]:
        (folder / "lock.json").write_text(broken)
        (found,) = pipeline.generate(root, Settings(), manner, dry_run=True).diagnostics
        assert (found.severity, found.code) == (Severity.WARNING, "bad-lock")
        assert not (folder / kept).exists()
        pipeline.generate(root, Settings(), manner)
        assert (folder / kept).read_text() == broken
        assert pipeline.generate(root, Settings()).diagnostics == ()
    assert (folder / "lock.json.bad").read_text() == "{\n?\n}\n"


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize("manner", [Regeneration(), Regeneration(adopt=True), Regeneration(force=True)])
@pytest.mark.parametrize("text", ['{"version": 2, "files": {}}', '<<<<<<< a\n"version": 1,\n=======\n"version": 2,\n'])
def test_the_lock_of_a_newer_version_is_always_refused(root: Path, text: str, manner: Regeneration) -> None:
    (root / ".scaffold").mkdir()
    (root / ".scaffold" / "lock.json").write_text(text)
    with pytest.raises(RefusedError, match="a newer scaffold wrote it") as refused:
        pipeline.generate(root, Settings(), manner)
    assert refused.value.diagnostic.hint == "Update scaffold."
    assert (root / ".scaffold" / "lock.json").read_text() == text


@pytest.mark.usefixtures("stages")
def test_an_unknown_target_is_refused_before_anything_is_read(root: Path) -> None:
    with pytest.raises(selection.UsageError, match="there is no target 'ava'"):
        pipeline.generate(root, Settings(targets=("ava",)))


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


def test_native_tests_of_ours_are_no_news(stages: Stages, root: Path) -> None:
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    for targets in (("native",), ("native",), ("pytest",)):
        assert pipeline.generate(root, Settings(targets=targets)).diagnostics == ()
    (root / "tests" / "own.tftest.hcl").touch()
    (found,) = pipeline.generate(root, Settings()).diagnostics
    assert (found.code, str(found.position)) == ("native-tests", "tests/own.tftest.hcl:1")
    assert "(1)" in found.summary


def test_a_native_test_in_the_way_is_a_conflict_and_theirs(stages: Stages, root: Path) -> None:
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    (root / "tests").mkdir()
    (root / "tests" / "root.tftest.hcl").write_text("# mine\n")
    outcome = pipeline.generate(root, Settings(targets=("native",)))
    assert [found.code for found in outcome.diagnostics] == ["conflict", "native-tests"]


def test_scenarios_are_planned_for_the_targets_that_need_them(stages: Stages, root: Path) -> None:
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    assert pipeline.generate(root, Settings(targets=("pytest",))).plan.scenarios == ()
    settings = Settings(targets=("pytest", "native"), tier=Tier.SMOKE, choice=Choice(ignore=("s3",)))
    outcome = pipeline.generate(root, settings)
    assert ((PROJECT,), WHAT_IF, Tier.SMOKE, settings.choice) in stages.asked
    assert outcome.plan.scenarios == (SCENARIOS,)
    assert (root / "tests" / "root.tftest.hcl").is_file()


def test_what_no_run_tries_is_noted_once(stages: Stages, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = tuple(replace(SCENARIOS, name=name, gaps=(Gap("nothing breaks var.a alone", PLACE),)) for name in "ab")
    monkeypatch.setattr(pipeline, "plan_scenarios", lambda *_: twice)
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    (found,) = pipeline.generate(root, Settings(targets=("native",))).diagnostics
    assert found == Diagnostic(Severity.NOTE, "not-tried", "nothing breaks var.a alone", PLACE)


def test_scenarios_alone_are_written_too(stages: Stages, root: Path) -> None:
    stages.reading, stages.cases = Reading((PROJECT,), what_if=WHAT_IF), ()
    outcome = pipeline.generate(root, Settings(targets=("native",)))
    assert [change.path for change in outcome.changes] == ["tests/root.tftest.hcl"]


def test_a_reading_that_cannot_ask_what_if_has_no_scenarios(stages: Stages, root: Path) -> None:
    assert pipeline.generate(root, Settings(targets=("native",))).plan.scenarios == ()
    assert "native" in stages.asked


@pytest.mark.usefixtures("stages")
def test_native_tests_asked_for_elsewhere_are_refused_before_anything_is_written(root: Path) -> None:
    out = root.parent / "elsewhere"
    with pytest.raises(selection.UsageError, match="must stand beside its configuration"):
        pipeline.generate(root, Settings(targets=("pytest", "native"), out=out))
    assert not out.exists()


@pytest.mark.parametrize("out", ["project", "."])
def test_native_tests_may_be_written_from_the_project_or_a_folder_above(stages: Stages, root: Path, out: str) -> None:
    scenarios = tuple(replace(SCENARIOS, root=folder) for folder in (".", "envs/a", "."))
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    stages.scenarios = scenarios
    outcome = pipeline.generate(root, Settings(targets=("native",), out=root.parent / out))
    assert outcome.folders == {"native": (".", "envs/a") if out == "project" else ("project", "project/envs/a")}


@pytest.mark.parametrize(("dialect", "program"), [("terraform", "terraform"), ("opentofu", "tofu")])
def test_commands_are_those_of_the_dialect(stages: Stages, root: Path, dialect: str, program: str) -> None:
    stages.reading = Reading((PROJECT,), what_if=WHAT_IF)
    outcome = pipeline.generate(root, Settings(targets=("native", "pytest"), dialect=dialect))
    native, checks = outcome.targets
    assert (native.command, native.requirements) == (f"{program} test", (f"{program} init -backend=false",))
    assert checks == TARGETS["pytest"]


def test_native_tests_that_nobody_asked_for_are_left_out_elsewhere(stages: Stages, root: Path) -> None:
    (root / "x.native").touch()
    outcome = pipeline.generate(root, Settings(out=root.parent / "elsewhere"))
    assert [target.name for target in outcome.targets] == ["pytest"]
    assert [found.code for found in outcome.diagnostics] == ["native-elsewhere"]
    assert [target.name for target in pipeline.generate(root, Settings()).targets] == ["native"]
    assert stages.asked


@pytest.mark.parametrize(
    ("files", "asked", "dialect"),
    [
        (("main.tf",), "", "terraform"),
        (("main.tf", "more.tofu"), "", "opentofu"),
        (("main.tofu.json",), "", "opentofu"),
        (("main.tf",), "opentofu", "opentofu"),
        (("main.tofu",), "terraform", "terraform"),
    ],
)
def test_the_dialect_is_that_of_the_sources_unless_asked_for(
    stages: Stages, root: Path, files: tuple[str, ...], asked: str, dialect: str
) -> None:
    stages.reading = Reading((replace(PROJECT, modules=(SourceModule(".", files),)),))
    pipeline.generate(root, Settings(dialect=asked))
    assert EmitOptions(dialect=dialect) in stages.asked


def test_a_review_reads_and_writes_nothing(stages: Stages, root: Path) -> None:
    settings = Settings(choice=Choice(("sqs",)), variables={"x": "1"})
    made = pipeline.review(root, settings)
    assert made == pipeline.Review(stages.reading, CHECKS[1:], (FINDING,), (), ".")
    assert stages.asked == [root, ReadOptions(variables={"x": "1"}), settings.choice]
    assert [path.name for path in root.iterdir()] == ["main.fake"]


def test_a_suppression_of_what_does_not_exist_is_a_warning(stages: Stages, root: Path) -> None:
    comment = Suppression(("sqs", "s3-public-acces", "zzz"), "why", PLACE, 3, 9)
    again = replace(PROJECT, suppressions=(comment,))
    stages.reading = Reading((again, again))
    for said in (pipeline.review(root, Settings()).diagnostics, pipeline.generate(root, Settings()).diagnostics):
        assert [(found.severity, found.code, found.position) for found in said] == [
            (Severity.WARNING, "unknown-check", PLACE)
        ] * 2
        assert "'s3-public-acces' to suppress" in said[0].summary
        assert said[0].hint == "Did you mean s3-public-access?"


@pytest.mark.usefixtures("stages")
def test_a_review_knows_where_in_the_repository_it_is(root: Path) -> None:
    (root.parent / ".git").mkdir()
    assert pipeline.review(root, Settings()).folder == "project"


@pytest.mark.parametrize(
    ("choice", "said", "hint"),
    [
        (Choice(select=("s3-public-acces",)), "'s3-public-acces'", "Did you mean s3-public-access?"),
        (Choice(ignore=("sqs", "sqss")), "'sqss'", "Did you mean sqs?"),
        (Choice(ignore=("s3-pub",)), "'s3-pub'", "Did you mean s3-public-access?"),
        (Choice(select=("zzz",)), "'zzz'", "See `scaffold list invariants`."),
        (Choice(select=("",)), "''", "See `scaffold list invariants`."),
    ],
)
@pytest.mark.usefixtures("stages")
def test_a_check_that_does_not_exist_is_refused(root: Path, choice: Choice, said: str, hint: str) -> None:
    for ask in (pipeline.generate, pipeline.review):
        with pytest.raises(selection.UsageError) as caught:
            ask(root, Settings(choice=choice))
        assert f"there is no check and no service {said}" in caught.value.diagnostic.summary
        assert caught.value.diagnostic.hint.startswith(hint)


def test_a_fault_of_a_users_template_is_usage_and_of_ours_is_not(
    stages: Stages, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> dict[str, str]:
        raise EmitError("suite.py.j2:3: unexpected '}'")

    monkeypatch.setattr(pipeline, "emit", failing)
    with pytest.raises(RefusedError, match=r"suite\.py\.j2:3"):
        pipeline.generate(root, Settings(template_dirs=(root,)))
    with pytest.raises(EmitError):
        pipeline.generate(root, Settings())
    assert stages.asked


def test_an_emitted_path_outside_the_root_is_refused(stages: Stages, root: Path) -> None:
    stages.files = {"../evil.py": "x"}
    with pytest.raises(OutputError):
        pipeline.generate(root, Settings())
    assert not (root.parent / "evil.py").exists()
